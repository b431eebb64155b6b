"""The roadmap in pictures: phases in years, targets reached, money, indicators, prices."""

from __future__ import annotations

from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from scenarios.language import _, told
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.frames import rows
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.roadmap.words import amount, goal_unit, limited, money, projects

DOCUMENTED, OPTIMISED = "documented", "optimised"
LABELS = 340  # px for the names of projects
ROW = 25
PANEL = (275, 110)
IN_ROW = 3
AXIS = 58  # px for numbers, the same in every panel


def sequence_frame(answer: Answer) -> pd.DataFrame:
    """Money by project, plan and year: item, label, plan, year, spending (mln KZT), share."""
    frames = []
    for label, name in (
        (DOCUMENTED, answer.comparison.baseline),
        (OPTIMISED, answer.plan.name),
    ):
        table = answer.evaluations[name].by_unit[["unit_id", "year", "public", "private"]].copy()
        table["spending"] = table["public"] + table["private"]
        frames.append(table.assign(plan=label))
    joined = pd.concat(frames, ignore_index=True).rename(columns={"unit_id": "item"})
    joined["item"] = joined["item"].astype(str)
    known = projects(answer).set_index("item")
    joined["label"] = joined["item"].map(known["label"])
    joined["share"] = joined["spending"] / joined["item"].map(known["cost"])
    return joined[joined["spending"] > 0].reset_index(drop=True)


def sequence_chart(answer: Answer) -> alt.LayerChart:
    """A row a project, documented above optimised, darker where more of its money is spent."""
    table = sequence_frame(answer)
    table["plan"] = [told(plan) for plan in table["plan"]]
    table["said"] = [
        _(
            "{project}, {plan}, {year}: {money}",
            project=r.label,
            plan=r.plan,
            year=r.year,
            money=money(r.spending),
        )
        for r in rows(table)
    ]
    table["strength"] = 0.25 + 0.75 * np.sqrt(table["share"].clip(upper=1.0))
    order = list(projects(answer)["label"])
    years = sorted(set(table["year"]) | set(_years(answer)))
    bars = (
        alt.Chart(table[["label", "plan", "year", "strength", "said"]])
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "year:O",
                title=None,
                scale=alt.Scale(domain=years, paddingInner=0.04),
                axis=alt.Axis(labelAngle=0, orient="top", ticks=False),
            ),
            y=alt.Y(
                "label:N",
                sort=order,
                title=None,
                scale=alt.Scale(paddingInner=0.22),
                axis=alt.Axis(labelLimit=LABELS, labelColor=style.INK),
            ),
            yOffset=alt.YOffset("plan:N", sort=_plans()),
            color=alt.Color(
                "plan:N", scale=_colours(), legend=alt.Legend(title=None, orient="top", offset=2)
            ),
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
            description="said:N",
            tooltip=["said:N"],
        )
        .properties(width=style.WIDTH - LABELS - 20, height=ROW * len(order))
    )
    return style.finish(style.layered(bars))


def reached_chart(answer: Answer) -> alt.HConcatChart:
    """Targets reached and projects finished by year, both plans."""
    table = _both_by_year(answer, ["reached", "finished"])
    panels = [
        _pair_of_lines(table, "reached", _("Targets reached (parts counted)"), (470, 240)),
        _pair_of_lines(table, "finished", _("Projects finished"), (470, 240)),
    ]
    return style.finish(alt.hconcat(*panels, spacing=40))


def money_chart(answer: Answer) -> alt.HConcatChart:
    """Public and private spending by year against their envelopes."""
    table = _both_by_year(
        answer, ["public", "private", "budget_public", "budget_private", "spending"]
    )
    panels = [
        _money_panel(answer, table, "public", _("Public money")),
        _money_panel(answer, table, "private", _("Private investment")),
    ]
    return style.finish(alt.hconcat(*panels, spacing=40))


def indicator_chart(answer: Answer) -> alt.VConcatChart:
    """One small panel an indicator; unlike units are never added."""
    table = answer.tables["indicators"]
    panels = []
    for name, part in table.groupby("indicator", sort=False):
        long = part.melt(["year"], [DOCUMENTED, OPTIMISED], "plan", "value")
        panels.append(_pair_of_lines(long, "value", told(str(name)), PANEL, labels=False))
    lines = [
        alt.hconcat(*panels[i : i + IN_ROW], spacing=28) for i in range(0, len(panels), IN_ROW)
    ]
    return style.finish(alt.vconcat(*lines, spacing=18))


def price_chart(answer: Answer) -> alt.LayerChart:
    """Bars up to what is proven, a thin line up to the best schedule found."""
    table = priced(answer)
    unit = goal_unit(answer)
    table["said"] = [
        _(
            "{project}: at least {low}, at most {high} {unit}",
            project=r.label,
            low=amount(r.price_low),
            high=amount(r.price_high),
            unit=unit,
        )
        for r in rows(table)
    ]
    base = alt.Chart(table[["label", "price_low", "price_high", "said"]])
    y = alt.Y("label:N", sort=list(table["label"]), title=None, axis=alt.Axis(labelLimit=LABELS))
    x = alt.X("price_low:Q", title=_("Price, {unit}", unit=unit), axis=alt.Axis(tickCount=6))
    bars = base.mark_bar(color=style.DOCUMENTED, height=10).encode(y=y, x=x, description="said:N")
    reach = base.mark_rule(aria=False, color=style.INK, strokeWidth=1.4).encode(
        y=y, x="price_low:Q", x2="price_high:Q"
    )
    return style.finish(
        style.layered(bars, reach).properties(width=style.WIDTH - LABELS - 20, height=alt.Step(18))
    )


