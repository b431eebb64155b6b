"""A picture of flows from left to right (Sankey), drawn from a table of amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.language import _
from scenarios.views import frames, style
from scenarios.views.charts._lines import spread
from scenarios.views.numbers import grouped

FloatArray = NDArray[np.float64]
_NODE = 13  # px of a node's width
_GAP = 7  # px between nodes
_LABEL = 150  # px for names beside the outer columns
_STEPS = 24  # points along a ribbon
_LINE = 14  # px between two names


def flow_picture(
    flows: pd.DataFrame,
    columns: Sequence[Sequence[str]],
    colours: Mapping[str, str],
    unit: str,
    *,
    height: int = 560,
) -> alt.LayerChart:
    """Ribbons as thick as what flows, nodes in columns from left to right.

    Parameters
    ----------
    flows : from, to, amount, colour (a key of `colours`); a flow joins two columns, left to right
    columns : names of the nodes, top to bottom, of each column
    colours : colour by the key of a flow
    unit : of the amounts
    """
    nodes = _nodes(flows, columns, height)
    ribbons = _ribbons(flows, nodes)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, style.WIDTH], nice=False), axis=None)
    y_scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
    areas = (
        alt.Chart(ribbons)
        .mark_area(opacity=0.62, aria=False)
        .encode(
            x=x,
            y=alt.Y("top:Q", scale=y_scale, axis=None),
            y2="bottom:Q",
            detail="flow:N",
            color=alt.Color(
                "colour:N",
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                legend=None,
            ),
        )
    )
    shown = nodes.assign(
        right=nodes["x"] + _NODE,
        said=[
            _("{name}: {amount:number} {unit}", name=row.name, amount=row.amount, unit=unit)
            for row in frames.rows(nodes)
        ],
    )
    boxes = (
        alt.Chart(shown)
        .mark_rect(color=style.INK)
        .encode(
            x=x,
            x2="right:Q",
            y=alt.Y("top:Q", scale=y_scale, axis=None),
            y2="bottom:Q",
            description="said:N",
        )
    )
    texts = []
    aligns: tuple[Literal["left", "right"], ...] = ("right", "left")
    for align in aligns:
        own = _labels(shown, len(columns), right=align == "left")
        halo = alt.Chart(own).mark_text(
            aria=False, align=align, fontSize=11.5, stroke="white", strokeWidth=3, opacity=0.85
        )
        text = alt.Chart(own).mark_text(aria=False, align=align, fontSize=11.5, color=style.INK)
        for mark in (halo, text):
            texts.append(mark.encode(x=x, y=alt.Y("at:Q", scale=y_scale), text="label:N"))
    chart: alt.LayerChart = style.layered(areas, boxes, *texts).properties(
        width=style.WIDTH, height=height
    )
    return style.finish(chart)


def _nodes(flows: pd.DataFrame, columns: Sequence[Sequence[str]], height: int) -> pd.DataFrame:
    """name, column, amount, x, top, bottom (px): the larger of what comes in and what goes out."""
    into = flows.groupby("to")["amount"].sum()
    out = flows.groupby("from")["amount"].sum()
    listed = [[n for n in names if n in into.index or n in out.index] for names in columns]
    amounts = {
        n: max(float(into.get(n, 0.0)), float(out.get(n, 0.0))) for names in listed for n in names
    }
    scale = min(
        (height - _GAP * (len(names) - 1)) / max(sum(amounts[n] for n in names), 1e-9)
        for names in listed
        if names
    )
    room = style.WIDTH - 2 * _LABEL - _NODE
    rows = []
    for number, names in enumerate(listed):
        tall = sum(amounts[n] for n in names) * scale + _GAP * (len(names) - 1)
        top = (height - tall) / 2
        x = _LABEL + room * number / max(1, len(listed) - 1)
        for name in names:
            bottom = top + amounts[name] * scale
            rows.append((name, number, amounts[name], x, top, bottom))
            top = bottom + _GAP
    return pd.DataFrame(rows, columns=["name", "column", "amount", "x", "top", "bottom"])


def _ribbons(flows: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """flow, colour, x, top, bottom: the outline of each ribbon, ordered so that few cross."""
    at = nodes.set_index("name")
    scale = float(((at["bottom"] - at["top"]) / at["amount"].where(at["amount"] > 0)).max())
    flows = flows[flows["amount"] > 0].reset_index(drop=True)
    thick = flows["amount"].to_numpy(dtype=float) * scale
    starts = _stacked(flows, at, "from", "to", thick)
    ends = _stacked(flows, at, "to", "from", thick)
    way = np.linspace(0.0, 1.0, _STEPS)
    bend = way * way * (3 - 2 * way)
    left = at["x"].reindex(flows["from"]).to_numpy()[:, None] + _NODE
    right = at["x"].reindex(flows["to"]).to_numpy()[:, None]
    top = starts[:, None] + (ends - starts)[:, None] * bend
    count = len(flows)
    return pd.DataFrame(
        {
            "flow": np.repeat(np.arange(count), _STEPS),
            "colour": np.repeat(flows["colour"].to_numpy(), _STEPS),
            "x": (left + (right - left) * way).round(1).ravel(),
            "top": top.round(2).ravel(),
            "bottom": (top + thick[:, None]).round(2).ravel(),
        }
    )


def _stacked(
    flows: pd.DataFrame, at: pd.DataFrame, end: str, other: str, thick: FloatArray
) -> FloatArray:
    """(F,) px of the upper edge of each flow at one end, in the order of the other ends."""
    found = np.zeros(len(flows))
    keys = at["top"].reindex(flows[other]).to_numpy()
    tops = at["top"].reindex(flows[end]).to_numpy()
    for members in flows.groupby(end).indices.values():
        order = members[np.argsort(keys[members], kind="stable")]
        below = np.concatenate([[0.0], np.cumsum(thick[order])[:-1]])
        found[order] = tops[order] + below
    return found


def _labels(nodes: pd.DataFrame, columns: int, *, right: bool) -> pd.DataFrame:
    """Names and amounts beside the nodes: the last column's to the right, the others' left.

    Moved apart where nodes are thin.
    """
    last = nodes["column"] == columns - 1
    own = nodes[last if right else ~last].copy()
    own["label"] = [f"{row.name}  {grouped(row.amount)}" for row in frames.rows(own)]
    own["x"] = own["x"] + (_NODE + 6 if right else -6)
    middle = (own["top"] + own["bottom"]) / 2
    own["at"] = middle
    for _column, members in own.groupby("column").groups.items():
        listed = middle.loc[members].sort_values()
        own.loc[listed.index, "at"] = spread(list(listed), _LINE, low=_LINE / 2)
    return own[["x", "at", "label"]]
