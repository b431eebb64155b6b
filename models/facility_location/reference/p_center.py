r"""The vertex p-centre as its textbooks write it, in PuLP, solved by HiGHS.

Sets: demand points i, sites j, groups g. Data: distance d_ij, weight w_i, standard S, penalty q.
Decisions: y_j = 1 if site j is open; x_ij = 1 if i is served by j; u_i = 1 if i is unserved (only
with a penalty); r the radius.

    min  r + sum_i q w_i u_i
    sum_j w_i d_ij x_ij <= r
    sum_j x_ij + u_i = 1                       every demand point is served or paid for
    x_ij <= y_j                                only by open sites
    x_ij = 0 where d_ij > S or out of reach
    sum_j y_j = p
    y_j = 1 committed, y_j = 0 excluded
    sum_{j in g} y_j <= limit_g
    sum_{j candidate} f_j y_j + sum_{j existing} h_j (1 - y_j) <= budget
    min_open <= sum_j y_j <= max_open

Literature: Hakimi, S. L. (1964), Optimum locations of switching centers and the absolute centers
and medians of a graph, Operations Research 12, 450-459 (the problem). Daskin, M. S. (1995), Network
and discrete location, Wiley, chapter 5 (this formulation).
"""

from __future__ import annotations

import numpy as np
import pulp
from numpy.typing import ArrayLike

from models.facility_location.reference.assignment import ReferenceAnswer
from models.facility_location.reference.site_rows import add_site_rows, solved
from models.facility_location.sites import Sites, Terms
from optimizer.limits import Limits


def p_center_reference(
    cost: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    p: int,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The formulation above; parameters as for `p_center`, `cost` dense."""
    distance = np.asarray(cost, dtype=float)
    points, count = distance.shape
    weight = np.ones(points) if weights is None else np.asarray(weights, dtype=float)
    sites, terms = sites or Sites.of(count), terms or Terms()
    penalty = terms.unserved_penalty
    model = pulp.LpProblem("p_center", pulp.LpMinimize)
    y = [pulp.LpVariable(f"y_{j}", cat="Binary") for j in range(count)]
    u = [
        pulp.LpVariable(f"u_{i}", 0, 0 if penalty is None else 1, "Integer") for i in range(points)
    ]
    radius = pulp.LpVariable("radius", 0)
    model += radius + pulp.lpSum((penalty or 0.0) * w * v for w, v in zip(weight, u, strict=True))
    for i in range(points):
        reach = np.isfinite(distance[i]) & (distance[i] <= terms.standard)
        x = {j: pulp.LpVariable(f"x_{i}_{j}", cat="Binary") for j in np.flatnonzero(reach)}
        model += (
            pulp.lpSum(weight[i] * distance[i, j] * served for j, served in x.items()) <= radius
        )
        model += pulp.lpSum(x.values()) + u[i] == 1
        for j, served in x.items():
            model += served <= y[j]
    add_site_rows(model, y, sites, terms, p)
    return solved(model, y, limits or Limits())
