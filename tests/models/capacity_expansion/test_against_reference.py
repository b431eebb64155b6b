"""The model's proof: the fast algorithm agrees with the textbook formulation."""

from __future__ import annotations

import numpy as np
import pytest
from expansion_instances import everything
from hypothesis import given, settings
from hypothesis import strategies as st

from models.capacity_expansion import Measure, solve
from models.capacity_expansion.reference import solve_reference, solve_stage
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

LIMITS = Limits(time_s=60.0, gap=1e-6, threads=1)
TOLERANCE = 1e-5


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_every_stage_agrees_with_the_reference(seed: int) -> None:
    instance = everything(seed)
    if solve_stage(instance, instance.stages[0].measure, {}, LIMITS).status is Status.INFEASIBLE:
        with pytest.raises(InfeasibleError) as caught:
            solve(instance, LIMITS)
        assert caught.value.reasons
        return
    solution = solve(instance, LIMITS)
    assert solution.check(instance) == []
    levels: dict[Measure, float] = {}
    for stage, certificate, level in zip(
        instance.stages, solution.certificates, solution.stage_levels, strict=True
    ):
        reference = solve_stage(instance, stage.measure, levels, LIMITS)
        assert reference.value is not None
        assert certificate.objective is not None
        assert certificate.bound is not None
        slack = TOLERANCE * max(1.0, abs(reference.value))
        assert certificate.objective >= reference.value - slack
        assert certificate.bound <= reference.value + slack
        assert (
            certificate.objective - certificate.bound
            <= (certificate.gap or 0) * max(abs(certificate.objective), 1.0) + slack
        )
        levels[stage.measure] = min(levels.get(stage.measure, np.inf), level)


@pytest.mark.parametrize("seed", [2, 13, 51])
def test_small_instances_are_solved_to_optimality(seed: int) -> None:
    instance = everything(seed)
    solution = solve(instance, LIMITS)
    assert solution.status is Status.OPTIMAL
    expected = solve_reference(instance, LIMITS)[0]
    assert solution.certificates[0].objective == pytest.approx(expected.value, abs=1e-5, rel=1e-5)
