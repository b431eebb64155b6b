"""Oblasts, villages and pipes as a map layer for any GIS."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views import geojson
from scenarios.views.water.network import designs, has_networks, nodes, pipes

_NODE = ("node_id", "name", "kind", "coord_quality", "people", "stage", "connected", "pressure_m")
_PIPE = ("pipe_id", "km", "flow_l_s", "diameter_mm", "velocity_m_s", "cost_mln_kzt", "stage")


def plan_geojson(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (WGS 84): a point an oblast; of each design points and lines.

    Properties of oblasts: feature (oblast) and those of `scenarios.views.geojson`, people for
    places. Of points of a design: feature (network_node), design, node_id, name, kind,
    coord_quality, people, stage, connected, pressure_m. Of its pipes: feature (network_pipe),
    design, pipe_id, km, flow_l_s, diameter_mm, velocity_m_s, cost_mln_kzt, stage, hydraulics
    (whether the design passed its simulation).
    """
    layer = geojson.plan_geojson(answer)
    for feature in layer["features"]:
        feature["properties"] = {"feature": "oblast", **feature["properties"]}
    for name in designs(answer) if has_networks(answer) else []:
        layer["features"] += _design(answer, name)
    return layer


def _design(answer: Answer, name: str) -> list[dict[str, Any]]:
    points = nodes(answer, name)
    at = {row["node_id"]: [row["lon"], row["lat"]] for row in points.to_dict("records")}
    table = answer.tables["network_designs"].set_index("design")
    features = [
        _feature("Point", at[row["node_id"]], "network_node", name, row, _NODE)
        for row in points.to_dict("records")
    ]
    for row in pipes(answer, name).to_dict("records"):
        ends = [at[row["from_id"]], at[row["to_id"]]]
        feature = _feature("LineString", ends, "network_pipe", name, row, _PIPE)
        feature["properties"]["hydraulics"] = str(table.loc[name, "hydraulics"])
        features.append(feature)
    return features


def _feature(
    geometry: str, at: list[Any], kind: str, design: str, row: dict[Any, Any], kept: tuple[str, ...]
) -> dict[str, Any]:
    known = {key: None if pd.isna(row[key]) else row[key] for key in kept if key in row}
    return {
        "type": "Feature",
        "geometry": {"type": geometry, "coordinates": at},
        "properties": {"feature": kind, "design": design, **known},
    }
