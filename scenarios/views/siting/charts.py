"""Small charts beside the map: what each wish costs, which sites every plan has."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.numbers import MLN_PER_BN
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
    colour = style.DOCUMENTED if wish == "open" else AMBER
    base = alt.Chart(part)
    order = alt.Y("name:N", sort=list(part["name"]), title=None, axis=alt.Axis(labelLimit=200))
    axis = alt.X("low:Q", title="Price, bn KZT discounted", axis=alt.Axis(tickCount=5))
    bars = base.mark_bar(color=colour, height=9).encode(y=order, x=axis)
    reach = base.mark_rule(color=style.INK, strokeWidth=1.4).encode(y=order, x="low:Q", x2="high:Q")
    title = (
        "Opening a centre that the plan leaves out" if wish == "open" else "Giving up a chosen site"
    )
    chart = style.layered(bars, reach).properties(width=380, height=alt.Step(16), title=title)
    return chart


def shown_words(answer: Answer) -> str:
    """Which sites the chart leaves to the table; empty where it shows all."""
    count = len(price_frame(answer, "close"))
    if count <= MOST:
        return ""
    return f"Of {count} chosen sites the {MOST} cheapest to give up are drawn; the table has all. "


def prices_chart(answer: Answer) -> alt.HConcatChart:
    """Both kinds of wish side by side, as far as they were priced."""
    wishes = [w for w in ("open", "close") if len(price_frame(answer, w))]
    return style.finish(alt.hconcat(*[price_chart(answer, w) for w in wishes], spacing=30))
