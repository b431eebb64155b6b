"""Prices of scarce capacity by hand, and what is left of them when the solver breaks down."""

from __future__ import annotations

import numpy as np
import pytest

from models.hub_location.capacity_prices import best_prices
from models.hub_location.instance import FloatArray
from optimizer.errors import OptimizerError
from optimizer.growing_program import GrowingProgram
from optimizer.limits import Limits

CAPACITY = np.array([15.0])


def respond(price: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ten units of two groups by the hub for 1 and its price, or directly for 3 and for 4."""
    direct = np.array([3.0, 4.0])
    by_hub = 1.0 + price[0]
    return 10.0 * np.minimum(direct, by_hub), 10.0 * (by_hub < direct)[:, None]


def bound(price: FloatArray) -> float:
    return float(respond(price)[0].sum() - price @ CAPACITY)


def test_the_price_at_which_the_first_group_gives_way() -> None:
    price = best_prices(respond, CAPACITY, np.array([0.5]), 10.0, Limits().clock())
    assert price[0] == pytest.approx(2.0, abs=1e-2)
    assert bound(price) == pytest.approx(30.0, abs=0.1)


def test_a_solver_that_breaks_down_leaves_the_best_prices_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(program: GrowingProgram, time_s: float) -> None:
        raise OptimizerError("HiGHS ends with 'Not Set'")

    monkeypatch.setattr(GrowingProgram, "solve", broken)
    price = best_prices(respond, CAPACITY, np.array([0.5]), 10.0, Limits().clock())
    assert price[0] == 0.5
    assert bound(price) > bound(np.zeros(1))
