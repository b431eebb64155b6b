"""One solve step by step: the programme, the best plan and the best bound so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.hub_location.improvement import QUIET, promising_moves
from models.hub_location.instance import FloatArray, IntArray
from models.hub_location.master import Master
from models.hub_location.routing import PeriodRoutes, route_period
from models.hub_location.scaling import Scaled
from models.hub_location.solution import check_centres
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, OptimizerError, Reason
from optimizer.limits import Clock, Limits, Progress

STAGE = "hubs"
PATIENCE_S = 60.0  # for a first plan, which takes a second where the machine is free
FIRST_SHARE = 0.1  # of the time, for the least plan
OPEN_SHARE = 0.05  # of a centre in the relaxation that makes a hub worth a try
ROUGH_GAP = 2e-3
IMPROVE_SHARE = 0.3  # of the time left, for moving centres
TURN_SHARE = 0.25  # of the time left, for one solve with whole centres
LAST_SHARE = 0.95  # when shorter ones bring nothing new; the rest is for routing its answer
ROUND_SHARE = 0.05  # of the time left, for one try


@dataclass(frozen=True)
class Plan:
    """Centres (M, S, T) with optimal routes by period, and what they cost in all."""

    centres: IntArray
    routes: tuple[PeriodRoutes, ...]
    cost: float
    lost: float


class Search:
    """One solve: the programme, the best plan and the best bound so far."""

    def __init__(self, units: Scaled, clock: Clock, master: Master) -> None:
        self.units, self.clock, self.master = units, clock, master
        self.instance, self.periods = units.instance, master.periods
        self.best: Plan | None = None
        self.bound = -np.inf
        self.costs: dict[bytes, float] = {}  # of every plan looked at, by its centres

    def plan_of(self, centres: IntArray, clock: Clock | None = None) -> Plan | None:
        """Route everything with the centres given; None when time is over."""
        capacity = self.instance.capacity_of(centres)
        found = []
        for at in self.periods:
            routes = route_period(at, capacity[:, at.index], clock or self.clock)
            if routes is None:
                return None
            found.append(routes)
        cost = np.einsum("mst,ms,t->", centres, self.instance.class_cost, self.instance.discount)
        lost = 0.0
        for at, routes in zip(self.periods, found, strict=True):
            cost += at.years * (routes.cost + at.constant)
            lost += float(routes.direct[at.hard].sum())
        self.costs[centres.tobytes()] = float(cost)
        return Plan(centres, tuple(found), float(cost), lost)

    def offer(self, plan: Plan) -> None:
        if self.best is None or plan.cost < self.best.cost:
            self.best = plan
            self.report()

    def raise_bound(self, bound: float) -> None:
        self.bound = max(self.bound, bound)
        self.report()

    def report(self) -> None:
        cost = self.best.cost if self.best is not None else None
        bound = min(self.bound, cost) if cost is not None else self.bound
        money = self.units.money
        self.clock.report(
            STAGE,
            None if cost is None else cost * money,
            bound * money if np.isfinite(bound) else None,
        )

    @property
    def closed(self) -> bool:
        if self.best is None:
            return False
        gap = relative_gap(self.best.cost, min(self.bound, self.best.cost))
        return gap is not None and gap <= self.clock.limits.gap

    def centres_of(self, values: FloatArray) -> IntArray:
        column = self.master.layout.centres
        return np.where(column >= 0, np.round(values[column]), 0.0).astype(np.int64)

    def point_of(self, centres: IntArray) -> FloatArray:
        """Values of the programme's columns for a plan; transport money is left at 0."""
        values = np.zeros(self.master.width)
        layout = self.master.layout
        column = layout.centres
        values[column[column >= 0]] = centres[column >= 0]
        count = np.cumsum(centres.sum(axis=1), axis=1) > 0
        values[layout.opened[layout.opened >= 0]] = count[layout.opened >= 0]
        return values

    def cut_at(self, plan: Plan) -> None:
        """Cuts that are exact at a plan."""
        price = np.stack([r.price for r in plan.routes], axis=1)
        point = self.point_of(plan.centres)
        if (price > 0).any():
            self.master.cut_once(price, point)
        for family in self.master.families:
            self.master.cut_family(family, point, 1e-9)

    def first_plans(self, start: IntArray | None) -> None:
        """The plan given, and the least that the limits ask for.

        The first of them is waited for even where the time is over: without it there is no answer.

        Raises
        ------
        InfeasibleError
            limits on numbers and money contradict each other
        """
        if start is not None and not check_centres(self.instance, start):
            self._try(start, self._patient())
        clock = self.clock.until(self.clock.seconds + FIRST_SHARE * self.clock.remaining)
        if self.best is None:
            clock = self._patient()
        least = solve_linear(self.master.layout.model, clock)
        if least.status is Status.INFEASIBLE:
            raise InfeasibleError((Reason("numbers, groups and budget contradict each other"),))
        if least.values is not None:
            self._try(self.centres_of(least.values), None if self.best else clock)

    def close_to(self, centres: IntArray) -> None:
        """Try a plan within the limits that keeps of `centres` what it can."""
        model = self.master.layout.model
        column = self.master.layout.centres
        cost, upper = np.zeros_like(model.cost), model.upper.copy()
        cost[column[column >= 0]] = 1.0
        kept = (column >= 0) & (centres > 0)
        cost[column[kept]] = -1.0
        most = np.maximum(centres, self.instance.forced.max(axis=1)[:, None, None])
        upper[column[kept]] = np.minimum(upper[column[kept]], most[kept])
        share = self.clock.seconds + FIRST_SHARE * self.clock.remaining
        quick = replace(self.clock.until(share).limits, on_progress=None)
        answer = solve_linear(
            replace(model, cost=cost, upper=upper), Clock(quick, self.clock.started)
        )
        if answer.values is not None:
            self._try(self.centres_of(answer.values))

    def enough(self, bound: float) -> bool:
        """Take a bound; whether the search may end."""
        self.raise_bound(bound)
        return self.closed

    @property
    def serves_all(self) -> bool:
        """Whether the best plan leaves no flow without a way."""
        return self.best is not None and self.best.lost <= 1e-9 * float(self.instance.flow.sum())

    def rounded(self, values: FloatArray) -> None:
        """A plan on the hubs that a solution of the relaxation opens, by the same programme."""
        column = self.master.layout.centres
        share = np.where(column >= 0, values[column], 0.0).sum(axis=(1, 2))
        out = column[share < OPEN_SHARE]
        model = self.master.program.model
        upper = model.upper.copy()
        out = out[out >= 0]
        upper[out] = model.lower[out]
        gap = min(ROUGH_GAP, self.clock.limits.gap) if self.master.ample else ROUGH_GAP
        limits = replace(self.clock.limits, on_progress=None, gap=gap)
        share_s = self.clock.seconds + ROUND_SHARE * self.clock.remaining
        quick = Clock(limits, self.clock.started).until(share_s)
        answer = solve_linear(replace(model, upper=upper), quick)
        if answer.values is not None:
            plan = self._try(self.centres_of(answer.values))
            if plan is not None:
                self.cut_at(plan)

    def improve(self) -> None:
        """Move single centres of the best plan as long as that helps."""
        random = np.random.default_rng(self.clock.limits.seed)
        clock = self.clock.until(self.clock.seconds + IMPROVE_SHARE * self.clock.remaining)
        quiet = 0
        while self.best is not None and quiet < QUIET and not clock.expired and not self.closed:
            best = self.best
            price = np.stack([routes.price for routes in best.routes], axis=1)
            moves = promising_moves(
                self.instance, self.periods, best.centres, price, best.cost * (1 - 1e-9), random,
                lambda: clock.expired,
            )  # fmt: skip
            quiet += 1
            for centres in moves:
                plan = self._try(centres)
                if plan is None:
                    return
                if plan.cost < best.cost:
                    quiet = 0
                    break

    def finish(self) -> None:
        """Solve the programme with whole centres, over and over."""
        seen: set[bytes] = set()
        share = TURN_SHARE
        while not self.closed and not self.clock.expired:
            turn = self._inner_clock().until(self.clock.seconds + share * self.clock.remaining)
            answer = solve_linear(self.master.program.model, turn, start=self._known(), stage=STAGE)
            if answer.status is Status.INFEASIBLE:
                raise OptimizerError("HiGHS finds no whole plan where one is known")
            if answer.bound is not None:
                self.raise_bound(answer.bound)
            if answer.values is None:
                return
            centres = self.centres_of(answer.values)
            plan = self._try(centres)
            if plan is None:
                return
            if centres.tobytes() in seen:
                if answer.status is Status.OPTIMAL:  # its cuts are exact up to rounding
                    return
                share = LAST_SHARE
            seen.add(centres.tobytes())
            self.cut_at(plan)

    def _patient(self) -> Clock:
        """The clock with time for a first plan, whatever is left."""
        longest = self.clock.seconds + max(self.clock.remaining, PATIENCE_S)
        return Clock(replace(self.clock.limits, time_s=longest), self.clock.started)

    def _try(self, centres: IntArray, clock: Clock | None = None) -> Plan | None:
        plan = self.plan_of(centres, clock)
        if plan is not None:
            self.offer(plan)
        return plan

    def _known(self) -> FloatArray | None:
        """The best plan as a solution of the programme."""
        if self.best is None:
            return None
        money = np.array([routes.cost for routes in self.best.routes])
        return self.master.complete(self.point_of(self.best.centres), money)

    def _inner_clock(self) -> Clock:
        def tell(report: Progress) -> None:
            if report.bound is not None:
                self.raise_bound(report.bound)

        limits = self.clock.limits
        inner = Limits(
            limits.time_s, limits.gap / 2, limits.threads, limits.seed, limits.stop, tell
        )
        return Clock(inner, self.clock.started)
