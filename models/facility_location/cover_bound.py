r"""Lagrangian bound of covering programmes, and the sites it settles.

With a multiplier 0 <= \lambda_r <= penalty_r on every covering row,

    L(\lambda) = sum_r \lambda_r + min_y sum_j (price_j - sum_{r: j covers r} \lambda_r) y_j

over the allowed selections (without the budget), which a sort solves. The largest L equals the
bound of the linear relaxation. A site whose being open (closed) lifts L above a known value can be
closed (opened) for good.

Literature: Caprara, A., Fischetti, M., Toth, P. (1999), A heuristic method for the set covering
problem, Operations Research 47(5), 730-743; Galvao, R. D., ReVelle, C. (1996), A Lagrangean
heuristic for the maximal covering location problem, EJOR 88, 114-123.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from models.facility_location.cover_program import CoverProgram
from models.facility_location.cover_search import finite_penalty
from models.facility_location.selection import BoolArray, FloatArray
from optimizer.limits import Clock

MOST_STEPS = 400
PATIENCE = 12  # steps without a better bound before the step length is halved


@dataclass(frozen=True)
class Bound:
    """The best bound found.

    Attributes
    ----------
    value : lower bound on the value of every allowed selection
    multipliers : (R,)
    weight : (M,) reduced price of every site
    chosen : (M,) selection that attains the minimum
    """

    value: float
    multipliers: FloatArray
    weight: FloatArray
    chosen: BoolArray


def lagrangian_bound(
    program: CoverProgram,
    best_known: float,
    clock: Clock,
    enough: Callable[[float], bool],
    on_guide: Callable[[FloatArray], float] | None = None,
) -> Bound:
    """Subgradient ascent.

    Parameters
    ----------
    best_known : value of a known selection, or a guess of it: it only sets the step length
    enough : whether a bound makes further steps pointless
    on_guide : called now and then with the multipliers, gives the best known value back
    """
    covers = program.covers
    columns = sparse.csr_array(covers.T)
    cap = finite_penalty(program)
    degree = np.maximum(np.bincount(covers.indices, minlength=covers.shape[1]), 1)
    cheapest_per_row = np.where(program.price > 0, program.price, np.inf) / degree
    share = np.where(np.isfinite(cheapest_per_row), cheapest_per_row, 0.0)
    start = np.minimum.reduceat(
        np.append(share[covers.indices], 0.0), np.minimum(covers.indptr[:-1], covers.nnz)
    )
    multipliers = np.minimum(start, cap) if program.price.any() else 0.5 * cap
    best: Bound | None = None
    length, stalled = 1.0, 0
    for step in range(MOST_STEPS):
        weight = program.price - columns @ multipliers
        chosen, least = program.selection.cheapest(weight)
        value = float(multipliers.sum()) + least + program.constant
        if best is None or value > best.value + 1e-9 * max(1.0, abs(best.value)):
            best = Bound(value, multipliers.copy(), weight, chosen)
            stalled = 0
        else:
            stalled += 1
            if stalled >= PATIENCE:
                length, stalled = 0.5 * length, 0
                multipliers = best.multipliers.copy()
        if enough(best.value) or clock.expired or length < 0.005:
            break
        if on_guide is not None and step % 25 == 24:
            best_known = min(best_known, on_guide(multipliers))
        slope = 1.0 - covers @ chosen.astype(float)
        slope[(multipliers <= 0) & (slope < 0)] = 0.0
        slope[(multipliers >= cap) & (slope > 0)] = 0.0
        norm = float(slope @ slope)
        if norm < 1e-12:
            break
        target = best_known if math.isfinite(best_known) else best.value + abs(best.value) + 1.0
        distance = max(target - value, 1e-3 * max(1.0, abs(target)))
        multipliers = np.clip(multipliers + length * distance / norm * slope, 0.0, cap)
    assert best is not None
    return best


def settled(program: CoverProgram, bound: Bound, best_known: float) -> tuple[BoolArray, BoolArray]:
    """Sites (M,) that are closed, and open, in every selection worth less than `best_known`."""
    selection, weight = program.selection, bound.weight
    slack = best_known - bound.value + 1e-7 * max(1.0, abs(best_known))
    free_in = bound.chosen & ~selection.forced
    free_out = selection.allowed & ~bound.chosen
    count = int(bound.chosen.sum())
    dearest = float(weight[free_in].max(initial=-np.inf))
    least = float(weight[free_out].min(initial=np.inf))
    given_back = dearest if count == selection.most else max(0.0, dearest)
    substitute = least if count == selection.fewest else min(0.0, least)
    closed = free_out & (weight - given_back > slack)
    opened = free_in & (substitute - weight > slack)
    return closed | ~selection.allowed, opened | selection.forced
