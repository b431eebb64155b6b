"""Orders of centres that look at one opening at a time: what a planner does without a model.

In every period, as long as there is money and the numbers declared allow it, the site with the
highest priority opens next at the standard cost; nothing that has opened is taken back. The sites
then get sizes as those of the optimised plan do. By need it is the greedy of maximal covering
(Church & ReVelle 1974), by benefit the greedy of location (Kuehn & Hamburger 1963), judged by the
period of opening. They prove nothing; the hub model says how far from the best they are.
"""

from __future__ import annotations

import numpy as np

from models.hub_location import HubInstance, costs_of
from scenarios.plan import Origin, Plan
from scenarios.studies.logistics.costs import tonne_costs
from scenarios.studies.logistics.instance import plan_from, site_question, size_question
from scenarios.studies.logistics.routing import NO_SITE, route
from scenarios.studies.logistics.terms import BoolArray, FloatArray, IntArray, LogisticsTerms
from scenarios.studies.orders import BY_NEED, GREEDY

_ROUND_OFF = 1e-6  # mln KZT


def greedy_plans(terms: LogisticsTerms) -> dict[str, Plan]:
    """Most freight out of reach first, and most transport saved for the money, by name."""
    question = site_question(terms)
    plans = {}
    for name in GREEDY:
        openings = greedy_openings(terms, question, by_need=name == BY_NEED)
        asked = size_question(terms, question, openings, _wanted(terms, openings))
        centres = asked.on_all_sites(asked.by_need, len(terms.sites))
        plans[name] = plan_from(terms, centres, name, Origin.MANUAL)
    return plans


def greedy_openings(terms: LogisticsTerms, question: HubInstance, *, by_need: bool) -> IntArray:
    """(M, T) centres up to a period, one a site beyond what the scenario has decided.

    By need: most tonnes of units that no centre is within reach of. By benefit: most transport
    saved in the period of opening, as long as what is saved from then on pays the centre.
    """
    price = question.class_cost[:, 0]
    openings = np.zeros_like(question.forced)
    purse = 0.0
    for t in range(openings.shape[1]):
        before = openings[:, t - 1] if t else np.zeros(len(openings), dtype=np.int64)
        openings[:, t] = np.maximum(before, question.forced[:, t])
        purse += float(question.budget[t]) - float(price @ (openings[:, t] - before))
        while (may := _may_open(question, openings[:, t], t) & (price <= purse + _ROUND_OFF)).any():
            here = openings[:, t] > 0
            worth = (
                _out_of_reach(terms, here, t) if by_need else _saved(terms, question, here, may, t)
            )
            best = int(np.argmax(np.where(may, worth, -np.inf)))
            if worth[best] <= 0:
                break
            openings[best, t] = 1
            purse -= float(price[best])
    return openings


def _may_open(question: HubInstance, openings: IntArray, t: int) -> BoolArray:
    """(M,) sites without a centre that may get one in a period."""
    counted = question.group >= 0
    by_group = np.bincount(
        question.group[counted], weights=openings[counted], minlength=len(question.group_max)
    )
    room = by_group < question.group_max[:, t]
    free = (openings == 0) & question.allowed[:, 0] & (question.earliest <= t)
    free &= question.max_at_site >= 1
    if openings.sum() >= question.max_new[t]:
        free[:] = False
    return np.asarray(free & counted & room[question.group])


def _out_of_reach(terms: LogisticsTerms, here: BoolArray, t: int) -> FloatArray:
    """(M,) tonnes a year of units without a centre within reach that a site would reach."""
    unit = (terms.places["kind"] == "unit").to_numpy()
    gateway = (terms.sites["kind"] == "gateway").to_numpy()
    near = terms.ways.access[:, :, t] <= terms.reach_km
    stands = ~gateway & (here | (terms.existing > 0))
    waiting = unit & ~near[:, stands].any(axis=1)
    return np.asarray(np.where(waiting, terms.tonnes[:, t], 0.0) @ near)


def _saved(
    terms: LogisticsTerms, question: HubInstance, here: BoolArray, may: BoolArray, t: int
) -> FloatArray:
    """(M,) mln KZT a year saved by one more site for its price; 0 where it does not pay."""
    stands = here | (question.existing > 0)
    sites = np.flatnonzero(may)
    sets = np.tile(stands, (len(sites) + 1, 1))
    sets[1 + np.arange(len(sites)), sites] = True
    costs = costs_of(question, sets, t)
    saved, price = costs[0] - costs[1:], question.class_cost[sites, 0]
    pays = saved * terms.years[t:].sum() > price * terms.discount[t]
    worth = np.zeros(len(may))
    worth[sites] = np.where(pays, saved / price, 0.0)
    return worth


def _wanted(terms: LogisticsTerms, openings: IntArray) -> FloatArray:
    """(M, T) tonnes a year that would pass the sites if they were as large as they must be."""
    costs = tonne_costs(terms)
    wanted = np.zeros(openings.shape)
    for t in range(openings.shape[1]):
        stands = (openings[:, t] > 0) | np.isinf(terms.existing)
        routed = route(terms, costs, np.where(stands, np.inf, 0.0), t)
        for site, counts in (
            (routed.first, routed.first != NO_SITE),
            (routed.last, (routed.last != NO_SITE) & (routed.last != routed.first)),
        ):
            wanted[:, t] += np.bincount(
                site[counts], weights=routed.tonnes[counts], minlength=len(openings)
            )
    return wanted
