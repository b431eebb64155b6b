"""One map: chosen sites, the scheme's centres, who goes where; schematic places drawn hollow."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from inputs.boundaries import load_boundaries
from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.charts.plan_map import size_steps
from scenarios.views.siting.ground import (
    GEO,
    OUTSIDE,
    WIDTH,
    Frame,
    backdrop,
    empty_corner,
    frame_of,
    ground_layers,
    neighbour_names,
)
from scenarios.views.siting.headline import periods

_FONT = 11
DISTRICT_CENTRE = 2  # level in the hierarchy of service centres
LEAST_NAMED = 2500  # new places: smaller sites would crowd the map with names
CENTRE = marked("diamond: service centre of the scheme")
POSITIONS = {
    "known": marked("known"),
    "schematic": marked("schematic: drawn around the district's centre"),
}
BOTH, ONLY_CHOSEN, ONLY_PLANNED, NEITHER = (
    marked("chosen and a service centre"),
    marked("chosen, no service centre"),
    marked("service centre, not chosen"),
    marked("neither"),
)
AMBER = "#d55e00"  # what only the optimum has: far from blue and slate for every eye
COLOURS = {
    BOTH: style.OPTIMISED,
    ONLY_CHOSEN: AMBER,
    ONLY_PLANNED: style.DOCUMENTED,
    NEITHER: "#aab2b9",
}
LEAST_SHOWN = 20  # pupils: thinner lines would only darken the map


def sites(answer: Answer, year: int | None = None) -> pd.DataFrame:
    """The settlements with `role`, `places` (new, by `year`) and what the map says of them."""
    shown = periods(answer)[-1] if year is None else year
    table = answer.tables["settlements"].copy()
    chosen, planned = table["opened"].notna(), table["documented"]
    table["role"] = NEITHER
    table.loc[planned, "role"] = ONLY_PLANNED
    table.loc[chosen, "role"] = ONLY_CHOSEN
    table.loc[chosen & planned, "role"] = BOTH
    table["places"] = table[f"optimised_{shown}"]
    table["need"] = table[f"need_{shown}"]
    schematic = table["coord_quality"] == "schematic"
    table["drawn"] = schematic.map({False: POSITIONS["known"], True: POSITIONS["schematic"]})
    for words, keys in (("said", "role"), ("drawn", "drawn"), ("position", "coord_quality")):
        table[words] = table[keys].map(told)
    return table


def site_map(answer: Answer, year: int | None = None) -> alt.LayerChart:
    """Settlements around Almaty by role, circles by new places; lines are pupils' ways."""
    shown = periods(answer)[-1] if year is None else year
    table = sites(answer, shown)
    land = backdrop(table, load_boundaries())
    frame = frame_of(table, land)
    names = neighbour_names(land, frame, table)
    labels = _labels(table, names, frame)
    corner = empty_corner(table, frame)
    layers = [
        *ground_layers(land, names),
        _ways(answer, table, shown),
        *_marks(table, shown, corner),
        *label_layers(labels, _FONT, GEO),
    ]
    chart = style.layered(*layers).properties(width=WIDTH, height=frame.height)
    finished: alt.LayerChart = style.finish(chart.project(type="mercator"))
    if corner != OUTSIDE:
        # Vega's own key, which Vega-Lite hands on: legends of one corner stand below one another.
        stacked = {corner: {"direction": "vertical", "margin": 0}}
        look = finished["config"]["legend"].to_dict()
        finished["config"]["legend"] = {**look, "layout": stacked}
    return finished


