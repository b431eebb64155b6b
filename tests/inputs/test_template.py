"""A new region needs tables, not code."""

from __future__ import annotations

from pathlib import Path

import pytest
from forest import Region, fill_template

from inputs.check import check_folder
from inputs.errors import InputError
from inputs.schemas.registry import TABLES
from inputs.template import write_template
from inputs.territory import load_territory


def test_a_filled_template_loads_and_passes_the_check(region: Region, tmp_path: Path) -> None:
    folder = tmp_path / "forest"
    write_template(folder)
    fill_template(folder, region)
    assert check_folder(folder).empty
    territory = load_territory(folder)
    assert territory.leaf_units() == ["birch", "cedar", "maple", "willow"]
    assert territory.leaf_units(["east"]) == ["maple", "willow"]
    assert territory.oblast_of("birch") == "north"
    assert territory.coordinates(["willow", "birch"])["lat"].tolist() == [45.3, 45.0]
    schools = territory.table("schools").set_index(["unit_id", "year"])
    assert schools.loc[("cedar", 2030), "need_seats"] == 1000
    assert territory.table("water_abstraction").empty


def test_an_empty_template_lacks_only_what_is_required(tmp_path: Path) -> None:
    write_template(tmp_path / "forest")
    violations = check_folder(tmp_path / "forest")
    assert violations[["table", "value"]].to_numpy().tolist() == [
        ["documents", "no rows"],
        ["units", "no rows"],
    ]


def test_each_table_explains_each_of_its_columns(tmp_path: Path) -> None:
    files = write_template(tmp_path / "forest")
    assert {file.stem for file in files} == {*TABLES, "README"}
    for file in files[1:]:
        *comments, header = file.read_text(encoding="utf-8").splitlines()
        assert all(line.startswith("# ") for line in comments)
        assert header.split(",") == TABLES[file.stem].columns
        for column in TABLES[file.stem].columns:
            assert any(line.startswith(f"# {column}: ") for line in comments)


def test_a_choice_of_tables(tmp_path: Path) -> None:
    files = write_template(tmp_path / "forest", ["units", "schools"])
    assert [file.name for file in files] == ["README.md", "units.csv", "schools.csv"]
    with pytest.raises(InputError, match="unknown table"):
        write_template(tmp_path / "other", ["school"])
    assert not (tmp_path / "other").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        write_template(tmp_path)
    assert (tmp_path / "units.csv").read_text(encoding="utf-8") == "mine"
