"""What is left of a graph, as arrays for fast reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.network_design.linked_graph import EDGES, LinkedGraph

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class CompactGraph:
    """The edges that are alive; N nodes, E edges, numbered anew.

    Attributes
    ----------
    edge : (E,) index in the linked graph
    at : (2E,) node of a half-edge; also the arc from at[h] to at[h ^ 1]
    cost : (E,)
    terminal : (N,)
    """

    edge: IntArray
    at: IntArray
    cost: FloatArray
    terminal: BoolArray

    @property
    def terminals(self) -> IntArray:
        return np.flatnonzero(self.terminal)

    @cached_property
    def halves(self) -> IntArray:
        """(2E,) half-edges by node."""
        return np.argsort(self.at, kind="stable")

    @cached_property
    def start(self) -> IntArray:
        """(N + 1,) where a node's half-edges begin in `halves`."""
        count = np.bincount(self.at, minlength=len(self.terminal))
        return np.concatenate([[0], np.cumsum(count)])

    @cached_property
    def arc_cost(self) -> FloatArray:
        """(2E,) cost of each arc."""
        return np.repeat(self.cost, 2)

    @cached_property
    def order(self) -> IntArray:
        """(E,) edges by cost."""
        return np.argsort(self.cost, kind="stable")


def compact(graph: LinkedGraph) -> CompactGraph:
    """The linked graph as it stands; terminals without edges stay."""
    edge = np.flatnonzero(graph.alive[: graph.used[EDGES]])
    at = np.stack([graph.at[2 * edge], graph.at[2 * edge + 1]], axis=1).ravel()
    nodes = np.union1d(at, np.flatnonzero(graph.terminal))
    return CompactGraph(edge, np.searchsorted(nodes, at), graph.cost[edge], graph.terminal[nodes])
