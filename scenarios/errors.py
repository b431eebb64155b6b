"""What a user is told when a scenario cannot be read or cannot be answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from inputs.errors import InputError

if TYPE_CHECKING:
    from scenarios.study import Problem


class ScenarioError(InputError):
    """One mistake in a scenario: source (file or `--set`), line, path inside it, value, remedy."""

    def _one_line(self) -> str:
        where = self.file or ""
        if self.row is not None:
            where += f", line {self.row}"
        text = ": ".join(part for part in (where, self.column or "", self.message) if part)
        if self.value is not None:
            text += f" (found {self.value!r})"
        if self.expected:
            text += f"; expected {self.expected}"
        return " ".join(text.split())


class InvalidScenario(InputError):
    """Every mistake of a scenario at once, one line each.

    Attributes
    ----------
    errors : the single mistakes, in the order of the file
    """

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))

    def _one_line(self) -> str:
        return self.message


class InconsistentScenario(InvalidScenario):
    """A readable scenario that asks for something that cannot be, found before any solve.

    Attributes
    ----------
    problems : what the study's consistency check found
    """

    def __init__(self, problems: Iterable[Problem], source: str | None = None) -> None:
        self.problems = tuple(problems)
        super().__init__(
            ScenarioError(p.message, file=source, column=p.path, expected=p.allowed or None)
            for p in self.problems
        )


class UncheckedPlan(RuntimeError):
    """The plan failed its independent feasibility check, so it is not shown."""
