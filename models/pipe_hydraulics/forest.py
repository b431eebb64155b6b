"""Data of a forest of pipes, validated once: every tree hangs on one source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, connected_components

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class PipeForest:
    """Pipes full of water under pressure; without rings, so that demands alone say the flows.

    Attributes
    ----------
    ends : (P, 2) nodes at the two ends of a pipe, in either order; nodes are 0 .. V - 1
    length_m : (P,) >= 0; a pipe of no length loses no head
    diameter_mm : (P,) internal diameter, > 0
    roughness : (P,) coefficient C of Hazen and Williams, > 0, without unit; smoother is larger
    demand_l_s : (V,) taken out of the network at a node, litres per second, >= 0
    elevation_m : (V,) of the ground, metres above any one datum
    sources : (S,) nodes that feed the trees, one to a tree
    source_head_m : (S,) elevation plus pressure at the source, metres above the same datum
    labels : names of nodes used in messages and as comments only
    """

    ends: IntArray
    length_m: FloatArray
    diameter_mm: FloatArray
    roughness: FloatArray
    demand_l_s: FloatArray
    elevation_m: FloatArray
    sources: IntArray
    source_head_m: FloatArray
    labels: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        ends: ArrayLike,
        length_m: ArrayLike,
        diameter_mm: ArrayLike,
        roughness: ArrayLike,
        demand_l_s: ArrayLike,
        elevation_m: ArrayLike,
        sources: ArrayLike,
        source_head_m: ArrayLike,
        labels: tuple[str, ...] = (),
    ) -> Self:
        """From anything like arrays; one number stands for as many equal ones; raises as below."""
        pairs = np.asarray(ends)
        pairs = _whole("ends", pairs.reshape(0, 2) if pairs.size == 0 else pairs)
        roots = np.atleast_1d(_whole("sources", sources))
        demand = np.atleast_1d(np.asarray(demand_l_s, dtype=float))
        pipes = (len(pairs),)
        return cls(
            pairs,
            _spread("length_m", length_m, pipes),
            _spread("diameter_mm", diameter_mm, pipes),
            _spread("roughness", roughness, pipes),
            demand,
            _spread("elevation_m", elevation_m, demand.shape),
            roots,
            _spread("source_head_m", source_head_m, roots.shape),
            labels,
        )

    def __post_init__(self) -> None:
        """Validate.

        Raises
        ------
        ValueError
            naming field, place, value and expectation: shapes, signs, unknown nodes, a source
            named twice, a node that no source reaches, two sources in one tree, a ring of pipes
        """
        self._check_shapes()
        self._check_numbers()
        self._check_nodes()
        self._check_trees()

    @property
    def nodes(self) -> int:
        return len(self.demand_l_s)

    @property
    def pipes(self) -> int:
        return len(self.ends)

    def name(self, node: int) -> str:
        """The node in words."""
        return self.labels[node] if node < len(self.labels) else f"node {node}"

    def pipe_name(self, pipe: int) -> str:
        """The pipe in words, in the direction of the water."""
        below = int(self.lower_end[pipe])
        return f"pipe {pipe} from {self.name(int(self.parent[below]))} to {self.name(below)}"

    @cached_property
    def _search(self) -> tuple[IntArray, IntArray]:
        """Nodes in breadth-first order and their predecessors; a virtual root feeds the sources."""
        virtual = np.full(len(self.sources), self.nodes)
        start = np.concatenate([self.ends[:, 0], virtual])
        end = np.concatenate([self.ends[:, 1], self.sources])
        size = (self.nodes + 1, self.nodes + 1)
        graph = sparse.coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=size)
        order, before = breadth_first_order(graph.tocsr(), self.nodes, directed=False)
        return np.asarray(order[1:], dtype=np.int64), np.asarray(before[:-1], dtype=np.int64)

    @cached_property
    def order(self) -> IntArray:
        """(V,) nodes from the sources outwards: a node comes after the one that feeds it."""
        return self._search[0]

    @cached_property
    def parent(self) -> IntArray:
        """(V,) the node that feeds a node; -1 at a source."""
        before = self._search[1]
        return np.asarray(np.where(before == self.nodes, -1, before), dtype=np.int64)

    @cached_property
    def lower_end(self) -> IntArray:
        """(P,) the end of a pipe that is farther from its source."""
        first, second = self.ends.T
        return np.asarray(np.where(self.parent[second] == first, second, first), dtype=np.int64)

    @cached_property
    def parent_pipe(self) -> IntArray:
        """(V,) the pipe that feeds a node; -1 at a source."""
        pipe = np.full(self.nodes, -1, dtype=np.int64)
        pipe[self.lower_end] = np.arange(self.pipes)
        return pipe

    @cached_property
    def levels(self) -> tuple[IntArray, ...]:
        """Nodes by their number of pipes from the source; the first level holds the sources."""
        place = np.empty(self.nodes, dtype=np.int64)
        place[self.order] = np.arange(self.nodes)
        above = np.where(self.parent < 0, -1, place[self.parent])[self.order]
        bounds = [0, len(self.sources)]
        while bounds[-1] < self.nodes:
            bounds.append(int(np.searchsorted(above, bounds[-1])))
        return tuple(self.order[first:last] for first, last in pairwise(bounds))

    def _check_shapes(self) -> None:
        if self.ends.ndim != 2 or self.ends.shape[1] != 2:
            raise ValueError(f"ends: shape {self.ends.shape}, expected (pipes, 2)")
        pipes, nodes, sources = (self.pipes,), (self.nodes,), (len(self.sources),)
        for name, shape, what in (
            ("length_m", pipes, "pipe"),
            ("diameter_mm", pipes, "pipe"),
            ("roughness", pipes, "pipe"),
            ("demand_l_s", nodes, "node"),
            ("elevation_m", nodes, "node"),
            ("source_head_m", sources, "source"),
        ):
            if (given := getattr(self, name).shape) != shape:
                raise ValueError(f"{name}: shape {given}, expected {shape}, one for each {what}")

    def _check_numbers(self) -> None:
        for name, least, expected in (
            ("length_m", "zero", "a finite number >= 0"),
            ("diameter_mm", "positive", "a finite number > 0"),
            ("roughness", "positive", "a finite number > 0"),
            ("demand_l_s", "zero", "a finite number >= 0"),
            ("elevation_m", "any", "a finite number"),
            ("source_head_m", "any", "a finite number"),
        ):
            values = getattr(self, name)
            good = np.isfinite(values)
            if least == "zero":
                good &= values >= 0
            elif least == "positive":
                good &= values > 0
            if not good.all():
                place = int(np.argmin(good))
                raise ValueError(
                    f"{name}: {self._place(name, place)} has {values[place]:g}, expected {expected}"
                )

    def _place(self, name: str, place: int) -> str:
        if name in ("demand_l_s", "elevation_m"):
            return self.name(place)
        if name == "source_head_m":
            return f"source {self.name(int(self.sources[place]))}"
        first, second = self.ends[place].tolist()
        return f"pipe {place} between {self.name(first)} and {self.name(second)}"

    def _check_nodes(self) -> None:
        for name, array in (("ends", self.ends), ("sources", self.sources)):
            unknown = (array < 0) | (array >= self.nodes)
            if unknown.any():
                raise ValueError(
                    f"{name}: node {array[unknown][0]} is unknown, "
                    f"expected a node from 0 to {self.nodes - 1}"
                )
        found, count = np.unique(self.sources, return_counts=True)
        if (count > 1).any():
            node = int(found[np.argmax(count > 1)])
            raise ValueError(f"sources: {self.name(node)} is named twice, expected once")

    def _check_trees(self) -> None:
        ones = np.ones(self.pipes, dtype=np.int8)
        size = (self.nodes, self.nodes)
        graph = sparse.coo_array((ones, (self.ends[:, 0], self.ends[:, 1])), shape=size)
        trees, tree = connected_components(graph, directed=False)
        fed = np.bincount(tree[self.sources], minlength=trees)
        if (fed == 0).any():
            node = int(np.argmax(fed[tree] == 0))
            raise ValueError(f"sources: no source reaches {self.name(node)}, expected one")
        if (fed > 1).any():
            first, second = self.sources[fed[tree[self.sources]] > 1][:2].tolist()
            raise ValueError(
                f"sources: {self.name(first)} and {self.name(second)} feed the same tree, "
                "expected one source to a tree"
            )
        rings = np.bincount(tree[self.ends[:, 0]], minlength=trees) >= np.bincount(tree)
        if rings.any():
            pipe = int(np.argmax(rings[tree[self.ends[:, 0]]]))
            raise ValueError(
                f"ends: the pipes joined to {self.name(int(self.ends[pipe, 0]))} form a ring, "
                "expected trees"
            )


def _whole(name: str, values: ArrayLike) -> IntArray:
    given = np.asarray(values)
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"{name}: type {given.dtype}, expected whole numbers")
    return given.astype(np.int64)


def _spread(name: str, values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    given = np.asarray(values, dtype=float)
    if given.ndim and given.shape != shape:
        raise ValueError(f"{name}: shape {given.shape}, expected {shape} or one number")
    return np.broadcast_to(given, shape)
