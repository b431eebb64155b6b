"""The declared layouts, waivers and identities fit the schemas and are all needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from inputs.audit import audit
from inputs.audit.anomalies import Anomalies
from inputs.audit.core import read_cells
from inputs.audit.digits import check_digits
from inputs.audit.identities import IDENTITIES
from inputs.audit.identity import (
    previous_period,
    residuals,
    rounding,
    sums_over_children,
)
from inputs.audit.layout import Layout, Row
from inputs.audit.layouts import LAYOUTS
from inputs.audit.text import Documents
from inputs.schemas.registry import TABLES
from inputs.territory import embedded_folder, load_territory

DOCUMENTS = Path(__file__).parents[4] / "shared" / "documents"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: "+".join(layout.tables))
def test_a_layout_speaks_of_declared_figures(layout: Layout) -> None:
    for table in layout.tables:
        figures = {f.name for f in TABLES[table].figures}
        for order in layout.columns.get(table, {}).values():
            assert set(order) <= figures
            assert len(set(order)) == len(order)
    known = {column for table in layout.tables for column in TABLES[table].columns}
    for waiver in layout.waivers:
        assert {column for column, _ in waiver.where} <= known
        assert waiver.weakest < layout.weakest
        assert waiver.reason


def test_no_table_has_two_layouts() -> None:
    tables = [table for layout in LAYOUTS for table in layout.tables]
    assert len(tables) == len(set(tables))


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not here")
@pytest.mark.parametrize(
    "layout", [x for x in LAYOUTS if x.waivers], ids=lambda layout: "+".join(layout.tables)
)
def test_no_waiver_is_idle(layout: Layout) -> None:
    """Without its waiver, something that the waiver covers fails."""
    cells = read_cells(embedded_folder())
    strict = replace(layout, waivers=())
    anomalies = Anomalies(cells["anomalies"])
    _, failures, _ = check_digits(strict, cells, TABLES, Documents(DOCUMENTS), anomalies)
    failing = [
        Row(f.table, f.row, {str(k): str(v) for k, v in cells[f.table].loc[f.row].items()})
        for f in failures
    ]
    assert [w for w in layout.waivers if not any(w.covers(row) for row in failing)] == []


def test_identities_are_declared_once_and_say_their_bound() -> None:
    names = [(identity.table, identity.name) for identity in IDENTITIES]
    assert len(names) == len(set(names))
    for identity in IDENTITIES:
        assert identity.needs <= TABLES.keys()
        assert identity.bound


def test_every_identity_judges_something() -> None:
    report = audit(load_territory())
    identities = report.checks[report.checks["check"] == "identity"]
    assert len(identities) == len(IDENTITIES)
    assert (identities["checked"] > 0).all(), identities.to_string()
    outcomes = identities[["passed", "explained", "failed"]].sum(axis=1)
    assert (outcomes == identities["checked"]).all()


def test_a_bound_is_half_a_unit_for_each_weight() -> None:
    assert rounding(1, 1, 1, 0.75) == pytest.approx(1.375)
    assert rounding(0.1, 1, -1) == pytest.approx(0.1)


def test_residuals_need_both_sides() -> None:
    frame = pd.DataFrame({"a": [1.0, np.nan, 3.0], "b": [1.0, 2.0, np.nan]}, index=[2, 3, 4])
    found = residuals(frame, "a", frame["a"], frame["b"], 0.5)
    assert found.to_dict("records") == [
        {"line": 2, "field": "a", "value": 1.0, "expected": 1.0, "tolerance": 0.5}
    ]


def test_the_previous_period_is_that_of_the_same_unit() -> None:
    frame = pd.DataFrame(
        {"unit_id": ["a", "b", "a", "b"], "year": [2030, 2024, 2024, 2030], "x": [1.0, 2, 3, 4]},
        index=[5, 6, 7, 8],
    )
    before = previous_period(frame, "x", ["unit_id"])
    assert before.loc[5] == 3.0
    assert before.loc[8] == 2.0
    assert before.loc[[6, 7]].isna().all()


def test_sums_go_one_level_up_and_may_leave_surpluses_out() -> None:
    parents = pd.Series({"r": None, "o": "r", "a": "o", "b": "o"}, dtype=object)
    frame = pd.DataFrame(
        {"unit_id": ["r", "o", "a", "b"], "year": 2030, "x": [9.0, 5.0, 7.0, -3.0]},
        index=[2, 3, 4, 5],
    )
    plain = sums_over_children(frame, parents, "x", 1.0).set_index("line")
    assert plain.loc[2, ["value", "expected", "tolerance"]].tolist() == [9.0, 5.0, 1.0]
    assert plain.loc[3, ["value", "expected", "tolerance"]].tolist() == [5.0, 4.0, 1.5]
    deficits = sums_over_children(frame, parents, "x", 1.0, deficits_only=True).set_index("line")
    assert deficits.loc[3, "expected"] == -3.0
