"""The two steps against the textbook formulation, and what must hold of every answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from dynamic_location_instances import random_instance
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamic_location import (
    DynamicLocationInstance,
    SitesProgram,
    alternatives,
    choose_sites,
    nested_plans,
    site_prices,
    solve,
)
from models.dynamic_location.buildings import cheapest_cover
from models.dynamic_location.reference import reference_optimum
from optimizer.limits import Limits, Stop

EXACT = Limits(time_s=30.0, gap=1e-7, threads=1)


def with_wishes(free: DynamicLocationInstance, seed: int) -> DynamicLocationInstance:
    """One site decided for a period, single modules and periods of others ruled out."""
    rng = np.random.default_rng(seed)
    startable = free.startable & (rng.random(free.startable.shape) < 0.7)
    chosen, period = int(rng.integers(len(startable))), int(rng.integers(2))
    startable[chosen, :, period] = [True, False]
    least = np.zeros_like(free.min_capacity)
    least[chosen, period:] = float(rng.integers(1, 28))
    return replace(
        free, startable=startable, min_capacity=least, budget=free.budget + np.array([150.0, 0.0])
    )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_bound_and_plan_enclose_the_textbook_optimum(seed: int) -> None:
    instance = random_instance(seed)
    optimum = reference_optimum(instance)
    found = solve(instance, EXACT)
    assert found.check(instance) == []
    assert found.bound is not None
    assert found.bound <= optimum + 1e-5 * max(1.0, optimum)
    assert found.objective >= optimum - 1e-5 * max(1.0, optimum)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_is_decided_and_ruled_out_holds_as_in_the_textbook(seed: int) -> None:
    instance = with_wishes(random_instance(seed), seed)
    optimum = reference_optimum(instance)
    found = solve(instance, EXACT)
    assert found.check(instance) == []
    assert found.bound is not None
    assert found.bound <= optimum + 1e-5 * max(1.0, optimum)
    assert found.objective >= optimum - 1e-5 * max(1.0, optimum)
    built = np.cumsum(np.einsum("jkt,k->jt", found.modules, instance.size), axis=1)
    assert (built >= instance.min_capacity - 1e-9).all()
    assert not found.modules[~instance.startable].any()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), wished=st.booleans())
def test_without_time_there_is_a_plan_that_meets_every_limit(seed: int, wished: bool) -> None:
    free = random_instance(seed)
    instance = with_wishes(free, seed) if wished else free
    stop = Stop()
    stop.request()
    none = Limits(time_s=1e-9, threads=1, stop=stop)
    sites = SitesProgram(instance).solve(none.clock())
    assert sites is not None
    assert sites.bound <= choose_sites(instance, EXACT.clock()).objective + 1e-6
    assert sites.objective >= choose_sites(instance, EXACT.clock()).bound - 1e-6
    found = solve(instance, none)
    assert found.check(instance) == []


def test_the_check_finds_a_plan_that_breaks_wishes() -> None:
    free = random_instance(4)
    found = solve(free, EXACT)
    j, k, t = (int(i) for i in np.argwhere(found.modules > 0)[0])
    barred = free.startable.copy()
    barred[j, k, t] = False
    assert "module not allowed" in {
        v.constraint for v in found.check(replace(free, startable=barred))
    }
    more = np.zeros_like(free.min_capacity)
    more[j, t:] = 1000.0
    decided = found.check(replace(free, min_capacity=more))
    assert "decided capacity" in {v.constraint for v in decided}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_one_size_at_every_site_of_unit_grain_is_solved_whole(seed: int) -> None:
    """With modules of one place the first step is exact, so plan, bound and textbook agree."""
    base = random_instance(seed, points=4)
    instance = replace(
        base,
        size=np.array([1.0]),
        module_cost=base.module_cost[:, :1] / 10,
        startable=np.ones((4, 1, 2), dtype=bool),
        budget=np.full(2, np.inf),
    )
    found = solve(instance, EXACT)
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-5, abs=1e-5)
    assert found.bound == pytest.approx(found.objective, rel=1e-5, abs=1e-5)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_prices_are_differences_of_optima(seed: int) -> None:
    instance = replace(random_instance(seed), budget=np.full(2, np.inf))
    program = SitesProgram(instance)
    base = choose_sites(instance, EXACT.clock())
    wanted = [int(j) for j in np.flatnonzero(instance.openable)]
    for price in site_prices(program, base, wanted, EXACT.clock()):
        least, startable = instance.min_capacity.copy(), instance.startable.copy()
        least[price.site, -1] = 1.0
        startable[price.site] = False
        changed = (
            replace(instance, min_capacity=least)
            if price.forced
            else replace(instance, startable=startable)
        )
        other = choose_sites(changed, EXACT.clock())
        assert price.forced == (price.site not in base.sites)
        expected = max(0.0, other.objective - base.objective)
        assert price.high == pytest.approx(expected, rel=1e-4, abs=1e-3)
        assert price.low <= price.high + 1e-6


def test_alternatives_leave_as_many_sites_as_asked() -> None:
    instance = replace(random_instance(3, points=8), startable=np.ones((8, 2, 2), dtype=bool))
    base = choose_sites(instance, EXACT.clock())
    found = alternatives(
        SitesProgram(instance), base, count=2, differ=2, within=5.0, clock=EXACT.clock()
    )
    assert len(base.sites) >= 2
    assert found
    plans = [set(base.sites.tolist()), *(set(a.plan.sites.tolist()) for a in found)]
    for number, plan in enumerate(plans):
        for earlier in plans[:number]:
            assert len(earlier - plan) >= 2
    assert all(a.extra >= -1e-6 for a in found)


def test_nested_plans_keep_their_sites_and_cost_no_less_than_free_ones() -> None:
    costs = []
    for seed in range(12):
        free = random_instance(seed, points=7)
        instance = replace(
            free,
            max_sites=np.full(2, np.inf),
            budget=np.full(2, np.inf),
            startable=np.ones((7, 2, 2), dtype=bool),
        )
        steps = nested_plans(instance, [1, 2, 4], EXACT.clock())
        assert [step.level for step in steps] == [1, 2, 4]
        for small, large in pairwise(steps):
            assert set(small.nested.sites.tolist()) <= set(large.nested.sites.tolist())
        for step in steps:
            assert step.nested.objective >= step.free.objective - 1e-6
        costs += [step.cost_of_nesting for step in steps]
    assert max(costs) > 0


def test_levels_that_fall_are_refused() -> None:
    with pytest.raises(ValueError, match="rising"):
        nested_plans(random_instance(1), [3, 2], EXACT.clock())


def test_the_check_names_what_is_broken() -> None:
    instance = random_instance(5)
    found = solve(instance, EXACT)
    broken = replace(found, unserved=found.unserved + 1.0)
    words = {v.constraint for v in broken.check(instance)}
    assert "demand balance" in words
    assert "stated objective" in words
    more = found.modules.copy()
    more[:, 0, 0] += 1
    tight = replace(instance, max_sites=np.array([1.0, 1.0]))
    assert "number of sites" in {v.constraint for v in replace(found, modules=more).check(tight)}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("unserved_cost", float("nan"), "unserved_cost"),
        ("size", np.array([25.0, 10.0]), "ascending"),
        ("discount", np.array([0.5, 1.0]), "discount"),
        ("max_sites", np.array([3.0, 1.0]), "max_sites"),
        ("demand", np.full((5, 2), -1.0), r"demand\[0, 0\]"),
        ("min_capacity", np.ones((4, 2)), "min_capacity: shape"),
        ("min_capacity", np.array([[2.0, 1.0]] * 5), "never fall"),
        ("min_capacity", np.ones((5, 2)), "must be open"),
    ],
)
def test_bad_instances_are_named(field: str, value: Any, said: str) -> None:
    sound = random_instance(2)
    change: dict[str, Any] = {field: value}
    with pytest.raises(ValueError, match=said):
        replace(sound, **change)


@settings(max_examples=60)
@given(wanted=st.integers(1, 90))
def test_the_cheapest_cover_is_the_cheapest(wanted: int) -> None:
    size, cost = np.array([10.0, 25.0, 40.0]), np.array([4.0, 9.0, 11.0])
    allowed = np.array([True, True, True])
    chosen = cheapest_cover(wanted, size, cost, allowed)
    assert size[chosen].sum() >= wanted
    every = [
        a * 4.0 + b * 9.0 + c * 11.0
        for a in range(10)
        for b in range(5)
        for c in range(4)
        if a * 10 + b * 25 + c * 40 >= wanted
    ]
    assert cost[chosen].sum() == pytest.approx(min(every))
