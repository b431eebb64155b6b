"""Tests that make the graph smaller and keep at least one optimal tree.

- Degree: a node of degree 1 that is no terminal goes, one of degree 2 becomes an edge; the only
  edge of a terminal is taken.
- Long edge: an edge goes if one can walk between its ends by hops from terminal to terminal, none
  longer than the edge and none along it (special distance: Duin and Volgenant 1989, Networks 19,
  549-567; by hops as in Polzin and Vahdati Daneshmand 2001, Discrete Applied Mathematics 112,
  263-300). Take the edge out of an optimal tree: one hop reconnects the two halves.
- Nearest vertex: the shortest edge of a terminal is taken if the way over it to another terminal is
  no longer than the terminal's second shortest edge (Duin and Volgenant, same article).

Each test is applied alone to the graph as it stands, so ties do no harm.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numba import njit
from numpy.typing import NDArray

from models.network_design.linked_graph import (
    EDGES,
    FIXED,
    TERMINALS,
    LinkedGraph,
    contract,
    join,
    remove,
)
from optimizer.limits import Clock

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SCANS = 2000  # half-edges looked at by one search; more finds little and costs much
BLOCK = 2000  # edges tested between two looks at the clock


def reduce_graph(graph: LinkedGraph, clock: Clock) -> None:
    """Apply the tests until none finds anything, or time is over."""
    label = np.full(len(graph.first), np.inf)
    while True:
        before = graph.used[FIXED], int(graph.alive.sum())
        degree_tests(graph)
        nearest_vertices(graph, label, SCANS)
        degree_tests(graph)
        alive = np.flatnonzero(graph.alive[: graph.used[EDGES]])
        order = alive[np.argsort(-graph.cost[alive], kind="stable")]
        for begin in range(0, len(order), BLOCK):
            if clock.expired:
                return
            long_edges(graph, order[begin : begin + BLOCK], label, SCANS)
        done = graph.used[TERMINALS] <= 1 or clock.expired
        if done or before == (graph.used[FIXED], int(graph.alive.sum())):
            return


@njit(cache=True)
def remove_all(graph: LinkedGraph, edges: IntArray) -> None:
    """Take edges out that another proof found needless."""
    for e in edges:
        remove(graph, e)


@njit(cache=True)
def degree_tests(graph: LinkedGraph) -> None:
    """Leaves and nodes on the way, in turn, until none is left."""
    nodes = len(graph.first)
    stack = np.arange(nodes)
    waiting = np.ones(nodes, dtype=np.bool_)
    size = nodes
    touched = np.empty(2, dtype=np.int64)
    while size > 0 and graph.used[2] > 1:
        size -= 1
        x = stack[size]
        waiting[x] = False
        count = 0
        if graph.degree[x] == 1:
            h = graph.first[x]
            touched[0] = graph.at[h ^ 1]
            count = 1
            if graph.terminal[x]:
                contract(graph, h)
            else:
                remove(graph, h // 2)
        elif graph.degree[x] == 2 and not graph.terminal[x]:
            one = graph.first[x]
            two = graph.following[one]
            touched[0], touched[1] = graph.at[one ^ 1], graph.at[two ^ 1]
            count = 2
            e, f = one // 2, two // 2
            remove(graph, e)
            remove(graph, f)
            if touched[0] != touched[1]:
                join(graph, touched[0], touched[1], graph.cost[e] + graph.cost[f], e, f)
        for y in touched[:count]:
            if not waiting[y]:
                waiting[y] = True
                stack[size] = y
                size += 1


@njit(cache=True)
def hops_within(graph: LinkedGraph, edge: int, label: FloatArray, scans: int) -> bool:
    """Whether hops no longer than the edge lead from one end to the other without it."""
    source, target = graph.at[2 * edge], graph.at[2 * edge + 1]
    most = graph.cost[edge]
    label[source] = 0.0
    touched = [source]
    heap = [(0.0, source)]
    found = False
    while heap and scans > 0 and not found:
        distance, x = heappop(heap)
        if distance > label[x]:
            continue
        h = graph.first[x]
        while h >= 0:
            scans -= 1
            y = graph.at[h ^ 1]
            there = distance + graph.cost[h // 2]
            if h // 2 != edge and there <= most and there < label[y]:
                if y == target:
                    found = True
                    break
                if label[y] == np.inf:
                    touched.append(y)
                label[y] = 0.0 if graph.terminal[y] else there
                heappush(heap, (label[y], y))
            h = graph.following[h]
    for y in touched:
        label[y] = np.inf
    return found


@njit(cache=True)
def long_edges(graph: LinkedGraph, edges: IntArray, label: FloatArray, scans: int) -> None:
    """Test the edges in their order."""
    for e in edges:
        if graph.alive[e] and hops_within(graph, e, label, scans):
            remove(graph, e)


@njit(cache=True)
def terminal_within(
    graph: LinkedGraph, start: int, closed: int, most: float, label: FloatArray, scans: int
) -> bool:
    """Whether a terminal other than `closed` is within `most` of `start` by ways around it."""
    if graph.terminal[start]:
        return True
    label[start] = 0.0
    touched = [start]
    heap = [(0.0, start)]
    found = False
    while heap and scans > 0 and not found:
        distance, x = heappop(heap)
        if distance > label[x]:
            continue
        h = graph.first[x]
        while h >= 0:
            scans -= 1
            y = graph.at[h ^ 1]
            there = distance + graph.cost[h // 2]
            if y != closed and there <= most and there < label[y]:
                if graph.terminal[y]:
                    found = True
                    break
                if label[y] == np.inf:
                    touched.append(y)
                label[y] = there
                heappush(heap, (there, y))
            h = graph.following[h]
    for y in touched:
        label[y] = np.inf
    return found


@njit(cache=True)
def nearest_vertices(graph: LinkedGraph, label: FloatArray, scans: int) -> None:
    """Take the shortest edges of terminals that belong to an optimal tree."""
    for z in range(len(graph.first)):
        again = True
        while again and graph.terminal[z] and graph.used[2] > 1 and graph.degree[z] > 0:
            best, shortest, second = -1, np.inf, np.inf
            h = graph.first[z]
            while h >= 0:
                c = graph.cost[h // 2]
                if c < shortest:
                    best, shortest, second = h, c, shortest
                elif c < second:
                    second = c
                h = graph.following[h]
            spare = second - shortest
            again = terminal_within(graph, graph.at[best ^ 1], z, spare, label, scans)
            if again:
                contract(graph, best ^ 1)
