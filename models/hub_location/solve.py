"""Hub location by Benders decomposition: table of contents.

1. A first plan: the least that limits ask for, routed.
2. The bound: cuts at the solutions of the relaxation, for no prices and for prices on capacity.
3. Exact finish: the programme with whole centres, each answer routed and cut off where its cuts
   said too little, until nothing better is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from models.hub_location.master import Master
from models.hub_location.periods import first_penalty, period_of
from models.hub_location.routing import PeriodRoutes, route_period
from models.hub_location.scaling import Scaled, scaled
from models.hub_location.solution import HubSolution, Ways, check_plan, objective_of
from optimizer.certificate import Certificate, Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits, Progress

MONEY = "discounted money"
STAGE = "hubs"


@dataclass(frozen=True)
class Plan:
    """Centres (M, S, T) with optimal routes by period, and what they cost in all."""

    centres: IntArray
    routes: tuple[PeriodRoutes, ...]
    cost: float
    lost: float


class Search:
    """One solve: the programme, the best plan and the best bound so far."""

    def __init__(self, units: Scaled, clock: Clock, penalty: float) -> None:
        self.units, self.clock = units, clock
        self.instance = instance = units.instance
        usable = instance.usable
        self.periods = tuple(
            period_of(instance, t, penalty, usable[:, t]) for t in range(len(instance.years))
        )
        self.master = Master(instance, self.periods)
        self.best: Plan | None = None
        self.bound = -np.inf

    def plan_of(self, centres: IntArray) -> Plan | None:
        """Route everything with the centres given; None when time is over."""
        capacity = self.instance.capacity_of(centres)
        found = []
        for at in self.periods:
            routes = route_period(at, capacity[:, at.index], self.clock)
            if routes is None:
                return None
            found.append(routes)
        cost = np.einsum("mst,ms,t->", centres, self.instance.class_cost, self.instance.discount)
        lost = 0.0
        for at, routes in zip(self.periods, found, strict=True):
            cost += at.years * (routes.cost + at.constant)
            lost += float(routes.direct[at.hard].sum())
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

    def relax(self) -> None:
        """Cut the relaxation until its bound hardly rises."""
        while not self.clock.expired:
            answer = self.master.program.solve(self.clock)
            if answer is None:
                break
            self.raise_bound(answer.objective)
            missing = sum(
                self.master.cut_family(f, answer.values, 1e-7) for f in self.master.families
            )
            self.master.program.forget(8)
            if missing <= 1e-5 * abs(answer.objective) or self.closed:
                break

    def finish(self) -> None:
        """Solve the programme with whole centres, over and over."""
        while not self.closed and not self.clock.expired:
            answer = solve_linear(self.master.program.model, self._inner_clock(), stage=STAGE)
            if answer.status is Status.INFEASIBLE:
                if self.best is None:
                    raise InfeasibleError(("numbers, groups and budget contradict each other",))
                self.raise_bound(self.best.cost)
                return
            if answer.bound is not None:
                self.raise_bound(answer.bound)
            if answer.values is None:
                return
            centres = self.centres_of(answer.values)
            plan = self.plan_of(centres)
            if plan is None:
                return
            self.offer(plan)
            self.cut_at(plan)

    def _inner_clock(self) -> Clock:
        def tell(report: Progress) -> None:
            if report.bound is not None:
                self.raise_bound(report.bound)

        limits = self.clock.limits
        inner = Limits(
            limits.time_s, limits.gap / 2, limits.threads, limits.seed, limits.stop, tell
        )
        return Clock(inner, self.clock.started)


def solve(
    instance: HubInstance, limits: Limits | None = None, start: IntArray | None = None
) -> HubSolution:
    """Choose where, when and how large to open, and the routes of all flow.

    Parameters
    ----------
    start : (M, S, T) centres of a plan to begin from; ignored where it breaks a limit

    Raises
    ------
    InfeasibleError
        no plan meets every limit, or a pair has no way
    NoPlanInTimeError
        stopped before any plan was found
    """
    clock = (limits or Limits()).clock()
    units = scaled(instance)
    search = Search(units, clock, first_penalty(units.instance))
    search.master.add_family(np.zeros((instance.shape[1], instance.shape[2])))
    search.relax()
    search.finish()
    return _solution(search, instance)


def _solution(search: Search, instance: HubInstance) -> HubSolution:
    plan, clock, unit = search.best, search.clock, search.units.flow
    if plan is None:
        raise NoPlanInTimeError("stopped before any plan was found")
    direct = instance.flow.copy()
    used = np.zeros_like(instance.access[0])
    pair, period, first, last, amount = [], [], [], [], []
    for at, routes in zip(search.periods, plan.routes, strict=True):
        direct[at.pair, at.index] = routes.direct * unit
        pair.append(at.pair[routes.pair])
        period.append(np.full(len(routes.pair), at.index))
        first.append(routes.first)
        last.append(routes.last)
        amount.append(routes.amount * unit)
        used[:, at.index] = at.passing(routes.first, routes.last, routes.amount) * unit
    ways = Ways(*(np.concatenate(part) for part in (pair, period, first, last, amount)))
    violations = tuple(check_plan(instance, plan.centres, ways, direct))
    objective = objective_of(instance, plan.centres, ways, direct)
    bound = min(search.bound * search.units.money, objective)
    gap = relative_gap(objective, bound)
    proven = gap is not None and gap <= clock.limits.gap + 1e-9
    certificate = Certificate(
        stage=STAGE,
        sense="minimise",
        unit=MONEY,
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        gap=gap,
        seconds=clock.seconds,
        engine="Benders decomposition with HiGHS",
        checked=not violations,
        violations=violations,
    )
    return HubSolution(
        centres=plan.centres,
        capacity=instance.capacity_of(plan.centres),
        throughput=used,
        ways=ways,
        direct=direct,
        objective=objective,
        bound=bound,
        certificates=(certificate,),
    )
