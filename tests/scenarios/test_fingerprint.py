"""The hash changes with everything an answer depends on, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import fake_study
import pytest

from inputs.territory import embedded_folder, load_territory
from scenarios.fingerprint import Fingerprint, code_hash, hash_of_sources
from scenarios.loading import load_scenario
from scenarios.scenario import Scenario

TERRITORY = fake_study.FakeTerritory()


def _question(scenario: Scenario, territory: object = TERRITORY) -> str:
    return Fingerprint.of(scenario, territory).question


@pytest.mark.parametrize(
    "override",
    [
        "money.budget_bn_per_year=400",
        "assumptions.discount_rate=0.08",
        "solve.gap=0.01",
        "solve.seed=1",
        "region=[south]",
    ],
)
def test_it_changes_with_the_question(override: str) -> None:
    assert _question(load_scenario("default", [override])) != _question(load_scenario("default"))


def test_it_does_not_change_with_name_and_title() -> None:
    renamed = load_scenario("default", ["name=other", "title=Other words"])
    assert _question(renamed) == _question(load_scenario("default"))


def test_it_changes_with_one_figure_of_the_data(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(embedded_folder(), copy)
    same = load_territory(copy)
    scenario = Scenario()
    before = _question(scenario, same)
    table = copy / "schools.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[1].split(",")
    position = next(i for i, cell in enumerate(cells) if i > 1 and cell.isdigit())
    cells[position] = str(int(cells[position]) + 1)
    table.write_text("".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    assert _question(scenario, load_territory(copy)) != before


def test_it_changes_with_the_code_but_not_with_its_place(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "x.py").write_text("x = 1\n")
    before = hash_of_sources({"models": tmp_path / "a"})
    assert hash_of_sources({"models": tmp_path / "b"}) == before
    (tmp_path / "a" / "sub" / "__pycache__").mkdir()
    (tmp_path / "a" / "sub" / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert hash_of_sources({"models": tmp_path / "a"}) == before
    (tmp_path / "a" / "sub" / "x.py").write_text("x = 2\n")
    assert hash_of_sources({"models": tmp_path / "a"}) != before


def test_data_and_library_count_by_content_not_as_code(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    empty = hash_of_sources({"inputs": tmp_path})
    (tmp_path / "data" / "schools.csv").write_text("1")
    assert hash_of_sources({"inputs": tmp_path}) == empty
    assert hash_of_sources({"models": tmp_path}) != empty
    assert code_hash() != empty
