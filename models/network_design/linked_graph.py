"""A graph that shrinks, as linked lists of half-edges, and the way back to the original edges.

Half-edges 2e and 2e + 1 belong to the two ends of edge e; the one across is h ^ 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from models.network_design.instance import SteinerInstance

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NONE = -1
EDGES, FIXED, TERMINALS = 0, 1, 2


class LinkedGraph(NamedTuple):
    """State of the graph; room for C edges, of which `used[EDGES]` were ever made.

    Attributes
    ----------
    at, following, preceding : (2C,) node of a half-edge and its neighbours in the node's list
    first, degree : (N,) first half-edge of a node, NONE for none, and their number
    terminal : (N,)
    cost, alive : (C,)
    parts : (C, 2) the two edges that a made edge replaces, NONE for an original one
    fixed : (C,) edges that belong to the answer, of which used[FIXED] are set
    used : (3,) edges made, edges fixed, terminals left
    """

    at: IntArray
    following: IntArray
    preceding: IntArray
    first: IntArray
    degree: IntArray
    terminal: BoolArray
    cost: FloatArray
    alive: BoolArray
    parts: IntArray
    fixed: IntArray
    used: IntArray


def linked(instance: SteinerInstance) -> LinkedGraph:
    """The whole graph of an instance."""
    edges, nodes = len(instance.edges), instance.nodes
    room = 2 * edges + 1
    terminal = np.zeros(nodes, dtype=np.bool_)
    terminal[instance.terminals] = True
    graph = LinkedGraph(
        at=np.full(2 * room, NONE),
        following=np.full(2 * room, NONE),
        preceding=np.full(2 * room, NONE),
        first=np.full(nodes, NONE),
        degree=np.zeros(nodes, dtype=np.int64),
        terminal=terminal,
        cost=np.zeros(room),
        alive=np.zeros(room, dtype=np.bool_),
        parts=np.full((room, 2), NONE),
        fixed=np.full(room, NONE),
        used=np.array([0, 0, len(instance.terminals)]),
    )
    fill(graph, instance.edges, instance.cost)
    return graph


def originals(graph: LinkedGraph, edges: IntArray) -> IntArray:
    """Indices of the original edges that `edges` and all fixed ones stand for, ascending."""
    stack = [*edges.tolist(), *graph.fixed[: graph.used[FIXED]].tolist()]
    found = []
    while stack:
        edge = stack.pop()
        one, other = graph.parts[edge]
        if one == NONE:
            found.append(edge)
        else:
            stack += [int(one), int(other)]
    return np.array(sorted(found), dtype=np.int64)


@njit(cache=True)
def fill(graph: LinkedGraph, ends: IntArray, cost: FloatArray) -> None:
    """Make the original edges."""
    for e in range(len(cost)):
        join(graph, ends[e, 0], ends[e, 1], cost[e], -1, -1)


@njit(cache=True)
def link(graph: LinkedGraph, half: int, node: int) -> None:
    """Put a half-edge in front of a node's list."""
    old = graph.first[node]
    graph.at[half] = node
    graph.following[half] = old
    graph.preceding[half] = -1
    if old >= 0:
        graph.preceding[old] = half
    graph.first[node] = half
    graph.degree[node] += 1


@njit(cache=True)
def unlink(graph: LinkedGraph, half: int) -> None:
    """Take a half-edge out of its node's list."""
    before, after = graph.preceding[half], graph.following[half]
    node = graph.at[half]
    if before >= 0:
        graph.following[before] = after
    else:
        graph.first[node] = after
    if after >= 0:
        graph.preceding[after] = before
    graph.degree[node] -= 1


@njit(cache=True)
def join(graph: LinkedGraph, one: int, other: int, cost: float, part: int, rest: int) -> None:
    """Make an edge that stands for `part` and `rest`."""
    e = graph.used[0]
    graph.used[0] += 1
    graph.cost[e] = cost
    graph.alive[e] = True
    graph.parts[e, 0] = part
    graph.parts[e, 1] = rest
    link(graph, 2 * e, one)
    link(graph, 2 * e + 1, other)


@njit(cache=True)
def remove(graph: LinkedGraph, edge: int) -> None:
    """Take an edge out."""
    graph.alive[edge] = False
    unlink(graph, 2 * edge)
    unlink(graph, 2 * edge + 1)


@njit(cache=True)
def contract(graph: LinkedGraph, half: int) -> None:
    """Fix the edge of `half`, which touches a terminal, and merge its node into the one across."""
    edge, lost, kept = half // 2, graph.at[half], graph.at[half ^ 1]
    graph.fixed[graph.used[1]] = edge
    graph.used[1] += 1
    if graph.terminal[lost] and graph.terminal[kept]:
        graph.used[2] -= 1
    graph.terminal[kept] = True
    graph.terminal[lost] = False
    remove(graph, edge)
    h = graph.first[lost]
    while h >= 0:
        after = graph.following[h]
        if graph.at[h ^ 1] == kept:
            remove(graph, h // 2)
        else:
            unlink(graph, h)
            link(graph, h, kept)
        h = after
