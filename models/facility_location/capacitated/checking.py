"""The check of an answer in plain NumPy, from what was asked; knows no levels and no solver."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from models.facility_location.capacitated.instance import Instance
from models.facility_location.sites import SiteStatus
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Violation

TOLERANCE = 1e-9  # relative


def checker(instance: Instance) -> Callable[[LocationSolution], list[Violation]]:
    """A function that lists what an answer to `instance` breaks."""

    def check(solution: LocationSolution) -> list[Violation]:
        if solution.objective is None:
            return []
        return [*_sites(instance, solution), *_service(instance, solution)]

    return check


def _sites(instance: Instance, solution: LocationSolution) -> list[Violation]:
    sites, terms = instance.sites, instance.terms
    opened = np.zeros(len(sites), dtype=bool)
    opened[solution.open] = True
    found = []
    for j, status in enumerate(sites.status):
        if status is SiteStatus.COMMITTED and not opened[j]:
            found.append(Violation("committed site is open", sites.labels[j], 1.0))
        if status is SiteStatus.EXCLUDED and opened[j]:
            found.append(Violation("excluded site is closed", sites.labels[j], 1.0))
    for j in solution.enlarged:
        if not opened[j]:
            found.append(Violation("enlarged site is open", sites.labels[j], 1.0))
    number = int(opened.sum())
    if number < terms.min_open:
        found.append(Violation("least number of sites", "all", terms.min_open - number))
    if terms.max_open is not None and number > terms.max_open:
        found.append(Violation("largest number of sites", "all", number - terms.max_open))
    for group, limit in terms.group_limit.items():
        inside = int(opened[sites.group == group].sum())
        if inside > limit:
            found.append(Violation("largest number of sites", f"group {group}", inside - limit))
    spent = _spent(instance, solution)
    if spent > terms.budget + TOLERANCE * max(1.0, terms.budget):
        found.append(Violation("budget", "all", spent - terms.budget))
    return found


def _spent(instance: Instance, solution: LocationSolution) -> float:
    """Fixed, module, enlargement and closing costs."""
    sites = instance.sites
    spent = 0.0
    opened = set(solution.open.tolist())
    for j, status in enumerate(sites.status):
        if j in opened and status is SiteStatus.CANDIDATE:
            spent += instance.fixed_cost[j]
        if j not in opened and status is SiteStatus.EXISTING:
            spent += sites.closing_cost[j]
    for j, module in zip(solution.open, solution.modules, strict=True):
        if module >= 0:
            spent += instance.module_cost[j, module]
    return float(spent + sites.enlargement_cost[solution.enlarged].sum())


def _service(instance: Instance, solution: LocationSolution) -> list[Violation]:
    terms, demand = instance.terms, instance.demand
    shares = _shares(instance, solution)
    point, site = shares.row.astype(np.int64), shares.col.astype(np.int64)
    share = shares.data
    served = np.bincount(point, share, minlength=len(demand))
    found = []
    for k in np.flatnonzero(share < 0)[:1]:
        where = f"({point[k]}, {site[k]})"
        found.append(Violation("share is not negative", where, float(-share[k])))
    for i in np.flatnonzero(served > 1 + TOLERANCE):
        found.append(Violation("served once", f"demand point {i}", float(served[i] - 1)))
    if terms.unserved_penalty is None:
        for i in np.flatnonzero(served < 1 - TOLERANCE):
            found.append(Violation("served", f"demand point {i}", float(1 - served[i])))
    room = np.zeros(len(instance.sites))
    room[solution.open] = instance.capacity[solution.open]
    for j, module in zip(solution.open, solution.modules, strict=True):
        if module >= 0:
            room[j] += instance.module_capacity[j, module]
    room[solution.enlarged] = instance.enlarged_capacity[solution.enlarged]
    load = np.bincount(site, demand[point] * share, minlength=len(room))
    for j in np.flatnonzero(load > room * (1 + TOLERANCE)):
        found.append(Violation("capacity", instance.sites.labels[j], float(load[j] - room[j])))
    closed = np.ones(len(room), dtype=bool)
    closed[solution.open] = False
    used = np.bincount(site, share > 0, minlength=len(room)) > 0
    for j in np.flatnonzero(closed & used):
        found.append(Violation("serves only when open", instance.sites.labels[j], 1.0))
    cost = instance.arcs.cost_of(point, site)
    for k in np.flatnonzero((share > 0) & ~(np.isfinite(cost) & (cost <= terms.standard))):
        where = f"demand point {point[k]}, {instance.sites.labels[site[k]]}"
        found.append(Violation("standard", where, float(cost[k] - terms.standard)))
    if found or solution.objective is None:
        return found
    value = _spent(instance, solution) + float(cost @ share)
    if terms.unserved_penalty is not None:
        value += terms.unserved_penalty * float(demand @ np.maximum(1.0 - served, 0.0))
    if abs(value - solution.objective) > TOLERANCE * max(1.0, abs(value)):
        found.append(Violation("objective", "all", abs(value - solution.objective)))
    return found


def _shares(instance: Instance, solution: LocationSolution) -> sparse.coo_array:
    if sparse.issparse(solution.assignment):
        return sparse.coo_array(solution.assignment)
    assignment = np.asarray(solution.assignment)
    points = np.flatnonzero(assignment >= 0)
    shape = (instance.arcs.points, instance.arcs.sites)
    return sparse.coo_array((np.ones(len(points)), (points, assignment[points])), shape=shape)
