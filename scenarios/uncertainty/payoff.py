"""Plans against futures in plain arrays: regrets, picks, and what is proven of both values.

The two-stage problem decides the starts of the first years once for all futures and the later ones
in each. Its optimum lies between the expected optimum of those who wait and see, and the expected
result of any here-and-now plan with the best recourse (Madansky 1960; Birge and Louveaux 2011,
Introduction to Stochastic Programming, ch. 4). Measures are minimised and never negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_ROUND_OFF = 1e-9  # share of a value that sums in another order may differ by


@dataclass(frozen=True)
class Bracket:
    """Ends between which a value is proven to lie; infinite where nothing is known."""

    low: float
    high: float


@dataclass(frozen=True)
class Payoff:
    """Values of C here-and-now plans in F futures.

    Attributes
    ----------
    weight : (F,) >= 0, sums to 1
    alone, alone_bound : (F,) best value found in a future by itself, and what is proven below it
    value, bound : (C, F) best value found with the plan fixed, and what is proven below it; nan
        where the plan could not be carried out or was not answered
    shared_bound : no first stage whatever has a smaller expected value, as far as proven otherwise
        than by `alone_bound`
    """

    weight: FloatArray
    alone: FloatArray
    alone_bound: FloatArray
    value: FloatArray
    bound: FloatArray
    shared_bound: float = 0.0

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """(C,) plans that are answered in every future."""
        return np.asarray(~np.isnan(self.value).any(axis=1))

    @property
    def best(self) -> FloatArray:
        """(F,) best value known of a future: alone or with any plan fixed."""
        return np.fmin(self.alone, np.fmin.reduce(self.value, axis=0, initial=np.inf))

    @property
    def regret(self) -> FloatArray:
        """(C, F) by how much a plan is worse than the best known; never negative, no round-off."""
        worse = self.value - self.best
        return np.where(worse <= _ROUND_OFF * np.abs(self.best), 0.0, worse)

    @property
    def regret_at_most(self) -> FloatArray:
        """(C, F) the regret is proven to be no larger than this."""
        return self.value - self.alone_bound

    @property
    def expected(self) -> FloatArray:
        """(C,) weighted mean of the values; nan where one is missing."""
        return np.asarray(self.value @ self.weight)

    @property
    def expected_bound(self) -> FloatArray:
        """(C,) proven lower end of the plan's expected value."""
        return np.asarray(self.bound @ self.weight)

    @property
    def largest_regret(self) -> FloatArray:
        return np.asarray(self.regret.max(axis=1))

    def cvar(self, level: float) -> FloatArray:
        """(C,) mean of the values over the worst `1 - level` of the weight."""
        return _cvar(self.value, self.weight, level)

    def cvar_bound(self, level: float) -> float:
        """No first stage whatever has a smaller CVaR.

        It is not below that of those who wait and see, nor below the expected value.
        """
        alone = float(_cvar(self.alone_bound[None], self.weight, level)[0])
        return max(alone, self.two_stage.low)

    @property
    def largest_regret_bound(self) -> float:
        """No first stage whatever has a smaller largest regret: it is not below the mean one."""
        return self.perfect_information.low

    def pick(self, score: FloatArray) -> int | None:
        """The plan with the smallest score of those answered everywhere; ties to the first."""
        eligible = self.eligible
        return int(np.argmin(np.where(eligible, score, np.inf))) if eligible.any() else None

    @property
    def two_stage(self) -> Bracket:
        """Of the optimum of the two-stage problem."""
        best = self.pick(self.expected)
        high = np.inf if best is None else float(self.expected[best])
        return Bracket(max(float(self.alone_bound @ self.weight), self.shared_bound), high)

    @property
    def wait_and_see(self) -> Bracket:
        return Bracket(float(self.alone_bound @ self.weight), float(self.best @ self.weight))

    @property
    def perfect_information(self) -> Bracket:
        """What knowing the future before deciding is worth."""
        two, wait = self.two_stage, self.wait_and_see
        return Bracket(max(0.0, two.low - wait.high), two.high - wait.low)

    def stochastic_solution(self, mean: int | None) -> Bracket | None:
        """What deciding with all futures in view gains over the mean future's plan, row `mean`.

        None where there is no such row, or that plan is not answered in every future.
        """
        if mean is None or not self.eligible[mean]:
            return None
        low = float(self.expected_bound[mean]) - self.two_stage.high
        return Bracket(max(0.0, low), float(self.expected[mean]) - self.two_stage.low)


def _cvar(value: FloatArray, weight: FloatArray, level: float) -> FloatArray:
    """(C,) of values (C, F): the mean over the worst `1 - level` of the weight.

    Source: Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk.
    """
    order = np.argsort(-value, axis=1)
    values = np.take_along_axis(value, order, axis=1)
    weights = weight[order]
    before = np.cumsum(weights, axis=1) - weights
    taken = np.clip((1.0 - level) - before, 0.0, weights)
    return np.asarray((values * taken).sum(axis=1) / (1.0 - level))
