"""The sites as a map layer: one point a settlement, for any GIS."""

from __future__ import annotations

from typing import Any

from scenarios.study import Answer
from scenarios.views.siting.headline import periods
from scenarios.views.siting.site_map import sites


def plan_geojson(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (WGS 84) of the settlements.

    Properties: settlement_id, name, district, role, service_centre (level, 0 none),
    coord_quality, existing, opened (year or null), buildings, and by period need_<y>,
    optimised_<y> and centres_<y> (new places so far).
    """
    years = periods(answer)
    counted = [f"{stem}_{year}" for year in years for stem in ("need", "optimised", "centres")]
    features = []
    for row in sites(answer).to_dict("records"):
        properties = {
            "settlement_id": row["settlement_id"],
            "name": row["name"],
            "district": row["district"],
            "role": row["role"],
            "service_centre": int(row["level"]),
            "coord_quality": row["coord_quality"],
            "existing": round(row["existing"]),
            "opened": None if row["opened"] != row["opened"] else int(row["opened"]),
            "buildings": row["buildings"] if isinstance(row["buildings"], str) else "",
            **{name: round(row[name]) for name in counted},
        }
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return {"type": "FeatureCollection", "name": answer.scenario.name, "features": features}
