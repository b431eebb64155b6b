"""Money: spending against the envelope, where it goes, and what one more billion would buy."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.charts._lines import spread
from scenarios.views.numbers import MLN_PER_BN, bn, grouped
from scenarios.views.words import NOT_SERVED, plain_unit, plan_label, words

LABEL_ROOM = 215
_LINE = 24  # letters of a title beside the lowest panel
SMALLEST_VALUE = 1e-6  # below it a dual is rounding


def spending_chart(answer: Answer) -> alt.VConcatChart:
    """Three panels on one time axis: total against budget, by oblast, value of a bn tenge."""
    panels: list[alt.Chart | alt.LayerChart] = [_envelope(answer)]
    if len(frames.optimised(answer).spending["oblast_id"].unique()) > 1:
        panels.append(_by_oblast(answer))
    if money_is_scarce(answer):
        panels.append(_value(answer))
    chart: alt.VConcatChart = alt.vconcat(*panels, spacing=22).resolve_scale(
        color="independent", x="shared"
    )
    return style.finish(chart)


def _x(answer: Answer, labels: bool = True) -> alt.X:
    span = frames.years(answer)
    return alt.X(
        "year:O",
        title=None,
        scale=alt.Scale(domain=list(span), paddingInner=0.12),
        axis=alt.Axis(
            labelExpr="datum.value % 5 == 0 ? datum.label : ''",
            labelAngle=0,
            labels=labels,
            ticks=False,
        ),
    )


def _envelope(answer: Answer) -> alt.LayerChart:
    money = frames.spending(answer)
    height = 230
    money["said"] = [
        _(
            "{year}: optimised {optimised}, documented {documented}, budget {budget} bn KZT",
            year=row.year,
            optimised=bn(row.optimised * MLN_PER_BN),
            documented=bn(row.documented * MLN_PER_BN),
            budget=bn(row.budget * MLN_PER_BN),
        )
        for row in frames.rows(money)
    ]
    last = money[money["year"] == money["year"].max()].iloc[0]
    top = float(money[["optimised", "documented", "available"]].max().max()) * 1.08 or 1.0
    y_scale = alt.Scale(domain=[0, top], nice=False)
    y_title = _("Spending a year, {unit}", unit=frames.money_unit(answer))
    bars = (
        alt.Chart(money)
        .mark_bar(color=style.OPTIMISED, opacity=0.85)
        .encode(
            x=_x(answer),
            description="said:N",
            y=alt.Y("optimised:Q", title=y_title, scale=y_scale, axis=alt.Axis(format=",.0f")),
            tooltip=[
                alt.Tooltip("year:O", title=_("year")),
                alt.Tooltip("optimised:Q", title=_("optimised"), format=",.1f"),
                alt.Tooltip("documented:Q", title=_("documented"), format=",.1f"),
                alt.Tooltip("budget:Q", title=_("budget"), format=",.1f"),
                alt.Tooltip("carry_over:Q", title=_("carry-over"), format=",.1f"),
            ],
        )
    )
    lines = [
        _line(money, "available", style.MUTED, [2, 3], 1.2),
        _line(money, "budget", style.INK, [1, 0], 1.6),
        _line(money, "documented", style.DOCUMENTED, [7, 4], 2.0),
    ]
    names = {
        "budget": (_("Budget"), style.INK),
        "available": (_("Budget with carry-over"), style.MUTED),
        "documented": (plan_label(frames.baseline_name(answer)), style.DOCUMENTED),
        "optimised": (_("Optimised (bars)"), style.OPTIMISED),
    }
    ends = pd.DataFrame(
        sorted((float(last[c]), label, colour) for c, (label, colour) in names.items()),
        columns=["value", "label", "colour"],
    )
    ends["at"] = spread(list(ends["value"]), 16 * top / height, low=0.0)
    ends["year"] = int(last["year"])
    labels = (
        alt.Chart(ends)
        .mark_text(aria=False, align="left", dx=20, fontSize=12, fontWeight=500)
        .encode(
            x="year:O",
            y=alt.Y("at:Q", scale=y_scale),
            text="label:N",
            color=alt.Color("colour:N", scale=None),
        )
    )
    chart: alt.LayerChart = style.layered(bars, *lines, labels).properties(
        width=style.WIDTH - LABEL_ROOM, height=height
    )
    return chart


def _line(
    money: pd.DataFrame, column: str, colour: str, dash: list[int], width: float
) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(money)
        .mark_line(aria=False, color=colour, strokeDash=dash, strokeWidth=width, interpolate="step")
        .encode(x="year:O", y=f"{column}:Q")
    )
    return chart


def _by_oblast(answer: Answer) -> alt.Chart:
    table = frames.spending_by_oblast(answer)
    ours = table[table["role"] == frames.OPTIMISED_ROLE]
    ours = ours.assign(
        said=[
            _(
                "{oblast}, {year}: {money} bn KZT",
                oblast=row.oblast,
                year=row.year,
                money=bn(row.spending * MLN_PER_BN),
            )
            for row in frames.rows(ours)
        ]
    )
    order = list(
        ours.groupby("oblast")["spending"].sum().sort_values(ascending=False, kind="stable").index
    )
    row = max(20, min(45, 120 // len(order)))
    chart: alt.Chart = (
        alt.Chart(ours[["year", "oblast", "spending", "said"]])
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            x=_x(answer, labels=False),
            description="said:N",
            y=alt.Y("oblast:N", sort=order, title=None, axis=alt.Axis(labelLimit=170)),
            color=alt.Color(
                "spending:Q",
                title=_(
                    "Optimised, {unit}\na year, by oblast", unit=frames.money_unit(answer)
                ).split("\n"),
                scale=alt.Scale(range=["#f3f8fb", style.OPTIMISED, "#00304d"]),
                legend=alt.Legend(orient="right", gradientLength=90, format=",.0f", offset=18),
            ),
            tooltip=[
                alt.Tooltip("oblast:N", title=_("oblast")),
                alt.Tooltip("year:O", title=_("year")),
                alt.Tooltip("spending:Q", title=_("bn KZT"), format=",.1f"),
            ],
        )
        .properties(width=style.WIDTH - LABEL_ROOM, height=row * len(order))
    )
    return chart


def _value(answer: Answer) -> alt.Chart:
    value = answer.budget_value[answer.budget_value["year"].isin(frames.years(answer))]
    unit = value_unit(answer)
    value = value.assign(
        said=[
            _(
                "{year}: {value} {unit} for a bn KZT",
                year=row.year,
                value=grouped(row.value),
                unit=unit,
            )
            for row in frames.rows(value)
        ]
    )
    chart: alt.Chart = (
        alt.Chart(value[["year", "value", "said"]])
        .mark_bar(color=style.MUTED)
        .encode(
            x=_x(answer),
            description="said:N",
            y=alt.Y(
                "value:Q",
                title=[
                    *_("One more bn KZT\nin the year saves,").split("\n"),
                    *wrap(unit, _LINE, break_on_hyphens=False),
                ],
                axis=alt.Axis(tickCount=4, format=",.0f"),
            ),
            tooltip=[
                alt.Tooltip("year:O", title=_("year")),
                alt.Tooltip("value:Q", title=unit, format=",.1f"),
            ],
        )
        .properties(width=style.WIDTH - LABEL_ROOM, height=120)
    )
    return chart


def money_is_scarce(answer: Answer) -> bool:
    """Whether one more billion tenge would gain anything in any year of the scenario."""
    value = answer.budget_value
    return bool(len(value)) and float(value["value"].abs().max()) > SMALLEST_VALUE


def value_unit(answer: Answer) -> str:
    """Unit of the marginal value: that of the stage that minimises shortage, where there is one."""
    for certificate in answer.certificates:
        if "shortage" in certificate.stage or certificate.unit == NOT_SERVED:
            return plain_unit(certificate.unit, answer.scenario.study)
    if not answer.certificates:
        return words(answer.scenario.study).amount_years
    return plain_unit(answer.certificates[-1].unit, answer.scenario.study)
