"""Below the map: money, what moves, further curves, and the front with the plan on it."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.at_hand import AtHand
from scenarios.app.charts.coverage import curves
from scenarios.app.charts.front import fairness_front
from scenarios.app.charts.money import money
from scenarios.app.charts.moves import moves
from scenarios.app.charts.shown import Figure, show
from scenarios.app.charts.tracing import tracing
from scenarios.app.state import Desk
from scenarios.language import _, speaking

_MOVES = AtHand(moves)


def below(desk: Desk) -> None:
    """Build what stands below the map."""
    grid = ui.element("div").classes("desk-grid")
    with grid:
        spent = ui.element("div").classes("desk-rest")
        other = ui.element("div").classes("desk-rest")
        tracing(desk)

    figures: dict[str, Figure] = {}

    def follow_edit() -> None:
        """What the plan made by hand changes: money, and the curves that stand here."""
        if desk.shown is None:
            return
        edited = desk.assessed.evaluation if desk.assessed else None
        with speaking(desk.language), spent:
            found = [money(desk.shown, edited), *curves(desk.shown, edited)[1:]]
            for chart in found:
                if chart is None:
                    continue
                if chart.name in figures:
                    figures[chart.name].change(chart)
                else:
                    figures[chart.name] = Figure(chart)

    def refresh() -> None:
        spent.clear()
        figures.clear()
        follow_edit()
        other.clear()
        answer = desk.shown
        if answer is None:
            return
        with speaking(desk.language), other:
            if (moved := _MOVES(answer)) is not None:
                show(moved)
            else:
                ui.label(_("Nothing changes its turn.")).classes("desk-caption")
            if (front := fairness_front(answer)) is not None:
                show(front)

    desk.on("answer", refresh)
    desk.on("assessed", follow_edit)
    refresh()
