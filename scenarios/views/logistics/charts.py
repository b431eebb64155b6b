"""Turns, money, transport by period, and what wishes and links are worth."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.logistics.headline import PRINTED, periods
from scenarios.views.logistics.maps import AMBER
from scenarios.views.logistics.tables import SHORT, horizon_table

MLN_PER_BN = 1000.0
MOST = 22  # bars a side: more cannot be read
PLAN_COLOURS = {
    "Optimised": style.OPTIMISED,
    "Documented places, same money": style.DOCUMENTED,
    "As printed, best order": "#9aa5af",
}


def turn_chart(answer: Answer) -> alt.LayerChart:
    """When each site gets its centres: rings documented, discs optimised, by oblast and name."""
    years = [str(year) for year in periods(answer)]
    rows = []
    sites = answer.tables["sites"]
    names = answer.territory.units["name_en"]
    for row in sites.to_dict("records"):
        for role in ("optimised", "budget"):
            before = 0
            for year in periods(answer):
                new = int(row[f"{role}_{year}"]) - before
                before += new
                if new:
                    rows.append(
                        {
                            "site": row["name"],
                            "oblast": names[row["oblast_id"]],
                            "role": role,
                            "year": str(year),
                            "new": new,
                        }
                    )
    frame = pd.DataFrame(rows, columns=["site", "oblast", "role", "year", "new"])
    frame["row"] = frame["oblast"] + " · " + frame["site"]
    order = sorted(frame["row"].unique())
    base = alt.Chart(frame)
    channels: dict[str, Any] = {
        "x": alt.X(
            "year:O", title=None, sort=years, axis=alt.Axis(orient="top", labelAngle=0),
            scale=alt.Scale(domain=years),
        ),
        "y": alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=360)),
        "tooltip": [
            alt.Tooltip("row:N", title="site"),
            alt.Tooltip("year:O", title="in service"),
            alt.Tooltip("new:Q", title="centres"),
        ],
    }  # fmt: skip
    size = alt.Size("new:Q", legend=None, scale=alt.Scale(domain=[0, 4], range=[20, 420]))
    ring = base.transform_filter("datum.role == 'budget'").mark_point(
        shape="circle", filled=False, stroke=style.DOCUMENTED, strokeWidth=2, opacity=1
    )
    disc = base.transform_filter("datum.role == 'optimised'").mark_point(
        shape="circle", filled=True, fill=style.OPTIMISED, opacity=0.75
    )
    chart = style.layered(
        disc.encode(size=size, **channels), ring.encode(size=size, **channels)
    ).properties(width=430, height=alt.Step(19))
    return style.finish(chart)


def transport_chart(answer: Answer) -> alt.HConcatChart:
    """Tonne-kilometres by road, and freight through centres, by period and plan."""
    frame = horizon_table(answer).frame
    frame = frame[frame["plan"].isin(PLAN_COLOURS)]
    frame = frame.assign(percent=100 * frame["share_through_centres"])
    left = _lines(frame, "road_tkm_bn", "bn t-km by road a year")
    right = _lines(frame, "percent", "Freight through centres, %")
    return style.finish(alt.hconcat(left, right, spacing=40))


def money_chart(answer: Answer) -> alt.LayerChart:
    """Money spent so far against the money that has come in."""
    rows = []
    for name, label in SHORT.items():
        if name not in answer.evaluations or label not in PLAN_COLOURS:
            continue
        part = answer.evaluations[name].by_year
        so_far = part["spending"].cumsum() / MLN_PER_BN
        rows += [
            {"plan": label, "year": str(int(y)), "bn": v}
            for y, v in zip(part["year"], so_far, strict=True)
        ]
    budget = answer.evaluations[answer.plan.name].by_year
    limit = pd.DataFrame(
        {
            "year": budget["year"].astype(int).astype(str),
            "bn": budget["budget"].cumsum() / MLN_PER_BN,
        }
    )
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("plan:N", sort=list(PLAN_COLOURS)),
            y=alt.Y("bn:Q", title="Spent so far, bn KZT"),
            color=_plan_colour(),
            tooltip=["plan:N", "year:O", alt.Tooltip("bn:Q", format=",.0f")],
        )
    )
    ticks = (
        alt.Chart(limit)
        .mark_tick(color=style.INK, thickness=2, width=alt.RelativeBandSize(0.95))
        .encode(x="year:O", y="bn:Q", tooltip=[alt.Tooltip("bn:Q", title="money so far")])
    )
    return style.finish(style.layered(bars, ticks).properties(width=560, height=250))


def prices_chart(answer: Answer) -> alt.HConcatChart:
    """What it costs to open a documented site, and to leave out a chosen one."""
    parts = []
    for wish, title, colour in (
        ("open", "Opening a named site that the optimum leaves", style.DOCUMENTED),
        ("close", "Leaving out a site of the optimum", AMBER),
    ):
        table = _in_bn(answer.tables["prices"])
        part = table[(table["wish"] == wish) & (table["high"] < float("inf"))]
        if len(part):
            parts.append(_bars(part.head(MOST), "name", title, colour))
    return style.finish(alt.hconcat(*parts, spacing=30))


def link_chart(answer: Answer) -> alt.LayerChart:
    """What is lost without a planned link, everything decided anew."""
    frame = _in_bn(answer.tables["link_prices"])
    frame["link"] = (
        frame["from_name"].astype(str) + "–" + frame["to_name"].astype(str) + ", " + frame["mode"]
    )
    title = "Discounted bn KZT more without the link"
    return style.finish(_bars(frame.head(MOST), "link", title, style.OPTIMISED, width=560))


def _in_bn(table: pd.DataFrame) -> pd.DataFrame:
    frame = table.copy()
    for column in ("low", "high"):
        frame[column] = frame[column].astype(float).clip(lower=0) / MLN_PER_BN
    return frame.sort_values("high", ascending=False, ignore_index=True)


def _bars(
    part: pd.DataFrame, label: str, title: str, colour: str, width: int = 360
) -> alt.LayerChart:
    """Bars up to what is proven, a thin line up to the best plan found."""
    base = alt.Chart(part)
    y = alt.Y(f"{label}:N", sort=list(part[label]), title=None, axis=alt.Axis(labelLimit=260))
    x = alt.X("low:Q", title="bn KZT, discounted", axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(color=colour, height=9).encode(y=y, x=x)
    reach = base.mark_rule(color=style.INK, strokeWidth=1.4).encode(y=y, x="low:Q", x2="high:Q")
    chart: alt.LayerChart = style.layered(bars, reach).properties(
        width=width, height=alt.Step(16), title=title
    )
    return chart


def _plan_colour(legend: bool = True) -> alt.Color:
    return alt.Color(
        "plan:N",
        title=None,
        scale=alt.Scale(domain=list(PLAN_COLOURS), range=list(PLAN_COLOURS.values())),
        legend=alt.Legend(orient="top", labelLimit=300) if legend else None,
    )


def _lines(frame: pd.DataFrame, column: str, title: str) -> alt.LayerChart:
    base = alt.Chart(frame).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y(f"{column}:Q", title=title, scale=alt.Scale(zero=True)),
        color=_plan_colour(),
        strokeDash=alt.condition(
            f"datum.plan == '{SHORT[PRINTED]}'", alt.value([4, 3]), alt.value([1, 0])
        ),
    )
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(
        tooltip=["plan:N", "year:O", alt.Tooltip(f"{column}:Q", format=",.1f")]
    )
    chart: alt.LayerChart = style.layered(base.mark_line(strokeWidth=2.2), dots).properties(
        width=440, height=230
    )
    return chart
