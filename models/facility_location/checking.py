"""The check of an uncapacitated plan, from the definitions alone, in plain NumPy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.facility_location.sites import BoolArray, FloatArray, IntArray, Sites, SiteStatus, Terms
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Status, Violation

TOLERANCE = 1e-6


def assignment_check(
    distance: Callable[[IntArray, IntArray], FloatArray],
    weight: FloatArray,
    sites: Sites,
    terms: Terms,
    *,
    p: int | None,
    charge_sites: bool,
) -> Callable[[LocationSolution], list[Violation]]:
    """A check of solutions whose demand points each go to one site.

    Parameters
    ----------
    distance : of demand points (K,) to sites (K,), inf where forbidden
    weight : (N,)
    p : exact number of open sites, None for none
    charge_sites : whether fixed and closing costs are part of the objective
    """

    def check(solution: LocationSolution) -> list[Violation]:
        if solution.objective is None:
            return []
        found: list[Violation] = []
        opened = np.asarray(solution.open)
        is_open: BoolArray = np.zeros(len(sites), dtype=bool)
        is_open[opened] = True
        if (np.diff(opened) <= 0).any():
            found.append(Violation("open sites ascend", "open", 1.0))
        cost = 0.0
        groups: dict[int, int] = {}
        for j, status in enumerate(sites.status):
            name = sites.labels[j]
            if status is SiteStatus.EXCLUDED and is_open[j]:
                found.append(Violation("excluded site stays closed", name, 1.0))
            if status is SiteStatus.COMMITTED and not is_open[j]:
                found.append(Violation("committed site is open", name, 1.0))
            if status is SiteStatus.CANDIDATE and is_open[j]:
                cost += float(sites.fixed_cost[j])
            if status is SiteStatus.EXISTING and not is_open[j]:
                cost += float(sites.closing_cost[j])
            if is_open[j]:
                groups[int(sites.group[j])] = groups.get(int(sites.group[j]), 0) + 1
        count = int(is_open.sum())
        least = terms.min_open if p is None else max(p, terms.min_open)
        most = len(sites) if terms.max_open is None else terms.max_open
        most = most if p is None else min(p, most)
        if count < least:
            found.append(Violation("fewest open sites", "open", least - count))
        if count > most:
            found.append(Violation("most open sites", "open", count - most))
        for group, limit in terms.group_limit.items():
            if groups.get(group, 0) > limit:
                found.append(Violation("group limit", str(group), groups[group] - limit))
        if cost > terms.budget + TOLERANCE * max(1.0, terms.budget):
            found.append(Violation("budget", "sites", cost - terms.budget))
        objective = cost if charge_sites else 0.0
        site = np.asarray(solution.assignment)
        if site.shape != weight.shape:
            return [*found, Violation("one site per demand point", "assignment", len(site))]
        served = np.flatnonzero(site >= 0)
        for i in served[~is_open[site[served]]]:
            found.append(Violation("served by an open site", f"demand point {i}", 1.0))
        far = distance(served, site[served])
        for i in np.flatnonzero(far > terms.standard * (1 + 1e-12)):
            over = float(far[i] - terms.standard)
            found.append(Violation("standard", f"demand point {served[i]}", over))
        objective += float((far * weight[served]).sum())
        for i in np.flatnonzero(site < 0):
            if terms.unserved_penalty is None:
                found.append(Violation("every demand point is served", f"demand point {i}", 1.0))
            else:
                objective += float(weight[i] * terms.unserved_penalty)
        scale = TOLERANCE * max(1.0, abs(objective))
        if not abs(objective - solution.objective) <= scale:
            found.append(Violation("objective as stated", "objective", objective))
        if solution.bound is not None and solution.bound > solution.objective + scale:
            over = solution.bound - solution.objective
            found.append(Violation("bound below objective", "bound", over))
        if solution.status is Status.OPTIMAL and solution.gap != 0.0:
            found.append(Violation("optimal means no gap", "gap", solution.gap or np.inf))
        return found

    return check
