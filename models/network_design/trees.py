"""Good trees: shortest paths from a growing tree, then nodes taken in and out.

The path heuristic is that of Takahashi and Matsuyama (1980), Mathematica Japonica 24, 573-577; the
spanning tree of its nodes, pruned, follows Rayward-Smith and Clare (1986), Networks 16, 283-294;
taking nodes in and out Minoux (1990), Networks 20, 139-167.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@njit(cache=True)
def grown(
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    cost: FloatArray,
    terminal: BoolArray,
    root: int,
) -> BoolArray:
    """(N,) nodes of a tree grown from `root` by shortest paths to the nearest terminal."""
    nodes = len(start) - 1
    inside = np.zeros(nodes, dtype=np.bool_)
    distance = np.full(nodes, np.inf)
    by = np.full(nodes, -1)
    inside[root] = True
    distance[root] = 0.0
    heap = [(0.0, root)]
    while heap:
        d, x = heappop(heap)
        if d > distance[x]:
            continue
        if terminal[x] and not inside[x]:
            y = x
            while not inside[y]:
                inside[y] = True
                distance[y] = 0.0
                heappush(heap, (0.0, y))
                y = at[by[y]]
            continue
        for i in range(start[x], start[x + 1]):
            h = halves[i]
            y = at[h ^ 1]
            there = d + cost[h // 2]
            if there < distance[y]:
                distance[y] = there
                by[y] = h
                heappush(heap, (there, y))
    return inside


@njit(cache=True)
def _top(parent: IntArray, x: int) -> int:
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@njit(cache=True)
def pruned_tree(
    order: IntArray, at: IntArray, cost: FloatArray, terminal: BoolArray, inside: BoolArray
) -> tuple[float, BoolArray, BoolArray]:
    """Cost, edges and nodes of the least spanning tree of `inside` without needless leaves.

    `order` lists the edges by cost; the cost is inf where the nodes do not hang together or
    lack a terminal.
    """
    nodes = len(terminal)
    parent = np.arange(nodes)
    degree = np.zeros(nodes, dtype=np.int64)
    only = np.zeros(nodes, dtype=np.int64)
    chosen = np.zeros(len(cost), dtype=np.bool_)
    kept = inside.copy()
    missing = inside.sum() - 1
    total = 0.0
    for e in order:
        if missing == 0:
            break
        u, v = at[2 * e], at[2 * e + 1]
        if not (inside[u] and inside[v]):
            continue
        a, b = _top(parent, u), _top(parent, v)
        if a == b:
            continue
        parent[a] = b
        chosen[e] = True
        total += cost[e]
        missing -= 1
        degree[u] += 1
        degree[v] += 1
        only[u] ^= e
        only[v] ^= e
    if missing > 0 or (terminal & ~inside).any():
        return np.inf, chosen, kept
    for x in range(nodes):
        y = x
        while kept[y] and degree[y] == 1 and not terminal[y]:
            e = only[y]
            kept[y] = False
            chosen[e] = False
            total -= cost[e]
            other = at[2 * e] + at[2 * e + 1] - y
            degree[y] = 0
            degree[other] -= 1
            only[other] ^= e
            y = other
    return total, chosen, kept


@njit(cache=True)
def toggled(
    order: IntArray,
    start: IntArray,
    halves: IntArray,
    at: IntArray,
    cost: FloatArray,
    terminal: BoolArray,
    inside: BoolArray,
    best: float,
    candidates: IntArray,
    margin: float,
) -> tuple[float, BoolArray]:
    """Take each candidate in or out of the tree's nodes where that is cheaper by `margin`."""
    for v in candidates:
        if terminal[v]:
            continue
        if not inside[v]:
            touching = 0
            for i in range(start[v], start[v + 1]):
                if inside[at[halves[i] ^ 1]]:
                    touching += 1
            if touching < 2:
                continue
        inside[v] = not inside[v]
        total, _, kept = pruned_tree(order, at, cost, terminal, inside)
        if total < best - margin:
            best, inside = total, kept
        else:
            inside[v] = not inside[v]
    return best, inside
