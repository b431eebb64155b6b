"""The loops over pairs and hubs, compiled.

With a set of K open hubs the cheapest way of every pair takes two short minimisations: from each
node to each hub by the best first hub (K^2 steps a node), then over the last hub (K steps a pair).
A price on a unit's passing a hub is part of the matrix between hubs, so prices change nothing.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@njit(cache=True)
def priced_haul(haul: FloatArray, price: FloatArray) -> FloatArray:
    """(M, M) money between hubs with the price of every hub passed: one if they are the same."""
    m = len(price)
    out = np.empty((m, m))
    for k in range(m):
        for j in range(m):
            out[k, j] = haul[k, j] + price[k] + price[j]
        out[k, k] = price[k]
    return out


@njit(cache=True)
def _first_legs(
    access: FloatArray, haul: FloatArray, hubs: IntArray, needed: BoolArray
) -> tuple[FloatArray, IntArray]:
    """For each node and last hub: least money by any first hub, and that hub's position."""
    nodes, count = access.shape[0], len(hubs)
    cost = np.full((nodes, count), np.inf)
    first = np.zeros((nodes, count), np.int64)
    for i in range(nodes):
        if not needed[i]:
            continue
        for b in range(count):
            cost[i, b] = access[i, hubs[b]] + haul[hubs[b], hubs[b]]
            first[i, b] = b
        for a in range(count):
            start = access[i, hubs[a]]
            if start == np.inf:
                continue
            for b in range(count):
                total = start + haul[hubs[a], hubs[b]]
                if total < cost[i, b]:
                    cost[i, b] = total
                    first[i, b] = a
    return cost, first


@njit(cache=True)
def cheapest_ways(
    origin: IntArray,
    destination: IntArray,
    direct: FloatArray,
    access: FloatArray,
    haul: FloatArray,
    hubs: IntArray,
) -> tuple[FloatArray, IntArray, IntArray]:
    """(Q,) money for a unit, first and last hub of the cheapest way; -1 where it goes directly."""
    pairs, count = len(origin), len(hubs)
    needed = np.zeros(access.shape[0], np.bool_)
    for q in range(pairs):
        needed[origin[q]] = True
    leg, first = _first_legs(access, haul, hubs, needed)
    cost = direct.copy()
    one = np.full(pairs, -1, np.int64)
    two = np.full(pairs, -1, np.int64)
    for q in range(pairs):
        o, d = origin[q], destination[q]
        best, at = cost[q], -1
        for b in range(count):
            total = leg[o, b] + access[d, hubs[b]]
            if total < best:
                best, at = total, b
        if at >= 0:
            cost[q] = best
            one[q], two[q] = hubs[first[o, at]], hubs[at]
    return cost, one, two


@njit(cache=True)
def total_costs(
    origin: IntArray,
    destination: IntArray,
    flow: FloatArray,
    direct: FloatArray,
    access: FloatArray,
    haul: FloatArray,
    is_open: BoolArray,
) -> FloatArray:
    """(B,) money of all flow with each of the sets of open hubs (B, M)."""
    sets = is_open.shape[0]
    out = np.zeros(sets)
    for s in range(sets):
        hubs = np.flatnonzero(is_open[s])
        cost = cheapest_ways(origin, destination, direct, access, haul, hubs)[0]
        total = 0.0
        for q in range(len(cost)):
            if flow[q] > 0:
                total += flow[q] * cost[q]
        out[s] = total
    return out


@njit(cache=True)
def passing(one: IntArray, two: IntArray, amount: FloatArray, hubs: int) -> FloatArray:
    """(M,) units that pass each hub; a unit counts once at a hub."""
    out = np.zeros(hubs)
    for q in range(len(one)):
        if one[q] >= 0:
            out[one[q]] += amount[q]
            if two[q] != one[q]:
                out[two[q]] += amount[q]
    return out
