"""Where a settlement may lie: the outline of its unit, or a radius around the unit's centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.geofiles import Feature, read_features
from inputs.places.names import fold
from inputs.territory import Territory

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# digits of the classifier code that name a unit of the level
_KATO_DIGITS = {"oblast": 2, "republican_city": 2, "city": 4, "district": 4}
_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Area:
    """Where the settlements of a unit are looked for.

    Attributes
    ----------
    outline
        Polygons in degrees; None: the radius counts.
    lat, lon, radius_km
        Centre of the unit and the reach around it.
    """

    outline: BaseGeometry | None
    lat: float
    lon: float
    radius_km: float

    def holds(self, lat: FloatArray, lon: FloatArray) -> BoolArray:
        """(N,) True where the point lies in the area."""
        if self.outline is None:
            near: BoolArray = great_circle_km(self.lat, self.lon, lat, lon) <= self.radius_km
            return near
        inside: BoolArray = shapely.contains_xy(self.outline, lon, lat)
        return inside


def areas_of(
    territory: Territory,
    unit_ids: Sequence[str],
    *,
    boundaries: Path | None = None,
    radius_km: float = 45.0,
) -> dict[str, Area]:
    """Return the area of each unit; units merged into one belong to it.

    Parameters
    ----------
    boundaries
        File of outlines (shapefile, GeoPackage, GeoJSON) with a column `KATO`, `unit_id`, or
        names of the units in any language; None: a radius around each centre.
    radius_km
        Used without boundaries.

    Raises
    ------
    InputError
        The file holds no outline for one of the units.
    """
    centres = territory.coordinates(unit_ids)
    lat, lon = centres["lat"].to_numpy(dtype=float), centres["lon"].to_numpy(dtype=float)
    outlines = {} if boundaries is None else _outlines(territory, unit_ids, boundaries)
    return {
        unit: Area(outlines.get(unit), float(lat[number]), float(lon[number]), radius_km)
        for number, unit in enumerate(unit_ids)
    }


def _outlines(territory: Territory, unit_ids: Sequence[str], path: Path) -> dict[str, BaseGeometry]:
    features = [
        f
        for f in read_features(path)
        if f.geometry is not None and f.geometry.geom_type in _POLYGONS
    ]
    units = territory.units
    found = {}
    for unit in unit_ids:
        family = [unit, *units.index[units["merged_into"] == unit]]
        parts = [
            feature.geometry
            for member in family
            for feature in features
            if _is_of(feature, member, units.loc[member])
        ]
        if parts:
            found[unit] = shapely.unary_union(parts)
    missing = [unit for unit in unit_ids if unit not in found]
    if missing:
        raise InputError(
            f"no outline of {', '.join(missing)}",
            file=path.name,
            expected="polygons of districts with a column KATO, unit_id or their names",
        )
    for outline in found.values():
        shapely.prepare(outline)
    return found


def _is_of(feature: Feature, unit_id: str, unit: pd.Series) -> bool:
    fields = {name.lower(): cell for name, cell in feature.fields.items()}
    if fields.get("unit_id"):
        return fields["unit_id"] == unit_id
    digits = _KATO_DIGITS.get(unit["level"], 0)
    code, own = fields.get("kato", ""), unit["kato"]
    if code and isinstance(own, str) and digits:
        return code[:digits] == own[:digits]
    names = {
        fold(unit[f"name_{language}"])
        for language in ("kk", "ru", "en")
        if isinstance(unit[f"name_{language}"], str)
    }
    return any(cell and fold(cell) in names for name, cell in fields.items() if "name" in name)
