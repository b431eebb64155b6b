"""What the textbook formulations of the covering family share: the rows on sites, and the call."""

from __future__ import annotations

import numpy as np
import pulp

from models.facility_location.reference.assignment import ReferenceAnswer
from models.facility_location.sites import Sites, SiteStatus, Terms
from optimizer.certificate import Status
from optimizer.limits import Limits


def add_site_rows(
    model: pulp.LpProblem, y: list[pulp.LpVariable], sites: Sites, terms: Terms, p: int | None
) -> None:
    """Statuses, number, group limits and budget."""
    for j, status in enumerate(sites.status):
        if status is SiteStatus.COMMITTED:
            model += y[j] == 1
        if status is SiteStatus.EXCLUDED:
            model += y[j] == 0
    for group, limit in terms.group_limit.items():
        model += pulp.lpSum(y[j] for j in range(len(y)) if sites.group[j] == group) <= limit
    if np.isfinite(terms.budget):
        opening = [
            sites.fixed_cost[j] * y[j]
            for j, status in enumerate(sites.status)
            if status is SiteStatus.CANDIDATE
        ]
        closing = [
            sites.closing_cost[j] * (1 - y[j])
            for j, status in enumerate(sites.status)
            if status is SiteStatus.EXISTING
        ]
        model += pulp.lpSum(opening + closing) <= terms.budget
    number = pulp.lpSum(y)
    model += number >= terms.min_open
    if terms.max_open is not None:
        model += number <= terms.max_open
    if p is not None:
        model += number == p


def solved(model: pulp.LpProblem, y: list[pulp.LpVariable], limits: Limits) -> ReferenceAnswer:
    """Run HiGHS and read the answer."""
    model.solve(pulp.HiGHS(msg=False, timeLimit=limits.time_s, gapRel=0.0))
    if model.sol_status != pulp.LpSolutionOptimal:
        infeasible = model.status == pulp.LpStatusInfeasible
        return ReferenceAnswer(Status.INFEASIBLE if infeasible else Status.NO_SOLUTION, None, ())
    opened = tuple(j for j, variable in enumerate(y) if variable.value() > 0.5)
    return ReferenceAnswer(Status.OPTIMAL, float(pulp.value(model.objective)), opened)
