"""The projects as a layer without places: the roadmap names none, a GIS joins them by item."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views.roadmap.words import projects


def plan_geojson(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with a feature a project, whose geometry is null (RFC 7946, 3.2).

    Properties: item, name, section, cost_mln_kzt, and for both plans first and last year (null
    where left out) and target_reached (part).
    """
    features = []
    for row in projects(answer).to_dict("records"):
        properties: dict[str, Any] = {
            "item": row["item"],
            "name": row["name"],
            "section": row["section"],
            "cost_mln_kzt": round(row["cost"], 1),
        }
        for plan in ("documented", "optimised"):
            for end in ("first", "last"):
                year = row[f"{end}_{plan}"]
                properties[f"{end}_{plan}"] = None if pd.isna(year) else int(year)
            properties[f"target_reached_{plan}"] = round(row[f"done_{plan}"], 4)
        features.append({"type": "Feature", "geometry": None, "properties": properties})
    return {"type": "FeatureCollection", "name": answer.scenario.name, "features": features}
