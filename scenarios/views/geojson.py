"""The plan as a map layer: one point a unit, for any GIS."""

from __future__ import annotations

import math
from typing import Any

from scenarios.study import Answer
from scenarios.views import frames


def plan_geojson(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (WGS 84) of the run's units.

    Properties: unit_id, name_en, name_kk, name_ru, oblast_id, coord_quality, and for each horizon
    documented_<year>, optimised_<year> (places in service by then) and shortage_documented_<year>,
    shortage_optimised_<year> (places). A unit without coordinates has a null geometry.
    """
    territory = answer.territory
    figures = frames.by_unit(answer)
    figures = figures[figures["year"].isin(frames.horizons(answer))]
    by_unit = {str(unit): part for unit, part in figures.groupby("unit_id")}
    features = []
    for point in frames.rows(frames.positions(answer)):
        properties: dict[str, Any] = {
            "unit_id": point.unit_id,
            "name_en": territory.name(point.unit_id, "en"),
            "name_kk": territory.name(point.unit_id, "kk"),
            "name_ru": territory.name(point.unit_id, "ru"),
            "oblast_id": territory.oblast_of(point.unit_id),
            "coord_quality": point.coord_quality,
        }
        for row in frames.rows(by_unit[point.unit_id]):
            properties[f"{row.role}_{row.year}"] = round(row.places_added)
            properties[f"shortage_{row.role}_{row.year}"] = round(row.shortage)
        features.append(
            {
                "type": "Feature",
                "geometry": _geometry(float(point.lat), float(point.lon)),
                "properties": properties,
            }
        )
    return {"type": "FeatureCollection", "name": answer.scenario.name, "features": features}


def _geometry(lat: float, lon: float) -> dict[str, Any] | None:
    if math.isnan(lat) or math.isnan(lon):
        return None
    return {"type": "Point", "coordinates": [lon, lat]}
