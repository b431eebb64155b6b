"""Charts of the village networks: the pipes, and how many people each budget reaches."""

from __future__ import annotations

import altair as alt

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.charts.pipe_map import pipe_map
from scenarios.views.numbers import bn_in_words, grouped
from scenarios.views.water.network import front, nodes, pipes, shown_design


def network_map(answer: Answer) -> alt.VConcatChart:
    """The shown design on its ground."""
    name = shown_design(answer)
    return pipe_map(nodes(answer, name), pipes(answer, name))


def budget_front(answer: Answer) -> alt.LayerChart:
    """People connected by the budget as stairs; the band reaches up to what is proven."""
    table = front(answer)
    table["said"] = [
        _(
            "{money}: {people:number} people in {villages:number} villages, at most {bound:number}",
            money=bn_in_words(row.budget_mln_kzt),
            people=row.people,
            villages=row.villages,
            bound=row.bound,
        )
        for row in frames.rows(table)
    ]
    table["label"] = table["villages"].map(grouped)
    top = 1.12 * float(table[["people", "bound"]].max().max())
    x = alt.X(
        "budget:Q",
        title=_("Money for the pipes, {unit}", unit=frames.money_unit(answer)),
        scale=alt.Scale(domain=[0, float(table["budget"].max()) * 1.03], nice=False),
        axis=alt.Axis(tickCount=10, grid=False),
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("people:Q", title=_("People connected"), scale=scale, axis=alt.Axis(format=",.0f"))
    base = alt.Chart(table)
    room = base.mark_rule(color=style.MUTED, strokeWidth=1.4, aria=False).encode(
        x=x, y=y, y2="bound:Q"
    )
    stairs = base.mark_line(
        interpolate="step-after", color=style.OPTIMISED, strokeWidth=2, aria=False
    ).encode(x=x, y=y)
    dots = base.mark_point(filled=True, size=75, color=style.OPTIMISED, opacity=1).encode(
        x=x, y=y, description="said:N", tooltip=[alt.Tooltip("said:N", title=_("budget"))]
    )
    names = base.mark_text(
        aria=False, align="right", baseline="bottom", dx=-5, dy=-5, fontSize=11, color=style.INK
    ).encode(x=x, y=y, text="label:N")
    chart: alt.LayerChart = style.layered(room, stairs, dots, names).properties(
        width=style.WIDTH - 110, height=270
    )
    return style.finish(chart)
