"""Names beside points so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from scenarios.views import style

SIDES = ("right", "left", "top", "bottom")
_AWAY: dict[str, tuple[tuple[str, int], str]] = {
    "right": (("dx", 1), "left"),
    "left": (("dx", -1), "right"),
    "top": (("dy", -1), "center"),
    "bottom": (("dy", 1), "center"),
}
_POINT = 5.0  # px: half the width of a plain point
_BESIDE, _ABOVE = 4.0, 9.5  # px from a point's edge to the begin, or the middle, of its name
_LETTER = 0.56  # mean width of a letter in font sizes


@dataclass(frozen=True)
class Point:
    """A named point in pixels, y downwards; one without a name only takes room."""

    name: str
    x: float
    y: float
    radius: float = _POINT


def place_labels(points: Iterable[Point], width: float, font_size: float) -> dict[str, str]:
    """Side of its point on which each name stands; a name without room is left out.

    Greedy in the given order: the first side that stays between 0 and `width` and meets no name
    and no other point.
    """
    listed = list(points)
    taken = [(p.x - p.radius, p.y - p.radius, p.x + p.radius, p.y + p.radius) for p in listed]
    sides: dict[str, str] = {}
    for own, point in enumerate(listed):
        if not point.name:
            continue
        wide, high = _LETTER * font_size * len(point.name), 1.15 * font_size
        beside, above = point.radius + _BESIDE, point.radius + _ABOVE
        for side in SIDES:
            left = {"right": point.x + beside, "left": point.x - beside - wide}.get(
                side, point.x - wide / 2
            )
            middle = {"top": point.y - above, "bottom": point.y + above}.get(side, point.y)
            spot = (left, middle - high / 2, left + wide, middle + high / 2)
            others = taken[:own] + taken[own + 1 :]
            if left >= 0 and left + wide <= width and not any(_meet(spot, o) for o in others):
                taken.append(spot)
                sides[point.name] = side
                break
    return sides


def label_layers(
    table: pd.DataFrame, font_size: float, channels: dict[str, Any]
) -> list[alt.Chart]:
    """Text layers with a white halo, one pair a side.

    `table` has the columns name and side, and radius (px) where points are not plain.
    """
    halo: dict[str, Any] = {
        "stroke": "white",
        "strokeWidth": 3,
        "strokeJoin": "round",
        "opacity": 0.85,
    }
    layers: list[alt.Chart] = []
    for side in SIDES:
        part = table[table["side"] == side]
        if part.empty:
            continue
        for look in (halo, {}):
            encoding = {k: v for k, v in channels.items() if k != "color" or not look}
            text = alt.Chart(part).mark_text(
                aria=False, fontSize=font_size, color=style.INK, **_mark(side, table), **look
            )
            layers.append(text.encode(text="name:N", **encoding))
    return layers


def _mark(side: str, table: pd.DataFrame) -> dict[str, Any]:
    """Alignment and distance of a name; the distance follows the point's own size."""
    (shift, sign), align = _AWAY[side]
    gap = _BESIDE if shift == "dx" else _ABOVE
    if "radius" not in table:
        return {"align": align, shift: sign * (_POINT + gap)}
    return {"align": align, shift: alt.ExprRef(f"{sign} * (datum.radius + {gap})")}


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
