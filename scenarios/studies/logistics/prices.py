"""What each wish costs: a site kept in or left out, a planned link that is not built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from inputs.network import MultimodalNetwork
from inputs.territory import Territory
from models.hub_location import HubInstance, HubResolver, HubSolution, objective_of, solve
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.studies.logistics.instance import site_question
from scenarios.studies.logistics.terms import FloatArray, IntArray, LogisticsTerms, without_link

FIRST_SHARE = 0.4  # of the time, for the solve that all wishes start from
FINE_GAP = 1e-5  # a price is a small difference of large costs
MONEY = ("direct", "access", "linehaul")
ROUNDING = 1e-12  # of money, relative, between two ways to add the same lengths
TRIES_AT_ONCE = 3.0  # seconds more than its share that a wish may take while time is left


@dataclass(frozen=True)
class SitePrice:
    """Cost of a wish at one site, everything else re-decided.

    Attributes
    ----------
    site : index
    forced : True where it must be open by `period`, False where it must stay closed
    low, high : discounted mln KZT; no plan with the wish costs less than `low` more, a plan that
        costs `high` more is known; inf where the rules leave none
    comes, goes : sites that the plan with the wish opens and leaves
    """

    site: int
    forced: bool
    period: int
    low: float
    high: float
    comes: tuple[int, ...]
    goes: tuple[int, ...]


@dataclass(frozen=True)
class LinkPrice:
    """What changes when a planned link is never built.

    Attributes
    ----------
    edge_id : the link
    kept_cost : discounted mln KZT more when the plan stays as it is
    low, high : the same when everything is decided anew
    comes, goes : sites that the plan without the link opens and leaves
    """

    edge_id: str
    kept_cost: float
    low: float
    high: float
    comes: tuple[int, ...]
    goes: tuple[int, ...]


def site_prices(
    terms: LogisticsTerms, instance: HubInstance, best: HubSolution, clock: Clock
) -> list[SitePrice]:
    """Prices of documented sites that the optimum leaves, then of the sites that it opens."""
    opened = best.opened
    documented = np.flatnonzero(terms.sites["documented"].to_numpy() > 0)
    wishes = [(int(m), True) for m in documented if opened[m] < 0]
    wishes += [(int(m), False) for m in np.flatnonzero(opened >= 0)]
    horizon = first_horizons(terms)
    found: list[SitePrice] = []
    if not wishes:
        return found
    share = FIRST_SHARE * clock.remaining
    first = replace(clock.limits, time_s=share, gap=FINE_GAP, on_progress=None)
    try:
        resolver = HubResolver(instance, first, start=best.centres)
    except NoPlanInTimeError:
        return found
    least = min(best.objective, resolver.solution.objective)
    for number, (site, forced) in enumerate(wishes):
        if clock.expired:
            break
        period = int(horizon[site]) if forced else int(opened[site])
        least_new, most_new = _wish(instance, site, forced, period)
        limits = _share(clock, len(wishes) - number)
        answer = partial(resolver.resolve, limits, forced=least_new, max_at_site=most_new)
        low, high, there = _difference(answer, least)
        comes, goes = _moves(best, there, site)
        found.append(SitePrice(site, forced, period, low, high, comes, goes))
    return found


def link_prices(
    territory: Territory, terms: LogisticsTerms, best: HubSolution, clock: Clock
) -> list[LinkPrice]:
    """For every planned link that stands within the periods, the answer without it.

    Places, sites and freight stay as they are: what changes is what ways cost. Where the plan
    loses nothing by that and no other way becomes cheaper, the plan is the answer.
    """
    network = terms.networks[-1]
    links = planned_links(network)
    before = site_question(terms)
    found = []
    for number, edge_id in enumerate(links):
        if clock.expired:
            break
        instance = site_question(without_link(territory, terms, edge_id))
        if only_dearer(before, instance) and costs_the_same(instance, best):
            found.append(LinkPrice(edge_id, 0.0, 0.0, 0.0, (), ()))
            continue
        kept = solve(_as_decided(instance, best), _share(clock, 1))
        more = kept.objective - best.objective
        limits = _share(clock, len(links) - number)
        low, high, there = _difference(
            partial(solve, instance, limits, start=best.centres), best.objective
        )
        comes, goes = _moves(best, there, -1)
        found.append(LinkPrice(edge_id, more, low, min(high, more), comes, goes))
    return found


def only_dearer(before: HubInstance, after: HubInstance) -> bool:
    """Whether nothing changed but money for ways, and that never downwards.

    No plan then costs less than before.
    """
    for item in fields(HubInstance):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if np.shape(old) != np.shape(new):
            return False
        same = (new >= old * (1 - ROUNDING)).all() if item.name in MONEY else np.all(old == new)
        if not same:
            return False
    return True


def costs_the_same(instance: HubInstance, best: HubSolution) -> bool:
    """Whether a plan with its own routes costs in the instance what it is said to cost."""
    there = objective_of(instance, best.centres, best.ways, best.direct)
    return bool(abs(there - best.objective) <= 1e-9 * best.objective)


def planned_links(network: MultimodalNetwork) -> list[str]:
    """Ids of the planned links that stand in a network, in its order."""
    planned = network.edge_ids[network.status == "planned"]
    return list(dict.fromkeys(str(edge) for edge in planned))


def first_horizons(terms: LogisticsTerms) -> IntArray:
    """(M,) first period that the schemes allow a named place; 0 where they name none."""
    first = np.zeros(len(terms.sites), dtype=np.int64)
    for site, horizons in zip(terms.named["site"], terms.named["horizons"], strict=True):
        year = int(str(horizons).split(";")[0])
        first[site] = min(int(np.searchsorted(terms.periods, year)), len(terms.periods) - 1)
    return first


def _wish(
    instance: HubInstance, site: int, forced: bool, period: int
) -> tuple[IntArray, FloatArray]:
    """`forced` and `max_at_site` of the instance with a wish."""
    least, most = instance.forced.copy(), instance.max_at_site.copy()
    if forced:
        least[site, period:] = np.maximum(least[site, period:], 1)
    else:
        least[site], most[site] = 0, 0.0
    return least, most


def _as_decided(instance: HubInstance, best: HubSolution) -> HubInstance:
    """The instance with the centres of a plan and no others."""
    count = best.centres.sum(axis=1).cumsum(axis=1)
    return replace(
        instance,
        forced=count,
        max_at_site=count[:, -1].astype(float),
        allowed=instance.allowed & (best.centres.sum(axis=2) > 0),
    )


def _difference(
    answer: Callable[[], HubSolution], least: float
) -> tuple[float, float, HubSolution | None]:
    try:
        there = answer()
    except InfeasibleError:
        return np.inf, np.inf, None
    except NoPlanInTimeError:
        return 0.0, np.inf, None
    return there.bound - least, there.objective - least, there


def _moves(
    best: HubSolution, there: HubSolution | None, wished: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if there is None:
        return (), ()
    before = set(np.flatnonzero(best.opened >= 0).tolist())
    after = set(np.flatnonzero(there.opened >= 0).tolist())
    return tuple(sorted(after - before - {wished})), tuple(sorted(before - after - {wished}))


def _share(clock: Clock, left: int) -> Limits:
    fair = clock.remaining / max(left, 1) + TRIES_AT_ONCE
    time_s = max(min(fair, clock.remaining), 0.5)
    return replace(clock.limits, time_s=time_s, gap=FINE_GAP, on_progress=None)
