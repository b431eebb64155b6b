"""Whole demand points to open sites: a feasible and good assignment of single sources, compiled.

Starts from the transportation plan rounded, then shifts single points and swaps pairs while that
pays, with overloads priced: dearer while there are any, cheaper while there are none, so that the
search crosses the border of feasibility again and again.

Source: Yagiura, M., Ibaraki, T. and Glover, F. (2004), An ejection chain approach for the
generalized assignment problem, INFORMS Journal on Computing 16(2), 133-151, whose adaptive
penalty this is.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from models.facility_location.capacitated.problem import FloatArray, IntArray


@njit(cache=True)
def assign(
    cost: FloatArray,
    demand: FloatArray,
    penalty: FloatArray,
    sites: IntArray,
    room: FloatArray,
    flow: FloatArray,
    fine: float,
    shake: FloatArray,
) -> tuple[float, IntArray]:
    """Serve every demand point from one of `sites`.

    Parameters
    ----------
    cost, demand, penalty : (M, N), (N,), (N,) as in `Problem`
    sites, room : (P,) open sites and their capacities
    flow : (P + 1, N) quantities of the transportation plan, the last row unserved
    fine : first price of one unit of overload
    shake : (rounds, S, 2) numbers in [0, 1): after every descent but the last S points, drawn by
        the first number, are moved to the rows drawn by the second

    Returns
    -------
    tuple of the cost, inf if none was found, and the row of `sites` (N,), P where unserved
    """
    n, n_open = len(demand), len(sites)
    price = np.empty((n_open + 1, n))
    space = np.full(n_open + 1, np.inf)
    slack = 1e-9
    for k in range(n_open):
        space[k] = room[k]
    for i in range(n):
        slack = max(slack, 1e-9 * demand[i])
        price[n_open, i] = penalty[i]
        for k in range(n_open):
            price[k, i] = cost[sites[k], i]
    at = np.zeros(n, np.int64)
    load = np.zeros(n_open + 1)
    for i in range(n):
        largest, cheapest = -1.0, np.inf
        for k in range(n_open + 1):
            if price[k, i] == np.inf:
                continue
            better = flow[k, i] > largest + slack
            same = flow[k, i] >= largest - slack and price[k, i] < cheapest
            if better or same:
                largest, cheapest, at[i] = flow[k, i], price[k, i], k
        if cheapest == np.inf:
            return np.inf, at
        load[at[i]] += demand[i]
    best, best_at = np.inf, at.copy()
    for attempt in range(len(shake)):
        _descend(price, demand, space, fine, slack, at, load)
        load[:] = 0.0  # afresh: sums of many changes drift
        for i in range(n):
            load[at[i]] += demand[i]
        within = True
        for k in range(n_open):
            within = within and load[k] <= space[k] * (1.0 + 1e-10)
        if within:
            value = 0.0
            for i in range(n):
                value += price[at[i], i]
            if value < best:
                best = value
                for i in range(n):
                    best_at[i] = at[i]
            fine *= 0.6
            for s in range(shake.shape[1]):
                i = int(shake[attempt, s, 0] * n)
                k = int(shake[attempt, s, 1] * (n_open + 1))
                if price[k, i] < np.inf:
                    load[at[i]] -= demand[i]
                    load[k] += demand[i]
                    at[i] = k
        else:
            fine *= 2.0
    return best, best_at


@njit(cache=True)
def _descend(
    price: FloatArray,
    demand: FloatArray,
    space: FloatArray,
    fine: float,
    slack: float,
    at: IntArray,
    load: FloatArray,
) -> None:
    """Shift and swap while cost plus fined overload falls; changes `at` and `load`."""
    n_rows, n = price.shape
    improved = True
    sweeps = 0
    while improved and sweeps < 50:
        improved = False
        sweeps += 1
        for i in range(n):
            j = at[i]
            d = demand[i]
            relief = fine * (max(load[j] - space[j], 0.0) - max(load[j] - d - space[j], 0.0))
            best, target = -1e-9, -1
            for k in range(n_rows):
                if k == j or price[k, i] == np.inf:
                    continue
                change = price[k, i] - price[j, i] - relief
                change += fine * (max(load[k] + d - space[k], 0.0) - max(load[k] - space[k], 0.0))
                if change < best:
                    best, target = change, k
            if target >= 0:
                load[j] -= d
                load[target] += d
                at[i] = target
                improved = True
        for i in range(n):
            for other in range(i):
                j, k = at[i], at[other]
                if j == k or price[k, i] == np.inf or price[j, other] == np.inf:
                    continue
                shift = demand[other] - demand[i]
                change = price[k, i] + price[j, other] - price[j, i] - price[k, other]
                before = max(load[j] - space[j], 0.0) + max(load[k] - space[k], 0.0)
                if change - fine * before > -1e-9:
                    continue
                after = max(load[j] + shift - space[j], 0.0)
                after += max(load[k] - shift - space[k], 0.0)
                if change + fine * (after - before) < -1e-9:
                    load[j] += shift
                    load[k] -= shift
                    at[i], at[other] = k, j
                    improved = True
