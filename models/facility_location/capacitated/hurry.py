"""A feasible flow in one pass, for when no time is left to find the cheapest."""

from __future__ import annotations

import numpy as np
from numba import njit

from models.facility_location.capacitated.kernels import sort_by
from models.facility_location.capacitated.problem import FloatArray, IntArray
from models.facility_location.capacitated.transport import point_major


@njit(cache=True)
def fill(
    start: IntArray,
    point: IntArray,
    cost: FloatArray,
    demand: FloatArray,
    ceiling: FloatArray,
    sites: IntArray,
    room: FloatArray,
    order: IntArray,
    whole: bool,
) -> tuple[float, IntArray, IntArray, FloatArray]:
    """Serve the demand points in some order, each from its cheapest sites that have room left.

    Parameters
    ----------
    start, point, cost, demand, ceiling, sites, room : as in `transport`
    order : (N,) of the demand points
    whole : whether a point is served by one site

    Returns
    -------
    tuple of the cost, inf if a point finds no room, and the flows as `transport` gives them
    """
    n_open = len(sites)
    first, row, fee = point_major(start, point, cost, ceiling, sites)
    space = np.append(room, np.inf)
    arcs, price = np.empty(n_open + 1, np.int64), np.empty(n_open + 1)
    used, total = 0, 0.0
    out_row, out_point = np.empty(len(row), np.int64), np.empty(len(row), np.int64)
    quantity = np.empty(len(row))
    for i in order:
        count = first[i + 1] - first[i]
        for k in range(count):
            arcs[k], price[k] = first[i] + k, fee[first[i] + k]
        sort_by(price, arcs, count)
        left, served = demand[i], False
        for k in range(count):
            at = row[arcs[k]]
            if space[at] <= 0.0 < demand[i] or (whole and space[at] < demand[i]):
                continue
            amount = min(left, space[at])
            space[at] -= amount
            left -= amount
            total += price[k] * (amount / demand[i] if demand[i] > 0.0 else 1.0)
            out_row[used], out_point[used] = at, i
            quantity[used] = amount if demand[i] > 0.0 else 1.0
            used += 1
            if left <= 0.0:
                served = True
                break
        if not served:
            return np.inf, out_row[:0], out_point[:0], quantity[:0]
    return total, out_row[:used], out_point[:used], quantity[:used]
