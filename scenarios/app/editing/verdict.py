"""What the evaluator says of the plan made by hand, beside the optimised and the documented one."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.charts.numbers import SIGNS, against, verdict_words
from scenarios.app.state import Desk
from scenarios.language import _, speaking
from scenarios.views.numbers import bn


def verdict(desk: Desk) -> None:
    """Build the line of numbers; it is empty while nothing is edited."""
    shown = ui.column().classes("w-full gap-0").props("aria-live=polite data-testid=verdict")

    def refresh() -> None:
        shown.clear()
        answer, said = desk.shown, desk.assessed
        if answer is None or said is None:
            return
        with speaking(desk.language), shown:
            with ui.row().classes("w-full gap-6"):
                for own, change in zip(said.numbers, said.changes, strict=False):
                    with ui.column().classes("gap-0").props("data-testid=edited-number"):
                        ui.label(own.label).classes("desk-caption")
                        ui.label(own.value).classes("desk-number")
                        ui.label(change).classes("desk-change").props("data-testid=change")
                        ui.label(
                            f"{against(own)} {SIGNS.get(own.verdict, '')} "
                            f"{verdict_words(own.verdict)}"
                        ).classes("desk-caption")
            if said.over:
                years = ", ".join(
                    _("{year}: {money}", year=str(year), money=bn(mln))
                    for year, mln in sorted(said.over.items())
                )
                ui.label(_("Over budget, bn KZT: {years}", years=years)).classes(
                    "desk-refused"
                ).props("data-testid=over-budget")
            for remark in said.remarks:
                ui.label(remark).classes("desk-caption").props("data-testid=remark")

    desk.on("assessed", refresh)
    desk.on("answer", refresh)
    refresh()
