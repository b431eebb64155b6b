"""A user's own matrix of distances, from CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from inputs.distances.matrix import DistanceMatrix, FloatArray, Mode
from inputs.errors import InputError
from inputs.parsing import NUMBER_PATTERN
from inputs.reading import RawTable, read_file, require_commas

LONG = ("origin", "destination", "km")


def read_matrix(
    path: Path,
    origins: Sequence[str] | None = None,
    destinations: Sequence[str] | None = None,
) -> DistanceMatrix:
    """Read distances in km between named points.

    Parameters
    ----------
    path
        A CSV file, either wide (first column: ids of origins; header: ids of destinations) or
        long with the columns `origin, destination, km`. An empty cell or a missing pair means
        that there is no way.
    origins, destinations
        Ids to take, in this order; None: all of the file, in its order.

    Raises
    ------
    InputError
        A cell is no number or negative, an id stands twice or is missing.
    """
    if not path.is_file():
        raise InputError("no such file", value=str(path), expected="a CSV file of distances")
    (raw,) = read_file(path)[:1]
    is_long = tuple(c.lower() for c in raw.columns) == LONG
    rows, columns, values = _long(raw) if is_long else _wide(raw)
    wanted_rows = list(origins) if origins is not None else rows
    wanted_columns = list(destinations) if destinations is not None else columns
    picked = values[
        np.ix_(
            _positions(wanted_rows, rows, raw.file, "origin"),
            _positions(wanted_columns, columns, raw.file, "destination"),
        )
    ]
    return DistanceMatrix(
        values=picked,
        mode=Mode.MATRIX,
        estimated=np.zeros(picked.shape, dtype=bool),
        source=f"matrix {raw.file}",
        origins=tuple(wanted_rows),
        destinations=tuple(wanted_columns),
        origin_access_km=np.zeros(len(wanted_rows)),
        destination_access_km=np.zeros(len(wanted_columns)),
    )


def _wide(raw: RawTable) -> tuple[list[str], list[str], FloatArray]:
    require_commas(raw)
    columns = list(raw.columns[1:])
    _require_unique(columns, raw.file, [1] * len(columns))
    rows = [row[0] for row in raw.rows]
    _require_unique(rows, raw.file, raw.lines)
    values = np.full((len(rows), len(columns)), np.inf)
    for i, (row, line) in enumerate(zip(raw.rows, raw.lines, strict=True)):
        if len(row) > len(columns) + 1:
            raise InputError(
                "the row has more cells than the header",
                file=raw.file,
                row=line,
                value=len(row),
                expected=f"at most {len(columns) + 1} cells",
            )
        for j, cell in enumerate(row[1:]):
            if cell:
                values[i, j] = _km(cell, raw.file, line, columns[j])
    return rows, columns, values


def _long(raw: RawTable) -> tuple[list[str], list[str], FloatArray]:
    pairs: dict[tuple[str, str], float] = {}
    for row, line in zip(raw.rows, raw.lines, strict=True):
        origin, destination, cell = (*row, "", "", "")[:3]
        if (origin, destination) in pairs:
            raise InputError(
                "the pair stands twice",
                file=raw.file,
                row=line,
                value=f"{origin}, {destination}",
            )
        pairs[origin, destination] = _km(cell, raw.file, line, "km")
    rows = list(dict.fromkeys(origin for origin, _ in pairs))
    columns = list(dict.fromkeys(destination for _, destination in pairs))
    row_of = {name: i for i, name in enumerate(rows)}
    column_of = {name: j for j, name in enumerate(columns)}
    values = np.full((len(rows), len(columns)), np.inf)
    for (origin, destination), km in pairs.items():
        values[row_of[origin], column_of[destination]] = km
    return rows, columns, values


def _km(cell: str, file: str, line: int, column: str) -> float:
    value = float(cell) if re.fullmatch(NUMBER_PATTERN, cell) else np.nan
    if not value >= 0:
        raise InputError(
            "the distance is wrong",
            file=file,
            row=line,
            column=column,
            value=cell,
            expected="kilometres: a number with a decimal point, not negative",
        )
    return value


def _require_unique(ids: Sequence[str], file: str, lines: Iterable[int]) -> None:
    seen: set[str] = set()
    for name, line in zip(ids, lines, strict=True):
        if not name or name in seen:
            raise InputError(
                "an id stands twice" if name else "an id is missing",
                file=file,
                row=line,
                value=name,
                expected="one row and one column per id",
            )
        seen.add(name)


def _positions(wanted: Sequence[str], present: Sequence[str], file: str, what: str) -> list[int]:
    at = {name: i for i, name in enumerate(present)}
    missing = [name for name in wanted if name not in at]
    if missing:
        shown = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        lead = (
            f"the {what} is missing" if len(missing) == 1 else f"{len(missing)} {what}s are missing"
        )
        raise InputError(
            f"{lead}: {shown}",
            file=file,
            expected="a distance from every demand point to every site",
        )
    return [at[name] for name in wanted]
