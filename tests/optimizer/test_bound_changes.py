"""A relaxation with changed bounds has the optimum of the same model solved from nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.bound_changes import BoundChanges
from optimizer.engines import solve_linear
from optimizer.limits import Limits
from optimizer.linear_model import LinearModel, ModelBuilder


def knapsack(seed: int) -> LinearModel:
    """Cover three demands by twelve whole amounts at random costs."""
    rng = np.random.default_rng(seed)
    builder = ModelBuilder()
    amount = builder.variables((12,), cost=rng.uniform(1, 9, 12), upper=4.0, integer=True)
    rows = builder.rows((3,), lower=rng.uniform(10, 20, 3))
    builder.add(rows[:, None], amount[None, :], rng.integers(0, 4, (3, 12)).astype(float))
    return builder.build()


@pytest.mark.parametrize("seed", range(5))
def test_every_re_solve_finds_the_optimum(seed: int) -> None:
    model = knapsack(seed)
    program = BoundChanges(model)
    rng = np.random.default_rng(seed + 100)
    for _ in range(6):
        lower, upper = model.lower.copy(), model.upper.copy()
        shut, held = rng.choice(12, 2, replace=False)
        upper[shut], lower[held] = 0.0, 2.0
        found = program.solve(lower, upper, Limits().clock())
        continuous = replace(model, integer=np.zeros(12, dtype=bool), lower=lower, upper=upper)
        expected = solve_linear(continuous, Limits().clock())
        if expected.objective is None:
            assert found is None
            continue
        assert found is not None
        assert found.objective == pytest.approx(expected.objective)
        # Duals and reduced costs together give the objective back.
        reduced = model.cost - model.matrix.T @ found.duals
        activity = model.matrix @ found.values
        assert found.duals @ activity + reduced @ found.values == pytest.approx(found.objective)


def test_bounds_without_a_solution_are_told_and_forgotten() -> None:
    model = knapsack(0)
    program = BoundChanges(model)
    before = program.solve(model.lower, model.upper, Limits().clock())
    assert program.solve(model.lower, np.zeros(12), Limits().clock()) is None
    after = program.solve(model.lower, model.upper, Limits().clock())
    assert before is not None
    assert after is not None
    assert after.objective == pytest.approx(before.objective)
