"""Names beside points so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from scenarios.views import style

SIDES = ("right", "left", "top", "bottom")
_MARKS: dict[str, dict[str, Any]] = {
    "right": {"align": "left", "dx": 9},
    "left": {"align": "right", "dx": -9},
    "top": {"align": "center", "dy": -14},
    "bottom": {"align": "center", "dy": 15},
}
_LETTER = 0.56  # mean width of a letter in font sizes


@dataclass(frozen=True)
class Point:
    """A named point in pixels, y downwards."""

    name: str
    x: float
    y: float


def place_labels(points: Iterable[Point], width: float, font_size: float) -> dict[str, str]:
    """Side of its point on which each name stands; a name without room is left out.

    Greedy in the given order: the first side that stays between 0 and `width` and meets no name
    and no point placed before.
    """
    listed = list(points)
    taken = [(p.x - 5, p.y - 5, p.x + 5, p.y + 5) for p in listed]
    sides: dict[str, str] = {}
    for own, point in enumerate(listed):
        wide, high = _LETTER * font_size * len(point.name), 1.15 * font_size
        for side in SIDES:
            left = {"right": point.x + 9, "left": point.x - 9 - wide}.get(side, point.x - wide / 2)
            upper = {"top": point.y - 14 - high / 2, "bottom": point.y + 15 - high / 2}.get(
                side, point.y - high / 2
            )
            spot = (left, upper, left + wide, upper + high)
            others = taken[:own] + taken[own + 1 :]
            if left >= 0 and left + wide <= width and not any(_meet(spot, o) for o in others):
                taken.append(spot)
                sides[point.name] = side
                break
    return sides


def label_layers(
    table: pd.DataFrame, font_size: float, channels: dict[str, Any]
) -> list[alt.Chart]:
    """Text layers with a white halo, one pair a side; `table` has the columns name and side."""
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
                aria=False, fontSize=font_size, color=style.INK, **_MARKS[side], **look
            )
            layers.append(text.encode(text="name:N", **encoding))
    return layers


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
