"""The map of sites, and the map of flows with existing and planned links apart."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import shapely

from inputs.boundaries import GeoJson, load_boundaries
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.cells import Bounds, cropped
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.logistics.headline import periods

WIDTH = 1080
PANEL = 535
_FONT = 11
_STRETCH = 1.42  # a degree of latitude over one of longitude, at 45 degrees north
BOTH, ONLY_OPTIMISED, ONLY_DOCUMENTED, STANDING = (
    "in both plans",
    "only optimised",
    "only documented",
    "standing centre or gateway",
)
AMBER = "#d55e00"  # what only the optimum has: far from blue and slate for every eye
COLOURS = {
    BOTH: style.OPTIMISED,
    ONLY_OPTIMISED: AMBER,
    ONLY_DOCUMENTED: style.DOCUMENTED,
    STANDING: "#aab2b9",
}
RAIL = "#7a4fa3"
LEAST_SHOWN = 20_000.0  # tonnes a year: thinner lines would only darken the map
GROUND: dict[str, Any] = {"type": "conicEqualArea", "parallels": [42, 50]}


def shown_sites(answer: Answer) -> pd.DataFrame:
    """Sites of either plan and what stands, with `role` and what the map says of them."""
    table = answer.tables["sites"].copy()
    table["role"] = table["match"].map({"both": BOTH, "neither": ""}).fillna(table["match"])
    standing = (table["role"] == "") & ((table["standing"] > 0) | (table["kind"] == "gateway"))
    table.loc[standing, "role"] = STANDING
    last = periods(answer)[-1]
    table["load"] = table[f"load_{last}"] / 1e6
    table["named"] = table["documented"].map(lambda count: "named by a scheme" if count else "")
    return table[table["role"] != ""].reset_index(drop=True)


def site_map(answer: Answer) -> alt.LayerChart:
    """Sites by plan; the size of a disc is the freight that passes in the last period."""
    table = shown_sites(answer)
    land, width, height = _ground(answer, WIDTH)
    channels: dict[str, Any] = {"longitude": "lon:Q", "latitude": "lat:Q"}
    colour = alt.Color(
        "role:N",
        title=None,
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=alt.Legend(orient="top", symbolOpacity=1, labelLimit=300),
    )
    last = periods(answer)[-1]
    largest = max(1.0, float(table["load"].max()))
    size = alt.Size(
        "load:Q",
        title=f"mln t in {last}",
        scale=alt.Scale(domain=[0, largest], range=[60, 1100]),
        legend=alt.Legend(
            orient="top",
            symbolType="circle",
            symbolFillColor="transparent",
            symbolStrokeColor=style.INK,
            tickCount=3,
        ),
    )
    tooltip = [
        alt.Tooltip("name:N", title="site"),
        alt.Tooltip("role:N"),
        alt.Tooltip("buildings:N", title="optimised builds"),
        alt.Tooltip("optimised_opened:Q", title="optimised, year", format="d"),
        alt.Tooltip("budget_opened:Q", title="documented, year", format="d"),
        alt.Tooltip("load:Q", title=f"mln t in {last}", format=".2f"),
        alt.Tooltip("named:N", title="scheme"),
        alt.Tooltip("coord_quality:N", title="position"),
    ]
    known = table[table["coord_quality"] != "schematic"]
    drawn = table[table["coord_quality"] == "schematic"]
    base = {"color": colour, "size": size, "tooltip": tooltip, **channels}
    order = alt.Order("load:Q", sort="descending")
    filled = alt.Chart(known).mark_point(
        filled=True, shape="circle", fillOpacity=0.85, stroke="white", strokeWidth=0.8
    )
    hollow = alt.Chart(drawn).mark_point(
        filled=True, shape="circle", fillOpacity=0.22, strokeWidth=1.6, strokeDash=[3, 2]
    )
    named = alt.Chart(table[table["documented"] > 0]).mark_point(
        shape="diamond", filled=False, strokeWidth=1.3, size=70, color=style.INK, opacity=0.75
    )
    lines = _lines(_network(answer), None)
    names = label_layers(_labels(answer, table, width), _FONT, channels)
    chart: alt.LayerChart = style.layered(
        *land,
        lines,
        filled.encode(order=order, **base),
        hollow.encode(stroke=colour, order=order, **base),
        named.encode(tooltip=tooltip, **channels),
        *names,
    ).properties(width=width, height=height)
    return style.finish(_projected(chart, answer))


def flow_map(answer: Answer, year: int | None = None) -> alt.HConcatChart:
    """Freight on the links of a year under both plans, same scale; planned links are dashed."""
    shown = periods(answer)[-1] if year is None else year
    panels = []
    for role, said in (("budget", "Documented places, same money"), ("optimised", "Optimised")):
        land, width, height = _ground(answer, PANEL)
        links = _busy(answer, role, shown)
        layers = [*land, _lines(_network(answer), None), _lines(links, _width(answer, shown))]
        sites = _open_sites(answer, role, shown)
        colour = style.DOCUMENTED if role == "budget" else style.OPTIMISED
        mark = alt.Chart(sites).mark_point(
            shape="circle", filled=role == "optimised", size=38, color=colour, opacity=1
        )
        where = {"longitude": "lon:Q", "latitude": "lat:Q"}
        layers.append(mark.encode(tooltip=[alt.Tooltip("name:N", title="centre")], **where))
        chart = style.layered(*layers).properties(
            width=width, height=height, title=f"{said}, {shown}"
        )
        panels.append(_projected(chart, answer))
    found: alt.HConcatChart = style.finish(
        alt.hconcat(*panels, spacing=22).resolve_scale(strokeWidth="shared", color="shared")
    )
    return found


def _network(answer: Answer) -> pd.DataFrame:
    links = answer.tables["links"]
    links = links[(links["year"] == periods(answer)[-1]) & (links["mode"] != "transfer")]
    return links.assign(tonnes=0.0)


def _busy(answer: Answer, role: str, year: int) -> pd.DataFrame:
    links = answer.tables["links"]
    links = links[(links["year"] == year) & (links["mode"] != "transfer")].copy()
    links["tonnes"] = links[role]
    links = links[links["tonnes"] >= LEAST_SHOWN]
    links["mln_t"] = links["tonnes"] / 1e6
    links["link"] = links["from_name"].astype(str) + "–" + links["to_name"].astype(str)
    return links.sort_values("tonnes", ignore_index=True)


def _width(answer: Answer, year: int) -> alt.StrokeWidth:
    links = answer.tables["links"]
    part = links[(links["year"] == year) & (links["mode"] != "transfer")]
    largest = float(part[["optimised", "budget"]].to_numpy().max()) / 1e6
    return alt.StrokeWidth(
        "mln_t:Q",
        title="mln t a year",
        scale=alt.Scale(domain=[0, max(largest, 0.1)], range=[0.4, 9]),
        legend=alt.Legend(orient="bottom", tickCount=3, symbolStrokeColor=style.INK),
    )


def _lines(links: pd.DataFrame, width: alt.StrokeWidth | None) -> alt.Chart:
    """Links as straight lines; pale and thin where no width is given."""
    ends: dict[str, Any] = {
        "longitude": "from_lon:Q",
        "latitude": "from_lat:Q",
        "longitude2": "to_lon:Q",
        "latitude2": "to_lat:Q",
    }
    if width is None:
        pale: alt.Chart = (
            alt.Chart(links)
            .mark_rule(aria=False, color=style.BORDER, strokeWidth=0.8)
            .encode(**ends)
        )
        return pale
    busy: alt.Chart = (
        alt.Chart(links)
        .mark_rule(opacity=0.8, strokeCap="round")
        .encode(
            **ends,
            strokeWidth=width,
            color=alt.Color(
                "mode:N",
                title=None,
                scale=alt.Scale(domain=["rail", "road"], range=[RAIL, AMBER]),
                legend=alt.Legend(orient="bottom", symbolStrokeWidth=4, symbolType="stroke"),
            ),
            strokeDash=alt.condition(
                "datum.status == 'planned'", alt.value([5, 3]), alt.value([1, 0])
            ),
            tooltip=[
                alt.Tooltip("link:N"),
                alt.Tooltip("mode:N"),
                alt.Tooltip("status:N"),
                alt.Tooltip("mln_t:Q", title="mln t a year", format=".2f"),
                alt.Tooltip("km:Q", format=".0f"),
                alt.Tooltip("basis:N", title="length"),
            ],
        )
    )
    return busy


def _open_sites(answer: Answer, role: str, year: int) -> pd.DataFrame:
    table = answer.tables["sites"]
    return table[(table[f"{role}_opened"] <= year) | (table["standing"] > 0)]


def _frame(answer: Answer) -> Bounds:
    places = answer.tables["places"]
    units = places[places["kind"] == "unit"]
    margin = 0.7
    return (
        float(units["lon"].min()) - margin,
        float(units["lat"].min()) - margin,
        float(units["lon"].max()) + margin,
        float(units["lat"].max()) + margin,
    )


def _ground(answer: Answer, width: int) -> tuple[list[alt.Chart], int, int]:
    """Outlines of the oblasts, width and height in px."""
    land: GeoJson = cropped(load_boundaries(), _frame(answer))
    shape = alt.Chart(alt.InlineData(values=land["features"])).mark_geoshape(
        aria=False, fill=style.LAND, stroke="white", strokeWidth=1.2
    )
    boxes = [shapely.geometry.shape(f["geometry"]).bounds for f in land["features"]]
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    height = int(min(max((north - south) * _STRETCH / (east - west) * width, 240), 620))
    return [shape], width, height


def _projected(chart: alt.LayerChart, answer: Answer) -> alt.LayerChart:
    west, _, east, _ = _frame(answer)
    found: alt.LayerChart = chart.project(**GROUND, rotate=[-(west + east) / 2, 0, 0])
    return found


def _labels(answer: Answer, table: pd.DataFrame, width: int) -> pd.DataFrame:
    """Names of the sites that either plan opens, the busiest first, as far as they fit."""
    named = table[table["role"] != STANDING].sort_values("load", ascending=False)
    named = named[["name", "lat", "lon"]].drop_duplicates("name")
    west, _, east, north = _frame(answer)
    px = width / (east - west)
    points = [
        Point(str(name), (lon - west) * px, (north - lat) * px * _STRETCH)
        for name, lat, lon in named.itertuples(index=False)
    ]
    named["side"] = named["name"].map(place_labels(points, width, _FONT))
    return named.dropna(subset=["side"]).reset_index(drop=True)
