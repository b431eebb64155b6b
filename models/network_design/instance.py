"""Data of a Steiner tree problem in a graph, validated once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from optimizer.errors import InfeasibleError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class SteinerInstance:
    """Terminals to connect along edges at least cost; other nodes may be passed.

    Attributes
    ----------
    edges : (E, 2) the two ends of an edge, nodes from 0 up; parallel edges are two ways
    cost : (E,) money or length of an edge, >= 0
    terminals : (K,) nodes to connect, each an end of an edge, none named twice
    labels : names of nodes used in messages only
    """

    edges: IntArray
    cost: FloatArray
    terminals: IntArray
    labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises ValueError naming field, place, value and expectation.

        Raises
        ------
        InfeasibleError
            terminals that no path connects
        """
        self._check_edges()
        self._check_terminals()
        part = self._parts()[self.terminals]
        apart = np.flatnonzero(part != part[0])
        if apart.size:
            raise InfeasibleError(
                (
                    f"terminals: no path between {self.name(int(self.terminals[0]))} and "
                    f"{self.name(int(self.terminals[apart[0]]))}"
                    + (f" and {apart.size - 1} others" if apart.size > 1 else ""),
                )
            )

    @classmethod
    def of(cls, edges: ArrayLike, cost: ArrayLike, terminals: ArrayLike) -> SteinerInstance:
        """From anything like arrays; raises as the class does."""
        ends = np.asarray(edges)
        ends = ends.reshape(0, 2) if ends.size == 0 else ends
        return cls(
            _whole("edges", ends), np.asarray(cost, dtype=float), _whole("terminals", terminals)
        )

    @property
    def nodes(self) -> int:
        """Largest node index and one."""
        return int(self.edges.max(initial=-1)) + 1

    def name(self, node: int) -> str:
        """The node in words."""
        return self.labels[node] if node < len(self.labels) else f"node {node}"

    def _parts(self) -> IntArray:
        ones = np.ones(len(self.edges), dtype=np.int8)
        shape = (self.nodes, self.nodes)
        graph = sparse.coo_array((ones, (self.edges[:, 0], self.edges[:, 1])), shape=shape)
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)

    def _check_edges(self) -> None:
        if self.edges.ndim != 2 or self.edges.shape[1] != 2:
            raise ValueError(f"edges: shape {self.edges.shape}, expected (edges, 2)")
        if self.cost.shape != (len(self.edges),):
            raise ValueError(
                f"cost: shape {self.cost.shape}, expected ({len(self.edges)},), one for each edge"
            )
        for broken, expected in (
            ((self.edges < 0).any(axis=1), "unknown node, expected nodes from 0 up"),
            (self.edges[:, 0] == self.edges[:, 1], "a node joined to itself, expected two nodes"),
        ):
            if broken.any():
                e = int(np.argmax(broken))
                raise ValueError(f"edges: edge {e} is {self.edges[e].tolist()}: {expected}")
        bad = ~(np.isfinite(self.cost) & (self.cost >= 0))
        if bad.any():
            e = int(np.argmax(bad))
            raise ValueError(
                f"cost: edge {e} from {self.name(int(self.edges[e, 0]))} to "
                f"{self.name(int(self.edges[e, 1]))} has {self.cost[e]:g}, "
                "expected a finite number >= 0"
            )

    def _check_terminals(self) -> None:
        if self.terminals.ndim != 1:
            raise ValueError(f"terminals: shape {self.terminals.shape}, expected one dimension")
        if self.terminals.size == 0:
            raise ValueError("terminals: none given, expected at least one")
        unknown = ~np.isin(self.terminals, self.edges)
        if unknown.any():
            node = int(self.terminals[np.argmax(unknown)])
            raise ValueError(f"terminals: node {node} is unknown, expected an end of an edge")
        found, count = np.unique(self.terminals, return_counts=True)
        if (count > 1).any():
            node = int(found[np.argmax(count > 1)])
            raise ValueError(f"terminals: {self.name(node)} is named twice, expected once")


def _whole(name: str, values: ArrayLike) -> IntArray:
    given = np.asarray(values)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"{name}: type {given.dtype}, expected whole numbers")
    return given.astype(np.int64)
