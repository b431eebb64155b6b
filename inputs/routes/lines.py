"""Routes of the user: lines of a GIS file as a graph, and points joined to the nearest of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.geofiles import Feature, read_features
from inputs.parsing import NUMBER_PATTERN
from inputs.point_table import KAZAKHSTAN, Bounds, Points
from inputs.routes.compress import Pieces, compressed
from inputs.routes.graph import Plane, RouteGraph

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LENGTH = "length_km"
_DIGITS = 6  # of a degree: vertices within 0.1 m are one
_ON_THE_LINE_KM = 0.001


@dataclass(frozen=True, eq=False)
class _Segments:
    """N places, S straight pieces between two of them."""

    lat: FloatArray
    lon: FloatArray
    ends: IntArray
    km: FloatArray


def read_routes(
    path: Path,
    points: Points,
    circuity: float,
    *,
    layer: str | None = None,
    bounds: Bounds = KAZAKHSTAN,
) -> RouteGraph:
    """Read lines along which something may be laid, and join every point to the nearest line.

    Lines meet where they share a vertex; a crossing without one is a bridge. A point is joined to
    the nearest place of a line, straight but for the circuity. Ends that lead nowhere and parts
    without a point are left out, vertices between two others are no nodes.

    Parameters
    ----------
    path
        .geojson, .gpkg or .shp of lines, WGS 84; an attribute `length_km` replaces the length that
        a line has on the map.
    circuity
        km on the ground for a km of the straight ways from points to lines.
    layer
        Layer of a GeoPackage; needed only where there are several.
    bounds
        Where the lines may lie.

    Raises
    ------
    InputError
        Names the file, the feature, what stands there and what was expected.
    """
    segments = _segments(path, layer, bounds)
    return _joined(segments, points, circuity)


def _segments(path: Path, layer: str | None, bounds: Bounds) -> _Segments:
    features = read_features(path, layer)
    if not features:
        raise InputError("no routes", file=path.name, expected="a feature per line")
    places, starts, ends, km, seen = [], [], [], [], 0
    for feature in features:
        pieces = [shapely.get_coordinates(line) for line in _lines(feature, path)]
        lengths = [great_circle_km(xy[:-1, 1], xy[:-1, 0], xy[1:, 1], xy[1:, 0]) for xy in pieces]
        stated = _stated_km(feature, path)
        if stated is not None:
            drawn = sum(float(part.sum()) for part in lengths)
            if drawn == 0:
                raise _fault("the line has no length on the map", feature, path, LENGTH, stated)
            lengths = [part * (stated / drawn) for part in lengths]
        for xy, part in zip(pieces, lengths, strict=True):
            _require_inside(xy, feature, path, bounds)
            number = seen + np.arange(len(xy))
            places.append(xy)
            starts.append(number[:-1])
            ends.append(number[1:])
            km.append(part)
            seen += len(xy)
    spots, place = np.unique(np.concatenate(places).round(_DIGITS), axis=0, return_inverse=True)
    place = place.reshape(-1)
    pairs = np.column_stack([place[np.concatenate(starts)], place[np.concatenate(ends)]])
    whole = pairs[:, 0] != pairs[:, 1]
    return _Segments(
        spots[:, 1], spots[:, 0], pairs[whole].astype(np.int64), np.concatenate(km)[whole]
    )


def _lines(feature: Feature, path: Path) -> list[shapely.LineString]:
    geometry = feature.geometry
    parts = [] if geometry is None else list(shapely.get_parts(geometry))
    lines = [p for p in parts if isinstance(p, shapely.LineString) and not p.is_empty]
    if not lines or len(lines) < len(parts):
        raise _fault(
            "the feature is no line",
            feature,
            path,
            None,
            "no geometry" if geometry is None else geometry.geom_type,
            "a line or several",
        )
    return lines


def _stated_km(feature: Feature, path: Path) -> float | None:
    cell = next((v for k, v in feature.fields.items() if k.lower() == LENGTH), "")
    if not cell:
        return None
    if not re.fullmatch(NUMBER_PATTERN, cell) or float(cell) <= 0:
        raise _fault("the length is wrong", feature, path, LENGTH, cell, "km, more than 0")
    return float(cell)


def _require_inside(xy: FloatArray, feature: Feature, path: Path, bounds: Bounds) -> None:
    for x, y in xy:
        if not bounds.holds(y, x):
            swapped = "; lat and lon are swapped" if bounds.holds(x, y) else ""
            raise _fault(
                "the line leaves the country",
                feature,
                path,
                "lat, lon",
                f"{y:g}, {x:g}",
                f"degrees (WGS 84) within {bounds}{swapped}",
            )


def _fault(
    message: str,
    feature: Feature,
    path: Path,
    column: str | None,
    value: object,
    expected: str | None = None,
) -> InputError:
    return InputError(
        message, file=path.name, row=feature.number, column=column, value=value, expected=expected
    )


def _joined(segments: _Segments, points: Points, circuity: float) -> RouteGraph:
    """Segments cut where points are joined to them, then whole ways between junctions."""
    plane = Plane.around(
        np.concatenate([segments.lat, points.lat]), np.concatenate([segments.lon, points.lon])
    )
    spot = plane.project(segments.lat, segments.lon)
    place = plane.project(points.lat, points.lon)
    lines = shapely.linestrings(spot[segments.ends])
    nearest = shapely.STRtree(lines).nearest(shapely.points(place)).astype(np.int64)
    a, b = segments.ends[nearest].T
    way = spot[b] - spot[a]
    share = np.clip(((place - spot[a]) * way).sum(axis=1) / (way**2).sum(axis=1), 0.0, 1.0)
    foot_xy = spot[a] + share[:, None] * way
    count, spots = len(points), len(spot)
    # nodes: points, vertices, feet
    foot = count + spots + np.arange(count)
    foot = np.where(share == 0, count + a, np.where(share == 1, count + b, foot))
    away = np.linalg.norm(place - foot_xy, axis=1)
    foot_lat, foot_lon = plane.degrees(foot_xy)
    lat = np.concatenate([points.lat, segments.lat, foot_lat])
    lon = np.concatenate([points.lon, segments.lon, foot_lon])
    ends, km = _cut(segments, nearest, share, foot, count)
    ends = np.concatenate([ends, np.column_stack([foot, np.arange(count)])])
    linked = great_circle_km(lat[foot], lon[foot], points.lat, points.lon) * circuity
    estimated = np.concatenate([np.zeros(len(km), dtype=np.bool_), np.ones(count, dtype=np.bool_)])
    # a point on a line is the vertex itself, unless another point is that already
    node = np.arange(len(lat))
    on_line = np.flatnonzero(away < _ON_THE_LINE_KM)
    spot_of, chosen = np.unique(foot[on_line], return_index=True)
    node[spot_of] = on_line[chosen]
    ends = node[ends]
    km = np.concatenate([km, np.where(away < _ON_THE_LINE_KM, 0.0, linked)])
    kept = ends[:, 0] != ends[:, 1]
    return compressed(Pieces(lat, lon, ends[kept], km[kept], estimated[kept]), count)


def _cut(
    segments: _Segments, nearest: IntArray, share: FloatArray, foot: IntArray, count: int
) -> tuple[IntArray, FloatArray]:
    """Ends and km of the segments, those with a foot inside in two or more pieces."""
    inside = (share > 0) & (share < 1)
    order = np.flatnonzero(inside)[np.lexsort((share[inside], nearest[inside]))]
    cut = np.unique(nearest[order])
    whole = np.ones(len(segments.ends), dtype=np.bool_)
    whole[cut] = False
    ends, km = [segments.ends[whole] + count], [segments.km[whole]]
    for segment, feet in zip(
        cut, np.split(order, np.flatnonzero(np.diff(nearest[order])) + 1), strict=False
    ):
        a, b = segments.ends[segment] + count
        stops = np.concatenate([[a], foot[feet], [b]])
        shares = np.diff(np.concatenate([[0.0], share[feet], [1.0]]))
        ends.append(np.column_stack([stops[:-1], stops[1:]]))
        km.append(shares * segments.km[segment])
    return np.concatenate(ends), np.concatenate(km)
