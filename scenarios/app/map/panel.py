"""The places of the shown plans."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.state import Desk
from scenarios.language import _


def panel(desk: Desk) -> None:
    """Build the panel."""
    said = ui.label().classes("hint")

    def refresh() -> None:
        said.set_text(
            _("The map appears with the first answer.")
            if desk.shown is None
            else _("{n} places are in the plan.", n=desk.shown.plan.actions["place_id"].nunique())
        )

    desk.on("answer", refresh)
    refresh()
