"""Starting from another solve changes how a plan is found, never what is proven about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from expansion_instances import everything, plain
from hypothesis import given, settings
from hypothesis import strategies as st

from models.capacity_expansion import Cap, CapacityExpansionInstance, Measure, Resolver, Stage
from models.capacity_expansion.additive import Context
from models.capacity_expansion.coupling import Goal
from models.capacity_expansion.experience import Experience, Hint, data_hash
from models.capacity_expansion.instance import Transfers
from models.capacity_expansion.master import Master
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.reference import solve_stage
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

LIMITS = Limits(time_s=60.0, gap=1e-6, threads=1)
TOLERANCE = 1e-5


def _variants(instance: CapacityExpansionInstance) -> list[CapacityExpansionInstance]:
    """The same data under other caps and another order of stages."""
    share = 0.9
    return [
        replace(instance, stages=(Stage(Measure.SHORTAGE),), caps=()),
        replace(
            instance, stages=(Stage(Measure.SHORTAGE),), caps=(Cap(Measure.WORST_SHARE, share),)
        ),
        replace(instance, stages=(Stage(Measure.COST), Stage(Measure.SHORTAGE)), caps=()),
    ]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 100_000), follow=st.booleans())
def test_every_later_solve_agrees_with_the_reference(seed: int, follow: bool) -> None:
    resolver = Resolver(follow=follow)
    for instance in _variants(everything(seed)):
        stage = instance.stages[0]
        reference = solve_stage(instance, stage.measure, {}, LIMITS)
        if reference.status is Status.INFEASIBLE:
            with pytest.raises(InfeasibleError):
                resolver.solve(instance, LIMITS)
            continue
        solution = resolver.solve(instance, LIMITS)
        assert solution.check(instance) == []
        first = solution.certificates[0]
        slack = TOLERANCE * max(1.0, abs(reference.value))
        assert first.bound <= reference.value + slack
        assert first.objective >= reference.value - slack


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_a_bound_is_valid_whatever_it_starts_from(seed: int) -> None:
    """Paths, multipliers and plan drawn by chance: as bad as a start can be."""
    instance = replace(everything(seed), stages=(Stage(Measure.SHORTAGE),), caps=())
    reference = solve_stage(instance, Measure.SHORTAGE, {}, LIMITS)
    if reference.status is Status.INFEASIBLE:
        return
    random = np.random.default_rng(seed)
    units = len(instance.demand)
    shape = (units, len(instance.size), len(instance.budget))
    prepared = Prepared(instance)
    goal = Goal(Measure.SHORTAGE)
    rows = Master(prepared, goal, Context(prepared, LIMITS.clock()).pool, None).coupling.n_rows
    starts = random.integers(0, 2, shape) * instance.startable
    flows = None
    if isinstance(instance.transfers, Transfers):
        flows = instance.transfers.limit * random.random(instance.transfers.limit.shape)
    hint = Hint(starts, flows, random.exponential(1.0, rows))
    unit = random.integers(0, units, 20)
    wild = random.integers(0, 2, (20, *shape[1:])) * instance.startable[unit]
    resolver = Resolver(follow=False)
    resolver._known = Experience(
        data_hash(instance), unit, wild.astype(np.int16), {Measure.SHORTAGE: hint}
    )
    solution = resolver.solve(instance, LIMITS)
    assert solution.check(instance) == []
    slack = TOLERANCE * max(1.0, abs(reference.value))
    assert solution.certificates[0].bound <= reference.value + slack
    assert solution.certificates[0].objective >= reference.value - slack


def test_only_levels_objective_and_labels_may_differ() -> None:
    instance = plain(seed=1)
    assert data_hash(instance) == data_hash(replace(instance, unit_labels=("a", "b", "c")))
    for free in _variants(instance):
        assert data_hash(instance) == data_hash(free)
    for other in (
        replace(instance, demand=instance.demand + 1),
        replace(instance, lead=instance.lead + 1),
        replace(instance, budget=instance.budget * 1.01),
        replace(instance, price_index=instance.price_index * 1.01),
        replace(
            instance,
            transfers=Transfers(arcs=np.array([[0, 1]]), cost=np.ones(1), limit=np.ones((1, 5))),
        ),
    ):
        assert data_hash(instance) != data_hash(other)


def test_an_answer_depends_on_the_first_solve_and_not_on_those_between() -> None:
    first, second, third = _variants(plain(6, 3, 8, seed=3))
    other = plain(5, 2, 6, seed=4)
    limits = Limits(gap=0.01, threads=1)

    def last_of(*asked: CapacityExpansionInstance) -> np.ndarray:
        resolver = Resolver(follow=False)
        return [resolver.solve(each, limits) for each in asked][-1].starts

    expected = last_of(first, second)
    np.testing.assert_array_equal(last_of(first, third, second), expected)
    np.testing.assert_array_equal(last_of(first, other, third, second), expected)


def test_it_remembers_the_first_or_the_last() -> None:
    first, second, _ = _variants(plain(seed=5))
    keeps, follows = Resolver(follow=False), Resolver(follow=True)
    assert not keeps.knows
    for resolver in (keeps, follows):
        resolver.solve(first, LIMITS)
    known = keeps._known, follows._known
    for resolver in (keeps, follows):
        resolver.solve(second, LIMITS)
    assert keeps._known is known[0]
    assert follows._known is not known[1]
