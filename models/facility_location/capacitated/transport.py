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
def point_major(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    ceiling: FloatArray,
    sites: IntArray,
) -> tuple[IntArray, IntArray, FloatArray]:
    """The arcs of some sites, demand point by demand point, rows of `sites` ascending.

    Returns
    -------
    tuple of where each point's arcs start (N + 1,), their row and cost; a point with a finite
    ceiling has a last arc to row P, unserved
    """
    n, n_open = len(ceiling), len(sites)
    first = np.zeros(n + 1, np.int64)
    for j in sites:
        for arc in range(start[j], start[j + 1]):
            first[point[arc] + 1] += 1
    for i in range(n):
        if ceiling[i] < np.inf:
            first[i + 1] += 1
    for i in range(n):
        first[i + 1] += first[i]
    row = np.empty(first[n], np.int64)
    price = np.empty(first[n])
    fill = first[:-1].copy()
    for k in range(n_open):
        for arc in range(start[sites[k]], start[sites[k] + 1]):
            place = fill[point[arc]]
            row[place] = k
            price[place] = cost[arc]
            fill[point[arc]] += 1
    for i in range(n):
        if ceiling[i] < np.inf:
            row[fill[i]] = n_open
            price[fill[i]] = ceiling[i]
    return first, row, price


@njit(cache=True)
def transport(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    ceiling: FloatArray,
    sites: IntArray,
    room: FloatArray,
) -> tuple[float, IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
    """Serve all demand from `sites`.

    Parameters
    ----------
    start, point, cost : (M + 1,), (X,), (X,) the arcs of all sites, site by site
    demand, ceiling : (N,) and the cost of leaving a demand point unserved, inf where it must be
    sites, room : (P,) open sites and their capacities

    Returns
    -------
    tuple of the cost, inf if it cannot be done; row of `sites` (P where unserved), demand point
    and quantity of the flows, 1 for a point without demand; the dual prices (P,) of one unit of
    capacity, >= 0; and those (N,) of serving each demand point
    """
    n, n_open = len(demand), len(sites)
    n_rows = n_open + 1
    first, row, fee = point_major(start, point, cost, ceiling, sites)
    size = len(row)
    unit = np.full(size, np.inf)
    flow = np.zeros(size)
    load = np.zeros(n_rows)
    price = np.zeros(n_open)
    lam = np.zeros(n)
    space = np.full(n_rows, np.inf)
    for k in range(n_open):
        space[k] = room[k]
    constant, total_demand = 0.0, 0.0
    nothing = np.zeros(0, np.int64)
    for i in range(n):
        total_demand += demand[i]
        cheapest, at = np.inf, -1
        for a in range(first[i], first[i + 1]):
            if demand[i] > 0.0:
                unit[a] = fee[a] / demand[i]
            if fee[a] < cheapest:
                cheapest, at = fee[a], a
        if at < 0:
            return np.inf, nothing, nothing, flow[:0], price, lam
        if demand[i] > 0.0:
            flow[at] = demand[i]
            load[row[at]] += demand[i]
        else:
            constant += cheapest
            flow[at] = 1.0
    # the arcs of each row, to find what flows there
    row_first = np.zeros(n_rows + 1, np.int64)
    for a in range(size):
        row_first[row[a] + 1] += 1
    for k in range(n_rows):
        row_first[k + 1] += row_first[k]
    of_row, owner = np.empty(size, np.int64), np.empty(size, np.int64)
    fill = row_first[:-1].copy()
    for i in range(n):
        for a in range(first[i], first[i + 1]):
            of_row[fill[row[a]]] = a
            owner[a] = i
            fill[row[a]] += 1
    tiny = np.minimum(1e-12 * demand, 1e-14 * total_demand)
    slack = np.full(n_rows, 1e-13 * total_demand)
    for k in range(n_open):
        slack[k] = max(slack[k], min(1e-11 * space[k], 1e-11 * total_demand))
    move = np.full((n_rows, n_rows), np.inf)
    leaves = np.zeros((n_rows, n_rows), np.int64)
    enters = np.zeros((n_rows, n_rows), np.int64)
    for j in range(n_rows):
        mine = of_row[row_first[j] : row_first[j + 1]]
        _moves(first, row, unit, flow, demand, mine, owner, j, tiny, move, leaves, enters)
    potential = np.zeros(n_rows + 1)
    for source in range(n_open):
        while load[source] > space[source] + slack[source]:
            target, parent = _cheapest_chain(move, load, space, slack, source, potential)
            if target < 0:
                # where capacities sum to the demand, rounding alone may find no room
                if load[source] - space[source] <= 1e-11 * total_demand:
                    break
                return np.inf, nothing, nothing, flow[:0], price, lam
            amount = min(load[source] - space[source], space[target] - load[target])
            k = target
            while k != source:
                amount = min(amount, flow[leaves[parent[k], k]])
                k = parent[k]
            k = target
            while k != source:
                j = parent[k]
                a, b = leaves[j, k], enters[j, k]
                flow[a] -= amount
                flow[b] += amount
                if flow[a] <= tiny[owner[a]]:
                    load[j] -= flow[a]
                    load[k] += flow[a]
                    flow[b] += flow[a]
                    flow[a] = 0.0
                k = j
            load[source] -= amount
            load[target] += amount
            k = target
            while True:
                mine = of_row[row_first[k] : row_first[k + 1]]
                _moves(first, row, unit, flow, demand, mine, owner, k, tiny, move, leaves, enters)
                if k == source:
                    break
                k = parent[k]
    _prices(move, load, space, slack, price)
    total, used = constant, 0
    for i in range(n):
        lam[i] = np.inf
        for a in range(first[i], first[i + 1]):
            marginal = fee[a]
            if row[a] < n_open:
                marginal += demand[i] * price[row[a]]
            lam[i] = min(lam[i], marginal)
            if flow[a] > 0.0:
                used += 1
                if demand[i] > 0.0:
                    total += flow[a] * unit[a]
    out_row, out_point = np.empty(used, np.int64), np.empty(used, np.int64)
    quantity = np.empty(used)
    used = 0
    for a in range(size):
        if flow[a] > 0.0:
            out_row[used], out_point[used], quantity[used] = row[a], owner[a], flow[a]
            used += 1
    return total, out_row, out_point, quantity, price, lam


@njit(cache=True)
def _moves(
    first: IntArray,
    row: IntArray,
    unit: FloatArray,
    flow: FloatArray,
    demand: FloatArray,
    mine: IntArray,
    owner: IntArray,
    j: int,
    tiny: FloatArray,
    move: FloatArray,
    leaves: IntArray,
    enters: IntArray,
) -> None:
    """Cheapest move of one unit from row j to every other, and the arcs it leaves and enters."""
    for k in range(len(move)):
        move[j, k] = np.inf
    for a in mine:
        i = owner[a]
        if flow[a] > tiny[i] and demand[i] > 0.0:
            here = unit[a]
            for b in range(first[i], first[i + 1]):
                extra, k = unit[b] - here, row[b]
                if extra < move[j, k] and k != j:
                    move[j, k] = extra
                    leaves[j, k], enters[j, k] = a, b


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
