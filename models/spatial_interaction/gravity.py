"""Doubly constrained gravity model with exponential deterrence.

    T_ij = A_i O_i B_j D_j exp(-beta c_ij),   sum_j T_ij = O_i,   sum_i T_ij = D_j

Wilson, A. G. (1967), A statistical theory of spatial distribution models, Transportation Research
1 (3), 253-269. The balancing factors come from iterative proportional fitting (Furness, K. P.
(1965), Time function iteration, Traffic Engineering and Control 7, 458-460); beta is the one
whose mean cost is the observed one (Hyman, G. M. (1969), Environment and Planning 1 (1), 105-112).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

FloatArray = NDArray[np.float64]

ROUNDS = 10_000
TOLERANCE = 1e-10  # of a margin, relative


@dataclass(frozen=True)
class Interaction:
    """What goes from where to where.

    Attributes
    ----------
    flow : (N, N) amounts; rows sum to what places send, columns to what they receive
    beta : deterrence per unit of cost
    mean_cost : mean of the cost over what goes
    """

    flow: FloatArray
    beta: float
    mean_cost: float


def furness(seed: FloatArray, sent: FloatArray, received: FloatArray) -> FloatArray:
    """Scale rows and columns of a matrix until they sum to given margins.

    Parameters
    ----------
    seed : (N, M) non-negative; a zero stays zero
    sent, received : (N,), (M,) non-negative, of equal sum

    Raises
    ------
    ValueError
        negative values, margins of different sums, or margins that the zeros of `seed` rule out;
        names the first row or column that misses its margin
    """
    for name, values in (("seed", seed), ("sent", sent), ("received", received)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"{name}: expected finite numbers, 0 or larger")
    if seed.shape != (len(sent), len(received)):
        raise ValueError(f"seed: shape {seed.shape}, expected {(len(sent), len(received))}")
    if not np.isclose(sent.sum(), received.sum(), rtol=1e-9):
        raise ValueError(f"sent sums to {sent.sum():g}, received to {received.sum():g}")
    for name, margin, partners in (("sent", sent, seed), ("received", received, seed.T)):
        alone = (margin > 0) & ~(partners > 0).any(axis=1)
        if alone.any():
            i = int(np.argmax(alone))
            raise ValueError(f"{name}[{i}]: {margin[i]:g} cannot be placed, it has no partner")
    column = np.ones(len(received))
    with np.errstate(over="ignore", invalid="ignore"):  # margins that cannot be met: refused below
        for _ in range(ROUNDS):
            row = _ratio(sent, seed @ column)
            column = _ratio(received, row @ seed)
            scale = column.max(initial=0.0) or 1.0  # margins that cannot be met drive factors apart
            row, column = row * scale, column / scale
            reached = row * (seed @ column)
            if (np.abs(reached - sent) <= TOLERANCE * np.maximum(sent, 1e-300)).all():
                break
    flow: FloatArray = row[:, None] * seed * column
    wrong = ~(np.abs(flow.sum(axis=1) - sent) <= 1e-6 * sent)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"sent[{i}]: {sent[i]:g} cannot be placed, its partners receive too little"
        )
    return flow


def _ratio(wanted: FloatArray, found: FloatArray) -> FloatArray:
    return np.divide(wanted, found, out=np.zeros(len(wanted)), where=found > 0)


def interaction(
    cost: FloatArray,
    sent: FloatArray,
    received: FloatArray,
    *,
    beta: float,
    possible: NDArray[np.bool_] | None = None,
) -> Interaction:
    """What goes from where to where under a given deterrence.

    Parameters
    ----------
    cost : (N, M) cost between places, inf where nothing can go
    beta : deterrence per unit of cost, 0 or larger
    possible : (N, M) pairs between which anything goes; all if not given

    Raises
    ------
    ValueError
        what `furness` refuses
    """
    can = np.isfinite(cost) if possible is None else np.isfinite(cost) & possible
    finite = np.where(can, cost, 0.0)
    # relative to each row's cheapest, so that no row underflows to nothing
    least = np.where(can, cost, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    least = np.where(np.isfinite(least), least, 0.0)
    seed = np.where(can, np.exp(-beta * (finite - least)), 0.0)
    flow = furness(seed, sent, received)
    total = flow.sum()
    return Interaction(flow, beta, float((flow * finite).sum() / total) if total else 0.0)


def calibrated(
    cost: FloatArray,
    sent: FloatArray,
    received: FloatArray,
    *,
    mean_cost: float,
    possible: NDArray[np.bool_] | None = None,
) -> Interaction:
    """Find the deterrence with which the mean cost of what goes is `mean_cost`.

    Where even no deterrence at all gives a smaller mean, beta is 0 and the mean is what it is.
    Parameters are those of `interaction`.

    Raises
    ------
    ValueError
        a mean below the least that the margins allow, or what `furness` refuses
    """
    if not mean_cost > 0:
        raise ValueError(f"mean_cost: {mean_cost}, expected a number above 0")

    def at(beta: float) -> Interaction:
        return interaction(cost, sent, received, beta=beta, possible=possible)

    free = at(0.0)
    if free.mean_cost <= mean_cost:
        return free
    low, high = 0.0, 1.0 / mean_cost
    for _ in range(6):
        if at(high).mean_cost <= mean_cost:
            break
        low, high = high, 2.0 * high
    else:
        raise ValueError(
            f"mean_cost: {mean_cost:g}, expected at least about {at(high).mean_cost:g}: "
            "the places lie too far apart"
        )
    beta = brentq(lambda b: at(b).mean_cost - mean_cost, low, high, xtol=1e-9, rtol=1e-9)
    return at(float(beta))
