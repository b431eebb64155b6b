"""Sites and freight as a map layer for any GIS."""

from __future__ import annotations

from typing import Any

from scenarios.study import Answer
from scenarios.views.logistics.judged import periods

LEAST_TONNES = 1.0


def plan_geojson(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (WGS 84): a point a site, a line a link that carries freight.

    Properties of sites: feature (site), site_id, name, oblast_id, kind, match, documented (centres
    named), standing, optimised_opened, budget_opened (year or null), buildings, coord_quality. Of
    links: feature (link), edge_id, mode, status, horizon, km, basis, year, optimised, budget
    (tonnes a year).
    """
    features = []
    for row in answer.tables["sites"].to_dict("records"):
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        properties = {
            "feature": "site",
            **{k: row[k] for k in ("site_id", "name", "oblast_id", "kind", "match")},
            "documented": int(row["documented"]),
            "standing": int(row["standing"]),
            "optimised_opened": _year(row["optimised_opened"]),
            "budget_opened": _year(row["budget_opened"]),
            "buildings": row["buildings"] if isinstance(row["buildings"], str) else "",
            "coord_quality": row["coord_quality"],
        }
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    links = answer.tables["links"]
    busy = links[["optimised", "budget"]].max(axis=1) >= LEAST_TONNES
    last = links["year"] == periods(answer)[-1]
    for row in links[busy & last & (links["mode"] != "transfer")].to_dict("records"):
        ends = [[row["from_lon"], row["from_lat"]], [row["to_lon"], row["to_lat"]]]
        properties = {
            "feature": "link",
            **{k: row[k] for k in ("edge_id", "mode", "status", "basis")},
            "horizon": _year(row["horizon"]),
            "km": round(row["km"], 1),
            "year": int(row["year"]),
            "optimised": round(row["optimised"]),
            "budget": round(row["budget"]),
        }
        line = {"type": "LineString", "coordinates": ends}
        features.append({"type": "Feature", "geometry": line, "properties": properties})
    return {"type": "FeatureCollection", "name": answer.scenario.name, "features": features}


def _year(value: Any) -> int | None:
    return None if value is None or value != value else int(value)
