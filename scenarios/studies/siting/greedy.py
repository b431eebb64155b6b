"""Orders of schools that look at one building at a time: what a planner does without a model.

In every period, as long as there is money and sites are left, the building with the highest
priority comes next, wherever what it serves from then on is worth its price; nothing that was built
is taken back. The greedy of location (Kuehn & Hamburger 1963), judged by the period of opening.
"""

from __future__ import annotations

import numpy as np

from scenarios.plan import Origin, Plan
from scenarios.studies.orders import BY_NEED, GREEDY
from scenarios.studies.siting.instance import plan_of_modules
from scenarios.studies.siting.simulate import unserved
from scenarios.studies.siting.terms import BoolArray, FloatArray, IntArray, SitingTerms

_ROUND_OFF = 1e-6  # mln KZT


def greedy_plans(terms: SitingTerms) -> dict[str, Plan]:
    """Most pupils without a place first, and most of them served for the money, by name."""
    return {
        name: plan_of_modules(
            terms, greedy_modules(terms, by_need=name == BY_NEED), name, Origin.MANUAL
        )
        for name in GREEDY
    }


def greedy_modules(terms: SitingTerms, *, by_need: bool) -> IntArray:
    """(M, K, T) buildings.

    By need: the settlement of which most pupils have no place builds what serves most within the
    standard, the cheapest of equals. By benefit: most pupils served for the money. Pupils of the
    settlement itself come first, then the nearest; in the next period all are placed anew. What
    the scenario has decided is built first.
    """
    places, periods = terms.need.shape
    modules = np.zeros((places, len(terms.size), periods), dtype=np.int64)
    purse = 0.0
    for t in range(periods):
        decided = _decided(terms, modules, t)
        modules[:, :, t] += decided
        purse += float(terms.budget[t]) - float((decided * terms.cost).sum())
        left = unserved(terms, np.einsum("mkt,k->m", modules, terms.size), t)
        while True:
            reach = np.bincount(terms.site, weights=left[terms.origin], minlength=places)
            served = np.asarray(np.minimum(reach[:, None], terms.size), dtype=float)
            possible = _possible(terms, modules, served, t) & (terms.cost <= purse + _ROUND_OFF)
            if not possible.any():
                break
            site, size = _next(terms, possible, left, served, by_need=by_need)
            modules[site, size, t] += 1
            purse -= float(terms.cost[site, size])
            _serve(terms, left, site, float(terms.size[size]))
    return modules


def _decided(terms: SitingTerms, modules: IntArray, t: int) -> IntArray:
    """(M, K) buildings for what the scenario has decided: the cheapest that is large enough."""
    built = np.einsum("mkt,k->m", modules, terms.size)
    found = np.zeros(modules.shape[:2], dtype=np.int64)
    for site in np.flatnonzero(terms.decided[:, t] > built):
        menu = np.flatnonzero(terms.startable[site, :, t])
        missing = float(terms.decided[site, t] - built[site])
        while menu.size and missing > 0:
            enough = menu[terms.size[menu] >= missing]
            size = enough[terms.cost[site, enough].argmin()] if enough.size else menu[-1]
            found[site, size] += 1
            missing -= float(terms.size[size])
    return found


def _possible(terms: SitingTerms, modules: IntArray, served: FloatArray, t: int) -> BoolArray:
    """(M, K) buildings that are allowed and worth their price."""
    open_ = modules.any(axis=(1, 2))
    may = open_ | (open_.sum() < terms.max_sites[t])
    worth = served * terms.value("school_unserved_cost") * terms.years[t:].sum()
    return np.asarray(
        may[:, None] & terms.startable[:, :, t] & (worth > terms.cost * terms.discount[t])
    )


def _next(
    terms: SitingTerms, possible: BoolArray, left: FloatArray, served: FloatArray, *, by_need: bool
) -> tuple[int, int]:
    """Site and size of the next building."""
    if by_need:
        # where nobody of the settlement itself is left, most of its neighbours'
        here = np.where(possible.any(axis=1), left, -np.inf)
        around = served.max(axis=1)
        site = int(np.lexsort((around, here))[-1])
        most = served[site][possible[site]].max()
        fits = possible[site] & (served[site] >= most)
        return site, int(np.argmin(np.where(fits, terms.cost[site], np.inf)))
    rate = np.where(possible, served / terms.cost, -np.inf)
    best = np.unravel_index(int(np.argmax(rate)), rate.shape)
    return int(best[0]), int(best[1])


def _serve(terms: SitingTerms, left: FloatArray, site: int, places: float) -> None:
    """Fill a building with the nearest pupils without a place."""
    arcs = np.flatnonzero(terms.site == site)
    origin = terms.origin[arcs[np.argsort(terms.km[arcs], kind="stable")]]
    before = np.cumsum(left[origin]) - left[origin]
    left[origin] -= np.clip(places - before, 0.0, left[origin])
