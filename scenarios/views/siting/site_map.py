"""One map: chosen sites, the scheme's centres, who goes where; schematic places drawn hollow."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.siting.headline import periods

WIDTH = 1080
_STRETCH = 1.374  # a degree of latitude over one of longitude, at 43.3 degrees north
_FONT = 11
BOTH, ONLY_CHOSEN, ONLY_PLANNED, NEITHER = (
    "chosen and a service centre",
    "chosen, no service centre",
    "service centre, not chosen",
    "neither",
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
    table["drawn"] = table["coord_quality"].map(
        lambda quality: "schematic" if quality == "schematic" else "known"
    )
    return table


def site_map(answer: Answer, year: int | None = None) -> alt.LayerChart:
    """Settlements around Almaty by role, circles by new places; lines are pupils' ways."""
    shown = periods(answer)[-1] if year is None else year
    table = sites(answer, shown)
    west, east = table["lon"].min() - 0.06, table["lon"].max() + 0.06
    south, north = table["lat"].min() - 0.04, table["lat"].max() + 0.04
    height = WIDTH * (north - south) * _STRETCH / (east - west)
    axes: dict[str, Any] = {
        "x": alt.X("lon:Q", axis=None, scale=alt.Scale(domain=[west, east], nice=False)),
        "y": alt.Y("lat:Q", axis=None, scale=alt.Scale(domain=[south, north], nice=False)),
    }
    layers = [
        _city(answer, axes),
        _ways(answer, table, shown, axes),
        *_marks(table, axes),
        *label_layers(_labels(answer, table, west, north, east), _FONT, axes),
    ]
    return style.finish(style.layered(*layers).properties(width=WIDTH, height=height))


def _marks(table: pd.DataFrame, axes: dict[str, Any]) -> list[alt.Chart]:
    colour = alt.Color(
        "role:N",
        title=None,
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=alt.Legend(orient="top", symbolOpacity=1, labelLimit=300),
    )
    largest = max(1.0, float(table["places"].max()))
    size = alt.Size(
        "places:Q",
        title="New places",
        scale=alt.Scale(domain=[0, largest], range=[70, 1700]),
        legend=alt.Legend(
            orient="top",
            format=",.0f",
            values=[1000, 5000, 20_000],
            symbolType="circle",
            symbolFillColor="transparent",
            symbolStrokeColor=style.INK,
        ),
    )
    tooltip = [
        alt.Tooltip("name:N", title="settlement"),
        alt.Tooltip("district:N"),
        alt.Tooltip("role:N"),
        alt.Tooltip("places:Q", title="new places", format=",.0f"),
        alt.Tooltip("buildings:N"),
        alt.Tooltip("opened:Q", title="opened", format="d"),
        alt.Tooltip("need:Q", title="pupils", format=",.0f"),
        alt.Tooltip("coord_quality:N", title="position"),
    ]
    seen = table[table["role"] != NEITHER]
    known = seen[seen["drawn"] == "known"]
    drawn = seen[seen["drawn"] == "schematic"]
    rest = alt.Chart(table[table["role"] == NEITHER]).mark_point(
        shape="circle", filled=True, size=14, opacity=0.9
    )
    base = {"color": colour, "size": size, "tooltip": tooltip, **axes}
    order = alt.Order("places:Q", sort="descending")
    # A filled disc claims to know where it stands; a schematic one is hollow and dashed.
    hollow = alt.Chart(drawn).mark_point(
        filled=True, shape="circle", fillOpacity=0.22, strokeWidth=1.6, strokeDash=[3, 2]
    )
    filled = alt.Chart(known).mark_point(
        filled=True, shape="circle", fillOpacity=0.85, stroke="white", strokeWidth=0.8
    )
    planned = alt.Chart(table[table["documented"]]).mark_point(
        shape="diamond", filled=False, strokeWidth=1.3, size=70, color=style.INK, opacity=0.75
    )
    return [
        rest.encode(color=colour, tooltip=tooltip, **axes),
        hollow.encode(stroke=colour, order=order, **base),
        filled.encode(order=order, **base),
        planned.encode(tooltip=tooltip, **axes),
    ]


def _city(answer: Answer, axes: dict[str, Any]) -> alt.Chart:
    """Almaty as a landmark: it is no part of the question."""
    places = answer.territory.table("places")
    place = places[places["place_id"] == "almaty"][["lat", "lon"]]
    mark = alt.Chart(place).mark_point(
        shape="square", filled=True, size=520, color=style.LAND, stroke=style.BORDER, opacity=1
    )
    city: alt.Chart = mark.encode(**axes)
    return city


def _ways(answer: Answer, table: pd.DataFrame, year: int, axes: dict[str, Any]) -> alt.Chart:
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
        way=start["name"] + " to " + end["name"],
    )
    chart: alt.Chart = (
        alt.Chart(lines)
        .mark_rule(color=style.MUTED, opacity=0.45)
        .encode(
            **axes,
            x2="lon2:Q",
            y2="lat2:Q",
            strokeWidth=alt.StrokeWidth(
                "pupils:Q", legend=None, scale=alt.Scale(domain=[0, 2000], range=[0.4, 5])
            ),
            strokeDash=alt.condition("datum.schematic", alt.value([4, 2]), alt.value([1, 0])),
            tooltip=[
                alt.Tooltip("way:N", title="pupils from"),
                alt.Tooltip("pupils:Q", format=",.0f"),
                alt.Tooltip("km:Q", title="km by road", format=".1f"),
                alt.Tooltip("schematic:N", title="schematic"),
            ],
        )
    )
    return chart


def _labels(
    answer: Answer, table: pd.DataFrame, west: float, north: float, east: float
) -> pd.DataFrame:
    """Names of district centres and of the largest chosen sites, as far as they fit."""
    centre = table["level"] == 2
    named = table[centre | (table["places"] >= 2500) | (table["role"] == ONLY_CHOSEN)]
    named = named.assign(first=centre).sort_values(["first", "places"], ascending=False)
    named = named[["name", "lat", "lon"]]
    almaty = answer.territory.table("places").set_index("place_id")
    if "almaty" in almaty.index:
        row = almaty.loc[["almaty"], ["name_en", "lat", "lon"]]
        named = pd.concat([row.rename(columns={"name_en": "name"}), named])
    named = named.drop_duplicates("name").reset_index(drop=True)
    px = WIDTH / (east - west)
    points = [
        Point(str(name), (lon - west) * px, (north - lat) * px * _STRETCH)
        for name, lat, lon in named.itertuples(index=False)
    ]
    named["side"] = named["name"].map(place_labels(points, WIDTH, _FONT))
    return named.dropna(subset=["side"]).reset_index(drop=True)
