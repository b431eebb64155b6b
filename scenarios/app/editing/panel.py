"""The order in which the plan starts its works."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.state import Desk
from scenarios.language import _


def panel(desk: Desk) -> None:
    """Build the panel."""
    said = ui.label()

    def refresh() -> None:
        if desk.shown is not None:
            years = desk.shown.plan.actions["start_year"]
            said.set_text(
                _(
                    "{n} works start from {first} to {last}.",
                    n=len(years),
                    first=years.min(),
                    last=years.max(),
                )
            )

    desk.on("answer", refresh)
    refresh()
