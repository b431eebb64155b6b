"""A CSV forgets types; what is read back must be what was written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.tables import TableReader, TableWriter


def _back(folder: Path, frame: pd.DataFrame) -> pd.DataFrame:
    writer = TableWriter(folder)
    writer.csv("t.csv", frame)
    return TableReader(folder, writer.kinds).csv("t.csv")


@given(values=st.lists(st.floats(allow_nan=True, allow_infinity=False), min_size=1, max_size=20))
def test_floats_come_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, values: list[float]
) -> None:
    frame = pd.DataFrame({"x": values})
    pd.testing.assert_frame_equal(
        _back(tmp_path_factory.mktemp("t"), frame), frame, check_exact=True
    )


def test_kinds_of_columns_come_back(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "whole": [1, 2],
            "yes": [True, False],
            "text": ["NA", "жер, су"],
            "gap": ["a", None],
            "empty": ["", "a"],
            "maybe": pd.array([1, None], dtype="Int64"),
        }
    )
    pd.testing.assert_frame_equal(_back(tmp_path, frame), frame)


def test_numbers_beside_text_stay_numbers(tmp_path: Path) -> None:
    """A KPI table has years, shares and district ids in one column."""
    mixed = [2031, 0.25, None, "karasai", True]
    frame = pd.DataFrame({"x": pd.Series(mixed, dtype=object)})
    back = _back(tmp_path, frame)["x"].tolist()
    assert back == mixed
    assert [type(v) for v in back] == [type(v) for v in mixed]


def test_a_table_without_columns_comes_back(tmp_path: Path) -> None:
    assert _back(tmp_path, pd.DataFrame()).empty
