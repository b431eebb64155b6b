"""Lines by year with their names at the ends: the form that the curves share."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.numbers import grouped
from scenarios.views.words import PRINTED, UNDER_BUDGET, WITHOUT_WAITING

HEIGHT = 330
LABEL_ROOM = 262  # px to the right of the last year
_LINE_GAP = 17  # px between two labels
_DASHES = {PRINTED: [2, 3], UNDER_BUDGET: [7, 4], WITHOUT_WAITING: [8, 3, 2, 3]}
_SOLID = [1, 0]
_SAMPLES = {PRINTED: "·····", UNDER_BUDGET: "– – –", WITHOUT_WAITING: "– · –"}
_SOLID_SAMPLE = "———"


def yearly_lines(answer: Answer, column: str, axis_title: str) -> alt.LayerChart:
    """One line per plan: the optimised one strong, documented ones slate and told by their dash."""
    table = frames.by_year(answer)[["plan", "label", "role", "year", column]]
    table = table[table["year"].isin(frames.years(answer))].copy()
    table["said"] = [
        f"{row.label}, {row.year}: {grouped(getattr(row, column))}" for row in frames.rows(table)
    ]
    top = float(table[column].max()) or 1.0
    scale = alt.Scale(domain=[0, top * 1.08], nice=False)
    y = alt.Y(
        f"{column}:Q",
        title=axis_title,
        scale=scale,
        axis=alt.Axis(tickCount=6, format=",.0f"),
    )
    plans = list(answer.evaluations)
    lines = (
        alt.Chart(table)
        .mark_line(aria=False)
        .encode(
            x=year_axis(answer),
            y=y,
            detail="plan:N",
            color=role_colour(),
            strokeDash=alt.StrokeDash(
                "plan:N",
                scale=alt.Scale(
                    domain=plans,
                    range=[
                        [1, 0] if n == 0 else _DASHES.get(p, _SOLID) for n, p in enumerate(plans)
                    ],
                ),
                legend=None,
            ),
            strokeWidth=alt.StrokeWidth(
                "role:N",
                scale=alt.Scale(
                    domain=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE], range=[1.8, 3.2]
                ),
                legend=None,
            ),
        )
    )
    dots = (
        alt.Chart(table)
        .mark_point(filled=True, opacity=0, size=120)
        .encode(
            x=year_axis(answer),
            y=y,
            description="said:N",
            tooltip=[
                alt.Tooltip("label:N", title=_("plan")),
                alt.Tooltip("year:Q", title=_("year"), format="d"),
                alt.Tooltip(f"{column}:Q", title=axis_title, format=",.0f"),
            ],
        )
    )
    names = (
        alt.Chart(_end_labels(table, column, top * 1.08))
        .mark_text(align="left", dx=8, fontSize=12.5, fontWeight=500, aria=False)
        .encode(
            x=year_axis(answer), y=alt.Y("at:Q", scale=scale), text="name:N", color=role_colour()
        )
    )
    layers = [*horizon_marks(answer), lines, dots, names]
    chart: alt.LayerChart = style.layered(*layers).properties(
        width=style.WIDTH - LABEL_ROOM, height=HEIGHT
    )
    return chart


def year_axis(answer: Answer, title: str | None = None) -> alt.X:
    span = frames.years(answer)
    return alt.X(
        "year:Q",
        title=title,
        scale=alt.Scale(domain=[span[0], max(span[-1], span[0] + 1)], nice=False),
        axis=alt.Axis(format="d", grid=False, tickMinStep=1),
    )


def role_colour() -> alt.Color:
    return alt.Color(
        "role:N",
        scale=alt.Scale(
            domain=[frames.DOCUMENTED_ROLE, frames.OPTIMISED_ROLE],
            range=[style.DOCUMENTED, style.OPTIMISED],
        ),
        legend=None,
    )


def horizon_marks(answer: Answer) -> list[alt.Chart]:
    """Thin upright lines at the documents' horizons, named at the top."""
    marks = pd.DataFrame({"year": frames.horizons(answer)})
    if marks.empty:
        return []
    marks["name"] = [_("horizon {year}", year=year) for year in marks["year"]]
    base, x = alt.Chart(marks), year_axis(answer)
    return [
        base.mark_rule(aria=False, color=style.BORDER, strokeDash=[2, 2]).encode(x=x),
        base.mark_text(
            aria=False, align="right", baseline="top", dx=-4, fontSize=11, color=style.MUTED
        ).encode(x=x, y=alt.value(0), text="name:N"),
    ]


def _end_labels(table: pd.DataFrame, column: str, top: float) -> pd.DataFrame:
    """Names at the line ends, moved apart where lines end close together."""
    ends = table.sort_values("year").groupby("plan", sort=False).tail(1).copy()
    ends = ends.sort_values(column, kind="stable", ignore_index=True)
    samples = [_SAMPLES.get(plan, _SOLID_SAMPLE) for plan in ends["plan"]]
    ends["name"] = [f"{s} {label}" for s, label in zip(samples, ends["label"], strict=True)]
    ends["at"] = spread(list(ends[column]), _LINE_GAP * top / HEIGHT, low=0.0)
    return ends


def spread(values: list[float], gap: float, low: float) -> list[float]:
    """Ascending values moved as little as needed to lie `gap` apart, none below `low`.

    Each cluster of crowded labels is centred on the mean of its values.
    """
    clusters: list[list[float]] = []
    for value in values:
        clusters.append([value])
        while len(clusters) > 1 and _top(clusters[-2], gap, low) + gap > _bottom(
            clusters[-1], gap, low
        ):
            last = clusters.pop()
            clusters[-1] += last
    return [
        _bottom(cluster, gap, low) + n * gap for cluster in clusters for n in range(len(cluster))
    ]


def _bottom(cluster: list[float], gap: float, low: float) -> float:
    middle = sum(cluster) / len(cluster)
    return max(low, middle - gap * (len(cluster) - 1) / 2)


def _top(cluster: list[float], gap: float, low: float) -> float:
    return _bottom(cluster, gap, low) + gap * (len(cluster) - 1)
