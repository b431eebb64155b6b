"""Regrets as a heat table, first starts by how sure they are, assumptions as a tornado."""

from __future__ import annotations

import textwrap

import altair as alt
import numpy as np
import pandas as pd

from scenarios.language import _, p_, told
from scenarios.language.numbers import localised
from scenarios.uncertainty.actions import EVERY, FEW, MOST
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.naming import future_name
from scenarios.uncertainty.tables import level_words, tornado_frame
from scenarios.uncertainty.wording import amount
from scenarios.views import style
from scenarios.views.charts._spoken import labels
from scenarios.views.numbers import percent

# Bars shorter than this share of the longest have no room for a number.
_TOLD = 0.02
_WHOLE_STEPS = 0.05  # from here on steps of an axis are whole percents
_ROW, _LINE, _LABELS, _MOST_UNITS, _MOST_BARS = 34, 14, 330, 30, 15
_LETTER = 7.0  # px, a wide letter of a label
_LINES = "split(datum.label, '\\n')"


def regret_chart(answer: UncertaintyAnswer) -> alt.LayerChart:
    """Plans down, futures across: the darker, the more is lost against the best known."""
    payoff, measure = answer.payoff, answer.question.measure
    room = style.WIDTH - _LABELS - 40
    plans = [_wrapped(p.told, _LABELS) for p in answer.plans]
    futures = [_wrapped(future_name(f.label), room // len(answer.futures)) for f in answer.futures]
    share = payoff.regret / np.maximum(payoff.best, 1e-9)
    top = float(np.nanmax(share, initial=0.0)) or 1.0
    frame = pd.DataFrame(
        [
            {
                "plan": plan,
                "future": future,
                "share": share[c, f],
                "text": _("not possible")
                if np.isnan(share[c, f])
                else amount(float(payoff.regret[c, f]), measure),
                "dark": bool(share[c, f] > 0.6 * top),
            }
            for c, plan in enumerate(plans)
            for f, future in enumerate(futures)
        ]
    )
    frame["said"] = [
        _("{plan}, {future}: {regret}", plan=row.plan, future=row.future, regret=row.text)
        for row in frame.itertuples()
    ]
    base = alt.Chart(frame).encode(
        x=alt.X(
            "future:N",
            sort=futures,
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=0,
                labelLimit=room // len(futures),
                labelExpr=_LINES,
                # Vega makes room for the lines but hangs them from the first
                labelPadding=4 + _LINE * max(f.count("\n") for f in futures),
            ),
        ),
        y=alt.Y(
            "plan:N", sort=plans, title=None, axis=alt.Axis(labelLimit=_LABELS, labelExpr=_LINES)
        ),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "share:Q",
            scale=alt.Scale(domain=[0, top], range=list(style.SHORTAGE_RAMP)),
            legend=None,
        ),
        description="said:N",
    )
    text = base.mark_text(aria=False).encode(
        text="text:N",
        color=alt.condition("datum.dark", alt.value("white"), alt.value(style.INK)),
    )
    tall = max(_ROW, _LINE * (2 + max(p.count("\n") for p in plans)))
    chart: alt.LayerChart = style.finish(
        style.layered(cells, text).properties(width=room, height=tall * len(plans))
    )
    return chart


def _wrapped(text: str, room: int) -> str:
    """Parts of a label, and what is too long for its room, on lines of their own."""
    width = int(room / _LETTER)
    return "\n".join(line for part in text.split(", ") for line in textwrap.wrap(part, width))


