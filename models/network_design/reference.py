"""The textbook formulation in PuLP, for reading and for proving the fast one right.

Sets: edges e = {i, j} with arcs (i, j) and (j, i), terminals k other than a root r. Decisions:
y_e edge chosen, f_ijk flow from the root to terminal k along an arc.

    min  sum_e c_e y_e
    sum_j f_jik - sum_j f_ijk = [i = k] - [i = r]     one unit from the root to each terminal
    f_ijk + f_jil <= y_e      k, l                    in one direction, on chosen edges only
    f >= 0,  y binary

The multi-commodity formulation of Wong (1984), Mathematical Programming 28, 271-287, with the
strengthened linking of two terminals; its relaxation is as tight as that of directed cuts:
Goemans and Myung (1993), Networks 23, 19-28. The problem is that of Hakimi (1971), Networks 1,
113-133, NP-hard by Karp (1972).
"""

from __future__ import annotations

import pulp

from models.network_design.instance import SteinerInstance


def reference_optimum(
    instance: SteinerInstance, time_s: float = 60.0, solver: pulp.LpSolver | None = None
) -> float:
    """Optimal cost of a small instance, by CBC unless another solver is given.

    Raises
    ------
    RuntimeError
        not proven optimal in time
    """
    if len(instance.terminals) == 1:
        return 0.0
    problem = reference_model(instance)
    problem.solve(solver or pulp.PULP_CBC_CMD(msg=False, timeLimit=time_s, gapRel=0.0))
    if problem.sol_status != pulp.LpSolutionOptimal or problem.solutionTime >= time_s:
        raise RuntimeError(f"not proven optimal: {pulp.LpStatus[problem.status]}")
    return float(pulp.value(problem.objective) or 0.0)  # nothing where every edge is free


def reference_model(instance: SteinerInstance) -> pulp.LpProblem:
    """The programme above."""
    problem = pulp.LpProblem("steiner_tree", pulp.LpMinimize)
    root, *others = instance.terminals.tolist()
    ends = instance.edges.tolist()
    y = [pulp.LpVariable(f"y_{e}", cat="Binary") for e in range(len(ends))]
    there = [[pulp.LpVariable(f"f_{e}_{k}", 0) for k in others] for e in range(len(ends))]
    back = [[pulp.LpVariable(f"b_{e}_{k}", 0) for k in others] for e in range(len(ends))]
    problem += pulp.lpSum(float(c) * v for c, v in zip(instance.cost, y, strict=True))
    for at, k in enumerate(others):
        for node in range(instance.nodes):
            entering = [there[e][at] - back[e][at] for e, (_, j) in enumerate(ends) if j == node]
            leaving = [there[e][at] - back[e][at] for e, (i, _) in enumerate(ends) if i == node]
            wanted = int(node == k) - int(node == root)
            if entering or leaving:
                problem += pulp.lpSum(entering) - pulp.lpSum(leaving) == wanted
    for e, chosen in enumerate(y):
        for f in there[e]:
            for b in back[e]:
                problem += f + b <= chosen
    return problem
