"""Dynamic maximal covering as in the literature, in PuLP; the mathematics is in `dynamic_cover`."""

from __future__ import annotations

import math

import numpy as np
import pulp

from models.dynamic_location.dynamic_cover import DynamicCoverInstance


def cover_reference_optimum(instance: DynamicCoverInstance, time_s: float = 60.0) -> float:
    """Most weighted demand-years within the standard in a small instance, by CBC.

    Raises
    ------
    RuntimeError
        not proven optimal in time
    """
    n, periods = instance.weight.shape
    sites, span = range(len(instance.cost)), range(periods)
    problem = pulp.LpProblem("dynamic_cover", pulp.LpMaximize)
    z = {(j, t): pulp.LpVariable(f"z_{j}_{t}", cat="Binary") for j in sites for t in span}
    c = {(i, t): pulp.LpVariable(f"c_{i}_{t}", 0, 1) for i in range(n) for t in span}
    problem += pulp.lpSum(
        float(instance.years[t] * instance.weight[i, t]) * v for (i, t), v in c.items()
    )
    new = [j for j in sites if not instance.existing[j]]
    for t in span:
        for i in range(n):
            arcs = np.flatnonzero((instance.demand == i) & instance.within[:, t])
            problem += c[i, t] <= pulp.lpSum(z[int(instance.site[a]), t] for a in arcs)
        for j in sites:
            if instance.existing[j] or instance.forced[j, t]:
                problem += z[j, t] == 1
            elif t < instance.earliest[j]:
                problem += z[j, t] == 0
            if t + 1 < periods:
                problem += z[j, t] <= z[j, t + 1]
        if math.isfinite(instance.max_new[t]):
            problem += pulp.lpSum(z[j, t] for j in new) <= float(instance.max_new[t])
        for g in range(len(instance.group_min)):
            inside = pulp.lpSum(z[j, t] for j in new if instance.group[j] == g)
            problem += inside >= float(instance.group_min[g, t])
            if math.isfinite(instance.group_max[g, t]):
                problem += inside <= float(instance.group_max[g, t])
        money = float(instance.budget[: t + 1].sum())
        if math.isfinite(money):
            problem += pulp.lpSum(float(instance.cost[j]) * z[j, t] for j in new) <= money
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=time_s, gapRel=0.0))
    if problem.sol_status != pulp.LpSolutionOptimal or problem.solutionTime >= time_s:
        raise RuntimeError(f"not proven optimal: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective))
