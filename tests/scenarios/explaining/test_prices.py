"""Prices of wishes: against enumeration, never below nothing, nothing for what is not there."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from expansion_instances import plain
from explained_ground import FIRST, LIMITS, PERIODS, ground_of, tiny

from models.capacity_expansion import (
    CapacityExpansionInstance,
    Measure,
    Resolver,
    check_plan,
    solve,
)
from models.capacity_expansion.marginal import worth
from models.capacity_expansion.solution import accounts, measures
from scenarios.explaining.ground import Ground
from scenarios.explaining.pricing import Base, Price, price_all, solve_base
from scenarios.explaining.wishes import Kind, OneMore, Standing, Wish, best_more, wishes
from scenarios.explaining.years import Reason, years_at


def all_plans(instance: CapacityExpansionInstance) -> list[tuple[float, np.ndarray]]:
    """Every allowed plan there is, least shortage first."""
    found = []
    for counts in product(range(3), repeat=2 * PERIODS):
        starts = np.array(counts).reshape(2, 1, PERIODS)
        if not check_plan(instance, starts):
            value = measures(instance, accounts(instance, starts))[Measure.SHORTAGE]
            found.append((value, starts))
    return sorted(found, key=lambda plan: plan[0])


def best_of(plans: list[tuple[float, np.ndarray]], instance: CapacityExpansionInstance) -> float:
    """The least shortage over those of the plans that keep a wish too; inf where none does."""
    return next((value for value, starts in plans if not check_plan(instance, starts)), np.inf)


def priced(ground: Ground, asked: list[Wish]) -> tuple[Base, list[Price]]:
    clock, resolver = LIMITS.clock(), Resolver(follow=False)
    base = solve_base(ground, resolver, clock)
    return base, [*price_all(ground, base, asked, resolver, clock)][-1] if asked else []


def all_wishes(ground: Ground, base: Base) -> list[Wish]:
    standing, found = base.standing, []
    for unit, year in product((0, 1), (None, FIRST, FIRST + 1)):
        more = OneMore(unit, 0, 0 if year is None else year - FIRST)
        found += wishes(ground, standing, np.array([unit]), year, "documented", more)
    return found


def with_limit(instance: CapacityExpansionInstance, unit: int) -> CapacityExpansionInstance:
    """No more than one module of a unit may be in service in the last period."""
    most = np.full(instance.demand.shape, np.inf)
    most[unit, -1] = instance.size[0]
    return replace(instance, max_capacity=most)


@pytest.mark.parametrize(
    ("seed", "limited"), [(0, False), (1, False), (2, False), (3, False), (2, True)]
)
def test_a_price_is_the_difference_of_the_best_of_all_plans(seed: int, limited: bool) -> None:
    instance = tiny(seed)
    if limited:
        instance = with_limit(
            instance, int(solve(instance, LIMITS).starts.sum(axis=(1, 2)).argmax())
        )
    size = float(instance.size[0])
    documented = np.cumsum(np.array([[0, 1, 0], [0, 0, 1]]), axis=1) * size
    ground = ground_of(instance, documented)
    base, _ = priced(ground, [])
    asked = all_wishes(ground, base)
    assert {w.kind for w in asked} >= {Kind.IN, Kind.MORE, Kind.OUT}
    _, prices = priced(ground, asked)
    plans = all_plans(instance)
    free = best_of(plans, instance)
    slack = 1e-6 * max(free, 1.0)
    for price in prices:
        true = best_of(plans, price.wish.instance) - free
        if np.isinf(true):
            assert np.isinf(price.low)
            assert price.reasons
            continue
        assert 0.0 <= price.low <= true + slack
        assert price.high >= true - slack
        assert price.high - price.low <= 2 * slack


def test_what_is_not_there_costs_nothing_to_leave_out() -> None:
    instance = tiny(3)
    # nobody in unit b is short
    demand = instance.demand.copy()
    demand[1] = 0.0
    ground = ground_of(replace(instance, demand=demand), np.zeros((2, PERIODS)))
    assert not ground.starts[1].any()
    base, _ = priced(ground, [])
    out = list(wishes(ground, base.standing, np.array([1]), None, "", None))
    assert [w.kind for w in out] == [Kind.OUT]
    (price,) = priced(ground, out)[1]
    assert price.had
    assert price.high == 0.0
    assert price.certificate is None


@pytest.mark.parametrize("seed", range(6))
def test_worth_is_what_the_books_say(seed: int) -> None:
    instance = plain(3, 2, 5, seed=seed)
    starts = solve(instance, LIMITS).starts
    of = worth(instance, starts, None, Measure.SHORTAGE)

    def shortage(changed: np.ndarray) -> float:
        return measures(instance, accounts(instance, changed))[Measure.SHORTAGE]

    now = shortage(starts)
    for index in np.ndindex(starts.shape):
        step = np.zeros_like(starts)
        step[index] = 1
        assert of.gain[index] == pytest.approx(now - shortage(starts + step), abs=1e-6)
        if starts[index]:
            assert of.loss[index] == pytest.approx(shortage(starts - step) - now, abs=1e-6)
        else:
            assert np.isnan(of.loss[index])


def test_each_kind_of_stop_is_named() -> None:
    instance = tiny(1)
    short = replace(instance, demand=np.full((2, PERIODS), 5_000.0), budget=np.full(PERIODS, 1e5))

    def reason(changed: CapacityExpansionInstance) -> Reason:
        ground = ground_of(changed, np.zeros((2, PERIODS)))
        base, _ = priced(ground, [])
        s = base.standing
        of = worth(changed, s.starts, s.flows, Measure.SHORTAGE)
        (row,) = years_at(ground, s, of, np.array([0]), [FIRST + 1], "documented")
        return row.reason

    barred = short.startable.copy()
    barred[0, :, 1] = False
    assert reason(replace(short, startable=barred)) is Reason.FORBIDDEN
    assert reason(short) is Reason.STARTS
    assert (
        reason(with_limit(replace(short, max_starts=np.full((2, PERIODS), 9)), 0))
        is Reason.FORBIDDEN
    )
    tight = np.full((1, PERIODS), 0.5 * float(instance.cost.min()))
    assert reason(replace(short, group_budget=tight)) is Reason.OBLAST
    assert reason(replace(short, demand=np.zeros((2, PERIODS)))) is Reason.NO_NEED
    poor = replace(short, budget=np.full(PERIODS, float(instance.cost.max())))
    assert reason(poor) in (Reason.ELSEWHERE, Reason.BUDGET)


def test_one_more_is_sought_where_a_limit_leaves_room() -> None:
    instance = tiny(1)
    rich = replace(instance, demand=np.full((2, PERIODS), 5_000.0), budget=np.full(PERIODS, 1e5))
    for unit in (0, 1):
        ground = ground_of(with_limit(rich, unit), np.zeros((2, PERIODS)))
        base, _ = priced(ground, [])
        of = worth(ground.instance, base.standing.starts, None, Measure.SHORTAGE)
        # the other unit starts nothing in that year yet
        fewer = base.standing.starts.copy()
        fewer[1 - unit, 0, 0] = 0
        standing = Standing.of(ground.instance, fewer, None)
        more = best_more(ground, standing, of, np.array([0, 1]), 0)
        assert more is not None
        assert more.unit == 1 - unit
        stopped = best_more(ground, standing, of, np.array([unit]), 0)
        assert stopped is not None
        assert stopped.unit == unit
