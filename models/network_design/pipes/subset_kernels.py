"""Costs of all subsets of terminals from all nodes, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def sent_and_split(
    distance: FloatArray, price: FloatArray, terminals: IntArray, rung: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Least cost (2^K, V) of bringing water from a node to a subset, and of splitting there first.

    `distance` (V, V), `price` (2^K,) of a kilometre of pipe for a subset, inf where no pipe is
    large enough. When `rung` the arrays are not complete.
    """
    nodes, count = len(distance), len(terminals)
    best = np.full((1 << count, nodes), np.inf)
    split = np.full((1 << count, nodes), np.inf)
    for k in range(count):
        split[1 << k, terminals[k]] = 0.0
    for group in range(1, 1 << count):
        if rung[0]:
            break
        rest = group & (group - 1)  # without its first terminal, which stays in the first part
        if rest:
            part = (rest - 1) & rest
            while True:
                first, second = group ^ rest ^ part, rest ^ part
                for v in range(nodes):
                    together = best[first, v] + best[second, v]
                    if together < split[group, v]:
                        split[group, v] = together
                if part == 0:
                    break
                part = (part - 1) & rest
        for v in range(nodes):
            best[group, v] = split[group, v]
        each = price[group]
        if each < np.inf:
            for v in range(nodes):
                least = best[group, v]
                for u in range(nodes):
                    sent = split[group, u] + each * distance[v, u]
                    if sent < least:
                        least = sent
                best[group, v] = least
    return best, split


@njit(cache=True)
def best_split(best: FloatArray, group: int, node: int) -> int:
    """The part with the first terminal where splitting `group` at `node` costs least."""
    rest = group & (group - 1)
    part = (rest - 1) & rest
    chosen, least = group ^ rest ^ part, np.inf
    while True:
        first = group ^ rest ^ part
        together = best[first, node] + best[rest ^ part, node]
        if together < least:
            chosen, least = first, together
        if part == 0:
            return chosen
        part = (part - 1) & rest


@njit(cache=True, nogil=True)
def shared_out(
    best: FloatArray, sources: IntArray, capacity: FloatArray, demand: FloatArray, rung: BoolArray
) -> tuple[FloatArray, IntArray]:
    """Least cost (2^K,) of a subset from all sources, and part (S, 2^K) of each source in it."""
    size = len(demand)
    cost = np.full(size, np.inf)
    cost[0] = 0.0
    share = np.zeros((len(sources), size), dtype=np.int64)
    for s in range(len(sources)):
        more = cost.copy()
        for group in range(1, size):
            if rung[0]:
                break
            part = group
            while part:
                if demand[part] <= capacity[s]:
                    together = cost[group ^ part] + best[part, sources[s]]
                    if together < more[group]:
                        more[group] = together
                        share[s, group] = part
                part = (part - 1) & group
        cost = more
    return cost, share


@njit(cache=True, nogil=True)
def outside(
    distance: FloatArray,
    price: FloatArray,
    best: FloatArray,
    sources: IntArray,
    others: FloatArray,
    rung: BoolArray,
) -> FloatArray:
    """Least cost (2^K, V) of all that is not behind a node, when a subset is behind it.

    The subset is all that the water in the node is for; ways that lead on from there are not
    counted. `others` (S, 2^K) is the least cost of what a source does not supply itself.
    """
    size, nodes = best.shape
    before = np.full((size, nodes), np.inf)
    after = np.full((size, nodes), np.inf)
    for s in range(len(sources)):
        for group in range(1, size):
            before[group, sources[s]] = others[s, group]
    for group in range(size - 1, 0, -1):
        if rung[0]:
            break
        for v in range(nodes):
            after[group, v] = before[group, v]
        each = price[group]
        if each < np.inf:
            for u in range(nodes):
                if before[group, u] < np.inf:
                    for v in range(nodes):
                        sent = before[group, u] + each * distance[u, v]
                        if sent < after[group, v]:
                            after[group, v] = sent
        part = (group - 1) & group
        while part:
            for v in range(nodes):
                together = after[group, v] + best[group ^ part, v]
                if together < before[part, v]:
                    before[part, v] = together
            part = (part - 1) & group
    return after


@njit(cache=True)
def through(
    after: FloatArray,
    best: FloatArray,
    price: FloatArray,
    tail: IntArray,
    head: IntArray,
    length: FloatArray,
    kind: IntArray,
    kinds: int,
) -> FloatArray:
    """Least cost (A, kinds) of all, when an arc carries a subset of a kind; `kind` (2^K,)."""
    least = np.full((len(tail), kinds), np.inf)
    for group in range(1, len(price)):
        each = price[group]
        if each < np.inf:
            for a in range(len(tail)):
                cost = after[group, tail[a]] + each * length[a] + best[group, head[a]]
                if cost < least[a, kind[group]]:
                    least[a, kind[group]] = cost
    return least
