"""Imports from every kind of file, and the table that is written and read back."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from inputs.check import check_folder
from inputs.errors import InputError
from inputs.places import (
    PlacesImport,
    import_places,
    imported_settlements,
    with_imported_places,
    write_import,
)
from inputs.places.gazetteer import read_gazetteer
from inputs.places.other_names import OTHER_NAMES
from inputs.territory import Territory, embedded_folder, load_territory

SHARED = Path(__file__).parents[3].parent / "shared" / "geodata"
TERRITORY = load_territory()

# made-up points in the right districts; none is where the village lies
AVAT, AKSHI = (43.40, 77.40), (43.45, 77.55)


def geonames_line(record: str, name: str, other: str, lat: float, lon: float, kind: str) -> str:
    cells = [record, name, name, other, str(lat), str(lon), kind, "PPL", "KZ", *[""] * 5, "12"]
    return "\t".join([*cells, "", "", "Asia/Almaty", "2020-01-01"])


@pytest.fixture
def geonames(tmp_path: Path) -> Path:
    lines = [
        geonames_line("11", "Avat", "Ават,Awat", *AVAT, "P"),
        geonames_line("12", "Aqshy", "", *AKSHI, "P"),
        geonames_line("13", "Akshi river", "Ақши", 43.5, 77.5, "H"),
    ]
    path = tmp_path / "KZ.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def geojson(tmp_path: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "name:kk": kk, "place": "village", "osm_id": number},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for number, (name, kk, (lat, lon)) in enumerate(
            [("Ават", None, AVAT), ("Акчи", "Ақши", AKSHI), (None, None, (43.0, 77.0))], 1
        )
    ]
    path = tmp_path / "places.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    rows = [("Ават", *AVAT), ("Ақши", *AKSHI)]
    path.write_text("name,lat,lon\n" + "".join(f"{n},{y},{x}\n" for n, y, x in rows))
    return path


def found_in(path: Path) -> PlacesImport:
    return import_places(TERRITORY, path)


@pytest.mark.parametrize("kind", ["geonames", "geojson", "table"])
def test_every_kind_of_gazetteer_gives_the_same_points(
    kind: str, request: pytest.FixtureRequest
) -> None:
    found = found_in(request.getfixturevalue(kind))
    points = found.accepted.set_index("settlement_id")[["lat", "lon"]]
    assert {name: tuple(row) for name, row in points.iterrows()} == {"A-002": AVAT, "A-004": AKSHI}
    assert len(found.accepted) + len(found.ambiguous) + len(found.unmatched) == 177
    filled = found.settlements.set_index("settlement_id")
    assert tuple(filled.loc["A-004", ["lat", "lon"]]) == AKSHI
    assert filled.loc["A-004", "coord_quality"] == "exact"
    assert pd.isna(filled.loc["A-004", "fallback_place_id"])


def test_the_source_of_a_point_names_file_record_and_licence(geonames: Path, geojson: Path) -> None:
    sources = [
        found_in(path).settlements.set_index("settlement_id").loc["A-002", "source"]
        for path in (geonames, geojson)
    ]
    assert sources == [
        "KZ.txt, geonameid 11, GeoNames, CC BY 4.0",
        "places.geojson, osm_id 1, OpenStreetMap, ODbL 1.0",
    ]


def test_points_of_the_package_are_kept_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,lat,lon\nТалғар,43.31,77.25\n", encoding="utf-8")
    found = found_in(path)
    assert found.accepted.empty
    assert found.checked["settlement_id"].tolist() == ["A-137"]
    assert 0.5 < found.checked["km"].iloc[0] < 3
    assert found.settlements["lat"].tolist() == TERRITORY.table("settlements")["lat"].tolist()
    assert (found.located_count, found.settlement_count) == (12, 188)
    assert found.located_population_share == pytest.approx(0.39, abs=0.01)


def outlines(folder: Path, fields: dict[str, str]) -> Path:
    """One box around each district: the point of Avat lies outside its own."""
    units = TERRITORY.table("settlements")["unit_id"].dropna().unique()
    features = []
    for unit in units:
        west, east = (77.5, 78.5) if unit == "enbekshikazakh" else (70, 71)
        box = [[west, 43.0], [east, 43.0], [east, 44.0], [west, 44.0], [west, 43.0]]
        row = TERRITORY.units.loc[unit]
        properties = {key: unit if text == "unit_id" else row[text] for key, text in fields.items()}
        features.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Polygon", "coordinates": [box]},
            }
        )
    path = folder / "districts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.parametrize(
    "fields", [{"KATO": "kato"}, {"unit_id": "unit_id"}, {"ADM2_name_ru": "name_ru"}]
)
def test_outlines_of_districts_decide_where_to_look(
    geojson: Path, tmp_path: Path, fields: dict[str, str]
) -> None:
    found = import_places(TERRITORY, geojson, boundaries=outlines(tmp_path, fields))
    assert found.accepted["settlement_id"].tolist() == ["A-004"]


def test_a_missing_outline_is_named(geojson: Path, tmp_path: Path) -> None:
    path = outlines(tmp_path, {"unit_id": "unit_id"})
    loaded = json.loads(path.read_text())
    loaded["features"].pop()
    path.write_text(json.dumps(loaded))
    with pytest.raises(InputError, match=r"districts\.geojson: no outline of almaty_city"):
        import_places(TERRITORY, geojson, boundaries=path)


def test_what_is_written_is_a_sound_table_and_is_read_back(geonames: Path, tmp_path: Path) -> None:
    folder = write_import(found_in(geonames), tmp_path / "mine")
    assert {file.name for file in folder.iterdir()} == {
        "settlements.csv",
        "accepted.csv",
        "ambiguous.csv",
        "unmatched.csv",
        "checked.csv",
    }
    located = with_imported_places(TERRITORY, folder)
    again = located.table("settlements").set_index("settlement_id")
    assert tuple(again.loc["A-002", ["lat", "lon"]]) == AVAT
    assert located.content_hash != TERRITORY.content_hash
    assert located.notes[-1] == "the points of 2 settlements are imported by the user"
    assert TERRITORY.table("settlements")["coord_quality"].eq("exact").sum() == 12
    # the figures have not been touched
    figures = [c for c in again.columns if c.startswith("population")]
    before = TERRITORY.table("settlements").set_index("settlement_id")
    pd.testing.assert_frame_equal(again[figures], before[figures])


def test_the_written_table_passes_the_check_in_a_data_folder(
    geonames: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("documents", "units", "places"):
        (folder / f"{name}.csv").write_bytes((embedded_folder() / f"{name}.csv").read_bytes())
    written = write_import(found_in(geonames), tmp_path / "mine")
    (folder / "settlements.csv").write_bytes((written / "settlements.csv").read_bytes())
    assert check_folder(folder).empty


def test_a_second_import_adds_to_the_first(geonames: Path, tmp_path: Path) -> None:
    folder = write_import(found_in(geonames), tmp_path / "mine")
    path = tmp_path / "more.csv"
    path.write_text("name,lat,lon\nАқши,43.9,77.9\nАлға,43.45,77.35\n", encoding="utf-8")
    second = import_places(with_imported_places(TERRITORY, folder), path)
    assert second.accepted["settlement_id"].tolist() == ["A-008"]
    write_import(second, folder)
    again = imported_settlements(TERRITORY, folder).set_index("settlement_id")
    assert tuple(again.loc["A-004", ["lat", "lon"]]) == AKSHI
    assert tuple(again.loc["A-008", ["lat", "lon"]]) == (43.45, 77.35)


def test_without_an_import_the_territory_is_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inputs.places.storage.places_folder", lambda: tmp_path / "none")
    assert with_imported_places(TERRITORY) is TERRITORY
    with pytest.raises(InputError, match="no imported places here"):
        imported_settlements(TERRITORY, tmp_path)


def test_nothing_is_written_into_the_package(geonames: Path) -> None:
    with pytest.raises(InputError, match="do not belong in the package"):
        write_import(found_in(geonames), embedded_folder() / "places")
    assert not (embedded_folder() / "places").exists()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("43.4,77.4", "77.4,43.4", r"column lat.*'77\.4'.*40 to 56 N"),
        ("43.4,77.4", ",77.4", r"column lat.*''"),
        (",exact,", ",sure,", r"column coord_quality.*'sure'"),
        ("A-003", "A-002", r"column settlement_id.*'A-002'.*one row per settlement"),
        ("A-002", "A-902", r"settlements that the territory does not know.*A-902"),
        ("coord_quality", "quality", r"missing columns: coord_quality"),
    ],
)
def test_an_edited_table_is_checked(
    geonames: Path, tmp_path: Path, before: str, after: str, told: str
) -> None:
    folder = write_import(found_in(geonames), tmp_path / "mine")
    path = folder / "settlements.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        imported_settlements(TERRITORY, folder)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("KZ.txt", "1\tAvat\n", r"KZ\.txt, row 1.*'2 columns'.*19 columns"),
        ("p.csv", "name,lat\nАват,43\n", r"missing columns: lon"),
        ("p.csv", "name,lat,lon\nАват,43,east\n", r"row 2, column lat, lon.*'43, east'"),
        ("p.csv", "title,lat,lon\nАват,43,77\n", r"holds no named place"),
        ("p.kml", "", r"unknown kind of gazetteer"),
        ("p.geojson", '{"features": [{"geometry": 5}]}', r"cannot be read.*GeoJSON"),
        ("places.csv", "name,lat,lon\nKaskelen,76.62,43.2\n", "they are swapped"),
        ("places.csv", "name,lat,lon\nParis,48.85,2.35\n", "no place of the gazetteer lies"),
        ("places.csv", "name;lat;lon\nKaskelen;43,2;76,62\n", "not separated by commas"),
    ],
)
def test_a_wrong_gazetteer_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_gazetteer(tmp_path / name)


def test_other_names_belong_to_known_settlements_and_state_a_source() -> None:
    known = set(TERRITORY.table("settlements")["settlement_id"])
    assert {other.settlement_id for other in OTHER_NAMES} <= known
    assert all(other.source for other in OTHER_NAMES)


@pytest.fixture(scope="module")
def with_geodata() -> Territory:
    if not SHARED.is_dir():
        pytest.skip("no geodata beside the repository")
    return TERRITORY


def test_the_public_gazetteer_finds_most_settlements(with_geodata: Territory) -> None:
    found = import_places(with_geodata, SHARED / "hotosm_kaz_populated_places_points.geojson")
    assert found.located_count >= 150
    assert found.located_population_share >= 0.85
    # whole minutes of the package's own points are 1 to 2 km
    assert (found.checked["km"] < 3).all()
    assert found.accepted["record"].is_unique


def test_outlines_confirm_what_the_radius_finds(with_geodata: Territory) -> None:
    pytest.importorskip("shapefile")
    path = SHARED / "hotosm_kaz_populated_places_points.geojson"
    by_radius = import_places(with_geodata, path).accepted.set_index("settlement_id")["record"]
    by_outline = import_places(
        with_geodata, path, boundaries=SHARED / "kaz_admbnda_adm2_2024.shp"
    ).accepted.set_index("settlement_id")["record"]
    assert (by_outline[by_radius.index] == by_radius).all()
    assert len(by_outline) >= len(by_radius)
