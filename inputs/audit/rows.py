"""Name a row of a table the way a reader would look it up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from inputs.errors import InputError
from inputs.schemas.base import Table

YEAR_COLUMNS = ("year", "horizon", "horizon_year")

Place = tuple[str, str, str, str]


def year_label(row: Mapping[str, str]) -> str:
    """The row's year, or nothing where the table has none."""
    return next((row[c] for c in YEAR_COLUMNS if c in row), "")


def row_label(schema: Table, row: Mapping[str, str]) -> str:
    """The row's key without its year: a unit_id, or what else tells the rows of a table apart."""
    return "/".join(row[k] for k in schema.key if k not in YEAR_COLUMNS and row.get(k))


def place_of(schema: Table, row: Mapping[str, str], field: str) -> Place:
    """Where the anomalies table would put a figure: table, unit_id, year, field."""
    return (schema.name, row.get("unit_id", ""), year_label(row), field)


def number(text: str) -> Decimal:
    """A CSV cell as an exact decimal number.

    Raises
    ------
    InputError
        When the cell is not a number.
    """
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError("the cell is not a number", value=text, expected="a number") from None
