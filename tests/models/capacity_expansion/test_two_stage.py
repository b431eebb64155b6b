"""One first stage for several futures, against all first stages with all recourses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from expansion_enumeration import every_plan, tiny

from models.capacity_expansion import Measure, Stage, solve
from models.capacity_expansion.two_stage import shared_first_stage
from optimizer.limits import Limits

LIMITS = Limits(20.0, 1e-7, 1)
WEIGHT = np.array([0.5, 0.3, 0.2])
NOW = np.array([True, False, False])


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_holds_and_is_above_that_of_waiting_relaxed(seed: int) -> None:
    base = tiny(seed)
    futures = [replace(base, demand=base.demand * factor) for factor in (0.6, 1.0, 1.7)]
    expected: dict[bytes, float] = {}
    best: list[dict[bytes, float]] = []
    for future in futures:
        by_first: dict[bytes, float] = {}
        for plan in every_plan(future):
            key = plan.starts[:, :, NOW].tobytes()
            value = plan.measures[Measure.SHORTAGE]
            by_first[key] = min(by_first.get(key, np.inf), value)
        best.append(by_first)
    for key in best[0]:
        expected[key] = float(sum(w * b[key] for w, b in zip(WEIGHT, best, strict=True)))
    true = min(expected.values())
    found = shared_first_stage(futures, WEIGHT, NOW, LIMITS)
    assert found.bound <= true * (1 + 1e-6) + 1e-6
    alone = [shared_first_stage([f], np.ones(1), NOW, LIMITS).bound for f in futures]
    assert found.bound >= float(np.array(alone) @ WEIGHT) * (1 - 1e-6) - 1e-6
    assert found.starts is not None
    assert not found.starts[:, :, ~NOW].any()
    assert found.starts[:, :, NOW].tobytes() in expected, "a first stage that all can pay"


def test_all_decided_now_is_the_one_plan_for_one_future() -> None:
    instance = tiny(3)
    everything = np.ones(3, dtype=bool)
    found = shared_first_stage([instance], np.ones(1), everything, LIMITS)
    alone = solve(instance, LIMITS)
    assert found.bound == pytest.approx(alone.measures[Measure.SHORTAGE], rel=1e-5)
    assert found.starts is not None


def test_a_start_that_one_future_forbids_is_not_shared() -> None:
    base = tiny(1)
    barred = base.startable.copy()
    barred[0, :, 0] = False
    found = shared_first_stage(
        [base, replace(base, startable=barred)], np.array([0.5, 0.5]), NOW, LIMITS
    )
    assert found.starts is not None
    assert not found.starts[0].any()


def test_what_is_no_sum_and_what_does_not_fit_together_is_refused() -> None:
    fair = tiny(0, stages=(Stage(Measure.WORST_SHARE),))
    with pytest.raises(ValueError, match="expected an additive measure"):
        shared_first_stage([fair], np.ones(1), NOW, LIMITS)
