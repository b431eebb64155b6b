"""`aumaq alternatives`: refusals before solving, a folder that is read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner
from untranslated import untranslated

from scenarios.alternatives import yearly_subject
from scenarios.cli import app

# Parts of the names of projects and scenarios, and of the engine
NAMES = frozenset({"roadmap", "ahead", "RDF", "See", "Air", "Eco", "Almaty", "Tools"})
SMALL = ["--set", "region=[shymkent_city]", "--set", "years.last=2032"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["logistics-reach"], "logistics.objective"),
        (["default", "-k", "0"], "1 to 20"),
        (["default", "--within", "0"], "--within"),
        (["default", "--time", "-1"], "--time"),
        (["default", "--set", "region=[mars]"], "mars"),
    ],
)
def test_what_cannot_be_is_refused_before_solving(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yearly_subject, "solve", lambda *_: pytest.fail("solved"))
    command = ["alternatives", *arguments, "--out", str(tmp_path / "runs")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "runs").exists()


def test_alternatives_are_a_folder_and_sought_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["alternatives", "default", "-k", "2", *SMALL, "--out", str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    report = Path(result.stdout.splitlines()[-1])
    plans = pd.read_csv(report.with_name("plans.csv"))
    assert list(plans["plan"]) == ["optimum", "alternative 1", "alternative 2"]
    assert (plans[["loss_shortage", "loss_cost"]] <= 0.02 + 1e-6).all(axis=None)
    distances = pd.read_csv(report.with_name("distances.csv")).set_index("plan").to_numpy()
    assert np.allclose(distances, distances.T)
    assert distances[0, 1] == pytest.approx(plans["distance"].iloc[1])
    assert min(distances[0, 2], distances[1, 2]) == pytest.approx(plans["distance"].iloc[2])
    assert (distances[~np.eye(3, dtype=bool)] > 0).all()

    keys = ["place_id", "size", "start_year"]
    actions = pd.read_parquet(report.with_name("actions.parquet"))
    common = pd.read_csv(report.with_name("common.csv")).groupby(keys).size()
    for _, plan in actions.groupby("plan"):
        there = plan.groupby(keys).size().reindex(common.index, fill_value=0)
        assert (there >= common).all()

    monkeypatch.setattr(yearly_subject, "solve", lambda *_: pytest.fail("solved again"))
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 0, again.output
    assert again.stdout.splitlines()[-1] == str(report)
    for language in ("kk", "ru"):
        told = CliRunner().invoke(app, [*command, "--language", language])
        assert told.stdout.splitlines()[-1] == str(report)
        page = report.read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in page
        left = untranslated(page, frozenset({"default"}))
        assert not left, "\n".join(left)


def test_alternatives_of_the_roadmap_are_told_in_every_language(tmp_path: Path) -> None:
    command = [
        "alternatives", "roadmap-ahead", "-k", "1", "--within", "0.05",
        "--set", "roadmap.first_free_year=2029", "--out", str(tmp_path),
    ]  # fmt: skip
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    folder = Path(result.stdout.splitlines()[-1]).parent
    for language in ("kk", "ru"):
        page = (folder / f"report-{language}.html").read_text(encoding="utf-8")
        left = untranslated(page, NAMES)
        assert not left, "\n".join(left)
