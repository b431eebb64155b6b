"""What must hold of a solve whatever its limits: plans, bounds, starts, stops and limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hub_instances import random_hubs
from hypothesis import given, settings
from hypothesis import strategies as st

from models.hub_location import HubInstance, solve
from models.hub_location.improvement import promised_cost, promising_moves
from models.hub_location.periods import period_of
from models.hub_location.reference import reference_optimum
from models.hub_location.solution import check_centres
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits, Progress, Stop

EXACT = Limits(time_s=60.0, gap=1e-7, threads=1)


def medium(seed: int = 5) -> HubInstance:
    return random_hubs(seed, nodes=14, hubs=10, periods=3)


def test_progress_closes_in_on_the_answer() -> None:
    told: list[Progress] = []
    found = solve(medium(), replace(EXACT, gap=1e-4, on_progress=told.append))
    plans = [p.incumbent for p in told if p.incumbent is not None]
    bounds = [p.bound for p in told if p.bound is not None]
    assert plans == sorted(plans, reverse=True)
    assert bounds == sorted(bounds)
    assert plans[-1] == pytest.approx(found.objective)
    assert bounds[-1] <= found.objective * (1 + 1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_time_there_is_a_plan_and_an_honest_gap(seed: int) -> None:
    instance = random_hubs(seed, nodes=6, hubs=4, periods=2)
    found = solve(instance, replace(EXACT, time_s=1e-9))
    assert found.check(instance) == []
    assert found.bound <= solve(instance, EXACT).objective * (1 + 1e-7)


def test_a_stopped_search_hands_back_a_checked_plan() -> None:
    stop = Stop()

    def tell(report: Progress) -> None:
        if report.incumbent is not None and report.bound is not None:
            stop.request()

    instance = medium()
    found = solve(instance, replace(EXACT, stop=stop, on_progress=tell))
    best = solve(instance, EXACT)
    assert found.check(instance) == []
    assert found.bound <= best.objective * (1 + 1e-9)
    assert found.objective >= best.objective * (1 - 1e-9)


def test_the_optimum_as_a_start_is_kept() -> None:
    instance = medium(6)
    best = solve(instance, EXACT)
    stop = Stop()
    told: list[Progress] = []

    def tell(report: Progress) -> None:
        told.append(report)
        stop.request()

    again = solve(instance, replace(EXACT, stop=stop, on_progress=tell), start=best.centres)
    assert told[0].incumbent == pytest.approx(best.objective)
    assert again.objective == pytest.approx(best.objective)
    with pytest.raises(ValueError, match="start: shape"):
        solve(instance, EXACT, start=best.centres[:3])


def test_what_opens_stays_and_existing_hubs_grow() -> None:
    """One full hub stands; more capacity there is the only thing worth money."""
    base = random_hubs(2, nodes=6, hubs=3, periods=2, capital=0.05, limits=False)
    standing = np.array([5.0, 0.0, 0.0])
    only = np.zeros_like(base.allowed)
    only[0] = True
    instance = replace(base, existing=standing, allowed=only)
    found = solve(instance, EXACT)
    assert found.centres[0].sum() > 0
    assert found.opened.tolist()[1:] == [-1, -1]
    assert (found.throughput[0] > 5.0).all()
    assert (np.diff(found.capacity, axis=1) >= 0).all()
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-5)


def test_limits_that_contradict_each_other_are_proven_so() -> None:
    base = random_hubs(2, limits=False)
    forced = np.zeros((4, 2), dtype=np.int64)
    forced[:2, 0] = 1
    instance = replace(base, forced=forced, max_new=np.ones(2))
    with pytest.raises(InfeasibleError, match="numbers, groups and budget contradict"):
        solve(instance, EXACT)


def test_capacity_that_no_plan_can_offer_is_an_error() -> None:
    base = random_hubs(2, limits=False)
    instance = replace(
        base,
        direct=np.full_like(base.direct, np.inf),
        linehaul=np.where(np.isinf(base.linehaul), 50.0, base.linehaul),
        existing=np.zeros(4),
        size=np.array([0.1, 0.2]),
        max_new=np.ones(2),
    )
    with pytest.raises(InfeasibleError, match="units find no way in any plan"):
        solve(instance, EXACT)


@pytest.mark.parametrize("seed", range(4))
def test_flow_that_must_go_by_hubs_is_served(seed: int) -> None:
    base = random_hubs(seed, limits=False)
    instance = replace(
        base,
        direct=np.full_like(base.direct, np.inf),
        linehaul=np.where(np.isinf(base.linehaul), 50.0, base.linehaul),
    )
    found = solve(instance, EXACT)
    assert found.check(instance) == []
    assert found.direct.sum() == pytest.approx(0.0, abs=1e-6)
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-5)


def test_a_loose_gap_is_reported_as_it_is() -> None:
    found = solve(medium(7), replace(EXACT, gap=0.05))
    assert found.gap is not None
    assert found.gap <= 0.05
    assert found.status is Status.OPTIMAL
    assert found.certificates[-1].gap == found.gap


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_a_promise_never_exceeds_the_cost_and_keeps_every_limit(seed: int) -> None:
    instance = random_hubs(seed, nodes=7, hubs=5)
    best = solve(instance, EXACT)
    random = np.random.default_rng(seed)
    usable = instance.usable
    periods = tuple(period_of(instance, t, 1e4, usable[:, t]) for t in range(2))
    price = random.uniform(0, 5, (5, 2))
    assert promised_cost(instance, periods, best.centres, price) <= best.objective * (1 + 1e-9)
    moves = promising_moves(
        instance, periods, best.centres, price, np.inf, random, lambda: False
    )  # fmt: skip
    for centres in moves:
        assert check_centres(instance, centres) == []
        assert centres.sum() == best.centres.sum()
