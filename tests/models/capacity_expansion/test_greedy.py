"""Greedy orders keep every limit, never beat a proven bound, and follow their rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from expansion_instances import everything, plain

from models.capacity_expansion import (
    CapacityExpansionInstance,
    Measure,
    Stage,
    check_plan,
    solve,
)
from models.capacity_expansion.greedy import REQUIREMENTS, Priority, greedy_starts
from models.capacity_expansion.solution import accounts, measures
from optimizer.limits import Limits

LIMITS = Limits(time_s=4.0, gap=1e-2, threads=1)  # a bound holds whenever the search ends


def shortage(instance: CapacityExpansionInstance, starts: np.ndarray) -> float:
    return measures(instance, accounts(instance, starts))[Measure.SHORTAGE]


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("seed", range(30))
def test_limits_are_kept_with_every_option(seed: int, priority: Priority) -> None:
    instance = everything(seed)
    nothing = np.zeros((*instance.cost.shape, len(instance.budget)), dtype=np.int64)
    without = {(v.constraint, v.where) for v in check_plan(instance, nothing)}
    broken = {
        (v.constraint, v.where) for v in check_plan(instance, greedy_starts(instance, priority))
    }
    assert {what for what, _ in broken - without} <= REQUIREMENTS


@pytest.mark.parametrize("seed", range(4))
def test_never_better_than_the_proven_bound(seed: int) -> None:
    instance = plain(6, 3, 8, seed=seed)
    bound = solve(instance, LIMITS).certificates[0].bound
    assert bound is not None
    for priority in Priority:
        starts = greedy_starts(instance, priority)
        assert check_plan(instance, starts) == []
        assert shortage(instance, starts) >= bound * (1 - 1e-9)


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("seed", range(5))
def test_no_better_than_enumeration_and_better_than_nothing(seed: int, priority: Priority) -> None:
    instance = plain(2, 2, 3, seed=seed, lead=0, spend_profile=np.array([1.0]))
    instance = replace(instance, startable=np.ones((2, 2, 3), dtype=bool))
    every = (np.array(c).reshape(2, 2, 3) for c in product(range(2), repeat=12))
    limited = replace(instance, max_starts=np.full((2, 3), 2))
    best = min(shortage(limited, c) for c in every if not check_plan(limited, c))
    # a start of a kind at most once a period, so that the order stands among the enumerated
    chosen = greedy_starts(replace(limited, max_starts=np.ones((2, 3), dtype=np.int64)), priority)
    assert check_plan(limited, chosen) == []
    assert best - 1e-9 <= shortage(limited, chosen)
    # nothing lapses: what all periods grant together is there in the last one
    short = (limited.demand - limited.existing)[:, -1] > 0
    assert chosen.any() == (limited.cost[short].min(initial=np.inf) <= limited.budget.sum())
    assert (shortage(limited, chosen) < shortage(limited, 0 * chosen)) == chosen.any()


@pytest.mark.parametrize("priority", list(Priority))
def test_no_more_comes_into_service_than_may(priority: Priority) -> None:
    free = greedy_starts(two_units(), priority)
    unit = int(free.sum(axis=(1, 2)).argmax())
    most = np.full((2, 4), np.inf)
    most[unit, 2] = 0.0
    limited = two_units(max_capacity=most)
    assert [v.constraint for v in check_plan(limited, free)] == ["most in service"]
    starts = greedy_starts(limited, priority)
    assert check_plan(limited, starts) == []
    assert starts[1 - unit].any()


def two_units(**changes: object) -> CapacityExpansionInstance:
    """A lacks 900 places at 10 each, B 300 at 5; money for one module of 300 of B a period."""
    base = plain(2, 1, 4, seed=0, stages=(Stage(Measure.SHORTAGE),))
    fields: dict[str, object] = {
        "demand": np.array([[900.0] * 4, [300.0] * 4]),
        "existing": np.zeros((2, 4)),
        "size": np.array([300]),
        "cost": np.array([[3000.0], [1500.0]]),
        "budget": np.full(4, 3000.0),
        "lead": 1,
        "spend_profile": np.array([1.0]),
        "startable": np.ones((2, 1, 4), dtype=bool),
    }
    return replace(base, **(fields | changes))  # type: ignore[arg-type]


def test_need_serves_who_lacks_most_and_benefit_what_is_cheap() -> None:
    instance = two_units()
    need = greedy_starts(instance, Priority.NEED)[:, 0]
    benefit = greedy_starts(instance, Priority.BENEFIT)[:, 0]
    # A lacks more until it is level with B, and the tie goes to the first
    assert need.tolist() == [[1, 1, 1, 0], [0, 0, 0, 0]]
    # B first; what it leaves is carried over and adds up to a start of A in the next period
    assert benefit.tolist() == [[0, 1, 1, 0], [1, 0, 0, 0]]


def test_what_is_carried_over_is_held_by_its_limit() -> None:
    instance = two_units(budget=np.array([1600.0, 1600.0, 0.0, 0.0]))
    starts = greedy_starts(replace(instance, demand=instance.demand * [[1], [0]]), Priority.NEED)
    assert starts[0, 0].tolist() == [0, 1, 0, 0]
    kept = two_units(budget=np.array([1600.0, 1600.0, 0, 0]), carry_over_limit=np.full(4, 1000.0))
    starts = greedy_starts(replace(kept, demand=kept.demand * [[1], [0]]), Priority.NEED)
    assert starts.sum() == 0


def test_areas_pool_their_need() -> None:
    instance = plain(3, 1, 3, seed=0)
    instance = replace(
        instance,
        demand=np.array([[400.0], [300.0], [300.0]]) * np.ones(3),
        existing=np.zeros((3, 3)),
        size=np.array([100]),
        cost=np.full((3, 1), 10.0),
        budget=np.array([10.0, 0.0, 0.0]),
        lead=0,
        spend_profile=np.array([1.0]),
        startable=np.ones((3, 1, 3), dtype=bool),
    )
    assert greedy_starts(instance, Priority.NEED)[:, 0, 0].tolist() == [1, 0, 0]
    pooled = greedy_starts(instance, Priority.NEED, area=np.array([0, 1, 1]))
    assert pooled[:, 0, 0].tolist() == [0, 1, 0]


def test_the_minimum_programme_comes_first() -> None:
    needed = np.zeros((2, 4))
    needed[1, 1:] = 300.0
    starts = greedy_starts(two_units(min_capacity=needed), Priority.NEED)
    assert starts[1, 0, 0] == 1
    assert check_plan(two_units(min_capacity=needed), starts) == []
