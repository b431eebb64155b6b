"""The oblasts as a map layer: one point each, for any GIS."""

from __future__ import annotations

from typing import Any

from scenarios.study import Answer
from scenarios.views import frames


def plan_geojson(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (WGS 84) of the oblasts' centres.

    Properties: unit_id, name, coord_quality, and by horizon people_<y> (connected) and without_<y>.
    """
    units = frames.unit_ids(answer)
    points = frames.positions(answer, units).set_index("unit_id")
    called = frames.names(answer)
    counts = frames.optimised(answer).by_unit.set_index(["unit_id", "year"])
    features = []
    for unit in units:
        at = points.loc[unit]
        known = at["lat"] == at["lat"]
        properties = {
            "unit_id": unit,
            "name": called[unit],
            "coord_quality": at["coord_quality"],
            **{
                f"{key}_{year}": round(float(counts[column][unit, year]))
                for year in frames.horizons(answer)
                for key, column in (("people", "capacity"), ("without", "shortage"))
            },
        }
        point = {"type": "Point", "coordinates": [at["lon"], at["lat"]]} if known else None
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return {"type": "FeatureCollection", "name": answer.scenario.name, "features": features}
