"""Transportation plans against HiGHS, whatever prices they start from."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from models.facility_location.capacitated.arcs import Arcs
from models.facility_location.capacitated.transport import transport


def cheapest(cost: np.ndarray, demand: np.ndarray, ceiling: np.ndarray, room: np.ndarray) -> float:
    """Value of the textbook programme in shares, inf if infeasible."""
    n, m = cost.shape
    own = np.column_stack([cost, ceiling])
    kept = np.isfinite(own)
    if not kept.any(axis=1).all():
        return np.inf
    point, site = np.nonzero(kept)
    variables = np.arange(len(point))
    serve = np.zeros((n, len(point)))
    serve[point, variables] = 1.0
    load = np.zeros((m + 1, len(point)))
    load[site, variables] = demand[point]
    found = linprog(own[kept], load[:m], room, serve, np.ones(n), method="highs")
    return float(found.fun) if found.status == 0 else np.inf


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    scarce=st.sampled_from([0.9, 1.0, 1.02, 1.4, 5.0]),
    guessed=st.sampled_from([0.0, 0.3, 3.0, 50.0]),
    penalty=st.sampled_from([np.inf, 0.5, 4.0]),
    forbidden=st.sampled_from([0.0, 0.4]),
)
def test_any_guess_of_prices_ends_at_the_optimum(
    seed: int, scarce: float, guessed: float, penalty: float, forbidden: float
) -> None:
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 25)), int(rng.integers(1, 8))
    whole = rng.random() < 0.5
    demand = rng.integers(0, 9, n).astype(float) if whole else rng.uniform(0.0, 9.0, n)
    room = rng.integers(1, 9, m).astype(float) if whole else rng.uniform(0.0, 9.0, m)
    room *= scarce * demand.sum() / room.sum()
    cost = rng.uniform(0, 3, (n, m)) * np.maximum(demand, 0.5)[:, None]
    cost[rng.random((n, m)) < forbidden] = np.inf
    ceiling = np.full(n, np.inf) if np.isinf(penalty) else penalty * demand
    arcs = Arcs.of(cost)
    guess = rng.uniform(0, 1, m) * guessed * (rng.random(m) < 0.8)
    halt = np.zeros(1, dtype=np.bool_)
    value, row, point, quantity, price, lam = transport(
        arcs.start, arcs.point, arcs.cost, demand, ceiling, np.arange(m), room, guess, halt
    )
    expected = cheapest(cost, demand, ceiling, room * (1 + 1e-12))
    if np.isinf(value) or np.isinf(expected):
        assert np.isinf(value)
        assert np.isinf(expected) or scarce == 1.0
        return
    assert abs(value - expected) <= 1e-7 * max(1.0, expected)
    weighs = demand[point] > 0
    load = np.bincount(row[weighs], quantity[weighs], minlength=m + 1)[:m]
    assert (load <= room + 1e-9 * max(1.0, demand.sum())).all()
    served = np.bincount(point[weighs], quantity[weighs], minlength=n)
    assert np.abs(served - demand).max() <= 1e-9 * max(1.0, demand.sum())
    # strong duality: the prices prove the value
    assert (price >= 0).all()
    dual = lam[np.isfinite(lam)].sum() - price @ room
    assert abs(dual - value) <= 1e-7 * max(1.0, value)


def test_a_halt_finds_nothing() -> None:
    cost = np.array([[1.0, 5.0], [1.0, 5.0]])
    arcs = Arcs.of(cost)
    for halted in (False, True):
        value = transport(
            arcs.start,
            arcs.point,
            arcs.cost,
            np.ones(2),
            np.full(2, np.inf),
            np.arange(2),
            np.ones(2),
            np.zeros(2),
            np.array([halted]),
        )[0]
        assert value == (np.inf if halted else 6.0)
