"""`aumaq explain` as a person uses it, on the embedded data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scenarios.cli import app

QUICK = """\
extends: default
title: A quick question
region: [mangystau_oblast]
money: {budget_bn_per_year: 30}
objectives: [{measure: shortage}]
solve: {time_s: 60, gap: 0.05, front_points: 0}
"""


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    scenario = folder / "quick.yaml"
    scenario.write_text(QUICK, encoding="utf-8")
    first = aumaq("run", scenario, "--out", folder / "runs")
    assert first.exit_code == 0, first.output
    return Path(first.stdout.splitlines()[-1]).parent


def test_it_answers_in_sentences_with_prices_and_proof(run: Path) -> None:
    told = aumaq("explain", run.name, "Aktau", "--out", run.parent, "--gap", 0.05)
    assert told.exit_code == 0, told.output
    assert "Aktau city" in told.stdout
    assert "One more school of" in told.stdout
    assert "the documented programme as printed" in told.stdout
    assert "is proven within" in told.stdout
    assert "stopped by" in told.stdout
    page = Path(told.stdout.splitlines()[-1])
    assert page.parent.parent == run.parent
    text = page.read_text(encoding="utf-8")
    assert "Why Aktau city stands in the plan as it does" in text
    assert text.count("<svg") == 1
    for heading in ("Why so, and why not more", "What wishes cost", "How sure this is"):
        assert heading in text
    again = aumaq("explain", run.name, "Aktau", "--out", run.parent, "--gap", 0.05)
    assert "Answered before, nothing was solved." in again.stdout
    assert again.stdout.splitlines()[0] == told.stdout.splitlines()[0]


def test_programs_get_the_same_as_plain_data(run: Path) -> None:
    html = run.parent / "page.html"
    words = ("--year", 2028, "--gap", 0.02, "--json", "--html", html, "--out", run.parent)
    told = aumaq("explain", run, "aktau_city", *words)
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert "Aktau city" in html.read_text(encoding="utf-8")
    assert answer["place"] == "aktau_city"
    assert answer["complete"]
    assert answer["year"] == 2028
    (year,) = answer["tables"]["years"]
    assert year["year"] == 2028
    prices = answer["tables"]["prices"]
    assert {p["wish"] for p in prices} <= {"in", "more", "not then"}
    for price in prices:
        assert price["low"] is None or 0 <= price["low"] <= price["about"] <= price["high"]
    solved = [p for p in prices if p["status"] in ("optimal", "feasible")]
    for proof in answer["certificates"].values():
        assert proof["checked"]
        assert proof["violations"] == []
    assert len(answer["certificates"]) == len(solved) + 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["aktan city"], "no such place.*aktau_city"),
        (["karasai"], r"karasai \(Karasai district\) is not among"),
        (["aktau_city", "--year", 1999], "--year: nothing is started.*1999.*2026 to 2050"),
        (["aktau_city", "--plan", "mine"], "--plan: no such plan.*documented as printed"),
    ],
)
def test_bad_input_is_refused_before_any_solving(run: Path, words: list[object], said: str) -> None:
    import re

    told = aumaq("explain", run, *words)
    assert told.exit_code == 2, told.output
    assert re.search(said, told.stderr)
    assert "bound" not in told.stderr


def test_an_unknown_run_is_refused(tmp_path: Path) -> None:
    told = aumaq("explain", "nothing", "karasai", "--out", tmp_path)
    assert told.exit_code == 2
    assert "there is no run 'nothing'" in told.stderr
