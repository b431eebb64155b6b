"""The best tree and the best bound of a running search, in costs divided by `unit`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.network_design.compact_graph import CompactGraph
from models.network_design.instance import SteinerInstance
from models.network_design.linked_graph import FIXED, LinkedGraph, linked, originals
from models.network_design.trees import grown, pruned_tree, toggled
from optimizer.certificate import relative_gap
from optimizer.limits import Clock

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SLACK = 1e-9  # of the size of the costs: two costs as near as this are the same
CEILING = 1e-6  # a bound this little above a whole number proves no more than that number
WORK = 2e7  # edges looked at by a local search between two looks at the clock
STAGE = "Steiner tree"


class SearchState:
    """Linked graph, incumbent and bound; `step` is what a cheaper tree saves at the least."""

    def __init__(self, instance: SteinerInstance, clock: Clock, unit: float) -> None:
        self.instance, self.clock, self.unit = instance, clock, unit
        self.graph: LinkedGraph = linked(instance)
        self.best = np.inf
        self.edges = np.zeros(0, dtype=np.int64)
        self.bound = 0.0
        self.slack = SLACK * max(1.0, float(instance.cost.sum()))
        whole = bool((instance.cost == np.round(instance.cost)).all()) and self.slack < 1e-3
        self.step = 1.0 if whole else 0.0

    @property
    def fixed_cost(self) -> float:
        """Cost of the edges that every remaining tree has."""
        return float(self.graph.cost[self.graph.fixed[: self.graph.used[FIXED]]].sum())

    @property
    def cutoff(self) -> float:
        """A tree that costs more than this is no better than the best one."""
        return self.best - self.step + self.slack

    @property
    def closed(self) -> bool:
        """Whether the gap asked for is reached."""
        gap = relative_gap(self.best, self.bound)
        return gap is not None and gap <= self.clock.limits.gap + SLACK

    def over(self) -> bool:
        """Whether to stop: closed, or time is over."""
        return self.closed or self.clock.expired

    def raise_bound(self, bound: float) -> None:
        """No remaining tree costs less than `bound`, fixed edges included."""
        if self.step:
            bound = np.ceil(bound - CEILING - self.slack) if np.isfinite(bound) else bound
        elif bound >= self.best - self.slack:
            bound = self.best
        self.bound = max(self.bound, float(min(bound, self.best)))

    def offer(self, edges: IntArray) -> bool:
        """Take a tree of linked edges (fixed ones added) if it is better."""
        own = originals(self.graph, edges)
        cost = float(self.instance.cost[own].sum())
        if cost >= self.best - self.slack:
            return False
        self.best, self.edges = cost, own
        self.clock.report(STAGE, self.best * self.unit, self.bound * self.unit)
        return True

    def offer_nodes(self, graph: CompactGraph, inside: BoolArray, *, improve: bool) -> None:
        """Offer the tree on these nodes, after a local search if asked."""
        total, chosen, inside = pruned_tree(
            graph.order, graph.at, graph.cost, graph.terminal, inside
        )
        if not np.isfinite(total):
            return
        if improve:
            inside = self._improved(graph, total, inside)
            _, chosen, _ = pruned_tree(graph.order, graph.at, graph.cost, graph.terminal, inside)
        self.offer(graph.edge[chosen])

    def offer_grown(
        self, graph: CompactGraph, cost: FloatArray, roots: IntArray, *, improve: bool
    ) -> None:
        """Grow trees by a cost (E,) from each root; the best of them is improved and offered."""
        best, found = np.inf, None
        for root in roots.tolist():
            if found is not None and self.clock.expired:
                break
            nodes = grown(graph.start, graph.halves, graph.at, cost, graph.terminal, root)
            total, _, nodes = pruned_tree(graph.order, graph.at, graph.cost, graph.terminal, nodes)
            if total < best:
                best, found = total, nodes
        if found is not None:
            self.offer_nodes(graph, found, improve=improve)

    def _improved(self, graph: CompactGraph, total: float, inside: BoolArray) -> BoolArray:
        """Take nodes in and out until no single one makes the tree cheaper."""
        random = np.random.default_rng(self.clock.limits.seed)
        others = random.permutation(np.flatnonzero(~graph.terminal))
        block = max(1, int(WORK / max(1, len(graph.cost))))
        before = np.inf
        while total < before:
            before = total
            for begin in range(0, len(others), block):
                if self.clock.expired:
                    return inside
                total, inside = toggled(
                    graph.order, graph.start, graph.halves, graph.at, graph.cost, graph.terminal,
                    inside, total, others[begin : begin + block], self.slack,
                )  # fmt: skip
        return inside
