"""The page: which panel stands where."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module, resources
from typing import Any

from fastapi import Request
from nicegui import Client, background_tasks, ui

from scenarios.app.map.component import PlanMap
from scenarios.app.office import Office
from scenarios.app.quasar import words_js
from scenarios.app.question.panel import panel as question
from scenarios.app.solving import headline, solving
from scenarios.app.state import Desk, Event
from scenarios.language import LANGUAGES, _, speaking

NAMES = {"en": "English", "kk": "Қазақша", "ru": "Русский"}
KEPT: tuple[Event, ...] = ("question", "answer", "shelf", "year", "which", "language")
MOMENT_S = 0.5
ANSWERING = "scenarios.app.answering"
KNOWN_AT_FIRST = (PlanMap,)  # a page can use only the modules of scripts that its head names
SOLVING = "scenarios.runner"  # what the first press of Solve would wait for
FIRST_SIGHT_S = 0.1  # until the question has been sent
PRIMARY = "#0072b2"  # the blue of the style sheets


def install(office: Office) -> None:
    """Make the page known to the server."""

    @ui.page("/")
    async def desk_page() -> None:
        client = ui.context.client
        await client.connected()
        if client.tab_id is None:
            return  # it was fetched and never opened
        desk = Desk(client.tab_id, office, _preferred(client.request))
        office.enter(desk.owner)
        client.on_delete(desk.forget_observers)
        client.on_delete(lambda: office.leave(desk.owner))
        if (had := office.memory.of(desk.owner)) is not None:
            await desk.put_back(had)
        _speak_in_events(client, desk)
        build(desk)


def _preferred(request: Request) -> str:
    """The first of our languages that the browser asks for."""
    asked = request.headers.get("accept-language", "")
    tags = [part.split(";")[0].split("-")[0].strip().lower() for part in asked.split(",")]
    return next((tag for tag in tags if tag in LANGUAGES), LANGUAGES[0])


def _speak_in_events(client: Client, desk: Desk) -> None:
    """Handle what happens on the page in the desk's language, tasks that begin there included."""
    handle = client.handle_event

    def handle_event(message: dict[str, Any]) -> None:
        with speaking(desk.language):
            handle(message)

    setattr(client, "handle_event", handle_event)  # noqa: B010


def _remember(desk: Desk) -> None:
    """Write down what is on the desk, a moment after it has changed."""
    waiting: list[asyncio.TimerHandle] = []

    def write() -> None:
        waiting.clear()
        kept = desk.remembered()
        background_tasks.create(asyncio.to_thread(desk.office.memory.keep, desk.owner, kept))

    def later() -> None:
        if not waiting:
            waiting.append(asyncio.get_running_loop().call_later(MOMENT_S, write))

    for event in KEPT:
        desk.on(event, later)


def build(desk: Desk) -> None:
    """Lay the panels out, in the desk's language; anything that stood there is taken away."""
    client = ui.context.client
    client.content.clear()
    desk.forget_observers()
    _remember(desk)
    with client.content, speaking(desk.language):
        ui.add_css(_css())
        ui.colors(primary=PRIMARY)
        ui.run_javascript(words_js())
        _header(desk)
        parts: dict[str, ui.element] = {}
        with ui.element("main").classes("desk"):
            with _part("question", _("The question")):
                question(desk)
                solving(desk)
            with ui.element("div").classes("answer"):
                with _part("headline", _("The answer")):
                    headline(desk)
                parts["map"] = _part("map", _("The map"))
                parts["numbers"] = _part("numbers", _("The numbers"))
                parts["why"] = _part("why", _("Why here"))
            parts["sequence"] = _part("sequence", _("The sequence"))
            parts["below"] = _part("below", _("Money and what moves"))
            parts["shelf"] = _part("shelf", _("The shelf"))
    if ANSWERING in sys.modules:
        _fill(desk, parts)
    else:
        background_tasks.create(_fill_later(desk, parts))


async def _fill_later(desk: Desk, parts: dict[str, ui.element]) -> None:
    """Let the question be seen first, then load what an answer is shown with."""
    await asyncio.sleep(FIRST_SIGHT_S)
    await asyncio.to_thread(import_module, ANSWERING)
    background_tasks.create(asyncio.to_thread(import_module, SOLVING))
    if not any(part.is_deleted for part in parts.values()):
        _fill(desk, parts)


def _fill(desk: Desk, parts: dict[str, ui.element]) -> None:
    panels: dict[str, Callable[[Desk], None]] = import_module(ANSWERING).PANELS
    with speaking(desk.language):
        for name, part in parts.items():
            with part:
                panels[name](desk)


def _header(desk: Desk) -> None:
    def speak(language: str) -> None:
        desk.speak(language)
        build(desk)

    with ui.element("header").classes("top"):
        ui.label("aumaq").classes("name")
        ui.label(_("where, when and for how much to build")).classes("about")
        ui.toggle(NAMES, value=desk.language, on_change=lambda e: speak(e.value)).props(
            "flat dense no-caps data-testid=language"
        )


def _part(name: str, label: str) -> ui.element:
    """A landmark of the page."""
    part = ui.element("section").classes(f"part part-{name}")
    part.props["aria-label"] = label
    part.props["data-testid"] = name
    return part


@cache
def _css() -> str:
    """The page's own style and that of its parts."""
    folder = resources.files("scenarios.app")
    parts = sorted((part for part in folder.iterdir() if part.is_dir()), key=lambda p: p.name)
    files = [folder / "page.css", *(part / f"{part.name}.css" for part in parts)]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
