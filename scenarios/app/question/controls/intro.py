"""What the question is about, and which question of the library it starts from."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from scenarios.app.question.asking import Question, changed_paths, reset_all, start_at
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import offer, value_in_words
from scenarios.app.question.expecting import sentence
from scenarios.app.question.fields import Field, Kind, field_of
from scenarios.app.question.labels import LABELS
from scenarios.app.question.studies import (
    STUDIES,
    differing,
    scenarios_of,
    subject_of,
    title_of,
)
from scenarios.language import _, n_
from scenarios.positions import Path, in_words


def intro(board: Board) -> None:
    """Build the two lists and the line that says how much was changed."""

    def choose_subject(event: Any) -> None:
        if event.value != subject_of(board.question):
            board.desk.ask(Question.of_library(next(iter(scenarios_of(event.value)))))

    def choose(event: Any) -> None:
        other = event.value != board.question.base
        if other and event.value in scenarios_of(subject_of(board.question)):
            board.desk.ask(Question.of_library(event.value))

    subjects = {name: _(words) for name, words in STUDIES.items()}
    subject = ui.select(subjects, label=_("About"), on_change=board.heard(choose_subject))
    subject.without_auto_validation()
    subject.props("dense outlined options-dense data-testid=study").classes("w-full")
    subject.value = subject_of(board.question)
    scenario = ui.select({}, label=_("Start from"), on_change=board.heard(choose))
    scenario.without_auto_validation()
    scenario.props("dense outlined options-dense data-testid=scenario").classes("w-full")
    told = [_difference(board, path) for path in differing(board.question)]
    differs = ui.label("; ".join(text for text in told if text)).classes("differs")
    differs.props("data-testid=differs").set_visibility(bool(differs.text))
    with ui.element("div").classes("changes"):
        count = ui.label().classes("changes-count")
        back = ui.button(
            _("Reset all"),
            on_click=board.pressed(lambda: board.desk.ask(reset_all(board.question))),
        )
        back.props("flat dense no-caps size=sm data-testid=reset-all")

    def refresh() -> None:
        titles = {n: _(t) for n, t in scenarios_of(subject_of(board.question)).items()}
        titles.setdefault(board.question.base, title_of(board.question))
        offer(scenario, titles, board.question.base)
        changed = [in_words(path) for path in changed_paths(board.question)]
        back.set_visibility(bool(changed))
        count.set_visibility(bool(changed))
        count.set_text(n_("{n} change", "{n} changes", len(changed)))
        count.props["title"] = "\n".join(
            _(LABELS[key].name) if key in LABELS else key for key in changed
        )

    board.show(refresh, scenario)


def _difference(board: Board, path: Path) -> str:
    """How the scenario differs from the plainest question in a field; empty without words."""
    key = in_words(path)
    if key not in LABELS:
        return ""
    field = field_of(key)
    name = _(field.label.name)
    if field.kind is Kind.OWN:
        return name
    value = value_in_words(board, field, start_at(board.question, path))
    return _("{field}: {value} {unit}", field=name, value=value, unit=_unit(field)).strip()


def _unit(field: Field) -> str:
    return _(field.label.unit) if field.label.unit and field.kind is Kind.NUMBER else ""


def summary(board: Board) -> None:
    """Build the list of what is wrong where no field in sight says so."""
    box = ui.element("ul").classes("problems")
    box.props["role"] = "alert"
    box.props["data-testid"] = "problems"

    def refresh() -> None:
        box.clear()
        found = board.elsewhere()
        box.set_visibility(bool(found))
        with box:
            for problem in found:
                with ui.element("li"):
                    label = LABELS.get(problem.path.partition("[")[0])
                    where = problem.path if label is None else _(label.name)
                    ui.label(f"{where}: {sentence(problem)}")

    board.show(refresh, box)
