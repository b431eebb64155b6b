"""Trees from unions: true trees, as good as the exact search finds, and in time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.network_design import SteinerInstance, SteinerSolution, solve
from models.network_design.compact_graph import compact
from models.network_design.search_state import SearchState
from models.network_design.unions import PATIENCE, combine
from optimizer.certificate import Status
from optimizer.limits import Limits
from tests.models.network_design.test_steiner import lattice

IntArray = NDArray[np.int64]


def alone(instance: SteinerInstance, limits: Limits) -> IntArray:
    return solve(instance, limits).edges


def started(instance: SteinerInstance, seconds: float = 60.0) -> SearchState:
    state = SearchState(instance, Limits(time_s=seconds, gap=0.0).clock(), 1.0)
    graph = compact(state.graph)
    state.offer_grown(graph, graph.cost, graph.terminals[:1], improve=True)
    return state


def test_unions_find_the_best_tree_of_a_lattice() -> None:
    instance = lattice(12, 20)
    state = started(instance)
    before = state.best
    assert combine(state, compact(state.graph), alone)
    found = SteinerSolution(
        instance, state.edges, state.best, 0.0, Status.FEASIBLE, 0.0, "unions", ""
    )
    assert found.check() == []
    assert state.best < before
    best = solve(instance).objective
    assert best <= state.best + 1e-9
    assert state.best <= 1.002 * best


def test_a_tree_that_cannot_be_better_ends_the_rounds() -> None:
    state = started(lattice(12, 20))
    state.best, asked = 0.5, []

    def counted(instance: SteinerInstance, limits: Limits) -> IntArray:
        asked.append(limits)
        return alone(instance, limits)

    assert not combine(state, compact(state.graph), counted)
    assert len(asked) > PATIENCE
    assert all(limits.on_progress is None for limits in asked)


def test_no_time_is_no_union() -> None:
    state = started(lattice(12, 20), seconds=0.0)
    assert not combine(state, compact(state.graph), alone)
