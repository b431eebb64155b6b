"""Prices of cuts: bounds that hold, optimal trees that stay, steps to the optimum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.network_design import SteinerInstance, solve
from models.network_design.compact_graph import compact
from models.network_design.cut_prices import PricedCuts, first_cuts, improved, steps
from models.network_design.search_state import SearchState
from optimizer.limits import Limits
from tests.models.network_design.test_steiner import lattice


def started(instance: SteinerInstance, best: float) -> SearchState:
    """A search that knows a tree of cost `best`."""
    state = SearchState(instance, Limits(time_s=20.0, gap=0.0).clock(), 1.0)
    state.best = best
    return state


@pytest.mark.parametrize("seed", [3, 4])
def test_the_bound_rises_and_holds_and_optimal_trees_stay(seed: int) -> None:
    instance = lattice(16, 40, seed)
    optimum = solve(instance)
    state = started(instance, optimum.objective + 1e-3)
    graph = compact(state.graph)
    cuts = first_cuts(state, graph, int(graph.terminals[0]))
    before = state.bound
    assert 0.0 < before < optimum.objective
    better = improved(state, graph, cuts)
    assert state.bound > before + 0.5 * (optimum.objective - before)
    assert state.bound <= optimum.objective + 1e-6
    assert better.usable.sum() < cuts.usable.sum()
    either = better.usable[0::2] | better.usable[1::2]
    assert either[np.searchsorted(graph.edge, optimum.edges)].all()


def test_every_cut_keeps_the_root_from_a_terminal() -> None:
    instance = lattice(10, 12)
    state = started(instance, solve(instance).objective * 1.05)
    graph = compact(state.graph)
    root = int(graph.terminals[0])
    cuts = improved(state, graph, first_cuts(state, graph, root))
    assert len(cuts.price) > 0
    tail, head = graph.at, graph.at[np.arange(len(graph.at)) ^ 1]
    for part in np.split(cuts.arc, cuts.begin[1:-1]):
        assert cuts.usable[part].all()
        open_arcs = cuts.usable.copy()
        open_arcs[part] = False
        reached, grown = {root}, True
        while grown:
            new = set(head[open_arcs & np.isin(tail, list(reached))].tolist()) - reached
            reached |= new
            grown = bool(new)
        assert not set(graph.terminals.tolist()) <= reached


def test_arcs_and_cuts_leave_together() -> None:
    cuts = PricedCuts(
        0, np.ones(4, dtype=np.bool_), np.array([0, 2, 3]), np.array([0, 2, 3]), np.array([1.0, 0])
    )
    less = cuts.without(np.array([False, False, True, False]))
    assert less.begin.tolist() == [0, 1, 2]
    assert less.arc.tolist() == [0, 3]
    more = less.joined(np.array([0, 2]), np.array([1, 2]), np.array([2.0]))
    assert more.begin.tolist() == [0, 1, 2, 3]
    assert more.arc.tolist() == [0, 3, 1]
    assert more.priced_above(0.0).arc.tolist() == [0, 1]
    assert replace(cuts, price=np.zeros(2)).priced_above(0.0).begin.tolist() == [0]


def test_steps_find_the_cheaper_of_two_arcs() -> None:
    """The second alone; every price from 1 to 2 proves its cost, values being at most 1."""
    one = np.array([0, 2], dtype=np.int32), np.array([0, 1], dtype=np.int32)
    two = np.array([0, 1, 2], dtype=np.int32), np.array([0, 0], dtype=np.int32)
    values, prices = np.zeros(2), np.zeros(1)
    for _ in range(20):
        values, prices = steps(*one, *two, np.array([2.0, 1.0]), values, prices, 1.0, 50)
    assert values == pytest.approx([0.0, 1.0], abs=1e-3)
    proven = prices[0] + min(0.0, 2.0 - prices[0]) + min(0.0, 1.0 - prices[0])
    assert proven == pytest.approx(1.0, abs=1e-3)
