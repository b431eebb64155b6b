"""Which level each study takes: every split that the envelope affords, compared one by one.

There are at most a million, so the least is found with certainty by looking at all, and so are the
weights for which it stays the least: with the others held, each other split is one linear
inequality in a weight (the weighting method; Cohon 1978, Multiobjective Programming and Planning).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_TIE = 1e-9  # relative; splits closer than this are equal, and the cheaper is taken
ROUND_OFF_BN = 1e-9


@dataclass(frozen=True)
class Front:
    """What a study answers at each budget.

    Attributes
    ----------
    money : (K,) yearly budget, bn KZT, ascending
    loss : (K,) what its plan leaves of the main measure; less is better
    bound : (K,) no plan leaves less
    falling : more money never hurts its optimum
    """

    money: FloatArray
    loss: FloatArray
    bound: FloatArray
    falling: bool = True


@dataclass(frozen=True)
class Splits:
    """C splits over S studies: level of each (C, S), money (C,), loss and its bound (C, S)."""

    levels: IntArray
    money: FloatArray
    loss: FloatArray
    bound: FloatArray

    def position(self, levels: Sequence[int]) -> int | None:
        """Which split this is."""
        found = np.flatnonzero((self.levels == np.asarray(levels)).all(axis=1))
        return int(found[0]) if found.size else None


@dataclass(frozen=True)
class Bracket:
    """The weights of one study for which a split stays the best; inf where nothing ends them."""

    low: float
    high: float


@dataclass(frozen=True)
class Justified:
    """Weights under which a split would be the best, the first study's being held.

    Attributes
    ----------
    nearest : (S,) closest to the stated ones by the sum of relative changes; None: there are none
    brackets : of each study, over all such weights; empty where there are none
    better : (S,) levels of a split of no more money that is at least as good in every study and
        better in one; None where there is none
    """

    nearest: FloatArray | None
    brackets: tuple[Bracket, ...]
    better: IntArray | None


def affordable(fronts: Sequence[Front], envelope: float) -> Splits:
    """Every split that the envelope affords."""
    counts = [len(front.money) for front in fronts]
    levels = np.indices(counts).reshape(len(fronts), -1).T
    money = _at([front.money for front in fronts], levels).sum(axis=1)
    levels = levels[money <= envelope + ROUND_OFF_BN]
    return Splits(
        levels=levels.astype(np.int64),
        money=_at([front.money for front in fronts], levels).sum(axis=1),
        loss=_at([front.loss for front in fronts], levels),
        bound=_at([front.bound for front in fronts], levels),
    )


def best(splits: Splits, weights: FloatArray) -> int:
    """The split of least weighted loss; of equal ones the one that takes least money."""
    total = splits.loss @ weights
    tied = np.flatnonzero(total <= total.min() + _TIE * np.abs(total).max())
    return int(tied[splits.money[tied].argmin()])


def bound_of(splits: Splits, weights: FloatArray) -> float:
    """No plans at these levels lose less in all, whatever the gaps of the fronts hide."""
    return float((splits.bound @ weights).min())


def rivals(splits: Splits, chosen: int, weights: FloatArray) -> int:
    """Other splits that might turn out better if the fronts' gaps were closed."""
    total = float(splits.loss[chosen] @ weights)
    better = splits.bound @ weights < total - _TIE * abs(total)
    better[chosen] = False
    return int(better.sum())


def bound_between(fronts: Sequence[Front], envelope: float, weights: FloatArray) -> float | None:
    """No split within the fronts' ranges loses less, at the levels or between them.

    Between two levels a study loses at least what is proven of the upper; it takes more than the
    lower. None where a study's optimum may rise with its money.
    """
    if not all(front.falling for front in fronts):
        return None
    relaxed = []
    for front in fronts:
        money = np.concatenate([front.money[:1], front.money[:-1]])
        relaxed.append(Front(money, front.bound, front.bound))
    return bound_of(affordable(relaxed, envelope), weights)


def bracket(splits: Splits, chosen: int, weights: FloatArray, study: int) -> Bracket:
    """The weights of `study` for which the chosen split stays the best, the others held."""
    more = splits.loss - splits.loss[chosen]
    own = more[:, study]
    others = more @ weights - own * weights[study]
    # a split is no better while others + own * weight >= 0
    scale = _TIE * max(1.0, float(np.abs(splits.loss[:, study]).max()))
    up, down = own > scale, own < -scale
    low = float(np.max(-others[up] / own[up], initial=0.0)) + 0.0  # zero has no sign
    high = float(np.min(-others[down] / own[down], initial=np.inf))
    return Bracket(min(low, float(weights[study])), max(high, float(weights[study])))


def justify(splits: Splits, chosen: int, weights: FloatArray) -> Justified:
    """The weights under which `chosen` would be the best of `splits`, by linear programs."""
    more = splits.loss - splits.loss[chosen]
    scale = np.maximum(np.ptp(splits.loss, axis=0), np.finfo(float).tiny)
    more = np.where(np.abs(more) <= _TIE * scale, 0.0, more)
    dominating = (more <= 0).all(axis=1) & (more < 0).any(axis=1)
    ahead = np.flatnonzero(dominating)
    better = splits.levels[ahead[(more[ahead] @ weights).argmin()]] if ahead.size else None
    # in multiples of the stated weights, each row to size 1; the first study's is 1
    rows = more * weights
    rows = rows[(rows < 0).any(axis=1)]
    rows = np.unique(rows / np.abs(rows).max(axis=1, keepdims=True), axis=0)
    nearest = _nearest(rows, len(weights))
    if nearest is None:
        return Justified(None, (), better)
    brackets = tuple(
        Bracket(
            _extreme(rows, len(weights), i, 1.0) * float(weights[i]),
            _extreme(rows, len(weights), i, -1.0) * float(weights[i]),
        )
        for i in range(len(weights))
    )
    return Justified(nearest * weights, brackets, better)


def _nearest(rows: FloatArray, count: int) -> FloatArray | None:
    """Multiples of the stated weights with least sum of changes; None where there are none."""
    cost = np.concatenate([np.zeros(count), np.ones(count)])
    eye = np.eye(count)
    change = np.block([[eye, -eye], [-eye, -eye]])
    limits = np.concatenate([np.ones(count), -np.ones(count)])
    kept = np.hstack([-rows, np.zeros_like(rows)])
    found = linprog(
        cost,
        A_ub=np.vstack([change, kept]),
        b_ub=np.concatenate([limits, np.zeros(len(rows))]),
        bounds=[(1.0, 1.0)] + [(0.0, None)] * (2 * count - 1),
        method="highs",
    )
    return None if found.x is None else np.asarray(found.x[:count], dtype=np.float64)


def _extreme(rows: FloatArray, count: int, study: int, sign: float) -> float:
    """The least (sign 1) or most (-1) multiple of a study's weight."""
    cost = np.zeros(count)
    cost[study] = sign
    found = linprog(
        cost,
        A_ub=-rows if len(rows) else None,
        b_ub=np.zeros(len(rows)) if len(rows) else None,
        bounds=[(1.0, 1.0)] + [(0.0, None)] * (count - 1),
        method="highs",
    )
    return np.inf if found.x is None else float(found.x[study])


def _at(columns: Sequence[FloatArray], levels: IntArray) -> FloatArray:
    """(C, S) each study's value at its level."""
    return np.stack([column[levels[:, s]] for s, column in enumerate(columns)], axis=1)
