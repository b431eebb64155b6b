"""A map of pipes: lines as wide as their diameter, stages as labels, pressures at the nodes."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from scenarios.language import _, told
from scenarios.views import frames, style
from scenarios.views.charts._ground import Ground, ground_around
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.numbers import grouped

WIDTH = 1080
IntArray = NDArray[np.int64]
_MARGIN, _WIDE_MARGIN = 0.15, 0.27  # of a panel's width: names stand outside the outermost points
_IN_A_ROW, _BETWEEN = 3, 14  # panels below the first; px between panels
_NEAR = 0.2  # of the extent: nearer points share a panel
_LABELLED = 42  # px of the shortest pipe with its diameter beside it
_FONT = 11.5
_STAGES = ("#08306b", "#2171b5", "#6baed6", "#9ecae1", "#41ab5d", "#a1d99b", "#756bb1", "#bcbddc")
_LEFT_OUT = "#8d969e"
_THICK = (1.6, 9.0)  # px of the thinnest and the widest pipe
_POINT_PX = {"source": 9.0, "village": 7.0, "junction": 2.5}
_KM_PER_DEG = 111.2


def pipe_map(nodes: pd.DataFrame, pipes: pd.DataFrame) -> alt.VConcatChart:
    """Sources as squares, served points as discs, points left out as crosses.

    Groups that lie far apart stand in panels of their own, each with its scale: on one map every
    group would shrink to a dot. The largest comes first and fills the width.

    Parameters
    ----------
    nodes : node_id, name, kind (source | village | junction), lat, lon (degrees), coord_quality,
        connected (bool); people, stage, pressure_m are shown as far as they are known
    pipes : from_id, to_id, km, diameter_mm, flow_l_s, and stage where there are any
    """
    lines, points = _pipe_rows(nodes, pipes), _point_rows(nodes)
    group = _groups(nodes, pipes)
    ranked = sorted(set(group), key=lambda g: (-int((group == g).sum()), g))
    beside = min(max(len(ranked) - 1, 2), _IN_A_ROW)
    small = (WIDTH - _BETWEEN * (beside - 1)) // beside
    panels = []
    for number, own in enumerate(ranked):
        there = points[group == own]
        inside = lines[lines["from_id"].isin(there["node_id"])]
        panels.append(_panel(there, inside, lines, WIDTH if number == 0 else small))
    below = [
        alt.hconcat(*panels[k : k + _IN_A_ROW], spacing=_BETWEEN)
        for k in range(1, len(panels), _IN_A_ROW)
    ]
    chart: alt.VConcatChart = alt.vconcat(panels[0], *below, spacing=_BETWEEN)
    shared: alt.VConcatChart = chart.resolve_scale(color="shared", strokeWidth="shared")
    return style.finish(shared)


def _panel(
    points: pd.DataFrame, lines: pd.DataFrame, all_lines: pd.DataFrame, width: int
) -> alt.LayerChart:
    """One group; scales are those of all pipes."""
    ground = ground_around(points, width, _MARGIN if width == WIDTH else _WIDE_MARGIN)
    layers: list[alt.Chart | alt.LayerChart] = [ground.land()]
    if len(lines):
        layers += [_pipes(lines, all_lines), _sizes(lines, ground)]
    layers += [*_marks(points), *_names(points, lines, ground), *_scale_bar(ground, points)]
    return ground.projected(style.layered(*layers))


def _groups(nodes: pd.DataFrame, pipes: pd.DataFrame) -> IntArray:
    """(V,) number of the group of each node: joined by pipes, or near for the map's extent."""
    lat, lon = nodes[["lat", "lon"]].to_numpy(dtype=float).T
    plane = np.column_stack([lon * np.cos(np.radians(lat.mean())), lat])
    near = _NEAR * float(np.linalg.norm(np.ptp(plane, axis=0)))
    place = {node: k for k, node in enumerate(nodes["node_id"])}
    pairs = [*KDTree(plane).query_pairs(near)]
    ends = zip(pipes["from_id"], pipes["to_id"], strict=True)
    pairs += [(place[a], place[b]) for a, b in ends]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(len(nodes), len(nodes)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _pipe_rows(nodes: pd.DataFrame, pipes: pd.DataFrame) -> pd.DataFrame:
    at = nodes.set_index("node_id")[["lat", "lon", "name"]]
    rows = pipes.reset_index(drop=True)
    for end in ("from", "to"):
        part = at.reindex(rows[f"{end}_id"])
        for column in ("lat", "lon", "name"):
            rows[f"{end}_{column}"] = part[column].to_numpy()
    stage = rows["stage"] if "stage" in rows else pd.Series(1, index=rows.index)
    rows["stage"] = [_("stage {n}", n=int(s)) if pd.notna(s) else _("one stage") for s in stage]
    rows["size"] = [_("{n:number} mm", n=mm) for mm in rows["diameter_mm"]]
    rows["said"] = [
        _(
            "{start}–{end}: {size}, {km:.1f} km, {flow:.1f} l/s, {stage}",
            start=row.from_name,
            end=row.to_name,
            size=row.size,
            km=row.km,
            flow=row.flow_l_s,
            stage=row.stage,
        )
        for row in frames.rows(rows)
    ]
    return rows.sort_values("diameter_mm", ignore_index=True)


def _pipes(lines: pd.DataFrame, all_lines: pd.DataFrame) -> alt.Chart:
    sizes = sorted(all_lines["diameter_mm"].unique())
    stages = sorted(all_lines["stage"].unique())
    if len(stages) > 1:
        scale = alt.Scale(domain=stages, range=list(_STAGES[: len(stages)]))
        legend = alt.Legend(orient="top", symbolType="stroke", symbolStrokeWidth=5)
        colour: Any = alt.Color("stage:N", title=_("Built in"), scale=scale, legend=legend)
    else:
        colour = alt.value(style.OPTIMISED)
    chart: alt.Chart = (
        alt.Chart(lines)
        .mark_rule(strokeCap="round", opacity=0.95)
        .encode(
            longitude="from_lon:Q",
            latitude="from_lat:Q",
            longitude2="to_lon:Q",
            latitude2="to_lat:Q",
            color=colour,
            strokeWidth=alt.StrokeWidth(
                "diameter_mm:O",
                title=_("Diameter, mm"),
                sort=[int(mm) for mm in sizes],
                scale=alt.Scale(
                    domain=[int(mm) for mm in sizes],
                    range=[round(float(w), 2) for w in np.linspace(*_THICK, len(sizes))],
                ),
                legend=alt.Legend(orient="top", symbolType="stroke", symbolStrokeColor=style.INK),
            ),
            description="said:N",
            tooltip=[alt.Tooltip("said:N", title=_("pipe"))],
        )
    )
    return chart


def _sizes(lines: pd.DataFrame, ground: Ground) -> alt.LayerChart:
    """The diameter in words at the middle of each pipe: widths alone are hard to tell apart.

    Pipes too short for it on the map go without.
    """
    ends = [
        ground.px(lines[f"{end}_lat"].to_numpy(float), lines[f"{end}_lon"].to_numpy(float))
        for end in ("from", "to")
    ]
    lines = lines[np.linalg.norm(ends[1] - ends[0], axis=1) >= _LABELLED]
    middle = pd.DataFrame(
        {
            "lat": (lines["from_lat"] + lines["to_lat"]) / 2,
            "lon": (lines["from_lon"] + lines["to_lon"]) / 2,
            "size": [grouped(mm) for mm in lines["diameter_mm"]],
        }
    )
    base = alt.Chart(middle)
    halo = base.mark_text(aria=False, fontSize=10, stroke="white", strokeWidth=3.5)
    text = base.mark_text(aria=False, fontSize=10, color=style.INK)
    where = {"longitude": "lon:Q", "latitude": "lat:Q", "text": "size:N"}
    return style.layered(halo.encode(**where), text.encode(**where))


def _point_rows(nodes: pd.DataFrame) -> pd.DataFrame:
    rows = nodes.reset_index(drop=True).copy()
    staged = "stage" in rows and len(set(rows["stage"].dropna())) > 1
    rows["label"] = [
        "" if row.kind == "junction" else _label(row, staged=staged) for row in frames.rows(rows)
    ]
    rows["radius"] = rows["kind"].map(_POINT_PX).fillna(_POINT_PX["village"])
    rows["drawn"] = rows["coord_quality"] == "schematic"
    rows["coord_quality"] = [told(str(quality)) for quality in rows["coord_quality"]]
    return rows


def _label(row: Any, *, staged: bool) -> str:
    """Name, stage and pressure, as far as they are known and tell something."""
    said = [str(row.name)]
    if row.kind == "village" and not row.connected:
        said.append(_("not connected"))
    if staged and row.kind == "village" and row.connected and pd.notna(row.stage):
        said.append(_("stage {n}", n=int(row.stage)))
    if pd.notna(getattr(row, "pressure_m", None)):
        said.append(_("{pressure:.0f} m", pressure=row.pressure_m))
    return f"{said[0]} ({', '.join(said[1:])})" if said[1:] else said[0]


def _marks(points: pd.DataFrame) -> list[alt.Chart]:
    where: dict[str, Any] = {
        "longitude": "lon:Q",
        "latitude": "lat:Q",
        "description": "label:N",
        "tooltip": [
            alt.Tooltip("label:N", title=_("point")),
            alt.Tooltip("coord_quality:N", title=_("position")),
        ],
    }
    kinds = points["kind"]
    out = (kinds == "village") & ~points["connected"].astype(bool)
    looks: list[tuple[pd.Series, dict[str, Any]]] = [
        (kinds == "junction", {"shape": "circle", "size": 18, "fill": style.INK}),
        (
            (kinds == "source") & points["connected"].astype(bool),
            {"shape": "square", "size": 210, "fill": style.INK, "stroke": "white"},
        ),
        (
            (kinds == "source") & ~points["connected"].astype(bool),
            {"shape": "square", "size": 170, "fill": "white", "stroke": style.INK},
        ),
        (
            (kinds == "village") & ~out & ~points["drawn"],
            {"shape": "circle", "size": 130, "fill": style.OPTIMISED, "stroke": "white"},
        ),
        (
            (kinds == "village") & ~out & points["drawn"],
            {
                "shape": "circle",
                "size": 130,
                "fill": "white",
                "stroke": style.OPTIMISED,
                "strokeWidth": 2.2,
                "strokeDash": [3, 2],
            },
        ),
        (out, {"shape": "cross", "size": 110, "fill": _LEFT_OUT, "angle": 45}),
    ]
    return [
        alt.Chart(points[chosen]).mark_point(opacity=1, filled=True, **look).encode(**where)
        for chosen, look in looks
        if chosen.any()
    ]


def _names(points: pd.DataFrame, lines: pd.DataFrame, ground: Ground) -> list[alt.Chart]:
    """Names beside points, clear of each other and of the pipes' middles."""
    x, y = ground.px(points["lat"].to_numpy(float), points["lon"].to_numpy(float)).T
    spots = [
        Point(str(label), *at)
        for label, *at in zip(points["label"], x, y, points["radius"], strict=True)
    ]
    for share in (0.25, 0.5, 0.75):
        lat = lines["from_lat"] * (1 - share) + lines["to_lat"] * share
        lon = lines["from_lon"] * (1 - share) + lines["to_lon"] * share
        along = ground.px(lat.to_numpy(float), lon.to_numpy(float))
        spots += [Point("", float(px), float(py), 4.0) for px, py in along]
    sides = place_labels(spots, ground.width, _FONT)
    if len(sides) < sum(1 for spot in spots if spot.name):
        # better on a pipe than on another name
        sides = place_labels(spots[: len(points)], ground.width, _FONT)
    table = points[["label", "lat", "lon", "radius"]].rename(columns={"label": "name"})
    # a name without free room stands below: every village must be found on the map
    table["side"] = table["name"].map(sides).fillna("bottom")
    table = table[table["name"] != ""].reset_index(drop=True)
    return label_layers(table, _FONT, {"longitude": "lon:Q", "latitude": "lat:Q"})


def _scale_bar(ground: Ground, nodes: pd.DataFrame) -> list[alt.Chart]:
    """A bar of round length at the lower left; lines on the map are straight."""
    lat = float(nodes["lat"].mean())
    east = ground.px(np.array([lat, lat]), np.array([ground.middle, ground.middle + 0.1]))
    px_per_km = float(np.hypot(*(east[1] - east[0]))) / (
        0.1 * _KM_PER_DEG * np.cos(np.radians(lat))
    )
    most = 0.2 * ground.width / px_per_km
    km = max(n * 10.0**p for p in range(-1, 4) for n in (1, 2, 5) if n * 10.0**p <= most)
    left, below = 14, ground.height - 12
    frame = pd.DataFrame({"label": [_("{km:g} km", km=km)]})
    rule = alt.Chart(frame).mark_rule(aria=False, color=style.INK, strokeWidth=2)
    text = alt.Chart(frame).mark_text(aria=False, align="left", dy=-8, fontSize=11, color=style.INK)
    right = left + km * px_per_km
    return [
        rule.encode(
            x=alt.value(left), x2=alt.value(right), y=alt.value(below), y2=alt.value(below)
        ),
        text.encode(x=alt.value(left), y=alt.value(below), text="label:N"),
    ]
