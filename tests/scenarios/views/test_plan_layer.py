"""The plan as a map layer, and the outlines and cells under the maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box, mapping, shape

from inputs.boundaries import load_boundaries, prepare_boundaries
from inputs.errors import InputError
from inputs.territory import embedded_folder
from scenarios.study import Answer
from scenarios.views.cells import cropped, nudged, unit_cells
from scenarios.views.geojson import plan_geojson

OUTLINES = load_boundaries()


def exteriors(geometry: Any) -> list[Any]:
    return [part.exterior for part in shapely.get_parts(geometry)]


def test_layer_has_a_point_for_every_unit(answer: Answer) -> None:
    layer = json.loads(json.dumps(plan_geojson(answer)))
    by_unit = {f["properties"]["unit_id"]: f for f in layer["features"]}
    assert set(by_unit) == set(answer.scenario.region)
    lon, lat = by_unit["aktau_city"]["geometry"]["coordinates"]
    assert (round(lon), round(lat)) == (51, 44)
    aktau = by_unit["aktau_city"]["properties"]
    assert (aktau["documented_2030"], aktau["optimised_2030"]) == (0, 300)
    assert (aktau["shortage_documented_2030"], aktau["shortage_optimised_2030"]) == (600, 300)
    assert (aktau["documented_2050"], aktau["optimised_2050"]) == (600, 600)
    assert aktau["coord_quality"] in ("exact", "approximate", "schematic")
    assert aktau["name_kk"] == answer.territory.name("aktau_city", "kk")
    assert aktau["name_ru"] == answer.territory.name("aktau_city", "ru")


def test_embedded_outlines_are_small_valid_and_wound_for_vega() -> None:
    file = embedded_folder() / "boundaries_admin1.geojson"
    assert file.stat().st_size < 150_000
    names = [f["properties"]["name"] for f in OUTLINES["features"]]
    assert len(names) == len(set(names)) == 16
    for feature in OUTLINES["features"]:
        geometry = shape(feature["geometry"])
        assert geometry.is_valid
        # d3 fills the outside of a counter-clockwise ring: the polygon would flood the map
        assert not any(ring.is_ccw for ring in exteriors(geometry))
        assert "Natural Earth" in feature["properties"]["source"]


def test_outlines_hold_the_units(answer: Answer) -> None:
    territory = answer.territory
    points = territory.coordinates(territory.leaf_units()).dropna(subset=["lat"])
    country = shapely.union_all([shape(f["geometry"]) for f in OUTLINES["features"]])
    far = [
        row.unit_id
        for row in points.itertuples()
        if country.distance(Point(row.lon, row.lat)) > 0.25
    ]
    assert far == []


def test_own_outlines_are_wound_and_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.geojson"
    square = {"type": "Feature", "properties": {"name": "A"}, "geometry": mapping(box(0, 0, 1, 1))}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [square]}))
    (feature,) = load_boundaries(file)["features"]
    assert feature["properties"] == {"name": "A", "source": "mine.geojson"}
    assert not any(ring.is_ccw for ring in exteriors(shape(feature["geometry"])))


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        ({"properties": {"name": "A"}, "geometry": mapping(Point(0, 0))}, "row 1.*Polygon"),
        ({"properties": {}, "geometry": mapping(box(0, 0, 1, 1))}, "row 1.*no name"),
        ({"properties": {"name": "A"}, "geometry": None}, "row 1.*no polygon"),
    ],
)
def test_bad_outline_is_named(tmp_path: Path, feature: dict[str, Any], message: str) -> None:
    file = tmp_path / "bad.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(InputError, match=message):
        load_boundaries(file)


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json"])
def test_file_that_is_no_geojson_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.geojson"
    file.write_text(text)
    with pytest.raises(InputError, match=r"bad\.geojson.*FeatureCollection"):
        load_boundaries(file)


def test_hole_around_another_outline_stays_and_an_empty_one_is_filled() -> None:
    city = box(2, 2, 3, 3)
    land = box(0, 0, 10, 10).difference(city).difference(box(6, 6, 7, 7))
    prepared = prepare_boundaries([("land", land, "x"), ("city", city, "x")], tolerance_deg=0)
    areas = {f["properties"]["name"]: shape(f["geometry"]).area for f in prepared["features"]}
    assert areas == {"land": 99.0, "city": 1.0}


coordinate = st.tuples(st.integers(500, 860), st.integers(405, 515)).map(
    lambda pair: (pair[0] / 10, pair[1] / 10)
)


@settings(max_examples=25, deadline=None)
@given(st.lists(coordinate, min_size=1, max_size=25, unique=True))
def test_cells_share_out_the_land_by_nearness(places: list[tuple[float, float]]) -> None:
    points = pd.DataFrame(
        {
            "unit_id": [f"u{n:02d}" for n in range(len(places))],
            "lon": [lon for lon, _ in places],
            "lat": [lat for _, lat in places],
        }
    )
    cells = unit_cells(points, OUTLINES)
    areas = [shape(f["geometry"]) for f in OUTLINES["features"]]
    at = {row.unit_id: Point(row.lon, row.lat) for row in points.itertuples()}
    used = {int(shapely.STRtree(areas).nearest(point)) for point in at.values()}
    total = sum(areas[i].area for i in used)
    assert sum(c.area for c in cells.values()) == pytest.approx(total, rel=0.01)
    for unit, cell in cells.items():
        assert not any(ring.is_ccw for ring in exteriors(cell))
        inside = cell.representative_point()
        rivals = [
            other
            for other in cells
            if shapely.STRtree(areas).nearest(at[other]) == shapely.STRtree(areas).nearest(at[unit])
        ]
        nearest = min(inside.distance(at[other]) for other in rivals)
        assert inside.distance(at[unit]) == pytest.approx(nearest, abs=0.01)


def test_units_with_one_centre_are_set_apart_and_called_schematic() -> None:
    points = pd.DataFrame(
        {
            "unit_id": ["a", "b", "c"],
            "lat": [43.0, 43.0, None],
            "lon": [77.0, 77.0, None],
            "coord_quality": ["exact", "exact", "unknown"],
        }
    )
    placed = nudged(points).set_index("unit_id")
    assert list(placed.index) == ["a", "b"]
    assert placed.loc["a", "lon"] != placed.loc["b", "lon"]
    assert list(placed["coord_quality"]) == ["exact", "schematic"]


def test_small_region_is_cropped_and_a_wide_one_is_not() -> None:
    part = cropped(OUTLINES, (76.0, 43.0, 78.0, 44.0), margin_deg=1.0)
    bounds = shapely.union_all([shape(f["geometry"]) for f in part["features"]]).bounds
    assert bounds[0] == pytest.approx(75.0)
    assert bounds[2] == pytest.approx(79.0)
    assert cropped(OUTLINES, (48.0, 43.0, 82.0, 51.0)) is OUTLINES
