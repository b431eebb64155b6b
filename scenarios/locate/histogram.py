"""How far demand is from the site that serves it: by distance, beside today's sites."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.language import _, p_
from scenarios.locate.answer import LocationAnswer
from scenarios.views import style
from scenarios.views.table import Column, Table

FloatArray = NDArray[np.float64]

_BINS = 24
_HEIGHT = 260
PLAN, LOST, TODAY = "plan", "unserved", "today"


def histogram(answer: LocationAnswer) -> alt.LayerChart:
    """Bars: demand of the plan by distance; line: the same for the nearest existing site.

    Needs demand points.
    """
    frame = histogram_frame(answer)
    top = float(frame["to"].max())
    x = alt.X(
        "from:Q",
        title=_("km"),
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(tickCount=12),
    )
    y_scale = alt.Scale(domain=[0, float(frame[[PLAN, TODAY]].max().max()) or 1.0], nice=True)
    y = alt.Y("share:Q", title=_("Share of demand"), axis=alt.Axis(format=".0%"), scale=y_scale)
    served, lacking = p_("demand", "served"), p_("demand", "not reached")
    bars = frame.assign(kind=served, share=frame[PLAN] - frame[LOST], base=0.0)
    lost = frame.assign(kind=lacking, share=frame[PLAN], base=frame[PLAN] - frame[LOST])
    stacked = pd.concat([bars, lost[lost[LOST] > 0]], ignore_index=True)
    stacked["said"] = [
        _(
            "{low:g} to {high:g} km: {share:percent1} of demand, {kind}",
            low=a, high=b, share=s - o, kind=k,
        )
        for a, b, s, o, k in zip(
            stacked["from"], stacked["to"], stacked["share"], stacked["base"], stacked["kind"],
            strict=True,
        )
    ]  # fmt: skip
    columns = ["from", "to", "share", "base", "kind", "said"]
    layers: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(stacked[columns])
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=x,
            x2="to:Q",
            y=y,
            y2="base:Q",
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(
                    domain=[served, lacking],
                    range=[style.OPTIMISED, style.SHORTAGE_RAMP[5]],
                ),
                legend=alt.Legend(orient="top") if (frame[LOST] > 0).any() else None,
            ),
            description="said:N",
        )
    ]
    if answer.has_today:
        layers += _today(frame)
    standard = answer.question.standard
    if np.isfinite(standard) and standard < top:
        layers.append(_standard(standard))
    chart: alt.LayerChart = style.finish(
        style.layered(*layers).properties(width=style.WIDTH - 70, height=_HEIGHT)
    )
    return chart


def _today(frame: pd.DataFrame) -> list[alt.Chart]:
    steps = pd.DataFrame(
        {
            "from": [*frame["from"], frame["to"].iloc[-1]],
            "share": [*frame[TODAY], frame[TODAY].iloc[-1]],
        }
    )
    # where the line stands clear of the bars
    peak = frame.loc[[(frame[TODAY] - frame[PLAN]).idxmax()]]
    label = pd.DataFrame(
        {
            "at": (peak["from"] + peak["to"]) / 2,
            "share": peak[TODAY],
            "text": _("nearest site today"),
        }
    )
    line = alt.Chart(steps).mark_line(
        aria=False, interpolate="step-after", color=style.DOCUMENTED, strokeWidth=2
    )
    name = alt.Chart(label).mark_text(
        aria=False, dy=-8, align="center", color=style.DOCUMENTED, fontWeight=600
    )
    return [
        line.encode(x="from:Q", y="share:Q"),
        name.encode(x="at:Q", y="share:Q", text="text:N"),
    ]


def _standard(standard: float) -> alt.LayerChart:
    mark = pd.DataFrame({"km": [standard], "text": [_("standard {km:g} km", km=standard)]})
    rule = alt.Chart(mark).mark_rule(aria=False, color=style.INK, strokeDash=[5, 3])
    text = alt.Chart(mark).mark_text(aria=False, align="left", dx=5, baseline="top")
    return style.layered(
        rule.encode(x="km:Q"), text.encode(x="km:Q", y=alt.value(2), text="text:N")
    )


def histogram_frame(answer: LocationAnswer) -> pd.DataFrame:
    """Share of demand by distance class: from, to (km), plan, unserved (part of plan), today."""
    weight, distance = answer.question.weight, answer.km
    total = float(weight.sum())
    known = np.isfinite(distance)
    today = answer.km_today if answer.has_today else None
    farthest = max(
        [float(distance[known].max(initial=0.0))] + ([] if today is None else [float(today.max())])
    )
    edges = _edges(farthest)
    plan, _edges_too = np.histogram(distance[known], edges, weights=weight[known])
    left = weight * (1 - answer.served)
    lost, _edges_too = np.histogram(distance[known], edges, weights=left[known])
    frame = pd.DataFrame({"from": edges[:-1], "to": edges[1:], PLAN: plan / total})
    frame[LOST] = np.where(lost / total > 1e-12, lost / total, 0.0)
    frame[TODAY] = 0.0 if today is None else np.histogram(today, edges, weights=weight)[0] / total
    return frame


def _edges(farthest: float) -> FloatArray:
    """Round classes that reach the farthest distance."""
    if farthest <= 0:
        return np.array([0.0, 1.0])
    size = 10.0 ** np.floor(np.log10(farthest / _BINS))
    step = next(s * size for s in (1, 2, 2.5, 5, 10) if s * size * _BINS >= farthest)
    edges: FloatArray = np.arange(int(np.ceil(farthest / step - 1e-9)) + 1) * step
    return edges


def histogram_table(answer: LocationAnswer) -> Table:
    """The numbers behind the histogram."""
    columns = [
        Column("from", _("From, km"), "quantity"),
        Column("to", _("To, km"), "quantity"),
        Column(PLAN, p_("of points", "Demand"), "share"),
    ]
    frame = histogram_frame(answer)
    if (frame[LOST] > 0).any():
        columns.append(Column(LOST, _("Of it not reached"), "share"))
    if answer.has_today:
        columns.append(Column(TODAY, _("Nearest site today"), "share"))
    return Table("distances", _("Demand by distance"), tuple(columns), frame)
