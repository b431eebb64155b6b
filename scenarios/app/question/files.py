"""The question as a scenario file, and a scenario file as the question."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.app.question.asking import Question, value_at
from scenarios.app.question.checking import quick_problems
from scenarios.authoring import commented_yaml
from scenarios.errors import InvalidScenario, ScenarioError
from scenarios.language import said
from scenarios.loading import library, located_scenario, path_of
from scenarios.positions import MAX_BYTES, Located, Mark, parse_yaml
from scenarios.scenario import Scenario
from scenarios.validation import validated

SUFFIXES = (".yaml", ".yml")
_NAME = "my-question"


@dataclass(frozen=True)
class Uploaded:
    """A file as a question, with where each of its values stands.

    Attributes
    ----------
    located : values with their lines, for findings of later checks
    """

    question: Question
    located: Located


def to_yaml(scenario: Scenario) -> str:
    """A complete scenario file with a comment for every key; read back it asks the same."""
    plain = scenario.name in library() or scenario.name == Scenario().name
    return commented_yaml(scenario, _NAME if plain else scenario.name)


def from_yaml(content: bytes, file: str) -> Uploaded:
    """Read a scenario file that a user has sent.

    It may extend scenarios of the library and no files: a path in it would be one of this machine.

    Raises
    ------
    InputError
        the file is too large or no text
    InvalidScenario
        every mistake of the file at once, with its line
    """
    if len(content) > MAX_BYTES:
        limit = said("at most {n} KiB", n=MAX_BYTES // 1024)
        raise InputError(said("is too large for a scenario"), file=file, expected=limit)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(said("is not UTF-8 text"), file=file) from error
    own = parse_yaml(text, file)
    data = dict(own.data)
    bases = _library_names(data.pop("extends", None), own, file)
    data.setdefault("name", _NAME)
    located = Located({}, {})
    for name in bases:
        below = located_scenario(name, FilePath(), own.mark(("extends",)) or Mark(file))
        located = located.stacked_under(below)
    for key in ("name", "title"):
        located.data.pop(key, None)
    marks = {path: mark for path, mark in own.marks.items() if path[:1] != ("extends",)}
    located = located.stacked_under(Located(data, marks))
    question = Question.of_data(file, located.data)
    _refuse_files(question, located, file)
    validated(located)
    return Uploaded(question, located)


def findings(uploaded: Uploaded, territory: Territory) -> list[ScenarioError]:
    """Names in the file that the territory does not have, with their lines."""
    return [
        ScenarioError(
            problem.message,
            file=uploaded.question.base,
            row=(uploaded.located.mark(path_of(problem.path)) or Mark("")).line,
            column=problem.path,
            expected=problem.allowed or None,
        )
        for problem in quick_problems(uploaded.question, territory)
    ]


def _library_names(value: Any, own: Located, file: str) -> list[str]:
    names = value if isinstance(value, list) else [] if value is None else [value]
    wrong = [name for name in names if name not in library()]
    if wrong:
        mark = own.mark(("extends",)) or Mark(file)
        raise InvalidScenario(
            ScenarioError(
                said("a scenario that is sent extends those of the library only"),
                file=file,
                row=mark.line,
                column="extends",
                value=name,
                expected=", ".join(library()),
            )
            for name in wrong
        )
    return [str(name) for name in names]


def _refuse_files(question: Question, located: Located, file: str) -> None:
    path = ("siting", "existing_places")
    if isinstance(value := value_at(question, path), str):
        mark = located.mark(path) or Mark(file)
        raise InvalidScenario(
            [
                ScenarioError(
                    said("a file cannot be named here"),
                    file=file,
                    row=mark.line,
                    column=".".join(path),
                    value=value,
                    expected=said("places by settlement_id"),
                )
            ]
        )
