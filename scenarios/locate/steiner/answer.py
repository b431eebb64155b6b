"""An answer: which ways are laid, and who is connected through which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from models.network_design import SteinerSolution, steiner_tree
from optimizer.certificate import Certificate, Status
from optimizer.limits import Limits
from scenarios.errors import UncheckedPlan
from scenarios.locate.steiner.question import NetworkQuestion

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NetworkAnswer:
    """A question and the network found.

    Attributes
    ----------
    solution : of the graph whose last node, where there are sources, is joined to each at no cost
    interrupted : the planner stopped the solve before it was done
    """

    question: NetworkQuestion
    solution: SteinerSolution
    interrupted: bool

    @cached_property
    def laid(self) -> IntArray:
        """(C,) edges of the graph along which pipes are laid, from the beginning outwards."""
        return self._outwards[0]

    @cached_property
    def tail(self) -> IntArray:
        """(C,) the end of a pipe towards its source, or towards the first point."""
        return self._outwards[1]

    @cached_property
    def head(self) -> IntArray:
        """(C,) the other end."""
        return self._outwards[2]

    @cached_property
    def way_km(self) -> FloatArray:
        """(V,) km along the network to the node, NaN where it is no part of it."""
        return self._reach[0]

    @cached_property
    def origin(self) -> IntArray:
        """(V,) where the network of the node begins, -1 where it is no part of one."""
        return self._reach[1]

    @property
    def km(self) -> float:
        return float(self.question.graph.km[self.laid].sum())

    @cached_property
    def certificate(self) -> Certificate:
        found = self.solution
        return Certificate(
            stage="Steiner tree",
            sense="minimise",
            unit="km",
            status=found.status,
            objective=found.objective,
            bound=found.bound,
            gap=found.gap,
            seconds=found.seconds,
            engine=found.engine,
            checked=True,
        )

    @cached_property
    def _roots(self) -> IntArray:
        if self.question.sources is None:
            return self.question.wanted[:1]
        return self.question.source_nodes

    @cached_property
    def _outwards(self) -> tuple[IntArray, IntArray, IntArray]:
        """Edges, tails and heads in the order in which a walk from the roots comes to them."""
        graph = self.question.graph
        edges = self.solution.edges[self.solution.edges < len(graph.edges)]
        root = graph.node_count
        ends = np.concatenate(
            [graph.edges[edges], np.column_stack([np.full_like(self._roots, root), self._roots])]
        )
        label = np.arange(1, len(ends) + 1)
        half = sparse.coo_array((label, (ends[:, 0], ends[:, 1])), shape=(root + 1, root + 1))
        tree = (half + half.T).tocsr()
        order, before = breadth_first_order(tree, root)
        order = order[1:][before[order[1:]] != root].astype(np.int64)
        tail = before[order].astype(np.int64)
        laid = edges[np.asarray(tree[tail, order]).reshape(-1) - 1]
        return laid, tail, order

    @cached_property
    def _reach(self) -> tuple[FloatArray, IntArray]:
        km = np.full(self.question.graph.node_count, np.nan)
        origin = np.full(len(km), -1, dtype=np.int64)
        km[self._roots] = 0.0
        origin[self._roots] = self._roots
        lengths = self.question.graph.km[self.laid]
        for a, b, length in zip(
            self.tail.tolist(), self.head.tolist(), lengths.tolist(), strict=True
        ):
            km[b] = km[a] + length
            origin[b] = origin[a]
        return km, origin


def answer(question: NetworkQuestion, limits: Limits) -> NetworkAnswer:
    """Connect the points and check the network outside the solver.

    Raises
    ------
    UncheckedPlan
        the network failed its check
    """
    graph, wanted = question.graph, question.wanted
    edges, cost = graph.edges, graph.km
    if question.sources is not None:
        root = graph.node_count
        sources = question.source_nodes
        joined = np.column_stack([np.full_like(sources, root), sources])
        edges = np.concatenate([edges, joined])
        cost = np.concatenate([cost, np.zeros(len(sources))])
        wanted = np.append(wanted, root)
    found = steiner_tree(edges, cost, wanted, limits)
    violations = found.check()
    if violations:
        told = "; ".join(str(violation) for violation in violations[:3])
        raise UncheckedPlan(f"the network failed its check and is not shown: {told}")
    interrupted = bool(limits.stop) and found.status is not Status.OPTIMAL
    return NetworkAnswer(question, found, interrupted)
