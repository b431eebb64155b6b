"""The territory: tables, units, places and the figures of known districts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from inputs.errors import InputError
from inputs.parsing import dtype_of
from inputs.schemas.pandera_schema import dataframe_schema
from inputs.schemas.registry import TABLES
from inputs.territory import Territory, embedded_folder, load_territory

Region = dict[str, list[dict[str, str]]]
Write = Callable[[Region], Path]


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


EMBEDDED = [name for name in TABLES if (embedded_folder() / f"{name}.csv").exists()]


@pytest.mark.parametrize("name", EMBEDDED)
def test_each_embedded_table_passes_its_pandera_schema(territory: Territory, name: str) -> None:
    table = dataframe_schema(TABLES[name]).validate(territory.table(name), lazy=True)
    assert len(table) > 0
    assert {field.name: str(table[field.name].dtype) for field in TABLES[name].fields} == {
        field.name: dtype_of(field) for field in TABLES[name].fields
    }


def test_no_embedded_table_is_missing() -> None:
    assert set(EMBEDDED) == set(TABLES)


def test_embedded_files_are_tidy() -> None:
    for name in EMBEDDED:
        data = (embedded_folder() / f"{name}.csv").read_bytes()
        assert b"\r" not in data, name
        assert data.endswith(b"\n"), name
        assert not data.startswith(b"\xef\xbb\xbf"), name


def test_a_table_is_a_fresh_copy(territory: Territory) -> None:
    table, units = territory.table("schools"), territory.units
    table["seats_end"] = 0
    units["level"] = "district"
    assert (territory.table("schools")["seats_end"] > 0).any()
    assert "oblast" in set(territory.units["level"])


def test_units_are_a_hundred_leaves(territory: Territory) -> None:
    assert len(territory.leaf_units()) == 100
    assert len(territory.leaf_units(["south"])) == 59
    assert len(territory.leaf_units(["west"])) == 41
    assert len(territory.leaf_units(["zhambyl_oblast"])) == 11
    assert "alatau" not in territory.leaf_units()


def test_a_selection_mixes_levels_and_keeps_the_order_of_the_table(territory: Territory) -> None:
    chosen = territory.leaf_units(["aktobe_oblast", "karasai", "almaty_city", "aktobe_city"])
    assert chosen[:2] == ["karasai", "almaty_city"]
    assert len(chosen) == 2 + 13
    order = list(territory.units.index)
    assert sorted(chosen, key=order.index) == chosen
    assert territory.leaf_units([]) == []


def test_unknown_and_merged_units_are_named(territory: Territory) -> None:
    with pytest.raises(InputError, match=r"unknown unit \(found 'karasay'\).*karasai"):
        territory.leaf_units(["karasay"])
    with pytest.raises(InputError, match=r"merged into another.*alatau.*ile"):
        territory.leaf_units(["alatau"])


def test_oblasts_and_names(territory: Territory) -> None:
    assert territory.oblast_of("karasai") == "almaty_oblast"
    assert territory.oblast_of("shymkent_city") == "shymkent_city"
    assert territory.name("karasai") == "Karasai district"
    assert territory.name("karasai", "kk") == "Қарасай ауданы"
    assert territory.name("oral_city", "ru") == "Уральск г.а."
    with pytest.raises(InputError, match="region lies in no oblast"):
        territory.oblast_of("south")
    with pytest.raises(InputError, match="unknown language"):
        territory.name("karasai", "de")


def test_the_two_zhambyl_districts_are_told_apart(territory: Territory) -> None:
    units = territory.units
    assert units["name_en"].is_unique
    assert units["name_ru"].is_unique
    assert set(units.index[units["name_kk"] == "Жамбыл ауданы"]) == {
        "zhambyl_d_almaty",
        "zhambyl_d_zhambyl",
    }


def test_every_leaf_has_coordinates_inside_its_country(territory: Territory) -> None:
    leaves = territory.leaf_units()
    points = territory.coordinates(leaves)
    assert points.columns.tolist() == ["unit_id", "lat", "lon", "coord_quality"]
    assert points["unit_id"].tolist() == leaves
    assert points["lat"].between(40.5, 52).all()
    assert points["lon"].between(46, 83).all()
    assert set(points["coord_quality"]) <= {"exact", "approximate", "schematic"}


def test_coordinates_of_a_region_are_an_error(territory: Territory) -> None:
    with pytest.raises(InputError, match="without an administrative centre: south"):
        territory.coordinates(["karasai", "south"])


def test_an_unknown_table_is_answered_with_close_ones(territory: Territory) -> None:
    with pytest.raises(InputError, match=r"unknown table.*school.*schools"):
        territory.table("school")


@pytest.mark.parametrize(
    ("unit_id", "year", "expected"),
    [
        ("karasai", 2040, {"need_seats": 97700.0, "balance": -15514.0}),
        ("kegen", 2030, {"seats_end": 11301.0, "stock_adjustment": -62.0}),
        ("raiymbek", 2030, {"stock_adjustment": 908.0, "balance": 3330.0}),
        ("oral_city", 2030, {"seats_end": 66901.5, "new_seats": 20798.0}),
        ("south", 2024, {"seats_end": 1463493.0, "pupils": 1917704.0}),
        ("west", 2050, {"new_seats": 110851.0, "need_seats": 928602.0}),
    ],
)
def test_known_figures_of_the_decrees(
    territory: Territory, unit_id: str, year: int, expected: dict[str, float]
) -> None:
    row = territory.table("schools").set_index(["unit_id", "year"]).loc[(unit_id, year)]
    assert row[list(expected)].to_dict() == expected


@pytest.mark.parametrize("name", ["schools", "preschool"])
def test_stock_adjustment_closes_every_period(territory: Territory, name: str) -> None:
    table = territory.table(name).sort_values(["unit_id", "year"])
    stock = table["seats_end"]
    if "enrolled" in table:
        stock = stock.fillna(table["enrolled"])
    previous = stock.groupby(table["unit_id"]).shift()
    explained = previous + table["new_seats"].fillna(0) + table["stock_adjustment"]
    later = table["year"] > 2024
    assert (stock - explained)[later].abs().max() < 1e-9
    assert table["stock_adjustment"].isna().equals(~later)


def test_shifted_housing_rows_keep_both_figures(territory: Territory) -> None:
    rows = territory.table("housing").set_index(["unit_id", "year"])
    borli = rows.loc[("borli", 2050)]
    assert (borli["stock_norm"], borli["stock_norm_used"]) == (958, 1917)
    assert pd.isna(rows.loc[("munaily", 2050), "stock_norm_used"])
    people = territory.table("population").set_index(["unit_id", "year"])["population"]
    norm = rows["stock_norm_used"].dropna()
    norm = norm[norm.index.get_level_values("year") == 2050]
    # 30 m2 a person, printed to a thousand m2 in the West
    assert (norm - people.reindex(norm.index) * 0.03).abs().max() < 1


def test_every_shift_is_an_anomaly(territory: Territory) -> None:
    housing = territory.table("housing").set_index(["unit_id", "year"])
    anomalies = territory.table("anomalies")
    shifts = anomalies[anomalies["class"] == "row_shift"]
    explained = set(shifts[["unit_id", "year", "field"]].itertuples(index=False, name=None))
    later = housing[housing.index.get_level_values("year") > 2024]
    for column in ("stock_norm", "balance", "new_stock", "stock_end"):
        printed, used = later[column], later[f"{column}_used"]
        differs = ~((printed == used) | (printed.isna() & used.isna()))
        for unit_id, year in later.index[differs]:
            assert (unit_id, year, column) in explained


def test_the_hash_follows_the_content_only(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    shutil.copytree(embedded_folder(), first)
    shutil.copytree(embedded_folder(), second)
    hashes = {load_territory(folder).content_hash for folder in (first, second)}
    assert len(hashes) == 1
    schools = second / "schools.csv"
    text = schools.read_text(encoding="utf-8")
    schools.write_text(text.replace("11363", "11364"), encoding="utf-8")
    assert load_territory(second).content_hash not in hashes
    assert load_territory().content_hash == load_territory().content_hash


def test_a_user_folder_falls_back_on_embedded_assumptions_and_says_so(
    region: Region, write_region: Write
) -> None:
    territory = load_territory(write_region(region))
    assert territory.assumptions.value("discount_rate") == 0.04
    assert territory.assumptions.value("school_place_cost_300") == 8.3
    assert territory.assumptions.value("cost_coefficient_north") == 1.0
    assert len(territory.notes) == 1
    assert "1 assumptions" in territory.notes[0]
    assert territory.has("schools")
    assert not territory.has("preschool")
    with pytest.raises(InputError, match="no table preschool"):
        territory.table("preschool")


def test_a_workbook_stands_in_for_csv_files(
    region: Region, write_region: Write, tmp_path: Path
) -> None:
    folder = write_region(region)
    from_csv = load_territory(folder)
    book = Workbook()
    book.remove(book.active)
    for name in region:
        sheet = book.create_sheet(name)
        plain = from_csv.table(name) if name != "assumptions" else pd.DataFrame(region[name])
        plain = plain.reindex(columns=TABLES[name].columns)
        sheet.append(list(plain.columns))
        for row in plain.astype(object).where(plain.notna(), None).itertuples(index=False):
            sheet.append(list(row))
    for name in region:
        (folder / f"{name}.csv").unlink()
    book.save(tmp_path / "region.xlsx")
    for source in (tmp_path, tmp_path / "region.xlsx"):
        from_book = load_territory(source)
        for name in ("units", "places", "schools"):
            pd.testing.assert_frame_equal(from_book.table(name), from_csv.table(name))
        assert from_book.assumptions.value("discount_rate") == 0.04
