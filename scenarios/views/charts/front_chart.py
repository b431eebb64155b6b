"""Efficiency against fairness: what holding down the worst district costs in total shortage."""

from __future__ import annotations

import altair as alt
import pandas as pd

from scenarios.study import Answer
from scenarios.views import style
from scenarios.views.words import plan_label

CHOSEN = "chosen"
_ON_FRONT = ""


def front_chart(answer: Answer) -> alt.LayerChart:
    """Points of the front joined by a line, the chosen plan and the documented plans named."""
    table = front_table(answer)
    x = alt.X(
        "worst_percent:Q",
        title="Worst district, % of need without a place",
        scale=alt.Scale(zero=False, padding=30),
        axis=alt.Axis(format=".0f"),
    )
    y = alt.Y(
        "place_years:Q",
        title="Discounted shortage, million place-years",
        scale=alt.Scale(zero=False, padding=24),
        axis=alt.Axis(format=",.2f"),
    )
    colour = alt.Color("colour:N", scale=None)
    tooltip = [
        alt.Tooltip("name:N", title="plan"),
        alt.Tooltip("worst_percent:Q", title="worst district, %", format=".1f"),
        alt.Tooltip("place_years:Q", title="million place-years", format=",.3f"),
    ]
    ours = table[table["role"] != "documented"]
    line = (
        alt.Chart(ours[ours["label"] == _ON_FRONT])
        .mark_line(color=style.OPTIMISED, strokeWidth=1.6, interpolate="linear")
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
            tooltip=tooltip,
        )
    )
    named = table[table["name"] != "point of the front"]
    labels = [
        alt.Chart(named[named["side"] == side])
        .mark_text(align=side, dx=12 if side == "left" else -12, fontSize=12.5, fontWeight=500)
        .encode(x=x, y=y, text="name:N", color=colour)
        for side in ("left", "right")
    ]
    chart: alt.LayerChart = alt.layer(line, points, *labels).properties(
        width=style.WIDTH - 90, height=330
    )
    return style.finish(chart)


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
    table["colour"] = [
        style.OPTIMISED if role == "optimised" else style.DOCUMENTED for role in table["role"]
    ]
    table["shape"] = [
        "diamond" if label == CHOSEN else "circle" if role == "optimised" else "square"
        for label, role in zip(table["label"], table["role"], strict=True)
    ]
    table["size"] = [230 if label == CHOSEN else 90 for label in table["label"]]
    middle = (table["worst_percent"].min() + table["worst_percent"].max()) / 2
    table["side"] = ["left" if w <= middle else "right" for w in table["worst_percent"]]
    return table.sort_values("worst_percent", ignore_index=True)


def _name(label: str) -> str:
    if label == _ON_FRONT:
        return "point of the front"
    return "Chosen plan" if label == CHOSEN else plan_label(label)
