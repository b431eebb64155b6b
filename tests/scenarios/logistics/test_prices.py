"""A planned link without freight costs nothing to leave out: the full solve agrees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inputs.territory import Territory
from models.hub_location import HubInstance, HubSolution, solve
from optimizer.limits import Limits
from scenarios.studies.logistics.instance import site_question
from scenarios.studies.logistics.prices import (
    costs_the_same,
    link_prices,
    only_dearer,
    planned_links,
)
from scenarios.studies.logistics.routing import Routed
from scenarios.studies.logistics.tables import link_tonnes
from scenarios.studies.logistics.terms import LogisticsTerms, without_link

LIMITS = Limits(time_s=30, gap=3e-3, threads=1)


@pytest.fixture(scope="module")
def instance(terms: LogisticsTerms) -> HubInstance:
    return site_question(terms)


@pytest.fixture(scope="module")
def best(instance: HubInstance) -> HubSolution:
    return solve(instance, LIMITS)


def carried(terms: LogisticsTerms, best: HubSolution) -> dict[str, float]:
    """Tonnes on planned links in all periods together."""
    total = dict.fromkeys(planned_links(terms.networks[-1]), 0.0)
    for t, network in enumerate(terms.networks):
        here, direct = best.ways.period == t, np.flatnonzero(best.direct[:, t])
        none = np.full(len(direct), -1)
        routed = Routed(
            np.concatenate([best.ways.pair[here], direct]),
            np.concatenate([best.ways.first[here], none]),
            np.concatenate([best.ways.last[here], none]),
            np.concatenate([best.ways.amount[here], best.direct[direct, t]]),
            np.zeros(here.sum() + len(direct)),
        )
        for edge, tonnes in zip(network.edge_ids, link_tonnes(terms, network, routed), strict=True):
            if edge in total:
                total[edge] += float(tonnes)
    return total


def test_links_without_freight_and_only_those_need_no_solve(
    territory: Territory, terms: LogisticsTerms, instance: HubInstance, best: HubSolution
) -> None:
    tonnes = carried(terms, best)
    quiet = []
    for link, volume in tonnes.items():
        after = site_question(without_link(territory, terms, link))
        if only_dearer(instance, after) and costs_the_same(after, best):
            quiet.append(link)
            assert volume == pytest.approx(0.0, abs=1e-6)
    assert 0 < len(quiet) < len(tonnes)
    for link in quiet[:1]:
        again = solve(site_question(without_link(territory, terms, link)), LIMITS)
        assert again.bound <= best.objective * (1 + 1e-9)
        assert again.objective >= best.bound * (1 - 1e-9)


def test_a_cheaper_way_or_other_freight_is_not_only_dearer(instance: HubInstance) -> None:
    assert only_dearer(instance, instance)
    assert only_dearer(instance, replace(instance, direct=1.1 * instance.direct))
    assert not only_dearer(instance, replace(instance, access=0.9 * instance.access))
    assert not only_dearer(instance, replace(instance, flow=1.1 * instance.flow))
    assert not only_dearer(instance, replace(instance, budget=instance.budget + 1.0))


def test_every_planned_link_has_a_price(
    territory: Territory, terms: LogisticsTerms, best: HubSolution
) -> None:
    found = link_prices(territory, terms, best, LIMITS.clock())
    assert [price.edge_id for price in found] == planned_links(terms.networks[-1])[: len(found)]
    assert any(price.high == 0.0 for price in found)
    for price in found:
        assert price.high <= price.kept_cost + 1e-6
