"""The fast algorithm against the textbook formulation, and the loops against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hub_instances import random_hubs
from hypothesis import given, settings
from hypothesis import strategies as st

from models.hub_location import HubInstance, cost_of, costs_of, route, solve
from models.hub_location.reference import reference_optimum
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

EXACT = Limits(time_s=60.0, gap=1e-7, threads=1)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_plan_and_bound_meet_the_textbook_optimum(seed: int) -> None:
    instance = random_hubs(seed)
    found = solve(instance, EXACT)
    assert found.check(instance) == []
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-5)
    assert found.bound == pytest.approx(found.objective, rel=2e-7)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_without_limits_and_with_dear_or_cheap_centres(seed: int) -> None:
    capital = float(np.random.default_rng(seed).choice([0.1, 0.5, 3.0]))
    instance = random_hubs(seed, periods=1, capital=capital, limits=False)
    found = solve(instance, EXACT)
    assert found.check(instance) == []
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-5)


def by_hand(instance: HubInstance, hubs: list[int], t: int) -> float:
    """Every pair by its cheapest way, with nothing but Python's own loops."""
    total = 0.0
    for q in range(len(instance.origin)):
        o, d = instance.origin[q], instance.destination[q]
        ways = [instance.direct[q, t]]
        for k, j in product(hubs, hubs):
            ends = instance.access[o, k, t] + instance.access[d, j, t]
            ways.append(ends + instance.linehaul[k, j, t])
            ways.append(ends + instance.linehaul[j, k, t])
        total += instance.flow[q, t] * min(ways)
    return float(total)


@pytest.mark.parametrize("seed", range(5))
def test_cost_of_a_set_of_hubs_is_that_of_brute_force(seed: int) -> None:
    instance = random_hubs(seed, nodes=8, hubs=6)
    sets = np.random.default_rng(seed).random((10, 6)) < 0.5
    sets[0] = False
    expected = [by_hand(instance, np.flatnonzero(s).tolist(), 1) for s in sets]
    assert costs_of(instance, sets, 1) == pytest.approx(expected)
    assert cost_of(instance, sets[3], 1) == pytest.approx(expected[3])


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_routes_with_given_capacity_are_optimal(seed: int) -> None:
    """The plan that opens nothing, with random capacities standing, is a routing alone."""
    base = random_hubs(seed, nodes=6, hubs=4, periods=1, limits=False)
    capacity = np.random.default_rng(seed).choice([0.0, 10.0, 40.0, np.inf], 4)
    instance = replace(base, existing=capacity, max_new=np.zeros(1))
    found = route(instance, capacity, 0)
    optimum = reference_optimum(instance)
    assert found.cost * instance.years[0] == pytest.approx(optimum, rel=1e-6)
    assert (found.throughput <= capacity + 1e-6).all()
    sent = found.direct.copy()
    np.add.at(sent, found.ways.pair, found.ways.amount)
    assert sent == pytest.approx(instance.flow[:, 0])
    if np.isinf(capacity[capacity > 0]).all():
        assert found.cost == pytest.approx(cost_of(instance, capacity > 0, 0))


def test_a_pair_without_any_way_is_named() -> None:
    base = random_hubs(3)
    direct, access = base.direct.copy(), base.access.copy()
    direct[2] = np.inf
    access[base.origin[2]] = np.inf
    names = ("Aral", "Beyneu", "Chu", "Dostyk", "Esil")
    instance = replace(base, direct=direct, access=access, node_labels=names)
    pair = f"{names[base.origin[2]]} - {names[base.destination[2]]}"
    with pytest.raises(InfeasibleError, match=pair):
        solve(instance, EXACT)
    with pytest.raises(InfeasibleError, match=pair):
        route(instance, np.full(4, np.inf), 0)


def test_bad_input_is_named() -> None:
    base = random_hubs(1)
    flow = base.flow.copy()
    flow[3, 1] = -2.0
    with pytest.raises(ValueError, match=r"flow\[3, 1\]: -2.0, expected a number, 0 or larger"):
        replace(base, flow=flow)
    with pytest.raises(ValueError, match="max_new: expected limits that never fall"):
        replace(base, max_new=np.array([3.0, 2.0]))
    link = base.linehaul.copy()
    link[1, 1, 0] = 3.0
    with pytest.raises(ValueError, match="linehaul: expected 0 between a hub and itself"):
        replace(base, linehaul=link)
    with pytest.raises(ValueError, match=r"origin\[0\]: 9, expected 0 or larger, below 5"):
        replace(base, origin=np.where(np.arange(len(base.origin)) == 0, 9, base.origin))
    with pytest.raises(ValueError, match=r"capacity: shape \(2,\), expected \(4,\)"):
        route(base, np.zeros(2), 0)
