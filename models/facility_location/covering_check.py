"""Is an answer of a covering model what it says? Plain NumPy, written from the definitions.

Nothing of the algorithms is used here: not their matrices, not their programmes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.facility_location.sites import Sites, SiteStatus, Terms
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Violation

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Checker = Callable[[LocationSolution], list[Violation]]

TOLERANCE = 1e-6


def to_open_sites(cost: Any, opened: IntArray) -> FloatArray:
    """(N, P) dense distances to the open sites, inf where a sparse matrix stores nothing."""
    if not hasattr(cost, "tocoo"):
        return np.asarray(cost, dtype=float)[:, opened]
    pairs: Any = cost.tocoo()
    place = np.full(pairs.shape[1], -1)
    place[opened] = np.arange(len(opened))
    keep = place[pairs.col] >= 0
    result = np.full((pairs.shape[0], len(opened)), np.inf)
    result[pairs.row[keep], place[pairs.col[keep]]] = pairs.data[keep]
    return result


def site_violations(opened: IntArray, sites: Sites, terms: Terms, p: int | None) -> list[Violation]:
    """Statuses, number, groups and budget that a set of open sites breaks."""
    found = []
    is_open = np.zeros(len(sites), dtype=bool)
    is_open[opened] = True
    if len(np.unique(opened)) != len(opened) or (np.diff(opened) < 0).any():
        found.append(Violation("open sites ascending, each once", "open", 1.0))
    spent = 0.0
    for j, status in enumerate(sites.status):
        if status is SiteStatus.EXCLUDED and is_open[j]:
            found.append(Violation("excluded site is open", sites.labels[j], 1.0))
        if status is SiteStatus.COMMITTED and not is_open[j]:
            found.append(Violation("committed site is closed", sites.labels[j], 1.0))
        if status is SiteStatus.CANDIDATE and is_open[j]:
            spent += float(sites.fixed_cost[j])
        if status is SiteStatus.EXISTING and not is_open[j]:
            spent += float(sites.closing_cost[j])
    count = len(opened)
    most = terms.max_open if terms.max_open is not None else len(sites)
    for what, excess in (
        ("number of open sites p", abs(count - p) if p is not None else 0),
        ("least number of open sites", terms.min_open - count),
        ("largest number of open sites", count - most),
    ):
        if excess > 0:
            found.append(Violation(what, "open", float(excess)))
    if spent > terms.budget + TOLERANCE * max(1.0, abs(terms.budget)):
        found.append(Violation("budget", "sites", spent - terms.budget))
    for group, limit in terms.group_limit.items():
        inside = int((is_open & (sites.group == group)).sum())
        if inside > limit:
            found.append(Violation("group limit", f"group {group}", float(inside - limit)))
    return found


def assignment_violations(
    solution: LocationSolution, near: FloatArray, reach: float, every_one: bool
) -> list[Violation]:
    """Every served point at its nearest open site within `reach`, every other one out of reach.

    Parameters
    ----------
    near : (N, P) distances to the open sites
    every_one : no demand point may be unserved
    """
    found = []
    assigned = np.asarray(solution.assignment)
    if len(assigned) != len(near):
        return [Violation("one entry per demand point", "assignment", float(len(assigned)))]
    least = near.min(axis=1, initial=np.inf)
    slack = TOLERANCE * max(1.0, float(least[np.isfinite(least)].max(initial=1.0)))
    for i, j in enumerate(assigned):
        where = f"demand point {i}"
        place = np.flatnonzero(solution.open == j)
        if j < 0:
            if every_one or (least[i] <= reach and np.isfinite(least[i])):
                found.append(Violation("served if possible", where, 1.0))
        elif len(place) == 0:
            found.append(Violation("served by an open site", where, 1.0))
        elif not near[i, place[0]] <= min(least[i], reach) + slack:
            found.append(Violation("nearest site in reach", where, float(near[i, place[0]])))
    return found


def value_violations(solution: LocationSolution, value: float, maximise: bool) -> list[Violation]:
    """The stated objective is the recomputed `value`, and the bound is on the right side of it."""
    slack = TOLERANCE * max(1.0, abs(value)) if np.isfinite(value) else 0.0
    stated = solution.objective
    if stated is None or not (stated == value or abs(stated - value) <= slack):
        off = float("inf") if stated is None else abs(stated - value)
        return [Violation("stated objective", "objective", off)]
    if solution.bound is not None and stated != solution.bound:
        beyond = stated - solution.bound if maximise else solution.bound - stated
        if beyond > slack:
            return [Violation("bound on the right side", "bound", beyond)]
    return []


def cover_checker(
    cost: Any, weights: FloatArray, standard: float, sites: Sites, terms: Terms
) -> Checker:
    """Of the location set covering problem."""

    def check(solution: LocationSolution) -> list[Violation]:
        if solution.objective is None:
            return []
        near = to_open_sites(cost, solution.open)
        reach = min(standard, terms.standard)
        penalty = terms.unserved_penalty
        unserved = np.asarray(solution.assignment) < 0
        value = len(solution.open) + (penalty or 0.0) * float(weights[unserved].sum())
        return [
            *site_violations(solution.open, sites, terms, None),
            *assignment_violations(solution, near, reach, penalty is None),
            *value_violations(solution, value, maximise=False),
        ]

    return check


def maximal_checker(
    cost: Any, weights: FloatArray, standard: float, p: int, sites: Sites, terms: Terms
) -> Checker:
    """Of the maximal covering location problem."""

    def check(solution: LocationSolution) -> list[Violation]:
        if solution.objective is None:
            return []
        near = to_open_sites(cost, solution.open)
        least = near.min(axis=1, initial=np.inf)
        must = np.isfinite(terms.standard)
        penalty = terms.unserved_penalty
        value = float(weights[(least <= standard) & np.isfinite(least)].sum())
        if must and penalty is not None:
            value -= penalty * float(weights[least > terms.standard].sum())
        found = [
            *site_violations(solution.open, sites, terms, p),
            *assignment_violations(
                solution, near, max(standard, terms.standard) if must else standard, False
            ),
            *value_violations(solution, value, maximise=True),
        ]
        if must and penalty is None:
            found += [
                Violation("mandatory standard", f"demand point {i}", float(least[i]))
                for i in np.flatnonzero(~(least <= terms.standard * (1 + TOLERANCE)))
            ]
        return found

    return check


def centre_checker(cost: Any, weights: FloatArray, p: int, sites: Sites, terms: Terms) -> Checker:
    """Of the vertex p-centre problem."""

    def check(solution: LocationSolution) -> list[Violation]:
        if solution.objective is None:
            return []
        near = to_open_sites(cost, solution.open)
        assigned = np.asarray(solution.assignment)
        served = np.flatnonzero(assigned >= 0)
        place = np.searchsorted(solution.open, assigned[served])
        place = np.minimum(place, max(len(solution.open) - 1, 0))
        distance = near[served, place]
        penalty = terms.unserved_penalty
        value = float((distance * weights[served]).max(initial=0.0))
        value += (penalty or 0.0) * float(weights[assigned < 0].sum())
        found = site_violations(solution.open, sites, terms, p)
        wrong = ~np.isin(assigned[served], solution.open)
        for i in served[wrong]:
            found.append(Violation("served by an open site", f"demand point {i}", 1.0))
        for i in served[distance > terms.standard * (1 + TOLERANCE)]:
            found.append(Violation("standard", f"demand point {i}", terms.standard))
        if penalty is None:
            for i in np.flatnonzero(assigned < 0):
                found.append(Violation("every demand point served", f"demand point {i}", 1.0))
        return found + value_violations(solution, value, maximise=False)

    return check


def dispersion_checker(distance: Any, p: int, sites: Sites, terms: Terms) -> Checker:
    """Of the p-dispersion problem."""

    def check(solution: LocationSolution) -> list[Violation]:
        if solution.objective is None:
            return []
        opened = solution.open
        between = to_open_sites(distance, opened)[opened]
        between = np.minimum(between, between.T)
        np.fill_diagonal(between, np.inf)
        return [
            *site_violations(opened, sites, terms, p),
            *value_violations(solution, float(between.min(initial=np.inf)), maximise=True),
        ]

    return check
