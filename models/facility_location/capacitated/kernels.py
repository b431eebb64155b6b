"""The Lagrangian subproblems of all sites at once, compiled.

With the demand constraints priced at lam, site j at level l earns

    knapsack_jl = min { sum_i (c_ij - lam_i) x_i : sum_i d_i x_i <= u_jl, 0 <= x_i <= 1 }

(x_i binary where a demand point has a single source), so that for every lam >= 0

    sum_i lam_i + sum_j min_l (level cost_jl + knapsack_jl)

is a lower bound on every plan's value, and with the levels of a plan put in, on that plan's.

Sources: Geoffrion, A. and McBride, R. (1978), Lagrangean relaxation applied to capacitated
facility location problems, AIIE Transactions 10(1), 40-47; Beasley, J. E. (1993), Lagrangean
heuristics for location problems, EJOR 65(3), 383-399.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray


@njit(cache=True)
def sort_by(key: FloatArray, index: IntArray, count: int) -> None:
    """Sort the first `count` entries of `key`, and `index` with them, ascending (Shell sort).

    NumPy's argsort costs three seconds of compilation.
    """
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for a in range(gap, count):
            k, i, place = key[a], index[a], a
            while place >= gap and key[place - gap] > k:
                key[place] = key[place - gap]
                index[place] = index[place - gap]
                place -= gap
            key[place] = k
            index[place] = i
        gap //= 3


@njit(cache=True)
def knapsacks(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    capacity: FloatArray,
    allowed: BoolArray,
    lam: FloatArray,
    binary: bool,
    knapsack: FloatArray,
) -> None:
    """Fill `knapsack` (M, L) with the value of every allowed level.

    Parameters
    ----------
    start, point, cost : (M + 1,), (X,), (X,) the arcs, site by site
    demand : (N,), whole numbers where `binary`
    capacity, allowed : (M, L), level 0 is closed
    lam : (N,)
    binary : shares are 0 or 1
    """
    n_sites, n_levels = capacity.shape
    items = np.empty(len(demand), np.int64)  # arcs
    ratio = np.empty(len(demand))
    for j in range(n_sites):
        usable = False
        for level in range(1, n_levels):
            usable = usable or allowed[j, level]
        if not usable:
            continue
        count, total_demand, total = 0, 0.0, 0.0
        for arc in range(start[j], start[j + 1]):
            i = point[arc]
            reduced = cost[arc] - lam[i]
            if reduced < 0.0:
                items[count] = arc
                ratio[count] = reduced / demand[i] if demand[i] > 0.0 else -np.inf
                count += 1
                total += reduced
                total_demand += demand[i]
        ordered = False
        for level in range(1, n_levels):
            if not allowed[j, level]:
                continue
            if total_demand <= capacity[j, level]:
                knapsack[j, level] = total
                continue
            if binary:
                knapsack[j, level] = _binary(
                    point, cost, demand, lam, items[:count], int(capacity[j, level]), items[:0]
                )[0]
                continue
            if not ordered:
                sort_by(ratio, items, count)
                ordered = True
            left, value = capacity[j, level], 0.0
            for k in range(count):
                arc = items[k]
                i = point[arc]
                if demand[i] > left:
                    value += (cost[arc] - lam[i]) * left / demand[i]
                    break
                value += cost[arc] - lam[i]
                left -= demand[i]
            knapsack[j, level] = value


@njit(cache=True)
def filling_prices(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    capacity: FloatArray,
    lam: FloatArray,
    price: FloatArray,
) -> None:
    """Fill `price` (M, L): of one unit of a site's capacity, at which what still pays just fits."""
    items = np.empty(len(demand), np.int64)
    ratio = np.empty(len(demand))
    for j in range(len(capacity)):
        count = 0
        for arc in range(start[j], start[j + 1]):
            i = point[arc]
            if cost[arc] < lam[i] and demand[i] > 0.0:
                items[count], ratio[count] = i, (cost[arc] - lam[i]) / demand[i]
                count += 1
        sort_by(ratio, items, count)
        for level in range(capacity.shape[1]):
            left, price[j, level] = capacity[j, level], 0.0
            for k in range(count):
                left -= demand[items[k]]
                if left < 0.0:
                    price[j, level] = -ratio[k]
                    break


