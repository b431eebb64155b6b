"""A folder of one's own: what is wrong in it is named by row, what it lacks is answered."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from logistics_questions import SMALL

from inputs.errors import InputError
from inputs.territory import Territory, load_territory
from scenarios.studies.logistics import LogisticsStudy

Change = Callable[[pd.DataFrame], pd.DataFrame]


def with_table(territory: Territory, folder: Path, name: str, change: Change) -> Territory:
    """The territory from a copy of its folder in which one table is changed."""
    copy = folder / "data"
    shutil.copytree(territory.folder, copy)
    path = copy / f"{name}.csv"
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)
    return load_territory(copy)


def without_throughput(gateways: pd.DataFrame) -> pd.DataFrame:
    gateways.loc[0, ["fact_id", "fact_part", "assumption"]] = ""
    return gateways


def with_lonely_node(nodes: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([nodes, nodes.iloc[[0]].assign(node_id="lonely")])


@pytest.mark.parametrize(
    ("name", "change", "row", "words"),
    [
        ("gateways", without_throughput, 2, "has no throughput"),
        ("corridor_nodes", with_lonely_node, None, "a node of the graph has no link"),
    ],
)
def test_a_wrong_row_is_named(
    territory: Territory, tmp_path: Path, name: str, change: Change, row: int | None, words: str
) -> None:
    own = with_table(territory, tmp_path, name, change)
    with pytest.raises(InputError, match=words) as caught:
        LogisticsStudy(own, SMALL).problems()
    assert caught.value.file == f"{name}.csv"
    assert caught.value.row == (row or len(own.table(name)) + 1)


def test_declared_centres_without_any_place_are_free(territory: Territory, tmp_path: Path) -> None:
    own = with_table(territory, tmp_path, "logistics_sites", lambda table: table.iloc[:0])
    study = LogisticsStudy(own, SMALL)
    assert study.problems() == []
    terms = study.terms
    assert terms.named.empty
    assert (terms.declared[:, -1] > 0).all()
    assert terms.free_oblast.all()
