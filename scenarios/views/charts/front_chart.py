"""Efficiency against fairness: what holding down the worst district costs in total shortage."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.words import PRINTED, plan_label

CHOSEN = "chosen"
_ON_FRONT = ""
_WIDTH, _HEIGHT, _FONT = style.WIDTH - 90, 330, 12.5


def front_chart(answer: Answer) -> alt.LayerChart:
    """Points of the front joined by a line, the chosen plan and the documented plans named.

    The programme as printed is left out: it takes other money than the rest.
    """
    table = front_table(answer)
    table = table[table["label"] != PRINTED]
    x_domain = _padded(table["worst_percent"])
    y_domain = _padded(table["place_years"])
    x = alt.X(
        "worst_percent:Q",
        title=_("Worst district, % of need without a place"),
        scale=alt.Scale(domain=x_domain, zero=False, nice=False),
        axis=alt.Axis(format=".3~g", tickCount=10),
    )
    y = alt.Y(
        "place_years:Q",
        title=_("Discounted shortage, million place-years"),
        scale=alt.Scale(domain=y_domain, zero=False, nice=False),
        axis=alt.Axis(format=".4~g", tickCount=6),
    )
    colour = alt.Color("colour:N", scale=None)
    ours = table[table["label"] == _ON_FRONT]
    line = (
        alt.Chart(ours)
        .mark_line(aria=False, color=style.OPTIMISED, strokeWidth=1.6)
        .encode(x=x, y=y, order="worst_percent:Q")
    )
    points = (
        alt.Chart(table)
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            size=alt.Size("size:Q", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description="said:N",
            tooltip=[
                alt.Tooltip("name:N", title=_("plan")),
                alt.Tooltip("worst_percent:Q", title=_("worst district, %"), format=".1f"),
                alt.Tooltip("place_years:Q", title=_("million place-years"), format=",.3f"),
            ],
        )
    )
    named = table[table["label"] != _ON_FRONT].copy()
    spots = [
        Point(
            row.name,
            (row.worst_percent - x_domain[0]) / (x_domain[1] - x_domain[0]) * _WIDTH,
            (y_domain[1] - row.place_years) / (y_domain[1] - y_domain[0]) * _HEIGHT,
        )
        for row in frames.rows(named[["name", "worst_percent", "place_years"]])
    ]
    named["side"] = named["name"].map(place_labels(spots, _WIDTH, _FONT))
    texts = label_layers(named, _FONT, {"x": x, "y": y, "color": colour})
    chart: alt.LayerChart = style.layered(line, points, *texts).properties(
        width=_WIDTH, height=_HEIGHT
    )
    return style.finish(chart)


def _padded(values: pd.Series) -> list[float]:
    """The values' range and a tenth of it on both sides."""
    low, high = float(values.min()), float(values.max())
    room = 0.1 * (high - low) or max(abs(high), 1.0) * 0.05
    return [max(0.0, low - room), high + room]


def front_table(answer: Answer) -> pd.DataFrame:
    """The front with names, roles and percent: one row per point."""
    table = answer.front.copy()
    table["label"] = table["label"].fillna("").astype(str)
    table["role"] = [
        "optimised" if label in (_ON_FRONT, CHOSEN) else "documented" for label in table["label"]
    ]
    table["name"] = [_name(label) for label in table["label"]]
    table["worst_percent"] = table["worst_share"] * 100
    table["place_years"] = table["discounted_shortage_place_years"] / 1e6
    table["said"] = [
        _(
            "{name}: worst district {share:percent1}, {years:.3f} million place-years",
            name=row.name,
            share=row.worst_percent / 100,
            years=row.place_years,
        )
        for row in frames.rows(table[["name", "worst_percent", "place_years"]])
    ]
    table["colour"] = [
        style.OPTIMISED if role == "optimised" else style.DOCUMENTED for role in table["role"]
    ]
    table["shape"] = [
        "diamond" if label == CHOSEN else "circle" if role == "optimised" else "square"
        for label, role in zip(table["label"], table["role"], strict=True)
    ]
    table["size"] = [230 if label == CHOSEN else 90 for label in table["label"]]
    return table.sort_values("worst_percent", ignore_index=True)


def _name(label: str) -> str:
    if label == _ON_FRONT:
        return _("point of the front")
    return _("Chosen plan") if label == CHOSEN else plan_label(label)
