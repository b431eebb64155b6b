r"""Capacitated facility location as its textbooks write it, in PuLP, solved by HiGHS.

Sets: demand points i, sites j, sizes k of a site (its own capacity, own plus a module, enlarged),
groups g. Data: cost c_ij of serving all of i from j, demand d_i, fixed cost f_j of a candidate (0
for sites that are there), closing cost h_j, size k of site j holds u_jk and costs e_jk beside f_j,
standard S, penalty q.
Decisions: z_jk = 1 if site j is open at size k, y_j = sum_k z_jk; x_ij share of i served by j, 0 or
1 with single sources; v_i share unserved (only with a penalty).

    min  sum_ij c_ij x_ij + sum_jk (f_j + e_jk) z_jk + sum_{j existing} h_j (1 - y_j)
         + sum_i q d_i v_i
    sum_j x_ij + v_i = 1                       all demand is served or paid for
    sum_i d_i x_ij <= sum_k u_jk z_jk          within capacity
    x_ij <= y_j                                only by open sites
    x_ij = 0 where c_ij > S or forbidden
    y_j <= 1; y_j = 1 committed, y_j = 0 excluded
    sum_{j in g} y_j <= limit_g
    money <= budget, min_open <= sum_j y_j <= max_open

Literature: Balinski, M. L. (1965), Integer programming: methods, uses, computation, Management
Science 12, 253-313 (the strong formulation). Sridharan, R. (1995), The capacitated plant location
problem, EJOR 87, 203-213 (survey). Correia, I., Captivo, M. E. (2003), A Lagrangean heuristic for
a modular capacitated location problem, Annals of Operations Research 122, 141-161 (sizes).
"""

from __future__ import annotations

import numpy as np
import pulp
from numpy.typing import ArrayLike

from models.facility_location.modules import Modules
from models.facility_location.reference.assignment import ReferenceAnswer
from models.facility_location.sites import Sites, SiteStatus, Terms
from optimizer.certificate import Status
from optimizer.limits import Limits


def cflp_reference(
    cost: ArrayLike,
    fixed_cost: ArrayLike,
    capacity: ArrayLike,
    demand: ArrayLike,
    single_source: bool = False,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    modules: Modules | None = None,
    limits: Limits | None = None,
) -> ReferenceAnswer:
    """The formulation above; parameters as for `cflp`, `cost` dense, nothing left to `sites`."""
    c = np.asarray(cost, dtype=float)
    n, m = c.shape
    sites, terms = sites or Sites.of(m), terms or Terms()
    own = np.broadcast_to(np.asarray(capacity, dtype=float), (m,))
    fixed = np.broadcast_to(np.asarray(fixed_cost, dtype=float), (m,))
    d = np.broadcast_to(np.asarray(demand, dtype=float), (n,))
    menu, menu_cost = modules.by_site(m) if modules else (np.zeros((m, 0)), np.zeros((m, 0)))
    total = float(d.sum())
    status = sites.status
    model = pulp.LpProblem("cflp", pulp.LpMinimize)
    size: list[list[tuple[float, float]]] = []
    for j in range(m):
        empty = modules is not None and own[j] == 0 and status[j] is SiteStatus.CANDIDATE
        choices = [] if empty else [(own[j], 0.0)]
        choices += [(own[j] + u, e) for u, e in zip(menu[j], menu_cost[j], strict=True)]
        if sites.enlarged_capacity[j] > sites.capacity[j]:
            choices.append((sites.enlarged_capacity[j], sites.enlargement_cost[j]))
        size.append([(min(u, total), e) for u, e in choices])
    z = [
        [pulp.LpVariable(f"z_{j}_{k}", cat="Binary") for k in range(len(size[j]))] for j in range(m)
    ]
    y = [pulp.lpSum(z[j]) for j in range(m)]
    kind = "Integer" if single_source else "Continuous"
    pairs = np.argwhere(np.isfinite(c) & (c <= terms.standard)).tolist()
    x = {(i, j): pulp.LpVariable(f"x_{i}_{j}", 0, 1, cat=kind) for i, j in pairs}
    most = 0 if terms.unserved_penalty is None else 1
    v = [pulp.LpVariable(f"v_{i}", 0, most, cat=kind) for i in range(n)]
    money = pulp.lpSum(
        (e + (fixed[j] if status[j] is SiteStatus.CANDIDATE else 0.0)) * z[j][k]
        for j in range(m)
        for k, (_, e) in enumerate(size[j])
    ) + pulp.lpSum(
        sites.closing_cost[j] * (1 - y[j]) for j in range(m) if status[j] is SiteStatus.EXISTING
    )
    service = pulp.lpSum(c[i, j] * share for (i, j), share in x.items())
    unserved = pulp.lpSum((terms.unserved_penalty or 0.0) * d[i] * v[i] for i in range(n))
    model += money + service + unserved
    for i in range(n):
        model += pulp.lpSum(x[i, j] for j in range(m) if (i, j) in x) + v[i] == 1
    for j in range(m):
        load = pulp.lpSum(d[i] * x[i, j] for i in range(n) if (i, j) in x)
        model += load <= pulp.lpSum(u * z[j][k] for k, (u, _) in enumerate(size[j]))
        model += y[j] <= 1
        if status[j] is SiteStatus.COMMITTED:
            model += y[j] == 1
        if status[j] is SiteStatus.EXCLUDED:
            model += y[j] == 0
    for (_, j), share in x.items():
        model += share <= y[j]
    for group, limit in terms.group_limit.items():
        model += pulp.lpSum(y[j] for j in range(m) if sites.group[j] == group) <= limit
    if np.isfinite(terms.budget):
        model += money <= terms.budget
    number = pulp.lpSum(y)
    model += number >= terms.min_open
    if terms.max_open is not None:
        model += number <= terms.max_open
    time_s = (limits or Limits()).time_s
    model.solve(pulp.HiGHS(msg=False, timeLimit=time_s, gapRel=0.0))
    if model.sol_status != pulp.LpSolutionOptimal:
        infeasible = model.status == pulp.LpStatusInfeasible
        return ReferenceAnswer(Status.INFEASIBLE if infeasible else Status.NO_SOLUTION, None, ())
    opened = tuple(j for j in range(m) if pulp.value(y[j]) > 0.5)
    return ReferenceAnswer(Status.OPTIMAL, float(pulp.value(model.objective)), opened)
