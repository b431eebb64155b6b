"""The cheapest way to serve all demand from open sites with capacities: exact, compiled.

Every demand point starts at its cheapest open site; what is too much there is pushed along the
cheapest chain of moves from site to site until it finds room (successive shortest paths on the
graph of sites, not of demand points: an arc j -> k moves the point whose move costs least).
Prices of capacity guessed beforehand save most of the pushing: points start where cost plus price
is least, and capacity that stays idle, which moves at no cost, where the price is least.

Source: Ahuja, R., Magnanti, T. and Orlin, J. (1993), Network Flows, chapter 9.7.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray


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


@njit(cache=True, nogil=True)
def transport(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    ceiling: FloatArray,
    sites: IntArray,
    room: FloatArray,
    guess: FloatArray,
    halt: BoolArray,
) -> tuple[float, IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
    """Serve all demand from `sites`.

    Parameters
    ----------
    start, point, cost : (M + 1,), (X,), (X,) the arcs of all sites, site by site
    demand, ceiling : (N,) and the cost of leaving a demand point unserved, inf where it must be
    sites, room : (P,) open sites and their capacities
    guess : (P,) finite prices >= 0 of one unit of capacity to start from; decide on speed alone
    halt : (1,) looked at all the time; when another thread sets it, nothing is found

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
    full = np.zeros(n_rows)
    price = np.zeros(n_open)
    lam = np.zeros(n)
    space, toll = np.zeros(n_rows), np.zeros(n_rows)
    for k in range(n_open):
        space[k], toll[k] = room[k], guess[k]
    constant, total_demand = 0.0, 0.0
    nothing = np.zeros(0, np.int64)
    for i in range(n):
        total_demand += demand[i]
        cheapest, at = np.inf, -1
        for a in range(first[i], first[i + 1]):
            if demand[i] > 0.0:
                unit[a] = fee[a] / demand[i]
            asked = fee[a] + demand[i] * toll[row[a]]
            if asked < cheapest:
                cheapest, at = asked, a
            if row[a] == n_open:
                space[n_open] = np.inf
        if at < 0:
            return np.inf, nothing, nothing, flow[:0], price, lam
        if demand[i] > 0.0:
            flow[at] = demand[i]
            full[row[at]] += demand[i]
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
    if space[n_open] > 0.0:
        space[n_open] = total_demand
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
    if space.sum() < total_demand * (1.0 - 1e-11):
        return np.inf, nothing, nothing, flow[:0], price, lam
    idle = _idle(full, space, toll, space[n_open] > 0.0)
    for k in range(n_rows):
        full[k] += idle[k]
    potential, grain = -toll, toll.max()
    for a in range(size):
        grain = max(grain, unit[a]) if unit[a] < np.inf else grain
    grain *= 1e-13
    for source in range(n_rows):
        while full[source] > space[source] + slack[source]:
            if halt[0]:
                return np.inf, nothing, nothing, flow[:0], price, lam
            target, parent, by_idle = _cheapest_chain(
                move, full, space, idle, slack, source, potential, grain
            )
            if target < 0:
                # where capacities sum to the demand, rounding alone may find no room
                if full[source] - space[source] <= 1e-11 * total_demand:
                    break
                return np.inf, nothing, nothing, flow[:0], price, lam
            amount = min(full[source] - space[source], space[target] - full[target])
            k = target
            while k != source:
                j = parent[k]
                amount = min(amount, idle[j] if by_idle[k] else flow[leaves[j, k]])
                k = j
            k = target
            while k != source:
                j = parent[k]
                if by_idle[k]:
                    idle[j] -= amount
                    idle[k] += amount
                    k = j
                    continue
                a, b = leaves[j, k], enters[j, k]
                flow[a] -= amount
                flow[b] += amount
                if flow[a] <= tiny[owner[a]]:
                    full[j] -= flow[a]
                    full[k] += flow[a]
                    flow[b] += flow[a]
                    flow[a] = 0.0
                k = j
            full[source] -= amount
            full[target] += amount
            k = target
            while k != source:
                j = parent[k]
                if not by_idle[k]:
                    a, b = leaves[j, k], enters[j, k]
                    if flow[a] <= tiny[owner[a]]:
                        mine = of_row[row_first[j] : row_first[j + 1]]
                        _moves(
                            first,
                            row,
                            unit,
                            flow,
                            demand,
                            mine,
                            owner,
                            j,
                            tiny,
                            move,
                            leaves,
                            enters,
                        )
                    if flow[b] > tiny[owner[b]]:
                        _add_moves(first, row, unit, owner[b], b, k, move, leaves, enters)
                k = j
    _prices(move, idle, slack, potential, price)
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
            _add_moves(first, row, unit, i, a, j, move, leaves, enters)


