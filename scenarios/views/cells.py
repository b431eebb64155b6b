"""Shapes for the map: which piece of land is drawn in a unit's colour.

There are no district borders in the package. Each unit gets the land that is nearest to its centre
within its outline (a Voronoi cell), so that a map can shade it; the map says that these are not
district borders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd
import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from inputs.boundaries import GeoJson, clockwise

Bounds = tuple[float, float, float, float]  # west, south, east, north; degrees
NUDGE_DEG = 0.03  # about 3 km: two units with one centre must not hide each other
WHOLE_FROM = 0.6  # share of the outlines' width


def nudged(points: pd.DataFrame) -> pd.DataFrame:
    """The points (unit_id, lat, lon, coord_quality), coincident ones set apart and schematic.

    Units without coordinates are left out.
    """
    placed = points.dropna(subset=["lat", "lon"]).sort_values("unit_id", ignore_index=True)
    rank = placed.groupby([placed["lat"].round(3), placed["lon"].round(3)]).cumcount()
    placed["lon"] = placed["lon"] + NUDGE_DEG * rank
    placed["coord_quality"] = placed["coord_quality"].where(rank == 0, "schematic")
    return placed


def unit_cells(points: pd.DataFrame, outlines: GeoJson) -> dict[str, Polygon | MultiPolygon]:
    """Cell of each unit, degrees, exterior rings clockwise.

    Parameters
    ----------
    points : unit_id, lat, lon; no two alike
    outlines : FeatureCollection that the cells are cut to; a point outside all of them belongs to
        the nearest
    """
    areas = [shapely.make_valid(shape(f["geometry"])) for f in outlines["features"]]
    tree = shapely.STRtree(areas)
    members: dict[int, list[tuple[str, Point]]] = defaultdict(list)
    for unit, lat, lon in zip(points["unit_id"], points["lat"], points["lon"], strict=True):
        point = Point(float(lon), float(lat))
        members[int(tree.nearest(point))].append((str(unit), point))
    cells: dict[str, Polygon | MultiPolygon] = {}
    for area_index, inside in members.items():
        area = areas[area_index]
        for unit, cell in _voronoi(inside, area).items():
            piece = shapely.set_precision(cell.intersection(area), 0.001)
            polygons = _polygons(piece)
            if polygons:
                cells[unit] = clockwise(MultiPolygon(polygons))
    return cells


def joined(cells: Iterable[Polygon | MultiPolygon]) -> Polygon | MultiPolygon:
    """Several cells as one, exterior rings clockwise."""
    return clockwise(MultiPolygon(_polygons(shapely.union_all(list(cells), grid_size=0.001))))


def cropped(outlines: GeoJson, bounds: Bounds, margin_deg: float = 0.8) -> GeoJson:
    """Outlines within a frame around `bounds`, so that a small region fills the map.

    Bounds that span most of the outlines keep them whole: a country is known by its shape.
    """
    whole = shapely.union_all([shape(f["geometry"]).envelope for f in outlines["features"]]).bounds
    if bounds[2] - bounds[0] > WHOLE_FROM * (whole[2] - whole[0]):
        return outlines
    frame = box(*bounds).buffer(margin_deg, join_style="mitre")
    features = []
    for feature in outlines["features"]:
        polygons = _polygons(shapely.make_valid(shape(feature["geometry"])).intersection(frame))
        if polygons:
            cut = shapely.geometry.mapping(clockwise(MultiPolygon(polygons)))
            features.append({**feature, "geometry": cut})
    return {"type": "FeatureCollection", "features": features}


def _polygons(piece: BaseGeometry) -> list[Polygon]:
    """The areas among what an intersection leaves; points and lines have none."""
    parts = shapely.get_parts(piece)
    return [p for p in parts if isinstance(p, Polygon) and not p.is_empty]


def _voronoi(
    inside: list[tuple[str, Point]], area: Polygon | MultiPolygon
) -> dict[str, Polygon | MultiPolygon]:
    if len(inside) == 1:
        return {inside[0][0]: area}
    points = MultiPoint([point for _, point in inside])
    cells = shapely.voronoi_polygons(points, extend_to=area.envelope, ordered=True)
    return {unit: cell for (unit, _), cell in zip(inside, cells.geoms, strict=True)}