def _marks(table: pd.DataFrame, year: int, corner: str) -> list[alt.Chart]:
    box: dict[str, Any] = {"orient": corner, "labelLimit": 320, "titleLimit": 320}
    if corner != OUTSIDE:
        box |= {"fillColor": "white", "padding": 7, "offset": 0}
    scale = alt.Scale(domain=[told(role) for role in COLOURS], range=list(COLOURS.values()))
    legend = alt.Legend(symbolType="circle", symbolOpacity=1, symbolStrokeWidth=0, **box)
    fill = alt.Fill("said:N", title=_("Settlement"), scale=scale, legend=legend)
    largest = max(1.0, float(table["places"].max()))
    size = alt.Size(
        "places:Q",
        title=_("New places by {year}", year=year),
        scale=alt.Scale(domain=[0, largest], range=[70, 1700]),
        legend=alt.Legend(
            format=",.0f",
            values=size_steps(largest),
            symbolType="circle",
            symbolFillColor="transparent",
            symbolStrokeColor=style.INK,
            **box,
        ),
    )
    drawn = [told(position) for position in POSITIONS.values()]
    dash = alt.StrokeDash(
        "drawn:N",
        title=_("Position"),
        scale=alt.Scale(domain=drawn, range=[[1, 0], [3, 2]]),
        legend=alt.Legend(
            symbolType="circle",
            symbolFillColor="transparent",
            symbolStrokeColor=style.INK,
            symbolSize=120,
            **box,
        ),
    )
    shades = alt.Scale(domain=drawn, range=[0.85, 0.2])
    opacity = alt.FillOpacity("drawn:N", scale=shades, legend=None)
    tooltip = [
        alt.Tooltip("name:N", title=_("settlement")),
        alt.Tooltip("district:N", title=_("district")),
        alt.Tooltip("said:N", title=_("role")),
        alt.Tooltip("places:Q", title=_("new places"), format=",.0f"),
        alt.Tooltip("buildings:N", title=_("buildings")),
        alt.Tooltip("opened:Q", title=_("opened"), format="d"),
        alt.Tooltip("need:Q", title=_("pupils"), format=",.0f"),
        alt.Tooltip("position:N", title=_("position")),
    ]
    rest = alt.Chart(table[table["role"] == NEITHER]).mark_point(
        shape="circle", filled=True, size=14, strokeWidth=0
    )
    chosen = alt.Chart(table[table["role"].isin([BOTH, ONLY_CHOSEN])]).mark_point(
        filled=True, shape="circle", strokeWidth=1.6, opacity=1
    )
    planned = table[table["documented"]].assign(mark=told(CENTRE))
    shape = alt.Shape(
        "mark:N",
        title=None,
        scale=alt.Scale(domain=[told(CENTRE)], range=["diamond"]),
        legend=alt.Legend(symbolFillColor="transparent", symbolStrokeColor=style.INK, **box),
    )
    left = alt.Chart(planned[planned["role"] == ONLY_PLANNED]).mark_point(
        filled=True, size=110, stroke=style.INK, strokeWidth=1.2, opacity=1
    )
    kept = alt.Chart(planned[planned["role"] == BOTH]).mark_point(
        filled=False, strokeWidth=1.2, size=60, stroke=style.INK, opacity=0.8
    )
    edge = alt.Stroke("said:N", scale=scale, legend=None)
    order = alt.Order("places:Q", sort="descending")
    return [
        rest.encode(fill=fill, tooltip=tooltip, description="name:N", **GEO),
        chosen.encode(
            fill=fill,
            stroke=edge,
            size=size,
            strokeDash=dash,
            fillOpacity=opacity,
            order=order,
            tooltip=tooltip,
            description="name:N",
            **GEO,
        ),
        left.encode(
            fill=fill,
            shape=shape,
            strokeDash=dash,
            tooltip=tooltip,
            description="name:N",
            **GEO,
        ),
        kept.encode(shape=shape, tooltip=tooltip, description="name:N", **GEO),
    ]


def _ways(answer: Answer, table: pd.DataFrame, year: int) -> alt.Chart:
    flow = answer.tables["service"]
    flow = flow[(flow["year"] == year) & (flow["pupils"] >= LEAST_SHOWN)]
    points = table.set_index("settlement_id")[["lat", "lon", "name"]]
    start = points.loc[flow["from_id"]].reset_index(drop=True)
    end = points.loc[flow["to_id"]].reset_index(drop=True)
    lines = flow.reset_index(drop=True).assign(
        lat=start["lat"],
        lon=start["lon"],
        lat2=end["lat"],
        lon2=end["lon"],
        way=[
            _("{start} to {end}", start=a, end=b)
            for a, b in zip(start["name"], end["name"], strict=True)
        ],
        drawn=flow["schematic"].map({True: _("yes"), False: _("no")}).to_numpy(),
    )
    chart: alt.Chart = (
        alt.Chart(lines)
        .mark_rule(color=style.MUTED, opacity=0.45)
        .encode(
            **GEO,
            longitude2="lon2:Q",
            description="way:N",
            latitude2="lat2:Q",
            strokeWidth=alt.StrokeWidth(
                "pupils:Q", legend=None, scale=alt.Scale(domain=[0, 2000], range=[0.4, 5])
            ),
            strokeDash=alt.condition("datum.schematic", alt.value([4, 2]), alt.value([1, 0])),
            tooltip=[
                alt.Tooltip("way:N", title=_("pupils from")),
                alt.Tooltip("pupils:Q", title=_("pupils"), format=",.0f"),
                alt.Tooltip("km:Q", title=_("km by road"), format=".1f"),
                alt.Tooltip("drawn:N", title=_("schematic")),
            ],
        )
    )
    return chart


def _labels(table: pd.DataFrame, taken: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Names of district centres and of the largest chosen sites, as far as they fit."""
    centre = table["level"] == DISTRICT_CENTRE
    named = table[centre | (table["places"] >= LEAST_NAMED) | (table["role"] == ONLY_CHOSEN)]
    named = named.assign(first=centre).sort_values(["first", "places"], ascending=False)
    named = named[["name", "lat", "lon"]].drop_duplicates("name").reset_index(drop=True)
    # Marks without a name are in the way of names too.
    marks = table[table["role"] != NEITHER]
    marks = marks[~marks["name"].isin(named["name"])].assign(name="")
    listed = pd.concat([named, marks[["name", "lat", "lon"]]])
    points = [Point(str(name), *frame.px(lat, lon)) for name, lat, lon in listed.to_numpy()]
    for name, lat, lon in taken.to_numpy():
        x, y = frame.px(lat, lon)
        points += [Point("", x + 5 * step, y) for step in range(-len(name), len(name) + 1)]
    sides = place_labels(points, WIDTH, _FONT)
    named["side"] = named["name"].map(sides)
    return named.dropna(subset=["side"]).reset_index(drop=True)
