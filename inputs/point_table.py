"""Tables of points as they stand in their files: cells by column, faults with their rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.errors import InputError
from inputs.geofiles import SUFFIXES, read_features
from inputs.parsing import NUMBER_PATTERN
from inputs.reading import RawTable, read_file, require_commas
from inputs.schemas.territory import COORD_QUALITIES

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

T = TypeVar("T")

_SHOWN = 5


@dataclass(frozen=True)
class Bounds:
    """Where coordinates may lie, degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def __str__(self) -> str:
        return f"{self.south:g} to {self.north:g} N and {self.west:g} to {self.east:g} E"


KAZAKHSTAN = Bounds(40, 56, 46, 88)


@dataclass(frozen=True, eq=False)
class Points:
    """Points on the map.

    Attributes
    ----------
    ids, names
        (N,) unique ids, and names for people (the id where none is given).
    lat, lon
        (N,) degrees.
    quality
        (N,) `exact`, `approximate` or `schematic`.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    lat: FloatArray
    lon: FloatArray
    quality: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def schematic(self) -> BoolArray:
        """(N,) True where the point only stands in for an unknown one."""
        return np.array([quality == "schematic" for quality in self.quality], dtype=bool)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, id_column: str, name_column: str) -> Points:
        """Take points from a table of the package: `lat`, `lon`, `coord_quality` and an id."""
        return cls(
            ids=tuple(frame[id_column].astype("str")),
            names=tuple(frame[name_column].astype("str")),
            lat=frame["lat"].to_numpy(dtype=float),
            lon=frame["lon"].to_numpy(dtype=float),
            quality=tuple(frame["coord_quality"].astype("str")),
        )


class PointTable:
    """Cells by column, and the faults found so far."""

    def __init__(self, raw: RawTable, known: Sequence[str]) -> None:
        self.file = raw.file
        self.lines = raw.lines
        names = [name.strip().lower() for name in raw.columns]
        self.columns = {
            name: [row[number] if number < len(row) else "" for row in raw.rows]
            for number, name in enumerate(names)
            if name in known
        }
        self.ignored = tuple(
            c for c, name in zip(raw.columns, names, strict=True) if name not in known
        )
        self._faults: list[tuple[int | None, str, str | None, str]] = []
        self._require_columns(raw, names)

    @classmethod
    def read(cls, path: Path, layer: str | None, known: Sequence[str]) -> PointTable:
        suffix = path.suffix.lower()
        if not path.is_file():
            raise InputError("no such file", value=str(path), expected="a table of points")
        if suffix in SUFFIXES:
            return cls(_from_features(path, layer), known)
        if suffix not in (".csv", ".xlsx"):
            raise InputError(
                "unknown kind of file",
                file=path.name,
                value=path.suffix,
                expected=".csv, .xlsx, .gpkg or .geojson",
            )
        tables = [t for t in read_file(path) if layer is None or t.name == layer]
        if len(tables) != 1:
            names = ", ".join(t.name for t in read_file(path))
            raise InputError(
                "the sheet has to be named" if layer is None else "no such sheet",
                file=path.name,
                value=layer,
                expected=f"one of {names}",
            )
        return cls(tables[0], known)

    def _require_columns(self, raw: RawTable, names: Sequence[str]) -> None:
        require_commas(raw)
        missing = [name for name in ("id", "lat", "lon") if name not in self.columns]
        if missing:
            raise InputError(
                f"missing columns: {', '.join(missing)}",
                file=self.file,
                value=", ".join(raw.columns),
                expected="the columns id, lat and lon",
            )
        twice = sorted({name for name in self.columns if names.count(name) > 1})
        if twice:
            raise InputError(f"a column stands twice: {', '.join(twice)}", file=self.file, row=1)
        if not raw.rows:
            raise InputError("the table has no rows", file=self.file, expected="a row per point")

    def fault(self, row: int | None, column: str, value: str | None, expected: str) -> None:
        self._faults.append((row, column, value, expected))

    def points(self, bounds: Bounds) -> Points:
        ids = self._ids()
        lat, lon = self.numbers("lat", None, -90.0), self.numbers("lon", None, -180.0)
        for row, (y, x) in enumerate(zip(lat, lon, strict=True)):
            if np.isnan(y) or np.isnan(x) or bounds.holds(y, x):
                continue
            swapped = "; lat and lon are swapped" if bounds.holds(x, y) else ""
            self.fault(row, "lat, lon", f"{y:g}, {x:g}", f"a point within {bounds}{swapped}")
        names = self.columns.get("name", ids)
        return Points(
            ids=tuple(ids),
            names=tuple(name or i for name, i in zip(names, ids, strict=True)),
            lat=lat,
            lon=lon,
            quality=self.words("coord_quality", COORD_QUALITIES, empty="exact"),
        )

    def _ids(self) -> list[str]:
        first: dict[str, int] = {}
        for row, cell in enumerate(self.columns["id"]):
            if not cell:
                self.fault(row, "id", "", "an id")
            elif cell in first:
                self.fault(row, "id", cell, f"an id that is not in row {self.lines[first[cell]]}")
            else:
                first[cell] = row
        return self.columns["id"]

    def numbers(self, column: str, empty: float | None, least: float = 0.0) -> FloatArray:
        """(N,) numbers; NaN where a fault was found; `empty` None: the cell must be filled."""
        wanted = "a number with a decimal point" if least < 0 else "a number, not negative"

        def parse(row: int, cell: str) -> float:
            if not cell and empty is not None:
                return empty
            value = float(cell) if re.fullmatch(NUMBER_PATTERN, cell) else np.nan
            if np.isnan(value) or value < least:
                self.fault(row, column, cell, wanted)
                return np.nan
            return value

        return np.array(self._each(column, parse), dtype=float)

    def words(self, column: str, allowed: Sequence[str], empty: str) -> tuple[str, ...]:
        def parse(row: int, cell: str) -> str:
            word = cell.lower() or empty
            if word not in allowed:
                self.fault(row, column, cell, " or ".join(allowed))
            return word

        return tuple(self._each(column, parse))

    def labels(self, column: str) -> tuple[str | None, ...]:
        return tuple(self._each(column, lambda _, cell: cell or None))

    def _each(self, column: str, parse: Callable[[int, str], T]) -> list[T]:
        cells = self.columns.get(column, [""] * len(self.lines))
        return [parse(row, cell) for row, cell in enumerate(cells)]

    def require_sound(self) -> None:
        if not self._faults:
            return
        if len(self._faults) == 1:
            row, column, value, expected = self._faults[0]
            raise InputError(
                "the cell is wrong" if row is not None else "the columns are wrong",
                file=self.file,
                row=None if row is None else self.lines[row],
                column=column,
                value=value,
                expected=expected,
            )
        told = [
            (f"row {self.lines[row]} " if row is not None else "")
            + f"column {column}: "
            + (f"found {value!r}, " if value is not None else "")
            + f"expected {expected}"
            for row, column, value, expected in self._faults[:_SHOWN]
        ]
        rest = len(self._faults) - _SHOWN
        more = [f"and {rest} more"] if rest > 0 else []
        raise InputError(f"{len(self._faults)} faults: {' | '.join(told + more)}", file=self.file)


def _from_features(path: Path, layer: str | None) -> RawTable:
    features = read_features(path, layer)
    if not features:
        raise InputError("the table has no rows", file=path.name, expected="a feature per point")
    fields = list(dict.fromkeys(name for feature in features for name in feature.fields))
    # the geometry is what a map shows; columns of the same name may be stale copies
    kept = [name for name in fields if name.lower() not in ("lat", "lon")]
    rows = []
    for feature in features:
        point = feature.point(path.name)
        cells = [feature.fields.get(name, "") for name in kept]
        rows.append((*cells, repr(float(point.y)), repr(float(point.x))))
    numbers = tuple(feature.number for feature in features)
    return RawTable(path.stem, path.name, (*kept, "lat", "lon"), tuple(rows), numbers)
