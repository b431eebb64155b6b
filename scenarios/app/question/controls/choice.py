"""One of some words, words or a number, yes or no, several of a list."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from scenarios.app.question.assumed import behind
from scenarios.app.question.choices import named
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import framed, name_id, redden
from scenarios.app.question.controls.number import entry
from scenarios.app.question.entering import text_of
from scenarios.app.question.fields import NULL, Field
from scenarios.language import _

_OWN = "own"  # the option beside the words: a number or a list of one's own


def choice(board: Board, field: Field) -> None:
    """Build the control of one of some words."""
    options = {value: _(words) for value, words in field.options.items()}
    with framed(board, field):
        box = ui.select(options, on_change=board.heard(lambda e: board.ask(field.path, e.value)))
        _style(box, field)

        def refresh() -> None:
            value = board.value(field)
            box.set_value(value if value in options else None)
            redden(box, board.wrong(field.path))

        board.show(refresh, box)


def switch(board: Board, field: Field) -> None:
    """Build the control of yes or no."""
    with framed(board, field) as frame:
        frame.classes("field-switch")
        box = ui.switch(on_change=board.heard(lambda e: board.ask(field.path, bool(e.value))))
        box.props["aria-labelledby"] = name_id(field)
        box.props["data-testid"] = field.key

        def refresh() -> None:
            box.set_value(board.value(field) is True)

        board.show(refresh, box)


def several(board: Board, field: Field) -> None:
    """Build the control of several of a list of known things."""
    with framed(board, field):
        _several(board, field)


def worded(board: Board, field: Field) -> None:
    """Build the control of words, or of a number or a list of one's own."""
    row = behind(field.key, board.question, board.desk.territory)
    levels = {} if row is None else {"low": row.low, "central": row.central, "high": row.high}
    options = {
        value: f"{_(words)} ({text_of(levels[value])})" if value in levels else _(words)
        for value, words in field.options.items()
    }
    options[_OWN] = _("these:") if field.things else _("this number:")

    def choose(event: Any) -> None:
        if event.value == _kind(board.value(field), options):
            return
        board.ask(field.path, _first(board, field, event.value, levels))

    with framed(board, field):
        box = ui.select(options, on_change=board.heard(choose))
        _style(box, field)
        with ui.element("div") as own:
            if field.things:
                _several(board, field)
            else:
                entry(board, field).props["data-testid"] = f"{field.key}-own"

        def refresh() -> None:
            kind = _kind(board.value(field), options)
            box.set_value(kind)
            own.set_visibility(kind == _OWN)

        board.show(refresh, box)


def _kind(value: Any, options: dict[str, str]) -> str:
    word = NULL if value is None else value
    return word if isinstance(word, str) and word in options else _OWN


def _first(board: Board, field: Field, chosen: Any, levels: dict[str, float]) -> Any:
    """What is asked when an option has just been chosen."""
    if chosen != _OWN:
        return None if chosen == NULL else chosen
    if field.things:
        return []
    now = board.value(field)
    return levels.get(now) if now in levels else field.span.low if field.span else None


def _several(board: Board, field: Field) -> None:
    def known() -> dict[str, str]:
        things = named(field.things, board.question, board.desk.territory)
        return {**{value: _(words) for value, words in field.options.items()}, **things}

    whole = field.things == "sizes"
    options: dict[Any, str] = {(int(v) if whole else v): text for v, text in known().items()}

    def choose(event: Any) -> None:
        before = board.value(field)
        kept = before if isinstance(before, list) else []
        wanted = list(event.value or ())
        # what was chosen before keeps its order, which is part of the question's identity
        chosen = [v for v in kept if v in wanted] + [v for v in wanted if v not in kept]
        if chosen == kept:
            return
        board.ask(field.path, chosen if chosen or not field.nullable or field.options else None)

    box = ui.select(
        options, multiple=True, with_input=len(options) > 8, on_change=board.heard(choose)
    )
    _style(box, field)
    box.props("use-chips options-dense popup-content-class=field-options")

    def refresh() -> None:
        value = board.value(field)
        chosen = value if isinstance(value, list) else []
        unknown = [item for item in chosen if item not in options]
        if unknown:
            options.update({item: str(item) for item in unknown})
            box.set_options(options)
        if set(box.value or ()) != set(chosen):
            box.set_value(list(chosen))
        redden(box, board.wrong(field.path))

    board.show(refresh, box)


def _style(box: ui.select, field: Field) -> None:
    box.without_auto_validation()
    box.props("dense outlined hide-bottom-space")
    box.props["aria-labelledby"] = name_id(field)
    box.props["data-testid"] = field.key
    box.classes("w-full")
