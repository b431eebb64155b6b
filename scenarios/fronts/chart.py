"""The picture of a front."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from scenarios.fronts.answer import Against, Front
from scenarios.language import _, p_
from scenarios.views import style
from scenarios.views.numbers import MLN_PER_BN

_MILLION = 1e6
_WIDTH, _HEIGHT = style.WIDTH - 90, 380


def front_chart(front: Front, points: pd.DataFrame, amount: str) -> alt.LayerChart:
    """Points joined by a line, the knee named, nested plans as open circles."""
    money = front.request.against is Against.COST
    x_title = _("Discounted cost, bn KZT") if money else _("Worst share, % of need")
    scale = _scale(points["shortage"])
    head = p_("head", "Discounted {amount}", amount=amount)
    y_title = head if scale == 1.0 else _("{amount}, million", amount=head)

    def spots(cost: str, shortage: str) -> pd.DataFrame:
        given = points[cost] / MLN_PER_BN if money else points["worst_share"] * 100
        return pd.DataFrame({"x": given, "y": points[shortage] / scale, "knee": points["knee"]})

    best = spots("cost_mln_kzt", "shortage")
    x = alt.X("x:Q", title=x_title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.4~g"))
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.4~g"))
    line = alt.Chart(best).mark_line(aria=False, color=style.OPTIMISED, strokeWidth=1.6)
    dots = (
        alt.Chart(best)
        .mark_point(filled=True, opacity=1, color=style.OPTIMISED)
        .encode(
            x=x,
            y=y,
            size=alt.condition("datum.knee", alt.value(230), alt.value(70)),
            tooltip=[
                alt.Tooltip("x:Q", title=x_title, format=",.4~g"),
                alt.Tooltip("y:Q", title=y_title, format=",.4~g"),
            ],
        )
    )
    layers = [line.encode(x=x, y=y, order="x:Q"), dots]
    if front.nested:
        nested = spots("nested_cost_mln_kzt", "nested_shortage")
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


def _scale(values: pd.Series) -> float:
    return _MILLION if float(np.abs(values).max()) >= _MILLION else 1.0