def priced(answer: Answer) -> pd.DataFrame:
    """Projects with a price, dearest first."""
    table = projects(answer)
    table = table[table["priced"] == "yes"]
    return table.sort_values(["price_low", "price_high"], ascending=False, ignore_index=True)


def _plans() -> list[str]:
    """Both plans as legends call them, documented first."""
    return [told(DOCUMENTED), told(OPTIMISED)]


def _colours() -> alt.Scale:
    return alt.Scale(domain=_plans(), range=[style.DOCUMENTED, style.OPTIMISED])


def _years(answer: Answer) -> list[int]:
    return [int(y) for y in answer.evaluations[answer.plan.name].by_year["year"]]


def _both_by_year(answer: Answer, columns: list[str]) -> pd.DataFrame:
    frames = [
        answer.evaluations[name].by_year[["year", *columns]].assign(plan=label)
        for label, name in (
            (DOCUMENTED, answer.comparison.baseline),
            (OPTIMISED, answer.plan.name),
        )
    ]
    return pd.concat(frames, ignore_index=True)


def _pair_of_lines(
    table: pd.DataFrame, column: str, title: str, size: tuple[int, int], labels: bool = True
) -> alt.LayerChart:
    data = table[["year", "plan", column]].rename(columns={column: "value"})
    data["plan"] = [told(plan) for plan in data["plan"]]
    data["said"] = [
        _("{plan}, {year}: {value:,.4g}", plan=r.plan, year=r.year, value=r.value)
        for r in rows(data)
    ]
    top = float(data["value"].max()) * 1.08 or 1.0
    base = alt.Chart(data)
    every = "datum.label" if labels else "datum.value % 4 == 2 ? datum.label : ''"
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelExpr=every))
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(tickCount=4, format=",.0f" if top >= 4 else ",.1f", minExtent=AXIS),
    )
    lines = base.mark_line(point=alt.OverlayMarkDef(size=22)).encode(
        x=x,
        y=y,
        color=alt.Color("plan:N", scale=_colours(), legend=None),
        strokeDash=alt.StrokeDash(
            "plan:N",
            scale=alt.Scale(domain=_plans(), range=[[6, 4], [1, 0]]),
            legend=None,
        ),
        description="said:N",
        tooltip=["said:N"],
    )
    layers: list[alt.Chart] = [lines]
    if labels:
        layers += _names(data, x, y, top / size[1])
    layer: alt.LayerChart = style.layered(*layers).properties(
        width=size[0], height=size[1], title=title
    )
    return layer


def _names(data: pd.DataFrame, x: alt.X, y: alt.Y, px: float) -> list[alt.Chart]:
    """Each line's name where the two lie furthest apart, outside the pair."""
    documented, optimised = _plans()
    values = {
        plan: data.loc[data["plan"] == plan, "value"].to_numpy(dtype=float)
        for plan in (documented, optimised)
    }
    years = data.loc[data["plan"] == optimised, "year"].to_numpy()
    apart = np.abs(values[optimised] - values[documented])
    if len(apart) > 2:
        apart[[0, -1]] = -1.0  # at the edges a name would run into the axis
    at_year = int(apart.argmax())
    height = {plan: float(of_plan[at_year]) for plan, of_plan in values.items()}
    above = optimised if height[optimised] >= height[documented] else documented
    marks = []
    for plan, colour in ((documented, style.DOCUMENTED), (optimised, style.OPTIMISED)):
        at = pd.DataFrame(
            {
                "year": [years[at_year]],
                "value": [height[plan] + (14 if plan == above else -16) * px],
                "plan": [plan],
            }
        )
        side: Literal["left", "right"] = "right" if plan == above else "left"
        marks.append(
            alt.Chart(at)
            .mark_text(aria=False, align=side, fontWeight=500, color=colour)
            .encode(x=x, y=y, text="plan:N")
        )
    return marks


def _money_panel(answer: Answer, table: pd.DataFrame, source: str, title: str) -> alt.LayerChart:
    data = table[["year", "plan", source, f"budget_{source}"]].copy()
    data["value"] = data[source] / MLN_PER_BN
    data["budget"] = data[f"budget_{source}"] / MLN_PER_BN
    envelope = data[data["plan"] == OPTIMISED][["year", "budget"]]
    envelope = envelope.assign(
        said=[
            _("envelope, {year}: {value:.1f} bn KZT", year=r.year, value=r.budget)
            for r in rows(envelope)
        ]
    )
    data["plan"] = [told(plan) for plan in data["plan"]]
    data["said"] = [
        _("{plan}, {year}: {value:.1f} bn KZT", plan=r.plan, year=r.year, value=r.value)
        for r in rows(data)
    ]
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False))
    bars = (
        alt.Chart(data[["year", "plan", "value", "said"]])
        .mark_bar()
        .encode(
            x=x,
            xOffset=alt.XOffset("plan:N", sort=_plans()),
            y=alt.Y("value:Q", title=_("bn KZT a year"), axis=alt.Axis(tickCount=5, format=",.0f")),
            color=alt.Color(
                "plan:N", scale=_colours(), legend=alt.Legend(title=None, orient="top", offset=2)
            ),
            description="said:N",
            tooltip=["said:N"],
        )
    )
    layers = [bars]
    if limited(answer):
        layers.append(
            alt.Chart(envelope)
            .mark_tick(color=style.INK, thickness=2, width=34)
            .encode(x=x, y="budget:Q", description="said:N")
        )
    layer: alt.LayerChart = style.layered(*layers).properties(width=470, height=240, title=title)
    return layer
