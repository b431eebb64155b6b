"""What must be true of every study that holds its first years."""

from __future__ import annotations

from dataclasses import dataclass

from inputs.territory import Territory
from optimizer.limits import Limits
from scenarios.first_years import FirstYears, Start, Tabled
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.study import Answer
from scenarios.uncertainty.studies import first_years_of


@dataclass(frozen=True)
class Held:
    """A free answer, what it starts until a year, and the answers with that held."""

    starts: dict[Start, int]
    free: Answer
    again: Answer
    again_starts: dict[Start, int]


def held_and_answered(territory: Territory, scenario: Scenario, until: int) -> Held:
    """Answer, hold the first years of the answer, and answer what is left."""
    study = _first_years(scenario)
    free = _answered(territory, scenario)
    starts = _starts(study(territory, scenario), free, until)
    left = study.held(scenario, starts, until)
    assert study(territory, left).pays()
    again = _answered(territory, left)
    return Held(starts, free, again, _starts(study(territory, left), again, until))


def assert_nothing_lost(held: Held) -> None:
    """All and only the held starts are there, and the optimum is the one it was."""
    assert held.starts
    assert held.again_starts == held.starts
    first, again = held.free.certificates[0], held.again.certificates[0]
    assert first.objective is not None
    assert again.objective is not None
    assert first.bound is not None
    assert again.bound is not None
    assert again.bound <= first.objective * (1 + 1e-6) + 1e-6
    assert first.bound <= again.objective * (1 + 1e-6) + 1e-6


def _first_years(scenario: Scenario) -> type[FirstYears]:
    study = first_years_of(scenario)
    assert study is not None
    return study


def _starts(study: FirstYears, answer: Answer, until: int) -> dict[Start, int]:
    if isinstance(study, Tabled):
        return study.starts_in(answer.tables[study.table], until)
    return study.starts(answer.plan, until)


def _answered(territory: Territory, scenario: Scenario) -> Answer:
    study = create(territory, scenario)
    assert study.problems() == []
    terms = scenario.solve
    return study.answer(Limits(terms.time_s, terms.gap, 1, 0))
