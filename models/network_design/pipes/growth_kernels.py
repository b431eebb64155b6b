"""Forests changed by taking nodes out and bringing them back, compiled.

A forest is `entering` (V,), arc into a node or -1, and `flow` (V,), what that arc carries; a source
has none, its `flow` is what it supplies. Arc h runs from at[h] to at[h ^ 1].
"""

from __future__ import annotations

import heapq

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SLACK = 1e-9  # share by which sums may be beside what they should be


@njit(cache=True)
def price_of(flow: float, capacity: FloatArray, price: FloatArray) -> float:
    """Money of a kilometre for a flow, nothing without one, inf where no class is large enough."""
    if flow <= 0.0:
        return 0.0
    for k in range(len(capacity)):
        if flow <= capacity[k] * (1.0 + SLACK):
            return float(price[k])
    return np.inf


@njit(cache=True)
def forest_cost(
    entering: IntArray,
    flow: FloatArray,
    length: FloatArray,
    capacity: FloatArray,
    price: FloatArray,
) -> float:
    """Money of the pipes."""
    total = 0.0
    for v in range(len(entering)):
        if entering[v] >= 0:
            total += length[entering[v] // 2] * price_of(flow[v], capacity, price)
    return total


@njit(cache=True)
def taken_out(node: int, amount: float, at: IntArray, entering: IntArray, flow: FloatArray) -> None:
    """Take `amount` off the way to a node; pipes without flow go."""
    v = node
    while True:
        flow[v] -= amount
        h = entering[v]
        if flow[v] <= SLACK * amount:
            flow[v] = 0.0
            entering[v] = -1
        if h < 0:
            return
        v = at[h]


@njit(cache=True)
def brought_in(
    node: int,
    amount: float,
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    length: FloatArray,
    room: FloatArray,
    capacity: FloatArray,
    price: FloatArray,
    entering: IntArray,
    flow: FloatArray,
    blocked: BoolArray,
    most: float,
) -> float:
    """Bring `amount` to a node along the cheapest way; its money, inf where none costs `most`.

    `room` (V,) is what a source may supply, -1 for other nodes. The way keeps off `blocked` nodes.
    """
    nodes = len(entering)
    cost = np.full(nodes, np.inf)
    done = np.zeros(nodes, dtype=np.bool_)
    via = np.full(nodes, -1)
    ahead = np.empty(nodes, dtype=np.int64)
    each = price_of(amount, capacity, price)
    heap = [(np.inf, -1)]
    for v in range(nodes):  # what more water costs on the way to what is there
        if blocked[v] or cost[v] < np.inf or (entering[v] < 0 and room[v] < 0.0):
            continue
        count, u = 0, v
        while cost[u] == np.inf and entering[u] >= 0:
            ahead[count] = u
            count += 1
            u = at[entering[u]]
        if cost[u] == np.inf and flow[u] + amount <= room[u] * (1.0 + SLACK):
            cost[u] = 0.0
            heapq.heappush(heap, (0.0, u))
        for i in range(count - 1, -1, -1):
            w = ahead[i]
            more = price_of(flow[w] + amount, capacity, price)
            if cost[u] < np.inf and more < np.inf:
                before = price_of(flow[w], capacity, price)
                cost[w] = cost[u] + length[entering[w] // 2] * (more - before)
                heapq.heappush(heap, (cost[w], w))
            else:
                cost[w] = 1e300  # there, and full
            u = w
    while heap:
        least, v = heapq.heappop(heap)
        if v < 0 or least > most:
            return np.inf
        if done[v] or least > cost[v]:
            continue
        done[v] = True
        if v == node:
            break
        for i in range(start[v], start[v + 1]):
            h = halves[i]
            u = at[h ^ 1]
            if done[u] or entering[u] >= 0 or room[u] >= 0.0 or (blocked[u] and u != node):
                continue
            onward = least + each * length[h // 2]
            if onward < cost[u]:
                cost[u] = onward
                via[u] = h
                heapq.heappush(heap, (onward, u))
    if not done[node]:
        return np.inf
    v = node
    while via[v] >= 0:
        entering[v] = via[v]
        flow[v] += amount
        v = at[via[v]]
    while True:
        flow[v] += amount
        if entering[v] < 0:
            break
        v = at[entering[v]]
    return float(cost[node])


@njit(cache=True)
def scheduled(
    entering: IntArray,
    flow: FloatArray,
    inside: BoolArray,
    terminals: IntArray,
    worth: FloatArray,
    at: IntArray,
    length: FloatArray,
    capacity: FloatArray,
    price: FloatArray,
    node_cost: FloatArray,
    limit: FloatArray,
    budget: FloatArray,
    carry_over: bool,
) -> IntArray:
    """Period (K,) of each terminal `inside`, the most `worth` (K,) for money first; T for never."""
    count, periods = len(terminals), len(limit)
    period = np.full(count, periods)
    if periods == 1:
        for k in range(count):
            if inside[k]:
                period[k] = 0
        return period
    laid = entering < 0
    left = inside.copy()
    spent, t = 0.0, 0  # without carry-over: in the period
    while True:
        chosen, ratio, money = -1, -1.0, 0.0
        for k in range(count):
            if left[k]:
                cost = node_cost[terminals[k]]
                v = terminals[k]
                while not laid[v]:
                    cost += length[entering[v] // 2] * price_of(flow[v], capacity, price)
                    v = at[entering[v]]
                value = worth[k] / (cost + 1e-12)
                if value > ratio:
                    chosen, ratio, money = k, value, cost
        if chosen < 0:
            return period
        if carry_over:
            spent += money
            while t < periods and spent > limit[t] * (1.0 + SLACK):
                t += 1
        else:
            while t < periods and spent + money > budget[t] * (1.0 + SLACK):
                t += 1
                spent = 0.0
            spent += money
        if t >= periods:
            return period
        left[chosen] = False
        period[chosen] = t
        v = terminals[chosen]
        while not laid[v]:
            laid[v] = True
            v = at[entering[v]]
