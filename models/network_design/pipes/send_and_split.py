"""Send and split: the least cost of every subset of a few terminals, by dynamic programming.

C(W, v), bringing water from node v to the terminals W, is the lesser of

    send    min_u  C'(W, u) + length(v, u) price(demand of W)
    split   C'(W, v) = min_{W' in W}  C(W', v) + C(W without W', v),   C'({k}, node of k) = 0

Erickson, Monma and Veinott (1987), Mathematics of Operations Research 12, 634-664, who bring the
Steiner tree programme of Dreyfus and Wagner (1971), Networks 1, 195-207, to networks whose arcs
cost any concave function of their flow; it works as well for prices that rise by classes. Subsets
are then shared out between the sources. 3^K V steps for K terminals and V nodes.

Two ways of an optimal programme may meet in a node, which no forest allows: its value is then a
bound only. Where the ways are a forest, that forest is proven optimal.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra, shortest_path

from models.network_design.pipes.forest import NONE, Forest, arcs_of, forest_of
from models.network_design.pipes.instance import (
    BoolArray,
    FloatArray,
    IntArray,
    PipeNetworkInstance,
)
from models.network_design.pipes.subset_kernels import (
    best_split,
    outside,
    sent_and_split,
    shared_out,
    through,
)
from optimizer.alarm import alarm
from optimizer.limits import Clock

STEPS = 1.5e9  # most steps that are worth it: a few seconds
SHORT = 1e8  # steps of a tenth of a second


def subset_sums(values: FloatArray) -> FloatArray:
    """(2^K,) sum of `values` (K,) over every subset; bit k of an index says that k is in it."""
    sums = np.zeros(1)
    for value in values.tolist():
        sums = np.concatenate([sums, sums + value])
    return sums


@dataclass(frozen=True)
class SubsetCosts:
    """Answer of one run: `cost` (2^K,) is the least cost of supplying a subset."""

    question: SendAndSplit
    best: FloatArray
    split: FloatArray
    price: FloatArray
    share: IntArray
    joined: FloatArray
    cost: FloatArray

    def entering(self, group: int) -> IntArray:
        """(V,) arcs along which the cheapest ways of a subset run.

        Where two meet in a node, the arc of the shortest way along the arcs in use.
        """
        used = np.zeros(2 * len(self.question.instance.edges), dtype=np.bool_)
        for s in range(len(self.share) - 1, -1, -1):
            part = int(self.share[s, group])
            if part:
                self._trace(part, int(self.question.sources[s]), used)
            group ^= part
        return self.question.spanned(used)

    def _trace(self, group: int, node: int, used: BoolArray) -> None:
        waiting = [(group, node)]
        while waiting:
            group, node = waiting.pop()
            if self.price[group] < np.inf:
                sent = self.split[group] + self.price[group] * self.question.ways.distance[node]
                to = int(np.argmin(sent)) if sent.min() < self.split[group, node] else node
                self.question.mark(node, to, used)
                node = to
            if group & (group - 1):
                first = int(best_split(self.best, group, node))
                waiting += [(first, node), (group ^ first, node)]


@dataclass(frozen=True)
class Ways:
    """Shortest ways that enter no source.

    Attributes
    ----------
    node : (M,) nodes where ways may begin, end and part, ascending
    distance : (M, M) km between them
    before : (V, V) node before the end of a way between any two
    arc : (V, V) shortest arc between neighbours, -1 where there is none
    """

    node: IntArray
    distance: FloatArray
    before: IntArray
    arc: IntArray

    @classmethod
    def of(cls, instance: PipeNetworkInstance) -> Ways:
        tail, head = arcs_of(instance)
        arcs = np.flatnonzero(~np.isin(head, instance.sources))
        longest_first = arcs[np.argsort(-instance.length_km[arcs // 2], kind="stable")]
        shape = (instance.nodes, instance.nodes)
        arc = np.full(shape, NONE)
        arc[tail[longest_first], head[longest_first]] = longest_first
        length = np.zeros(shape)
        length[tail[longest_first], head[longest_first]] = instance.length_km[longest_first // 2]
        distance, before = shortest_path(length, return_predecessors=True)
        return cls(np.arange(instance.nodes), distance, before.astype(np.int64), arc)

    def among(self, node: IntArray) -> Ways:
        """Ways that part at some of the nodes only."""
        place = np.searchsorted(self.node, node)
        return replace(self, node=node, distance=self.distance[np.ix_(place, place)])

    def place(self, node: IntArray) -> IntArray:
        """Where nodes stand in `node`."""
        return np.searchsorted(self.node, node)


class SendAndSplit:
    """The programme over the nodes that `instance` may connect, or over `terminals` (K,)."""

    def __init__(
        self,
        instance: PipeNetworkInstance,
        terminals: IntArray | None = None,
        ways: Ways | None = None,
    ) -> None:
        self.instance = instance
        self.terminals = instance.wanted if terminals is None else terminals
        self.ways = ways or Ways.of(instance)
        self.sources = self.ways.place(instance.sources)

    @property
    def steps(self) -> float:
        """Work of a run."""
        return float(3.0 ** len(self.terminals) * self.instance.nodes)

    def _alarm(self, clock: Clock) -> AbstractContextManager[BoolArray]:
        """A run that is shorter than the start of a thread only looks at the clock before."""
        return alarm(clock) if self.steps > SHORT else nullcontext(np.array([clock.expired]))

    @cached_property
    def demand(self) -> FloatArray:
        """(2^K,) l/s of a subset."""
        return subset_sums(self.instance.demand[self.terminals])

    @cached_property
    def class_price(self) -> FloatArray:
        """(2^K,) money of a kilometre of pipe for a subset."""
        prices = np.append(self.instance.class_cost, np.inf)
        return prices[self.instance.least_class(self.demand)]

    @cached_property
    def joined(self) -> FloatArray:
        """(2^K,) money of connecting the nodes of a subset beside the pipes."""
        return subset_sums(self.instance.node_cost[self.terminals])

    def run(
        self, clock: Clock, price: FloatArray | None = None, joined: FloatArray | None = None
    ) -> SubsetCosts | None:
        """Costs of all subsets, with other prices if given; None when the time is over."""
        price = self.class_price if price is None else price
        joined = self.joined if joined is None else joined
        capacity = self.instance.source_capacity * (1.0 + 1e-9)
        with self._alarm(clock) as rung:
            best, split = sent_and_split(
                self.ways.distance, price, self.ways.place(self.terminals), rung
            )
            cost, share = shared_out(best, self.sources, capacity, self.demand, rung)
            if rung[0]:
                return None
        return SubsetCosts(self, best, split, price, share, joined, cost + joined)

    def through(
        self, costs: SubsetCosts, arc: IntArray, kind: IntArray, kinds: int, clock: Clock
    ) -> FloatArray | None:
        """Least cost (A, kinds) of supplying all when an `arc` (A,) carries a subset of a kind.

        `kind` (2^K,) is that of a subset. None when the time is over. Values of the ways to a
        subset and around it meet as in inside-outside algorithms: Lari and Young (1990), Computer
        Speech and Language 4, 35-56.
        """
        instance = self.instance
        after = self.around(costs, clock)
        if after is None:
            return None
        tail, head = arcs_of(instance)
        length = instance.length_km[arc // 2]
        least = through(after, costs.best, costs.price, tail[arc], head[arc], length, kind, kinds)
        return np.asarray(least + costs.joined[-1], dtype=np.float64)

    def parting(self, costs: SubsetCosts, most: float, clock: Clock) -> IntArray:
        """Nodes where ways part in some design of at most this cost, terminals and sources too."""
        after = self.around(costs, clock)
        ends = np.union1d(self.terminals, self.instance.sources)
        if after is None:
            return self.ways.node
        least = (after + costs.split).min(axis=0) + costs.joined[-1]
        return np.union1d(ends, self.ways.node[least <= most * (1.0 + 1e-6)])

    def around(self, costs: SubsetCosts, clock: Clock) -> FloatArray | None:
        """Least cost (2^K, M) of all that is not behind a node when a subset is behind it."""
        instance = self.instance
        capacity = instance.source_capacity * (1.0 + 1e-9)
        whole = len(costs.cost) - 1
        groups = np.arange(whole + 1)
        others = np.empty((len(instance.sources), whole + 1))
        with self._alarm(clock) as rung:
            for s in range(len(instance.sources)):
                rest = np.arange(len(instance.sources)) != s
                alone, _ = shared_out(
                    costs.best, self.sources[rest], capacity[rest], self.demand, rung
                )
                others[s] = np.where(self.demand <= capacity[s], alone[whole ^ groups], np.inf)
            after = outside(self.ways.distance, costs.price, costs.best, self.sources, others, rung)
            if rung[0]:
                return None
        return after

    def mark(self, start: int, end: int, used: BoolArray) -> None:
        """Mark the arcs of the shortest way between places in `ways.node`."""
        start, end = int(self.ways.node[start]), int(self.ways.node[end])
        while end != start:
            before = int(self.ways.before[start, end])
            used[self.ways.arc[before, end]] = True
            end = before

    def spanned(self, used: BoolArray) -> IntArray:
        """(V,) arcs of the shortest ways from the sources along the arcs that are `used` (2E,)."""
        instance = self.instance
        tail, head = arcs_of(instance)
        entering = np.full(instance.nodes, NONE)
        arc = np.flatnonzero(used)
        entering[head[arc]] = arc
        if len(np.unique(head[arc])) == len(arc):
            return entering
        length = np.zeros((instance.nodes, instance.nodes))
        length[tail[arc], head[arc]] = instance.length_km[arc // 2]
        _, before, _ = dijkstra(
            sparse.csr_array(length),
            indices=instance.sources,
            return_predecessors=True,
            min_only=True,
        )
        reached = np.flatnonzero(before >= 0)
        entering = np.full(instance.nodes, NONE)
        entering[reached] = self.ways.arc[before[reached], reached]
        return entering

    def forest(self, costs: SubsetCosts, group: int, node_period: IntArray) -> Forest:
        """The design of a subset."""
        return forest_of(self.instance, costs.entering(group), node_period)
