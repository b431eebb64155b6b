"""Sites and years that are nearly as good and as different as possible.

The programme over centres with its Benders cuts gets a row that holds the money at a level, and the
money moved as its objective (`optimizer.far_apart`). Cuts never overstate what transport costs, so
what the linear relaxation of this programme can move is an upper bound. Its centres, rounded, cost
more than they seemed to; the level is halved towards the optimum until they keep the true one, and
single moves of centres, each routed, then go further away as long as the true level allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.hub_location.instance import HubInstance, IntArray
from models.hub_location.master import Master
from models.hub_location.scaling import scaled
from models.hub_location.search import Plan, Search
from models.hub_location.solution import check_centres
from optimizer.engines import solve_linear
from optimizer.far_apart import Known, far_from, within
from optimizer.limits import Clock

SAME = 1e-9
LEVELS = 3  # of money at which the relaxation is rounded
ROUTED = 80  # moves, which take a few milliseconds each
DRAWN = 20  # times as many are looked at, most of which come nearer or break a limit
ROUNDED_UP = 0.3  # of a centre


@dataclass(frozen=True)
class Apart:
    """Centres (M, S, T) within the level, what they cost in all, how far they are from every plan.

    `largest` : no plan within the level is further from the plans before it
    """

    centres: IntArray
    cost: float
    distance: float
    largest: float


def farthest(
    instance: HubInstance,
    cuts: Mapping[str, NDArray[Any]],
    known: Sequence[IntArray],
    most: float,
    clock: Clock,
) -> Apart | None:
    """A plan of at most `most` money that is far from the known ones; None where time ended it.

    The distance of two plans is half the sum of what their spending by site and period differs by.

    Parameters
    ----------
    cuts : `Master.to_arrays` of the instance's solve
    known : of which the first is the cheapest
    """
    units = scaled(instance)
    search = Search(units, clock, Master.restored(units.instance, cuts))
    away = _Away(search, known, most / units.money)
    begun = away.begun(most / units.money)
    if begun is None:
        return None
    plan, largest = begun
    plan = away.moved_on(plan)
    least = min(moved(instance, plan.centres, other) for other in known)
    return Apart(plan.centres, plan.cost * units.money, least, max(least, largest * units.money))


class _Away:
    """Plans of at most `most` money, in the units of the search."""

    def __init__(self, search: Search, known: Sequence[IntArray], most: float) -> None:
        self.search, self.known, self.most = search, known, most
        self.column = search.master.layout.centres
        self.there = np.argwhere(self.column >= 0)

    def distance(self, centres: IntArray) -> float:
        return min(moved(self.search.instance, centres, other) for other in self.known)

    def begun(self, most: float) -> tuple[Plan, float] | None:
        """The farthest of the relaxations' plans and of those known, and the proven distance."""
        best = self.search.plan_of(self.known[0])
        if best is None:
            return None
        low, high, level, largest = best.cost, most, most, np.inf
        for _ in range(LEVELS):
            values, reached = self._relaxed(level)
            if values is None or reached is None:
                break
            largest = min(largest, reached) if level == most else largest
            plan = self.search.plan_of(self._rounded(values))
            if plan is None:
                break
            if self.kept(plan):
                low = level
                best = max(best, plan, key=lambda p: self.distance(p.centres))
            else:
                high = level
            level = (low + high) / 2
        return best, largest

    def kept(self, plan: Plan) -> bool:
        return plan.lost <= SAME and plan.cost <= self.most * (1 + SAME)

    def moved_on(self, plan: Plan) -> Plan:
        """Centres added, closed or moved one by one, as long as that leads further away."""
        random = np.random.default_rng(self.search.clock.limits.seed)
        far, routed = self.distance(plan.centres), 0
        for _ in range(ROUTED * DRAWN):
            if routed == ROUTED or self.search.clock.expired:
                break
            centres = self._drawn(plan.centres, random)
            distance = self.distance(centres)
            if distance <= far or check_centres(self.search.instance, centres):
                continue
            routed += 1
            other = self.search.plan_of(centres)
            if other is not None and self.kept(other):
                plan, far = other, distance
        return plan

    def _relaxed(self, level: float) -> tuple[NDArray[np.float64] | None, float | None]:
        """Values of the programme's columns, and the distance that no plan exceeds."""
        model, here = self.search.master.program.model, self.column >= 0
        money = np.broadcast_to(self.search.instance.class_cost[:, :, None], self.column.shape)[
            here
        ]
        away = [Known(self.column[here], k[here].astype(float), money / 2) for k in self.known]
        far = far_from(within(model, level), away)
        linear = replace(far, integer=np.zeros(len(far.cost), dtype=bool))
        answer = solve_linear(linear, self.search.clock)
        return answer.values, None if answer.bound is None else -answer.bound

    def _rounded(self, values: NDArray[np.float64]) -> IntArray:
        """Centres of the largest parts, as many as the limits allow."""
        centres = np.zeros_like(self.known[0])
        share = values[self.column[tuple(self.there.T)]]
        for i in np.argsort(-share, kind="stable"):
            if share[i] < ROUNDED_UP:
                break
            here = tuple(self.there[i])
            centres[here] += 1
            if check_centres(self.search.instance, centres):
                centres[here] -= 1
        return centres

    def _drawn(self, centres: IntArray, random: np.random.Generator) -> IntArray:
        """A centre at another site, in another period, both, one more or one less."""
        after = centres.copy()
        to = tuple(self.there[random.integers(len(self.there))])
        kind, opened = random.random(), np.argwhere(centres > 0)
        if kind >= 0.6 or not len(opened):
            if kind < 0.8 or not len(opened):
                after[to] += 1
            else:
                after[tuple(opened[random.integers(len(opened))])] -= 1
            return after
        j, s, t = opened[random.integers(len(opened))]
        after[j, s, t] -= 1
        if kind < 0.4:
            to = (to[0], to[1], t)
        elif kind < 0.5:
            to = (j, to[1], to[2])
        if self.column[to] >= 0:
            after[to] += 1
        return after


def moved(instance: HubInstance, one: IntArray, other: IntArray) -> float:
    """Money moved between two plans (M, S, T), undiscounted."""
    spent = np.einsum("mst,ms->mt", one - other, instance.class_cost)
    return float(np.abs(spent).sum()) / 2
