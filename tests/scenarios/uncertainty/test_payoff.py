"""Regrets, picks and brackets against values computed by hand and by enumeration."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from scenarios.uncertainty.payoff import Payoff

NAN = np.nan


def exact(weight: list[float], value: list[list[float]], alone: list[float]) -> Payoff:
    table, own = np.array(value, dtype=float), np.array(alone, dtype=float)
    return Payoff(np.array(weight), own, own, table, table)


def test_by_hand() -> None:
    payoff = exact([0.5, 0.3, 0.2], [[10, 20, 50], [14, 22, 30], [30, 30, NAN]], [10, 18, 28])
    assert payoff.regret[:2].tolist() == [[0, 2, 22], [4, 4, 2]]
    assert payoff.expected[:2] == pytest.approx([21.0, 19.6])
    assert payoff.pick(payoff.expected) == 1
    assert payoff.pick(payoff.largest_regret) == 1
    assert payoff.cvar(0.8)[:2] == pytest.approx([50, 30])
    assert payoff.cvar(0.6)[:2] == pytest.approx([(50 * 0.2 + 20 * 0.2) / 0.4, 26])
    assert list(payoff.eligible) == [True, True, False]
    assert payoff.two_stage.low == pytest.approx(16.0)
    assert payoff.two_stage.high == pytest.approx(19.6)
    gained = payoff.stochastic_solution(0)
    assert gained is not None
    assert (gained.low, gained.high) == pytest.approx((1.4, 5.0))
    assert payoff.stochastic_solution(2) is None


def test_round_off_is_no_regret() -> None:
    """0.1 + 0.2 is larger than 0.3 by 6e-17."""
    payoff = exact([0.5, 0.5], [[0.1 + 0.2, 5.0], [0.3, 5.1]], [0.3, 5.0])
    assert payoff.regret[0].tolist() == [0, 0]
    assert payoff.regret[1] == pytest.approx([0, 0.1])


def test_nothing_fits_everywhere() -> None:
    payoff = exact([0.5, 0.5], [[1, NAN], [NAN, 2]], [1, 2])
    assert payoff.pick(payoff.expected) is None
    assert payoff.two_stage.high == np.inf
    assert payoff.two_stage.low == 1.5


@pytest.mark.parametrize("seed", range(20))
def test_brackets_hold_the_enumerated_optimum(seed: int) -> None:
    """Build x now and y later in each future, being short costs most."""
    rng = np.random.default_rng(seed)
    demand = rng.integers(1, 9, size=4).astype(float)
    later = rng.uniform(1.1, 3.0, size=4)
    weight = rng.dirichlet(np.ones(4))
    decisions = list(product(range(3), repeat=2))

    def cost(now: tuple[int, int], future: int) -> float:
        return min(
            2 * now[0] + 1.5 * now[1] + later[future] * y
            + 4 * max(0.0, demand[future] - 2 * now[0] - now[1] - y)
            for y in range(5)
        )  # fmt: skip

    table = np.array([[cost(now, f) for f in range(4)] for now in decisions])
    alone = table.min(axis=0)
    true = float((table @ weight).min())
    kept = rng.choice(len(decisions), size=4, replace=False)
    slack = rng.uniform(0, 0.5, size=4)
    payoff = Payoff(weight, alone + 0.1, alone - slack, table[kept], table[kept] - 0.05)
    assert payoff.two_stage.low <= true <= payoff.two_stage.high + 1e-12
    wait = float(alone @ weight)
    assert payoff.wait_and_see.low <= wait <= payoff.wait_and_see.high + 1e-12
    assert payoff.perfect_information.low <= true - wait <= payoff.perfect_information.high
    gained = payoff.stochastic_solution(0)
    assert gained is not None
    assert gained.low - 1e-12 <= payoff.expected[0] - true <= gained.high + 1e-12
    cvar = np.array([exact(list(weight), [row], list(alone)).cvar(0.7)[0] for row in table])
    assert payoff.cvar_bound(0.7) <= cvar.min() + 1e-12
    known = payoff.best
    least = float((table - known).max(axis=1).min())
    assert payoff.largest_regret_bound <= max(0.0, least) + 1e-12
    assert (payoff.regret >= 0).all()
    assert (payoff.regret <= payoff.regret_at_most + 1e-12).all()
