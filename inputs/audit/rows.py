"""Name a row of a table the way a reader would look it up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from inputs.errors import InputError
from inputs.schemas.base import Table

USED = "_used"
YEAR_COLUMNS = ("year", "horizon", "horizon_year")

INDICATOR_COLUMNS = ("indicator_id", "indicator")

Place = tuple[str, str, str, str]


def year_label(row: Mapping[str, str]) -> str:
    """The row's year, or nothing where the table has none."""
    return next((row[c] for c in YEAR_COLUMNS if c in row), "")


def row_label(schema: Table, row: Mapping[str, str]) -> str:
    """The row's key without its year: a unit_id, or what else tells the rows of a table apart."""
    return "/".join(row[k] for k in schema.key if k not in YEAR_COLUMNS and row.get(k))


def places_of(schema: Table, row: Mapping[str, str], field: str) -> tuple[Place, ...]:
    """Where the anomalies table may put a figure: table, unit_id, year, field.

    A derived column `x_used` holds which of two readings of the printed column `x` is used: an
    anomaly speaks of both. The one value column of a long table may be named by its indicator.
    """
    names = [field.removesuffix(USED)]
    if field == "value":
        names += [row[c] for c in INDICATOR_COLUMNS if c in row]
    return tuple((schema.name, row.get("unit_id", ""), year_label(row), n) for n in names)


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
