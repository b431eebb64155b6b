"""Lines of a file as a graph, with points joined to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inputs.distances import great_circle_km
from inputs.errors import InputError
from inputs.point_table import Points
from inputs.routes import RouteGraph, read_routes

Line = tuple[list[list[float]], dict[str, Any]]


def write(folder: Path, lines: list[Line], **more: Any) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "LineString", "coordinates": course},
        }
        for course, properties in lines
    ]
    path = folder / "routes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def points(*places: tuple[float, float]) -> Points:
    ids = tuple(f"p{k}" for k in range(len(places)))
    lat, lon = np.array(places, dtype=float).T
    return Points(ids, ids, lat, lon, ("exact",) * len(places))


def way(graph: RouteGraph, a: int, b: int) -> float:
    found = [k for k, e in enumerate(graph.edges.tolist()) if sorted(e) == sorted((a, b))]
    assert len(found) == 1
    return float(graph.km[found[0]])


def test_lines_meet_where_they_share_a_vertex(tmp_path: Path) -> None:
    """A T: the bar's inner vertex is the stem's end; vertices between two others are no nodes."""
    bar = [[77.0, 43.0], [77.05, 43.0], [77.1, 43.0], [77.2, 43.0]]
    stem = [[77.1, 43.0], [77.1, 43.1]]
    path = write(tmp_path, [(bar, {}), (stem, {})])
    graph = read_routes(path, points((43.0, 77.0), (43.0, 77.2), (43.1, 77.1)), 1.2)
    assert graph.node_count == 4
    assert sorted(map(sorted, graph.edges.tolist())) == [[0, 3], [1, 3], [2, 3]]
    assert way(graph, 0, 3) == pytest.approx(great_circle_km(43, 77, 43, 77.1), rel=1e-6)
    course = next(c for c, e in zip(graph.courses, graph.edges.tolist(), strict=True) if 0 in e)
    assert len(course) == 3, "the course keeps its vertices"


def test_a_crossing_without_a_vertex_is_a_bridge(tmp_path: Path) -> None:
    path = write(tmp_path, [([[77.0, 43.0], [77.2, 43.0]], {}), ([[77.1, 42.9], [77.1, 43.1]], {})])
    graph = read_routes(path, points((43.0, 77.0), (43.0, 77.2), (42.9, 77.1), (43.1, 77.1)), 1.0)
    part = graph.components()
    assert part[0] == part[1] != part[2] == part[3]


def test_a_point_beside_a_line_is_joined_straight_to_its_nearest_place(tmp_path: Path) -> None:
    path = write(tmp_path, [([[77.0, 43.0], [77.2, 43.0]], {})])
    graph = read_routes(path, points((43.0, 77.0), (43.05, 77.1), (43.0, 77.2)), 1.5)
    (foot,) = range(3, graph.node_count)
    assert graph.lon[foot] == pytest.approx(77.1, abs=1e-6)
    assert way(graph, 1, foot) == pytest.approx(1.5 * great_circle_km(43, 77.1, 43.05, 77.1))
    assert graph.estimated.tolist().count(True) == 1
    assert way(graph, 0, foot) == pytest.approx(way(graph, 2, foot), rel=1e-5)


def test_two_points_beside_one_piece_cut_it_twice(tmp_path: Path) -> None:
    path = write(tmp_path, [([[77.0, 43.0], [77.3, 43.0]], {})])
    places = points((43.02, 77.2), (42.99, 77.1), (43.0, 77.0), (43.0, 77.3))
    graph = read_routes(path, places, 1.0)
    whole = great_circle_km(43, 77.0, 43, 77.3)
    assert graph.km[~graph.estimated].sum() == pytest.approx(whole, rel=1e-5)
    assert len(np.unique(graph.components())) == 1


def test_a_length_of_the_line_replaces_that_of_the_map(tmp_path: Path) -> None:
    bent = [[77.0, 43.0], [77.1, 43.0], [77.1, 43.1]]
    path = write(tmp_path, [(bent, {"Length_km": 30})])
    graph = read_routes(path, points((43.0, 77.0), (43.1, 77.1), (43.0, 77.1)), 1.0)
    assert graph.km.sum() == pytest.approx(30)


def test_dead_ends_and_parts_without_a_point_are_left_out(tmp_path: Path) -> None:
    main = [[77.0, 43.0], [77.1, 43.0], [77.2, 43.0]]
    dead_end = [[77.1, 43.0], [77.1, 43.1], [77.15, 43.2]]
    path = write(tmp_path, [(main, {}), (dead_end, {}), ([[80.0, 45.0], [80.1, 45.0]], {})])
    graph = read_routes(path, points((43.0, 77.0), (43.0, 77.2)), 1.0)
    assert graph.node_count == 2
    assert graph.edges.tolist() == [[0, 1]]


def test_of_two_ways_between_two_places_both_stay(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [
            ([[77.0, 43.0], [77.2, 43.0]], {}),
            ([[77.0, 43.0], [77.1, 43.1], [77.2, 43.0]], {"length_km": 5}),
        ],
    )
    graph = read_routes(path, points((43.0, 77.0), (43.0, 77.2)), 1.0)
    assert len(graph.edges) == 2
    assert graph.km.min() == pytest.approx(5)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([([[77.0, 43.0], [77.1, 43.0]], {"length_km": -4})],
         r"routes\.geojson, row 1, column length_km.*'-4'.*more than 0"),
        ([([[77.0, 43.0], [77.1, 43.0]], {}), ([[77.0, 43.0], [77.1, 43.1]], {"length_km": "far"})],
         r"row 2, column length_km.*'far'"),
        ([([[700000.0, 4800000.0], [700100.0, 4800000.0]], {})],
         r"row 1, column lat, lon.*leaves the country.*WGS 84"),
        ([([[43.0, 77.0], [43.1, 77.1]], {})], r"lat and lon are swapped"),
        ([([[77.0, 43.0], [77.0, 43.0]], {"length_km": 3})], r"no length on the map"),
        ([], r"no routes"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_with_its_row(tmp_path: Path, lines: list[Line], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_routes(write(tmp_path, lines), points((43.0, 77.0), (43.0, 77.1)), 1.0)


def test_points_instead_of_lines_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, [([[77.0, 43.0], [77.1, 43.0]], {})])
    path.write_text(path.read_text().replace("LineString", "MultiPoint"))
    with pytest.raises(InputError, match=r"row 1.*no line.*'MultiPoint'"):
        read_routes(path, points((43.0, 77.0), (43.0, 77.1)), 1.0)


def test_another_reference_system_is_refused(tmp_path: Path) -> None:
    utm = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32643"}}
    path = write(tmp_path, [([[77.0, 43.0], [77.1, 43.0]], {})], crs=utm)
    with pytest.raises(InputError, match=r"column crs.*EPSG::32643.*EPSG:4326"):
        read_routes(path, points((43.0, 77.0), (43.0, 77.1)), 1.0)


def test_wgs84_may_be_named(tmp_path: Path) -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path = write(tmp_path, [([[77.0, 43.0], [77.1, 43.0]], {})], crs=named)
    graph = read_routes(path, points((43.0, 77.0), (43.0, 77.1)), 1.0)
    assert graph.edges.tolist() == [[0, 1]]
