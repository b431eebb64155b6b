"""Which runs can stand side by side, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fake_study
import pytest

from inputs.errors import InputError
from scenarios.across import across
from scenarios.runner import run
from scenarios.runs import Run
from scenarios.scenario import Scenario, StudyName


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(
        Scenario(name="made-up", title="A question"),
        fake_study.FakeTerritory(),  # type: ignore[arg-type]
        tmp_path_factory.mktemp("runs"),
        create=fake_study.Factory(),
        render=fake_study.fake_render,
    ).run


def asked(run: Run, **changes: object) -> Run:
    """The run as the answer of a changed scenario, in a folder of its own."""
    other = run.scenario.model_copy(update=changes)
    return replace(run, scenario=other, path=Path(f"runs/{other.name}"))


def test_what_was_asked_differently_is_listed(made: Run) -> None:
    later = made.scenario.years.model_copy(update={"last": 2040})
    side = across([made, asked(made, name="shorter", years=later)])
    assert side.scenarios.loc["years.last"].tolist() == [2050, 2040]
    assert list(side.kpis.columns) == ["made-up", "shorter"]


def test_runs_of_different_studies_are_refused(made: Run) -> None:
    with pytest.raises(InputError, match="answers another study") as caught:
        across([made, asked(made, name="wells", study=StudyName.WATER)])
    assert caught.value.value == "water"
    assert caught.value.file == str(Path("runs/wells"))


def test_runs_of_different_kinds_are_refused(made: Run) -> None:
    with pytest.raises(InputError, match="another kind of question"):
        across([made, replace(made, kind="siting")])


def test_one_run_is_no_comparison(made: Run) -> None:
    with pytest.raises(InputError, match="at least two runs"):
        across([made])
