"""Assumptions by group: low, central, high, or a number of one's own."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from inputs.assumptions import Assumption
from scenarios.app.question.asking import change, start_at, value_at
from scenarios.app.question.assumed import in_use, rows
from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import redden
from scenarios.app.question.entering import number_from, text_of
from scenarios.app.question.fields import Field, Span
from scenarios.app.question.sliding import on_grid, reach_of
from scenarios.language import _, marked

PATH = ("assumptions",)
_GROUPS = {
    "schools": marked("Schools"),
    "preschool": marked("Kindergartens"),
    "logistics": marked("Logistics centres and freight"),
    "water": marked("Water"),
    "roadmap": marked("Roadmap"),
    "cost_coefficients": marked("Building costs by oblast"),
    "policy": marked("Rules"),
    "finance": marked("Money"),
    "distance": marked("Distances"),
}
_ANY = Span()


def assumptions(board: Board, field: Field) -> None:
    """Build the control: groups, whose rows are built when they are opened."""
    for group, members in rows(board.question, board.desk.territory).items():
        part = ui.expansion(_(_GROUPS[group])).classes("group").props("dense")
        part.props["data-testid"] = f"assumptions-{group}"
        _when_opened(board, part, members)
    wrong = ui.label().classes("field-error")

    def refresh() -> None:
        wrong.set_text(board.told(PATH))

    board.show(refresh, wrong, PATH)


def _when_opened(board: Board, part: ui.expansion, members: list[Assumption]) -> None:
    built: list[bool] = []

    def build(event: Any) -> None:
        if event.value and not built:
            built.append(True)
            with part:
                for row in members:
                    _row(board, row)

    part.on_value_change(board.heard(build))


def _row(board: Board, row: Assumption) -> None:
    # the group may be opened after a value was changed: the range of the table counts
    reach = reach_of(_ANY, row, row.central, row.value)
    meaning = _(row.description)

    def put(value: Any) -> None:
        written = value_at(board.question, PATH)
        others = {k: v for k, v in written.items() if k != row.name}
        started = start_at(board.question, PATH)
        if value is None and row.name in started:
            value = started[row.name]
        asked = others if value is None or value == row.central else {**others, row.name: value}
        board.desk.ask(change(board.question, PATH, asked))

    def enter(event: Any) -> None:
        value = number_from(event.value or "")
        if value is not None and value != _now(board, row):
            put(value)

    def slide(event: Any) -> None:
        assert reach is not None
        put(on_grid(float(event.args), reach))

    with ui.element("div").classes("assumption") as frame:
        frame.props["title"] = row.name
        with ui.element("div").classes("field-head"):
            ui.label(meaning).classes("assumption-name")
            back = ui.button(icon="undo", on_click=board.pressed(lambda: put(None)))
            back.props("flat dense round size=sm").classes("field-reset")
            back.props["aria-label"] = _("Reset: {field}", field=meaning)
        with ui.element("div").classes("field-row"):
            bar = None
            if reach is not None:
                bar = ui.slider(min=reach.low, max=reach.high, step=reach.step).classes("bar")
                bar.on("change", board.heard(slide))
                bar.props["aria-label"] = meaning
                bar.props["data-testid"] = f"slider-assumptions.{row.name}"
            written = text_of(_now(board, row))
            box = ui.input(value=written, on_change=board.heard(enter)).classes("entry")
            box.without_auto_validation()
            box.props("dense outlined debounce=350 hide-bottom-space inputmode=decimal")
            box.props["aria-label"] = meaning
            box.props["data-testid"] = f"assumptions.{row.name}"
        ui.label(
            _(
                "{low} to {high}, central {central} {unit}",
                low=text_of(row.low),
                high=text_of(row.high),
                central=text_of(row.central),
                unit=_(row.unit),
            )
        ).classes("field-default")
        note = ui.label(_("Source: {source}", source=row.source)).classes("field-help")
        note.props["role"] = "note"

    def refresh() -> None:
        value = _now(board, row)
        back.set_visibility(
            value_at(board.question, PATH).get(row.name)
            != start_at(board.question, PATH).get(row.name)
        )
        if number_from(box.value or "") != value:
            box.set_value(text_of(value))
        if bar is not None and isinstance(value, int | float):
            bar.set_value(min(max(value, reach.low), reach.high) if reach else value)
        redden(box, board.wrong_at(f"assumptions.{row.name}"))

    board.show(refresh, box)


def _now(board: Board, row: Assumption) -> Any:
    """The value in use; as written where it does not fit."""
    written = value_at(board.question, PATH).get(row.name)
    if isinstance(written, str) and written not in ("low", "central", "high"):
        return written
    return in_use(board.question, board.desk.territory)[row.name].value
