"""The textbook programme for the cheapest diameters of a tree, in PuLP.

    minimise    sum of price[p, c] y[p, c]
    subject to  sum over c of y[p, c] = 1                               for every pipe p
                H[lower end] = H[upper end] - sum over c of loss[p, c] y[p, c]
                H[v] >= need[v],  H[source] given,  y whole, 0 for classes not allowed

Alperovits, Shamir (1977): Design of optimal water distribution systems, Water Resources Research
13 (6), 885-900, with whole pipes of one diameter instead of lengths.
"""

from __future__ import annotations

import pulp

from models.pipe_hydraulics.options import Options


def reference_cost(options: Options) -> float | None:
    """Least price, or None where nodes cannot get their heads."""
    forest = options.forest
    problem = pulp.LpProblem("diameters", pulp.LpMinimize)
    head = [pulp.LpVariable(f"head_{node}", float(need)) for node, need in enumerate(options.need)]
    chosen = {
        (pipe, size): pulp.LpVariable(f"pipe_{pipe}_{size}", cat="Binary")
        for pipe in range(forest.pipes)
        for size in range(int(options.first[pipe]), options.loss.shape[1])
    }
    problem += pulp.lpSum(float(options.price[place]) * y for place, y in chosen.items())
    for source, level in zip(forest.sources.tolist(), forest.source_head_m.tolist(), strict=True):
        problem += head[source] == level
    for pipe in range(forest.pipes):
        below = int(forest.lower_end[pipe])
        sizes = range(int(options.first[pipe]), options.loss.shape[1])
        problem += pulp.lpSum(chosen[pipe, size] for size in sizes) == 1
        problem += head[below] == head[int(forest.parent[below])] - pulp.lpSum(
            float(options.loss[pipe, size]) * chosen[pipe, size] for size in sizes
        )
    problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    if problem.sol_status != pulp.LpSolutionOptimal:
        return None
    return float(pulp.value(problem.objective) or 0.0)  # nothing where pipes have no length
