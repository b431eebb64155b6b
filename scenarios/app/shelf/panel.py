"""Answers that are kept for comparison: named, removed, compared, downloaded."""

from __future__ import annotations

from nicegui import ui

from inputs.errors import InputError
from scenarios.app.charts.shown import show, written
from scenarios.app.downloads.buttons import buttons
from scenarios.app.editing.evaluating import aside
from scenarios.app.shelf.comparing import Compared, comparable, compare
from scenarios.app.shelf.naming import distinct, numbered
from scenarios.app.state import SHELF, Desk, Shelved
from scenarios.language import _, speaking
from scenarios.runs import load_run
from scenarios.views.table import Table


def panel(desk: Desk) -> None:
    """Build the panel."""
    with ui.row().classes("w-full items-center gap-3"):
        keep = ui.button(_("Keep this answer")).props("no-caps data-testid=keep")
        beside = ui.button(_("Compare")).props("outline no-caps data-testid=compare")
        said = ui.label().classes("desk-caption").props("aria-live=polite")
    kept = ui.element("div").classes("desk-shelf")
    compared = ui.column().classes("w-full gap-4").props("data-testid=compared")

    def put() -> None:
        if desk.shown is not None:
            title = _(desk.shown.scenario.title) or desk.shown.scenario.name
            others = {item.name: item.answer.scenario for item in desk.shelf}
            desk.keep(distinct(title, desk.shown.scenario, others))

    async def compare_all() -> None:
        with speaking(desk.language):
            compared.clear()
            named = {item.name: item.answer for item in desk.shelf}
            folders = [desk.runs / item.run for item in desk.shelf]
            try:
                runs = [await aside(load_run, folder) for folder in folders]
                found = await aside(compare, named, runs)
            except InputError as error:
                said.set_text(str(error))
                return
            with compared:
                _show(found)

    def refresh() -> None:
        with speaking(desk.language):
            full = len(desk.shelf) >= SHELF
            there = any(item.run == desk.run for item in desk.shelf)
            keep.set_enabled(desk.shown is not None and not full and not there)
            fits = comparable([item.answer for item in desk.shelf])
            beside.set_enabled(fits)
            said.set_text(_hint(desk, full, fits))
            kept.clear()
            with kept:
                for item in desk.shelf:
                    _kept(desk, item)

    def changed() -> None:
        compared.clear()
        refresh()

    keep.on_click(put)
    beside.on_click(compare_all)
    desk.on("answer", refresh)
    desk.on("shelf", changed)
    refresh()


def _hint(desk: Desk, full: bool, fits: bool) -> str:
    if full and fits:
        return _("The shelf is full: take one off to keep another.")
    if len(desk.shelf) >= 2 and not fits:
        return _("Answers of different studies cannot be compared.")
    if len(desk.shelf) < 2:
        return _("Keep two to four answers to compare them.")
    return ""


def _kept(desk: Desk, item: Shelved) -> None:
    with ui.element("div").classes("desk-kept").props("data-testid=kept"):
        name = ui.input(_("Name"), value=item.name).props("dense data-testid=kept-name")
        name.classes("w-full")
        name.on("change", lambda: _rename(desk, item, str(name.value or "").strip()))
        with ui.row().classes("items-center gap-1"):
            ui.button(_("Show"), on_click=lambda: desk.show_run(item.run)).props(
                "flat dense no-caps data-testid=kept-show"
            )
            ui.button(_("Remove"), on_click=lambda: desk.drop(item)).props(
                "flat dense no-caps data-testid=kept-remove"
            )
        buttons(desk, item)


def _rename(desk: Desk, item: Shelved, name: str) -> None:
    others = [other for other in desk.shelf if other is not item]
    if name and name != item.name:
        desk.rename(item, numbered(name, [other.name for other in others]))


def _show(found: Compared) -> None:
    for remark in found.remarks:
        ui.label(remark).classes("desk-caption")
    _table(found.numbers)
    with ui.element("div").classes("desk-grid"):
        with ui.column().classes("w-full gap-3"):
            show(found.curve)
            _table(found.asked)
        with ui.column().classes("w-full gap-3"):
            _table(found.moves)
    with ui.expansion(found.measures.title).classes("w-full"):
        written(found.measures)


def _table(table: Table) -> None:
    if len(table.frame):
        ui.label(table.title).classes("desk-chart-title")
        written(table).props(f"data-testid=table-{table.name}")
