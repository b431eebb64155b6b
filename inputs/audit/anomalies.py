"""Contradictions of the documents, as data: what they explain, and whether they are still true."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pandas as pd

from inputs.audit.report import Failure, Tally
from inputs.audit.rows import USED, Place, places_of
from inputs.audit.text import Documents
from inputs.errors import InputError
from inputs.schemas.base import Table

TABLE = "anomalies"
CHECK = "anomaly"
USED_PRINTED = "printed"
USED_EXPECTED = "expected"


@dataclass(frozen=True)
class Anomaly:
    """One row of the table, at its line of the file."""

    line: int
    cells: Mapping[str, str]

    @property
    def place(self) -> Place:
        c = self.cells
        return (c["table"], c["unit_id"], c["year"], c["field"].removesuffix(USED))

    @property
    def is_arithmetic(self) -> bool:
        """Whether it states a printed and an expected number of one field."""
        c = self.cells
        return bool(c["field"]) and _number(c["printed"]) is not None and bool(c["expected"])

    def states(self, value: float, expected: float) -> bool:
        """Whether it is about exactly this printed and this expected number."""
        c = self.cells
        return _agrees(c["printed"], value) and _agrees(c["expected"], expected)


class Anomalies:
    """The anomalies table, asked for explanations; remembers what it was shown.

    Parameters
    ----------
    frame : DataFrame
        The table, indexed by line, with its cells as text.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.rows = [
            Anomaly(int(line), {str(k): str(v) for k, v in row.items()})
            for line, row in zip(frame.index, frame.to_dict("records"), strict=True)
        ]
        self.reproduced: set[int] = set()
        self._at: dict[Place, list[Anomaly]] = {}
        for row in self.rows:
            self._at.setdefault(row.place, []).append(row)

    def _rows_at(self, places: Iterable[Place]) -> list[Anomaly]:
        return [row for place in places for row in self._at.get(place, [])]

    def explains(self, places: Iterable[Place], value: float, expected: float) -> bool:
        """Whether a row states exactly this gap at one of the names of a place.

        Printed and expected value must both agree, so a different wrong number at the same place
        stays unexplained.
        """
        found = [row for row in self._rows_at(places) if row.states(value, expected)]
        self.reproduced.update(a.line for a in found)
        return bool(found)

    def knows(self, place: Place) -> bool:
        return place in self._at

    def printed_instead(self, places: Iterable[Place], value: Decimal) -> Decimal | None:
        """The printed number, where the table holds the expected one instead."""
        for row in self._rows_at(places):
            if (
                row.cells["used"] == USED_EXPECTED
                and row.is_arithmetic
                and _number(row.cells["expected"]) == value
            ):
                return _number(row.cells["printed"])
        return None


def check(
    anomalies: Anomalies,
    cells: Mapping[str, pd.DataFrame],
    schemas: Mapping[str, Table],
    documents: Documents | None,
) -> tuple[list[Tally], list[Failure]]:
    """Judge whether each row is still true. Run it after all identities have been judged.

    A row that names a table and a field must agree with the value the table holds there and be
    reproduced by an identity; where it cites lines, the printed number must stand there.
    """
    held = _held_values(anomalies, cells, schemas)
    failures: list[Failure] = []
    for row in anomalies.rows:
        failures.extend(
            Failure(
                check=CHECK,
                table=TABLE,
                row=row.line,
                unit_id=row.cells["unit_id"],
                year=row.cells["year"],
                field=row.cells["field"],
                value=row.cells["printed"],
                expected=row.cells["expected"],
                document=row.cells["document"],
                lines=row.cells["lines"],
                message=message,
            )
            for message in [*_arithmetic(row, anomalies, held), *_printed(row, held, documents)]
        )
    total, failed = len(anomalies.rows), len({f.row for f in failures})
    strength = "arithmetic" if documents is None else "arithmetic and lines"
    return [Tally(CHECK, TABLE, strength, total, total - failed, 0, failed)], failures


def _arithmetic(
    row: Anomaly,
    anomalies: Anomalies,
    held: Mapping[Place, list[str]],
) -> Iterable[str]:
    table, _, _, field = row.place
    if not row.is_arithmetic:
        return
    if row.place not in held:
        yield f"stale: table {table!r} holds no {field!r} of this unit and year"
        return
    used = row.cells["used"]
    if used in (USED_PRINTED, USED_EXPECTED):
        wanted = row.cells[used]
        # a blank cell of a table counts as zero in its arithmetic
        if not any(_agrees(wanted, float(v or 0)) for v in held[row.place]):
            yield f"stale: the table does not hold the {used} number"
    if row.line not in anomalies.reproduced and used != USED_EXPECTED:
        yield "stale: no identity of the table gives this printed and this expected number"


def _printed(
    row: Anomaly, held: Mapping[Place, list[str]], documents: Documents | None
) -> Iterable[str]:
    if documents is None or not row.cells["lines"] or not row.cells["document"]:
        return
    try:
        passage = documents.passage(row.cells["document"], row.cells["lines"])
    except InputError as error:
        yield str(error)
        return
    printed = _number(row.cells["printed"])
    blank = printed == 0 and "" in held.get(row.place, [])
    if printed is not None and not blank and not passage.contains(printed):
        yield "the printed number does not stand at the cited lines"


def _held_values(
    anomalies: Anomalies, cells: Mapping[str, pd.DataFrame], schemas: Mapping[str, Table]
) -> dict[Place, list[str]]:
    """The values the tables hold at the places that anomalies speak of."""
    held: dict[Place, list[str]] = {}
    for table in {row.place[0] for row in anomalies.rows} & cells.keys():
        fields = {row.place[3] for row in anomalies.rows if row.place[0] == table}
        for row in cells[table].to_dict("records"):
            cell = {str(k): str(v) for k, v in row.items()}
            for field in cell.keys() & {*fields, *(f + USED for f in fields), "value"}:
                for place in places_of(schemas[table], cell, field):
                    if anomalies.knows(place):
                        held.setdefault(place, []).append(cell[field])
    return held


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _agrees(text: str, value: float) -> bool:
    """Equal to the last digit that `text` states."""
    stated = _number(text)
    if stated is None or math.isnan(value):
        return False
    exponent = stated.as_tuple().exponent
    last_digit = 10.0 ** min(0, exponent if isinstance(exponent, int) else 0)
    return abs(float(stated) - value) < last_digit / 2 + 1e-9
