"""Below the map: money, what moves, further curves, and the front with the plan on it."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.charts.coverage import curves
from scenarios.app.charts.front import fairness_front
from scenarios.app.charts.money import money
from scenarios.app.charts.moves import moves
from scenarios.app.charts.shown import show
from scenarios.app.charts.tracing import tracing
from scenarios.app.state import Desk
from scenarios.language import _, speaking


def below(desk: Desk) -> None:
    """Build what stands below the map."""
    grid = ui.element("div").classes("desk-grid")
    with grid:
        spent = ui.column().classes("w-full")
        other = ui.element("div").classes("desk-rest")
    tracing(desk)

    def follow_edit() -> None:
        """What the plan made by hand changes: money, and the curves that stand here."""
        spent.clear()
        if desk.shown is None:
            return
        edited = desk.assessed.evaluation if desk.assessed else None
        with speaking(desk.language), spent:
            if (chart := money(desk.shown, edited)) is not None:
                show(chart)
            for curve in curves(desk.shown, edited)[1:]:
                show(curve)

    def refresh() -> None:
        follow_edit()
        other.clear()
        answer = desk.shown
        if answer is None:
            return
        with speaking(desk.language), other:
            if (moved := moves(answer)) is not None:
                show(moved)
            else:
                ui.label(_("Nothing changes its turn.")).classes("desk-caption")
            if (front := fairness_front(answer)) is not None:
                show(front)

    desk.on("answer", refresh)
    desk.on("assessed", follow_edit)
    refresh()
