"""The Lagrangian bound by the volume algorithm, compiled.

Steps go from the best multipliers found so far, in the direction of an average of the subgradients
met: that average converges to the violation of a primal solution of the relaxation, and the
averaged levels say where to branch.

Source: Barahona, F. and Anbil, R. (2000), The volume algorithm: producing primal solutions with a
subgradient method, Mathematical Programming 87(3), 385-399.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from models.facility_location.capacitated.kernels import add_shares, knapsacks
from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray

LARGEST_WEIGHT = 0.2  # of the newest subgradient in the average
SHORTENED = 0.66  # factor on the step after PATIENCE steps in vain
PATIENCE = 10
SHORTEST = 1e-4  # step factor at which nothing more is to be gained


@njit(cache=True)
def evaluate(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    capacity: FloatArray,
    level_cost: FloatArray,
    allowed: BoolArray,
    side: FloatArray,
    limit: FloatArray,
    multipliers: FloatArray,
    binary: bool,
    value: FloatArray,
    chosen: IntArray,
    gradient: FloatArray,
) -> float:
    """The bound at some multipliers; fills `value`, `chosen` and `gradient` (see `ascend`)."""
    n_sites, n_levels = capacity.shape
    n, n_rows = len(demand), len(limit)
    lam = multipliers[:n]
    knapsacks(start, point, cost, demand, capacity, allowed, lam, binary, value)
    bound = 0.0
    for i in range(n):
        bound += lam[i]
    for r in range(n_rows):
        bound -= multipliers[n + r] * limit[r]
    for j in range(n_sites):
        lowest = np.inf
        for level in range(n_levels):
            if not allowed[j, level]:
                value[j, level] = np.inf
                continue
            price = level_cost[j, level] + (value[j, level] if level > 0 else 0.0)
            for r in range(n_rows):
                price += multipliers[n + r] * side[r, j, level]
            value[j, level] = price
            if price < lowest:
                lowest = price
                chosen[j] = level
        bound += lowest
    served = np.zeros(n)
    for j in range(n_sites):
        if chosen[j] > 0:
            add_shares(start, point, cost, demand, capacity[j, chosen[j]], lam, binary, j, served)
    for i in range(n):
        gradient[i] = 1.0 - served[i]
    for r in range(n_rows):
        gradient[n + r] = -limit[r]
        for j in range(n_sites):
            gradient[n + r] += side[r, j, chosen[j]]
    return bound


@njit(cache=True, nogil=True)
def ascend(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    capacity: FloatArray,
    level_cost: FloatArray,
    allowed: BoolArray,
    side: FloatArray,
    limit: FloatArray,
    ceiling: FloatArray,
    scale: FloatArray,
    multipliers: FloatArray,
    binary: bool,
    target: float,
    iterations: int,
    step: float,
    halt: BoolArray,
) -> tuple[float, FloatArray, FloatArray, FloatArray, float]:
    """Raise the bound.

    Parameters
    ----------
    start, point, cost : (M + 1,), (X,), (X,) the arcs, site by site
    demand : (N,); capacity, level_cost, allowed (M, L), level 0 is closed
    side, limit : (R, M, L), (R,) rows sum a_jl y_jl <= b on the levels
    ceiling : (N + R,) largest useful multipliers; of a demand point the cost of leaving it unserved
    scale : (N + R,) preconditioner: relative size of a useful step in each multiplier
    multipliers : (N + R,) to begin with, of demand points and rows
    binary : shares are 0 or 1
    target : value at which to stop; steps aim at it, or at a little above the bound
    iterations, step : largest number of steps, first step factor
    halt : (1,) looked at in every step; the ascent ends when another thread sets it

    Returns
    -------
    tuple of the best bound, its multipliers (N + R,), the values (M, L) of all levels there, the
    averaged levels (M, L), and the step factor reached
    """
    n_sites, n_levels = capacity.shape
    size = len(scale)
    value = np.zeros((n_sites, n_levels))
    chosen = np.zeros(n_sites, np.int64)
    gradient = np.zeros(size)
    trial = multipliers.copy()
    best = evaluate(
        start, point, cost, demand, capacity, level_cost, allowed, side, limit, trial, binary,
        value, chosen, gradient,
    )  # fmt: skip
    best_multipliers, best_value = trial.copy(), value.copy()
    average = np.empty(size)
    for k in range(size):
        average[k] = gradient[k] * scale[k]
    smooth = np.zeros((n_sites, n_levels))
    for j in range(n_sites):
        smooth[j, chosen[j]] = 1.0
    vain, largest_weight, reference = 0, LARGEST_WEIGHT, best
    aim = min(target, best + 0.05 * abs(best) + 1e-9)
    for iteration in range(iterations):
        if best >= target or halt[0]:
            break
        norm = 0.0
        for k in range(size):
            at_floor = best_multipliers[k] <= 0.0 and average[k] < 0.0
            at_ceiling = best_multipliers[k] >= ceiling[k] and average[k] > 0.0
            if not (at_floor or at_ceiling):
                norm += average[k] ** 2
        if norm <= 1e-20:
            break
        length = step * (aim - best) / norm
        for k in range(size):
            moved = best_multipliers[k] + length * scale[k] * average[k]
            trial[k] = min(max(moved, 0.0), ceiling[k])
        bound = evaluate(
            start, point, cost, demand, capacity, level_cost, allowed, side, limit, trial, binary,
            value, chosen, gradient,
        )  # fmt: skip
        gain, old, new = 0.0, 0.0, 0.0
        for k in range(size):
            gradient[k] *= scale[k]
            gain += gradient[k] * average[k]
            old += average[k] ** 2
            new += gradient[k] ** 2
        spread = new - 2.0 * gain + old
        weight = (old - gain) / spread if spread > 0.0 else largest_weight
        weight = min(max(weight, largest_weight / 10.0), largest_weight)
        if bound > best:
            best, vain = bound, 0
            for k in range(size):
                best_multipliers[k] = trial[k]
            for j in range(n_sites):
                for level in range(n_levels):
                    best_value[j, level] = value[j, level]
            if gain >= 0.0:
                step = min(step * 1.1, 2.0)
        else:
            vain += 1
            if vain >= PATIENCE:
                vain = 0
                step *= SHORTENED
                if step < SHORTEST:
                    break
        if best >= aim - 0.015 * abs(aim):
            aim = min(target, best + 0.05 * abs(best) + 1e-9)
        for k in range(size):
            average[k] = weight * gradient[k] + (1.0 - weight) * average[k]
        for j in range(n_sites):
            for level in range(n_levels):
                smooth[j, level] *= 1.0 - weight
            smooth[j, chosen[j]] += weight
        if iteration % 100 == 99:
            if best < reference + 0.01 * abs(reference):
                largest_weight = max(largest_weight * 0.5, 1e-4)
            reference = best
    return best, best_multipliers, best_value, smooth, step
