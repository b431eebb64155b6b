"""The page: which panel stands where."""

from __future__ import annotations

from importlib import resources

from nicegui import ui

from scenarios.app.charts.panel import below, side
from scenarios.app.editing.panel import panel as sequence
from scenarios.app.map.panel import panel as map_panel
from scenarios.app.office import Office
from scenarios.app.question.panel import panel as question
from scenarios.app.shelf.panel import panel as shelf
from scenarios.app.solving import headline, solving
from scenarios.app.state import Desk
from scenarios.app.why.panel import panel as why
from scenarios.language import _, speaking

LANGUAGES = {"en": "English", "kk": "Қазақша", "ru": "Русский"}


def install(office: Office) -> None:
    """Make the page known to the server."""

    @ui.page("/")
    async def desk_page() -> None:
        await ui.context.client.connected()
        tab = ui.context.client.tab_id
        assert tab is not None
        build(Desk(tab, office))


def build(desk: Desk) -> None:
    """Lay the panels out, in the desk's language; anything that stood there is taken away."""
    client = ui.context.client
    client.content.clear()
    desk.forget_observers()
    with client.content, speaking(desk.language):
        ui.add_css(_css())
        _header(desk)
        with ui.element("main").classes("desk"):
            with _part("question", _("The question")):
                question(desk)
                solving(desk)
            with ui.element("div").classes("answer"):
                with _part("headline", _("The answer")):
                    headline(desk)
                with _part("map", _("The map")):
                    map_panel(desk)
                with _part("numbers", _("The numbers")):
                    side(desk)
            with _part("why", _("Why here")):
                why(desk)
            with _part("sequence", _("The sequence")):
                sequence(desk)
            with _part("below", _("Money and what moves")):
                below(desk)
            with _part("shelf", _("The shelf")):
                shelf(desk)


def _header(desk: Desk) -> None:
    def speak(language: str) -> None:
        desk.language = language
        build(desk)

    with ui.element("header").classes("top"):
        ui.label("aumaq").classes("name")
        ui.toggle(LANGUAGES, value=desk.language, on_change=lambda e: speak(e.value)).props(
            "flat dense no-caps data-testid=language"
        )


def _part(name: str, label: str) -> ui.element:
    """A landmark of the page."""
    part = ui.element("section").classes(f"part part-{name}")
    part.props["aria-label"] = label
    part.props["data-testid"] = name
    return part


def _css() -> str:
    return (resources.files("scenarios.app") / "page.css").read_text(encoding="utf-8")
