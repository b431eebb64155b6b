"""All tables a data folder may hold, collected from the sector modules.

A new sector is a module that exposes `TABLES`, a tuple of `Table`, named once in `MODULES`.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from inputs.schemas import (
    agglomeration,
    anomalies,
    assumptions,
    education,
    logistics,
    macro,
    pipes,
    plans,
    population,
    roadmap,
    standards,
    territory,
    water,
)
from inputs.schemas.base import ForeignKey, Table

MODULES: tuple[ModuleType, ...] = (
    territory,
    population,
    education,
    water,
    pipes,
    logistics,
    agglomeration,
    standards,
    roadmap,
    plans,
    macro,
    assumptions,
    anomalies,
)


def _with_document_key(table: Table) -> Table:
    """Return the table with the reference that every `document` column has."""
    if "document" not in table.columns or table.name == territory.DOCUMENTS.name:
        return table
    key = ForeignKey(("document",), territory.DOCUMENTS.name, ("document",))
    return replace(table, foreign_keys=(*table.foreign_keys, key))


def _collect(modules: tuple[ModuleType, ...]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for module in modules:
        declared: tuple[Table, ...] = module.TABLES
        for table in declared:
            if table.name in tables:
                raise RuntimeError(f"table {table.name} is declared twice")
            tables[table.name] = _with_document_key(table)
    return tables


TABLES: dict[str, Table] = _collect(MODULES)
