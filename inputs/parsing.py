"""Text cells to typed columns, as declared by the table's schema."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from inputs.reading import RawTable
from inputs.schemas.base import Field, Table

INTEGER_PATTERN = r"[+-]?[0-9]{1,15}"
NUMBER_PATTERN = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"

EXPECTED = {
    "integer": "a whole number without separators",
    "number": "a number with a decimal point and no separators",
    "boolean": "true or false",
    "string": "text",
}


@dataclass(frozen=True)
class ParsedColumn:
    """One column in its declared type.

    Attributes
    ----------
    data
        One value per row. Empty cells and cells that cannot be parsed are null.
    unparsed
        True where a cell holds text that is not of the declared type.
    """

    data: pd.Series
    unparsed: pd.Series


def text_frame(raw: RawTable) -> pd.DataFrame:
    """Return the cells as a frame of text, short rows filled up with empty cells."""
    width = len(raw.columns)
    rows = [row[:width] + ("",) * (width - len(row)) for row in raw.rows]
    return pd.DataFrame(rows, columns=pd.Index(raw.columns, dtype=object), dtype=object)


def parse_column(text: pd.Series, field: Field) -> ParsedColumn:
    """Parse one column of text.

    Integers are returned as float64, because a column may hold empty cells; `typed_frame` makes
    them int64 where the declaration excludes empty cells.
    """
    cells = text.astype("str")
    filled = cells != ""
    if field.type == "string":
        return ParsedColumn(cells.where(filled), pd.Series(False, index=cells.index))
    if field.type == "boolean":
        good = cells.isin(["true", "false"])
        truth = (cells == "true").astype("boolean")
        return ParsedColumn(truth.mask(~good), filled & ~good)
    pattern = INTEGER_PATTERN if field.type == "integer" else NUMBER_PATTERN
    numeric = cells.str.fullmatch(pattern).astype("bool")
    data = pd.to_numeric(cells.where(numeric), errors="coerce").astype("float64")
    return ParsedColumn(data, filled & ~numeric)


def dtype_of(field: Field) -> str:
    """Return the dtype of a loaded column.

    Integers that may be empty are float64 with NaN, as NumPy has no empty integer.
    """
    if field.type == "integer":
        return "float64" if field.nullable else "int64"
    if field.type == "boolean":
        return "boolean" if field.nullable else "bool"
    return {"string": "str", "number": "float64"}[field.type]


def typed_frame(raw: RawTable, table: Table) -> pd.DataFrame:
    """Return a table that has passed the check, typed and in the declared order of columns."""
    text = text_frame(raw)
    columns = {field.name: parse_column(text[field.name], field).data for field in table.fields}
    dtypes = {field.name: dtype_of(field) for field in table.fields}
    return pd.DataFrame(columns, index=text.index).astype(dtypes)
