"""Turns, money, transport by period, and what wishes and links are worth."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from scenarios.language import _, marked, spoken, told
from scenarios.language.alphabet import in_order
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.charts._lines import spread
from scenarios.views.logistics.judged import OPTIMISED, PRINTED, UNDER_BUDGET, periods
from scenarios.views.logistics.maps import AMBER
from scenarios.views.logistics.tables import SHORT, horizon_table
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, grouped

MOST = 22  # bars a side: more cannot be read
LINES_WIDTH, LINES_HEIGHT = 290, 240  # px of one of two charts of lines, without its names
LABEL_GAP = 15  # px between two names at line ends
PLAN_COLOURS = {
    marked("Optimised"): style.OPTIMISED,
    marked("Documented places, same money"): style.DOCUMENTED,
    marked("As printed, best order"): "#7d8891",
}


def turn_chart(answer: Answer) -> alt.LayerChart:
    """When each site gets its centres: rings documented, discs optimised, by oblast and name."""
    years = [str(year) for year in periods(answer)]
    rows = []
    sites = answer.tables["sites"]
    territory = answer.territory
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
                            "oblast": territory.name(row["oblast_id"], spoken()),
                            "role": role,
                            "year": str(year),
                            "new": new,
                        }
                    )
    frame = pd.DataFrame(rows, columns=["site", "oblast", "role", "year", "new"])
    frame["row"] = frame["oblast"] + " · " + frame["site"]
    frame["many"] = frame["new"].map(lambda new: f"× {new}" if new > 1 else "")
    order = sorted(frame["row"].unique(), key=in_order)
    roles = ["optimised", "budget"]
    plans = [told(SHORT[name]) for name in (OPTIMISED, UNDER_BUDGET)]
    frame["plan"] = frame["role"].map(dict(zip(roles, plans, strict=True)))
    frame["said"] = frame["row"] + ", " + frame["year"] + ": " + frame["plan"]
    base = alt.Chart(frame)
    channels: dict[str, Any] = {
        "x": alt.X(
            "year:O", title=None, sort=years, axis=alt.Axis(orient="top", labelAngle=0),
            scale=alt.Scale(domain=years),
        ),
        "y": alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=360, grid=True)),
    }  # fmt: skip
    colours = [style.OPTIMISED, style.DOCUMENTED]
    look: dict[str, Any] = {
        "stroke": alt.Stroke(
            "plan:N",
            title=None,
            scale=alt.Scale(domain=plans, range=colours),
            legend=alt.Legend(orient="top", symbolSize=130, labelLimit=300),
        ),
        "fill": alt.Fill(
            "plan:N",
            title=None,
            scale=alt.Scale(domain=plans, range=[style.OPTIMISED, "white"]),
        ),
        "tooltip": [
            alt.Tooltip("plan:N", title=_("plan")),
            alt.Tooltip("row:N", title=_("site")),
            alt.Tooltip("year:O", title=_("in service")),
            alt.Tooltip("new:Q", title=_("centres")),
        ],
        "description": "said:N",
    }
    marks = []
    for role, shift in zip(roles, (-26, 26), strict=True):
        part = base.transform_filter(f"datum.role == '{role}'")
        mark = part.mark_point(shape="circle", strokeWidth=2, size=110, opacity=1, xOffset=shift)
        marks.append(mark.encode(**look, **channels))
        many = part.mark_text(
            aria=False, align="left", dx=9, xOffset=shift, fontSize=11, color=style.INK
        )
        marks.append(many.encode(text="many:N", **channels))
    chart = style.layered(*marks).properties(width=style.WIDTH - 350, height=alt.Step(21))
    return style.finish(chart)


def transport_chart(answer: Answer) -> alt.HConcatChart:
    """Tonne-kilometres by road, and freight through centres, by period and plan."""
    frame = horizon_table(answer).frame
    frame = frame[frame["plan"].isin(PLAN_COLOURS)]
    frame = frame.assign(percent=100 * frame["share_through_centres"], plan=frame["plan"].map(told))
    left = _lines(frame, "road_tkm_bn", _("bn t-km by road a year"))
    right = _lines(frame, "percent", _("Freight through centres, %"))
    return style.finish(alt.hconcat(left, right, spacing=20))


def money_chart(answer: Answer) -> alt.LayerChart:
    """Money spent so far against the money that has come in."""
    rows = []
    for name, label in SHORT.items():
        if name not in answer.evaluations or label not in PLAN_COLOURS:
            continue
        part = answer.evaluations[name].by_year
        so_far = part["spending"].cumsum() / MLN_PER_BN
        rows += [
            {
                "plan": told(label),
                "year": str(int(y)),
                "bn": v,
                "said": _(
                    "{name}, {year}: {value}",
                    name=told(label),
                    year=int(y),
                    value=bn_in_words(MLN_PER_BN * v),
                ),
            }
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
            xOffset=alt.XOffset("plan:N", sort=[told(plan) for plan in PLAN_COLOURS]),
            y=alt.Y("bn:Q", title=_("Spent so far, bn KZT")),
            color=_plan_colour(),
            description="said:N",
            tooltip=[
                alt.Tooltip("plan:N", title=_("plan")),
                alt.Tooltip("year:O", title=_("year")),
                alt.Tooltip("bn:Q", title=_("bn KZT"), format=",.0f"),
            ],
        )
    )
    ticks = (
        alt.Chart(limit)
        .mark_tick(aria=False, color=style.INK, thickness=2, width=alt.RelativeBandSize(0.95))
        .encode(x="year:O", y="bn:Q", tooltip=[alt.Tooltip("bn:Q", title=_("money so far"))])
    )
    return style.finish(style.layered(bars, ticks).properties(width=style.WIDTH - 330, height=260))


def prices_chart(answer: Answer) -> alt.HConcatChart:
    """What it costs to open a documented site, and to leave out a chosen one."""
    parts = []
    for wish, title, colour in (
        ("open", _("Opening a named site that the optimum leaves"), style.DOCUMENTED),
        ("close", _("Leaving out a site of the optimum"), AMBER),
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
        frame["from_name"].astype(str)
        + "–"
        + frame["to_name"].astype(str)
        + ", "
        + frame["mode"].map(told)
    )
    title = _("Discounted bn KZT more without the link")
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
    part = part.assign(
        said=[
            _("{name}: {low} to {high} bn KZT", name=name, low=grouped(a, 3), high=grouped(b, 3))
            for name, a, b in zip(part[label], part["low"], part["high"], strict=True)
        ]
    )
    base = alt.Chart(part)
    y = alt.Y(f"{label}:N", sort=list(part[label]), title=None, axis=alt.Axis(labelLimit=260))
    x = alt.X("low:Q", title=_("bn KZT, discounted"), axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(color=colour, height=9).encode(y=y, x=x, description="said:N")
    reach = base.mark_rule(aria=False, color=style.INK, strokeWidth=1.4)
    reach = reach.encode(y=y, x="low:Q", x2="high:Q")
    chart: alt.LayerChart = style.layered(bars, reach).properties(
        width=width, height=alt.Step(16), title=title
    )
    return chart


def _plan_colour(legend: bool = True) -> alt.Color:
    return alt.Color(
        "plan:N",
        title=None,
        scale=alt.Scale(
            domain=[told(plan) for plan in PLAN_COLOURS], range=list(PLAN_COLOURS.values())
        ),
        legend=alt.Legend(orient="top", labelLimit=300) if legend else None,
    )


def _lines(frame: pd.DataFrame, column: str, title: str) -> alt.LayerChart:
    """One line a plan, named at its end."""
    years = sorted(frame["year"].astype(int).unique())
    frame = frame.assign(
        said=[
            _("{name}, {year}: {value}", name=name, year=int(year), value=grouped(value, 1))
            for name, year, value in zip(frame["plan"], frame["year"], frame[column], strict=True)
        ]
    )
    top = 1.06 * float(frame[column].max()) or 1.0
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[years[0], max(years[-1], years[0] + 1)], nice=False),
        axis=alt.Axis(values=years, format="d", grid=False),
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y(f"{column}:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5))
    colour = _plan_colour(legend=False)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    lines = base.mark_line(aria=False, strokeWidth=2.2).encode(
        strokeDash=alt.condition(
            alt.datum.plan == told(SHORT[PRINTED]), alt.value([4, 3]), alt.value([1, 0])
        )
    )
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(
        description="said:N",
        tooltip=[
            alt.Tooltip("plan:N", title=_("plan")),
            alt.Tooltip("year:O", title=_("year")),
            alt.Tooltip(f"{column}:Q", title=title, format=",.1f"),
        ],
    )
    ends = frame[frame["year"] == years[-1]].sort_values(column, ignore_index=True)
    ends = ends[["plan", "year"]].assign(
        at=spread(list(ends[column]), LABEL_GAP * top / LINES_HEIGHT, low=0.0)
    )
    names = (
        alt.Chart(ends)
        .mark_text(align="left", dx=9, fontSize=11.5, aria=False)
        .encode(x=x, y=alt.Y("at:Q", scale=scale), text="plan:N", color=colour)
    )
    chart: alt.LayerChart = style.layered(lines, dots, names).properties(
        width=LINES_WIDTH, height=LINES_HEIGHT
    )
    return chart
