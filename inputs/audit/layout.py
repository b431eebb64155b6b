"""How the figures of tables stand in a document, and how firmly they are to be found.

Figures that were printed in one row of a document are judged together, in their printed order,
because a sequence of numbers is far harder to meet by accident than one number. Four strengths,
from strong to weak:

``exact``     the cited lines print these figures, in this order, and not one digit more;
``ordered``   the figures stand one after another, with other digits between or around them;
``complete``  in any order, but every digit of the lines belongs to one of the figures;
``present``   each figure stands somewhere in the lines as a number of its own.

A layout states the weakest strength it accepts. Reaching less is a failure, not a fallback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

UNIT_ORDER = "unit order"


class Strength(IntEnum):
    """How firmly a figure was found; a higher one is stronger."""

    PRESENT = 1
    COMPLETE = 2
    ORDERED = 3
    EXACT = 4

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells as text, at its line of the file."""

    table: str
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Waiver:
    """Printed rows with these values in these columns need to reach `weakest` only."""

    where: tuple[tuple[str, frozenset[str]], ...]
    weakest: Strength
    reason: str

    def covers(self, row: Row) -> bool:
        """Tell whether it is about `row`."""
        return all(row.cells.get(column, "") in values for column, values in self.where)


@dataclass(frozen=True)
class Layout:
    """How one or more tables share the printed rows of a document.

    Attributes
    ----------
    tables : tuple of str
        Tables whose figures stand in the same printed rows, in printed order.
    group : tuple of str
        Columns whose equal values make one printed row; empty: each table row is one.
    sort : tuple of str
        Columns that order the table rows inside a printed row, before the order of `tables`;
        `UNIT_ORDER` is the order of the units table.
    ranks : mapping
        By column of `sort`: its values in printed order, where that is not their own order.
    heading : str
        Column whose number may be printed before the figures (a year, a row number): judged with
        them and without, and never counted.
    columns : mapping
        By table: figure columns in printed order by year, or by document and year
        (``"W 2024"``), ``"*"`` for all other years. Absent: the order of the schema.
    weakest : Strength
        What a printed row must reach.
    waivers : tuple of Waiver
        Rows that may reach less, each with its reason; the report lists them.
    only, besides : frozenset of str
        Documents it is about, or is not about; empty: any.
    """

    tables: tuple[str, ...]
    group: tuple[str, ...] = ()
    sort: tuple[str, ...] = ("year",)
    ranks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heading: str = ""
    columns: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    weakest: Strength = Strength.PRESENT
    waivers: tuple[Waiver, ...] = ()
    only: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()

    def covers(self, row: Row) -> bool:
        """Tell whether it is about the document of `row`."""
        document = row.cells.get("document", "")
        return document in self.only if self.only else document not in self.besides

    def order(self, row: Row, year: str, figures: list[str]) -> list[str]:
        """Figure columns of `row` in printed order."""
        known = self.columns.get(row.table, {})
        keys = (f"{row.cells.get('document', '')} {year}", year, "*")
        first = next((known[k] for k in keys if k in known), ())
        return [*first, *(f for f in figures if f not in first)]
