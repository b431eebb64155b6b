"""The textbook formulation in PuLP, for reading and for proving the fast one right.

Sets: pairs q with ends o and d, hubs k and l, classes s, periods t. Decisions: y_mst centres
opened, z_mt hub open, x_qklt units of pair q that go by k and l, d_qt units that go directly.

    min  sum_t w_t (sum_qkl c_qklt x_qklt + sum_q e_qt d_qt) + sum_mst v_t f_ms y_mst
    c_qklt = access_okt + min(linehaul_klt, linehaul_lkt) + access_dlt
    sum_kl x_qklt + d_qt = flow_qt                                all flow goes somehow
    sum_{k = m or l = m} x_qklt <= flow_qt z_mt                   only by open hubs
    sum_q sum_{k = m or l = m} x_qklt <= E_m + sum_{r<=t} sum_s Q_s y_msr
    z_mt <= [E_m > 0] + sum_{r<=t} sum_s y_msr                    open where something stands
    lower <= sum_{r<=t} y_msr <= upper                            by site, by group, in all
    sum_{r<=t} sum_ms f_ms y_msr <= sum_{r<=t} B_r                money, what is left stays
    x, d >= 0,  y integer,  z binary

The path formulation with multiple allocation: Campbell (1994), European Journal of Operational
Research 72, 387-405; the model goes back to O'Kelly (1987), same journal, 32, 393-404; the smaller
flow formulation is that of Ernst and Krishnamoorthy (1998), same journal, 104, 100-112. The links
in their strong form, one for a hub whichever end it serves: Hamacher, Labbé, Nickel and Sonneborn
(2004), Discrete Applied Mathematics 145, 104-116. Periods: Contreras, Cordeau and Laporte (2011),
European Journal of Operational Research 212, 455-463; sizes to choose from: the same authors
(2012), Transportation Science 46, 439-459.
"""

from __future__ import annotations

import math

import numpy as np
import pulp

from models.hub_location.instance import HubInstance


def reference_optimum(
    instance: HubInstance, time_s: float = 60.0, solver: pulp.LpSolver | None = None
) -> float:
    """Optimal discounted money of a small instance, by CBC unless another solver is given.

    Raises
    ------
    RuntimeError
        not proven optimal in time; also where no plan exists
    """
    problem = reference_model(instance)
    problem.solve(solver or pulp.PULP_CBC_CMD(msg=False, timeLimit=time_s, gapRel=0.0))
    if problem.sol_status != pulp.LpSolutionOptimal or problem.solutionTime >= time_s:
        raise RuntimeError(f"not proven optimal: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective))


def reference_model(instance: HubInstance) -> pulp.LpProblem:
    """The programme above."""
    pairs, m, periods, _ = instance.shape
    span, hubs = range(periods), range(m)
    problem = pulp.LpProblem("hub_location", pulp.LpMinimize)
    y = {
        (j, s, t): pulp.LpVariable(f"y_{j}_{s}_{t}", 0, int(instance.most_centres[j, s]), "Integer")
        for j, s, t in np.argwhere(instance.openable).tolist()
    }
    z = {(j, t): pulp.LpVariable(f"z_{j}_{t}", cat="Binary") for j in hubs for t in span}
    cost = [
        float(instance.discount[t] * instance.class_cost[j, s]) * v for (j, s, t), v in y.items()
    ]
    through: dict[tuple[int, int], list[pulp.LpVariable]] = {(j, t): [] for j in hubs for t in span}
    for q in range(pairs):
        o, d = int(instance.origin[q]), int(instance.destination[q])
        for t in span:
            flow = float(instance.flow[q, t])
            if flow == 0:
                continue
            ways: list[pulp.LpVariable] = []
            by_hub: dict[int, list[pulp.LpVariable]] = {j: [] for j in hubs}
            if math.isfinite(instance.direct[q, t]):
                ways.append(pulp.LpVariable(f"d_{q}_{t}", 0))
                cost.append(float(instance.years[t] * instance.direct[q, t]) * ways[-1])
            for k in hubs:
                for j in hubs:
                    unit = float(
                        instance.access[o, k, t]
                        + min(instance.linehaul[k, j, t], instance.linehaul[j, k, t])
                        + instance.access[d, j, t]
                    )
                    if not math.isfinite(unit):
                        continue
                    x = pulp.LpVariable(f"x_{q}_{k}_{j}_{t}", 0)
                    ways.append(x)
                    cost.append(float(instance.years[t]) * unit * x)
                    for hub in {k, j}:
                        by_hub[hub].append(x)
                        through[hub, t].append(x)
            problem += pulp.lpSum(ways) == flow
            for j in hubs:
                problem += pulp.lpSum(by_hub[j]) <= flow * z[j, t]
    problem.setObjective(pulp.lpSum(cost))
    for t in span:
        opened = {k: v for k, v in y.items() if k[2] <= t}
        for j in hubs:
            here = [(s, v) for (i, s, _), v in opened.items() if i == j]
            built = pulp.lpSum(float(instance.size[s]) * v for s, v in here)
            if math.isfinite(instance.existing[j]):
                problem += pulp.lpSum(through[j, t]) <= float(instance.existing[j]) + built
            count = pulp.lpSum(v for _, v in here)
            problem += z[j, t] <= int(instance.existing[j] > 0) + count
            problem += count >= int(instance.forced[j, t])
            if math.isfinite(instance.max_at_site[j]):
                problem += count <= float(instance.max_at_site[j])
        if math.isfinite(instance.max_new[t]):
            problem += pulp.lpSum(opened.values()) <= float(instance.max_new[t])
        for g in range(len(instance.group_min)):
            inside = pulp.lpSum(v for (j, _, _), v in opened.items() if instance.group[j] == g)
            problem += inside >= float(instance.group_min[g, t])
            if math.isfinite(instance.group_max[g, t]):
                problem += inside <= float(instance.group_max[g, t])
        money = float(instance.budget[: t + 1].sum())
        if math.isfinite(money):
            problem += (
                pulp.lpSum(float(instance.class_cost[j, s]) * v for (j, s, _), v in opened.items())
                <= money
            )
    return problem
