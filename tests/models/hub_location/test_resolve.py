"""A wish solved from kept cuts has the answer that a solve from nothing has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hub_instances import random_hubs
from hypothesis import given, settings
from hypothesis import strategies as st

from models.hub_location import HubInstance, HubResolver, solve
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

EXACT = Limits(time_s=60.0, gap=1e-7, threads=1)


def wish_for(instance: HubInstance, rng: np.random.Generator) -> dict[str, Any]:
    """One of the wishes a planner has, at random."""
    site = int(rng.choice(np.flatnonzero(instance.openable.any(axis=(1, 2)))))
    kind = rng.integers(0, 4)
    if kind == 0:
        forced = instance.forced.copy()
        forced[site, -1] += 1
        return {
            "forced": forced,
            "max_at_site": np.maximum(instance.max_at_site, forced[:, -1]),
        }
    if kind == 1:
        shut = instance.max_at_site.copy()
        shut[site] = 0.0
        forced = instance.forced.copy()
        forced[site] = 0
        return {"max_at_site": shut, "forced": forced}
    if kind == 2:
        budget = instance.class_cost.mean() * rng.uniform(0.5, 3, len(instance.years))
        return {"budget": budget, "forced": np.zeros_like(instance.forced)}
    few = np.minimum(instance.group_max, 1.0)
    return {"group_max": few, "forced": np.zeros_like(instance.forced), "max_new": few[0] + 2}


def agree(base: HubInstance, seed: int) -> None:
    resolver = HubResolver(base, EXACT)
    rng = np.random.default_rng(seed)
    for _ in range(2):
        changes = wish_for(base, rng)
        wish = replace(base, **changes)
        try:
            cold = solve(wish, EXACT)
        except InfeasibleError:
            with pytest.raises(InfeasibleError):
                resolver.resolve(EXACT, **changes)
            continue
        warm = resolver.resolve(EXACT, **changes)
        assert warm.check(wish) == []
        assert warm.objective == pytest.approx(cold.objective, rel=1e-6)
        assert warm.bound == pytest.approx(warm.objective, rel=2e-7)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_wishes_where_capacity_is_scarce(seed: int) -> None:
    base = random_hubs(seed)
    if base.openable.any():
        agree(base, seed)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_wishes_where_capacity_is_ample(seed: int) -> None:
    base = random_hubs(seed, nodes=8, hubs=6, periods=3, classes=(1e6,), capital=1e-3)
    standing = np.where(base.existing > 0, np.inf, 0.0)
    if base.openable.any():
        agree(replace(base, existing=standing), seed)


def test_a_pair_that_loses_its_only_way_is_named() -> None:
    """Only one hub reaches a node that no flow can reach directly."""
    base = random_hubs(3, limits=False)
    direct, access, link = base.direct.copy(), base.access.copy(), base.linehaul.copy()
    node = int(base.origin[2])
    direct[(base.origin == node) | (base.destination == node)] = np.inf
    access[node, 1:] = np.inf
    link[np.isinf(link)] = 50.0
    standing = np.zeros(4)
    instance = replace(base, direct=direct, access=access, linehaul=link, existing=standing)
    resolver = HubResolver(instance, EXACT)
    assert resolver.solution.opened[0] >= 0
    with pytest.raises(InfeasibleError, match="no way, directly or by any hub"):
        resolver.resolve(EXACT, max_at_site=np.array([0.0, 9.0, 9.0, 9.0]))


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    base = random_hubs(5, nodes=10, hubs=7, periods=2)
    fresh, used = HubResolver(base, EXACT), HubResolver(base, EXACT)
    for site in range(3):
        shut = base.max_at_site.copy()
        shut[site] = 0.0
        used.resolve(EXACT, max_at_site=shut)
    last = fresh.resolve(EXACT, max_at_site=shut)
    again = used.resolve(EXACT, max_at_site=shut)
    assert (last.centres == again.centres).all()
    assert last.bound == again.bound


def test_a_site_that_was_shut_cannot_be_wished_for() -> None:
    base = random_hubs(2, limits=False)
    shut = replace(base, max_at_site=np.array([0.0, 9.0, 9.0, 9.0]))
    resolver = HubResolver(shut, EXACT)
    with pytest.raises(ValueError, match="max_at_site: opens hub 0, which may not open"):
        resolver.resolve(EXACT, max_at_site=base.max_at_site)
