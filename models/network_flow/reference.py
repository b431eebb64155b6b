"""The textbook formulation in PuLP, for reading and for proving the fast one right.

Sets: nodes n, arcs a from t(a) to h(a), supplies s at n(s), demands d at n(d). Decisions: x_a flow
that leaves the tail, y_s drawn, z_d shortage.

    min  sum_a c_a x_a + sum_s k_s y_s + sum_d v_d z_d
    sum_{a into n} g_a x_a + sum_{s at n} y_s >= sum_{a out of n} x_a + sum_{d at n} (b_d - z_d)
    0 <= x_a <= u_a,   0 <= y_s <= q_s,   0 <= z_d <= b_d

The generalised flow problem of Jewell (1962), Operations Research 10, 476-499; Ahuja, Magnanti and
Orlin (1993), Network Flows, chapter 15. Shortage variables with a value make it the hydro-economic
network of Draper et al. (2003), J. Water Resour. Plann. Manage. 129, 155-164.
"""

from __future__ import annotations

import numpy as np
import pulp

from models.network_flow.instance import FlowInstance


def reference_optimum(instance: FlowInstance, solver: pulp.LpSolver | None = None) -> float:
    """Least cost of an instance, by CBC unless another solver is given.

    Raises
    ------
    RuntimeError
        not solved
    """
    problem = reference_model(instance)
    problem.solve(solver or pulp.PULP_CBC_CMD(msg=False))
    if problem.sol_status != pulp.LpSolutionOptimal:
        raise RuntimeError(f"not solved: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective) or 0.0)


def reference_model(instance: FlowInstance) -> pulp.LpProblem:
    """The programme above."""
    problem = pulp.LpProblem("generalised_flow", pulp.LpMinimize)

    def variables(name: str, upper: list[float]) -> list[pulp.LpVariable]:
        limits = [u if np.isfinite(u) else None for u in upper]
        return [pulp.LpVariable(f"{name}_{i}", 0, limit) for i, limit in enumerate(limits)]

    x = variables("x", instance.capacity.tolist())
    y = variables("y", instance.supply.tolist())
    z = variables("z", instance.demand.tolist())
    problem += (
        pulp.lpSum(float(c) * v for c, v in zip(instance.cost, x, strict=True))
        + pulp.lpSum(float(c) * v for c, v in zip(instance.supply_cost, y, strict=True))
        + pulp.lpSum(float(c) * v for c, v in zip(instance.value, z, strict=True))
    )
    enters: list[list[pulp.LpAffineExpression]] = [[] for _ in range(instance.nodes)]
    leaves: list[list[pulp.LpAffineExpression]] = [[] for _ in range(instance.nodes)]
    for a, flow in enumerate(x):
        enters[instance.head[a]].append(float(instance.gain[a]) * flow)
        leaves[instance.tail[a]].append(1.0 * flow)
    for s, drawn in enumerate(y):
        enters[instance.supply_node[s]].append(1.0 * drawn)
    for d, short in enumerate(z):
        leaves[instance.demand_node[d]].append(float(instance.demand[d]) - short)
    for entering, leaving in zip(enters, leaves, strict=True):
        if entering or leaving:
            problem += pulp.lpSum(entering) >= pulp.lpSum(leaving)
    return problem
