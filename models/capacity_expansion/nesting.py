"""Plans of which the smaller is a part of the larger.

What the smaller starts, the larger starts too: the same modules in the same unit and period, and
more. Built one after the other, either by adding to the smaller what a higher level allows, or by
leaving out of the larger what a lower one forbids. Both are heuristics: the whole row of plans is
never decided at once, and no start is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from models.capacity_expansion.additive import booked
from models.capacity_expansion.algorithm import solve_instance
from models.capacity_expansion.compact import compact_model
from models.capacity_expansion.coupling import ADDITIVE, Goal
from models.capacity_expansion.instance import (
    Cap,
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.solution import accounts, check_plan
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits

Starts = tuple[IntArray, FloatArray | None]


def _nobody(number: int, plan: Starts) -> None:
    """Nobody is told."""


def is_part_of(smaller: IntArray, larger: IntArray) -> bool:
    """Whether what `smaller` (N, K, T) starts, `larger` starts too, no later."""
    return bool((np.cumsum(smaller, axis=2) <= np.cumsum(larger, axis=2)).all())


def beyond(instance: CapacityExpansionInstance, base: IntArray) -> CapacityExpansionInstance:
    """What may still be started where the starts `base` (N, K, T) are decided.

    A plan of it, with `base` added, is a plan of `instance`, and it has the same shortage and
    overflow; a cap on cost is lowered by what `base` costs.
    """
    books = accounts(instance, base)
    by_group = np.zeros(instance.group_budget.shape)
    np.add.at(by_group, instance.group, books.spending)
    spent = books.spending.sum(axis=0)
    cost = float(spent @ instance.cost_weight)
    return replace(
        instance,
        existing=instance.existing + books.new,
        committed_spending=instance.committed_spending + spent,
        max_starts=np.maximum(instance.max_starts - base.sum(axis=1), 0),
        min_capacity=np.maximum(instance.min_capacity - books.new, 0.0),
        max_capacity=np.maximum(instance.max_capacity - books.new, 0.0),
        group_budget=np.maximum(instance.group_budget - by_group, 0.0),
        group_min_spending=np.maximum(
            instance.group_min_spending - np.cumsum(by_group, axis=1), 0.0
        ),
        caps=tuple(
            Cap(c.measure, max(c.level - cost, 0.0)) if c.measure is Measure.COST else c
            for c in instance.caps
        ),
    )


def added(instance: CapacityExpansionInstance, base: IntArray, limits: Limits) -> Starts | None:
    """The best plan found that holds all of `base`; None where none was found.

    Parameters
    ----------
    instance : one stage, minimised
    base : (N, K, T) starts that stay
    limits : of this one plan

    Returns
    -------
    (N, K, T) starts and (A, T) flows, checked, or None
    """
    try:
        solution, _ = solve_instance(beyond(instance, base), limits)
    except (InfeasibleError, NoPlanInTimeError):
        return None
    starts = base + solution.starts
    return None if check_plan(instance, starts, solution.flows) else (starts, solution.flows)


def reduced(instance: CapacityExpansionInstance, base: IntArray, limits: Limits) -> Starts | None:
    """The best plan found that starts nothing beyond `base`; None where none was found.

    As `added`, by the compact programme over the starts of `base` alone.
    """
    (stage,) = instance.stages
    caps = {cap.measure: cap.level for cap in instance.caps if cap.measure in ADDITIVE}
    shares = [cap.level for cap in instance.caps if cap.measure is Measure.WORST_SHARE]
    goal = Goal(stage.measure, caps, min(shares, default=np.inf))
    only = replace(instance, startable=instance.startable & (base > 0))
    compact = compact_model(Prepared(only), goal)
    upper = compact.model.upper.copy()
    upper[compact.start_variable] = base[tuple(compact.start_index.T)]
    result = solve_linear(replace(compact.model, upper=upper), limits.clock())
    if result.values is None:
        return None
    starts = compact.starts(result.values, base.shape)
    flows = compact.flows(result.values)
    return None if check_plan(instance, starts, flows) else (starts, flows)


def upwards(
    instances: Iterable[CapacityExpansionInstance],
    clock: Clock,
    seconds: float,
    known: Sequence[Starts] = (),
    tell: Callable[[int, Starts], None] = _nobody,
) -> list[Starts]:
    """A plan for each of `instances`, whose levels rise, each a part of the next.

    Parameters
    ----------
    instances : N units, K modules, T periods; they differ in the level of a cap only
    clock : of all plans
    seconds : of one plan
    known : the first plans, where they were found before
    tell : is given the number of every plan that is found, and the plan

    Returns
    -------
    checked plans; ends where time or stop leave nothing to go on from
    """
    plans = list(known)
    for instance in list(instances)[len(plans) :]:
        if clock.expired:
            break
        last = plans[-1][0] if plans else np.zeros(instance.startable.shape, dtype=np.int64)
        found = added(instance, last, _turn(clock, seconds))
        kept = plans[-1] if plans and not check_plan(instance, *plans[-1]) else None
        better = _better(instance, found, kept)
        if better is None:
            break
        tell(len(plans), better)
        plans.append(better)
    return plans


def downwards(
    instances: Iterable[CapacityExpansionInstance],
    largest: Starts,
    clock: Clock,
    seconds: float,
    known: Sequence[Starts] = (),
    tell: Callable[[int, Starts], None] = _nobody,
) -> list[Starts]:
    """As `upwards` for falling levels, from `largest`, which is a plan of the first instance.

    `known` and the numbers told are of the plans after `largest`.
    """
    plans = [largest, *known]
    for instance in list(instances)[len(plans) :]:
        if clock.expired:
            break
        found = reduced(instance, plans[-1][0], _turn(clock, seconds))
        if found is None:
            break
        tell(len(plans) - 1, found)
        plans.append(found)
    return plans


def _turn(clock: Clock, seconds: float) -> Limits:
    return replace(clock.limits, on_progress=None, time_s=min(clock.remaining, seconds))


def _better(
    instance: CapacityExpansionInstance, one: Starts | None, other: Starts | None
) -> Starts | None:
    if one is None or other is None:
        return one or other
    (stage,) = instance.stages
    values = [booked(instance, *plan).measures[stage.measure] for plan in (one, other)]
    return one if values[0] <= values[1] else other
