"""Plans that are nearly as good and as different as possible.

Modelling to generate alternatives: with the measures of the optimum held at levels a little above
it, the plan is sought whose least distance to all plans found so far is largest. The distance of
two plans is the money moved between units and periods: half the sum of the absolute differences of
their spending.

Spending is a property of a unit's whole path, so the distance of a path to a known plan is a number
and the Dantzig-Wolfe master takes it as it is. Paths are generated at prices in which the distance
is replaced by a linear function of spending that never exceeds it (money where the known plan
spends counts against, money elsewhere in favour); the relaxation is rounded, and local search on
the distance itself makes a plan of it. Small instances end with branch and bound. The distance
found is a lower bound on the largest one. The upper bound is Lagrangian, with the chord of the
absolute value in its place, which never falls below it.

Source: Brill, Chang and Hopkins (1982), Modeling to generate alternatives: the HSJ approach and an
illustration using a problem in land use planning, Management Science 28(3), 221-235; the max-min
form is that of DeCarolis (2011), Using modeling to generate alternatives (MGA) to expand our
thinking on energy futures, Energy Economics 33(2), 145-152.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion.compact import compact_model
from models.capacity_expansion.coupling import ADDITIVE
from models.capacity_expansion.distance_master import (
    Below,
    Chord,
    DistanceMaster,
    Exact,
    Purposeful,
    SearchSpace,
)
from models.capacity_expansion.instance import (
    Cap,
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.local_search import anneal
from models.capacity_expansion.rounding import cumulative_rounding
from models.capacity_expansion.solution import (
    CapacityExpansionSolution,
    accounts,
    check_plan,
    measures,
)
from models.capacity_expansion.warm_up import compile_kernels
from optimizer.engines import solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import ModelBuilder

_MONEY_PRICE = 4.0  # of an overdrawn tenge, in tenge moved
_HEAT = 0.1  # starting temperature, in typical modules
_MOVES_PER_START = 300
_FEWEST_MOVES = 20_000
_MOST_MOVES = 4_000_000
_ATTEMPTS = 3
_SMALL = 60  # start variables up to which the distance is proven largest
_SECONDS_EXACT = 20.0


@dataclass(frozen=True)
class Alternative:
    """A plan within the levels, checked.

    Attributes
    ----------
    starts, flows : (N, K, T) and (A, T) or None
    measures : its own
    distance : least distance to the plans before it, in money moved
    largest : no plan within the levels has a larger one; None where the search was stopped first
    paths : that the search has found, for the next plan
    """

    starts: IntArray
    flows: FloatArray | None
    measures: dict[Measure, float]
    distance: float
    largest: float | None
    paths: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def money_moved(one: FloatArray, other: FloatArray) -> float:
    """Half the sum of absolute differences of two spendings (N, T)."""
    return float(np.abs(one - other).sum() / 2)


def near(
    instance: CapacityExpansionInstance, optimum: CapacityExpansionSolution, within: float
) -> CapacityExpansionInstance:
    """The instance whose plans are within `within` (relative) of the optimum's measures.

    Held are the measures of all stages, and cost even where it is none: a plan that spends more
    to no purpose is no alternative.
    """
    held = dict.fromkeys([*(stage.measure for stage in instance.stages), Measure.COST])
    levels = {m: optimum.measures[m] * (1.0 + within) + 1e-9 for m in held}
    for cap in instance.caps:
        levels[cap.measure] = min(levels.get(cap.measure, math.inf), cap.level)
    return replace(instance, caps=tuple(Cap(m, level) for m, level in levels.items()))


def trimmed(instance: CapacityExpansionInstance, starts: IntArray) -> IntArray:
    """(N, K, T) `starts` without the last ones of units that add more than they ever need.

    Nothing but money changes. Without a cost stage an optimum may hold such starts.
    """
    if instance.group_min_spending.any():
        return starts
    prepared = Purposeful(instance)
    most = prepared.largest_state * prepared.step
    excess = np.einsum("nkt,k->n", starts, instance.size) - most
    kept = starts.copy()
    for n in np.flatnonzero(excess > 0):
        while excess[n] > 0:
            t = int(np.flatnonzero(kept[n].any(axis=0))[-1])
            k = int(np.flatnonzero(kept[n, :, t])[0])
            kept[n, k, t] -= 1
            excess[n] -= instance.size[k]
    return kept


def furthest(
    near_optimum: CapacityExpansionInstance,
    known: Sequence[IntArray],
    clock: Clock,
    paths: Mapping[str, NDArray[Any]] | None = None,
) -> Alternative | None:
    """The plan found that differs most from those known; None where none was found in time.

    Parameters
    ----------
    near_optimum : as `near` gives it; N units, K modules, T periods
    known : (N, K, T) starts of each plan, the optimum first
    paths : of the plan before, to begin from
    """
    if clock.expired:
        return None
    compile_kernels()
    search = _Search(near_optimum, clock)
    if paths is not None:
        search.pool.add(paths["unit"], paths["starts"])
    return search.furthest(known)


class _Search(SearchSpace):
    """Looks for plans in the space of those near the optimum."""

    def furthest(self, known: Sequence[IntArray]) -> Alternative | None:
        """The plan found whose least distance to `known` (each (N, K, T)) is largest."""
        spent = np.stack([self.prepared.spending(starts) for starts in known])
        self.pool.add(np.tile(self.units, len(known)), np.concatenate(known))
        proxies = Below(spent), Chord(spent, self._most_spending())
        master = DistanceMaster(self, Exact(spent), proxies[0])
        master.generate()
        bound = DistanceMaster(self, proxies[1], proxies[1]).generate()
        best = self._searched(master, spent, known)
        largest = min(bound, _all_money(spent, self.instance))
        if int(self.instance.startable.sum()) <= _SMALL and not self.clock.expired:
            exact, proven = furthest_exactly(self, spent)
            largest = min(largest, proven)
            best = max((p for p in (best, exact) if p), key=lambda p: p.distance, default=None)
        if best is None:
            return None
        paths = self.pool.paths
        learned: dict[str, NDArray[Any]] = {"unit": paths.unit, "starts": paths.starts}
        return replace(best, largest=max(largest, best.distance), paths=learned)

    def _searched(
        self, master: DistanceMaster, spent: FloatArray, known: Sequence[IntArray]
    ) -> Alternative | None:
        """Local search from the rounded relaxation, and from the plan that is known best."""
        flows = master.flows()
        prepared = Purposeful(self.instance, flows)
        best: Alternative | None = None
        duals = master.coupling_duals
        money_price = _MONEY_PRICE + 4.0 * float(self.coupling.prices(duals).money.max())
        cap_price = np.zeros(len(ADDITIVE))
        for measure, dual in zip(self.coupling.caps, duals[self.coupling.rows["cap"]], strict=True):
            level = max(abs(self.goal.caps[measure]), 1e-6)
            fallback = 0.1 * money_price * prepared.money / prepared.shape[2] / level
            cap_price[ADDITIVE.index(measure)] = max(3.0 * float(dual), fallback)
        moves = min(max(int(known[0].sum()) * _MOVES_PER_START, _FEWEST_MOVES), _MOST_MOVES)
        heat = _HEAT * float(np.median(self.instance.cost))
        starts = cumulative_rounding(prepared, self.pool.paths, master.weight, self.least)
        for attempt in range(_ATTEMPTS):
            if self.clock.expired:
                break
            seed = self.clock.limits.seed + attempt
            found = anneal(
                prepared, self.goal, starts, money_price, cap_price.copy(), moves, heat, seed, spent
            )
            plan = (
                None
                if found is None
                else self.judged(trimmed(self.instance, found.starts), flows, spent)
            )
            if plan is not None and (best is None or plan.distance > best.distance):
                best = plan
            starts = known[0] if best is None else best.starts
        return best

    def judged(
        self, starts: IntArray, flows: FloatArray | None, spent: FloatArray
    ) -> Alternative | None:
        """A checked plan with its distance to `spent` (I, N, T)."""
        if check_plan(self.instance, starts, flows):
            return None
        books = accounts(self.instance, starts, flows)
        distance = min(money_moved(books.spending, each) for each in spent)
        return Alternative(starts, flows, measures(self.instance, books), distance, None)

    def _most_spending(self) -> FloatArray:
        """(N, T) more than this no unit can pay in a period."""
        instance, prepared = self.instance, self.prepared
        dearest = (instance.cost / prepared.module_steps).max(axis=1)
        whole = prepared.largest_state * dearest * prepared.payment_share.max()
        carried = np.minimum(instance.carry_over_limit, prepared.money)
        there = prepared.budget + np.concatenate([[0.0], carried[:-1]])
        return np.asarray(np.minimum(whole[:, None], np.maximum(there, 0.0)[None, :]))


def _all_money(spent: FloatArray, instance: CapacityExpansionInstance) -> float:
    """Two plans move at most what both spend together, halved, or all money there is."""
    money = float(np.maximum(instance.budget - instance.committed_spending, 0).sum())
    return float(min((each.sum() + money) / 2 for each in spent))


def furthest_exactly(search: _Search, spent: FloatArray) -> tuple[Alternative | None, float]:
    """The furthest plan of a small instance by one programme, and what is proven of any plan."""
    prepared, instance = search.prepared, search.instance
    b = ModelBuilder()
    compact = compact_model(prepared, search.goal, builder=b)
    n, k, t = compact.start_index.T
    paid = instance.cost[n, k][:, None] * prepared.payment_share[t]
    most = np.maximum(search._most_spending(), spent.max(axis=0))
    least = b.variables((1,), cost=-1.0)
    for there in spent:
        away = b.variables(there.shape)
        above = b.variables(there.shape, upper=1.0, integer=True)
        both = b.rows((2, *there.shape), upper=np.stack([there, there]))
        over, under = both
        b.add(both, away[None], 1.0)
        for s in range(there.shape[1]):
            b.add(over[n, s], compact.start_variable, -paid[:, s])
            b.add(under[n, s], compact.start_variable, paid[:, s])
        b.add(over, above, 2.0 * there)
        b.add(under, above, -2.0 * (most - there))
        row = b.rows((1,), upper=0.0)
        b.add(row[0], least[0], 1.0)
        b.add(row[0], away, -0.5)
    seconds = min(search.clock.remaining, _SECONDS_EXACT)
    limits = replace(search.clock.limits, gap=1e-6, on_progress=None, time_s=seconds)
    model = b.build()
    upper = model.row_upper.copy()
    upper[compact.requirement["minimum"]] = (prepared.largest_state * prepared.step)[:, None]
    result = solve_linear(replace(model, row_upper=upper), limits.clock())
    bound = math.inf if result.bound is None else -result.bound
    if result.values is None:
        return None, bound
    starts = compact.starts(result.values, prepared.shape)
    return search.judged(starts, compact.flows(result.values), spent), bound
