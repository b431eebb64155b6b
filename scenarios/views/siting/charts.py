"""Small charts beside the map: what each wish costs, which sites every plan has."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.language import _, n_
from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.numbers import MLN_PER_BN, grouped
from scenarios.views.siting.site_map import AMBER

MOST = 25  # bars a side: more cannot be read


def price_frame(answer: Answer, wish: str) -> pd.DataFrame:
    """Prices of one kind of wish in bn KZT, dearest first; `open` or `close`."""
    table = answer.tables["prices"]
    table = table[table["wish"] == wish].copy()
    for column in ("low", "high"):
        table[column] = table[column].astype(float) / MLN_PER_BN
    return table.sort_values("high", ascending=False, ignore_index=True)


def price_chart(answer: Answer, wish: str) -> alt.LayerChart:
    """Bars up to what is proven, a thin line up to the best plan found."""
    table = price_frame(answer, wish)
    part = table.head(MOST) if wish == "open" else table.tail(MOST)
    part = part.assign(
        said=[
            _(
                "{name}: {low} to {high} bn KZT",
                name=name,
                low=grouped(low, 3),
                high=grouped(high, 3),
            )
            for name, low, high in zip(part["name"], part["low"], part["high"], strict=True)
        ]
    )
    colour = style.DOCUMENTED if wish == "open" else AMBER
    base = alt.Chart(part)
    order = alt.Y("name:N", sort=list(part["name"]), title=None, axis=alt.Axis(labelLimit=200))
    axis = alt.X("low:Q", title=_("Price, bn KZT discounted"), axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(color=colour, height=9).encode(y=order, x=axis, description="said:N")
    reach = base.mark_rule(aria=False, color=style.INK, strokeWidth=1.4)
    reach = reach.encode(y=order, x="low:Q", x2="high:Q")
    title = (
        _("Opening a centre that the plan leaves out")
        if wish == "open"
        else _("Giving up a chosen site")
    )
    chart = style.layered(bars, reach).properties(width=380, height=alt.Step(16), title=title)
    return chart


def shown_words(answer: Answer) -> str:
    """Which sites the chart leaves to the table; empty where it shows all."""
    count = len(price_frame(answer, "close"))
    if count <= MOST:
        return ""
    return n_(
        "Of {n} chosen site the {most} cheapest to give up are drawn; the table has all.",
        "Of {n} chosen sites the {most} cheapest to give up are drawn; the table has all.",
        count,
        most=MOST,
    )


def prices_chart(answer: Answer) -> alt.HConcatChart:
    """Both kinds of wish side by side, as far as they were priced."""
    wishes = [w for w in ("open", "close") if len(price_frame(answer, w))]
    return style.finish(alt.hconcat(*[price_chart(answer, w) for w in wishes], spacing=30))
