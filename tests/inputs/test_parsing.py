"""Text cells become numbers only where they are numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.parsing import parse_column
from inputs.schemas.base import DataType, Field


def parse(cells: list[str], kind: DataType) -> tuple[list[object], list[bool]]:
    column = parse_column(pd.Series(cells, dtype=object), Field("x", kind, "x"))
    return column.data.tolist(), column.unparsed.tolist()


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=5))
def test_decimals_come_back_exactly(numbers: list[float]) -> None:
    values, unparsed = parse([f"{number:.6f}" for number in numbers], "number")
    assert values == [float(f"{number:.6f}") for number in numbers]
    assert not any(unparsed)


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=5))
def test_whole_numbers_come_back_exactly(numbers: list[int]) -> None:
    values, unparsed = parse([str(number) for number in numbers], "integer")
    assert values == numbers
    assert not any(unparsed)


@given(st.text(min_size=1).filter(lambda text: not any(sign.isdecimal() for sign in text)))
def test_text_without_digits_is_never_a_number(text: str) -> None:
    values, unparsed = parse([text], "number")
    assert math.isnan(float(str(values[0])))
    assert unparsed == [True]


@pytest.mark.parametrize(
    "cell", ["1 200", "1,5", "1_000", "0x10", "nan", "inf", "1e999", "--1", "5%", "٣"]
)
def test_other_ways_to_write_a_number_are_refused(cell: str) -> None:
    assert parse([cell], "number")[1] == [True]
    assert parse([cell], "integer")[1] == [True]


def test_an_empty_cell_is_null_and_no_violation() -> None:
    for kind in ("string", "number", "integer", "boolean"):
        values, unparsed = parse([""], kind)
        assert pd.isna(values[0])
        assert unparsed == [False]


def test_booleans_are_true_or_false() -> None:
    values, unparsed = parse(["true", "false", "yes"], "boolean")
    assert values[:2] == [True, False]
    assert unparsed == [False, False, True]
