"""How a table of the data package is declared, once, for everything that reads declarations.

A `Table` is a named list of `Field`s. The pandera schema, the Frictionless descriptor, the data
dictionary, the empty template and the audit all read the same declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

DataType = Literal["string", "integer", "number", "boolean"]


class Role(StrEnum):
    """What a field is for."""

    IDENTITY = "identity"  # names and keys
    FIGURE = "figure"  # a number printed in a document: the audit looks for its digits
    DERIVED = "derived"  # computed from other fields: checked by an identity
    PROVENANCE = "provenance"  # where the row comes from
    NOTE = "note"


@dataclass(frozen=True)
class Field:
    """One column: type, unit, range, nullability and meaning."""

    name: str
    type: DataType
    description: str
    unit: str = ""
    role: Role = Role.IDENTITY
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True)
class ForeignKey:
    """`columns` of this table must stand as `referenced` in `table` (null passes)."""

    columns: tuple[str, ...]
    table: str
    referenced: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One CSV file of a data folder.

    `required` says that no folder is complete without it. `unique` lists further sets of columns,
    beside the key, of which no two rows may agree in all (rows with a null are passed over).
    `ascending` lists columns that must not fall from left to right within a row.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    required: bool = False
    licence: str = "public record"
    unique: tuple[tuple[str, ...], ...] = ()
    ascending: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> list[str]:
        return [f.name for f in self.fields]

    @property
    def figures(self) -> list[Field]:
        return [f for f in self.fields if f.role is Role.FIGURE]

    def field(self, name: str) -> Field:
        """Return the field called `name`.

        Raises
        ------
        KeyError
            No field has that name.
        """
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


DOCUMENT_PATTERN = r"^[A-Z][A-Z0-9]{0,7}$"
LINES_PATTERN = r"^\d+(-\d+)?(;\d+(-\d+)?)*$"

DOCUMENTS = {
    "S": "Inter-regional territorial development scheme, South region, decree 1135 of 24.12.2025",
    "W": "Inter-regional territorial development scheme, West region, decree 946 of 10.11.2025",
    "A": "Scheme of the Almaty agglomeration, decree 514 of 13.08.2020 as amended 26.04.2024",
    "R": "Regional Standards System, 2023",
    "G": "Green Almaty roadmap to 2025 with outlook to 2030",
}


def provenance() -> tuple[Field, ...]:
    """The two fields that every row read from a document carries."""
    return (
        Field(
            "document",
            "string",
            "Document the row is read from",
            role=Role.PROVENANCE,
            pattern=DOCUMENT_PATTERN,
        ),
        Field(
            "lines",
            "string",
            "Lines of the document's plain text, from 1: first-last, several ranges joined by ;",
            role=Role.PROVENANCE,
            pattern=LINES_PATTERN,
        ),
    )


def source() -> Field:
    """The field of rows that no document states: a URL or the reasoning."""
    return Field("source", "string", "URL or reasoning behind the row", role=Role.PROVENANCE)


def figure(
    name: str,
    description: str,
    unit: str,
    *,
    type: DataType = "number",
    minimum: float | None = 0,
    maximum: float | None = None,
) -> Field:
    """A nullable number as printed in a document."""
    return Field(
        name,
        type,
        description,
        unit,
        Role.FIGURE,
        nullable=True,
        minimum=minimum,
        maximum=maximum,
    )


def note() -> Field:
    return Field("note", "string", "Remark", role=Role.NOTE, nullable=True)
