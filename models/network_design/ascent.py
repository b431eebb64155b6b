"""Dual ascent on directed cuts: a lower bound, prices of arcs, and the cuts that prove it.

Send one unit from a root to every terminal: each set of nodes with a terminal and without the root
is entered. While a terminal is not reached by arcs without price, the arcs that enter the set from
which it is reached are lowered by the smallest price among them, and the bound rises by as much
(Wong 1984, Mathematical Programming 28, 271-287). Sets entered by few arcs come first.

Half-edge h of node at[h] is also the arc that leaves at[h] for at[h ^ 1].
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

WORSE = 1.25  # a set this many times larger than it was waits for its turn again


@njit(cache=True)
def dual_ascent(
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    price: FloatArray,
    terminals: IntArray,
    root: int,
    keep: bool,
    worse: float,
) -> tuple[float, IntArray, IntArray, FloatArray]:
    """Bound, and with `keep` the cuts: begin of each, their arcs, and by how much each rises it.

    `price` (2E,) of the arcs, inf for those that may not be used, is lowered to what is left. The
    bound is inf where a terminal cannot be reached.
    """
    nodes = len(start) - 1
    seen = np.full(nodes, -1)
    stack = np.empty(nodes, dtype=np.int64)
    begins, arcs, rises = [0], [0], [0.0]
    arcs.pop()
    rises.pop()
    bound, turn = 0.0, 0
    heap = [(0, 0)]
    heap.pop()
    for t in terminals:
        if t != root:
            heap.append((start[t + 1] - start[t], t))
    heapify(heap)
    entering = np.empty(len(at), dtype=np.int64)
    while heap:
        _, t = heappop(heap)
        turn += 1
        seen[t] = turn
        stack[0] = t
        size, done, count, reached = 1, 0, 0, False
        while done < size and not reached:
            v = stack[done]
            done += 1
            for i in range(start[v], start[v + 1]):
                h = halves[i]
                u = at[h ^ 1]
                if seen[u] == turn:
                    continue
                if price[h ^ 1] <= 0.0:
                    if u == root:
                        reached = True
                        break
                    seen[u] = turn
                    stack[size] = u
                    size += 1
                else:
                    entering[count] = h ^ 1
                    count += 1
        if reached:
            continue
        least, real = np.inf, 0
        for i in range(count):
            a = entering[i]
            if seen[at[a]] != turn:
                entering[real] = a
                real += 1
                least = min(least, price[a])
        if least == np.inf:
            return np.inf, np.array(begins), np.array(arcs), np.array(rises)
        if len(heap) > 0 and real > worse * heap[0][0]:
            heappush(heap, (real, t))
            if heap[0][1] != t:
                continue
            heappop(heap)
        for i in range(real):
            price[entering[i]] -= least
            if keep:
                arcs.append(entering[i])
        if keep:
            begins.append(len(arcs))
            rises.append(least)
        bound += least
        heappush(heap, (real, t))
    return bound, np.array(begins), np.array(arcs), np.array(rises)


@njit(cache=True)
def detours(
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    price: FloatArray,
    terminals: IntArray,
    root: int,
) -> FloatArray:
    """(2E,) least price of a way from the root over an arc to a terminal: what using it adds."""
    nodes = len(start) - 1
    there, back = np.full(nodes, np.inf), np.full(nodes, np.inf)
    there[root] = 0.0
    heap = [(0.0, root)]
    while heap:
        d, x = heappop(heap)
        if d > there[x]:
            continue
        for i in range(start[x], start[x + 1]):
            h = halves[i]
            y = at[h ^ 1]
            if d + price[h] < there[y]:
                there[y] = d + price[h]
                heappush(heap, (there[y], y))
    for t in terminals:
        if t != root:
            back[t] = 0.0
            heappush(heap, (0.0, t))
    while heap:
        d, x = heappop(heap)
        if d > back[x]:
            continue
        for i in range(start[x], start[x + 1]):
            h = halves[i]
            y = at[h ^ 1]
            if d + price[h ^ 1] < back[y]:
                back[y] = d + price[h ^ 1]
                heappush(heap, (back[y], y))
    added = np.empty(len(at))
    for h in range(len(at)):
        added[h] = there[at[h]] + price[h] + back[at[h ^ 1]]
    return added
