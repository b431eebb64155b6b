"""The map of sites, and the map of flows with existing and planned links apart."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._ground import Ground, ground_around
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.logistics.judged import periods

WIDTH = 1080
PANEL = 535
_FONT = 11
_DISC = (60, 1100)  # px^2 of the smallest and the largest disc
BOTH, ONLY_OPTIMISED, ONLY_DOCUMENTED, STANDING = (
    marked("in both plans"),
    marked("only optimised"),
    marked("only documented"),
    marked("standing centre or gateway"),
)
AMBER = "#d55e00"  # what only the optimum has: far from blue and slate for every eye
COLOURS = {
    BOTH: style.OPTIMISED,
    ONLY_OPTIMISED: AMBER,
    ONLY_DOCUMENTED: style.DOCUMENTED,
    STANDING: "#aab2b9",
}
RAIL = "#7a4fa3"
MODES = ("rail", "road")
LEAST_SHOWN = 20_000.0  # tonnes a year: thinner lines would only darken the map


def all_points(answer: Answer) -> pd.DataFrame:
    """lat, lon of every place and site."""
    return pd.concat([answer.tables[name][["lat", "lon"]] for name in ("places", "sites")])


def shown_sites(answer: Answer) -> pd.DataFrame:
    """Sites of either plan and what stands, with `role` and what the map says of them."""
    table = answer.tables["sites"].copy()
    table["role"] = table["match"].map({"both": BOTH, "neither": ""}).fillna(table["match"])
    standing = (table["role"] == "") & ((table["standing"] > 0) | (table["kind"] == "gateway"))
    table.loc[standing, "role"] = STANDING
    last = periods(answer)[-1]
    table["load"] = table[f"load_{last}"] / 1e6
    table["named"] = table["documented"].map(lambda count: _("named by a scheme") if count else "")
    table["said"] = table["role"].map(told)
    table["position"] = table["coord_quality"].map(told)
    return table[table["role"] != ""].reset_index(drop=True)


def site_map(answer: Answer) -> alt.LayerChart:
    """Sites by plan; the size of a disc is the freight that passes in the last period."""
    table = shown_sites(answer)
    ground = ground_around(all_points(answer), WIDTH)
    channels: dict[str, Any] = {"longitude": "lon:Q", "latitude": "lat:Q"}
    colour = alt.Color(
        "said:N",
        title=None,
        scale=alt.Scale(domain=[told(role) for role in COLOURS], range=list(COLOURS.values())),
        legend=alt.Legend(orient="top", symbolOpacity=1, labelLimit=300),
    )
    last = periods(answer)[-1]
    largest = _largest_load(table)
    size = alt.Size(
        "load:Q",
        title=_("mln t in {year}", year=last),
        scale=alt.Scale(domain=[0, largest], range=list(_DISC)),
        legend=alt.Legend(
            orient="top",
            symbolType="circle",
            symbolFillColor="transparent",
            symbolStrokeColor=style.INK,
            values=_round_values(largest),
        ),
    )
    tooltip = [
        alt.Tooltip("name:N", title=_("site")),
        alt.Tooltip("said:N", title=_("role")),
        alt.Tooltip("buildings:N", title=_("optimised builds")),
        alt.Tooltip("optimised_opened:Q", title=_("optimised, year"), format="d"),
        alt.Tooltip("budget_opened:Q", title=_("documented, year"), format="d"),
        alt.Tooltip("load:Q", title=_("mln t in {year}", year=last), format=".2f"),
        alt.Tooltip("named:N", title=_("scheme")),
        alt.Tooltip("position:N", title=_("position")),
    ]
    known = table[table["coord_quality"] != "schematic"]
    drawn = table[table["coord_quality"] == "schematic"]
    base = {"color": colour, "size": size, "tooltip": tooltip, "description": "name:N", **channels}
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
    names = label_layers(_labels(table, ground), _FONT, channels)
    chart: alt.LayerChart = style.layered(
        ground.land(),
        lines,
        filled.encode(order=order, **base),
        hollow.encode(stroke=colour, order=order, **base),
        named.encode(tooltip=tooltip, description="name:N", **channels),
        *names,
    )
    return style.finish(ground.projected(chart))


def flow_map(answer: Answer, year: int | None = None) -> alt.HConcatChart:
    """Freight on the links of a year under both plans, same scale; planned links are dashed."""
    shown = periods(answer)[-1] if year is None else year
    ground = ground_around(all_points(answer), PANEL)
    panels = []
    for role, said in (
        ("budget", _("Documented places, same money")),
        ("optimised", _("Optimised")),
    ):
        links = _busy(answer, role, shown)
        layers = [
            ground.land(),
            _lines(_network(answer), None),
            _lines(links, _width(answer, shown)),
        ]
        sites = _open_sites(answer, role, shown)
        colour = style.DOCUMENTED if role == "budget" else style.OPTIMISED
        mark = alt.Chart(sites).mark_point(
            shape="circle", filled=role == "optimised", size=38, color=colour, opacity=1
        )
        where = {"longitude": "lon:Q", "latitude": "lat:Q"}
        layers.append(
            mark.encode(
                tooltip=[alt.Tooltip("name:N", title=_("centre"))], description="name:N", **where
            )
        )
        panels.append(ground.projected(style.layered(*layers)).properties(title=f"{said}, {shown}"))
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
    for words, keys in (("by", "mode"), ("stands", "status"), ("known", "basis")):
        links[words] = links[keys].map(told)
    return links.sort_values("tonnes", ignore_index=True)


def _width(answer: Answer, year: int) -> alt.StrokeWidth:
    links = answer.tables["links"]
    part = links[(links["year"] == year) & (links["mode"] != "transfer")]
    largest = float(part[["optimised", "budget"]].to_numpy().max()) / 1e6
    return alt.StrokeWidth(
        "mln_t:Q",
        title=_("mln t a year"),
        scale=alt.Scale(domain=[0, max(largest, 0.1)], range=[0.4, 9]),
        legend=alt.Legend(
            orient="bottom", values=_round_values(max(largest, 0.1)), symbolStrokeColor=style.INK
        ),
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
            description="link:N",
            strokeWidth=width,
            color=alt.Color(
                "by:N",
                title=None,
                scale=alt.Scale(domain=[told(mode) for mode in MODES], range=[RAIL, AMBER]),
                legend=alt.Legend(orient="bottom", symbolStrokeWidth=4, symbolType="stroke"),
            ),
            strokeDash=alt.condition(
                "datum.status == 'planned'", alt.value([5, 3]), alt.value([1, 0])
            ),
            tooltip=[
                alt.Tooltip("link:N", title=_("link")),
                alt.Tooltip("by:N", title=_("mode")),
                alt.Tooltip("stands:N", title=_("status")),
                alt.Tooltip("mln_t:Q", title=_("mln t a year"), format=".2f"),
                alt.Tooltip("km:Q", title=_("km"), format=".0f"),
                alt.Tooltip("known:N", title=_("length")),
            ],
        )
    )
    return busy


def _open_sites(answer: Answer, role: str, year: int) -> pd.DataFrame:
    table = answer.tables["sites"]
    return table[(table[f"{role}_opened"] <= year) | (table["standing"] > 0)]


def _largest_load(table: pd.DataFrame) -> float:
    return max(1.0, float(table["load"].max()))


def _round_values(largest: float) -> list[float]:
    """Three round values up to the largest for a legend of sizes."""
    step = 10 ** np.floor(np.log10(largest))
    top = float(step * max(factor for factor in (1, 2, 5) if factor * step <= largest))
    return [top / 5, top / 2, top]


def _labels(table: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """Names of the sites that either plan opens, the busiest first, as far as they fit.

    Columns: name, lat, lon, radius (px of the disc), side.
    """
    share = table["load"] / _largest_load(table)
    table = table.assign(radius=np.sqrt((_DISC[0] + (_DISC[1] - _DISC[0]) * share) / np.pi))
    table = table.sort_values("load", ascending=False, ignore_index=True)
    x, y = ground.px(table["lat"].to_numpy(), table["lon"].to_numpy()).T
    table["name"] = table["name"].str.replace(r" \(.*\)", "", regex=True)
    said = np.where((table["role"] == STANDING) | table["name"].duplicated(), "", table["name"])
    points = [Point(str(name), *at) for name, *at in zip(said, x, y, table["radius"], strict=True)]
    table["side"] = pd.Series(said).map(place_labels(points, ground.width, _FONT))
    found = table.dropna(subset=["side"]).reset_index(drop=True)
    return found[["name", "lat", "lon", "radius", "side"]]
