"""`aumaq places import` as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from typer.testing import CliRunner, Result

from scenarios.cli import app

GAZETTEER = "name,lat,lon\nАват,43.40,77.40\nАкчи,43.45,77.55\n"


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "160"})


def test_an_import_tells_what_it_found_and_ends_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(GAZETTEER, encoding="utf-8")
    told = aumaq("places", "import", tmp_path / "places.csv", "--out", tmp_path / "mine")
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert lines[-3] == "2 settlements found, 0 ambiguous, 175 not found"
    assert lines[-2].startswith("14 of 188 settlements have a point of their own, with ")
    assert Path(lines[-1]) == tmp_path / "mine"
    assert "Not found: 175" in told.stdout
    accepted = pd.read_csv(tmp_path / "mine" / "accepted.csv")
    assert accepted["settlement_id"].tolist() == ["A-002", "A-004"]


def test_a_second_import_keeps_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GAZETTEER, encoding="utf-8")
    (tmp_path / "b.csv").write_text("name,lat,lon\nАлға,43.45,77.35\n", encoding="utf-8")
    aumaq("places", "import", tmp_path / "a.csv", "--out", tmp_path / "mine")
    told = aumaq("places", "import", tmp_path / "b.csv", "--out", tmp_path / "mine")
    assert told.stdout.splitlines()[-2].startswith("15 of 188")


def test_a_wrong_file_is_told_in_a_line_and_nothing_is_written(tmp_path: Path) -> None:
    told = aumaq("places", "import", tmp_path / "none.csv", "--out", tmp_path / "mine")
    assert told.exit_code == 2
    assert told.stderr.startswith("Error: no such file")
    assert not (tmp_path / "mine").exists()
