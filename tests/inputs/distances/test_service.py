"""The service: what a planner asks for, and what is kept on disk."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from inputs.distances import DistanceCache, DistanceService, Mode, network_distances, service
from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.points import Points
from inputs.territory import load_territory

TERRITORY = load_territory()
SERVICE = DistanceService(TERRITORY.assumptions)


def points(*places: tuple[float, float], quality: str = "exact") -> Points:
    ids = tuple(f"p{n}" for n in range(len(places)))
    lat, lon = np.array(places).T
    return Points(ids, ids, lat, lon, (quality,) * len(places))


TOWNS = points((43.25, 76.91), (43.3, 77.23), (43.86, 77.06))


@pytest.fixture
def roads(tmp_path: Path) -> Path:
    graph = nx.Graph()
    for name, lat, lon in (("a", 43.25, 76.91), ("b", 43.3, 77.23), ("c", 43.86, 77.06)):
        graph.add_node(name, lat=lat, lon=lon)
    graph.add_edge("a", "b", length_km=30.0)
    graph.add_edge("b", "c", length_km=70.0)
    nx.write_graphml(graph, tmp_path / "roads.graphml")
    return tmp_path / "roads.graphml"


def test_straight_distances_are_no_estimates_and_roads_are() -> None:
    straight, road = SERVICE.straight(TOWNS, TOWNS), SERVICE.straight(TOWNS, TOWNS, "road")
    circuity = TERRITORY.assumptions.value("circuity_road")
    assert straight.values[0, 1] == pytest.approx(great_circle_km(43.25, 76.91, 43.3, 77.23))
    assert np.allclose(road.dense(), circuity * straight.dense())
    assert (straight.estimated_count, road.estimated_count) == (0, 9)
    assert f"circuity {circuity:g}" in road.source


def test_an_overridden_circuity_changes_the_distance() -> None:
    assumptions = TERRITORY.assumptions.with_overrides({"circuity_road": 2.0})
    road = DistanceService(assumptions).straight(TOWNS, TOWNS, "road")
    assert road.values[0, 1] == pytest.approx(2 * great_circle_km(43.25, 76.91, 43.3, 77.23))


@pytest.mark.parametrize("mode", ["straight", "rail"])
def test_sparse_and_dense_agree(mode: str) -> None:
    rng = np.random.default_rng(5)
    many = points(*zip(rng.uniform(43, 44, 60), rng.uniform(76, 78, 60), strict=True))
    dense = SERVICE.straight(many, TOWNS, mode, cutoff_km=60)
    sparse = SERVICE.straight(many, TOWNS, mode, cutoff_km=60, sparse=True)
    assert np.allclose(dense.dense(), sparse.dense())
    assert np.array_equal(
        dense.dense_estimated() & np.isfinite(dense.dense()), sparse.dense_estimated()
    )
    assert 0 < sparse.entry_count == dense.entry_count < 180
    assert sparse.unreached == dense.unreached


def test_a_distance_of_zero_is_an_entry() -> None:
    sparse = SERVICE.straight(TOWNS, TOWNS, cutoff_km=1, sparse=True)
    assert sparse.entry_count == 3
    assert sparse.dense().diagonal().tolist() == [0, 0, 0]
    turned = sparse.transposed()
    assert turned.entry_count == 3


def test_turning_a_sparse_matrix_turns_its_flags() -> None:
    drawn = points((43.3, 77.2), quality="schematic")
    both = Points(
        ("a", "b"),
        ("a", "b"),
        np.array([43.25, 43.3]),
        np.array([76.91, 77.2]),
        ("exact", "schematic"),
    )
    sparse = SERVICE.straight(both, TOWNS, cutoff_km=50, sparse=True)
    turned = sparse.transposed()
    assert np.array_equal(turned.dense(), sparse.dense().T)
    assert np.array_equal(turned.dense_estimated(), sparse.dense_estimated().T)
    assert 0 < turned.estimated_count < turned.entry_count
    assert SERVICE.straight(drawn, TOWNS).estimated_count == 3


def test_a_planner_chooses_by_words(roads: Path, tmp_path: Path) -> None:
    over = SERVICE.choose(TOWNS, TOWNS, "road", roads)
    assert over.values.tolist() == [[0, 30, 100], [30, 0, 70], [100, 70, 0]]
    assert over.estimated_count == 0
    table = tmp_path / "m.csv"
    table.write_text("id,p0,p1,p2\np0,1,2,3\np1,4,5,6\np2,7,8,9\n", encoding="utf-8")
    whole = SERVICE.choose(TOWNS, TOWNS, str(table))
    near = SERVICE.choose(TOWNS, TOWNS, str(table), cutoff_km=4, sparse=True)
    assert (whole.mode, whole.entry_count, near.entry_count) == (Mode.MATRIX, 9, 4)
    assert near.dense()[1].tolist() == [4, np.inf, np.inf]
    assert near.unreached == ("p2",)
    corridors = SERVICE.choose(TOWNS, TOWNS, "road", "corridors", territory=TERRITORY)
    assert corridors.mode is Mode.ROAD
    assert np.isfinite(corridors.dense()).all()


@pytest.mark.parametrize(
    ("distance", "network", "told"),
    [
        ("air", None, "straight, road, rail"),
        ("straight", "corridors", "need no network"),
        ("m.csv", "corridors", "needs no network"),
        ("road", "none.graphml", "no such network"),
        ("road", "corridors", "belong to a territory"),
    ],
)
def test_impossible_wishes_are_told(distance: str, network: str | None, told: str) -> None:
    with pytest.raises(InputError, match=told):
        SERVICE.choose(TOWNS, TOWNS, distance, network)


def test_unknown_kinds_of_network_are_told(tmp_path: Path, roads: Path) -> None:
    (tmp_path / "roads.shp").write_text("")
    with pytest.raises(InputError, match="unknown kind of network"):
        SERVICE.network(tmp_path / "roads.shp")


class Counted:
    """Counts the matrices that are computed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        monkeypatch.setattr(service, "network_distances", self)

    def __call__(self, *args: object, **kwargs: object) -> object:
        self.calls += 1
        return network_distances(*args, **kwargs)  # type: ignore[arg-type]


