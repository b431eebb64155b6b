"""How large: buildings of the menu for given sites, and who is served where."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.dynamic_location.instance import (
    BoolArray,
    DynamicLocationInstance,
    FloatArray,
    IntArray,
)
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
) -> BuildingsPlan:
    """Choose buildings at open sites, starting from the places rounded up to the menu.

    Parameters
    ----------
    opened : (M, T) sites open
    places : (M, T) places wanted up to a period, the start of the search
    given : (M, K, T) modules that sites must have, -1 where they are chosen

    Raises
    ------
    NoPlanInTimeError
        stopped before a first plan; only where money or sites are scarce
    """
    program = _program(instance, opened)
    if given is not None:
        program = _with_given(program, given)
    start = _rounded(program, instance, opened, places)
    result = solve_linear(program.model, clock, start=start, stage="buildings")
    values, objective = result.values, result.objective
    if values is None or objective is None:
        values = start
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


def _program(inst: DynamicLocationInstance, opened: BoolArray) -> _Program:
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
    modules = builder.variables(
        (len(sites), k, periods),
        cost=inst.module_cost[sites][:, :, None] * inst.discount,
        upper=most[:, :, None] * opened[sites][:, None, :] * inst.startable[sites],
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
    # Where money is scarce, a chosen site may turn out too dear for whole buildings.
    if np.isinf(inst.budget).all():
        least = builder.rows((len(sites),), lower=1.0)
        builder.add(least[:, None, None], modules, 1.0)
    return _Program(builder.build(), sites, modules, arcs, flow, unserved)


def _with_given(program: _Program, given: IntArray) -> _Program:
    lower, upper = program.model.lower.copy(), program.model.upper.copy()
    known = given[program.sites] >= 0
    columns, modules = program.modules[known], given[program.sites][known]
    lower[columns] = upper[columns] = modules
    return replace(program, model=replace(program.model, lower=lower, upper=upper))


def _rounded(
    program: _Program, inst: DynamicLocationInstance, opened: BoolArray, places: FloatArray
) -> FloatArray | None:
    """The plan in which every site's places are rounded up to buildings; None if too dear."""
    modules = np.zeros(program.modules.shape)
    for a, j in enumerate(program.sites):
        standing = 0.0
        for t in range(inst.demand.shape[1]):
            if not opened[j, t]:
                continue
            may = inst.startable[j, :, t]
            wanted = max(places[j, t], inst.smallest[j]) - standing if may.any() else 0.0
            for kind in cheapest_cover(wanted, inst.size, inst.module_cost[j], may):
                modules[a, kind, t] += 1
                standing += inst.size[kind]
    lower, upper = program.model.lower.copy(), program.model.upper.copy()
    given = lower[program.modules] == upper[program.modules]
    modules = np.where(given, lower[program.modules], modules)
    lower[program.modules] = upper[program.modules] = modules
    relaxed = replace(
        program.model, lower=lower, upper=upper, integer=np.zeros(len(lower), dtype=bool)
    )
    return solve_linear(relaxed, Limits().clock()).values


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
