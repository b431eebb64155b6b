"""Declared tables as pandera schemas."""

from __future__ import annotations

import pandera.pandas as pa

from inputs.parsing import dtype_of
from inputs.schemas.base import Field, Table


def checks_of(field: Field) -> list[pa.Check]:
    """Return range, pattern and allowed values of a field as checks with readable messages."""
    checks: list[pa.Check] = []
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, error=f"at least {field.minimum:g}"))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum, error=f"at most {field.maximum:g}"))
    if field.allowed:
        checks.append(pa.Check.isin(field.allowed, error="one of " + ", ".join(field.allowed)))
    if field.pattern:
        checks.append(pa.Check.str_matches(field.pattern, error=f"text like {field.pattern}"))
    return checks


def series_schema(field: Field) -> pa.SeriesSchema:
    """Return the schema of the filled cells of one column."""
    dtype = "float64" if field.type == "integer" else dtype_of(field)
    return pa.SeriesSchema(dtype, checks_of(field), nullable=False, name=field.name)


def dataframe_schema(table: Table) -> pa.DataFrameSchema:
    """Return the schema of a loaded table: columns in order, dtypes, ranges, nulls, key."""
    return pa.DataFrameSchema(
        {
            field.name: pa.Column(
                dtype_of(field),
                checks_of(field),
                nullable=field.nullable,
                title=field.name,
                description=field.description,
            )
            for field in table.fields
        },
        unique=list(table.key),
        strict=True,
        ordered=True,
        name=table.name,
        title=table.title,
        description=table.description,
    )
