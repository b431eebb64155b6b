"""What the textbook formulations of p-median and UFLP share; each is written out in its file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pulp

from models.facility_location.sites import FloatArray, Sites, SiteStatus, Terms
from optimizer.certificate import Status
from optimizer.limits import Limits


@dataclass(frozen=True)
class ReferenceAnswer:
    """Status as the model was proven, objective (None if there is no plan), open sites."""

    status: Status
    objective: float | None
    open: tuple[int, ...]


def solve_textbook(
    cost: FloatArray,
    weight: FloatArray,
    sites: Sites,
    terms: Terms,
    limits: Limits,
    *,
    p: int | None,
    charge_sites: bool,
) -> ReferenceAnswer:
    """One binary per open site, one share per permitted pair, strong linking rows."""
    n, m = cost.shape
    model = pulp.LpProblem("location", pulp.LpMinimize)
    y = [pulp.LpVariable(f"y_{j}", cat="Binary") for j in range(m)]
    pairs = np.argwhere(np.isfinite(cost) & (cost <= terms.standard)).tolist()
    x = {(i, j): pulp.LpVariable(f"x_{i}_{j}", 0, 1) for i, j in pairs}
    penalty = terms.unserved_penalty
    u = [pulp.LpVariable(f"u_{i}", 0, None if penalty is None else 1) for i in range(n)]
    money = pulp.lpSum(
        sites.fixed_cost[j] * y[j] if sites.status[j] is SiteStatus.CANDIDATE
        else sites.closing_cost[j] * (1 - y[j])
        for j in range(m)
        if sites.status[j] in (SiteStatus.CANDIDATE, SiteStatus.EXISTING)
    )  # fmt: skip
    service = pulp.lpSum(weight[i] * cost[i, j] * share for (i, j), share in x.items())
    unserved = pulp.lpSum(weight[i] * (penalty or 0.0) * u[i] for i in range(n))
    model += service + unserved + (money if charge_sites else 0)
    by_row: dict[int, list[pulp.LpVariable]] = {i: [] for i in range(n)}
    for (i, j), share in x.items():
        by_row[i].append(share)
        model += share <= y[j]
    for i in range(n):
        model += pulp.lpSum(by_row[i]) + u[i] == 1
        if penalty is None:
            model += u[i] == 0
    for j, status in enumerate(sites.status):
        if status is SiteStatus.COMMITTED:
            model += y[j] == 1
        if status is SiteStatus.EXCLUDED:
            model += y[j] == 0
    for group, limit in terms.group_limit.items():
        model += pulp.lpSum(y[j] for j in range(m) if sites.group[j] == group) <= limit
    if np.isfinite(terms.budget):
        model += money <= terms.budget
    number = pulp.lpSum(y)
    model += number >= terms.min_open
    if terms.max_open is not None:
        model += number <= terms.max_open
    if p is not None:
        model += number == p
    model.solve(pulp.HiGHS(msg=False, timeLimit=limits.time_s, gapRel=0.0))
    if model.sol_status != pulp.LpSolutionOptimal:
        infeasible = model.status == pulp.LpStatusInfeasible
        return ReferenceAnswer(Status.INFEASIBLE if infeasible else Status.NO_SOLUTION, None, ())
    opened = tuple(j for j in range(m) if y[j].value() > 0.5)
    return ReferenceAnswer(Status.OPTIMAL, float(pulp.value(model.objective)), opened)
