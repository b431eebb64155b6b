"""Compile, or load from the cache, every kernel before a time limit begins to run."""

from __future__ import annotations

from functools import cache

import numpy as np


@cache
def compile_kernels() -> None:
    """Call each on four nodes; once in a process, seconds on the first run of an installation."""
    from models.network_design.ascent import detours, dual_ascent
    from models.network_design.compact_graph import compact
    from models.network_design.cut_prices import steps
    from models.network_design.flow_cuts import cuts_at
    from models.network_design.instance import SteinerInstance
    from models.network_design.linked_graph import linked
    from models.network_design.reductions import reduce_graph, remove_all
    from models.network_design.trees import grown, pruned_tree, toggled
    from optimizer.limits import Limits

    ends = np.array([[0, 1], [1, 2], [2, 3], [3, 0], [1, 3]])
    instance = SteinerInstance(ends, np.ones(5), np.array([0, 2]))
    linked_graph = linked(instance)
    graph = compact(linked_graph)
    start, halves, at, cost = graph.start, graph.halves, graph.at, graph.cost
    price = np.repeat(cost, 2)
    dual_ascent(start, halves, at, price, graph.terminals, 0, True, 1.0)
    small = np.array([0, 1], dtype=np.int32)
    steps(small, small, small, small[:1], cost[:1], price[:1], price[:1], 1.0, 1)
    detours(start, halves, at, price, graph.terminals, 0)
    inside = grown(start, halves, at, cost, graph.terminal, 0)
    total, _, inside = pruned_tree(graph.order, at, cost, graph.terminal, inside)
    toggled(graph.order, start, halves, at, cost, graph.terminal, inside, total, np.array([1]), 0.0)
    cuts_at(start, halves, at, np.ones(len(at), dtype=np.int64), 0, 2, 3, 1)
    reduce_graph(linked_graph, Limits().clock())
    remove_all(linked_graph, np.zeros(0, dtype=np.int64))
