"""What a row of points has in common, whatever model they come from.

The knee is the point furthest from the line between the ends in scaled coordinates (Das 1999, On
characterizing the "knee" of the Pareto curve, Structural Optimization 18, 107-115).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.certificate import relative_gap
from scenarios.fronts.answer import Against, Point

ROOM = 1e-9  # relative; a level that a plan defines must admit that plan


def non_dominated(points: Sequence[Point], against: Against) -> list[int]:
    """Indices of the points, in rising order of what is given up, that no other point beats."""
    order = sorted(
        range(len(points)), key=lambda i: (points[i].measured(against), points[i].objective)
    )
    kept: list[int] = []
    for i in order:
        if not kept or points[i].objective < points[kept[-1]].objective:
            kept.append(i)
    return kept


def knee(given: Sequence[float], shortage: Sequence[float]) -> int | None:
    """The point furthest below the line between the ends, both axes scaled to one."""
    x, y = np.array(given, float), np.array(shortage, float)
    if len(x) < 3 or x[-1] <= x[0] or y[0] <= y[-1]:
        return None
    below = 1.0 - (x - x[0]) / (x[-1] - x[0]) - (y - y[-1]) / (y[0] - y[-1])
    best = int(np.argmax(below))
    return best if below[best] > ROOM else None


def sharpened(points: list[Point]) -> list[Point]:
    """What is proven for more is proven for less: bounds rise towards the tighter levels."""
    best = -np.inf
    sharper = []
    for point in reversed(points):
        best = max(best, -np.inf if point.bound is None else point.bound)
        sharper.append(_with_bound(point, best))
    return sharper[::-1]


def _with_bound(point: Point, bound: float) -> Point:
    if not np.isfinite(bound):
        return point
    bound = min(bound, point.objective)
    return replace(point, bound=bound, gap=relative_gap(point.objective, bound))


def better(point: Point, nested: Point) -> Point:
    """A nested plan is a plan of its level, and now and then a better one."""
    return nested if nested.objective < point.objective else point
