"""What is decided already, ruled out, or must be in service: tables of places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from scenarios.app.question.asking import value_at
from scenarios.app.question.choices import named
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import framed, offer, redden
from scenarios.app.question.entering import number_from, numbers_from, text_of
from scenarios.app.question.fields import Field
from scenarios.app.question.wishes import (
    BUILDINGS,
    by_settlement,
    fix,
    forbid,
    study_of,
    usual_size,
)
from scenarios.language import _, marked
from scenarios.parts import FIRST_POSSIBLE_YEAR, LAST_POSSIBLE_YEAR
from scenarios.positions import Path
from scenarios.scenario import StudyName, Years


@dataclass(frozen=True)
class Column:
    """A number of a row: its key, name (an English message), and what an empty box means."""

    key: str
    name: str
    empty: Any = None
    many: bool = False


_YEAR = marked("starts in")
_BY = marked("by the year")
_COUNT = marked("how many")
_FROM = Column("first", marked("first year"), FIRST_POSSIBLE_YEAR)
_TO = Column("last", marked("last year"), LAST_POSSIBLE_YEAR)
_AT_MOST = Column("at_most", marked("at most"), 0)


def _columns(board: Board, key: str) -> tuple[Column, ...]:
    study = study_of(board.question)
    if key == "minimum_programme":
        return Column("places", marked("places")), Column("by", _BY)
    if key == "forbidden":
        sizes = Column("sizes", marked("sizes"), [], many=True)
        if study is StudyName.WATER:
            return _FROM, _TO, _AT_MOST
        return (sizes, _FROM, _TO) if study in BUILDINGS else (_FROM, _TO)
    size = {StudyName.WATER: marked("people each")}.get(study, marked("size, places"))
    year = _BY if by_settlement(board.question) else _YEAR
    columns = (Column("size", size), Column("start_year", year), Column("count", _COUNT, 1))
    return columns[1:] if study is StudyName.LOGISTICS else columns


def fixed(board: Board, field: Field) -> None:
    """Build the table of what is decided."""

    def add(place: str) -> None:
        board.desk.ask(fix(board.question, place, board.desk.territory))

    _table(board, field, add)


def forbidden(board: Board, field: Field) -> None:
    """Build the table of what is ruled out."""

    def add(place: str) -> None:
        board.desk.ask(forbid(board.question, place))

    _table(board, field, add)


def minimum(board: Board, field: Field) -> None:
    """Build the table of what must be in service."""

    def add(place: str) -> None:
        last = value_at(board.question, ("years", "last"))
        year = last if isinstance(last, int) else Years().last
        size = usual_size(board.question, board.desk.territory.assumptions)
        row = {"place": place, "places": size, "by": year}
        board.ask(field.path, [*_rows(board, field.path), row])

    _table(board, field, add)


def _table(board: Board, field: Field, append: Callable[[str], None]) -> None:
    with framed(board, field):
        rows = ui.element("div").classes("rows")
        add = ui.select({}, with_input=True, label=_("Add a place"))
        add.without_auto_validation()
        add.props("dense outlined hide-bottom-space options-dense")
        add.props["data-testid"] = f"add-{field.key}"
        add.props["aria-label"] = _("Add: {field}", field=_(field.label.name))
        add.classes("w-full")
    drawn: list[Any] = [None]

    def chosen(event: Any) -> None:
        if event.value is not None:
            add.set_value(None)
            append(event.value)

    add.on_value_change(board.heard(chosen))

    def refresh() -> None:
        names = named("places", board.question, board.desk.territory)
        offer(add, names)
        asked = [row.get("place") for row in _rows(board, field.path)]
        if drawn[0] != asked:
            drawn[0] = asked
            rows.clear()
            with rows:
                for at in range(len(asked)):
                    _row(board, field, at, names)

    board.show(refresh, rows)


def _row(board: Board, field: Field, at: int, names: dict[str, str]) -> None:
    path = field.path
    place = str(_rows(board, path)[at].get("place"))
    called = names.get(place, place).strip()

    def drop() -> None:
        board.ask(path, [row for i, row in enumerate(_rows(board, path)) if i != at])

    with ui.element("div").classes("place"):
        with ui.element("div").classes("place-head"):
            ui.label(called).classes("place-name")
            away = ui.button(icon="close", on_click=board.pressed(drop))
            away.props("flat dense round size=sm")
            away.props["aria-label"] = _("Remove: {thing}", thing=called)
            away.props["data-testid"] = f"remove-{field.key}-{at}"
        with ui.element("div").classes("place-numbers"):
            for column in _columns(board, field.key):
                _box(board, field, at, column, called)


def _box(board: Board, field: Field, at: int, column: Column, called: str) -> None:
    read = numbers_from if column.many else number_from

    def row() -> dict[str, Any]:
        asked = _rows(board, field.path)
        return asked[at] if at < len(asked) else {}

    def enter(event: Any) -> None:
        value = read(event.value or "")
        if value == row().get(column.key, column.empty):
            return
        plain = {k: v for k, v in row().items() if k != column.key}
        empty = value is None or value == []
        changed = plain if empty and column.empty is not None else {**plain, column.key: value}
        asked = [changed if i == at else old for i, old in enumerate(_rows(board, field.path))]
        board.ask(field.path, asked)

    box = ui.input(_(column.name), value=text_of(row().get(column.key)))
    box.on_value_change(board.heard(enter))
    box.without_auto_validation()
    box.props("dense outlined stack-label debounce=350 hide-bottom-space inputmode=decimal")
    box.props["placeholder"] = text_of(column.empty)
    box.props["aria-label"] = f"{called}: {_(column.name)}"
    box.props["data-testid"] = f"{field.key}[{at}].{column.key}"

    def refresh() -> None:
        if not row():
            return
        value = row().get(column.key)
        if read(box.value or "") not in (value, column.empty if value is None else value):
            box.set_value(text_of(value))
        redden(box, board.wrong_at(f"{field.key}[{at}].{column.key}"))

    board.show(refresh, box)


def _rows(board: Board, path: Path) -> list[dict[str, Any]]:
    written = value_at(board.question, path)
    return [row for row in written if isinstance(row, dict)] if isinstance(written, list) else []
