"""A value for each of some known things."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from scenarios.app.question.choices import Names, named
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import framed, offer, redden
from scenarios.app.question.entering import number_from, text_of
from scenarios.app.question.fields import Field
from scenarios.app.question.tables import first_value, renamed, without
from scenarios.language import _


def table(board: Board, field: Field) -> None:
    """Build the control: a row a thing, a list to add another."""
    with framed(board, field):
        rows = ui.element("div").classes("rows")
        add = ui.select({}, with_input=True, label=_("Add"))
        add.props(
            "dense outlined hide-bottom-space options-dense popup-content-class=field-options"
        )
        add.props["data-testid"] = f"add-{field.key}"
        add.props["aria-label"] = _("Add: {field}", field=_(field.label.name))
        add.classes("w-full")
    drawn: list[list[str]] = []

    def append(event: Any) -> None:
        thing = event.value
        if thing is None:
            return
        add.set_value(None)
        value = first_value(field, thing, board.question, board.desk.territory)
        board.ask(field.path, {**_written(board, field), thing: value})

    add.on_value_change(board.heard(append))

    def refresh() -> None:
        written = _written(board, field)
        known = named(field.things, board.question, board.desk.territory)
        offer(add, {k: v for k, v in known.items() if k not in written})
        add.set_visibility(len(written) < len(known))
        if drawn != [list(written)]:
            drawn[:] = [list(written)]
            rows.clear()
            with rows:
                for thing in written:
                    _row(board, field, thing, known)

    board.show(refresh, rows)


def _row(board: Board, field: Field, thing: str, known: Names) -> None:
    def enter(event: Any) -> None:
        value = number_from(event.value or "")
        if value != _written(board, field).get(thing):
            board.ask(field.path, {**_written(board, field), thing: value})

    def rename(event: Any) -> None:
        if event.value and event.value != thing:
            board.ask(field.path, renamed(_written(board, field), thing, event.value))

    names = {k: v for k, v in known.items() if k == thing or k not in _written(board, field)}
    names.setdefault(thing, thing)
    called = names[thing].strip()
    with ui.element("div").classes("row"):
        box = ui.select(names, value=thing, with_input=True, on_change=board.heard(rename))
        box.without_auto_validation()
        box.props("dense borderless hide-bottom-space options-dense")
        box.props["aria-label"] = _(field.label.name)
        box.classes("row-name")
        value = ui.input(value=text_of(_written(board, field)[thing]))
        value.on_value_change(board.heard(enter))
        value.without_auto_validation()
        value.props("dense outlined debounce=350 hide-bottom-space inputmode=decimal")
        value.props["aria-label"] = f"{_(field.label.name)}: {called}"
        value.props["data-testid"] = f"{field.key}.{thing}"
        if field.label.unit:
            value.props["title"] = _(field.label.unit)
        value.classes("row-value")
        drop = ui.button(
            icon="close",
            on_click=board.pressed(
                lambda: board.ask(field.path, without(_written(board, field), thing))
            ),
        )
        drop.props("flat dense round size=sm")
        drop.props["aria-label"] = _("Remove: {thing}", thing=called)

    def refresh() -> None:
        if value.is_deleted or thing not in _written(board, field):
            return
        now = _written(board, field)[thing]
        if number_from(value.value or "") != now:
            value.set_value(text_of(now))
        redden(value, board.wrong_at(f"{field.key}.{thing}"))

    board.show(refresh, value)


def _written(board: Board, field: Field) -> dict[str, Any]:
    written = board.value(field)
    return dict(written) if isinstance(written, dict) else {}
