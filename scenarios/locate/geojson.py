"""The answer as a map layer for any GIS."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scenarios.locate.answer import LocationAnswer
from scenarios.locate.tables import sites_frame

GeoJson = dict[str, Any]


def solution_geojson(answer: LocationAnswer) -> GeoJson:
    """A GeoJSON FeatureCollection (WGS 84): sites, demand points, and lines between them.

    Every feature has a property `kind`: site (with the columns of sites.csv), demand (id, name,
    demand, distance_km, served share) or link (demand_id, site_id, share, distance_km).
    """
    features = [
        feature("site", _point(row.pop("lon"), row.pop("lat")), row)
        for row in sites_frame(answer).to_dict("records")
    ]
    if answer.question.demand is not None:
        features += _demand(answer) + _links(answer)
    return {"type": "FeatureCollection", "name": "aumaq locate", "features": features}


def _demand(answer: LocationAnswer) -> list[GeoJson]:
    demand = answer.question.points_of_demand
    points = demand.points
    return [
        feature(
            "demand",
            _point(points.lon[i], points.lat[i]),
            {
                "demand_id": points.ids[i],
                "name": points.names[i],
                "demand": demand.weight[i],
                "distance_km": answer.km[i],
                "served": round(float(answer.served[i]), 9),
            },
        )
        for i in range(len(points))
    ]


def _links(answer: LocationAnswer) -> list[GeoJson]:
    demand, sites = answer.question.points_of_demand.points, answer.question.sites.points
    features = []
    for i, j, share, _, km in answer.links.itertuples(index=False, name=None):
        ends = [[demand.lon[i], demand.lat[i]], [sites.lon[j], sites.lat[j]]]
        line = {"type": "LineString", "coordinates": [[float(c) for c in end] for end in ends]}
        said = {"demand_id": demand.ids[i], "site_id": sites.ids[j], "share": round(share, 9)}
        features.append(feature("link", line, {**said, "distance_km": km}))
    return features


def _point(lon: float, lat: float) -> GeoJson:
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def feature(kind: str, geometry: GeoJson, properties: dict[Any, Any]) -> GeoJson:
    """A feature with its kind; what JSON does not know is null."""
    plain = {str(key): _plain(value) for key, value in properties.items()}
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **plain}}


def _plain(value: Any) -> Any:
    """A value that JSON knows; null for what is unknown or endless."""
    if isinstance(value, np.bool_ | bool):
        return bool(value)
    if isinstance(value, str):
        return value
    if pd.isna(value) or not np.isfinite(value):
        return None
    return int(value) if isinstance(value, np.integer | int) else round(float(value), 6)
