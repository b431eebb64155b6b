"""The three numbers beside their documented counterparts."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.state import Desk
from scenarios.language import _
from scenarios.rendering import headline_of
from scenarios.views.numbers import bn_in_words


def side(desk: Desk) -> None:
    """Build the panel beside the map."""
    shown = ui.column()

    def refresh() -> None:
        shown.clear()
        if desk.shown is None:
            return
        with shown:
            for number in headline_of(desk.shown).numbers:
                with ui.column().classes("number gap-0").props("data-testid=number"):
                    ui.label(number.label).classes("label")
                    ui.label(number.value).classes("value")
                    ui.label(f"{number.verdict} {number.held_against}").classes("detail")

    desk.on("answer", refresh)
    refresh()


def below(desk: Desk) -> None:
    """Build the panel below the map: what the plan spends."""
    said = ui.label()

    def refresh() -> None:
        if desk.shown is not None:
            capex = float(desk.shown.plan.actions["capex_mln_kzt"].sum())
            said.set_text(_("The plan builds for {money}.", money=bn_in_words(capex)))

    desk.on("answer", refresh)
    refresh()
