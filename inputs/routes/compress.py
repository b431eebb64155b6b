"""A graph of vertices as a graph of junctions: ways instead of their pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from inputs.routes.graph import RouteGraph

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pieces:
    """N nodes, S straight pieces: ends (S, 2), km (S,), estimated (S,)."""

    lat: FloatArray
    lon: FloatArray
    ends: IntArray
    km: FloatArray
    estimated: BoolArray


def compressed(pieces: Pieces, point_count: int) -> RouteGraph:
    """Ways between junctions and points; the first `point_count` nodes are points.

    Dead ends and parts without a point go. Of several ways between two nodes all stay.
    """
    alive = _useful(pieces, point_count)
    ends = pieces.ends[alive]
    degree = np.bincount(ends.reshape(-1), minlength=len(pieces.lat))
    stop = degree != 2
    stop[:point_count] = True
    chains = _chains(ends, stop)
    used = np.unique(
        np.concatenate([np.arange(point_count), *(nodes[[0, -1]] for nodes, _ in chains)])
    )
    number = np.full(len(pieces.lat), -1, dtype=np.int64)
    number[used] = np.arange(len(used))
    km, estimated = pieces.km[alive], pieces.estimated[alive]
    place = np.column_stack([pieces.lon, pieces.lat])
    return RouteGraph(
        lat=pieces.lat[used],
        lon=pieces.lon[used],
        point_count=point_count,
        edges=np.array([number[nodes[[0, -1]]] for nodes, _ in chains], dtype=np.int64).reshape(
            -1, 2
        ),
        km=np.array([km[parts].sum() for _, parts in chains]),
        estimated=np.array([estimated[parts].any() for _, parts in chains], dtype=np.bool_),
        courses=tuple(place[nodes] for nodes, _ in chains),
    )


def _useful(pieces: Pieces, point_count: int) -> BoolArray:
    """(S,) pieces that may lie between two points."""
    count = len(pieces.lat)
    a, b = pieces.ends.T
    graph = sparse.coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    part = connected_components(graph, directed=False)[1]
    alive: BoolArray = np.isin(part[a], part[:point_count])
    while True:
        degree = np.bincount(pieces.ends[alive].reshape(-1), minlength=count)
        leaf = degree == 1
        leaf[:point_count] = False
        dead = alive & (leaf[a] | leaf[b])
        if not dead.any():
            return alive
        alive = alive & ~dead


def _chains(ends: IntArray, stop: BoolArray) -> list[tuple[IntArray, IntArray]]:
    """Nodes and pieces of every way from one stop to the next.

    Circles without a stop lead nowhere and are left out, and so are ways back to their own start.
    """
    order = np.argsort(ends.reshape(-1), kind="stable")
    owner = ends.reshape(-1)[order]
    first = np.searchsorted(owner, np.arange(len(stop) + 1)).tolist()
    half, nodes = order.tolist(), ends.tolist()
    halts = stop.tolist()
    done = [False] * len(nodes)
    found = []
    for start in np.flatnonzero(stop).tolist():
        for k in range(first[start], first[start + 1]):
            piece = half[k] // 2
            if done[piece]:
                continue
            passed, parts, at = [start], [], start
            while True:
                done[piece] = True
                parts.append(piece)
                a, b = nodes[piece]
                at = b if at == a else a
                passed.append(at)
                if halts[at]:
                    break
                one, two = (half[j] // 2 for j in range(first[at], first[at + 1]))
                piece = two if one == piece else one
            if at != start:
                found.append((np.array(passed), np.array(parts)))
    return found
