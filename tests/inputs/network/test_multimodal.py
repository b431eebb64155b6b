"""Distances, ways and parts of a network against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from inputs.errors import InputError
from inputs.network import MultimodalNetwork, multimodal_network
from inputs.territory import Territory, load_territory


@pytest.fixture(scope="module")
def embedded() -> MultimodalNetwork:
    return multimodal_network(load_territory(), 2040)


def graph_of(network: MultimodalNetwork, mode: str) -> nx.MultiGraph:
    graph: nx.MultiGraph = nx.MultiGraph()
    graph.add_nodes_from(range(network.node_count))
    for link in network.links_of(mode):
        ends = int(network.tail[link]), int(network.head[link])
        graph.add_edge(*ends, km=float(network.length_km[link]))
    return graph


@pytest.mark.parametrize("mode", ["road", "rail"])
def test_distances_are_those_of_networkx(embedded: MultimodalNetwork, mode: str) -> None:
    nodes = np.arange(embedded.node_count)
    found = embedded.distances(mode, nodes, nodes)
    truth = dict(nx.all_pairs_dijkstra_path_length(graph_of(embedded, mode), weight="km"))
    expected = [[truth[a].get(b, np.inf) for b in nodes] for a in nodes]
    assert found == pytest.approx(np.array(expected), abs=1e-3)


@pytest.mark.parametrize("mode", ["road", "rail"])
def test_links_of_a_way_join_and_add_up_to_its_length(
    embedded: MultimodalNetwork, mode: str
) -> None:
    rng = np.random.default_rng(0)
    sources, targets = rng.integers(0, embedded.node_count, (2, 400))
    paths = embedded.paths(mode, sources, targets)
    reached = np.isfinite(paths.km)
    assert reached.any()
    assert not reached.all()
    for pair, (source, target) in enumerate(zip(sources, targets, strict=True)):
        links = paths.of(pair)
        node = source
        for link in links:
            assert embedded.modes[link] == mode
            assert node in (embedded.tail[link], embedded.head[link])
            node = embedded.tail[link] + embedded.head[link] - node
        if reached[pair]:
            assert node == target
            assert embedded.length_km[links].sum() == pytest.approx(paths.km[pair], abs=1e-3)
        else:
            assert links.size == 0


def test_flows_add_up_volumes_on_links(embedded: MultimodalNetwork) -> None:
    a, b, c = embedded.index(["almaty", "taraz", "kyzylorda"])
    paths = embedded.paths("road", np.array([a, a, b]), np.array([b, c, b]))
    flow = paths.flows([10.0, 3.0, 99.0], embedded.link_count)
    tonne_km = 10 * paths.km[0] + 3 * paths.km[1]
    assert flow @ embedded.length_km == pytest.approx(tonne_km)
    assert flow.max() == 13


def test_no_pairs_give_no_links(embedded: MultimodalNetwork) -> None:
    none = np.empty(0, dtype=np.int64)
    assert embedded.paths("road", none, none).links.size == 0
    assert embedded.distances("road", none, np.arange(3)).shape == (0, 3)


def test_parts_are_numbered_from_the_largest(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    part = dict(zip(network.node_ids.tolist(), network.components("rail").tolist(), strict=True))
    assert part["oak"] == part["ash"]
    assert part["fir"] == part["cape"] != part["oak"]
    assert part["moor"] == part["fen"] == -1
    assert set(network.components(None)) == {0}
    assert multimodal_network(woods, 2040).components("rail").max() == 0


def test_unknown_nodes_and_modes_are_named(embedded: MultimodalNetwork) -> None:
    with pytest.raises(InputError, match=r"unknown node.*almaty"):
        embedded.index(["almatty"])
    with pytest.raises(InputError, match="road or rail"):
        embedded.mode("transfer")
