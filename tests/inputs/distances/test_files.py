"""Matrices and networks that a user brings."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from inputs.distances import read_graphml, read_matrix, read_osm
from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.points import Bounds


def write(folder: Path, text: str, name: str = "m.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_wide_matrix_is_read_in_the_order_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "id,s1,s2\na,1,2.5\nb,,0\n")
    whole = read_matrix(path)
    assert whole.values.tolist() == [[1, 2.5], [np.inf, 0]]
    assert whole.estimated_count == 0
    picked = read_matrix(path, ["b", "a"], ["s2"])
    assert picked.values.tolist() == [[0], [2.5]]
    assert picked.origins == ("b", "a")


def test_a_long_matrix_leaves_missing_pairs_without_way(tmp_path: Path) -> None:
    path = write(tmp_path, "origin,destination,km\na,s1,1\nb,s2,4\n")
    found = read_matrix(path)
    assert found.values.tolist() == [[1, np.inf], [np.inf, 4]]
    assert found.entry_count == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,s1\na,-1\n", r"row 2, column s1.*'-1'.*not negative"),
        ("id,s1\na,far\n", r"row 2, column s1.*'far'"),
        ("id,s1\na,nan\n", r"row 2, column s1.*'nan'"),
        ("id,s1\na,1\na,2\n", r"row 3: an id stands twice"),
        ("id,s1,s1\na,1,2\n", r"row 1: an id stands twice"),
        ("id,s1\na,1,2\n", r"row 2.*more cells"),
        ("origin,destination,km\na,b,1\na,b,2\n", r"row 3: the pair stands twice"),
        ("origin,destination,km\na,b,\n", r"row 2, column km"),
    ],
)
def test_a_wrong_matrix_is_told_with_its_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_matrix(write(tmp_path, text))


def test_points_missing_from_a_matrix_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, "id,s1\na,1\n")
    with pytest.raises(InputError, match=rf"^{path.name}: 2 origins are missing: b, c"):
        read_matrix(path, ["a", "b", "c"], ["s1"])
    with pytest.raises(InputError, match=rf"^{path.name}: the origin is missing: b;"):
        read_matrix(path, ["a", "b"], ["s1"])
    with pytest.raises(InputError, match=rf"^{path.name}: the destination is missing: s2;"):
        read_matrix(path, ["a"], ["s1", "s2"])


def test_graphml_takes_lengths_and_reckons_missing_ones(tmp_path: Path) -> None:
    graph = nx.MultiGraph()
    graph.add_node("a", lat=43.0, lon=76.0)
    graph.add_node("b", y="43.0", x="76.1")
    graph.add_node("c", lat=43.0, lon=76.2)
    graph.add_edge("a", "b", length=9500.0)
    graph.add_edge("b", "c")
    graph.add_edge("a", "c", length_km=25.0)
    nx.write_graphml(graph, tmp_path / "roads.graphml")
    network = read_graphml(tmp_path / "roads.graphml", 1.2)
    at = {name: n for n, name in enumerate(network.node_ids.tolist())}
    graph_km = network.graph.toarray()
    assert graph_km[at["a"], at["b"]] == pytest.approx(9.5)
    assert graph_km[at["c"], at["b"]] == pytest.approx(1.2 * great_circle_km(43, 76.1, 43, 76.2))
    assert graph_km[at["a"], at["c"]] == 25
    assert network.estimated.sum() == 1
    assert not network.directed


def test_one_way_graphml_keeps_its_directions(tmp_path: Path) -> None:
    graph = nx.DiGraph()
    for n, name in enumerate("abc"):
        graph.add_node(name, lat=43.0, lon=76 + n / 10)
    for u, v in ("ab", "bc", "ca"):
        graph.add_edge(u, v, length_km=30.0)
    nx.write_graphml(graph, tmp_path / "roads.graphml")
    graph_km = read_graphml(tmp_path / "roads.graphml", 1.2).graph.toarray()
    assert (graph_km > 0).sum() == 3


@pytest.mark.parametrize(
    ("edge", "told"),
    [({"length": -1.0}, "impossible length"), ({}, "neither a length nor two ends")],
)
def test_a_link_without_sense_is_refused(tmp_path: Path, edge: dict[str, float], told: str) -> None:
    graph = nx.Graph()
    graph.add_node("a", lat=43.0, lon=76.0)
    graph.add_edge("a", "b", **edge)
    nx.write_graphml(graph, tmp_path / "roads.graphml")
    with pytest.raises(InputError, match=f"link a - b has.*{told}|link a - b has an {told}"):
        read_graphml(tmp_path / "roads.graphml", 1.2)


def test_files_that_are_no_networks_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.graphml: the file cannot be read"):
        read_graphml(write(tmp_path, "<graphml", "x.graphml"), 1.2)
    with pytest.raises(InputError, match="no such file"):
        read_graphml(tmp_path / "none.graphml", 1.2)


OSM_NODES = {1: (43.0, 76.0), 2: (43.0, 76.001), 3: (43.0, 76.02), 4: (43.01, 76.001), 5: (45, 80)}
OSM_WAYS = (
    ((1, 2, 3), {"highway": "primary"}),
    ((2, 4), {"highway": "residential", "oneway": "yes"}),
    ((1, 4), {"highway": "footway"}),
    ((4, 3), {"waterway": "river"}),
    ((5, 5), {"highway": "service"}),
)


@pytest.fixture(params=[".osm.pbf", ".osm"])
def extract(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    osmium = pytest.importorskip("osmium")
    path = tmp_path / f"roads{request.param}"
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, (lat, lon) in OSM_NODES.items():
            writer.add_node(osmium.osm.mutable.Node(id=ref, location=(lon, lat), version=1))
        for number, (nodes, tags) in enumerate(OSM_WAYS, 1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags, version=1))
    return path


def test_an_extract_gives_its_roads(extract: Path) -> None:
    network = read_osm(extract)
    assert network.node_ids.tolist() == ["1", "2", "3", "4"]
    km = network.graph.toarray()
    assert km[0, 1] == pytest.approx(great_circle_km(43, 76, 43, 76.001), rel=1e-6)
    assert km[1, 2] == pytest.approx(great_circle_km(43, 76.001, 43, 76.02), rel=1e-6)
    assert km[3, 1] == km[1, 3] > 0  # one-way is taken as two-way
    assert km[0, 3] == km[2, 3] == 0  # neither the footway nor the river
    assert not network.estimated.any()


def test_only_roads_within_bounds_are_read(extract: Path) -> None:
    with pytest.raises(InputError, match="no roads within 50 to 51 N"):
        read_osm(extract, bounds=Bounds(50, 51, 76, 77))
    assert read_osm(extract, bounds=Bounds(42, 44, 75, 77)).node_count == 4


def test_a_broken_extract_is_named(tmp_path: Path) -> None:
    pytest.importorskip("osmium")
    with pytest.raises(InputError, match=r"x\.osm\.pbf: the file cannot be read"):
        read_osm(write(tmp_path, "nothing of the kind", "x.osm.pbf"))


def test_without_osmium_the_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "osmium", None)
    with pytest.raises(InputError, match=r"optional package osmium.*GraphML"):
        read_osm(write(tmp_path, "", "x.osm.pbf"))
