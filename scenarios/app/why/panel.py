"""Why a place is in the plan, once one is chosen on the map."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.state import Desk
from scenarios.language import _


def panel(desk: Desk) -> None:
    """Build the panel."""
    said = ui.label().classes("hint")

    def refresh() -> None:
        said.set_text("" if desk.shown is None else _("Choose a place on the map to ask why."))

    desk.on("answer", refresh)
    refresh()
