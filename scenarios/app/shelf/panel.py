"""Answers that are kept for comparison."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.state import SHELF, Desk
from scenarios.language import _


def panel(desk: Desk) -> None:
    """Build the panel."""

    def keep() -> None:
        if desk.shown is not None:
            desk.keep(desk.shown.scenario.title)

    button = ui.button(_("Keep this answer"), on_click=keep).props("flat data-testid=keep")
    kept = ui.row()

    def refresh() -> None:
        button.set_enabled(desk.shown is not None and len(desk.shelf) < SHELF)
        kept.clear()
        with kept:
            for item in desk.shelf:
                ui.label(item.name).props("data-testid=kept")

    desk.on("answer", refresh)
    desk.on("shelf", refresh)
    refresh()
