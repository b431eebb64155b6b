"""The question: what it is about, its fields, places and files."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cache
from importlib import resources
from typing import Any

from nicegui import ui

from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.files import files
from scenarios.app.question.controls.form import form
from scenarios.app.question.controls.intro import intro, summary
from scenarios.app.question.studies import subject_of
from scenarios.app.state import Desk


def panel(desk: Desk) -> None:
    """Build the panel."""
    board = Board(desk)
    with ui.element("div").classes("question") as column:
        place = ui.element("div").classes("question")
        files(board)  # stays when the form is built anew: it is what brings another question
    for moved in ("focusin", "scroll"):
        column.on(moved, js_handler=_help_js())
    summary(board)
    built: list[object] = []

    def form_asked() -> object:
        """What the fields and their choices depend on."""
        return subject_of(desk.question), desk.question.base, desk.data

    def build() -> None:
        built[:] = [form_asked()]
        board.clear()
        place.clear()
        with place:
            intro(board)
            form(board)

    def refresh() -> Coroutine[Any, Any, None]:
        if built != [form_asked()]:
            build()
        board.refresh()
        return board.check()

    desk.on("question", refresh)
    desk.on("answer", board.redraw)
    build()
    board.refresh()


@cache
def _help_js() -> str:
    """The browser's part of telling what a field means."""
    return resources.files(__package__).joinpath("help.js").read_text(encoding="utf-8")