@pytest.mark.parametrize("sparse", [False, True])
def test_the_cache_gives_back_what_was_computed(
    roads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sparse: bool
) -> None:
    counted = Counted(monkeypatch)
    kept = DistanceService(TERRITORY.assumptions, DistanceCache(tmp_path / "cache"))
    network = kept.network(roads)
    first = kept.over(network, TOWNS, TOWNS, cutoff_km=80, sparse=sparse)
    again = kept.over(network, TOWNS, TOWNS, cutoff_km=80, sparse=sparse)
    assert counted.calls == 1
    assert np.array_equal(first.dense(), again.dense())
    assert np.array_equal(first.dense_estimated(), again.dense_estimated())
    assert (first.summary(), first.notes, first.origins) == (
        again.summary(),
        again.notes,
        again.origins,
    )
    kept.over(network, TOWNS, TOWNS, cutoff_km=81, sparse=sparse)
    drawn = Points(TOWNS.ids, TOWNS.names, TOWNS.lat, TOWNS.lon, ("schematic",) * 3)
    assert kept.over(network, drawn, TOWNS, cutoff_km=80, sparse=sparse).estimated_count == 7
    assert counted.calls == 3
    assert kept.cache is not None
    assert kept.cache.clear() == 3
    assert not list((tmp_path / "cache").iterdir())


def test_without_a_cache_nothing_is_written(roads: Path, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    SERVICE.choose(TOWNS, TOWNS, "road", roads)
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("rubbish", [b"", b"PK\x03\x04 torn", b"no archive at all"])
def test_a_torn_file_is_computed_anew(tmp_path: Path, rubbish: bytes) -> None:
    cache = DistanceCache(tmp_path)
    (tmp_path / "k.npz").write_bytes(rubbish)
    assert cache.arrays("k", lambda: {"x": np.arange(3)})["x"].tolist() == [0, 1, 2]
    assert cache.arrays("k", lambda: {"x": np.arange(9)})["x"].tolist() == [0, 1, 2]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = DistanceCache(tmp_path / "file" / "below")
    assert cache.arrays("k", lambda: {"x": np.arange(3)})["x"].size == 3
    assert cache.clear() == 0


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    np.savez(tmp_path / "k.npz", x=np.array([{"a": 1}], dtype=object))
    found = DistanceCache(tmp_path).arrays("k", lambda: {"x": np.arange(2)})
    assert found["x"].tolist() == [0, 1]


def test_a_network_survives_storage(roads: Path) -> None:
    network = SERVICE.network(roads)
    again = type(network).from_arrays(network.to_arrays())
    assert again.content_hash == network.content_hash
    assert again.node_ids.tolist() == network.node_ids.tolist()
    assert (again.source, again.mode, again.notes) == (network.source, network.mode, network.notes)


def test_an_extract_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    osmium = pytest.importorskip("osmium")
    path = tmp_path / "roads.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for ref, lon in ((1, 76.9), (2, 77.2)):
            writer.add_node(osmium.osm.mutable.Node(id=ref, location=(lon, 43.3), version=1))
        way = osmium.osm.mutable.Way(id=1, nodes=(1, 2), tags={"highway": "road"}, version=1)
        writer.add_way(way)
    kept = DistanceService(TERRITORY.assumptions, DistanceCache(tmp_path / "cache"))
    first = kept.choose(TOWNS, TOWNS, "road", path)
    monkeypatch.setattr(service, "read_osm", None)
    assert np.array_equal(kept.choose(TOWNS, TOWNS, "road", path).dense(), first.dense())
    assert first.source == "OpenStreetMap extract roads.osm.pbf (ODbL)"
    # the towns lie kilometres off that road, so every pair but a town with itself is an estimate
    assert first.estimated_count == 6
    with pytest.raises(InputError, match="read for roads"):
        kept.choose(TOWNS, TOWNS, "rail", path)
