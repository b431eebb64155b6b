"""The cheapest way to serve all demand from open sites with capacities: exact, compiled.

Every demand point starts at its cheapest open site; what is too much there is pushed along the
cheapest chain of moves from site to site until it finds room (successive shortest paths on the
graph of sites, not of demand points: an arc j -> k moves the point whose move costs least).

Source: Ahuja, R., Magnanti, T. and Orlin, J. (1993), Network Flows, chapter 9.7.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from models.facility_location.capacitated.problem import FloatArray, IntArray


@njit(cache=True)
def transport(
    cost: FloatArray, demand: FloatArray, ceiling: FloatArray, sites: IntArray, room: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Serve all demand from `sites`.

    Parameters
    ----------
    cost : (M, N) of all sites, inf where not allowed
    demand, ceiling : (N,) and the cost of leaving a demand point unserved, inf where it must be
    sites, room : (P,) open sites and their capacities

    Returns
    -------
    tuple of the cost, inf if it cannot be done; the quantities (P + 1, N), the last row unserved,
    1 for a point without demand; the dual prices (P,) of one unit of capacity, >= 0
    """
    n, n_open = len(demand), len(sites)
    n_rows = n_open + 1
    unit = np.empty((n_rows, n))
    flow = np.zeros((n_rows, n))
    load = np.zeros(n_rows)
    price = np.zeros(n_open)
    space = np.full(n_rows, np.inf)
    for k in range(n_open):
        space[k] = room[k]
    constant, total_demand = 0.0, 0.0
    for i in range(n):
        total_demand += demand[i]
        cheapest, at = np.inf, 0
        for k in range(n_rows):
            amount = cost[sites[k], i] if k < n_open else ceiling[i]
            unit[k, i] = amount / demand[i] if demand[i] > 0.0 else 0.0
            if amount < cheapest:
                cheapest, at = amount, k
        if cheapest == np.inf:
            return np.inf, flow, price
        if demand[i] > 0.0:
            flow[at, i] = demand[i]
            load[at] += demand[i]
        else:
            constant += cheapest
            for k in range(n_rows):
                unit[k, i] = np.inf
    tiny = np.minimum(1e-12 * demand, 1e-14 * total_demand)
    slack = np.full(n_rows, 1e-13 * total_demand)
    for k in range(n_open):
        slack[k] = max(slack[k], min(1e-11 * space[k], 1e-11 * total_demand))
    move = np.full((n_rows, n_rows), np.inf)
    mover = np.zeros((n_rows, n_rows), np.int64)
    for j in range(n_rows):
        _moves(unit, flow, demand, j, tiny, move, mover)
    potential = np.zeros(n_rows + 1)
    for source in range(n_open):
        while load[source] > space[source] + slack[source]:
            target, parent = _cheapest_chain(move, load, space, slack, source, potential)
            if target < 0:
                # where capacities sum to the demand, rounding alone may find no room
                if load[source] - space[source] <= 1e-11 * total_demand:
                    break
                return np.inf, flow, price
            amount = min(load[source] - space[source], space[target] - load[target])
            k = target
            while k != source:
                amount = min(amount, flow[parent[k], mover[parent[k], k]])
                k = parent[k]
            k = target
            while k != source:
                j, i = parent[k], mover[parent[k], k]
                flow[j, i] -= amount
                flow[k, i] += amount
                if flow[j, i] <= tiny[i]:
                    load[j] -= flow[j, i]
                    load[k] += flow[j, i]
                    flow[k, i] += flow[j, i]
                    flow[j, i] = 0.0
                k = j
            load[source] -= amount
            load[target] += amount
            k = target
            while True:
                _moves(unit, flow, demand, k, tiny, move, mover)
                if k == source:
                    break
                k = parent[k]
    _prices(move, load, space, slack, price)
    total = constant
    for k in range(n_rows):
        for i in range(n):
            if flow[k, i] > 0.0:
                total += flow[k, i] * unit[k, i]
    for i in range(n):
        if demand[i] <= 0.0:
            cheapest, at = np.inf, 0
            for k in range(n_rows):
                amount = cost[sites[k], i] if k < n_open else ceiling[i]
                if amount < cheapest:
                    cheapest, at = amount, k
            flow[at, i] = 1.0
    return total, flow, price


@njit(cache=True)
def _moves(
    unit: FloatArray,
    flow: FloatArray,
    demand: FloatArray,
    j: int,
    tiny: FloatArray,
    move: FloatArray,
    mover: IntArray,
) -> None:
    """Cheapest move of one unit from site j to every other site, and the point that moves."""
    n_rows, n = unit.shape
    for k in range(n_rows):
        move[j, k] = np.inf
    for i in range(n):
        if flow[j, i] > tiny[i] and demand[i] > 0.0:
            here = unit[j, i]
            for k in range(n_rows):
                extra = unit[k, i] - here
                if extra < move[j, k] and k != j:
                    move[j, k] = extra
                    mover[j, k] = i


@njit(cache=True)
def _cheapest_chain(
    move: FloatArray,
    load: FloatArray,
    space: FloatArray,
    slack: FloatArray,
    source: int,
    potential: FloatArray,
) -> tuple[int, IntArray]:
    """Dijkstra from an overloaded site to the cheapest site with room; -1 if there is none.

    `potential` (P + 2,), the last one of the sink behind all sites with room, keeps the reduced
    costs non-negative from call to call.
    """
    n_rows = len(load)
    distance = np.full(n_rows, np.inf)
    parent = np.full(n_rows, -1)
    done = np.zeros(n_rows, np.bool_)
    distance[source] = 0.0
    best, target = np.inf, -1
    while True:
        j, nearest = -1, best
        for k in range(n_rows):
            if not done[k] and distance[k] < nearest:
                j, nearest = k, distance[k]
        if j < 0:
            break
        done[j] = True
        # finer than a source's slack: what is left over at many sites must not look infeasible
        if space[j] - load[j] > 1e-3 * slack[j]:
            through = distance[j] + max(potential[j] - potential[n_rows], 0.0)
            if through < best:
                best, target = through, j
        for k in range(n_rows):
            if not done[k] and move[j, k] < np.inf:
                length = distance[j] + max(move[j, k] + potential[j] - potential[k], 0.0)
                if length < distance[k]:
                    distance[k] = length
                    parent[k] = j
    if target >= 0:
        for k in range(n_rows):
            potential[k] += min(distance[k], best)
        potential[n_rows] += best
    return target, parent


@njit(cache=True)
def _prices(
    move: FloatArray, load: FloatArray, space: FloatArray, slack: FloatArray, price: FloatArray
) -> None:
    """Cost of pushing one more unit out of each site to where there is room (Bellman-Ford)."""
    n_open = len(price)
    distance = np.full(n_open + 1, np.inf)
    for k in range(n_open + 1):
        if space[k] - load[k] > slack[k]:
            distance[k] = 0.0
    for _ in range(n_open + 1):
        changed = False
        for j in range(n_open):
            for k in range(n_open + 1):
                if move[j, k] + distance[k] < distance[j] - 1e-12:
                    distance[j] = move[j, k] + distance[k]
                    changed = True
        if not changed:
            break
    highest = 0.0
    for j in range(n_open):
        if distance[j] < np.inf:
            highest = max(highest, distance[j])
    for j in range(n_open):
        price[j] = max(distance[j], 0.0) if distance[j] < np.inf else highest
