"""The Frictionless descriptor (`datapackage.json`) of a data folder, from the declared schemas."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from inputs.reading import read_file, table_files
from inputs.schemas.base import DOCUMENTS, Field, ForeignKey, Table
from inputs.schemas.registry import TABLES

Json = dict[str, object]

LICENCES: list[Json] = [
    {
        "name": "CC-BY-4.0",
        "title": "Coordinates of places: GeoNames, CC BY 4.0; each row names its licence",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    {
        "name": "other-pd",
        "title": "Figures of published government documents: facts, not subject to copyright",
    },
]


def field_descriptor(field: Field) -> Json:
    """Return one field of a Table Schema, with `unit` and `role` as further properties."""
    constraints: Json = {}
    if not field.nullable:
        constraints["required"] = True
    if field.minimum is not None:
        constraints["minimum"] = field.minimum
    if field.maximum is not None:
        constraints["maximum"] = field.maximum
    if field.allowed:
        constraints["enum"] = list(field.allowed)
    if field.pattern:
        constraints["pattern"] = field.pattern
    descriptor: Json = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
        "role": field.role.value,
    }
    if field.unit:
        descriptor["unit"] = field.unit
    if field.type == "boolean":
        descriptor["trueValues"] = ["true"]
        descriptor["falseValues"] = ["false"]
    if constraints:
        descriptor["constraints"] = constraints
    return descriptor


def _key_descriptor(key: ForeignKey, table: str) -> Json:
    # Table Schema writes a reference of a table to itself as an empty resource name
    resource = "" if key.table == table else key.table
    return {
        "fields": list(key.columns),
        "reference": {"resource": resource, "fields": list(key.referenced)},
    }


def table_descriptor(table: Table) -> Json:
    """Return one resource of the package."""
    schema: Json = {
        "fields": [field_descriptor(field) for field in table.fields],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table.unique:
        schema["uniqueKeys"] = [list(columns) for columns in table.unique]
    if table.foreign_keys:
        schema["foreignKeys"] = [_key_descriptor(key, table.name) for key in table.foreign_keys]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": table.description,
        "licenses": [{"name": "other-open", "title": table.licence}],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": schema,
    }


def descriptor(names: Iterable[str]) -> Json:
    """Return the descriptor of a package that holds the named tables, in the declared order."""
    held = set(names)
    return {
        "profile": "tabular-data-package",
        "name": "aumaq-territory",
        "title": "Territorial-development schemes of Kazakhstan as tables",
        "description": (
            "Figures of five official planning documents, each with the lines it is read from, "
            "with assumptions and places that name their sources."
        ),
        "licenses": LICENCES,
        "sources": [
            {"title": f"{letter}: {title}", "name": letter} for letter, title in DOCUMENTS.items()
        ],
        "resources": [table_descriptor(table) for table in TABLES.values() if table.name in held],
    }


def descriptor_text(folder: Path) -> str:
    """Return the text of `datapackage.json` for the tables that `folder` holds."""
    names = [table.name for file in table_files(folder) for table in read_file(file)]
    return json.dumps(descriptor(names), ensure_ascii=False, indent=2) + "\n"


def write_descriptor(folder: Path) -> Path:
    """Write `datapackage.json` into `folder` and return its path."""
    path = folder / "datapackage.json"
    path.write_text(descriptor_text(folder), encoding="utf-8")
    return path
