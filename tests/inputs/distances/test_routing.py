"""Ways over networks against NetworkX, the plain textbook answer."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inputs.distances import Mode, Network, network_distances, routing
from inputs.distances.great_circle import all_pairs, great_circle_km
from inputs.errors import InputError
from inputs.points import Points


def make_points(lat: list[float], lon: list[float], quality: str = "exact") -> Points:
    ids = tuple(f"p{n}" for n in range(len(lat)))
    return Points(ids, ids, np.array(lat), np.array(lon), (quality,) * len(lat))


def make_network(seed: int, *, directed: bool) -> Network:
    """Random links between random places; lengths not below the great circle."""
    rng = np.random.default_rng(seed)
    n, links = 14, int(rng.integers(8, 40))
    lat, lon = rng.uniform(43, 44, n), rng.uniform(76, 77, n)
    tail, head = rng.integers(0, n, links), rng.integers(0, n, links)
    straight = great_circle_km(lat[tail], lon[tail], lat[head], lon[head])
    return Network(
        np.arange(n).astype(np.str_),
        lat,
        lon,
        tail,
        head,
        straight * rng.uniform(1, 2, links) + 0.01,
        rng.random(links) < 0.4,
        directed,
        Mode.ROAD,
        "random",
    )


def by_networkx(
    network: Network, origins: Points, destinations: Points, circuity: float, flag_km: float
) -> tuple[np.ndarray, np.ndarray]:
    graph = nx.MultiDiGraph() if network.directed else nx.MultiGraph()
    graph.add_nodes_from(range(network.node_count))
    for u, v, km, estimated in zip(
        network.tail, network.head, network.length_km, network.estimated, strict=True
    ):
        graph.add_edge(int(u), int(v), km=float(km), estimated=bool(estimated))
    linked = np.unique([network.tail, network.head])

    def nearest(points: Points) -> tuple[np.ndarray, np.ndarray]:
        table = all_pairs(points.lat, points.lon, network.lat[linked], network.lon[linked])
        return linked[table.argmin(axis=1)], table.min(axis=1) * circuity

    start, leave = nearest(origins)
    end, arrive = nearest(destinations)
    straight = circuity * all_pairs(origins.lat, origins.lon, destinations.lat, destinations.lon)
    km = np.full(straight.shape, np.inf)
    flags = np.zeros(straight.shape, dtype=bool)
    for i, j in np.ndindex(straight.shape):
        access = leave[i] + arrive[j]
        if straight[i, j] <= access:
            km[i, j], flags[i, j] = straight[i, j], straight[i, j] > 0
            continue
        try:
            path = nx.shortest_path(graph, int(start[i]), int(end[j]), weight="km")
        except nx.NetworkXNoPath:
            continue
        flags[i, j] = access > flag_km
        km[i, j] = access
        for u, v in pairwise(path):
            link = min(graph[u][v].values(), key=lambda edge: edge["km"])
            km[i, j] += link["km"]
            flags[i, j] |= link["estimated"]
    return km, flags


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.booleans(), st.integers(1, 6), st.integers(1, 6))
def test_ways_and_flags_are_those_of_networkx(seed: int, directed: bool, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    network = make_network(seed, directed=directed)
    a = make_points(rng.uniform(43, 44, n).tolist(), rng.uniform(76, 77, n).tolist())
    b = make_points(rng.uniform(43, 44, m).tolist(), rng.uniform(76, 77, m).tolist())
    km, flags = by_networkx(network, a, b, 1.2, 10.0)
    found = network_distances(network, a, b, circuity=1.2, access_flag_km=10.0)
    assert np.allclose(found.dense(), km)
    assert (found.dense_estimated() == flags).all()
    cutoff = float(rng.uniform(10, 150))
    near = network_distances(
        network, a, b, circuity=1.2, access_flag_km=10.0, cutoff_km=cutoff, sparse=True
    )
    kept = np.where(km <= cutoff, km, np.inf)
    assert np.allclose(near.dense(), kept)
    assert (near.dense_estimated() == (flags & (km <= cutoff))).all()
    assert near.entry_count == np.isfinite(kept).sum()
    assert near.estimated_count == (flags & (km <= cutoff)).sum()


def test_small_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network = make_network(3, directed=False)
    rng = np.random.default_rng(1)
    a = make_points(rng.uniform(43, 44, 30).tolist(), rng.uniform(76, 77, 30).tolist())
    whole = network_distances(network, a, a, circuity=1.2)
    monkeypatch.setattr(routing, "_CHUNK_ENTRIES", 60)
    pieces = network_distances(network, a, a, circuity=1.2)
    assert np.array_equal(whole.dense(), pieces.dense())
    assert np.array_equal(whole.dense_estimated(), pieces.dense_estimated())
    assert whole.entry_count > 0


def line_network(*, known_ends: bool = True) -> Network:
    """Three nodes in a row, 30 km and 50 km; the second link is reckoned."""
    lon = np.array([76.0, 76.3, 76.8 if known_ends else np.nan])
    return Network(
        np.array(["a", "b", "c"]),
        np.full(3, 43.0),
        lon,
        np.array([0, 1, 0]),
        np.array([1, 2, 1]),
        np.array([30.0, 50.0, 99.0]),
        np.array([False, True, False]),
        False,
        Mode.ROAD,
        "line",
    )


def test_the_way_to_the_network_is_counted_and_flagged() -> None:
    points = make_points([43.0, 43.1, 43.0], [76.0, 76.3, 76.8])
    found = network_distances(line_network(), points, points, circuity=1.2)
    access = 1.2 * great_circle_km(43.0, 76.3, 43.1, 76.3)
    assert found.origin_access_km == pytest.approx([0, access, 0], abs=1e-9)
    assert found.values[0] == pytest.approx([0, 30 + access, 80])
    assert found.dense_estimated()[0].tolist() == [False, True, True]
    assert found.values[2, 1] == pytest.approx(50 + access)


def test_of_parallel_links_the_shorter_counts_and_a_point_is_at_no_distance_from_itself() -> None:
    points = make_points([43.0, 43.0], [76.0, 76.3])
    found = network_distances(line_network(), points, points, circuity=1.2)
    assert found.values.tolist() == [[0, 30], [30, 0]]
    assert found.estimated_count == 0


def test_points_nearer_to_each_other_than_to_the_network_go_straight() -> None:
    points = make_points([43.5, 43.51], [76.0, 76.0])
    found = network_distances(line_network(), points, points, circuity=1.2)
    assert found.values[0, 1] == pytest.approx(1.2 * great_circle_km(43.5, 76, 43.51, 76))
    assert found.estimated[0, 1]


def test_schematic_points_make_every_entry_an_estimate() -> None:
    real, drawn = make_points([43.0], [76.0]), make_points([43.0], [76.3], "schematic")
    assert network_distances(line_network(), real, drawn, circuity=1.2).estimated.all()
    assert network_distances(line_network(), drawn, real, circuity=1.2).estimated.all()
    assert not network_distances(line_network(), real, real, circuity=1.2).estimated.any()


def test_a_node_without_place_carries_ways_but_takes_no_points() -> None:
    points = make_points([43.0], [76.8])
    found = network_distances(line_network(known_ends=False), points, points, circuity=1)
    assert found.origin_access_km[0] == pytest.approx(great_circle_km(43.0, 76.3, 43.0, 76.8))


def test_a_network_without_places_is_refused() -> None:
    network = line_network()
    nowhere = Network(
        network.node_ids,
        np.full(3, np.nan),
        np.full(3, np.nan),
        network.tail,
        network.head,
        network.length_km,
        network.estimated,
        False,
        Mode.ROAD,
        "nowhere",
    )
    points = make_points([43.0], [76.0])
    with pytest.raises(InputError, match="no linked node of the network has coordinates: nowhere"):
        network_distances(nowhere, points, points, circuity=1)


def test_the_largest_component_keeps_what_is_mutually_reachable() -> None:
    network = Network(
        np.array(list("abcde")),
        np.full(5, 43.0),
        np.linspace(76, 77, 5),
        np.array([0, 1, 2, 3]),
        np.array([1, 2, 0, 4]),
        np.ones(4),
        np.zeros(4, dtype=bool),
        True,
        Mode.ROAD,
        "ring and a spur",
    )
    kept = network.largest_component()
    assert kept.node_ids.tolist() == ["a", "b", "c"]
    assert sorted(zip(kept.tail.tolist(), kept.head.tolist(), strict=True)) == [
        (0, 1),
        (1, 2),
        (2, 0),
    ]
    assert "2 nodes" in kept.notes[-1]
