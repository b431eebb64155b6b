"""Prices of open hubs for one pair after the other, compiled: what a Benders cut is made of.

With hubs open to the extent z, a pair pays the optimum of

    min  D x_0 + sum_kl c_kl x_kl     x_0 + sum x = 1,   sum of x through hub m <= z_m
    max  v - sum_m z_m p_m            v <= D,  v <= c_kl + p_k + p_l,  v <= c_kk + p_k

The dual solution (v, p) is a cut: whatever opens, the pair pays v - sum_m p_m z_m or more. With z
whole it is known in closed form (Contreras, Cordeau and Laporte 2011, Operations Research 59,
1477-1490). With z fractional only the hubs on ways cheaper than what is sure to be open take part,
so a tiny primal simplex with an explicit inverse does. Closed hubs then get the smallest prices
that keep every way dear enough, ways with two closed hubs sharing the burden: of the many optimal
duals one that no other dominates by much (Magnanti and Wong 1981).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

EPSILON = 1e-9
MOST_PIVOTS = 400


@njit(cache=True)
def _way(o: int, d: int, k: int, j: int, access: FloatArray, haul: FloatArray) -> float:
    """Money for a unit by hubs k and j, whichever end each serves."""
    there = access[o, k] + access[d, j]
    back = access[o, j] + access[d, k]
    return float(min(there, back) + haul[k, j])


@njit(cache=True)
def _small_dual(
    ways: FloatArray, room: FloatArray, fallback: float, count: int, rows: IntArray
) -> tuple[float, FloatArray, float, FloatArray]:
    """Optimal (v, p) of the programme above for `count` hubs; `room` 1 where it never binds.

    `ways` (count, count) money by two hubs, `rows` scratch. The result is made feasible whatever
    the simplex reached: v is lowered to the dearest that the prices allow. Also returned: the share
    of x_0 and the shares of x that pass each hub.
    """
    size = 1
    for k in range(count):
        rows[k] = 0
        if room[k] < 1.0 - EPSILON:
            rows[k] = size
            size += 1
    inverse = np.eye(size)
    level = np.empty(size)
    level[0] = 1.0
    for k in range(count):
        if rows[k]:
            level[rows[k]] = room[k]
    money = np.zeros(size)
    money[0] = fallback
    dual = np.zeros(size)
    dual[0] = fallback
    column = np.empty(size)
    scale = EPSILON * max(1.0, fallback)
    one = np.full(size, -1, np.int64)  # hubs of the way in each basic position; -1 for a slack
    two = np.full(size, -1, np.int64)
    for _ in range(MOST_PIVOTS):
        least, kind, at, to = -scale, -1, -1, -1
        for k in range(count):
            if rows[k] and -dual[rows[k]] < least:
                least, kind, at = -dual[rows[k]], 0, k
        for k in range(count):
            over = dual[0] + (dual[rows[k]] if rows[k] else 0.0)
            if ways[k, k] - over < least:
                least, kind, at, to = ways[k, k] - over, 1, k, k
            for j in range(k):
                reduced = ways[k, j] - over - (dual[rows[j]] if rows[j] else 0.0)
                if reduced < least:
                    least, kind, at, to = reduced, 1, k, j
        if kind < 0:
            break
        price = 0.0
        for i in range(size):
            if kind == 0:
                column[i] = inverse[i, rows[at]]
            else:
                column[i] = inverse[i, 0]
                if rows[at]:
                    column[i] += inverse[i, rows[at]]
                if to != at and rows[to]:
                    column[i] += inverse[i, rows[to]]
        if kind == 1:
            price = ways[at, to]
        leave, ratio = -1, np.inf
        for i in range(size):
            if column[i] > 1e-10:
                step = level[i] / column[i]
                if step < ratio - 1e-14 or (step < ratio + 1e-14 and column[i] > column[leave]):
                    leave, ratio = i, step
        if leave < 0:
            break
        pivot = column[leave]
        level[leave] /= pivot
        for c in range(size):
            inverse[leave, c] /= pivot
        for i in range(size):
            if i != leave and column[i] != 0.0:
                level[i] = max(0.0, level[i] - column[i] * level[leave])
                for c in range(size):
                    inverse[i, c] -= column[i] * inverse[leave, c]
        money[leave] = price
        one[leave], two[leave] = (at, to) if kind == 1 else (-2, -2)
        for c in range(size):
            dual[c] = 0.0
            for i in range(size):
                dual[c] += money[i] * inverse[i, c]
    prices = np.zeros(count)
    for k in range(count):
        if rows[k]:
            prices[k] = max(0.0, -dual[rows[k]])
    value = fallback
    for k in range(count):
        value = min(value, ways[k, k] + prices[k])
        for j in range(k):
            value = min(value, ways[k, j] + prices[k] + prices[j])
    passed = np.zeros(count)
    rest = 1.0
    for i in range(size):
        if one[i] >= 0:
            rest -= level[i]
            passed[one[i]] += level[i]
            if two[i] != one[i]:
                passed[two[i]] += level[i]
    return value, prices, max(0.0, rest), passed


@njit(cache=True)
def hub_prices(
    origin: IntArray,
    destination: IntArray,
    flow: FloatArray,
    sure: FloatArray,
    sure_first: IntArray,
    sure_last: IntArray,
    access: FloatArray,
    haul: FloatArray,
    extent: FloatArray,
    usable: BoolArray,
    group: IntArray,
    constant: FloatArray,
    price: FloatArray,
    used: FloatArray,
) -> None:
    """Add every pair's cut, times its flow, to `constant` (G,) and `price` (G, M).

    What then passes each hub is added to `used` (G, M).

    Parameters
    ----------
    sure : (P,) money for a unit over the hubs that are open for certain, or directly
    sure_first, sure_last : (P,) hubs of that way, -1 for none
    haul : (M, M) with prices on passing hubs, where there are any
    extent : (M,) of opening, 0 to 1
    usable : (M,)
    group : (P,) group of each pair
    """
    m = len(extent)
    alive = np.empty(m, np.int64)
    closed = np.empty(m, np.int64)
    room = np.empty(m)
    rows = np.empty(m, np.int64)
    need = np.empty(m)
    ways = np.empty((m, m))
    for q in range(len(origin)):
        o, d, g = origin[q], destination[q], group[q]
        top = sure[q]
        near_o, near_d = np.inf, np.inf
        for k in range(m):
            if usable[k]:
                near_o = min(near_o, access[o, k])
                near_d = min(near_d, access[d, k])
        count, fractional = 0, False
        for k in range(m):
            if extent[k] > EPSILON and min(access[o, k] + near_d, access[d, k] + near_o) < top:
                alive[count] = k
                count += 1
        for a in range(count):
            for b in range(a + 1):
                cost = _way(o, d, alive[a], alive[b], access, haul)
                ways[a, b] = cost
                ways[b, a] = cost
                if cost < top - EPSILON * max(1.0, top):
                    fractional = True
        value = top
        own = np.zeros(count)
        rest = 1.0
        if fractional:
            for a in range(count):
                room[a] = extent[alive[a]]
            value, own, rest, passed = _small_dual(ways, room, top, count, rows)
            for a in range(count):
                used[g, alive[a]] += flow[q] * passed[a]
        if sure_first[q] >= 0:
            used[g, sure_first[q]] += flow[q] * rest
            if sure_last[q] != sure_first[q]:
                used[g, sure_last[q]] += flow[q] * rest
        constant[g] += flow[q] * value
        for a in range(count):
            if own[a] > 0:
                price[g, alive[a]] += flow[q] * own[a]
        left = 0
        for k in range(m):
            far = min(access[o, k] + near_d, access[d, k] + near_o)
            if usable[k] and extent[k] <= EPSILON and far < value:
                least = max(0.0, value - _way(o, d, k, k, access, haul))
                for a in range(count):
                    short = value - own[a] - _way(o, d, k, alive[a], access, haul)
                    least = max(least, short)
                closed[left] = k
                need[left] = least
                left += 1
        for a in range(left):
            most = need[a]
            for b in range(left):
                if a != b:
                    short = value - _way(o, d, closed[a], closed[b], access, haul)
                    if short > most:
                        most = max(most, min(0.5 * short, short - need[b]))
            if most > 0:
                price[g, closed[a]] += flow[q] * most
