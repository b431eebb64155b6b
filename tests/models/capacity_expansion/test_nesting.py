"""Nested plans: each a part of the next, each a plan of its own level."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from expansion_enumeration import every_plan, tiny
from expansion_instances import everything

from models.capacity_expansion import Cap, Measure, Stage, check_plan, solve
from models.capacity_expansion.nesting import (
    added,
    beyond,
    downwards,
    is_part_of,
    reduced,
    upwards,
)
from models.capacity_expansion.solution import accounts, measures
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

EXACT = Limits(20.0, 0.0)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_of_what_is_left_adds_up_to_a_plan(seed: int) -> None:
    instance = replace(everything(seed), stages=(Stage(Measure.SHORTAGE),))
    try:
        whole = solve(instance, EXACT)
    except InfeasibleError:
        pytest.skip("no plan at all")
    base = whole.starts // 2
    base[::2] = whole.starts[::2]
    rest = whole.starts - base
    assert not check_plan(beyond(instance, base), rest, whole.flows)


@pytest.mark.parametrize("seed", range(8))
def test_adding_and_leaving_out_are_optimal_one_by_one(seed: int) -> None:
    instance = tiny(seed)
    plans = every_plan(instance)
    rng = np.random.default_rng(seed)
    base = plans[int(rng.integers(len(plans)))]
    level = base.measures[Measure.COST]
    dearer = replace(instance, caps=(Cap(Measure.COST, 1.5 * level + 1.0),))
    cheaper = replace(instance, caps=(Cap(Measure.COST, 0.6 * level),))
    larger = [
        p.measures[Measure.SHORTAGE]
        for p in plans
        if (p.starts >= base.starts).all() and p.measures[Measure.COST] <= 1.5 * level + 1.0 + 1e-6
    ]
    smaller = [
        p.measures[Measure.SHORTAGE]
        for p in plans
        if (p.starts <= base.starts).all() and p.measures[Measure.COST] <= 0.6 * level + 1e-6
    ]
    for found, best in (
        (added(dearer, base.starts, EXACT), min(larger)),
        (reduced(cheaper, base.starts, EXACT), min(smaller)),
    ):
        assert found is not None
        reached = measures(instance, accounts(instance, found[0]))[Measure.SHORTAGE]
        assert reached == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_each_plan_is_a_part_of_the_next(seed: int) -> None:
    instance = tiny(seed)
    top = solve(instance, EXACT)
    levels = np.linspace(0.0, top.measures[Measure.COST] * (1 + 1e-9), 5)
    row = [replace(instance, caps=(Cap(Measure.COST, float(c)),)) for c in levels]
    up = upwards(row, EXACT.clock(), 20.0)
    down = downwards(row[::-1], (top.starts, None), EXACT.clock(), 20.0)[::-1]
    for plans in (up, down):
        assert len(plans) == len(row)
        for one, plan in zip(row, plans, strict=True):
            assert not check_plan(one, *plan)
        for smaller, larger in pairwise(plans):
            assert is_part_of(smaller[0], larger[0])


def test_a_later_start_is_no_part() -> None:
    early, late = np.zeros((1, 1, 3), dtype=np.int64), np.zeros((1, 1, 3), dtype=np.int64)
    early[0, 0, 0] = late[0, 0, 2] = 1
    assert is_part_of(late, early)
    assert not is_part_of(early, late)
