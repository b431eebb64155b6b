"""p-median on very many points: plan and bound from coarse to fine, never with all pairs.

1. Levels: nested random samples of demand points and sites, the last level being the whole. Every
   sampled demand point stands for those nearest to it.
2. A plan on the coarsest level by greedy and interchange; on finer levels interchange among the
   sites around the open ones, in rings that shrink.
3. Prices on every level by `point_bound`, begun with those of the level before.

Sampling and rings make the plan, never the bound: the bound is that of all points and sites.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import KDTree

from models.facility_location.branching import Remainder
from models.facility_location.costs import PointCosts
from models.facility_location.interchange import Rules, greedy, improve
from models.facility_location.lists import FloatArray, IntArray
from models.facility_location.point_blocks import Sweep, workers
from models.facility_location.point_bound import PointBound, PointInstance
from models.facility_location.uncapacitated import Outcome
from optimizer.certificate import relative_gap
from optimizer.limits import Clock

ENGINE = "interchange + Lagrangian bound on points, coarse to fine"
COARSEST = 5_000  # points of the first level, or more where many sites open
PER_OPEN = 20  # sites of the first level for each one that opens
FINER = 4.5  # times as many points on the next level
RINGS = (2.0, 0.6, 0.2, 0.1, 0.06)  # sites around an open one that are tried, in shares of M / p
NARROWEST, WIDEST = 15, 2_000  # sites of a ring
TRIED = 15  # of them at a time
CLIMB = 200  # steps on a level that is not the last
BETWEEN = 60  # steps between two tries of better plans on the last level
SHARE = 0.15  # of the time left, for the plan of a level and for prices before the last level
RESTARTS = 1_000  # disturbed copies of the first plan
LATE_RESTARTS = 2_000  # of the best plan at a try, as far as its time allows
LATE_SHARES = (0.5, 2.0)  # time of a try to that of the steps before, by what pays more
WORTHWHILE = 2e-5  # relative rise of the bound for which settled steps are lengthened once more


def solve_on_points(
    costs: PointCosts, weight: FloatArray, usable: IntArray, rules: Rules, clock: Clock, stage: str
) -> Outcome:
    """Open exactly `rules.low` of the sites `usable`; no other rule but committed sites.

    Ends within the gap and the time of the clock's limits; answers in the numbers of `usable`.
    """
    whole = PointInstance(replace(costs, site=costs.site[usable]), weight, rules.forced, rules.low)
    with workers(clock.limits.threads) as sweep:
        return _PointSearch(whole, clock, stage, sweep).run()


class _PointSearch:
    """One solve: the whole instance, its best plan and bound so far."""

    def __init__(self, whole: PointInstance, clock: Clock, stage: str, sweep: Sweep) -> None:
        self.whole, self.clock, self.stage, self.sweep = whole, clock, stage, sweep
        self.random = np.random.default_rng(clock.limits.seed)
        self.best: IntArray | None = None
        self.cost = np.inf
        self.bound = -np.inf

    def run(self) -> Outcome:
        n, m = self.whole.costs.shape
        demand_order, site_order = self.random.permutation(n), self.random.permutation(m)
        site_order = np.concatenate(
            [np.flatnonzero(self.whole.forced), site_order[~self.whole.forced[site_order]]]
        )
        known: tuple[FloatArray, FloatArray] | None = None
        opened: IntArray | None = None
        for size in self._sizes():
            rows = np.sort(demand_order[:size])
            columns = np.sort(site_order[: max(size, self.whole.p)])
            level = self._level(rows, columns)
            last = len(rows) == n and len(columns) == m
            clock = self._share()
            if opened is None:
                local = self._first_plan(level, clock)
            else:
                local = np.searchsorted(columns, opened)
            local = self._refined(level, local, clock, rounds=0 if opened is None else len(RINGS))
            opened = columns[local]
            self._offer(opened)
            radius = self._first_radius(level, local, known)
            prices = PointBound(level, radius, self.sweep)
            if last:
                self._close(prices, opened)
                break
            upper = float(level.costs.nearest(local)[0] @ level.weight)
            clock = self._share()
            prices.climb(upper, CLIMB, lambda clock=clock: clock.expired)  # type: ignore[misc]
            known = (level.costs.demand, prices.radius)
        is_open = np.zeros(m, dtype=bool)
        is_open[self.best] = True
        bound = min(self.bound, self.cost)
        return Outcome(is_open, self.cost, bound, infeasible=False, engine=ENGINE)

    def _sizes(self) -> list[int]:
        """Points of every level, coarsest first."""
        most = max(self.whole.costs.shape)
        size = max(COARSEST, PER_OPEN * self.whole.p)
        sizes = []
        while size * 2 < most:
            sizes.append(size)
            size = int(FINER * size)
        return [*sizes, most]

    def _share(self) -> Clock:
        return self.clock.until(self.clock.seconds + SHARE * self.clock.remaining)

    def _level(self, rows: IntArray, columns: IntArray) -> PointInstance:
        whole = self.whole
        weight = whole.weight
        if len(rows) < len(weight):
            own = KDTree(whole.costs.demand[rows]).query(whole.costs.demand, workers=-1)[1]
            heap = np.bincount(np.asarray(own), weights=weight, minlength=len(rows))
            weight = np.asarray(heap, dtype=float)
        costs = replace(
            whole.costs, demand=whole.costs.demand[rows], site=whole.costs.site[columns]
        )
        return PointInstance(costs, weight, whole.forced[columns], whole.p)

    def _first_plan(self, level: PointInstance, clock: Clock) -> IntArray:
        """Greedy, then interchange with disturbed restarts."""
        sites = np.arange(len(level.forced), dtype=np.int64)
        part = _among(level, sites, clock)
        is_open = greedy(part.lists, part.rules, clock)
        improve(part.lists, part.rules, is_open, self.random, restarts=RESTARTS, clock=clock)
        return np.flatnonzero(is_open)

    def _refined(
        self, level: PointInstance, opened: IntArray, clock: Clock, rounds: int
    ) -> IntArray:
        """Interchange among the sites around the open ones, in `rounds` rings."""
        m = len(level.forced)
        tree = KDTree(level.costs.site)
        for share in RINGS[:rounds]:
            if clock.expired:
                break
            width = int(np.clip(share * m / len(opened), NARROWEST, min(WIDEST, m)))
            opened = self._swapped(level, tree, opened, width, clock)
        return opened

    def _swapped(
        self,
        level: PointInstance,
        tree: KDTree,
        opened: IntArray,
        width: int,
        clock: Clock,
        restarts: int = 0,
    ) -> IntArray:
        _, ring = tree.query(level.costs.site[opened], k=min(width, len(level.forced)), workers=-1)
        near = np.setdiff1d(np.unique(np.asarray(ring)), opened)
        few = self.random.choice(near, min(len(near), TRIED * len(opened)), replace=False)
        part = _among(level, np.sort(np.concatenate([opened, few])), clock)
        if clock.expired:  # lists that are not whole would lead astray
            return opened
        is_open = np.isin(part.index, opened)
        improve(part.lists, part.rules, is_open, self.random, restarts=restarts, clock=clock)
        return part.index[is_open]

    def _first_radius(
        self,
        level: PointInstance,
        opened: IntArray,
        known: tuple[FloatArray, FloatArray] | None,
    ) -> FloatArray:
        """Prices of the level before at its nearest points, or those that suit the plan."""
        if known is None:
            k = min(2, len(opened))
            chord = KDTree(level.costs.site[opened]).query(level.costs.demand, k=k, workers=-1)[0]
            two = level.costs.distance(np.asarray(chord)).reshape(-1, k)
            return np.asarray(np.minimum(two.mean(axis=1), 3.0 * two[:, 0] + 1e-9))
        place, radius = known
        near = KDTree(place).query(level.costs.demand, k=4, workers=-1)
        far, which = np.asarray(near[0]), np.asarray(near[1])
        share = 1.0 / (far + 1e-9 * (1.0 + far.max()))
        return np.asarray((radius[which] * share).sum(axis=1) / share.sum(axis=1))

    def _close(self, prices: PointBound, opened: IntArray) -> None:
        """Raise the bound on the whole and look for better plans in between."""
        tree = KDTree(self.whole.costs.site)
        m, p = len(self.whole.forced), self.whole.p
        turn, renewed, share = 0, -np.inf, 1.0
        while True:
            begun, before = self.clock.seconds, self.bound
            prices.climb(self.cost, BETWEEN, lambda: self._enough(prices.bound))
            self.bound = max(self.bound, prices.bound)
            self._report()
            if self._enough(self.bound):
                return
            if prices.settled:
                if self.bound - renewed < WORTHWHILE * abs(self.bound):
                    return
                renewed = self.bound
                prices.renew()
            width = int(np.clip(RINGS[turn % len(RINGS)] * m / p, NARROWEST, min(WIDEST, m)))
            climbed, cost, now = self.bound - before, self.cost, self.clock.seconds
            clock = self.clock.until(now + share * (now - begun))
            opened = self._swapped(self.whole, tree, opened, width, clock, LATE_RESTARTS)
            self._offer(opened)
            paid = (cost - self.cost) * (now - begun) > climbed * (self.clock.seconds - now)
            share = float(np.clip(share * (2.0 if paid else 0.5), *LATE_SHARES))
            turn += 1

    def _enough(self, bound: float) -> bool:
        gap = relative_gap(self.cost, bound)
        return self.clock.expired or (gap is not None and gap <= self.clock.limits.gap)

    def _offer(self, opened: IntArray) -> None:
        cost = float(self.whole.costs.nearest(opened)[0] @ self.whole.weight)
        if cost < self.cost:
            self.best, self.cost = opened, cost
            self._report()

    def _report(self) -> None:
        bound = self.bound if np.isfinite(self.bound) else None
        self.clock.report(self.stage, self.cost, bound)


def _among(level: PointInstance, sites: IntArray, clock: Clock) -> Remainder:
    """Lists over a choice of sites, which hold every committed one."""
    costs, m = level.costs, len(sites)
    n = len(level.weight)
    none = np.zeros(m)
    rules = Rules(
        none, level.forced[sites], level.p, level.p, none, np.inf,
        np.full(m, -1, dtype=np.int64), np.zeros(0, dtype=np.int64),
    )  # fmt: skip
    cap = np.full(n, 2.0 * costs.largest() * float(level.weight.sum()) + 1.0)
    lists = costs.lists(sites, level.weight, np.full(n, np.inf), cap, level.p, clock)
    return Remainder(lists, rules, sites)
