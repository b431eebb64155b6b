"""Goals in their order, moved by buttons or by the arrow keys."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from scenarios.app.question.controls.board import Board
from scenarios.app.question.controls.frame import framed, offer, redden
from scenarios.app.question.entering import number_from, text_of
from scenarios.app.question.fields import Field
from scenarios.app.question.goals import (
    PATH,
    goals,
    measures,
    mode_of,
    moved,
    removed,
    replaced,
    with_mode,
)
from scenarios.app.question.labels import OPTIONS
from scenarios.language import _

_MEASURES = OPTIONS["objectives[0].measure"]
_UNITS = OPTIONS["objectives[0].at_most"]


def order(board: Board, field: Field) -> None:
    """Build the control."""
    with framed(board, field):
        rows = ui.element("ol").classes("goals")
        add = ui.select({}, label=_("Add a goal"))
        add.without_auto_validation()
        add.props("dense outlined hide-bottom-space options-dense data-testid=add-objectives")
        add.classes("w-full")
    drawn: list[Any] = []

    def append(event: Any) -> None:
        if event.value is not None:
            add.set_value(None)
            board.ask(PATH, [*goals(board.question), {"measure": event.value}])

    add.on_value_change(board.heard(append))

    def draw(focus: int | None = None) -> None:
        asked = goals(board.question)
        drawn[:] = asked
        rows.clear()
        with rows:
            handles = [_row(board, at, len(asked), shift) for at in range(len(asked))]
        if focus is not None:
            rows.client.run_javascript(f"getElement({handles[focus].id}).$el.focus()")

    def shift(at: int, by: int) -> None:
        asked = goals(board.question)
        changed = moved(asked, at, by)
        if changed == asked:
            return
        drawn[:] = changed  # drawn below, with the focus on the goal that was moved
        board.ask(PATH, changed)
        draw(at + by)

    def refresh() -> None:
        offer(add, {m: _(_MEASURES[m]) for m in measures(board.question)})
        if _shape(drawn) != _shape(goals(board.question)):
            draw()

    board.show(refresh, rows)


def _shape(asked: list[Any]) -> list[Any]:
    """What a list of goals shows but for the numbers being typed in it."""
    return [(row.get("measure"), mode_of(row)) for row in asked]


def _row(board: Board, at: int, count: int, shift: Any) -> ui.element:
    goal = goals(board.question)[at]
    name = _(_MEASURES.get(str(goal.get("measure")), str(goal.get("measure"))))
    modes = {
        "best": _("as small as can be"),
        "documented": _("no worse than the documents' plan"),
        "level": _("at most"),
    }

    def change(row: dict[str, Any]) -> None:
        board.ask(PATH, replaced(goals(board.question), at, row))

    def now() -> dict[str, Any]:
        asked = goals(board.question)
        return asked[at] if at < len(asked) else {}

    with ui.element("li").classes("goal"):
        with ui.element("div").classes("goal-head"):
            handle = ui.button(f"{at + 1}. {name}").classes("goal-name")
            handle.props("flat dense no-caps align=left")
            handle.props["data-testid"] = f"goal-{at}"
            handle.props["aria-label"] = _(
                "Goal {n} of {count}: {goal}. The arrow keys move it.",
                n=at + 1, count=count, goal=name,
            )  # fmt: skip
            handle.on("keydown.up.prevent", board.pressed(lambda: shift(at, -1)))
            handle.on("keydown.down.prevent", board.pressed(lambda: shift(at, 1)))
            for icon, by, words in (
                ("arrow_upward", -1, _("Earlier: {goal}", goal=name)),
                ("arrow_downward", 1, _("Later: {goal}", goal=name)),
            ):
                arrow = ui.button(icon=icon, on_click=board.pressed(partial(shift, at, by)))
                arrow.props("flat dense round size=sm")
                arrow.props["aria-label"] = words
                arrow.set_enabled(0 <= at + by < count)
            drop = ui.button(
                icon="close",
                on_click=board.pressed(lambda: board.ask(PATH, removed(goals(board.question), at))),
            )
            drop.props("flat dense round size=sm")
            drop.props["aria-label"] = _("Remove: {thing}", thing=name)
            drop.set_enabled(count > 1)
        with ui.element("div").classes("goal-how"):
            how = ui.select(
                modes,
                value=mode_of(goal),
                on_change=board.heard(lambda e: change(with_mode(now(), e.value))),
            )
            how.without_auto_validation()
            how.props("dense borderless hide-bottom-space options-dense")
            how.props["aria-label"] = _("How: {goal}", goal=name)
            _numbers(board, at, goal, change, now)
    return handle


def _numbers(board: Board, at: int, goal: dict[str, Any], change: Any, now: Any) -> None:
    """The level at which a measure is held, or how far later goals may worsen it."""
    mode = mode_of(goal)
    last = at == len(goals(board.question)) - 1
    if mode == "documented" or (mode == "best" and last):
        return
    key = "at_most" if mode == "level" else "tolerance"
    scale = 1 if mode == "level" else 100

    def enter(event: Any) -> None:
        value = number_from(event.value or "")
        number = value / scale if isinstance(value, int | float) and scale > 1 else value
        if number != now().get(key):
            plain = {k: v for k, v in now().items() if k != key}
            change(plain if number is None and mode == "best" else {**plain, key: number})

    value = goal.get(key, 0)
    shown = round(value * scale, 6) if isinstance(value, int | float) else value
    box = ui.input(value=text_of(shown), on_change=board.heard(enter))
    box.without_auto_validation()
    box.props("dense outlined debounce=350 hide-bottom-space inputmode=decimal")
    unit = _(_UNITS[str(goal.get("measure"))]) if mode == "level" else "%"
    box.props["suffix"] = unit
    box.props["data-testid"] = f"objectives[{at}].{key}"
    box.props["aria-label"] = (
        _("Level, {unit}", unit=unit)
        if mode == "level"
        else _("How much later goals may worsen it, per cent")
    )
    box.props["title"] = box.props["aria-label"]
    box.classes("goal-number")

    def refresh() -> None:
        redden(box, board.wrong_at(f"objectives[{at}].{key}"))

    board.show(refresh, box)
