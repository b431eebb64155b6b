"""The solution furthest from known ones equals the enumerated one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optimizer.engines import solve_linear
from optimizer.far_apart import Known, far_from, within
from optimizer.limits import Limits
from optimizer.linear_model import ModelBuilder

MOST = 3


@pytest.mark.parametrize("seed", range(6))
def test_the_furthest_solution_is_the_enumerated_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cost, use = rng.integers(1, 9, 4).astype(float), rng.integers(1, 5, 4).astype(float)
    builder = ModelBuilder()
    x = builder.variables((4,), cost=cost, upper=float(MOST), integer=True)
    row = builder.rows((1,), lower=8.0)
    builder.add(row[0], x, use)
    model = builder.build()
    plans = [np.array(p, float) for p in product(range(MOST + 1), repeat=4) if use @ p >= 8]
    level = 1.6 * min(cost @ p for p in plans)
    near = [p for p in plans if cost @ p <= level]
    chosen = [near[int(i)] for i in rng.choice(len(near), min(2, len(near)), replace=False)]
    weight = rng.integers(1, 4, 4).astype(float)
    best = max(min(weight @ np.abs(p - k) for k in chosen) for p in near)
    known = [Known(x, k, weight) for k in chosen]
    answer = solve_linear(far_from(within(model, level), known), Limits(10, 0.0).clock())
    assert answer.objective == pytest.approx(-best)
    assert answer.values is not None
    found = answer.values[x]
    assert min(weight @ np.abs(found - k) for k in chosen) == pytest.approx(best)
    assert cost @ found <= level + 1e-6
