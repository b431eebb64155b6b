"""Trees against the reference, made-up graphs by hand, and the published optima of SteinLib."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.network_design import (
    SteinerInstance,
    SteinerSolution,
    ascent,
    cut_prices,
    flow_cuts,
    linked_graph,
    reductions,
    solve,
    steiner_tree,
    trees,
)
from models.network_design.reference import reference_optimum
from models.network_design.steiner import BRANCHING
from models.network_design.warm_up import compile_kernels
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits, Stop

STEINLIB = Path(__file__).resolve().parents[4] / "shared" / "benchmarks" / "steinlib"


def graph_of(seed: int, nodes: int, extra: int, terminals: int, whole: bool) -> SteinerInstance:
    """A random connected graph, sometimes with parallel edges and edges without cost."""
    random = np.random.default_rng(seed)
    tree = [(int(random.integers(i)), i) for i in range(1, nodes)]
    more = [tuple(random.choice(nodes, 2, replace=False).tolist()) for _ in range(extra)]
    edges = np.array(tree + more)
    cost = random.integers(0, 8, len(edges)).astype(float)
    if not whole:
        cost = cost + random.uniform(0, 1, len(edges))
    return SteinerInstance(edges, cost, random.choice(nodes, terminals, replace=False))


def lattice(side: int, terminals: int, seed: int = 3) -> SteinerInstance:
    """A square lattice with random costs; hard enough to outlast short limits."""
    random = np.random.default_rng(seed)
    node = np.arange(side * side).reshape(side, side)
    across = np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1)
    down = np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1)
    edges = np.concatenate([across, down])
    chosen = random.choice(side * side, terminals, replace=False)
    return SteinerInstance(edges, random.uniform(10, 11, len(edges)), chosen)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000), nodes=st.integers(2, 12), extra=st.integers(0, 14),
    share=st.floats(0.0, 1.0), whole=st.booleans(),
)  # fmt: skip
def test_small_graphs_against_the_reference(
    seed: int, nodes: int, extra: int, share: float, whole: bool
) -> None:
    terminals = min(nodes, 5, 1 + int(share * nodes))
    instance = graph_of(seed, nodes, extra, terminals, whole)
    found = solve(instance)
    assert found.check() == []
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(reference_optimum(instance), abs=1e-6)
    assert found.bound == pytest.approx(found.objective, abs=1e-6)


def test_a_star_is_cheaper_than_the_ways_around_it() -> None:
    """Three villages 2 apart by road, 1.1 from a junction: the junction is worth passing."""
    edges = [[0, 1], [1, 2], [2, 0], [0, 3], [1, 3], [2, 3]]
    found = steiner_tree(edges, [2.0, 2.0, 2.0, 1.1, 1.1, 1.1], [0, 1, 2])
    assert found.edges.tolist() == [3, 4, 5]
    assert found.objective == pytest.approx(3.3)
    assert found.gap == 0.0
    assert found.reason == "no cheaper tree exists"


def test_a_relaxation_with_a_gap_is_finished_with_whole_arcs() -> None:
    """A root, seven junctions, seven villages; a junction reaches those off one Fano line.

    Two junctions miss the village where their lines meet, three are enough: 8 + 3 nodes, 10 edges.
    The relaxation opens every junction by a quarter: 7 / 4 + 7.
    """
    lines = [{0, 1, 2}, {0, 3, 4}, {0, 5, 6}, {1, 3, 5}, {1, 4, 6}, {2, 3, 6}, {2, 4, 5}]
    edges = [(0, 1 + j) for j in range(7)]
    edges += [(1 + j, 8 + i) for j, line in enumerate(lines) for i in range(7) if i not in line]
    terminals = [0, *range(8, 15)]
    found = steiner_tree(edges, np.full(len(edges), 2.5), terminals)
    assert found.check() == []
    assert found.objective == pytest.approx(25.0)
    assert found.status is Status.OPTIMAL
    assert found.engine == BRANCHING


@pytest.mark.parametrize("factor", [1e-9, 1e-3, 1e9])
def test_the_unit_of_cost_changes_nothing(factor: float) -> None:
    instance = lattice(12, 20)
    plain = solve(instance)
    other = steiner_tree(instance.edges, instance.cost * factor, instance.terminals)
    assert other.check() == []
    assert other.edges.tolist() == plain.edges.tolist()
    assert other.bound == pytest.approx(plain.objective * factor, rel=1e-8)


def test_one_terminal_needs_no_edge_and_two_a_shortest_path() -> None:
    edges, cost = [[0, 1], [1, 2], [0, 2], [2, 3]], [1.0, 1.0, 3.0, 5.0]
    alone = steiner_tree(edges, cost, [2])
    assert alone.edges.size == 0
    assert alone.objective == alone.bound == 0.0
    path = steiner_tree(edges, cost, [0, 2])
    assert path.edges.tolist() == [0, 1]
    assert steiner_tree(edges, [0.0] * 4, [0, 3]).objective == 0.0


def test_all_nodes_terminals_is_the_least_spanning_tree() -> None:
    instance = graph_of(5, 40, 100, 40, whole=False)
    graph = nx.Graph()
    for (u, v), c in zip(instance.edges.tolist(), instance.cost.tolist(), strict=True):
        if not graph.has_edge(u, v) or graph[u][v]["weight"] > c:
            graph.add_edge(u, v, weight=c)
    least = nx.minimum_spanning_tree(graph).size(weight="weight")
    assert solve(instance).objective == pytest.approx(least)


@pytest.mark.parametrize(
    ("edges", "cost", "terminals", "message"),
    [
        ([[0, 1], [1, 2]], [1.0, -2.0], [0, 2], r"cost: edge 1 from node 1 to node 2 has -2"),
        ([[0, 1], [1, 2]], [np.nan, 2.0], [0, 2], r"cost: edge 0 .* has nan"),
        ([[0, 1], [1, 2]], [np.inf, 2.0], [0, 2], r"cost: edge 0 .* has inf"),
        ([[0, 1], [1, 2]], [1.0], [0, 2], r"cost: shape \(1,\), expected \(2,\)"),
        ([[0, 1], [1, -2]], [1.0, 2.0], [0, 1], r"edges: edge 1 is \[1, -2\]: unknown node"),
        ([[0, 1], [2, 2]], [1.0, 2.0], [0, 1], r"edges: edge 1 is .* a node joined to itself"),
        ([[0, 1, 2]], [1.0], [0, 1], r"edges: shape \(1, 3\), expected \(edges, 2\)"),
        ([[0.0, 1.5]], [1.0], [0], r"edges: type float64, expected whole numbers"),
        ([[0, 1], [1, 2]], [1.0, 2.0], [0, 7], r"terminals: node 7 is unknown"),
        ([[0, 1], [1, 3]], [1.0, 2.0], [0, 2], r"terminals: node 2 is unknown"),
        ([[0, 1], [1, 2]], [1.0, 2.0], [], r"terminals: none given"),
        ([[0, 1], [1, 2]], [1.0, 2.0], [0, 2, 0], r"terminals: node 0 is named twice"),
        ([[0, 1], [1, 2]], [1.0, 2.0], [[0, 2]], r"terminals: shape \(1, 2\)"),
    ],
)
def test_bad_input_is_one_clear_error(
    edges: list[list[int]], cost: list[float], terminals: list[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        steiner_tree(edges, cost, terminals)


def test_terminals_that_no_path_connects_are_named() -> None:
    edges = np.array([[0, 1], [2, 3]])
    with pytest.raises(InfeasibleError, match="no path between Shamalgan and Kaskelen and 1 other"):
        SteinerInstance(
            edges, np.ones(2), np.array([0, 2, 3]), ("Shamalgan", "Raiymbek", "Kaskelen")
        )


def test_pieces_without_terminals_are_left_alone() -> None:
    found = steiner_tree([[0, 1], [2, 3], [3, 4], [4, 2]], [1.0, 0.0, 0.0, 0.0], [0, 1])
    assert found.edges.tolist() == [0]


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.5])
def test_a_short_limit_still_gives_a_tree_and_a_bound(seconds: float) -> None:
    instance = lattice(60, 250)
    found = solve(instance, Limits(time_s=seconds, gap=0.0))
    assert found.check() == []
    assert found.status is Status.FEASIBLE
    assert found.reason == "time limit"
    assert found.bound <= found.objective
    assert found.seconds < seconds + 2.0


def test_a_stop_before_the_start_and_a_stop_on_the_way() -> None:
    stop = Stop()
    stop.request()
    found = solve(lattice(30, 60), Limits(stop=stop))
    assert found.check() == []
    assert found.reason == "stopped on request"
    later = Stop()
    told: list[float | None] = []

    def stop_at_the_second(progress: object) -> None:
        told.append(getattr(progress, "incumbent", None))
        if len(told) == 2:
            later.request()

    found = solve(lattice(60, 250), Limits(stop=later, gap=0.0, on_progress=stop_at_the_second))
    assert found.check() == []
    assert found.reason == "stopped on request"
    assert len(told) == 2


def test_a_stop_while_the_relaxation_is_solved() -> None:
    stop = Stop()
    timer = threading.Timer(4.0, stop.request)
    timer.start()
    found = solve(lattice(60, 250), Limits(time_s=120.0, gap=0.0, stop=stop))
    timer.cancel()
    assert found.check() == []
    assert found.reason == "stopped on request"
    assert found.seconds < 30.0


def test_a_gap_asked_for_is_enough() -> None:
    found = solve(lattice(20, 30), Limits(time_s=60.0, gap=0.05))
    assert found.check() == []
    assert found.status is Status.OPTIMAL
    assert found.gap is not None
    assert found.gap <= 0.05


def test_the_check_notices_what_is_wrong() -> None:
    instance = SteinerInstance(
        np.array([[0, 1], [1, 2], [2, 0], [3, 4]]), np.ones(4), np.array([0, 2])
    )

    def names(edges: list[int], objective: float, bound: float = 0.0) -> set[str]:
        answer = SteinerSolution(
            instance, np.array(edges, dtype=np.int64), objective, bound, Status.OPTIMAL, 0.0, "", ""
        )
        return {violation.constraint for violation in answer.check()}

    assert names([2], 1.0) == set()
    assert names([2], 0.5) == {"stated objective"}
    assert names([2], 1.0, bound=2.0) == {"stated bound"}
    assert names([0], 1.0) == {"terminals connected", "one piece"}
    assert names([0, 1, 2], 3.0) == {"no cycle"}
    assert names([2, 3], 2.0) == {"one piece"}
    assert names([9], 1.0) == {"known edges"}


def test_a_solve_after_the_warm_up_compiles_nothing_more() -> None:
    def compiled() -> dict[str, int]:
        return {
            name: len(kernel.signatures)
            for module in (ascent, cut_prices, flow_cuts, linked_graph, reductions, trees)
            for name, kernel in vars(module).items()
            if hasattr(kernel, "signatures")
        }

    compile_kernels()
    before = compiled()
    assert sum(before.values()) > 0
    solve(lattice(20, 40), Limits(time_s=3.0))
    assert compiled() == before


def steinlib(group: str, name: str) -> SteinerInstance:
    """An instance of the collection; its nodes are numbered from 1."""
    words = [line.split() for line in (STEINLIB / group / name).read_text().splitlines()]
    edges = np.array([w[1:4] for w in words if w and w[0] == "E"], dtype=np.int64)
    terminals = np.array([w[1] for w in words if len(w) == 2 and w[0] == "T"], dtype=np.int64)
    return SteinerInstance(edges[:, :2] - 1, edges[:, 2].astype(float), terminals - 1)


@pytest.mark.skipif(not STEINLIB.exists(), reason="SteinLib is not at ../shared/benchmarks")
@pytest.mark.parametrize(("group", "each", "total"), [("B", 10.0, 10.0), ("C", 60.0, 200.0)])
def test_published_optima(group: str, each: float, total: float) -> None:
    with (STEINLIB / "optima.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["group"] == group]
    assert len(rows) == {"B": 18, "C": 20}[group]
    seconds = []
    for row in rows:
        found = solve(steinlib(group, row["instance"]), Limits(time_s=each, gap=0.0))
        seconds.append(found.seconds)
        assert found.check() == []
        assert found.status is Status.OPTIMAL
        assert found.objective == float(row["optimum"]) == found.bound
    assert sum(seconds) < total
    assert np.median(seconds) < 5.0
