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

from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray
from models.facility_location.capacitated.transport import point_major

SWAP_WINDOW = 2000  # demand points before each other that are tried for a swap


@njit(cache=True, nogil=True)
def assign(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    penalty: FloatArray,
    sites: IntArray,
    room: FloatArray,
    flow_row: IntArray,
    flow_point: IntArray,
    flow: FloatArray,
    fine: float,
    shake: FloatArray,
    halt: BoolArray,
) -> tuple[float, IntArray]:
    """Serve every demand point from one of `sites`.

    Parameters
    ----------
    start, point, cost : (M + 1,), (X,), (X,) the arcs of all sites, site by site
    demand, penalty : (N,) as in `Problem`
    sites, room : (P,) open sites and their capacities
    flow_row, flow_point, flow : quantities of the transportation plan, row P unserved
    fine : price of one unit of capacity; overload is fined more than this
    shake : (rounds, S, 2) numbers in [0, 1): after every descent but the last S points, drawn by
        the first number, are moved to one of their rows drawn by the second
    halt : (1,) looked at all the time; the search ends when another thread sets it

    Returns
    -------
    tuple of the cost, inf if none was found, and the row of `sites` (N,), P where unserved
    """
    n, n_open = len(demand), len(sites)
    first, row, price = point_major(start, point, cost, penalty, sites)
    space = np.full(n_open + 1, np.inf)
    for k in range(n_open):
        space[k] = room[k]
    at = np.full(n, -1)  # place of the arc chosen
    load = np.zeros(n_open + 1)
    largest = np.zeros(n)
    cheapest, total = 0.0, 0.0
    for i in range(n):
        for a in range(first[i], first[i + 1]):
            if at[i] < 0 or price[a] < price[at[i]]:
                at[i] = a
        if at[i] < 0:
            return np.inf, at
        cheapest += price[at[i]]
        total += demand[i]
    fine += cheapest / max(total, 1e-9)
    for f in range(len(flow)):
        i = flow_point[f]
        if flow[f] > largest[i] * (1.0 + 1e-9):
            largest[i] = flow[f]
            at[i] = _place(first, row, i, flow_row[f])
    for i in range(n):
        load[row[at[i]]] += demand[i]
    best, best_at = np.inf, row[at]
    for attempt in range(len(shake)):
        _descend(first, row, price, demand, space, fine, at, load, halt)
        load[:] = 0.0  # afresh: sums of many changes drift
        value = 0.0
        for i in range(n):
            load[row[at[i]]] += demand[i]
            value += price[at[i]]
        within = True
        for k in range(n_open):
            within = within and load[k] <= space[k] * (1.0 + 1e-10)
        if within:
            if value < best:
                best = value
                for i in range(n):
                    best_at[i] = row[at[i]]
            fine *= 0.6
            for s in range(shake.shape[1]):
                i = int(shake[attempt, s, 0] * n)
                a = first[i] + int(shake[attempt, s, 1] * (first[i + 1] - first[i]))
                load[row[at[i]]] -= demand[i]
                load[row[a]] += demand[i]
                at[i] = a
        else:
            fine *= 2.0
        if halt[0]:
            break
    return best, best_at


@njit(cache=True)
def _place(first: IntArray, row: IntArray, i: int, k: int) -> int:
    """Where the arc of point i and row k stands, -1 if there is none."""
    low, high = first[i], first[i + 1] - 1
    if low + k <= high and row[low + k] == k:
        return int(low + k)
    while low <= high:
        middle = (low + high) // 2
        if row[middle] == k:
            return int(middle)
        if row[middle] < k:
            low = middle + 1
        else:
            high = middle - 1
    return -1


@njit(cache=True)
def _descend(
    first: IntArray,
    row: IntArray,
    price: FloatArray,
    demand: FloatArray,
    space: FloatArray,
    fine: float,
    at: IntArray,
    load: FloatArray,
    halt: BoolArray,
) -> None:
    """Shift and swap while cost plus fined overload falls; changes `at` and `load`."""
    n = len(demand)
    improved = True
    sweeps = 0
    while improved and sweeps < 50:
        improved = False
        sweeps += 1
        for i in range(n):
            j = row[at[i]]
            d = demand[i]
            relief = fine * (max(load[j] - space[j], 0.0) - max(load[j] - d - space[j], 0.0))
            best, target = -1e-9, -1
            for a in range(first[i], first[i + 1]):
                k = row[a]
                if k == j:
                    continue
                change = price[a] - price[at[i]] - relief
                change += fine * (max(load[k] + d - space[k], 0.0) - max(load[k] - space[k], 0.0))
                if change < best:
                    best, target = change, a
            if target >= 0:
                load[j] -= d
                load[row[target]] += d
                at[i] = target
                improved = True
        for i in range(n):
            if halt[0]:
                return
            for other in range(max(0, i - SWAP_WINDOW), i):
                j, k = row[at[i]], row[at[other]]
                if j == k:
                    continue
                there = _place(first, row, i, k)
                here = _place(first, row, other, j)
                if there < 0 or here < 0:
                    continue
                shift = demand[other] - demand[i]
                change = price[there] + price[here] - price[at[i]] - price[at[other]]
                before = max(load[j] - space[j], 0.0) + max(load[k] - space[k], 0.0)
                if change - fine * before > -1e-9:
                    continue
                after = max(load[j] + shift - space[j], 0.0)
                after += max(load[k] - shift - space[k], 0.0)
                if change + fine * (after - before) < -1e-9:
                    load[j] += shift
                    load[k] -= shift
                    at[i], at[other] = there, here
                    improved = True