def actions_chart(answer: UncertaintyAnswer) -> alt.LayerChart:
    """What is started down, years across: blue where every future agrees, how much in it.

    What is started most on average, at most thirty.
    """
    frame = answer.actions.assign(unit=[told(answer.names[u]) for u in answer.actions["what"]])
    totals = frame.groupby("unit")["mean"].sum().sort_values(ascending=False)
    order = list(totals.index[:_MOST_UNITS])
    frame = frame[frame["unit"].isin(order)].assign(
        text=lambda f: [localised(f"{p:.0f}" if p >= 10 else f"{p:.2g}") for p in f["mean"]],
        said=lambda f: [
            _(
                "{unit} {year}: {share} of the weight, {mean:.0f} {counted} on average",
                unit=unit,
                year=year,
                share=percent(share),
                mean=mean,
                counted=told(answer.counted),
            )
            for unit, year, share, mean in f[["unit", "start_year", "share", "mean"]].itertuples(
                index=False
            )
        ],
    )
    base = alt.Chart(frame).encode(
        x=alt.X("start_year:O", title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("unit:N", sort=order, title=None, axis=alt.Axis(labelLimit=_LABELS)),
    )
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "found_in:N",
            title=_("In the optimum of"),
            scale=alt.Scale(
                domain=[EVERY, MOST, FEW], range=[style.OPTIMISED, "#8cc0e0", style.GRID]
            ),
            legend=alt.Legend(
                orient="top",
                labelLimit=300,
                titleLimit=400,
                labelExpr=labels(
                    {
                        EVERY: _("every future"),
                        MOST: _("most (over half of the weight)"),
                        FEW: p_("of futures", "few"),
                    }
                ),
            ),
        ),
        description="said:N",
    )
    text = base.mark_text(aria=False).encode(
        text="text:N",
        color=alt.condition(
            f"datum.found_in === '{EVERY}'", alt.value("white"), alt.value(style.INK)
        ),
    )
    chart: alt.LayerChart = style.finish(
        style.layered(cells, text).properties(
            width=style.WIDTH - _LABELS - 40, height=24 * len(order)
        )
    )
    return chart


def _told_apart(changes: pd.Series) -> str:
    """How an axis writes changes, with as many digits as its steps need."""
    reach = float(changes.abs().max())
    digits = 0 if reach >= _WHOLE_STEPS else 1 if reach >= _WHOLE_STEPS / 10 else 2
    return f"+.{digits}%"


def tornado_chart(answer: UncertaintyAnswer) -> alt.LayerChart:
    """Bars from the base's value to the value at each end; longest first, at most fifteen."""
    frame = tornado_frame(answer).dropna(subset=["value"])
    order = list(dict.fromkeys(frame["assumption"]))[:_MOST_BARS]
    frame = frame[frame["assumption"].isin(order)].assign(
        text=lambda f: [localised(f"{s:g}") for s in f["setting"]], zero=0.0
    )
    words = level_words()
    frame["said"] = [
        _(
            "{assumption} {level}: {change:percent1}",
            assumption=assumption,
            level=words[level],
            change=change,
        )
        for assumption, level, change in frame[["assumption", "level", "change_share"]].itertuples(
            index=False
        )
    ]
    y = alt.Y("assumption:N", sort=order, title=None, axis=alt.Axis(labelLimit=_LABELS))
    bars = (
        alt.Chart(frame)
        .mark_bar(height=16)
        .encode(
            x=alt.X(
                "change_share:Q",
                title=_("Change of the measure against the base (lower is better)"),
                axis=alt.Axis(format=_told_apart(frame["change_share"]), tickCount=8),
                scale=alt.Scale(nice=True, padding=40),
            ),
            x2="zero:Q",
            y=y,
            color=alt.Color(
                "level:N",
                title=_("Assumption at"),
                scale=alt.Scale(
                    domain=["low", "high"], range=[style.OPTIMISED, style.SHORTAGE_RAMP[4]]
                ),
                legend=alt.Legend(orient="top", labelExpr=labels(level_words())),
            ),
            description="said:N",
        )
    )
    away = frame["change_share"].abs()
    named = alt.Chart(frame[away > _TOLD * away.max()]).encode(
        x="change_share:Q", y=y, text="text:N"
    )
    right = named.transform_filter("datum.change_share >= 0").mark_text(
        aria=False, align="left", dx=4, color=style.MUTED
    )
    left = named.transform_filter("datum.change_share < 0").mark_text(
        aria=False, align="right", dx=-4, color=style.MUTED
    )
    chart: alt.LayerChart = style.finish(
        style.layered(bars, right, left).properties(
            width=style.WIDTH - _LABELS - 40, height=24 * len(order)
        )
    )
    return chart
