"""What cannot be about a question, each with the path it belongs beside."""

from __future__ import annotations

from functools import lru_cache

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.app.question.asking import Question, value_at
from scenarios.consistency import unknown_names
from scenarios.errors import InvalidScenario
from scenarios.language import said
from scenarios.loading import path_of
from scenarios.positions import Located, Mark, Path
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.study import Problem
from scenarios.validation import validated

_REMEMBERED = 64  # questions whose problems are kept, so that a step back answers at once
SCHOOL_LIST = ("siting", "existing_places")


def scenario_of(question: Question) -> Scenario | list[Problem]:
    """The question as a scenario, or every value of it that does not fit."""
    if isinstance(value_at(question, SCHOOL_LIST), str):
        # the model would open the file that a text names, and whoever asks is not its owner
        told = said("a file cannot be named here")
        return [Problem(".".join(SCHOOL_LIST), told, said("places by settlement"))]
    try:
        return validated(Located(dict(question.data), {(): Mark(question.base)}))
    except InvalidScenario as error:
        return [_problem(found) for found in error.errors]


def quick_problems(question: Question, territory: Territory) -> list[Problem]:
    """What is found at once: values that do not fit, names that the territory does not have."""
    scenario = scenario_of(question)
    return scenario if isinstance(scenario, list) else unknown_names(scenario, territory)


def every_problem(question: Question, territory: Territory) -> list[Problem]:
    """As `quick_problems`, and what the study finds; takes up to some seconds."""
    scenario = scenario_of(question)
    if isinstance(scenario, list):
        return scenario
    return unknown_names(scenario, territory) or list(_of_study(_Asked(scenario, territory)))


def beside(problems: list[Problem], path: Path) -> list[Problem]:
    """The problems of a field: at its path or below it."""
    return [p for p in problems if path_of(p.path)[: len(path)] == path]


class _Asked:
    """A scenario and a territory that are the same question when their contents are."""

    def __init__(self, scenario: Scenario, territory: Territory) -> None:
        self.scenario, self.territory = scenario, territory
        self.identity = (scenario.content_hash, territory.content_hash)

    def __hash__(self) -> int:
        return hash(self.identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.identity == other.identity


@lru_cache(_REMEMBERED)
def _of_study(asked: _Asked) -> tuple[Problem, ...]:
    try:
        return tuple(create(asked.territory, asked.scenario).problems())
    except InputError as error:
        return (Problem(_path_of_error(error), error.message, error.expected or ""),)


def _path_of_error(error: InputError) -> str:
    """Studies name the key of a scenario where they know it; else it is the data."""
    return error.column if error.column and not error.file else "study"


def _problem(error: InputError) -> Problem:
    if error.value is None:
        return Problem(error.column or "", error.message, error.expected or "")
    told = said("{message} (found {value})", message=error.message, value=str(error.value))
    return Problem(error.column or "", told, error.expected or "")
