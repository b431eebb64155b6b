"""Alternatives: within their levels, checked, and as far away as enumeration finds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from expansion_enumeration import Known, every_plan, tiny
from expansion_instances import everything, plain

from models.capacity_expansion import (
    CapacityExpansionInstance,
    CapacityExpansionSolution,
    Measure,
    Stage,
    check_plan,
    solve,
)
from models.capacity_expansion.alternatives import (
    Alternative,
    furthest,
    money_moved,
    near,
    trimmed,
)
from models.capacity_expansion.distance_master import Purposeful
from models.capacity_expansion.solution import accounts
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits, Stop

EXACT = Limits(60.0, 0.0)


def _found(
    instance: CapacityExpansionInstance,
    optimum: CapacityExpansionSolution,
    count: int,
    within: float,
    limits: Limits,
) -> list[Alternative]:
    """Plans beside the optimum, one after the other."""
    found: list[Alternative] = []
    close, clock = near(instance, optimum, within), limits.clock()
    for number in range(count):
        known = [optimum.starts, *(a.starts for a in found)]
        paths = found[-1].paths if found else None
        share = clock.until(clock.seconds + clock.remaining / (count - number))
        plan = furthest(close, known, share, paths)
        if plan is None:
            break
        found.append(plan)
    return found


def _candidates(seed: int, within: float) -> tuple[list[Known], Known, list[np.ndarray]]:
    """Enumerated plans within the levels that add nothing without need, optimum, found ones."""
    instance = tiny(seed, stages=(Stage(Measure.SHORTAGE), Stage(Measure.COST)))
    optimum = solve(instance, EXACT)
    close = near(instance, optimum, within)
    prepared = Purposeful(close)
    most = prepared.largest_state * prepared.step
    plans = [
        p for p in every_plan(close) if (accounts(close, p.starts).new[:, -1] <= most + 1e-6).all()
    ]
    spending = accounts(instance, optimum.starts).spending
    found = _found(instance, optimum, 3, within, EXACT)
    known = Known(optimum.starts, optimum.measures, spending)
    return plans, known, [a.starts for a in found]


@pytest.mark.parametrize("within", [0.1, 0.4])
@pytest.mark.parametrize("seed", range(6))
def test_each_distance_is_the_largest_there_is(seed: int, within: float) -> None:
    plans, optimum, found = _candidates(seed, within)
    assert plans
    before = [optimum.spending]
    instance = tiny(seed)
    for starts in found:
        best = max(min(money_moved(p.spending, b) for b in before) for p in plans)
        spending = accounts(instance, starts).spending
        assert min(money_moved(spending, b) for b in before) == pytest.approx(best, abs=1e-3)
        before.append(spending)


@pytest.mark.parametrize("seed", range(25))
def test_every_plan_keeps_everything_and_stays_near(seed: int) -> None:
    instance = everything(seed)
    try:
        optimum = solve(instance, EXACT)
    except InfeasibleError:
        pytest.skip("no plan at all")
    found = _found(instance, optimum, 2, 0.2, Limits(20.0, 0.0))
    known = [accounts(instance, optimum.starts, optimum.flows).spending]
    for plan in found:
        assert not check_plan(instance, plan.starts, plan.flows)
        for stage in instance.stages:
            limit = optimum.measures[stage.measure] * 1.2
            assert plan.measures[stage.measure] <= limit + 1e-6 * max(1.0, limit)
        spending = accounts(instance, plan.starts, plan.flows).spending
        least = min(money_moved(spending, each) for each in known)
        assert plan.distance == pytest.approx(least)
        assert plan.largest is not None
        assert plan.largest >= plan.distance - 1e-6
        known.append(spending)


def test_larger_instances_have_a_distance_and_a_bound() -> None:
    instance = plain(12, 3, 8, seed=5, stages=(Stage(Measure.SHORTAGE), Stage(Measure.COST)))
    optimum = solve(instance, Limits(20.0, 1e-3))
    (plan,) = _found(instance, optimum, 1, 0.1, Limits(20.0, 1e-3))
    assert plan.distance > 0
    assert plan.largest is not None
    assert plan.distance <= plan.largest < math.inf


def test_nothing_is_sought_after_a_stop() -> None:
    instance = tiny(0)
    optimum = solve(instance, EXACT)
    stop = Stop()
    stop.request()
    assert _found(instance, optimum, 2, 0.1, replace(EXACT, stop=stop)) == []


def test_what_is_never_needed_is_taken_off_and_changes_nothing_but_money() -> None:
    instance = plain(3, 1, 5, seed=4)
    optimum = solve(instance, EXACT)
    wasteful = optimum.starts.copy()
    wasteful[0, 0, np.flatnonzero(instance.startable[0, 0])[-1]] += 50
    kept = trimmed(instance, wasteful)
    before, after = accounts(instance, wasteful), accounts(instance, kept)
    assert after.spending.sum() < before.spending.sum()
    assert (after.shortage == before.shortage).all()
    assert (trimmed(instance, kept) == kept).all()