@njit(cache=True)
def _add_moves(
    first: IntArray,
    row: IntArray,
    unit: FloatArray,
    i: int,
    a: int,
    j: int,
    move: FloatArray,
    leaves: IntArray,
    enters: IntArray,
) -> None:
    """Moves out of row j along the arcs of demand point i, which flows there by arc a."""
    for b in range(first[i], first[i + 1]):
        extra, k = unit[b] - unit[a], row[b]
        if extra < move[j, k] and k != j:
            move[j, k] = extra
            leaves[j, k], enters[j, k] = a, b


@njit(cache=True)
def _idle(load: FloatArray, space: FloatArray, toll: FloatArray, may_miss: bool) -> FloatArray:
    """Spread the capacity that will stay idle over the rows of least toll; (P + 1,).

    All of it but a trace: demand finds room in spite of rounding.
    """
    last = len(load) if may_miss else len(load) - 1
    total = load.sum()
    spare = max(space.sum() - total - 1e-12 * total, 0.0)
    idle = np.zeros(len(load))
    if last == 0:
        return idle
    lowest, free = toll[:last].min(), 0.0
    for k in range(last):
        if toll[k] == lowest:
            free += max(space[k] - load[k], 0.0)
    part = min(1.0, spare / free) if free > 0.0 else 0.0
    left, place = spare - part * free, -1
    for k in range(last):
        if toll[k] == lowest:
            idle[k] = part * max(space[k] - load[k], 0.0)
            place = k
    idle[place] += max(left, 0.0)
    return idle


@njit(cache=True)
def _cheapest_chain(
    move: FloatArray,
    full: FloatArray,
    space: FloatArray,
    idle: FloatArray,
    slack: FloatArray,
    source: int,
    potential: FloatArray,
    grain: float,
) -> tuple[int, IntArray, BoolArray]:
    """Dijkstra from an overfull row to the cheapest one with room.

    Returns that row, -1 if there is none, the parents (P + 1,), and which rows are reached by
    moving idle capacity. `potential` (P + 1,) keeps reduced costs non-negative from call to call.
    Of chains that differ by less than `grain` the one with fewer moves is taken: a detour by a row
    with a trace of flow would push no more than the trace.
    """
    n_rows = len(full)
    distance = np.full(n_rows, np.inf)
    parent = np.full(n_rows, -1)
    by_idle = np.zeros(n_rows, np.bool_)
    done = np.zeros(n_rows, np.bool_)
    distance[source] = 0.0
    target, spread = -1, False
    while True:
        j, nearest = -1, np.inf
        for k in range(n_rows):
            if not done[k] and distance[k] < nearest:
                j, nearest = k, distance[k]
        if j < 0:
            break
        # finer than a source's slack: what is left over at many sites must not look infeasible
        if space[j] - full[j] > 1e-3 * slack[j]:
            target = j
            break
        done[j] = True
        # rows with idle capacity have one price: the first reached stands for all
        moves_idle = idle[j] > 1e-2 * slack[j] and not spread
        spread = spread or moves_idle
        for k in range(n_rows):
            if done[k]:
                continue
            if move[j, k] < np.inf:
                length = nearest + max(move[j, k] + potential[j] - potential[k], 0.0)
                if length < distance[k] - grain:
                    distance[k], parent[k], by_idle[k] = length, j, False
            if moves_idle and space[k] > 0.0:
                length = nearest + max(potential[j] - potential[k], 0.0)
                if length < distance[k] - grain:
                    distance[k], parent[k], by_idle[k] = length, j, True
    if target >= 0:
        for k in range(n_rows):
            potential[k] += min(distance[k], distance[target])
    return target, parent, by_idle


@njit(cache=True)
def _prices(
    move: FloatArray, idle: FloatArray, slack: FloatArray, potential: FloatArray, price: FloatArray
) -> None:
    """Cost of pushing one more unit out of each site to idle capacity (Bellman-Ford).

    Sites from where nothing idle can be reached have the prices of the potentials, lifted until
    nobody wants in.
    """
    n_open = len(price)
    distance = np.full(n_open + 1, np.inf)
    distance[n_open] = 0.0
    for k in range(n_open):
        if idle[k] > slack[k]:
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
    lift = -np.inf
    for j in range(n_open):
        if distance[j] == np.inf:
            lift = max(lift, potential[j])
            for k in range(n_open + 1):
                if distance[k] < np.inf and move[k, j] < np.inf:
                    lift = max(lift, distance[k] - move[k, j] + potential[j])
    for j in range(n_open):
        price[j] = max(distance[j], 0.0) if distance[j] < np.inf else lift - potential[j]
