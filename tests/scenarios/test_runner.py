"""One question, one solve, one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fake_study
import pytest

from inputs.errors import InputError
from optimizer.certificate import Violation
from optimizer.limits import Progress, Stop
from scenarios.errors import InconsistentScenario, UncheckedPlan
from scenarios.runner import Outcome, run
from scenarios.runs import load_run
from scenarios.scenario import Scenario
from scenarios.study import Answer, Problem

TERRITORY = fake_study.FakeTerritory()
SCENARIO = Scenario(name="made-up", title="A question")


class Asked:
    """Runs scenarios with a fake study and counts the solves."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.solves = 0

    def __call__(self, scenario: Scenario = SCENARIO, **settings: Any) -> Outcome:
        study = {k: settings.pop(k) for k in ("found", "violations") if k in settings}
        factory = fake_study.Factory(**study)
        try:
            return run(
                scenario,
                settings.pop("territory", TERRITORY),
                self.out,
                create=factory,
                render=settings.pop("render", fake_study.fake_render),
                **settings,
            )
        finally:
            self.solves += len(factory.solved)


@pytest.fixture
def ask(tmp_path: Path) -> Asked:
    return Asked(tmp_path / "runs")


def test_the_same_question_is_solved_once(ask: Asked) -> None:
    first, second = ask(), ask()
    assert ask.solves == 1
    assert (first.cached, second.cached) == (False, True)
    assert second.run.path == first.run.path
    assert second.run.manifest == first.run.manifest


def test_force_solves_again_and_leaves_one_folder(ask: Asked) -> None:
    ask()
    assert not ask(force=True).cached
    assert ask.solves == 2
    assert len(list(ask.out.iterdir())) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"scenario": SCENARIO.model_copy(update={"region": ("west",)})},
        {"territory": fake_study.FakeTerritory(content_hash="e" * 64)},
    ],
)
def test_another_question_is_solved(ask: Asked, other: dict[str, Any]) -> None:
    ask()
    assert not ask(**other).cached
    assert ask.solves == 2
    assert len(list(ask.out.iterdir())) == 2


def test_another_language_is_rendered_without_solving(ask: Asked) -> None:
    first = ask()
    again = ask(language="kk")
    assert again.cached
    assert ask.solves == 1
    assert again.run.path == first.run.path
    assert again.run.report.read_text().split("|")[2] == "kk"
    assert load_run(again.run.path).manifest.language == "kk"


def test_a_new_title_is_rendered_without_solving(ask: Asked) -> None:
    ask()
    again = ask(SCENARIO.model_copy(update={"title": "Other words"}))
    assert again.cached
    assert ask.solves == 1
    assert again.run.report.read_text().startswith("Other words|")
    assert len(list(ask.out.iterdir())) == 1


def test_a_new_name_gets_its_own_folder_without_solving(ask: Asked) -> None:
    first = ask()
    again = ask(SCENARIO.model_copy(update={"name": "renamed"}))
    assert ask.solves == 1
    assert again.run.path.name == first.run.path.name.replace("made-up", "renamed")
    assert load_run(again.run.path).scenario.name == "renamed"
    assert load_run(first.run.path).scenario.name == "made-up"


def test_all_problems_are_told_before_any_solve(ask: Asked) -> None:
    found = (Problem("money", "too little"), Problem("fixed[0].place", "unknown", "karasai"))
    with pytest.raises(InconsistentScenario) as caught:
        ask(found=found)
    assert caught.value.problems == found
    assert [str(e) for e in caught.value.errors] == [
        "money: too little",
        "fixed[0].place: unknown; expected karasai",
    ]
    assert ask.solves == 0
    assert not ask.out.exists()


def test_an_unchecked_plan_is_not_kept(ask: Asked) -> None:
    with pytest.raises(UncheckedPlan, match="budget at 2031"):
        ask(violations=(Violation("budget", "2031", 5.0),))
    assert list(ask.out.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_before_the_solve(ask: Asked) -> None:
    ask.out.write_text("a file")
    with pytest.raises(FileExistsError):
        ask()
    assert ask.solves == 0


def test_an_interrupted_answer_is_kept_apart(ask: Asked) -> None:
    stop = Stop()
    stop.request()
    halted = ask(stop=stop)
    assert halted.run.path.name.endswith("-interrupted")
    assert not halted.run.manifest.complete
    assert not load_run(halted.run.path).manifest.complete
    full = ask()
    assert not full.cached
    assert full.run.manifest.complete
    assert ask.solves == 2
    assert ask(stop=stop).cached, "a complete answer is there: nothing is left to interrupt"


def test_a_second_interruption_replaces_the_first(ask: Asked) -> None:
    stop = Stop()
    stop.request()
    ask(stop=stop)
    ask(stop=stop)
    assert len(list(ask.out.iterdir())) == 1


def test_progress_is_handed_on(ask: Asked) -> None:
    seen: list[Progress] = []
    ask(on_progress=seen.append)
    assert [p.stage for p in seen] == ["shortage", "writing the report"]


def test_a_failing_view_does_not_lose_the_answer(ask: Asked) -> None:
    def broken(answer: Answer, folder: Path) -> None:
        (folder / "report.html").write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        ask(render=broken)
    (kept,) = ask.out.iterdir()
    assert str(kept) in caught.value.__notes__[0]
    assert not (kept / "report.html").exists()
    again = ask()
    assert again.cached
    assert again.run.report.is_file()
    assert ask.solves == 1


def test_a_damaged_run_is_neither_used_nor_overwritten(ask: Asked) -> None:
    plan = ask().run.path / "plan.csv"
    plan.write_text("mine")
    with pytest.raises(InputError, match="has been changed"):
        ask()
    assert plan.read_text() == "mine"
    assert not ask(force=True).cached


def test_the_report_is_made_from_what_is_stored(ask: Asked) -> None:
    """So that rendering again later gives the same file."""
    kept = ask().run
    before = kept.report.read_bytes()
    fake_study.fake_render(load_run(kept.path).answer(TERRITORY), kept.path)
    assert kept.report.read_bytes() == before
