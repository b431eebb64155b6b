"""The textbook formulation in PuLP, for reading and for proving the fast one right.

x_it = 1 where task i starts in period t (Pritsker, Watters and Wolfe 1969, Management Science 16,
93-108), with the order written on start times:

    sum_t x_it = 1 (<= 1 where optional)
    sum_t t x_jt >= sum_t (t + lag) x_it      where both are done
    sum_i sum_t c_i,s-t x_it <= b_s + carry_s - carry_{s+1}      every period s and source
    sum of a group's money in s <= its limit
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pulp

from models.project_scheduling.instance import (
    NO_PREFERENCE,
    NOT_DONE,
    IntArray,
    ProjectSchedulingInstance,
)
from models.project_scheduling.solution import Goal


def reference_optima(
    instance: ProjectSchedulingInstance, goals: Sequence[Goal]
) -> tuple[int, ...] | None:
    """Value of every goal in lexicographic order by CBC; None where there is no schedule."""
    problem = pulp.LpProblem("schedule", pulp.LpMinimize)
    x = _starts(instance)
    spent = _constrain(problem, instance, x)
    reached = []
    for goal in goals:
        expression = _goal(problem, instance, x, spent, goal)
        problem.setObjective(expression)
        problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
        if problem.sol_status == pulp.LpSolutionInfeasible:
            return None
        if problem.sol_status != pulp.LpSolutionOptimal:
            raise RuntimeError(f"not solved: {pulp.LpStatus[problem.status]}")
        reached.append(round(pulp.value(expression) or 0.0))
        problem += expression <= reached[-1]
    return tuple(reached)


def reference_schedule(
    instance: ProjectSchedulingInstance, goal: Goal, solver: pulp.LpSolver
) -> IntArray | None:
    """(N,) starts of what a solver hands back for one goal, proven or not; None for nothing."""
    problem = pulp.LpProblem("schedule", pulp.LpMinimize)
    x = _starts(instance)
    spent = _constrain(problem, instance, x)
    problem.setObjective(_goal(problem, instance, x, spent, goal))
    problem.solve(solver)
    if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return None
    start = np.full(instance.tasks, NOT_DONE, dtype=np.int64)
    for i, starts in enumerate(x):
        for t, variable in starts.items():
            if (variable.value() or 0.0) > 0.5:
                start[i] = t
    return start


def _starts(k: ProjectSchedulingInstance) -> list[dict[int, pulp.LpVariable]]:
    allowed = k.allowed
    return [
        {int(t): pulp.LpVariable(f"x_{i}_{t}", cat="Binary") for t in np.flatnonzero(allowed[i])}
        for i in range(k.tasks)
    ]


def _constrain(
    problem: pulp.LpProblem, k: ProjectSchedulingInstance, x: list[dict[int, pulp.LpVariable]]
) -> list[list[Any]]:
    """Add every rule; give (T, R) expressions of spending."""
    for i in range(k.tasks):
        some = pulp.lpSum(x[i].values())
        problem += some <= 1 if k.optional[i] else some == 1
    for e in range(len(k.before)):
        i, j = int(k.before[e]), int(k.after[e])
        lag = int(k.lag[e]) + (int(k.duration[i]) if k.from_end[e] else 0)
        there = pulp.lpSum(x[j].values())
        problem += there <= pulp.lpSum(x[i].values())
        if k.together[e]:
            problem += there == pulp.lpSum(x[i].values())
        least = pulp.lpSum((t + lag) * v for t, v in x[i].items())
        room = k.periods + lag
        problem += pulp.lpSum(t * v for t, v in x[j].items()) >= least - room * (1 - there)
    periods, sources = k.envelope.shape
    spent: list[list[Any]] = [[] for _ in range(periods)]
    by_group: dict[tuple[int, int], list[Any]] = {}
    for s in range(periods):
        running = [(i, s - t, v) for i in range(k.tasks) for t, v in x[i].items() if s - t >= 0]
        running = [(i, d, v) for i, d, v in running if d < k.duration[i]]
        for r in range(sources):
            spent[s].append(pulp.lpSum(int(k.cost[i, d, r]) * v for i, d, v in running))
        for i, d, v in running:
            by_group.setdefault((int(k.group[i]), s), []).append(int(k.cost[i, d].sum()) * v)
    for (g, _), parts in by_group.items():
        problem += pulp.lpSum(parts) <= int(k.group_limit[g])
    for r in range(sources):
        carry = [
            pulp.LpVariable(f"carry_{s}_{r}", 0, int(k.carry_limit[s, r])) for s in range(periods)
        ]
        for s in range(periods):
            arrives = carry[s - 1] if s else 0
            problem += spent[s][r] + carry[s] <= int(k.envelope[s, r]) + arrives
    return spent


def _goal(
    problem: pulp.LpProblem,
    k: ProjectSchedulingInstance,
    x: list[dict[int, pulp.LpVariable]],
    spent: list[list[Any]],
    goal: Goal,
) -> Any:
    totals = [pulp.lpSum(row) for row in spent]
    if goal is Goal.PEAK:
        peak = pulp.LpVariable("peak", 0)
        for total in totals:
            problem += peak >= total
        return pulp.lpSum([peak])
    if goal is Goal.SQUARES:
        parts = [pulp.LpVariable(f"square_{t}", 0) for t in range(k.periods)]
        most = int((k.envelope + k.carry_limit).sum(axis=1).max())
        for part, total in zip(parts, totals, strict=True):
            for n in range(most // k.step + 1):
                problem += part >= (2 * n + 1) * total - n * (n + 1) * k.step
        return pulp.lpSum(parts)
    terms = []
    for i in range(k.tasks):
        left_out = 1 - pulp.lpSum(x[i].values())
        value = int(k.value[i])
        if goal is Goal.LOSS:
            terms.append(value * left_out)
        elif goal is Goal.WAITING:
            until = pulp.lpSum((t + int(k.duration[i])) * v for t, v in x[i].items())
            terms.append(value * (until + k.periods * left_out))
        elif k.preferred[i] != NO_PREFERENCE:
            away = pulp.lpSum(abs(t - int(k.preferred[i])) * v for t, v in x[i].items())
            terms.append(away + k.periods * left_out)
    return pulp.lpSum(terms)
