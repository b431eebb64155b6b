"""From a planner's instance to the algorithm's arrays and back: p-median and UFLP share it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from models.facility_location.checking import assignment_check
from models.facility_location.costs import Costs, DenseCosts, PointCosts, SparseCosts
from models.facility_location.distances import Distances
from models.facility_location.infeasibility import site_reasons
from models.facility_location.interchange import Rules
from models.facility_location.lists import FloatArray, IntArray
from models.facility_location.point_search import solve_on_points
from models.facility_location.relaxations import no_choice_reason, what_counting_excludes
from models.facility_location.selection import Selection
from models.facility_location.sites import Sites, SiteStatus, Terms, spending
from models.facility_location.solution import LocationSolution
from models.facility_location.uncapacitated import Outcome, Search
from models.facility_location.warm_up import compile_list_kernels, compile_point_kernels
from optimizer.certificate import Status, relative_gap
from optimizer.limits import Limits

COUNTING = "counting and small programmes on the sites (HiGHS)"


def solve_assignment(
    costs: Costs,
    weight: FloatArray,
    sites: Sites,
    terms: Terms,
    limits: Limits,
    *,
    p: int | None,
    charge_sites: bool,
    stage: str,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Solve with `p` open sites, or any number, charging for sites or not."""
    n = costs.shape[0]
    status = np.array(sites.status)
    usable = np.flatnonzero(status != SiteStatus.EXCLUDED)
    penalty = terms.unserved_penalty
    free = penalty is None and np.isinf(terms.standard) and np.isinf(terms.budget)
    free = free and p is not None and not terms.group_limit
    on_points = isinstance(costs, PointCosts) and free and costs.many(len(usable), p or 1)
    if isinstance(costs, PointCosts) and on_points:
        compile_point_kernels(costs.sphere)
    else:
        compile_list_kernels()
    clock = limits.clock()
    check = assignment_check(costs.pairs, weight, sites, terms, p=p, charge_sites=charge_sites)

    def nothing(
        status: Status, reason: str, bound: float | None = None, engine: str = COUNTING
    ) -> LocationSolution:
        none = np.empty(0, dtype=np.int64)
        return LocationSolution(
            none, np.full(n, -1), None, bound, None, status, clock.seconds, engine, reason=reason
        )

    selection = Selection.of(sites, terms, p)
    distances = Distances(costs.matrix) if isinstance(costs, DenseCosts | SparseCosts) else None
    if penalty is not None:
        reason = "; ".join(site_reasons(sites, terms, p))
    else:
        reason = what_counting_excludes(
            sites,
            terms,
            selection,
            p,
            costs.nearest(usable),
            terms.standard,
            demand_labels,
            clock,
            distances,
        )
    if reason:
        return nothing(Status.INFEASIBLE, reason)
    low, high = _numbers(sites, terms, p, must_serve=penalty is None)
    per_open, constant = spending(sites)
    fixed = per_open if charge_sites else np.zeros(len(sites))
    offset = constant if charge_sites else 0.0
    groups = max(terms.group_limit, default=-1) + 1
    group_limit = np.full(groups, len(sites), dtype=np.int64)
    for number, limit in terms.group_limit.items():
        group_limit[number] = limit
    group = np.where(sites.group < groups, sites.group, -1)
    rules = Rules(
        fixed[usable],
        (status == SiteStatus.COMMITTED)[usable],
        low,
        high,
        per_open[usable],
        terms.budget - constant,
        group[usable],
        group_limit,
    )
    reach = np.full(n, terms.standard)
    worst = 2.0 * (costs.largest() * float(weight.sum()) + float(np.abs(fixed).sum())) + 1.0
    cap = np.full(n, worst) if penalty is None else penalty * weight

    def served(opened: IntArray) -> tuple[IntArray, float]:
        """(N,) the site of every demand point, -1 for none, and the cost; inf breaks a rule."""
        distance, site = costs.nearest(opened)
        dropped = distance > terms.standard
        if penalty is not None:
            dropped |= distance > penalty
        elif dropped.any() or not np.isfinite(distance).all():
            return site, np.inf
        paid = np.where(dropped, penalty or 0.0, distance)
        site = np.where(dropped, -1, site).astype(np.int64)
        return site, float(paid @ weight + fixed[opened].sum())

    def answer(outcome: Outcome) -> LocationSolution:
        bound = outcome.bound + offset if np.isfinite(outcome.bound) else None
        if outcome.open is None:
            reason = "stopped before any plan was found"
            return nothing(Status.NO_SOLUTION, reason, bound, outcome.engine)
        opened = usable[outcome.open]
        site, cost = served(opened)
        objective = cost + offset
        tolerance = 1e-9 * max(1.0, abs(objective))
        if outcome.bound >= outcome.cost and objective <= outcome.cost + offset + tolerance:
            bound = objective
        elif bound is not None:
            bound = min(bound, objective)
        gap = relative_gap(objective, bound)
        solved = Status.OPTIMAL if gap == 0.0 else Status.FEASIBLE
        return LocationSolution(
            opened, site, objective, bound, gap, solved, clock.seconds, outcome.engine, _check=check
        )

    if isinstance(costs, PointCosts) and on_points:
        outcome = solve_on_points(costs, weight, usable, rules, clock, stage)
        return answer(outcome)
    lists = costs.lists(usable, weight, reach, cap, p or _guess(len(usable)), clock)
    cut = isinstance(costs, PointCosts) or clock.expired
    short = np.diff(lists.start) < len(usable)
    hard = short & (lists.cap >= cap) & (penalty is None)
    whole = (
        costs.whole_numbers(weight)
        and bool((fixed == np.rint(fixed)).all())
        and (penalty is None or bool((penalty * weight == np.rint(penalty * weight)).all()))
    )

    outcome = Search(
        lists,
        rules,
        hard,
        integral=whole,
        constant=offset,
        clock=clock,
        stage=stage,
        exact=(lambda index: served(usable[index])[1]) if cut else None,
    ).run()
    if outcome.infeasible:
        covers = sparse.csr_array(
            (np.ones(len(lists.site)), usable[lists.site], lists.start), shape=(n, len(sites))
        )
        reason = no_choice_reason(
            sparse.csr_array(covers[np.flatnonzero(hard)]),
            selection,
            clock,
            distances=distances,
            reach=terms.standard,
        )
        return nothing(Status.INFEASIBLE, reason, engine=outcome.engine)
    return answer(outcome)


def _numbers(sites: Sites, terms: Terms, p: int | None, *, must_serve: bool) -> tuple[int, int]:
    if p is not None:
        return p, p
    usable = sum(status is not SiteStatus.EXCLUDED for status in sites.status)
    most = usable if terms.max_open is None else min(terms.max_open, usable)
    return max(terms.min_open, int(must_serve)), most


def _guess(count: int) -> int:
    """About how many sites open when the model decides; only used to size lists of points."""
    return max(1, count // 50)
