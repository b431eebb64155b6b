"""Populated places of a gazetteer: GeoNames, GeoJSON, GeoPackage or CSV."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inputs.errors import InputError
from inputs.geofiles import SUFFIXES, read_features
from inputs.places.names import fold_all, spellings
from inputs.points import KAZAKHSTAN
from inputs.reading import read_file, require_commas

# columns of GeoNames' country files, http://download.geonames.org/export/dump/readme.txt
_GEONAMES_COLUMNS = 19
_POPULATED = "P"

# a larger place first; what a source does not say stands last
_KINDS = ("city", "town", "village", "hamlet", "isolated_dwelling")
_IDS = ("osm_id", "geonameid", "id", "fid")


@dataclass(frozen=True)
class GazetteerPlace:
    """One populated place.

    Attributes
    ----------
    record
        Id in the gazetteer, or `row <n>`.
    names
        All names it carries, the main one first.
    keys
        Folded names.
    lat, lon
        Degrees.
    kind
        city, town, village, ... as the gazetteer says; empty where it does not.
    population
        0 where unknown.
    """

    record: str
    names: tuple[str, ...]
    keys: frozenset[str]
    lat: float
    lon: float
    kind: str
    population: float

    @property
    def rank(self) -> tuple[int, float]:
        """Smaller for the more important of two records of one place."""
        kind = _KINDS.index(self.kind) if self.kind in _KINDS else len(_KINDS)
        return kind, -self.population

    def told(self) -> str:
        """Say in a line which place it is."""
        return f"{self.names[0]} ({self.record}, {self.lat:.4f} N {self.lon:.4f} E)"


def read_gazetteer(path: Path) -> list[GazetteerPlace]:
    """Read the named populated places of a file.

    Parameters
    ----------
    path
        GeoNames' `KZ.txt`; a GeoJSON, GeoPackage or shapefile of points with columns `name`,
        `name:kk`, `name_ru` and the like; or a CSV file with such columns and `lat`, `lon`.

    Raises
    ------
    InputError
        The file cannot be read or holds no named place.
    """
    if not path.is_file():
        raise InputError("no such file", value=str(path), expected="a gazetteer")
    suffix = path.suffix.lower()
    if suffix == ".txt":
        try:
            places = list(_geonames(path))
        except UnicodeDecodeError as error:
            raise InputError(
                "the file is not UTF-8 text", file=path.name, expected="UTF-8 encoding"
            ) from error
    elif suffix in SUFFIXES:
        places = list(_features(path))
    elif suffix == ".csv":
        places = list(_csv(path))
    else:
        raise InputError(
            "unknown kind of gazetteer",
            value=path.name,
            expected="GeoNames .txt, .geojson, .gpkg, .shp or .csv",
        )
    if not places:
        raise InputError(
            "the gazetteer holds no named place",
            file=path.name,
            expected="points with a column name and perhaps name:kk, name:ru, name:en",
        )
    _require_country(places, path)
    return places


def _require_country(places: Sequence[GazetteerPlace], path: Path) -> None:
    """A file without a single place of the country is another one, or has lat and lon swapped."""
    if any(KAZAKHSTAN.holds(place.lat, place.lon) for place in places):
        return
    swapped = any(KAZAKHSTAN.holds(place.lon, place.lat) for place in places)
    raise InputError(
        "no place of the gazetteer lies in the country",
        file=path.name,
        value=f"{places[0].lat:g}, {places[0].lon:g} first",
        expected=f"lat, lon within {KAZAKHSTAN}" + ("; they are swapped" if swapped else ""),
    )


def _place(
    record: str, names: Iterable[str], lat: float, lon: float, kind: str, population: str
) -> GazetteerPlace | None:
    kept = tuple(dict.fromkeys(name for name in names if name))
    keys = fold_all(kept)
    if not keys:
        return None
    people = float(population) if population.replace(".", "", 1).isdigit() else 0.0
    return GazetteerPlace(record, kept, keys, lat, lon, kind, people)


def _geonames(path: Path) -> Iterator[GazetteerPlace]:
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream, "excel-tab", quoting=csv.QUOTE_NONE), 1):
            if len(row) != _GEONAMES_COLUMNS:
                raise InputError(
                    "the line is none of GeoNames",
                    file=path.name,
                    row=number,
                    value=f"{len(row)} columns",
                    expected=f"{_GEONAMES_COLUMNS} columns parted by tabs, as in KZ.txt",
                )
            if row[6] != _POPULATED:
                continue
            names = (row[1], *spellings(row[3]), row[2])
            lat, lon = _degrees(row[4], row[5], path, number)
            place = _place(f"geonameid {row[0]}", names, lat, lon, "", row[14])
            if place is not None:
                yield place


def _features(path: Path) -> Iterator[GazetteerPlace]:
    for feature in read_features(path):
        if feature.geometry is None:
            continue
        point = feature.point(path.name)
        place = _from_fields(feature.fields, feature.number, float(point.y), float(point.x))
        if place is not None:
            yield place


def _csv(path: Path) -> Iterator[GazetteerPlace]:
    (raw,) = read_file(path)
    require_commas(raw)
    missing = [name for name in ("lat", "lon") if name not in raw.columns]
    if missing:
        raise InputError(
            f"missing columns: {', '.join(missing)}",
            file=path.name,
            value=", ".join(raw.columns),
            expected="the columns name, lat and lon",
        )
    for row, line in zip(raw.rows, raw.lines, strict=True):
        fields = dict(zip(raw.columns, row, strict=False))
        lat, lon = _degrees(fields.get("lat", ""), fields.get("lon", ""), path, line)
        place = _from_fields(fields, line, lat, lon)
        if place is not None:
            yield place


def _from_fields(
    fields: dict[str, str], number: int, lat: float, lon: float
) -> GazetteerPlace | None:
    names = [
        name
        for column, cell in fields.items()
        if column.lower().startswith(("name", "old_name", "alt_name"))
        for name in spellings(cell)
    ]
    names.sort(key=lambda name: name != fields.get("name"))
    record = next((f"{column} {fields[column]}" for column in _IDS if fields.get(column)), "")
    return _place(
        record or f"row {number}",
        names,
        lat,
        lon,
        fields.get("place", ""),
        fields.get("population", ""),
    )


def _degrees(lat: str, lon: str, path: Path, line: int) -> tuple[float, float]:
    try:
        point = float(lat), float(lon)
    except ValueError:
        point = math.nan, math.nan
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        raise InputError(
            "the coordinates are wrong",
            file=path.name,
            row=line,
            column="lat, lon",
            value=f"{lat}, {lon}",
            expected="degrees with a decimal point",
        )
    return point
