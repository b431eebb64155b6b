"""The question: what it is about, its fields, places and files."""

from __future__ import annotations

from collections.abc import Coroutine
from importlib import resources
from typing import Any

from nicegui import ui

from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.form import form
from scenarios.app.question.controls.intro import intro, summary
from scenarios.app.question.studies import subject_of
from scenarios.app.state import Desk


def panel(desk: Desk) -> None:
    """Build the panel."""
    ui.add_css((resources.files(__package__) / "question.css").read_text(encoding="utf-8"))
    board = Board(desk)
    place = ui.element("div").classes("question")
    built: list[tuple[str, str]] = []

    def build() -> None:
        built[:] = [(subject_of(desk.question), desk.question.base)]
        board.clear()
        place.clear()
        with place:
            intro(board)
            form(board)
            summary(board)

    def refresh() -> Coroutine[Any, Any, None]:
        if built != [(subject_of(desk.question), desk.question.base)]:
            build()
        board.refresh()
        return board.check()

    desk.on("question", refresh)
    build()
    board.refresh()
