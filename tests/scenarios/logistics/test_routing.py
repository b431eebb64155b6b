"""Every tonne arrives, no centre is overrun, and nothing takes a dearer way than it must."""

from __future__ import annotations

import numpy as np
import pytest

from models.hub_location import cost_of
from models.hub_location import route as cheapest_routing
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.costs import tonne_costs
from scenarios.studies.logistics.routing import NO_SITE, Routed, route
from scenarios.studies.logistics.terms import LogisticsTerms


def opened(terms: LogisticsTerms, seed: int, capacity: float) -> np.ndarray:
    """Capacities with about a quarter of the candidates open."""
    random = np.random.default_rng(seed)
    drawn = random.random(len(terms.sites)) < 0.25
    return np.where(drawn & (terms.group >= 0), capacity, terms.existing)


def passing(terms: LogisticsTerms, routed: Routed) -> np.ndarray:
    by_rail = routed.first != NO_SITE
    first, last, tonnes = routed.first[by_rail], routed.last[by_rail], routed.tonnes[by_rail]
    load = np.bincount(first, weights=tonnes, minlength=len(terms.sites))
    two = first != last
    return load + np.bincount(last[two], weights=tonnes[two], minlength=len(terms.sites))


@pytest.mark.parametrize("seed", range(4))
def test_without_limits_it_is_the_least_cost(
    study: LogisticsStudy, terms: LogisticsTerms, seed: int
) -> None:
    capacity = np.where(opened(terms, seed, np.inf) > 0, np.inf, 0.0)
    routed = route(terms, tonne_costs(terms), capacity, 1)
    least = cost_of(study.instance(), capacity > 0, 1)
    assert float(routed.tonnes @ routed.cost) == pytest.approx(least, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("tonnes", [5e4, 4e5])
def test_full_centres_are_not_overrun_and_nearly_best_used(
    study: LogisticsStudy, terms: LogisticsTerms, seed: int, tonnes: float
) -> None:
    capacity = opened(terms, seed, tonnes)
    routed = route(terms, tonne_costs(terms), capacity, 0)
    sent = np.bincount(routed.pair, weights=routed.tonnes, minlength=len(terms.flows.origin))
    assert sent == pytest.approx(terms.flows.tonnes[:, 0], abs=1e-3)
    assert (passing(terms, routed) <= capacity * (1 + 1e-9)).all()
    cost = float(routed.tonnes @ routed.cost)
    best = cheapest_routing(study.instance(), capacity, 0).cost
    assert best * (1 - 1e-9) <= cost <= best * 1.02


def test_without_centres_everything_goes_by_road(terms: LogisticsTerms) -> None:
    routed = route(terms, tonne_costs(terms), np.zeros(len(terms.sites)), 0)
    assert (routed.first == NO_SITE).all()
    assert routed.tonnes.sum() == pytest.approx(terms.flows.tonnes[:, 0].sum())
