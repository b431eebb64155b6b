"""A number, with a slider where its range is known."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from scenarios.app.question.assumed import behind, usual
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import framed, name_id, redden
from scenarios.app.question.entering import number_from, numbers_from, text_of
from scenarios.app.question.fields import Field, Kind
from scenarios.app.question.sliding import Reach, on_grid, reach_of
from scenarios.language import _


def number(board: Board, field: Field) -> None:
    """Build the control of one number."""
    with framed(board, field), ui.element("div").classes("field-row"):
        slider(board, field)
        entry(board, field)


def numbers(board: Board, field: Field) -> None:
    """Build the control of a list of numbers."""
    with framed(board, field):
        entry(board, field)


def entry(board: Board, field: Field) -> ui.input:
    """Build the box in which numbers are entered as text."""
    many = field.kind is Kind.NUMBERS
    read = numbers_from if many else number_from

    def enter(event: Any) -> None:
        board.ask(field.path, read(event.value or ""))

    def text() -> str:
        value = board.value(field)
        return text_of(value) if isinstance(value, str | int | float | list) else ""

    # NiceGUI sends what is set later a second time, over what somebody may have typed meanwhile
    box = ui.input(value=text(), on_change=board.heard(enter))
    box.without_auto_validation()
    box.props("dense outlined debounce=350 hide-bottom-space autocomplete=off")
    box.props["aria-labelledby"] = name_id(field)
    box.props["data-testid"] = field.key
    if not many:
        box.props["inputmode"] = "decimal"
        box.classes("entry")

    def refresh() -> None:
        value = board.value(field)
        # what means the same is not written anew: somebody may be typing
        if read(box.value or "") != value or isinstance(value, str):
            box.set_value(text())
        if field.nullable:
            known = usual(field.key, board.question, board.desk.territory)
            box.props["placeholder"] = text_of(known)
        redden(box, board.wrong(field.path))

    board.show(refresh, box)
    return box


def slider(board: Board, field: Field) -> None:
    """Build the slider beside the box; nothing where the range is not known."""

    def asked() -> float | None:
        value = board.value(field)
        return value if isinstance(value, int | float) else None

    def reach_now() -> Reach | None:
        row = behind(field.key, board.question, board.desk.territory)
        return reach_of(field.span, row, _known(board, field), asked())

    first = reach_now()
    if first is None:
        return
    reach = first

    def slide(event: Any) -> None:
        value = on_grid(float(event.args), reach)
        board.ask(field.path, int(value) if value.is_integer() else value)

    bar = ui.slider(min=reach.low, max=reach.high, step=reach.step)
    bar.on("change", board.heard(slide))
    bar.props["aria-label"] = _(field.label.name)
    bar.props["data-testid"] = f"slider-{field.key}"
    bar.classes("bar")

    def refresh() -> None:
        nonlocal reach
        reach = reach_now() or reach
        bar.props.update(min=reach.low, max=reach.high, step=reach.step)
        value = asked()
        at = _known(board, field) if value is None else value
        if at is not None and at != bar.value:
            bar.set_value(min(max(at, reach.low), reach.high))

    board.show(refresh, bar)


def _known(board: Board, field: Field) -> float | None:
    """The number that the question started with."""
    return usual(field.key, board.question, board.desk.territory)
