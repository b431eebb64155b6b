"""Steiner trees in graphs, exactly: table of contents.

1. A first tree, whatever the time allows.
2. `reductions`: tests that shrink the graph and keep an optimal tree.
3. `ascent`: dual ascent from several roots gives a bound, the arcs without price give trees, and
   edges whose use would cost more than the best tree go; then 2 once more.
4. `unions`: the best trees of unions of many trees, each found by this search; then 3 once more.
5. `cut_prices`: where the cuts are many, first-order steps on the dual of the directed cut
   relaxation.
6. `cut_program`: the relaxation itself on what is left, with trees grown along its values and arcs
   removed by reduced cost; where its value does not close the gap, the same programme with whole
   arcs, cuts added until its answer is a tree.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.network_design.ascent import WORSE, detours, dual_ascent
from models.network_design.compact_graph import CompactGraph, compact
from models.network_design.cut_prices import first_cuts, improved
from models.network_design.cut_program import CutProgram
from models.network_design.instance import SteinerInstance
from models.network_design.linked_graph import TERMINALS
from models.network_design.reductions import reduce_graph, remove_all
from models.network_design.search_state import SearchState
from models.network_design.solution import SteinerSolution
from models.network_design.unions import combine
from models.network_design.warm_up import compile_kernels
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Limits

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

EXACT = Limits(gap=0.0)
ROOTS = 8  # terminals from which a dual ascent starts
STARTS = 40  # nodes from which trees are grown
WORTH = 0.02  # share of the edges that must go to try the tests once more
TILT = 1e-3  # weight of cost beside price where trees grow along arcs without price
RISE = 1e-3  # share of what is missing by which the relaxation must rise now and then
STALLED = 20  # rounds that it may rise by less
SMALL, LARGE = 1.0, 1e6  # largest cost that HiGHS's absolute tolerances suit
SIMPLEX = 200_000  # entries of cuts with which it is quick
IDLE = 6  # rounds that a cut may not bind

REDUCTIONS = "reductions"
ASCENT = "dual ascent"
CUTS = "directed cuts with HiGHS"
BRANCHING = "directed cuts with whole arcs, HiGHS"


def steiner_tree(
    edges: ArrayLike, cost: ArrayLike, terminals: ArrayLike, limits: Limits | None = None
) -> SteinerSolution:
    """Connect terminals along edges of a graph at least cost.

    Parameters
    ----------
    edges : (E, 2) ends of undirected edges, nodes from 0 up; parallel edges are two ways
    cost : (E,) money or length, >= 0
    terminals : (K,) nodes to connect, each an end of an edge
    limits : time, gap, stop; 60 seconds and no gap unless given

    Raises
    ------
    ValueError
        negative or missing cost, unknown nodes, no terminals, a terminal named twice
    InfeasibleError
        terminals that no path connects
    """
    return solve(SteinerInstance.of(edges, cost, terminals), limits)


def solve(instance: SteinerInstance, limits: Limits | None = None) -> SteinerSolution:
    """`steiner_tree` of a validated instance; there is always a tree and a bound."""
    compile_kernels()
    return _search(instance, limits or EXACT, unite=True)


def _search(instance: SteinerInstance, limits: Limits, *, unite: bool) -> SteinerSolution:
    """`solve`, with trees improved by unions if asked."""
    clock = limits.clock()
    unit = _unit(instance.cost)
    state = SearchState(replace(instance, cost=instance.cost / unit), clock, unit)
    graph = compact(state.graph)
    state.offer_grown(graph, graph.cost, graph.terminals[:1], improve=False)
    engine = REDUCTIONS
    reduce_graph(state.graph, clock)
    if not _single(state) and not state.over():
        engine = ASCENT
        _ascend(state)
        if unite and not _single(state) and combine(state, compact(state.graph), _tree):
            _ascend(state)
    if not _single(state) and not state.over():
        engine = CUTS
        if not _relax(state):
            engine = BRANCHING
    proven = state.closed
    if proven:
        reason = "no cheaper tree exists" if state.bound >= state.best else "gap reached"
    else:
        reason = "stopped on request" if clock.limits.stop else "time limit"
    return SteinerSolution(
        instance=instance,
        edges=state.edges,
        objective=state.best * unit,
        bound=state.bound * unit,
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        seconds=clock.seconds,
        engine=engine,
        reason=reason,
    )


def _tree(instance: SteinerInstance, limits: Limits) -> IntArray:
    """Edges of the best tree that the search alone finds."""
    return _search(instance, limits, unite=False).edges


def _unit(cost: FloatArray) -> float:
    """A power of two, so that dividing loses nothing, that brings costs to a size for HiGHS."""
    most = float(cost.max(initial=0.0))
    if most == 0.0 or SMALL <= most <= LARGE:
        return 1.0
    return float(2.0 ** np.floor(np.log2(most / SMALL)))


def _single(state: SearchState) -> bool:
    """Whether all terminals are one by now; then the fixed edges are the tree."""
    if state.graph.used[TERMINALS] > 1:
        return False
    state.offer(np.zeros(0, dtype=np.int64))
    state.raise_bound(np.inf)
    return True


def _some(nodes: IntArray, count: int, seed: int) -> IntArray:
    if len(nodes) <= count:
        return nodes
    return np.random.default_rng(seed).choice(nodes, count, replace=False)


def _ascend(state: SearchState) -> None:
    """Bounds and trees from dual ascents; edges go while that is worth it."""
    turn = 0
    while not _single(state) and not state.over():
        graph = compact(state.graph)
        seed = state.clock.limits.seed + turn
        nodes = np.arange(len(graph.terminal))
        state.offer_grown(graph, graph.cost, _some(nodes, STARTS, seed), improve=True)
        needless = np.zeros(len(graph.cost), dtype=np.bool_)
        for root in _some(graph.terminals, ROOTS, seed).tolist():
            bound, price = _priced(state, graph, root)
            if state.over():
                return
            along = np.minimum(price[0::2], price[1::2]) + TILT * graph.cost
            state.offer_grown(graph, along, np.array([root]), improve=True)
            added = detours(graph.start, graph.halves, graph.at, price, graph.terminals, root)
            dear = bound + np.minimum(added[0::2], added[1::2]) > state.cutoff
            needless |= dear
            if state.over():
                return
        remove_all(state.graph, graph.edge[needless])
        reduce_graph(state.graph, state.clock)
        turn += 1
        left = int(state.graph.alive.sum())
        if left > (1.0 - WORTH) * len(graph.cost):
            return


def _priced(state: SearchState, graph: CompactGraph, root: int) -> tuple[float, FloatArray]:
    """Bound with the fixed edges, told to the state, and prices of a dual ascent."""
    price = graph.arc_cost.copy()
    bound, _, _, _ = dual_ascent(
        graph.start, graph.halves, graph.at, price, graph.terminals, root, False, WORSE
    )
    bound += state.fixed_cost
    state.raise_bound(bound)
    return bound, price


def _relax(state: SearchState) -> bool:
    """Solve the cut relaxation, then whole arcs; True where the relaxation was enough."""
    graph = compact(state.graph)
    roots = _some(graph.terminals, ROOTS, state.clock.limits.seed)
    root = int(roots[np.argmax([_priced(state, graph, int(r))[0] for r in roots])])
    first = first_cuts(state, graph, root)
    if len(first.arc) > SIMPLEX:
        first = improved(state, graph, first)
        if state.over():
            return True
    cuts = CutProgram(graph, root, first.usable, state.fixed_cost, state.clock)
    cuts.add_arc_cuts(first.begin, first.arc)
    highest, since = 0.0, 0
    while not state.over() and since < STALLED:
        answer = cuts.program.solve(state.clock)
        if answer is None:
            if cuts.program.status is Status.INFEASIBLE:
                state.raise_bound(np.inf)
                return True
            break
        state.raise_bound(answer.objective)
        _grow_along(state, cuts, answer.values)
        if state.over():
            return True
        dear = answer.objective + answer.reduced > state.cutoff
        cuts.fix_at_zero(np.flatnonzero(dear & (answer.values < 0.5)))
        since += 1
        if answer.objective > highest + state.slack:
            if answer.objective > highest + RISE * (state.best - highest):
                since = 0
            highest = answer.objective
            cuts.program.forget(IDLE)  # never while the value stands still: no circles
        if cuts.separate(answer.values, state.clock) == 0:
            break
    if state.over():
        return True
    _whole_arcs(state, cuts)
    return False


def _grow_along(state: SearchState, cuts: CutProgram, values: FloatArray) -> None:
    """Trees where the relaxation has its values."""
    graph = cuts.graph
    used = np.bincount(cuts.arc // 2, values, len(graph.cost))
    cost = graph.cost * np.clip(1.0 - used, TILT, 1.0)
    roots = _some(graph.terminals, 2, state.clock.limits.seed)
    state.offer_grown(graph, cost, roots, improve=True)


def _whole_arcs(state: SearchState, cuts: CutProgram) -> None:
    """The programme with whole arcs until its answer is a tree."""
    while not state.over():
        result = solve_linear(cuts.program.model, state.clock)
        if result.status is Status.INFEASIBLE:
            state.raise_bound(np.inf)
            return
        if result.bound is not None:
            state.raise_bound(result.bound)
        if result.values is None:
            return
        _grow_along(state, cuts, result.values)
        if cuts.separate(result.values, state.clock) == 0:
            return
