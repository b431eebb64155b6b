"""The split against other ways to find it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from scenarios.common_budget.choice import (
    Front,
    affordable,
    best,
    bound_between,
    bound_of,
    bracket,
    justify,
    rivals,
)

SEEDS = range(25)


def drawn(seed: int, gap: float = 0.0) -> tuple[list[Front], float, NDArray[np.float64]]:
    """Random falling fronts, convex or not, with an envelope and weights."""
    rng = np.random.default_rng(seed)
    fronts = []
    for _ in range(int(rng.integers(2, 5))):
        count = int(rng.integers(1, 6))
        money = np.sort(rng.choice(np.arange(5, 60), count, replace=False)).astype(float)
        loss = np.sort(rng.uniform(0, 10 ** rng.uniform(1, 6), count))[::-1]
        fronts.append(Front(money, loss, loss * (1 - gap * rng.random(count))))
    low = sum(front.money[0] for front in fronts)
    high = sum(front.money[-1] for front in fronts)
    scale = np.array([np.ptp(front.loss) or 1.0 for front in fronts])
    return fronts, float(rng.uniform(low, high)), rng.uniform(0.5, 2, len(fronts)) / scale


@pytest.mark.parametrize("seed", SEEDS)
def test_the_split_is_the_one_that_loops_and_a_mixed_integer_solver_find(seed: int) -> None:
    fronts, envelope, weights = drawn(seed)
    splits = affordable(fronts, envelope)
    chosen = best(splits, weights)
    loss = float(splits.loss[chosen] @ weights)
    by_loops = min(
        sum(w * f.loss[k] for w, f, k in zip(weights, fronts, levels, strict=True))
        for levels in product(*(range(len(f.money)) for f in fronts))
        if sum(f.money[k] for f, k in zip(fronts, levels, strict=True)) <= envelope
    )
    assert loss == pytest.approx(by_loops, rel=1e-9)

    money = np.concatenate([f.money for f in fronts])
    cost = np.concatenate([w * f.loss for w, f in zip(weights, fronts, strict=True)])
    owner = np.repeat(np.arange(len(fronts)), [len(f.money) for f in fronts])
    one_each = (owner == np.arange(len(fronts))[:, None]).astype(float)
    found = milp(
        cost,
        constraints=[LinearConstraint(one_each, 1, 1), LinearConstraint(money, 0, envelope)],
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    assert loss == pytest.approx(found.fun, rel=1e-6, abs=1e-9)
    assert splits.money[chosen] <= envelope


def test_equal_splits_leave_money() -> None:
    flat = Front(np.array([10.0, 20.0]), np.array([5.0, 5.0]), np.array([5.0, 5.0]))
    splits = affordable([flat, flat], 40.0)
    assert splits.money[best(splits, np.ones(2))] == 20.0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_split_stays_best_within_the_bracket_and_not_beyond(seed: int) -> None:
    fronts, envelope, weights = drawn(seed)
    splits = affordable(fronts, envelope)
    chosen = best(splits, weights)

    def is_best(study: int, weight: float) -> bool:
        other = weights.copy()
        other[study] = weight
        total = splits.loss @ other
        return bool(total[chosen] <= total.min() + 1e-7 * abs(total).max())

    for study in range(len(fronts)):
        found = bracket(splits, chosen, weights, study)
        assert found.low <= weights[study] <= found.high
        high = found.high if np.isfinite(found.high) else 1e3 * weights[study]
        for share in (0.0, 0.3, 0.7, 1.0):
            assert is_best(study, found.low + share * (high - found.low))
        if np.isfinite(found.high):
            assert not is_best(study, found.high * 1.01)
        if found.low > 0:
            assert not is_best(study, found.low * 0.99)


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_that_justify_a_split_make_it_the_best(seed: int) -> None:
    fronts, envelope, weights = drawn(seed)
    splits = affordable(fronts, envelope)
    picked = np.random.default_rng(seed).integers(len(splits.money))
    for position in (best(splits, weights), int(picked)):
        why = justify(splits, position, weights)
        if why.nearest is None:
            tried = np.random.default_rng(1).lognormal(0, 3, (2000, len(weights))) * weights
            more = (splits.loss - splits.loss[position]) @ tried.T
            assert (more.min(axis=0) < 0).all()
        else:
            total = splits.loss @ why.nearest
            assert total[position] <= total.min() + 1e-6 * np.abs(total).max()
            for one, weight in zip(why.brackets, why.nearest, strict=True):
                assert one.low - 1e-9 <= weight <= one.high + 1e-9
        if why.better is not None:
            row = splits.position(why.better)
            assert row is not None
            assert (splits.loss[row] <= splits.loss[position]).all()
            assert (splits.loss[row] < splits.loss[position]).any()
    stated = justify(splits, best(splits, weights), weights)
    assert stated.nearest == pytest.approx(weights)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_hold_whatever_the_gaps_and_the_levels_between_hide(seed: int) -> None:
    fronts, envelope, weights = drawn(seed, gap=0.05)
    splits = affordable(fronts, envelope)
    chosen = best(splits, weights)
    bound = bound_of(splits, weights)
    assert bound <= splits.loss[chosen] @ weights
    rng = np.random.default_rng(seed)
    truth = [Front(f.money, f.bound + rng.random() * (f.loss - f.bound), f.bound) for f in fronts]
    hidden = affordable(truth, envelope)
    other = best(hidden, weights)
    assert hidden.loss[other] @ weights >= bound - 1e-9
    if rivals(splits, chosen, weights) == 0:
        assert hidden.loss[other] @ weights == pytest.approx(hidden.loss[chosen] @ weights)

    between = bound_between(fronts, envelope, weights)
    assert between is not None
    assert between <= bound + 1e-9
    finer = []
    for front in fronts:
        falling = np.minimum.accumulate(front.loss)
        money = np.linspace(front.money[0], front.money[-1], 9)
        finer.append(Front(money, np.interp(money, front.money, falling), money))
    fine = affordable(finer, envelope)
    assert (fine.loss @ weights).min() >= between - 1e-9


def test_nothing_is_said_between_levels_of_goals_that_move_with_the_money() -> None:
    front = Front(np.array([10.0]), np.array([5.0]), np.array([5.0]), falling=False)
    assert bound_between([front, front], 40.0, np.ones(2)) is None
