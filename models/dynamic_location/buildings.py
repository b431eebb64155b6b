"""How large: buildings of the menu for given sites, and who is served where."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.dynamic_location.first_plan import required
from models.dynamic_location.instance import (
    BoolArray,
    DynamicLocationInstance,
    FloatArray,
    IntArray,
)
from models.dynamic_location.measures import Cap, Measure
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from optimizer.linear_model import LinearModel, ModelBuilder


@dataclass(frozen=True)
class BuildingsPlan:
    """Modules (M, K, T), flow (A, T), unserved (N, T), money; `bound` holds for these sites."""

    modules: IntArray
    flow: FloatArray
    unserved: FloatArray
    objective: float
    bound: float
    status: Status
    engine: str


@dataclass(frozen=True)
class _Program:
    model: LinearModel
    sites: IntArray
    modules: IntArray
    arcs: BoolArray
    flow: IntArray
    unserved: IntArray


def choose_buildings(
    instance: DynamicLocationInstance,
    opened: BoolArray,
    places: FloatArray,
    clock: Clock,
    *,
    given: IntArray | None = None,
    least: Measure = Measure.MONEY,
    caps: tuple[Cap, ...] = (),
    part: IntArray | None = None,
    start: IntArray | None = None,
) -> BuildingsPlan:
    """Choose buildings at open sites, starting from the places rounded up to the menu.

    Parameters
    ----------
    opened : (M, T) sites open
    places : (M, T) places wanted up to a period, the start of the search
    given : (M, K, T) modules that sites must have, -1 where they are chosen
    least, caps : the measure that is minimised, and the most of others
    part : (M, K, T) modules that are built in any case, at open sites
    start : (M, K, T) modules to begin from instead of the places rounded up

    Raises
    ------
    NoPlanInTimeError
        stopped before a first plan; only where money or sites are scarce
    """
    program = _program(instance, opened, least, caps, part)
    if given is not None:
        program = _with_given(program, given)
    if start is None:
        start = _affordable(instance, _covers(instance, opened, places), caps, part)
    begin = _completed(program, start)
    result = solve_linear(program.model, clock, start=begin, stage="buildings")
    values, objective = result.values, result.objective
    if values is None or objective is None:
        values = begin
        if values is None:
            raise NoPlanInTimeError("stopped before any choice of buildings was found")
        objective = float(program.model.cost @ values)
    _, m, periods, k = instance.shape
    modules = np.zeros((m, k, periods), dtype=np.int64)
    modules[program.sites] = np.round(values[program.modules]).astype(np.int64)
    flow = np.zeros((len(instance.origin), periods))
    flow[program.arcs] = np.maximum(values[program.flow], 0.0)
    bound = -np.inf if result.bound is None else result.bound
    status = Status.FEASIBLE if result.values is None else result.status
    unserved = np.maximum(values[program.unserved], 0.0)
    return BuildingsPlan(
        modules, flow, unserved, float(objective), float(bound), status, result.engine
    )


def _program(
    inst: DynamicLocationInstance,
    opened: BoolArray,
    least: Measure,
    caps: tuple[Cap, ...],
    part: IntArray | None,
) -> _Program:
    """The programme with the sites given: only sizes and flows are left."""
    n, m, periods, k = inst.shape
    sites = np.flatnonzero(opened.any(axis=1))
    serves = np.asarray((inst.existing > 0).any(axis=1) | opened.any(axis=1))
    arcs = serves[inst.site]
    origin, site = inst.origin[arcs], inst.site[arcs]
    builder = ModelBuilder()
    travel = inst.travel_cost * inst.distance[arcs][:, None] * inst.years
    flow = builder.variables((len(origin), periods), cost=travel, upper=inst.demand[origin])
    unserved = builder.variables(
        (n, periods), cost=inst.unserved_cost * inst.years, upper=inst.demand
    )
    most = np.maximum(np.ceil(inst.most[sites, None] / inst.size), 1.0)
    paid = inst.module_cost[sites][:, :, None] * inst.discount
    built = np.zeros(paid.shape) if part is None else part[sites].astype(float)
    room_for = most[:, :, None] * opened[sites][:, None, :] * inst.startable[sites]
    modules = builder.variables(
        (len(sites), k, periods),
        cost=paid,
        lower=built,
        upper=np.maximum(room_for, built),
        integer=True,
    )
    served = builder.rows((n, periods), lower=inst.demand, upper=inst.demand)
    builder.add(served[origin], flow, 1.0)
    builder.add(served, unserved, 1.0)
    room = builder.rows((m, periods), upper=inst.existing)
    builder.add(room[site], flow, 1.0)
    total = builder.rows((periods,), upper=np.cumsum(inst.budget))
    must = np.flatnonzero(inst.forced[sites])
    decided = builder.rows((len(must), periods), lower=inst.min_capacity[sites[must]])
    for t in range(periods):
        for earlier in range(t + 1):
            builder.add(room[sites, t][:, None], modules[:, :, earlier], -inst.size)
            builder.add(decided[:, t][:, None], modules[must, :, earlier], inst.size)
            if np.isfinite(inst.budget[: t + 1]).all():
                builder.add(total[t], modules[:, :, earlier], inst.module_cost[sites])
    for cap in caps:
        row = builder.rows((1,), upper=cap.level)
        if cap.measure is Measure.MONEY:
            builder.add(row[0], flow, travel)
            builder.add(row[0], unserved, inst.unserved_cost * inst.years)
        if cap.measure is Measure.UNSERVED:
            builder.add(row[0], unserved, inst.years)
        else:
            builder.add(row[0], modules, paid)
    # Where money is scarce, a chosen site may turn out too dear for whole buildings.
    if np.isinf(inst.budget).all() and not caps:
        one = builder.rows((len(sites),), lower=1.0)
        builder.add(one[:, None, None], modules, 1.0)
    model = builder.build()
    if least is not Measure.MONEY:
        cost = np.zeros(len(model.cost))
        if least is Measure.UNSERVED:
            cost[unserved] = np.broadcast_to(inst.years, unserved.shape)
        else:
            cost[modules] = paid
        model = replace(model, cost=cost)
    return _Program(model, sites, modules, arcs, flow, unserved)


def _with_given(program: _Program, given: IntArray) -> _Program:
    lower, upper = program.model.lower.copy(), program.model.upper.copy()
    known = given[program.sites] >= 0
    columns, modules = program.modules[known], given[program.sites][known]
    lower[columns] = upper[columns] = modules
    return replace(program, model=replace(program.model, lower=lower, upper=upper))


def _affordable(
    inst: DynamicLocationInstance,
    modules: IntArray,
    caps: tuple[Cap, ...],
    part: IntArray | None,
) -> IntArray:
    """The modules without those that cost most for a place, as far as caps on money ask for it.

    Parameters
    ----------
    part : (M, K, T) modules that stay
    """
    if part is not None:
        modules = np.maximum(modules, part)
    most = min((cap.level for cap in caps if cap.measure is Measure.MODULES), default=np.inf)
    paid = inst.module_cost[:, :, None] * inst.discount
    over = float((modules * paid).sum()) - most
    if over <= 0:
        return modules
    extra = modules if part is None else modules - part
    each = np.argwhere(extra > 0)
    j, k, t = each.T
    order = np.argsort(-(paid[j, k, t] / inst.size[k]), kind="stable")
    kept = modules.copy()
    for at in order:
        if over <= 0:
            break
        here = tuple(each[at])
        away = min(int(extra[here]), int(np.ceil(over / paid[here])))
        kept[here] -= away
        over -= away * float(paid[here])
    return kept


def _completed(program: _Program, modules: IntArray) -> FloatArray | None:
    """The plan with these modules and the best flow; None where a limit forbids them."""
    lower, upper = program.model.lower.copy(), program.model.upper.copy()
    given = lower[program.modules] == upper[program.modules]
    wanted = np.where(given, lower[program.modules], modules[program.sites])
    lower[program.modules] = upper[program.modules] = wanted
    relaxed = replace(
        program.model, lower=lower, upper=upper, integer=np.zeros(len(lower), dtype=bool)
    )
    return solve_linear(relaxed, Limits().clock()).values


def _covers(inst: DynamicLocationInstance, opened: BoolArray, places: FloatArray) -> IntArray:
    """(M, K, T) modules that hold what must stand, then what is wanted, as far as money goes."""
    modules = np.zeros(inst.startable.shape, dtype=np.int64)
    free = np.cumsum(inst.budget)
    for wanted in (required(inst), np.maximum(places, inst.smallest[:, None]) * opened):
        for t in range(wanted.shape[1]):
            for j in np.argsort(-wanted[:, t], kind="stable"):
                standing = float((modules[j, :, : t + 1].sum(axis=1) * inst.size).sum())
                may = inst.startable[j, :, t]
                if wanted[j, t] <= standing or not may.any():
                    continue
                kinds = cheapest_cover(wanted[j, t] - standing, inst.size, inst.module_cost[j], may)
                cost = float(inst.module_cost[j, kinds].sum())
                if cost <= free[t:].min():
                    free[t:] -= cost
                    np.add.at(modules[j, :, t], kinds, 1)
    return modules


def cheapest_cover(
    wanted: float, size: FloatArray, cost: FloatArray, allowed: BoolArray
) -> list[int]:
    """Modules that hold `wanted` units for the least money; empty where nothing is wanted.

    An unbounded knapsack by dynamic programming over multiples of the sizes' common divisor.
    """
    if wanted <= 1e-6:
        return []
    grain = int(np.gcd.reduce(size.astype(np.int64)))
    steps = int(np.ceil(wanted / grain - 1e-9))
    best = np.full(steps + 1, np.inf)
    best[0] = 0.0
    choice = np.zeros(steps + 1, dtype=np.int64)
    kinds = np.flatnonzero(allowed)
    span = (size[kinds] // grain).astype(np.int64)
    for amount in range(1, steps + 1):
        total = best[np.maximum(amount - span, 0)] + cost[kinds]
        k = int(np.argmin(total))
        best[amount], choice[amount] = total[k], k
    chosen = []
    amount = steps
    while amount > 0:
        chosen.append(int(kinds[choice[amount]]))
        amount = max(0, amount - int(span[choice[amount]]))
    return sorted(chosen, reverse=True)


def least_cover_cost(
    wanted: float, size: FloatArray, cost: FloatArray, allowed: BoolArray
) -> float:
    """Least money for modules that hold `wanted` units; inf where none is allowed."""
    if wanted > 0 and not allowed.any():
        return float("inf")
    return float(cost[cheapest_cover(wanted, size, cost, allowed)].sum())
