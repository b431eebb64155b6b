"""What it costs to keep a project in its documented years, everything else decided anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.project_scheduling import Goal, check, measure, solve
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock
from scenarios.studies.roadmap.terms import IntArray, RoadmapTerms

LEAST_S = 0.5  # a solve of less is not worth starting


@dataclass(frozen=True)
class Price:
    """Of a project held at its documented years, in the unit of the goal.

    Attributes
    ----------
    low, high : proven at least, found at most; None where no schedule keeps the years
    """

    item: str
    low: float | None
    high: float | None


def prices(
    terms: RoadmapTerms, start: IntArray, bound: float, goal: Goal, clock: Clock
) -> Iterator[Price]:
    """A price for every project that a schedule moves, as far as the time goes.

    Parameters
    ----------
    start : the schedule; bound : proven for it
    """
    k = terms.instance
    reached = measure(k, start, goal)
    # the document keeps the years of every project, where its money suffices
    paid = not check(k, terms.documented_start)
    known = measure(k, terms.documented_start, goal) if paid else np.inf
    away = (start != terms.documented_start) & ~terms.held
    moved = [p for p in range(len(terms.projects)) if away[terms.project == p].any()]
    for left, p in zip(range(len(moved), 0, -1), moved, strict=True):
        if clock.expired or clock.remaining / left < LEAST_S:
            return
        tasks = np.flatnonzero((terms.project == p) & (terms.documented_start >= 0))
        held = k.pinned(tasks, terms.documented_start[tasks])
        trial = start.copy()
        trial[tasks] = terms.documented_start[tasks]
        try:
            found = solve(
                held, (goal,), clock.until(clock.seconds + clock.remaining / left), start=trial
            ).certificates[0]
        except InfeasibleError:
            yield Price(terms.items[p], None, None)
            continue
        except NoPlanInTimeError:
            continue
        assert found.objective is not None
        low = (found.bound or 0.0) - reached
        high = min(found.objective, known) - bound
        yield Price(terms.items[p], max(0.0, low), max(0.0, high))
