"""The front equals the enumerated one; the nested row is what it says."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from expansion_enumeration import Known, every_plan, tiny

from models.capacity_expansion import Measure
from models.capacity_expansion.nesting import is_part_of
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Limits, Stop
from scenarios.fronts import Against, Request
from scenarios.fronts.shape import knee
from scenarios.fronts.tracing import trace


def _least(plans: list[Known], measure: Measure, level: float) -> float:
    within = [p for p in plans if p.measures[measure] <= level * (1 + 1e-6) + 1e-6]
    return min(p.measures[Measure.SHORTAGE] for p in within)


@pytest.mark.parametrize("against", list(Against))
@pytest.mark.parametrize("seed", range(5))
def test_every_point_is_the_enumerated_one(seed: int, against: Against) -> None:
    instance = tiny(seed)
    plans = every_plan(instance)
    front = trace(instance, Request(against, points=9, gap=0.0))
    assert front.complete
    for point in front.points:
        best = _least(plans, against.measure, point.level)
        assert point.objective == pytest.approx(best)
        assert point.bound == pytest.approx(best, rel=1e-5)
    for one, other in pairwise(front.points):
        assert one.measured(against) < other.measured(against)
        assert one.objective > other.objective
    lowest = min(p.measures[Measure.SHORTAGE] for p in plans)
    least = min(p.measures[against.measure] for p in plans)
    assert front.points[-1].objective == pytest.approx(lowest)
    assert front.points[0].measured(against) == pytest.approx(least)


def test_enough_levels_find_every_plan_that_no_other_beats() -> None:
    instance = tiny(2)
    plans = every_plan(instance)
    pairs = {
        (round(p.measures[Measure.COST], 6), round(p.measures[Measure.SHORTAGE], 6)) for p in plans
    }
    best = sorted(
        p for p in pairs if not any(q[0] <= p[0] and q[1] <= p[1] and q != p for q in pairs)
    )
    front = trace(instance, Request(Against.COST, points=60, gap=0.0))
    found = [(p.cost, p.objective) for p in front.points]
    spacing = (best[-1][0] - best[0][0]) / 59
    assert min(b[0] - a[0] for a, b in pairwise(best)) > spacing, "levels lie between all of them"
    assert np.allclose(found, best)


@pytest.mark.parametrize("seed", range(4))
def test_nested_plans_nest_and_cost_no_less(seed: int) -> None:
    instance = tiny(seed)
    front = trace(instance, Request(Against.COST, points=6, gap=0.0, nested=True))
    assert front.direction in ("upwards", "downwards")
    assert all(price >= -1e-9 for price in front.prices)
    for one, other in pairwise(front.nested):
        assert is_part_of(one.starts, other.starts)
    for point, nested in zip(front.points, front.nested, strict=True):
        assert nested.cost <= point.level * (1 + 1e-6) + 1e-6


def test_the_knee_is_where_the_rate_changes() -> None:
    assert knee([0, 1, 2, 3, 4], [10, 6, 2, 1, 0]) == 2
    assert knee([0, 1, 2], [2, 1, 0]) is None
    assert knee([0, 1], [2, 0]) is None


def test_a_stop_before_the_first_points_is_no_front() -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(NoPlanInTimeError):
        trace(tiny(0), Request(Against.COST, points=5), Limits(stop=stop))


def test_a_stop_on_the_way_keeps_what_was_found() -> None:
    stop = Stop()
    seen: list[str] = []

    def after_four(progress: object) -> None:
        seen.append(str(progress))
        if len(seen) == 4:
            stop.request()

    front = trace(
        tiny(1), Request(Against.COST, points=12), Limits(stop=stop, on_progress=after_four)
    )
    assert not front.complete
    assert 2 <= front.asked < 12
