"""A table as report and workbook print it: a frame with heads and kinds of numbers.

Every view prints tables through these classes; what stands in them is the business of the modules
that make them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from scenarios.views.numbers import MINUS, grouped, percent

Kind = Literal["text", "count", "year", "decimal", "money", "share", "quantity", "source"]
_DIGITS: dict[Kind, int] = {"count": 0, "money": 1}


@dataclass(frozen=True)
class Column:
    """A column: its key in the frame, its head, and how its values are written.

    count: whole numbers; year, decimal: no thousands, no or one digit; money: bn KZT, one digit;
    share: 0..1 written as percent; quantity: any size, four significant digits.
    """

    key: str
    head: str
    kind: Kind = "text"

    @property
    def numeric(self) -> bool:
        return self.kind not in ("text", "source")


@dataclass(frozen=True)
class Table:
    """A frame that knows how it wants to be shown. `name` serves as file and sheet name."""

    name: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame

    def rows(self) -> list[list[tuple[str, str]]]:
        """(text, raw value) of each cell: what is read, and what is sorted by and downloaded."""
        keys = [c.key for c in self.columns]
        return [
            [(written(v, c.kind), raw(v)) for c, v in zip(self.columns, row, strict=True)]
            for row in self.frame[keys].itertuples(index=False, name=None)
        ]


def written(value: Any, kind: Kind) -> str:
    """A value as the reader sees it; empty for what is not known."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, str):
        return value
    if kind == "year":
        return str(int(value))
    if kind == "decimal":
        return f"{float(value):.1f}".replace("-", MINUS)
    if kind == "share":
        return percent(float(value), 1)
    if kind == "quantity":
        return _four_digits(float(value))
    if kind in _DIGITS:
        return grouped(float(value), _DIGITS[kind])
    return str(value)


def raw(value: Any) -> str:
    """A value for machines: a plain number or text."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, bool | str):
        return str(value)
    return f"{float(value):.10g}"


def _four_digits(value: float) -> str:
    if abs(value) >= 1000 or value == int(value):
        return grouped(value)
    return f"{value:.4g}".replace("-", MINUS)
