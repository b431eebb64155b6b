"""What stands around every control: its name, its default, a reset, its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement

from scenarios.app.question.asking import is_changed, start_at
from scenarios.app.question.assumed import behind, usual
from scenarios.app.question.choices import named
from scenarios.app.question.controls.board import Board
from scenarios.app.question.entering import text_of
from scenarios.app.question.fields import NULL, Field, Kind
from scenarios.language import _


@contextmanager
def framed(board: Board, field: Field) -> Iterator[ui.element]:
    """A field's place: its control is built inside."""
    with ui.element("div").classes("field") as frame:
        frame.props["data-testid"] = f"field-{field.key}"
        frame.props["title"] = f"{_(field.label.help)}\n{field.key}"
        with ui.element("div").classes("field-head"):
            name = ui.label(_(field.label.name)).classes("field-name")
            name.props["id"] = name_id(field)
            if field.label.unit:
                ui.label(_(field.label.unit)).classes("field-unit")
            back = ui.button(icon="undo", on_click=board.pressed(lambda: board.reset(field.path)))
            back.props("flat dense round size=sm").classes("field-reset")
            back.props["aria-label"] = _("Reset: {field}", field=_(field.label.name))
            back.props["data-testid"] = f"reset-{field.key}"
        yield frame
        wrong = ui.label().classes("field-error")
        wrong.props["role"] = "alert"
        wrong.props["data-testid"] = f"error-{field.key}"
        default = ui.label().classes("field-default")
        note = ui.label(meaning(board, field)).classes("field-help")
        note.props["role"] = "note"

    row = behind(field.key, board.question, board.desk.territory)
    assumed = row is not None and field.kind is Kind.NUMBER

    def refresh() -> None:
        changed = is_changed(board.question, field.path)
        back.set_visibility(changed)
        told = assumed or (changed and field.kind is not Kind.OWN)
        default.set_text(default_in_words(board, field) if told else "")
        wrong.set_text(board.told(field.path, field))

    board.show(refresh, back, field.path)


def redden(box: ValidationElement[Any], wrong: bool) -> None:
    """Mark a box whose value does not fit; the sentence stands below the field."""
    box.error = "" if wrong else None


def offer(box: ui.select, options: dict[str, str], value: str | None = None) -> None:
    """What a list offers; the browser hears of it only when it is something else."""
    if box.options != options or box.value != value:
        box.set_options(options, value=value)


def name_id(field: Field) -> str:
    """Id of the element that holds the field's name."""
    return "name-" + field.key.replace(".", "-")


def meaning(board: Board, field: Field) -> str:
    """What the field means, and where its default comes from."""
    row = behind(field.key, board.question, board.desk.territory)
    if row is None:
        return _(field.label.help)
    return _(
        "{meaning} Default: the assumption {name}, from {low} to {high}. Source: {source}",
        meaning=_(field.label.help),
        name=row.name,
        low=text_of(row.low),
        high=text_of(row.high),
        source=row.source,
    )


def default_in_words(board: Board, field: Field) -> str:
    """What the question started with; empty where that needs no words."""
    start = start_at(board.question, field.path)
    number = usual(field.key, board.question, board.desk.territory)
    assumed = behind(field.key, board.question, board.desk.territory) is not None
    if number is not None:
        text = text_of(number)
        unit = _(field.label.unit) if field.label.unit else ""
        if assumed and not isinstance(start, int | float):
            return _("Default: {value} {unit} (assumption)", value=text, unit=unit)
        return _("Default: {value} {unit}", value=text, unit=unit)
    return _("Default: {value}", value=value_in_words(board, field, start))


def value_in_words(board: Board, field: Field, value: Any) -> str:
    """Any value of a field as it is read."""
    if field.kind is Kind.SWITCH:
        return _("yes") if value else _("no")
    if isinstance(value, str | None) and (value or NULL) in field.options:
        return _(field.options[value or NULL])
    if isinstance(value, list | dict) and field.things:
        names = named(field.things, board.question, board.desk.territory)
        words = {v: _(text) for v, text in field.options.items()}
        called = [words.get(str(v), names.get(str(v), str(v))).strip() for v in value]
        if isinstance(value, dict):
            called = [
                f"{name}: {text_of(v)}" for name, v in zip(called, value.values(), strict=True)
            ]
        return "; ".join(called) or _("none")
    return text_of(value) or _("none")
