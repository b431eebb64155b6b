"""Better trees from what many trees share: the best tree of their union, found exactly.

A union of some dozens of trees is a small sparse graph, which the exact search shrinks and solves
at once, and its best tree is cheaper than any of its parts. The trees are grown by costs changed at
random: cheaper along the best tree, so that they differ from it in places only, and now and then
without regard to it. Combination of trees by their union: Pajor, Uchoa and Werneck (2018),
Mathematical Programming Computation 10, 69-118, who solve it by local search; exactly as in
Rehfeldt and Koch (2023), Mathematical Programming 197, 903-966.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.network_design.compact_graph import CompactGraph
from models.network_design.instance import SteinerInstance
from models.network_design.search_state import SearchState
from models.network_design.trees import grown, pruned_tree
from optimizer.limits import Clock, Limits

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

Search = Callable[[SteinerInstance, Limits], IntArray]

TREES = 32  # grown for one union
SPREAD = 1.5  # largest factor on a cost
FAVOUR = 0.6  # smallest further factor along the best tree
FRESH = 4  # each so many rounds trees are grown without regard to the best one
PATIENCE = 8  # rounds without a better tree before the search goes on elsewhere
SHARE = 0.1  # of the time left; the bound needs the rest
SECONDS = 5.0  # for one union


def combine(state: SearchState, graph: CompactGraph, search: Search) -> bool:
    """Offer the best trees of unions until `PATIENCE` bring nothing; whether one was the best.

    It takes at most `SHARE` of the time that is left. `search` gives the edges of the best tree of
    an instance within limits.
    """
    random = np.random.default_rng(state.clock.limits.seed)
    clock = state.clock.until(state.clock.seconds + SHARE * state.clock.remaining)
    least, tree = np.inf, np.zeros(0, dtype=np.int64)
    turn, since, better = 0, 0, False
    while since < PATIENCE and not state.closed:
        favoured = tree if turn % FRESH else tree[:0]
        union = np.zeros(len(graph.cost), dtype=np.bool_)
        union[tree] = True
        for root in random.choice(graph.terminals, TREES).tolist():
            factor = random.uniform(1.0, SPREAD, len(graph.cost))
            factor[favoured] *= random.uniform(FAVOUR, 1.0, len(favoured))
            union |= _grown(graph, graph.cost * factor, root)
            if clock.expired:
                return better
        found = _best_of(clock, graph, np.flatnonzero(union), search)
        cost = float(graph.cost[found].sum())
        turn, since = turn + 1, since + 1
        if cost < least - state.slack:
            least, tree, since = cost, found, 0
            better |= state.offer(graph.edge[tree])
    return better


def _grown(graph: CompactGraph, cost: FloatArray, root: int) -> BoolArray:
    """(E,) edges of a tree grown from a root by another cost."""
    nodes = grown(graph.start, graph.halves, graph.at, cost, graph.terminal, root)
    return pruned_tree(graph.order, graph.at, graph.cost, graph.terminal, nodes)[1]


def _best_of(clock: Clock, graph: CompactGraph, union: IntArray, search: Search) -> IntArray:
    """The edges among `union` of the best tree that the search finds there."""
    ends = np.stack([graph.at[2 * union], graph.at[2 * union + 1]], axis=1)
    nodes, place = np.unique(ends, return_inverse=True)
    terminals = np.searchsorted(nodes, graph.terminals)
    part = SteinerInstance(place.reshape(-1, 2), graph.cost[union], terminals)
    limits = replace(clock.limits, time_s=min(SECONDS, clock.remaining), gap=0.0, on_progress=None)
    return union[search(part, limits)]
