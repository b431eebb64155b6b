"""The form of a study: few fields in sight, the rest in sections that are built when opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from scenarios.app.question.asking import changed_paths
from scenarios.app.question.controls.assumptions import assumptions
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.choice import choice, several, switch, worded
from scenarios.app.question.controls.goals import order
from scenarios.app.question.controls.number import number, numbers
from scenarios.app.question.controls.places import fixed, forbidden, minimum
from scenarios.app.question.controls.table import table
from scenarios.app.question.fields import Field, Kind, field_of
from scenarios.app.question.layout import Section, layout_of
from scenarios.language import _
from scenarios.loading import path_of

_BUILDERS: dict[str, Callable[[Board, Field], None]] = {
    Kind.NUMBER: number,
    Kind.NUMBERS: numbers,
    Kind.CHOICE: choice,
    Kind.WORDED: worded,
    Kind.SWITCH: switch,
    Kind.SEVERAL: several,
    Kind.TABLE: table,
    "objectives": order,
    "fixed": fixed,
    "forbidden": forbidden,
    "minimum_programme": minimum,
    "assumptions": assumptions,
}

# What slides open on a busy machine is missed by a click at what is still moving.
_OPENS = "dense duration=0"


def form(board: Board) -> None:
    """Build the fields of the question's study."""
    layout = layout_of(board.question)
    for key in layout.first:
        build(board, key)
    with ui.expansion(_("More")).classes("more").props(_OPENS + " data-testid=more") as more:
        more.props["header-class"] = "more-head"
        for at, section in enumerate(layout.more):
            _section(board, section, at)


def build(board: Board, key: str) -> None:
    """Build one field."""
    field = field_of(key)
    _BUILDERS[key if field.kind is Kind.OWN else field.kind](board, field)


def _section(board: Board, section: Section, at: int) -> None:
    part = ui.expansion(_(section.title)).classes("section").props(_OPENS)
    part.props["data-testid"] = f"section-{at}"
    paths = {path_of(key) for key in section.keys}
    built: list[bool] = []

    def open_up(event: Any) -> None:
        if event.value and not built:
            built.append(True)
            with part:
                for key in section.keys:
                    build(board, key)

    part.on_value_change(board.heard(open_up))

    def refresh() -> None:
        count = len(paths & set(changed_paths(board.question)))
        part.props["caption"] = _("changed: {n}", n=count) if count else ""

    board.show(refresh, part)
