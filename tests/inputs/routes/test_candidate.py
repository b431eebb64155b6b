"""Ways drawn between points: connected, with a shortest tree among them, and branchings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

from inputs.distances import great_circle_km
from inputs.errors import InputError
from inputs.point_table import Points
from inputs.routes import RouteGraph, candidate_edges

Place = tuple[float, float]


def points(places: list[Place]) -> Points:
    ids = tuple(f"p{k}" for k in range(len(places)))
    lat, lon = np.array(places, dtype=float).reshape(-1, 2).T
    return Points(ids, ids, lat, lon, ("exact",) * len(places))


def shortest_tree_km(edges: np.ndarray, km: np.ndarray, count: int) -> float:
    # a zero is no edge to scipy
    cost = coo_array((km + 1e-9, tuple(edges.T)), shape=(count, count))
    return float(minimum_spanning_tree(cost.tocsr()).sum())


def all_pairs_tree_km(places: Points) -> float:
    a, b = np.triu_indices(len(places), 1)
    km = great_circle_km(places.lat[a], places.lon[a], places.lat[b], places.lon[b])
    return shortest_tree_km(np.column_stack([a, b]), km, len(places))


grid = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda at: (43 + at[0] / 50, 77 + at[1] / 40)
)


@settings(max_examples=80, deadline=None)
@given(st.lists(grid, min_size=2, max_size=25))
def test_the_ways_hold_a_shortest_tree_of_all_points(places: list[Place]) -> None:
    """Points in a line and in one place among them."""
    given_points = points(places)
    graph = candidate_edges(given_points, 1.0)
    assert len(np.unique(graph.components())) == 1
    found = shortest_tree_km(graph.edges, graph.km, graph.node_count)
    # the plane that neighbours are found in is true to a few per mille
    assert found == pytest.approx(all_pairs_tree_km(given_points), rel=3e-3, abs=1e-6)


@pytest.mark.parametrize(
    ("places", "edges"),
    [
        ([(43.0, 77.0)], []),
        ([(43.0, 77.0), (43.1, 77.2)], [(0, 1)]),
        ([(43.0, 77.3), (43.0, 77.0), (43.0, 77.1)], [(1, 2), (0, 2)]),
        ([(43.0, 77.0), (43.0, 77.0)], [(0, 1)]),
    ],
)
def test_a_point_two_points_and_a_line(places: list[Place], edges: list[tuple[int, int]]) -> None:
    graph = candidate_edges(points(places), 1.3, branching=True)
    assert {frozenset(e) for e in graph.edges.tolist()} == {frozenset(e) for e in edges}


def test_three_pipes_meet_at_the_fermat_point() -> None:
    """An equilateral triangle: three arms are sqrt(3) sides instead of two."""
    side, high = 0.1, 0.1 * np.sqrt(3) / 2 * np.cos(np.radians(43.04))
    graph = candidate_edges(
        points([(43, 77), (43, 77 + side), (43 + high, 77 + side / 2)]), 1.0, branching=True
    )
    assert graph.point_count == 3
    assert graph.node_count == 4
    arms = graph.edges[:, 1] == 3
    ratio = graph.km[arms].sum() / (2 * graph.km[~arms].mean())
    assert ratio == pytest.approx(np.sqrt(3) / 2, rel=1e-3)


def test_a_wide_triangle_has_no_branching() -> None:
    graph = candidate_edges(points([(43, 77), (43.001, 77.1), (43, 77.2)]), 1.0, branching=True)
    assert graph.node_count == 3


def test_lengths_are_great_circles_times_circuity() -> None:
    plain = candidate_edges(points([(43, 77), (43.5, 77.1), (43.2, 77.6)]), 1.0)
    longer = candidate_edges(points([(43, 77), (43.5, 77.1), (43.2, 77.6)]), 1.4)
    np.testing.assert_allclose(longer.km, 1.4 * plain.km)
    assert plain.estimated.all()
    _ends_meet(longer)


def _ends_meet(graph: RouteGraph) -> None:
    place = np.column_stack([graph.lon, graph.lat])
    for course, (a, b) in zip(graph.courses, graph.edges, strict=True):
        np.testing.assert_allclose(course[[0, -1]], place[[a, b]])


def test_a_point_without_coordinates_is_named() -> None:
    with pytest.raises(InputError, match=r"lat, lon.*no coordinates \(found 'p1'\)"):
        candidate_edges(points([(43, 77), (np.nan, 77)]), 1.0)


@pytest.mark.parametrize("circuity", [0.9, -1.0, np.nan, np.inf])
def test_a_pipe_is_no_shorter_than_the_straight_line(circuity: float) -> None:
    with pytest.raises(InputError, match="circuity: out of range"):
        candidate_edges(points([(43, 77), (43, 77.1)]), circuity)
