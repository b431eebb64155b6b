"""What lies under the places: outlines, the frame of the first look, names of centres."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from inputs.boundaries import GeoJson, load_boundaries
from scenarios.app.map.layers import Bounds, Label
from scenarios.language import spoken
from scenarios.study import Answer
from scenarios.views.cells import cropped

_MARGIN = 0.04  # of the extent, free around the outermost place
_LEAST_DEG = 0.15  # a single place is shown with so much around it
_LAND_DEG = 6.0  # outlines reach so far beyond the frame: one may pan


def frame(lat: Iterable[float], lon: Iterable[float]) -> Bounds:
    """Bounds around points, with a margin."""
    lats, lons = np.array(list(lat), dtype=float), np.array(list(lon), dtype=float)
    tall = max(float(np.ptp(lats)), _LEAST_DEG) * _MARGIN
    wide = max(float(np.ptp(lons)), _LEAST_DEG) * _MARGIN
    found = (lats.min() - tall, lons.min() - wide, lats.max() + tall, lons.max() + wide)
    south, west, north, east = (round(float(v), 4) for v in found)
    return south, west, north, east


def frame_of_land(pieces: Iterable[object], bounds: Bounds) -> Bounds:
    """The frame, widened to shapes (degrees)."""
    shapes = list(pieces)
    if not shapes:
        return bounds
    west, south, east, north = shapely.total_bounds(shapes)
    return (
        min(bounds[0], float(south)),
        min(bounds[1], float(west)),
        max(bounds[2], float(north)),
        max(bounds[3], float(east)),
    )


def land_around(bounds: Bounds) -> GeoJson:
    """Outlines in and around a frame."""
    south, west, north, east = bounds
    return cropped(load_boundaries(), (west, south, east, north), _LAND_DEG)


def land_of(names: Iterable[str]) -> Bounds | None:
    """Frame of outlines by the name of their oblast; None where there is none of them."""
    wanted = set(names)
    found = [f for f in load_boundaries()["features"] if f["properties"]["name"] in wanted]
    if not found:
        return None
    west, south, east, north = shapely.total_bounds([shape(f["geometry"]) for f in found])
    return float(south), float(west), float(north), float(east)


def centre_labels(answer: Answer, oblasts: Iterable[str]) -> tuple[Label, ...]:
    """Names of the centres of oblasts and cities of republican significance."""
    units = answer.territory.units
    places = answer.territory.table("places").set_index("place_id")
    language = spoken()
    centres = units.loc[[o for o in oblasts if o in units.index], "centre_place_id"].dropna()
    table = places.loc[[c for c in dict.fromkeys(centres) if c in places.index]]
    table = table.dropna(subset=["lat", "lon"])
    named = table[f"name_{language}"].where(table[f"name_{language}"].notna(), table["name_kk"])
    return tuple(
        Label(str(name), float(lat), float(lon))
        for name, lat, lon in zip(named, table["lat"], table["lon"], strict=True)
    )


def all_oblasts(answer: Answer) -> list[str]:
    """Units of the first level, for names around a map of the country."""
    oblasts = answer.territory.units["oblast_id"].dropna()
    return [str(o) for o in pd.unique(oblasts)]
