"""Kept answers beside each other."""

from __future__ import annotations

from pathlib import Path

import desk_answers
import pytest

from inputs.errors import InputError
from scenarios.app.shelf.comparing import comparable, compare, turn_years
from scenarios.fingerprint import Fingerprint
from scenarios.runs import Run, load_run, store_answer
from scenarios.study import Answer
from scenarios.views import frames


def kept(answer: Answer, folder: Path) -> Run:
    folder.mkdir()
    store_answer(
        folder,
        answer,
        Fingerprint.of(answer.scenario, answer.territory),
        complete=True,
        seconds=1.0,
        data="the embedded data",
    )
    return load_run(folder)


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    budgets = {"Usual": 30.0, "Less": 20.0, "More": 40.0, "Much": 60.0}
    return {name: desk_answers.schools(bn, f"money-{bn:.0f}") for name, bn in budgets.items()}


@pytest.fixture(scope="module")
def runs(answers: dict[str, Answer], tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    folder = tmp_path_factory.mktemp("runs")
    return [kept(answer, folder / answer.scenario.name) for answer in answers.values()]


def test_four_answers_stand_beside_each_other(answers: dict[str, Answer], runs: list[Run]) -> None:
    found = compare(answers, runs)
    heads = [c.head for c in found.numbers.columns]
    assert heads[1:5] == list(answers)
    asked = found.asked.frame.set_index("key")
    assert asked.loc["Money a year"].tolist() == ["30", "20", "40", "60"]
    drawn = [s["name"] for s in found.curve.options["series"] if s["type"] == "line"]
    assert drawn == ["Documented", *answers]
    colours = {s["itemStyle"]["color"] for s in found.curve.options["series"] if s["name"]}
    assert len(colours) == 5
    last = frames.optimised(answers["Less"]).by_year.set_index("year")["shortage"]
    table = found.curve.table.frame.set_index("year")
    assert table["Less"].tolist() == pytest.approx(last.loc[2026:].tolist())
    short = found.measures.frame.set_index("kpi").loc["shortage place years"]
    values = dict(zip(answers, short, strict=True))
    assert values["Less"] > values["Usual"] > values["More"]


def test_places_whose_turn_differs_most_come_first(
    answers: dict[str, Answer], runs: list[Run]
) -> None:
    found = compare(answers, runs).moves
    years = turn_years(list(answers.values()))
    apart = (years.max(axis=1) - years.min(axis=1)).where(years.notna().all(axis=1), 1e9)
    first = found.frame.iloc[0]
    names = {answers["Usual"].territory.name(str(p), "en"): p for p in years.index}
    assert apart[names[first["place"]]] == apart.max()


def test_answers_of_different_studies_are_not_compared(
    answers: dict[str, Answer], runs: list[Run], tmp_path: Path
) -> None:
    usual = answers["Usual"]
    assert comparable([usual, answers["Less"]])
    assert not comparable([usual])
    assert not comparable([usual, desk_answers.water()])
    with pytest.raises(InputError, match="at least two"):
        compare({"Usual": usual}, runs[:1])
