"""Points for the nodes of a graph: sourced, or drawn from their located neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import spsolve

from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_ROUNDS = 30  # of lengths from points and points from lengths
_LEAST_KM = 0.5  # keeps stiffness finite where two points coincide
_KM_PER_DEGREE = 111.195  # of a great circle on the mean sphere
_CLEAR = 0.1  # length of a sum of unit vectors below which it points nowhere
_TURN = np.radians(50.0)  # between the branches that leave one node


@dataclass(frozen=True, eq=False)
class Positions:
    """Points of n nodes.

    Attributes
    ----------
    lat, lon
        (n,) degrees.
    schematic
        (n,) True where the point is drawn.
    """

    lat: FloatArray
    lon: FloatArray
    schematic: BoolArray


@dataclass(frozen=True, eq=False)
class PlainLinks:
    """Links of a graph for drawing it.

    Attributes
    ----------
    tail, head
        (E,) node indices.
    length_km
        (E,) km, NaN where nobody states it.
    circuity
        (E,) km of link per km of great circle.
    unknown_km
        Straight km that stand for a length that nobody states.
    """

    tail: IntArray
    head: IntArray
    length_km: FloatArray
    circuity: FloatArray
    unknown_km: float

    def straight_km(self) -> FloatArray:
        """(E,) straight km between the ends, as far as lengths tell."""
        stated = self.length_km / self.circuity
        return np.where(np.isnan(stated), self.unknown_km, stated)


def node_positions(nodes: pd.DataFrame, links: PlainLinks) -> Positions:
    """Give every node a point.

    A node between located ones stands where its links, as springs of stiffness 1 / length, would
    hold it (Tutte's barycentric drawing with the located nodes fixed); a link without a length
    takes great circle x circuity of the drawing, until both agree, and at least `unknown_km`. A
    node that hangs on a single other one stands outward of it by the length of the link.

    Parameters
    ----------
    nodes
        The table `corridor_nodes`: node_id, lat, lon; NaN where unknown.
    links
        All links, planned ones too, so that a point holds for all years.

    Raises
    ------
    InputError
        No link leads from a node to one that has coordinates.
    """
    points = nodes[["lat", "lon"]].to_numpy(dtype=float, copy=True)
    schematic = np.isnan(points).any(axis=1)
    held = _held(~schematic, links)
    km, stem = _stems(held, links)
    _require_anchored(nodes, km)
    _relax(points, np.flatnonzero(held & schematic), held, links)
    _branch_out(points, held, km, stem, links)
    return Positions(points[:, 0], points[:, 1], schematic)


def _held(located: BoolArray, links: PlainLinks) -> BoolArray:
    """(n,) True for nodes that are located or lie on a way between two located ones."""
    import networkx as nx  # slow to import

    root = located.size
    graph: nx.Graph[int] = nx.Graph(zip(links.tail.tolist(), links.head.tolist(), strict=True))
    graph.add_edges_from((root, node) for node in np.flatnonzero(located).tolist())
    held = np.zeros(root + 1, dtype=bool)
    for block in nx.biconnected_components(graph):
        members = np.array(list(block))
        if (members == root).any():
            held[members] = True
    return held[:root]


def _stems(held: BoolArray, links: PlainLinks) -> tuple[FloatArray, IntArray]:
    """(n,) straight km of each node from the held ones, and the node before it; -1 for these."""
    shape = held.size, held.size
    # parallel links would be added up
    pairs = pd.DataFrame({"a": links.tail, "b": links.head, "km": links.straight_km()})
    pairs = pairs.groupby(["a", "b"])["km"].min().reset_index()
    weight = np.maximum(pairs["km"], _LEAST_KM)
    graph = coo_array((weight, (pairs["a"], pairs["b"])), shape=shape).tocsr()
    sources = np.flatnonzero(held)
    if sources.size == 0:
        return np.full(held.size, np.inf), np.full(held.size, -1)
    km, before, _ = dijkstra(
        graph, directed=False, indices=sources, return_predecessors=True, min_only=True
    )
    return km, np.where(before < 0, -1, before).astype(np.int64)


def _require_anchored(nodes: pd.DataFrame, km: FloatArray) -> None:
    lost = np.flatnonzero(~np.isfinite(km))
    if lost.size:
        ids = nodes["node_id"].iloc[lost]
        raise InputError(
            f"{ids.iloc[0]} has no point, and no link leads to a node that has one",
            file="corridor_nodes.csv",
            row=int(nodes.index[lost[0]]) + 2,
            column="lat, lon",
            value=", ".join(ids),
            expected="coordinates, or links to located nodes",
        )


def _relax(points: FloatArray, moving: IntArray, held: BoolArray, links: PlainLinks) -> None:
    """Move the points of `moving` to the mean of their neighbours, weighted by 1 / length."""
    if moving.size == 0:
        return
    number = np.full(held.size, -1)
    number[moving] = np.arange(moving.size)
    used = held[links.tail] & held[links.head] & (links.tail != links.head)
    used &= (number[links.tail] >= 0) | (number[links.head] >= 0)
    a, b, stated, factor = (
        x[used] for x in (links.tail, links.head, links.length_km, links.circuity)
    )
    start, end = np.concatenate([a, b]), np.concatenate([b, a])
    rows = number[start] >= 0
    row, other = number[start[rows]], end[rows]
    inner = number[other] >= 0
    diagonal = np.arange(moving.size)
    ij = np.concatenate([diagonal, row[inner]]), np.concatenate([diagonal, number[other[inner]]])
    least = factor * links.unknown_km
    length = np.where(np.isnan(stated), least, np.maximum(stated, _LEAST_KM))
    for _ in range(_ROUNDS):
        weight = np.tile(1 / length, 2)[rows]
        total = np.bincount(row, weight, moving.size)
        matrix = coo_array(
            (np.concatenate([total, -weight[inner]]), ij), shape=(moving.size, moving.size)
        )
        outer = weight[~inner, None] * points[other[~inner]]
        pull = np.column_stack(
            [np.bincount(row[~inner], outer[:, axis], moving.size) for axis in (0, 1)]
        )
        points[moving] = spsolve(matrix.tocsc(), pull).reshape(moving.size, 2)
        drawn = factor * great_circle_km(points[a, 0], points[a, 1], points[b, 0], points[b, 1])
        length = np.where(np.isnan(stated), np.maximum(drawn, least), length)


def _branch_out(
    points: FloatArray, held: BoolArray, km: FloatArray, stem: IntArray, links: PlainLinks
) -> None:
    """Place nodes that hang on others, the nearest first."""
    turns = np.zeros(held.size, dtype=np.int64)
    for node in np.argsort(km, kind="stable")[np.count_nonzero(held) :]:
        foot = int(stem[node])
        angle = _TURN * ((turns[foot] + 1) // 2) * (-1) ** turns[foot]
        turns[foot] += 1
        beside = np.concatenate([links.head[links.tail == foot], links.tail[links.head == foot]])
        beside = np.unique(beside[(stem[beside] != foot) & (beside != foot)])
        points[node] = _outward(points[foot], points[beside], km[node] - km[foot], angle)


def _outward(foot: FloatArray, beside: FloatArray, km: float, angle: float) -> FloatArray:
    """Return the point `km` from `foot`, away from the points beside it, turned by `angle`."""
    scale = np.array([1.0, np.cos(np.radians(foot[0]))])
    steps = (foot - beside[~np.isnan(beside).any(axis=1)]) * scale
    norms = np.linalg.norm(steps, axis=1)
    away = (steps[norms > 0] / norms[norms > 0, None]).sum(axis=0)
    size = np.linalg.norm(away)
    # neighbours on all sides point nowhere: north then
    direction = away / size if size > _CLEAR else np.array([1.0, 0.0])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved: FloatArray = foot + turn @ direction * km / _KM_PER_DEGREE / scale
    return moved
