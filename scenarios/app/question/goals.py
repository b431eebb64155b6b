"""The order of goals, as a list that is moved about."""

from __future__ import annotations

from typing import Any, Literal

from scenarios.app.question.asking import Question, value_at
from scenarios.app.question.wishes import study_of
from scenarios.scenario import MeasureName, StudyName

PATH = ("objectives",)
Mode = Literal["best", "documented", "level"]
Rows = list[dict[str, Any]]


def goals(question: Question) -> Rows:
    """The goals asked for, first things first; what is no goal is left out."""
    written = value_at(question, PATH)
    return [row for row in written if isinstance(row, dict)] if isinstance(written, list) else []


def moved(rows: Rows, at: int, by: int) -> Rows:
    """The goal at a place, moved up (-1) or down (1); as it was at the ends."""
    to = at + by
    if not 0 <= to < len(rows):
        return rows
    rest = [row for i, row in enumerate(rows) if i != at]
    return [*rest[:to], rows[at], *rest[to:]]


def mode_of(row: dict[str, Any]) -> Mode:
    """Whether a measure is to be as small as can be, or held at a level."""
    level = row.get("at_most")
    if level is None:
        return "best"
    return "documented" if level == "documented" else "level"


def with_mode(row: dict[str, Any], mode: Mode) -> dict[str, Any]:
    """The goal with another mode; a level of one's own starts at nothing."""
    plain = {k: v for k, v in row.items() if k not in ("at_most", "tolerance")}
    if mode == "best":
        return plain
    return {**plain, "at_most": "documented" if mode == "documented" else 0}


def replaced(rows: Rows, at: int, row: dict[str, Any]) -> Rows:
    """The goals with another at a place."""
    return [row if i == at else old for i, old in enumerate(rows)]


def removed(rows: Rows, at: int) -> Rows:
    """The goals without the one at a place."""
    return [row for i, row in enumerate(rows) if i != at]


def measures(question: Question) -> list[MeasureName]:
    """Measures that the study has."""
    shifts = study_of(question) is StudyName.SCHOOLS
    return [m for m in MeasureName if shifts or m is not MeasureName.THIRD_SHIFT]
