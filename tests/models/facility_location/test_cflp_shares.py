"""The last digits: what an outside reader of open sites and shares accepts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facility_location import LocationSolution, Terms, cflp
from models.facility_location.capacitated.polishing import exact_shares
from optimizer.limits import Limits


def assert_exact(
    cost: np.ndarray,
    fixed_cost: np.ndarray,
    capacity: np.ndarray,
    demand: np.ndarray,
    found: LocationSolution,
    penalty: float = 0.0,
) -> None:
    """Shares of 1e-12 and more that sum to 1, loads within capacity, and the objective anew."""
    shares = found.assignment
    assert shares.data.min(initial=1.0) >= 1e-12
    served = shares.sum(axis=1)
    if penalty == 0.0:
        assert np.abs(served - 1.0).max() <= 1e-12
    assert served.max() <= 1.0 + 1e-12
    load = shares.T @ demand
    room = np.zeros(len(capacity))
    room[found.open] = capacity[found.open]
    assert (load <= room * (1 + 1e-9)).all()
    arcs = shares.tocoo()
    value = fixed_cost[found.open].sum() + float(cost[arcs.row, arcs.col] @ arcs.data)
    value += penalty * float(demand @ np.maximum(1.0 - served, 0.0))
    assert value == pytest.approx(found.objective, rel=1e-10, abs=1e-12)
    assert found.check() == []


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    spread=st.sampled_from([0.5, 3.0]),
    scarce=st.sampled_from([1.0, 1.0 + 1e-7, 1.3, 4.0]),
    penalty=st.sampled_from([None, 0.4]),
)
def test_shares_are_exact_whatever_the_sizes(
    seed: int, spread: float, scarce: float, penalty: float | None
) -> None:
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, 40)), int(rng.integers(1, 12))
    demand = 10 ** rng.uniform(-spread, spread, n)
    demand[rng.random(n) < 0.1] = 0.0
    demand[0] = 1.0
    capacity = 10 ** rng.uniform(-spread, spread, m)
    capacity *= scarce * demand.sum() / capacity.sum()
    cost = rng.random((n, m)) * demand[:, None]
    fixed = rng.uniform(0, 2, m)
    found = cflp(
        cost, fixed, capacity, demand,
        terms=Terms(unserved_penalty=penalty), limits=Limits(gap=1e-3, time_s=20.0),
    )  # fmt: skip
    assert found.objective is not None, found.reason
    assert_exact(cost, fixed, capacity, demand, found, penalty or 0.0)


def test_rounding_of_a_plan_is_taken_out() -> None:
    demand, room = np.array([3.0, 5.0, 4.0]), np.array([6.0, 4.0, np.inf])
    row, point = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 2, 2])
    noisy = np.array([3.0 - 2e-8, 3.0 + 4e-8, 2.0, 2.0 + 1e-8, 2.0])
    row, point, share = exact_shares(row, point, noisy, demand, room)
    load = np.bincount(row, share * demand[point])
    assert load[:2] == pytest.approx([6.0, 4.0], rel=1e-15)
    assert np.bincount(point, share) == pytest.approx(np.ones(3), rel=1e-15)


def test_a_round_trip_of_quantities_and_a_point_without_demand_are_kept() -> None:
    row, point = np.array([0, 0, 1, 1, 1]), np.array([0, 1, 0, 1, 2])
    quantity = np.array([1.0, 2.0, 3.0, 1.0, 1.0])
    demand, room = np.array([4.0, 3.0, 0.0]), np.array([3.0, 9.0])
    out_row, out_point, share = exact_shares(row, point, quantity, demand, room)
    shares = np.zeros((2, 3))
    shares[out_row, out_point] = share
    assert shares == pytest.approx(np.array([[0.25, 2 / 3, 0.0], [0.75, 1 / 3, 1.0]]))
