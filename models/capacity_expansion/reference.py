r"""The textbook formulation of multi-period modular capacity expansion, in PuLP, solved by HiGHS.

It is what the fast algorithm is proven against on random instances, and the monolith it is
measured against; read it to learn what the model is.

Sets: units n, modules k, periods t, groups g, transfer arcs a = (i, j).
Decisions: x[n,k,t] whole number of modules started; y[a,t] demand moved; everything else follows.

    new[n,t]      = sum_{k, s <= t - lead} size_k x[n,k,s]
    pay[n,t]      = sum_{k, s <= t} profile_{t-s} index_s cost_{n,k} x[n,k,s]
    move[t]       = sum_a index_t cost_a y[a,t]
    carry[t]     <= carry[t-1] + budget_t - committed_t - sum_n pay[n,t] - move[t]
    0 <= carry[t] <= carry_limit_t
    served[n,t]   = demand_{n,t} - outflow + inflow
    short[n,t]   >= served[n,t] - factor_{n,t} (existing_{n,t} + new[n,t]),   short >= 0
    over[n,t]    >= served[n,t] - overflow_factor (existing_{n,t} + new[n,t]), over >= 0
    over[n,t]     = 0                       where overflow is forbidden
    min_capacity_{n,t} <= new[n,t] <= max_capacity_{n,t}
    sum_k x[n,k,t] <= max_starts_{n,t},  x[n,k,t] = 0 where not startable
    sum_{n in g} pay[n,t]         <= group_budget_{g,t}
    sum_{n in g, s <= t} pay[n,s] >= group_min_spending_{g,t}
    sum_{a from i} y[a,t] <= demand_{i,t},  0 <= y[a,t] <= limit_{a,t}

Measures, minimised one after the other, each then held at its value times (1 + tolerance):

    OVERFLOW     sum_{n,t} overflow_weight_t over[n,t]
    SHORTAGE     sum_{n,t} shortage_weight_t short[n,t]
    WORST_SHARE  max_{n, t in equity periods} equity_weight_n short[n,t] / demand_{n,t}
    COST         sum_t cost_weight_t (sum_n pay[n,t] + move[t])

Literature: Luss, H. (1982), Operations research and capacity expansion problems: a survey,
Operations Research 30(5), 907-947 (modular sizes, discounting, shortages). Jena, S. D., Cordeau,
J.-F., Gendron, B. (2015), Dynamic facility location with generalized modular capacities,
Transportation Science 49(3), 484-499 (module choice by period). Isermann, H. (1982), Linear
lexicographic optimization, OR Spektrum 4, 223-228 (stages).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pulp

from models.capacity_expansion.instance import (
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from optimizer.certificate import Status
from optimizer.engines import derived_status
from optimizer.limits import Limits


@dataclass(frozen=True)
class ReferenceStage:
    """What one stage of the reference gives.

    Attributes
    ----------
    status : derived from value and bound; INFEASIBLE when proven
    value, bound : of the stage's measure, None if unknown
    starts : (N, K, T) or None
    flows : (A, T) or None
    """

    status: Status
    value: float | None
    bound: float | None
    starts: IntArray | None
    flows: FloatArray | None


def solve_reference(
    instance: CapacityExpansionInstance, limits: Limits
) -> tuple[ReferenceStage, ...]:
    """All stages in order; stops after a stage without a plan. The time limit is for each stage."""
    levels: dict[Measure, float] = {}
    results: list[ReferenceStage] = []
    for stage in instance.stages:
        result = solve_stage(instance, stage.measure, levels, limits)
        results.append(result)
        if result.value is None:
            break
        level = result.value * (1 + stage.tolerance) + 1e-9 * max(1.0, abs(result.value))
        levels[stage.measure] = min(levels.get(stage.measure, math.inf), level)
    return tuple(results)


def solve_stage(
    instance: CapacityExpansionInstance,
    measure: Measure,
    levels: Mapping[Measure, float],
    limits: Limits,
) -> ReferenceStage:
    """Minimise one measure while the caps of the instance and `levels` hold."""
    problem = pulp.LpProblem("capacity_expansion", pulp.LpMinimize)
    units, periods = (range(size) for size in instance.demand.shape)
    modules, groups = range(len(instance.size)), range(len(instance.group_budget))
    x = {
        (n, k, t): pulp.LpVariable(f"x_{n}_{k}_{t}", 0, int(instance.max_starts[n, t]), "Integer")
        for n in units
        for k in modules
        for t in periods
        if instance.startable[n, k, t]
    }
    moves = instance.transfers
    arcs = range(len(moves.arcs)) if moves is not None else range(0)
    y = {
        (a, t): pulp.LpVariable(f"y_{a}_{t}", 0, float(moves.limit[a, t]))
        for a in arcs
        for t in periods
        if moves is not None
    }
    carry = [
        pulp.LpVariable(f"carry_{t}", 0, _finite(instance.carry_over_limit[t])) for t in periods
    ]
    short = _grid("short", units, periods)
    over = _grid("over", units, periods)
    new = _grid("new", units, periods)
    pay = _grid("pay", units, periods)

    for n in units:
        for t in periods:
            problem += new[n, t] == pulp.lpSum(
                int(instance.size[k]) * x[n, k, s]
                for k in modules
                for s in range(t - instance.lead + 1)
                if (n, k, s) in x
            )
            problem += pay[n, t] == pulp.lpSum(
                float(instance.spend_profile[t - s] * instance.price_index[s] * instance.cost[n, k])
                * x[n, k, s]
                for k in modules
                for s in range(max(0, t - len(instance.spend_profile) + 1), t + 1)
                if (n, k, s) in x
            )
    moving = [
        pulp.lpSum(
            float(moves.cost[a] * instance.price_index[t]) * y[a, t]
            for a in arcs
            if moves is not None
        )
        for t in periods
    ]
    for t in periods:
        before = carry[t - 1] if t > 0 else 0
        problem += carry[t] + pulp.lpSum(pay[n, t] for n in units) + moving[t] <= before + float(
            instance.budget[t] - instance.committed_spending[t]
        )
    for n in units:
        leaving = [a for a in arcs if moves is not None and moves.arcs[a, 0] == n]
        arriving = [a for a in arcs if moves is not None and moves.arcs[a, 1] == n]
        for t in periods:
            outflow = pulp.lpSum(y[a, t] for a in leaving)
            served = float(instance.demand[n, t]) - outflow + pulp.lpSum(y[a, t] for a in arriving)
            capacity = float(instance.existing[n, t]) + new[n, t]
            problem += short[n, t] >= served - float(instance.capacity_factor[n, t]) * capacity
            problem += over[n, t] >= served - float(instance.overflow_factor) * capacity
            if instance.overflow_forbidden[n, t]:
                problem += over[n, t] == 0
            if instance.min_capacity[n, t] > 0:
                problem += new[n, t] >= float(instance.min_capacity[n, t])
            if math.isfinite(instance.max_capacity[n, t]):
                problem += new[n, t] <= float(instance.max_capacity[n, t])
            if leaving:
                problem += outflow <= float(instance.demand[n, t])
            problem += pulp.lpSum(x[n, k, t] for k in modules if (n, k, t) in x) <= int(
                instance.max_starts[n, t]
            )
    for g in groups:
        members = [n for n in units if instance.group[n] == g]
        for t in periods:
            if math.isfinite(instance.group_budget[g, t]):
                problem += pulp.lpSum(pay[n, t] for n in members) <= float(
                    instance.group_budget[g, t]
                )
            if instance.group_min_spending[g, t] > 0:
                problem += pulp.lpSum(pay[n, s] for n in members for s in range(t + 1)) >= float(
                    instance.group_min_spending[g, t]
                )

    worst = pulp.LpVariable("worst", 0)
    for n in units:
        for t in periods:
            if instance.equity_period[t] and instance.demand[n, t] > 0:
                problem += (
                    float(instance.equity_weight[n] / instance.demand[n, t]) * short[n, t] <= worst
                )
    value = {
        Measure.OVERFLOW: pulp.lpSum(
            float(instance.overflow_weight[t]) * over[n, t] for n in units for t in periods
        ),
        Measure.SHORTAGE: pulp.lpSum(
            float(instance.shortage_weight[t]) * short[n, t] for n in units for t in periods
        ),
        Measure.WORST_SHARE: 1 * worst,
        Measure.COST: pulp.lpSum(
            float(instance.cost_weight[t]) * (pulp.lpSum(pay[n, t] for n in units) + moving[t])
            for t in periods
        ),
    }
    for cap in instance.caps:
        problem += value[cap.measure] <= cap.level
    for held, level in levels.items():
        problem += value[held] <= level
    problem.setObjective(value[measure])
    return _solved(instance, problem, x, y, limits)


def _solved(
    instance: CapacityExpansionInstance,
    problem: pulp.LpProblem,
    x: dict[tuple[int, int, int], pulp.LpVariable],
    y: dict[tuple[int, int], pulp.LpVariable],
    limits: Limits,
) -> ReferenceStage:
    options = {"threads": limits.threads} if limits.threads else {}
    problem.solve(
        pulp.HiGHS(
            msg=False,
            timeLimit=limits.time_s,
            gapRel=limits.gap,
            random_seed=limits.seed,
            **options,
        )
    )
    highs = problem.solverModel
    outcome = highs.modelStatusToString(highs.getModelStatus()).lower()
    if "infeasible" in outcome:
        return ReferenceStage(Status.INFEASIBLE, None, None, None, None)
    info = highs.getInfo()
    bound = float(info.mip_dual_bound) if math.isfinite(info.mip_dual_bound) else None
    if info.primal_solution_status != 2:  # HiGHS: 2 is a feasible point
        return ReferenceStage(Status.NO_SOLUTION, None, bound, None, None)
    value = float(info.objective_function_value)
    starts = np.zeros((*instance.demand.shape[:1], len(instance.size), instance.demand.shape[1]))
    for key, variable in x.items():
        starts[key] = variable.value()
    flows = None
    if instance.transfers is not None:
        flows = np.zeros(instance.transfers.limit.shape)
        for place, variable in y.items():
            flows[place] = variable.value()
    return ReferenceStage(
        derived_status(starts, value, bound, limits.gap),
        value,
        bound,
        np.round(starts).astype(np.int64),
        flows,
    )


def _grid(name: str, units: range, periods: range) -> dict[tuple[int, int], pulp.LpVariable]:
    return {(n, t): pulp.LpVariable(f"{name}_{n}_{t}", 0) for n in units for t in periods}


def _finite(limit: float) -> float | None:
    return float(limit) if math.isfinite(limit) else None