@njit(cache=True)
def add_shares(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    capacity: float,
    lam: FloatArray,
    binary: bool,
    site: int,
    served: FloatArray,
) -> None:
    """Add the shares that solve the knapsack of one site at one capacity to `served` (N,)."""
    items = np.empty(len(demand), np.int64)
    ratio = np.empty(len(demand))
    count, total_demand = 0, 0.0
    for arc in range(start[site], start[site + 1]):
        i = point[arc]
        reduced = cost[arc] - lam[i]
        if reduced < 0.0:
            items[count] = arc
            ratio[count] = reduced / demand[i] if demand[i] > 0.0 else -np.inf
            count += 1
            total_demand += demand[i]
    if total_demand <= capacity:
        for k in range(count):
            served[point[items[k]]] += 1.0
        return
    if binary:
        taken = np.empty(count, np.int64)
        number = _binary(point, cost, demand, lam, items[:count], int(capacity), taken)[1]
        for k in range(number):
            served[point[taken[k]]] += 1.0
        return
    left = capacity
    sort_by(ratio, items, count)
    for k in range(count):
        i = point[items[k]]
        if demand[i] > left:
            served[i] += left / demand[i]
            break
        served[i] += 1.0
        left -= demand[i]


@njit(cache=True)
def _binary(
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    lam: FloatArray,
    items: IntArray,
    capacity: int,
    taken: IntArray,
) -> tuple[float, int]:
    """The 0-1 knapsack of items that do not all fit; writes those chosen if `taken` has room.

    The linear relaxation and a greedy solution decide most items; a dynamic programme over
    capacity decides the few in between (the core).

    Source: Martello, S. and Toth, P. (1990), Knapsack Problems, chapters 2.4 and 2.9.
    """
    count = len(items)
    gain, size, ratio = np.empty(count), np.empty(count, np.int64), np.empty(count)
    for k in range(count):
        i = point[items[k]]
        gain[k] = cost[items[k]] - lam[i]
        size[k] = int(demand[i])
        ratio[k] = gain[k] / size[k] if size[k] > 0 else -np.inf
    order = np.arange(count)
    sort_by(ratio, order, count)
    inside = np.zeros(count, np.bool_)
    left, linear, greedy, critical = capacity, 0.0, 0.0, 0.0
    full = False
    for place in range(count):
        k = order[place]
        if size[k] <= left:
            greedy += gain[k]
            left -= size[k]
            if not full:
                linear += gain[k]
                inside[k] = True
        elif not full:
            full = True
            critical = gain[k] / size[k]
            linear += critical * left
    core = np.empty(count, np.int64)
    number, n_core, room, value = 0, 0, capacity, 0.0
    trace = len(taken) > 0
    for place in range(count):
        k = order[place]
        if size[k] > capacity:
            continue
        if linear + abs(gain[k] - critical * size[k]) > greedy + 1e-9 * abs(greedy):
            if inside[k]:
                value += gain[k]
                room -= size[k]
                if trace:
                    taken[number] = items[k]
                    number += 1
        else:
            core[n_core] = k
            n_core += 1
    table = np.zeros(room + 1)
    choice = np.zeros((n_core if trace else 0, room + 1), np.bool_)
    for c in range(n_core):
        k = core[c]
        for weight in range(room, size[k] - 1, -1):
            candidate = table[weight - size[k]] + gain[k]
            if candidate < table[weight]:
                table[weight] = candidate
                if trace:
                    choice[c, weight] = True
    if trace:
        weight = room
        for c in range(n_core - 1, -1, -1):
            if choice[c, weight]:
                taken[number] = items[core[c]]
                number += 1
                weight -= size[core[c]]
    return value + table[room], number
