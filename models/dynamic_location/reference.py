"""The textbook formulation in PuLP, for reading and for proving the fast one right.

Sets: demand points i, sites j, modules k, periods t, arcs a = (i, j) within the standard.

    min  sum_t w_t (c sum_a l_a x_at + q sum_i u_it) + sum_jkt v_t f_jk y_jkt
    sum_{a at i} x_at + u_it = d_it                          everyone is served or counted
    sum_{a at j} x_at <= E_jt + sum_{s<=t} sum_k Q_k y_jks   capacity that stands or was built
    y_jkt <= n_jk z_jt,   z_jt <= z_j,t+1                    built only where open; open stays
    sum_j z_jt <= P_t                                        number of sites
    sum_{s<=t} sum_k Q_k y_jks >= G_jt                       what must stand
    sum_{s<=t} sum_jk f_jk y_jks <= sum_{s<=t} B_s           money, what is left stays
    x, u >= 0,  y integer,  z binary

Modular capacities over time: Jena, Cordeau and Gendron (2015), Transportation Science 49 (3),
484-499; the dynamic problem without modules: Van Roy and Erlenkotter (1982), Management Science
28 (10), 1091-1105.
"""

from __future__ import annotations

import math

import numpy as np
import pulp

from models.dynamic_location.instance import DynamicLocationInstance


def reference_optimum(instance: DynamicLocationInstance, time_s: float = 60.0) -> float:
    """Optimal discounted money of a small instance, by CBC.

    Raises
    ------
    RuntimeError
        not proven optimal in time
    """
    n, m, periods, modules = instance.shape
    span = range(periods)
    problem = pulp.LpProblem("dynamic_location", pulp.LpMinimize)
    x = {
        (a, t): pulp.LpVariable(f"x_{a}_{t}", 0) for a in range(len(instance.origin)) for t in span
    }
    u = {(i, t): pulp.LpVariable(f"u_{i}_{t}", 0) for i in range(n) for t in span}
    z = {(j, t): pulp.LpVariable(f"z_{j}_{t}", cat="Binary") for j in range(m) for t in span}
    most = np.ceil(instance.demand.sum(axis=0).max() / instance.size) + 1
    y = {
        (j, k, t): pulp.LpVariable(f"y_{j}_{k}_{t}", 0, float(most[k]), "Integer")
        for j in range(m)
        for k in range(modules)
        for t in span
        if instance.startable[j, k, t]
    }
    problem += (
        pulp.lpSum(
            instance.years[t] * instance.travel_cost * instance.distance[a] * v
            for (a, t), v in x.items()
        )
        + pulp.lpSum(instance.years[t] * instance.unserved_cost * v for (_, t), v in u.items())
        + pulp.lpSum(
            instance.discount[t] * instance.module_cost[j, k] * v for (j, k, t), v in y.items()
        )
    )
    for t in span:
        for i in range(n):
            here = [x[a, t] for a in np.flatnonzero(instance.origin == i).tolist()]
            problem += pulp.lpSum(here) + u[i, t] == float(instance.demand[i, t])
        for j in range(m):
            used = [x[a, t] for a in np.flatnonzero(instance.site == j).tolist()]
            built = [instance.size[k] * v for (b, k, s), v in y.items() if b == j and s <= t]
            problem += pulp.lpSum(used) <= float(instance.existing[j, t]) + pulp.lpSum(built)
            if t + 1 < periods:
                problem += z[j, t] <= z[j, t + 1]
        if math.isfinite(instance.max_sites[t]):
            problem += pulp.lpSum(z[j, t] for j in range(m)) <= float(instance.max_sites[t])
        money = float(instance.budget[: t + 1].sum())
        if math.isfinite(money):
            spent = [instance.module_cost[j, k] * v for (j, k, s), v in y.items() if s <= t]
            problem += pulp.lpSum(spent) <= money
    for (j, k, t), v in y.items():
        problem += v <= float(most[k]) * z[j, t]
    for j, t in np.argwhere(instance.min_capacity > 0).tolist():
        built = [instance.size[k] * v for (b, k, s), v in y.items() if b == j and s <= t]
        problem += pulp.lpSum(built) >= float(instance.min_capacity[j, t])
    problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=time_s, gapRel=0.0))
    if problem.sol_status != pulp.LpSolutionOptimal or problem.solutionTime >= time_s:
        raise RuntimeError(f"not proven optimal: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective))
