"""p-median on graphs, on points and on published instances; what a time limit leaves behind."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from models.facility_location import (
    Sites,
    p_median,
    p_median_on_graph,
    p_median_on_points,
    uflp,
)
from models.facility_location import p_median as package_function
from models.facility_location.branching import Remainder, reduce
from models.facility_location.costs import PointCosts, points_of
from models.facility_location.interchange import Rules, evaluate
from models.facility_location.lagrangian import ascend
from models.facility_location.lists import NeighbourLists
from models.facility_location.p_median import shortest_paths
from optimizer.certificate import Status
from optimizer.limits import Limits, Progress, Stop

BENCHMARKS = Path(__file__).parents[4] / "shared" / "benchmarks"


def pmed(number: int) -> tuple[np.ndarray, int, int]:
    """Edges, nodes and p of an OR-Library instance."""
    path = BENCHMARKS / "pmed" / f"pmed{number}.txt"
    if not path.exists():
        pytest.skip("no benchmark instances here")
    values = np.array(path.read_text().split(), dtype=int)
    edges = values[3 : 3 + 3 * values[1]].reshape(-1, 3)
    return edges - np.array([1, 1, 0]), int(values[0]), int(values[2])


@pytest.mark.parametrize(("number", "optimum"), [(1, 5819), (6, 7824), (9, 2734), (15, 1729)])
def test_published_optima_are_proven(number: int, optimum: int) -> None:
    edges, nodes, p = pmed(number)
    found = p_median_on_graph(edges, p=p, node_count=nodes, limits=Limits(time_s=120))
    assert (found.objective, found.bound, found.gap) == (optimum, optimum, 0.0)
    assert found.status is Status.OPTIMAL
    assert found.check() == []


@pytest.mark.parametrize(("name", "p"), [("rl1304", 200), ("u1432", 500)])
def test_published_optima_of_points_are_proven(name: str, p: int) -> None:
    folder = BENCHMARKS / "pmed_tsplib"
    if not folder.exists():
        pytest.skip("no benchmark instances here")
    lines = (folder / f"{name}.tsp").read_text().split("NODE_COORD_SECTION")[1].split("EOF")[0]
    xy = np.array(lines.split(), dtype=float).reshape(-1, 3)[:, 1:]
    distance = np.floor(np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(axis=2)))
    with (folder / "optima.csv").open() as file:
        optima = {
            (row["name"], int(row["p"])): float(row["opt_or_bkn"]) for row in csv.DictReader(file)
        }
    found = p_median(distance, p=p, limits=Limits(time_s=120))
    assert found.objective == optima[name, p]
    assert found.gap == 0.0


def test_the_last_of_two_equal_edges_counts_and_zero_is_a_length() -> None:
    edges = [[0, 1, 5.0], [1, 2, 0.0], [1, 0, 3.0]]
    assert shortest_paths(edges).tolist() == [[0, 3, 3], [3, 0, 0], [3, 0, 0]]
    assert shortest_paths(edges, directed=True)[1, 0] == 3.0
    with pytest.raises(ValueError, match=r"edges\[1\]"):
        shortest_paths([[0, 1, 5.0], [1, 2.5, 1.0]])


def test_unconnected_nodes_need_a_site_each() -> None:
    edges = [[0, 1, 1.0], [2, 3, 1.0]]
    assert p_median_on_graph(edges, p=2).objective == 2.0
    found = p_median_on_graph(edges, p=1)
    assert found.status is Status.INFEASIBLE
    assert "p = 2" in found.reason


@pytest.mark.parametrize("metric", ["euclidean", "great_circle"])
def test_lists_made_from_points_give_what_the_matrix_gives(
    metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(5)
    xy = random.normal([70, 45], 3, (300, 2))
    weights = random.integers(1, 9, 300)
    dense = p_median_on_points(xy, weights, p=12, metric=metric)
    monkeypatch.setattr("models.facility_location.costs.SMALL_MATRIX", 0)
    monkeypatch.setattr("models.facility_location.costs.POINT_ENTRIES", 300 * 60)
    listed = p_median_on_points(xy, weights, p=12, metric=metric)
    assert listed.objective == pytest.approx(dense.objective, rel=1e-9)
    assert listed.bound == pytest.approx(dense.objective, rel=1e-2)
    assert listed.bound <= dense.objective * (1 + 1e-9)
    assert dense.check() == listed.check() == []


def test_a_bound_from_cut_lists_holds_for_the_whole_instance() -> None:
    random = np.random.default_rng(1)
    points = points_of(random.uniform(0, 1, (120, 2)), "xy", False)
    costs = PointCosts(points, points, False)
    every = np.arange(120)
    full = NeighbourLists.of_dense(costs.matrix(), np.full(120, 99.0))
    start, cap = full.start, full.at_rank(9)
    cut = full.restricted(np.ones(120, dtype=bool), cap)
    assert len(start) == len(cut.start)
    zero, free = np.zeros(120), np.zeros(120, dtype=bool)
    rules = Rules(zero, free, 4, 4, zero, np.inf, np.full(120, -1), np.zeros(0, dtype=np.int64))
    optimum = p_median(costs.matrix(), p=4).objective
    assert optimum is not None
    found = ascend(cut, rules, cap, optimum, iterations=300)
    assert found.bound <= optimum
    assert (found.price <= cap).all()
    part = reduce(Remainder(full, rules, every), found, optimum * 1.5)
    assert len(part.index) <= 120


def test_reduction_keeps_the_optimum() -> None:
    random = np.random.default_rng(3)
    cost = np.floor(random.uniform(0, 100, (40, 25)))
    lists = NeighbourLists.of_dense(cost, np.full(40, 9e4))
    zero, free = np.zeros(25), np.zeros(25, dtype=bool)
    rules = Rules(zero, free, 5, 5, zero, np.inf, np.full(25, -1), np.zeros(0, dtype=np.int64))
    best = p_median(cost, p=5)
    is_open = np.zeros(25, dtype=bool)
    is_open[best.open] = True
    found = ascend(lists, rules, cost.min(axis=1) + 5, float(best.objective or 0), iterations=200)
    part = reduce(Remainder(lists, rules, np.arange(25)), found, float(best.objective or 0) + 0.5)
    assert set(best.open) <= set(part.index)
    assert evaluate(part.lists, part.rules, is_open[part.index]) == best.objective


def test_existing_sites_cost_nothing_to_keep_and_something_to_close() -> None:
    cost = np.array([[0.0, 3.0], [3.0, 0.0]])
    sites = Sites.of(2, status=["existing", "candidate"], fixed_cost=[9.0, 2.0], closing_cost=4.0)
    assert uflp(cost, sites=sites).objective == 2.0
    assert uflp(cost, fixed_cost=[0.0, 5.0], sites=sites).objective == 3.0


def test_progress_never_goes_back_and_stop_leaves_an_answer() -> None:
    random = np.random.default_rng(0)
    cost = np.floor(random.uniform(0, 1000, (150, 150)))
    heard: list[Progress] = []
    stop = Stop()

    def tell(report: Progress) -> None:
        heard.append(report)
        if report.bound is not None:
            stop.request()

    found = p_median(cost, p=30, limits=Limits(time_s=60, stop=stop, on_progress=tell))
    assert found.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert found.bound is not None
    assert found.check() == []
    incumbents = [r.incumbent for r in heard if r.incumbent is not None]
    assert incumbents == sorted(incumbents, reverse=True)
    bounds = [r.bound for r in heard if r.bound is not None]
    assert bounds == sorted(bounds)


def test_the_package_exports_functions_not_modules() -> None:
    assert callable(package_function)
