"""The picture of a front."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from scenarios.fronts.answer import Against, Front
from scenarios.fronts.subject import FrontWords
from scenarios.language import _
from scenarios.views import style
from scenarios.views.numbers import MLN_PER_BN

_MILLION = 1e6
_DIGITS = ",.6~g"
_WIDTH, _HEIGHT = style.WIDTH - 90, 380


def front_chart(front: Front, points: pd.DataFrame, words: FrontWords) -> alt.LayerChart:
    """Points joined by a line, the knee named, nested plans as open circles."""
    money = front.request.against is Against.COST
    millions = float(np.abs(points["objective"]).max()) / words.scale >= _MILLION
    scale = words.scale * (_MILLION if millions else 1.0)
    x_title, y_title = words.axes(front.request.against, millions=millions)

    def spots(cost: str, objective: str) -> pd.DataFrame:
        given = points[cost] / MLN_PER_BN if money else points["worst_share"] * 100
        return pd.DataFrame({"x": given, "y": points[objective] / scale, "knee": points["knee"]})

    best = spots("cost_mln_kzt", "objective")
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(zero=False), axis=alt.Axis(format=_DIGITS))
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(zero=False), axis=alt.Axis(format=_DIGITS))
    line = alt.Chart(best).mark_line(aria=False, color=style.OPTIMISED, strokeWidth=1.6)
    dots = (
        alt.Chart(best)
        .mark_point(filled=True, opacity=1, color=style.OPTIMISED)
        .encode(
            x=x,
            y=y,
            size=alt.condition("datum.knee", alt.value(230), alt.value(70)),
            tooltip=[
                alt.Tooltip("x:Q", title=x_title, format=_DIGITS),
                alt.Tooltip("y:Q", title=y_title, format=_DIGITS),
            ],
        )
    )
    layers = [line.encode(x=x, y=y, order="x:Q"), dots]
    if front.nested:
        nested = spots("nested_cost_mln_kzt", "nested_objective")
        layers.append(
            alt.Chart(nested)
            .mark_point(filled=False, opacity=1, color=style.SHORTAGE_RAMP[5], size=150)
            .encode(x=x, y=y)
        )
    if front.knee is not None:
        bend = best[best["knee"]].assign(said=_("knee"))
        layers.append(
            alt.Chart(bend)
            .mark_text(aria=False, align="left", baseline="bottom", dx=10, dy=-6, fontSize=13)
            .encode(x=x, y=y, text="said:N")
        )
    chart: alt.LayerChart = style.layered(*layers).properties(width=_WIDTH, height=_HEIGHT)
    return style.finish(chart)
