"""The picture of alternatives: when each plan spends where."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.alternatives.tables import OPTIMUM, plan_told
from scenarios.language import _
from scenarios.views import style

_MOST_PLACES = 25
_ROW = 22
_PREFIX = "year "


def places_chart(places: pd.DataFrame) -> alt.LayerChart:
    """A line a place from the earliest to the latest mean year of spending; the optimum filled.

    Parameters
    ----------
    places : `places_frame` with the column `place`
    """
    frame = places.head(_MOST_PLACES)
    order = list(frame["place"])
    years = [c for c in frame.columns if c.startswith(_PREFIX)]
    long = frame.melt("place", years, "plan", "year").dropna()
    long["plan"] = [p.removeprefix(_PREFIX) for p in long["plan"]]
    best_plan = long["plan"] == OPTIMUM
    long["plan"] = long["plan"].map(plan_told)
    ends = long.groupby("place", as_index=False)["year"].agg(["min", "max"])
    y = alt.Y("place:N", sort=order, title=_("Where"), axis=alt.Axis(title=None))
    title = _("Mean year of spending, weighted by money")
    scale = alt.Scale(zero=False)
    x = alt.X("year:Q", title=title, scale=scale, axis=alt.Axis(format="d"))
    span = (
        alt.Chart(ends)
        .mark_rule(aria=False, color=style.BORDER, strokeWidth=5)
        .encode(x=alt.X("min:Q", title=title, scale=scale), x2="max:Q", y=y)
    )
    shown = [
        alt.Tooltip("place:N", title=_("Where")),
        alt.Tooltip("plan:N", title=_("Plan")),
        alt.Tooltip("year:Q", title=_("Year"), format=".1f"),
    ]
    others = (
        alt.Chart(long[~best_plan])
        .mark_point(filled=False, opacity=1, size=60, color=style.DOCUMENTED)
        .encode(x=x, y=y, tooltip=shown)
    )
    best = (
        alt.Chart(long[best_plan])
        .mark_point(filled=True, opacity=1, size=90, color=style.OPTIMISED)
        .encode(x=x, y=y, tooltip=shown)
    )
    chart: alt.LayerChart = style.layered(span, others, best).properties(
        width=style.WIDTH - 220, height=_ROW * len(order)
    )
    return style.finish(chart)
