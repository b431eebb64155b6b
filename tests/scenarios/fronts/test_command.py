"""`aumaq front`: refusals before solving, a folder that is read again."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner
from untranslated import untranslated

from models.capacity_expansion import Resolver
from scenarios.cli import app
from scenarios.fronts import Against, Request
from scenarios.fronts.running import freed
from scenarios.loading import load_scenario
from scenarios.territories import territory_for
from scenarios.yearly import yearly_programme

# Parts of the names of projects and scenarios, and of the engine
NAMES = frozenset({"roadmap", "ahead", "RDF", "See", "Air", "Eco", "Almaty", "Tools"})
FEW = ["--set", "region=[shymkent_city]", "--set", "years.last=2032", "--points", "4"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["almaty-siting", "--against", "equity"], "share of need"),
        (["logistics", "--against", "equity"], "share of need"),
        (["roadmap", "--set", "roadmap.envelope=none"], "no levels of it"),
        (["roadmap", "--set", "roadmap.must_finish=all"], "finishes all"),
        (["roadmap-smooth", "--nested"], "every phase"),
        (["water", "--against", "equity"], "settlements"),
        (["default", "--against", "money"], "cost | equity"),
        (["default", "--points", "1"], "3 to 100"),
        (["default", "--nested", "--against", "equity"], "--against cost"),
        (["default", "--gap", "2"], "--gap"),
        (["default", "--set", "region=[mars]"], "mars"),
    ],
)
def test_what_cannot_be_is_refused_before_solving(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Resolver, "solve", lambda *_: pytest.fail("solved"))
    result = CliRunner().invoke(app, ["front", *arguments, "--out", str(tmp_path / "runs")])
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("name", ["default", "preschool", "water"])
def test_each_programme_is_seen_as_a_possible_question(name: str) -> None:
    scenario = load_scenario(name)
    seen = freed(scenario, Request(Against.COST))
    assert all(goal.at_most != "documented" for goal in seen.objectives) or seen is scenario
    programme = yearly_programme(seen, territory_for(seen))
    assert len(programme.places) == len(programme.instance.demand)


def test_a_front_is_a_folder_and_drawn_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["front", "default", "--nested", *FEW, "--out", str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    report = Path(result.stdout.splitlines()[-1])
    assert report.is_file()
    points = pd.read_csv(report.with_name("points.csv"))
    assert points["cost_mln_kzt"].is_monotonic_increasing
    assert points["objective"].is_monotonic_decreasing
    assert (points["bound"] <= points["objective"]).all()
    actions = pd.read_parquet(report.with_name("actions.parquet"))
    assert set(actions["plan"]) == {"best", "nested"}
    sentence = json.loads(report.with_name("front.json").read_text())["sentence"]
    assert sentence in result.stdout
    assert sentence.split(":")[0] in report.read_text()

    monkeypatch.setattr(Resolver, "solve", lambda *_: pytest.fail("solved again"))
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 0, again.output
    assert again.stdout.splitlines()[-1] == str(report)
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    for language in ("kk", "ru"):
        told = CliRunner().invoke(app, [*command, "--language", language])
        assert told.stdout == again.stdout
        page = report.read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in page
        left = untranslated(page, frozenset({"default", "hold"}))
        assert not left, "\n".join(left)


def test_a_front_of_levels_is_told_in_every_language(tmp_path: Path) -> None:
    command = [
        "front", "roadmap-ahead", "--set", "roadmap.first_free_year=2029", "--points", "3",
        "--time", "4", "--out", str(tmp_path),
    ]  # fmt: skip
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    folder = Path(result.stdout.splitlines()[-1]).parent
    points = pd.read_csv(folder / "points.csv")
    assert points["cost_mln_kzt"].is_monotonic_increasing
    assert points["objective"].is_monotonic_decreasing
    for language in ("kk", "ru"):
        page = (folder / f"report-{language}.html").read_text(encoding="utf-8")
        left = untranslated(page, NAMES)
        assert not left, "\n".join(left)
