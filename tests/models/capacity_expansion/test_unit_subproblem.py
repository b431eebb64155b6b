"""The dynamic programme of one unit against complete enumeration."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from expansion_instances import plain

from models.capacity_expansion import CapacityExpansionInstance
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.unit_subproblem import Prices, cheapest_paths


def _prices(instance: CapacityExpansionInstance, seed: int) -> Prices:
    random = np.random.default_rng(seed)
    shape = instance.demand.shape
    return Prices(
        money=random.uniform(0.0, 0.3, shape),
        shortage=random.uniform(0.0, 2.0, shape),
        overflow=random.uniform(0.0, 1.0, shape),
        capacity=random.uniform(-0.2, 0.0, shape),
    )


def _enumerated(instance: CapacityExpansionInstance, prices: Prices, least: np.ndarray) -> float:
    """Cheapest path of unit 0, every combination of at most three starts of each kind tried."""
    _, modules, periods = instance.startable.shape
    best = np.inf
    for counts in product(range(4), repeat=modules * periods):
        starts = np.array(counts).reshape(modules, periods)
        if (starts * ~instance.startable[0]).any():
            continue
        if (starts.sum(axis=0) > instance.max_starts[0]).any():
            continue
        total = 0.0
        for t in range(periods):
            in_service = starts[:, : max(t - instance.lead + 1, 0)].sum(axis=1) @ instance.size
            if not least[0, t] <= in_service <= instance.max_capacity[0, t]:
                total = np.inf
            capacity = instance.existing[0, t] + in_service
            demand = instance.demand[0, t]
            short = max(demand - instance.capacity_factor[0, t] * capacity, 0.0)
            over = max(demand - instance.overflow_factor * capacity, 0.0)
            total += prices.shortage[0, t] * short + prices.overflow[0, t] * over
            total += prices.capacity[0, t] * in_service
            for k in range(modules):
                for delay, share in enumerate(instance.spend_profile):
                    if t + delay < periods:
                        paid = share * instance.price_index[t] * instance.cost[0, k]
                        total += prices.money[0, t + delay] * paid * starts[k, t]
        best = min(best, total)
    return best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [1000, 1])
def test_finds_the_cheapest_path(seed: int, most: int) -> None:
    instance = plain(2, 2, 4 if most == 1 else 3, seed=seed)
    demand = np.minimum(instance.demand, 3.0 * instance.size.min())
    least, ceiling = np.zeros(demand.shape), np.full(demand.shape, np.inf)
    if seed % 2:
        least[:, -1] = instance.size.min()
    if seed > 2:
        ceiling[:, 1 : seed - 1] = instance.size[seed % 2]
    instance = replace(
        instance,
        demand=demand,
        lead=min(instance.lead, 1),
        max_starts=np.full(demand.shape, most),
        min_capacity=least,
        max_capacity=ceiling,
    )
    prices = _prices(instance, seed)
    no_reward = replace(prices, capacity=np.zeros(demand.shape))
    prepared = Prepared(instance)
    found = cheapest_paths(prepared, no_reward, prepared.least_state(), np.array([0, 1]))
    assert found.value[0] == pytest.approx(_enumerated(instance, no_reward, least))


def test_says_when_a_unit_cannot_meet_its_minimum() -> None:
    instance = plain(seed=1)
    least = np.zeros(instance.demand.shape)
    least[1, -1] = 100.0
    blocked = instance.startable.copy()
    blocked[1] = False
    prepared = Prepared(replace(instance, min_capacity=least, startable=blocked))
    prices = _prices(instance, 0)
    found = cheapest_paths(prepared, prices, prepared.least_state(), np.arange(3))
    assert np.isinf(found.value[1])
    assert np.isfinite(found.value[[0, 2]]).all()
