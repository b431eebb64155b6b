"""The picture of an explanation: a place by year in the documents, in the plan, with each wish."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.language import _
from scenarios.views import style

_HEIGHT = 210
_MOST_TICKS = 12
_WISH = style.SHORTAGE_RAMP[5]
_DASHES = ([6, 3], [2, 2], [9, 3, 2, 3], [1, 3], [12, 4], [4, 2, 1, 2])
_COLOURS = {"documented": style.DOCUMENTED, "optimised": style.OPTIMISED}


def course_chart(course: pd.DataFrame) -> alt.VConcatChart:
    """Steps by year, a panel for each thing that is counted; wishes dashed.

    Parameters
    ----------
    course : as `Explanation.tables` has it
    """
    plans = course[["role", "plan"]].drop_duplicates()
    names = plans["plan"].tolist()
    wishes = plans.loc[plans["role"] == "wish", "plan"].tolist()
    colours = [_COLOURS.get(role, _WISH) for role in plans["role"]]
    dashes = [
        _DASHES[wishes.index(name) % len(_DASHES)] if role == "wish" else [1, 0]
        for role, name in plans.itertuples(index=False)
    ]
    legend = alt.Legend(orient="top", columns=1, labelLimit=style.WIDTH, title=None)
    years = [int(year) for year in sorted(course["year"].unique())]
    panels = []
    for counted, part in course.groupby("counted", sort=False):
        base = alt.Chart(part).encode(
            x=alt.X(
                "year:Q",
                title=_("Year"),
                axis=alt.Axis(
                    title=None, format="d", values=years[:: len(years) // _MOST_TICKS + 1]
                ),
                scale=alt.Scale(domain=[years[0], years[-1]], nice=False),
            ),
            y=alt.Y(
                "value:Q", title=_("Value"), axis=alt.Axis(title=None, format="~s"), stack=None
            ),
            color=alt.Color(
                "plan:N",
                title=_("Plan"),
                scale=alt.Scale(domain=names, range=colours),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "plan:N",
                title=_("Plan"),
                scale=alt.Scale(domain=names, range=dashes),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("plan:N", title=_("Plan")),
                alt.Tooltip("year:Q", title=_("Year")),
                alt.Tooltip("value:Q", title=_("Value"), format=",.1f"),
            ],
        )
        panels.append(
            base.mark_line(interpolate="step-after", strokeWidth=2).properties(
                title=counted, width=style.WIDTH - 60, height=_HEIGHT
            )
        )
    return style.finish(alt.vconcat(*panels, spacing=18))
