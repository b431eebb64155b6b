"""The row of files of an answer."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.downloads.routes import SCENARIO, address
from scenarios.app.state import Desk, Shelved
from scenarios.language import _


def buttons(desk: Desk, shelved: Shelved) -> None:
    """Links to the files of an answer on the shelf; a browser that follows one saves the file."""
    files = {
        "plan.xlsx": _("Workbook"),
        "report.html": _("Report"),
        "plan.geojson": _("Map layer"),
        SCENARIO: _("Question as a file"),
    }
    with ui.row().classes("downloads"):
        for name, label in files.items():
            link = ui.link(label, address(shelved.run, desk.language, name))
            link.props["download"] = True
            link.props["data-testid"] = f"download-{name}"
            link.props["aria-label"] = _("{file} of {answer}", file=label, answer=shelved.name)
