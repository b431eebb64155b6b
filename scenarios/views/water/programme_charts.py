"""Charts of the programme that only water has: by which source, and the price of the date."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.language import _, told
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.charts._lines import spread
from scenarios.views.numbers import bn
from scenarios.views.water.programme import (
    DOCUMENTED_ORDER,
    OPTIMISED_ORDER,
    TECHNOLOGIES,
    reached,
    said_technology,
    technologies,
    yearly_budget,
)

_LABELS = 215  # px to the right of the last date
_HEIGHT = 290
_LINE = 16
_TECHNOLOGY_COLOURS = ("#08519c", "#6baed6", "#c6dbef")


def date_chart(answer: Answer) -> alt.LayerChart:
    """Least yearly budget by the date it buys, a line a plan; the band is what is not proven."""
    table = reached(answer)
    years = sorted(int(y) for y in table["year"].unique())
    budget = yearly_budget(answer)
    top = 1.1 * max(float(table["budget_high_bn"].max()), budget)
    table["role"] = [_role(plan) for plan in table["plan"]]
    table["said"] = [
        _(
            "{order}, all by {year}: {low} to {high} bn KZT a year",
            order=told(row.plan),
            year=row.year,
            low=bn(1000 * row.budget_low_bn),
            high=bn(1000 * row.budget_high_bn),
        )
        for row in frames.rows(table)
    ]
    x = alt.X(
        "year:Q",
        title=_("Year by which everybody is connected"),
        scale=alt.Scale(domain=[years[0], max(years[-1], years[0] + 1)], nice=False),
        axis=alt.Axis(format="d", values=years, grid=False),
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    title = _("Least budget a year, {unit}", unit=frames.money_unit(answer))
    y = alt.Y("budget_high_bn:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6))
    colour = alt.Color(
        "role:N",
        legend=None,
        scale=alt.Scale(
            domain=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE],
            range=[style.DOCUMENTED, style.OPTIMISED],
        ),
    )
    dash = alt.StrokeDash(
        "role:N",
        legend=None,
        scale=alt.Scale(
            domain=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE], range=[[7, 4], [1, 0]]
        ),
    )
    base = alt.Chart(table).encode(x=x, color=colour, detail="plan:N")
    band = base.mark_area(opacity=0.22, aria=False).encode(
        y=alt.Y("budget_low_bn:Q", scale=scale), y2="budget_high_bn:Q"
    )
    lines = base.mark_line(strokeWidth=2.2, aria=False).encode(y=y, strokeDash=dash)
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=y, description="said:N", tooltip=[alt.Tooltip("said:N", title=_("date"))]
    )
    target = answer.scenario.water.target_year
    marks = pd.DataFrame({"year": [target], "name": [_("promised: {year}", year=target)]})
    promised = (
        alt.Chart(marks).mark_rule(aria=False, color=style.INK, strokeDash=[2, 2]).encode(x=x)
    )
    promise = (
        alt.Chart(marks)
        .mark_text(aria=False, align="left", baseline="top", dx=4, fontSize=11, color=style.INK)
        .encode(x=x, y=alt.value(0), text="name:N")
    )
    ends = [
        (float(part.iloc[-1]["budget_high_bn"]), _order(str(plan)), str(part.iloc[-1]["role"]))
        for plan, part in table.sort_values("year").groupby("plan", sort=False)
    ]
    ends.append((budget, _("This scenario's budget"), "budget"))
    named = pd.DataFrame(sorted(ends), columns=["value", "label", "role"])
    named["at"] = spread(list(named["value"]), _LINE * top / _HEIGHT, low=0.0)
    named["year"] = years[-1]
    named["colour"] = named["role"].map(
        {frames.DOCUMENTED_ROLE: style.DOCUMENTED, frames.OPTIMISED_ROLE: style.OPTIMISED}
    )
    labels = (
        alt.Chart(named.fillna({"colour": style.INK}))
        .mark_text(aria=False, align="left", dx=9, fontSize=12, fontWeight=500)
        .encode(
            x=x,
            y=alt.Y("at:Q", scale=scale),
            text="label:N",
            color=alt.Color("colour:N", scale=None),
        )
    )
    level = (
        alt.Chart(pd.DataFrame({"budget": [budget]}))
        .mark_rule(aria=False, color=style.INK, strokeWidth=1.4)
        .encode(y=alt.Y("budget:Q", scale=scale))
    )
    chart: alt.LayerChart = style.layered(
        band, level, promised, promise, lines, dots, labels
    ).properties(width=style.WIDTH - _LABELS - 60, height=_HEIGHT)
    return style.finish(chart)


def technology_chart(answer: Answer) -> alt.LayerChart:
    """Settlements by what connects them, an oblast a row, documented above optimised."""
    table = technologies(answer)
    names = [said_technology(t) for t in TECHNOLOGIES if t in set(table["technology"])]
    order = list(
        table.groupby("oblast")["settlements"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .index
    )
    table["role"] = [told(role) for role in table["role"]]
    table["rank"] = [list(TECHNOLOGIES).index(t) for t in table["technology"]]
    table["by"] = [said_technology(t) for t in table["technology"]]
    table["said"] = [
        _(
            "{oblast}, {plan}: {settlements:number} by {technology}",
            oblast=row.oblast,
            plan=row.role,
            settlements=row.settlements,
            technology=row.by,
        )
        for row in frames.rows(table)
    ]
    roles = [told(frames.DOCUMENTED_ROLE), told(frames.OPTIMISED_ROLE)]
    y = alt.Y(
        "oblast:N",
        sort=order,
        title=None,
        scale=alt.Scale(paddingInner=0.25),
        axis=alt.Axis(labelLimit=170, ticks=False),
    )
    offset = alt.YOffset("role:N", sort=roles, scale=alt.Scale(domain=roles, paddingInner=0.08))
    bars = (
        alt.Chart(table)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X(
                "settlements:Q",
                title=_("Settlements connected"),
                axis=alt.Axis(format=",.0f", tickCount=8),
            ),
            y=y,
            yOffset=offset,
            color=alt.Color(
                "by:N",
                title=None,
                scale=alt.Scale(domain=names, range=list(_TECHNOLOGY_COLOURS[: len(names)])),
                legend=alt.Legend(orient="top", symbolType="square", labelLimit=300),
            ),
            order=alt.Order("rank:Q"),
            description="said:N",
        )
    )
    ends = table.groupby(["oblast", "role"], as_index=False)["settlements"].sum()
    labels = (
        alt.Chart(ends)
        .mark_text(aria=False, align="left", dx=5, fontSize=11, color=style.INK)
        .encode(x="settlements:Q", y=y, yOffset=offset, text="role:N")
    )
    chart: alt.LayerChart = style.layered(bars, labels).properties(
        width=style.WIDTH - 280,
        height=alt.Step(15, **{"for": "offset"}),
    )
    return style.finish(chart)


def _order(order: str) -> str:
    """An order at the end of its line."""
    return {
        OPTIMISED_ORDER: _("Optimised order"),
        DOCUMENTED_ORDER: _("Documented order"),
    }.get(order) or order.capitalize()


def _role(order: str) -> str:
    return frames.OPTIMISED_ROLE if order == OPTIMISED_ORDER else frames.DOCUMENTED_ROLE
