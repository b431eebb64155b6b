"""The textbook formulation in PuLP, for reading and for proving the fast one right.

Sets: edges e = {i, j} with arcs (i, j) and (j, i), classes k, periods t, a connected node v.
Decisions: x_ijkt a pipe of class k is laid from i to j in period t, w_vt node v is connected by
period t, f_ijt flow in period t.

    min  sum l_e c_k x_ijkt + sum n_v w_v   or   max  sum_vt p_v (years of t) w_vt
    sum_i f_ijt - sum_i f_jit = d_j w_jt                           j no source, every t
    sum_j f_sjt + d_s w_st <= capacity of s                        s source, every t
    f_ijt <= sum_k u_k sum_{t' <= t} x_ijkt'                       every t
    sum_{i, k, t} x_ijkt <= 1                                      one pipe enters j, 0 for a source
    sum_{k, t} x_ijkt + x_jikt <= 1                                one pipe along an edge
    sum_{k, t' <= t} x_jlkt' <= sum_{i, k, t' <= t} x_ijkt'        pipes hang on a source, every t
    w_vt <= w_v,t+1,   w_vT = 1 where required
    spending until t <= money until t
    x, w binary, f >= 0

Each period has flows of its own: nothing is assumed about what the periods share. Single-commodity
fixed charge design with facilities of several sizes: Salman, Ravi and Hooker (2008), INFORMS
Journal on Computing 20, 243-254.
"""

from __future__ import annotations

import pulp

from models.network_design.pipes.instance import PipeNetworkInstance, Question


def reference_optimum(
    instance: PipeNetworkInstance, time_s: float = 60.0, solver: pulp.LpSolver | None = None
) -> float | None:
    """Optimal objective of a small instance, None where none is feasible; by CBC unless told.

    Raises
    ------
    RuntimeError
        not proven optimal in time
    """
    problem = reference_model(instance)
    problem.solve(solver or pulp.PULP_CBC_CMD(msg=False, timeLimit=time_s, gapRel=0.0))
    if problem.status == pulp.LpStatusInfeasible:
        return None
    if problem.sol_status != pulp.LpSolutionOptimal or problem.solutionTime >= time_s:
        raise RuntimeError(f"not proven optimal: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective) or 0.0)


def reference_model(instance: PipeNetworkInstance) -> pulp.LpProblem:
    """The programme above."""
    least_cost = instance.question is Question.LEAST_COST
    problem = pulp.LpProblem("pipes", pulp.LpMinimize if least_cost else pulp.LpMaximize)
    periods, classes = range(instance.periods), range(len(instance.class_cost))
    sources = dict(zip(instance.sources.tolist(), instance.source_capacity.tolist(), strict=True))
    nodes = range(instance.nodes)
    ways = [
        (e, i, j)
        for e, (a, b) in enumerate(instance.edges.tolist())
        for i, j in ((a, b), (b, a))
        if j not in sources
    ]
    x = {
        (a, k, t): pulp.LpVariable(f"x_{a}_{k}_{t}", cat="Binary")
        for a in range(len(ways))
        for k in classes
        for t in periods
    }
    f = {(a, t): pulp.LpVariable(f"f_{a}_{t}", 0) for a in range(len(ways)) for t in periods}
    w = {(v, t): pulp.LpVariable(f"w_{v}_{t}", cat="Binary") for v in nodes for t in periods}

    def laid(a: int, t: int) -> pulp.LpAffineExpression:
        return pulp.lpSum(x[a, k, s] for k in classes for s in range(t + 1))

    def spent(t: int) -> pulp.LpAffineExpression:
        pipes = pulp.lpSum(
            float(instance.length_km[e] * instance.class_cost[k]) * x[a, k, t]
            for a, (e, _, _) in enumerate(ways)
            for k in classes
        )
        joined = pulp.lpSum(
            float(instance.node_cost[v]) * (w[v, t] - (w[v, t - 1] if t else 0)) for v in nodes
        )
        return pipes + joined

    last = instance.periods - 1
    if least_cost:
        problem += spent(0)
    else:
        problem += pulp.lpSum(
            float(instance.prize[v] * instance.weight[t]) * w[v, t] for v in nodes for t in periods
        )
        for t in periods:
            until = range(t + 1) if instance.carry_over else range(t, t + 1)
            problem += pulp.lpSum(spent(s) for s in until) <= float(
                sum(instance.budget[s] for s in until)
            )
    for v in nodes:
        for t in periods:
            entering = pulp.lpSum(f[a, t] for a, (_, _, j) in enumerate(ways) if j == v)
            leaving = pulp.lpSum(f[a, t] for a, (_, i, _) in enumerate(ways) if i == v)
            used = float(instance.demand[v]) * w[v, t]
            if v not in sources:
                problem += entering - leaving == used
            elif sources[v] < float("inf"):
                problem += leaving + used <= sources[v]
            if t < last:
                problem += w[v, t] <= w[v, t + 1]
        into = [a for a, (_, _, j) in enumerate(ways) if j == v]
        problem += pulp.lpSum(laid(a, last) for a in into) <= 1
        if instance.required[v]:
            problem += w[v, last] == 1
        elif least_cost or instance.demand[v] == 0:
            problem += w[v, last] == 0
    for e in range(len(instance.edges)):
        problem += pulp.lpSum(laid(a, last) for a, way in enumerate(ways) if way[0] == e) <= 1
    for a, (_, i, _) in enumerate(ways):
        for t in periods:
            if i not in sources:
                before = [b for b, (_, _, j) in enumerate(ways) if j == i]
                problem += laid(a, t) <= pulp.lpSum(laid(b, t) for b in before)
            room = pulp.lpSum(
                float(instance.class_capacity[k]) * x[a, k, s]
                for k in classes
                for s in range(t + 1)
            )
            problem += f[a, t] <= room
    return problem
