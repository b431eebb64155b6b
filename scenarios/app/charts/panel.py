"""Right of the map: three numbers, the gap while it closes, the curve, and the proof.

`below` is what stands below it.
"""

from __future__ import annotations

from nicegui import ui

from scenarios.app.charts.below import below
from scenarios.app.charts.certificate import Proof, proof_table, proofs
from scenarios.app.charts.closing import Closing, closing_options, closing_sentence
from scenarios.app.charts.coverage import curves
from scenarios.app.charts.numbers import SIGNS, against, three_numbers, verdict_words
from scenarios.app.charts.shown import Figure, Numbers
from scenarios.app.state import Desk
from scenarios.language import _, speaking
from scenarios.views.page import HeadlineNumber

__all__ = ["below", "side"]


def side(desk: Desk) -> None:
    """Build what stands beside the map."""
    _numbers(desk)
    _closing(desk)
    _curve(desk)
    _proof(desk)


def _numbers(desk: Desk) -> None:
    shown = ui.element("div").classes("desk-numbers-row").props("aria-live=polite")
    with shown:
        by_hand = ui.label(_("Edited by hand")).classes("desk-by-hand")
    cards: list[_Card] = []

    def refresh() -> None:
        by_hand.set_visibility(bool(desk.assessed))
        if desk.shown is None:
            numbers: tuple[HeadlineNumber, ...] = ()
        else:
            with speaking(desk.language):
                numbers = desk.assessed.numbers if desk.assessed else three_numbers(desk.shown)
        if len(numbers) != len(cards):
            for card in cards:
                card.element.delete()
            with shown:
                cards[:] = [_Card() for _number in numbers]
        with speaking(desk.language):
            for card, number in zip(cards, numbers, strict=True):
                card.show(number)

    desk.on("answer", refresh)
    desk.on("assessed", refresh)
    refresh()


class _Card:
    """A number beside its counterpart."""

    def __init__(self) -> None:
        with ui.element("div").classes("desk-card").props("data-testid=number") as self.element:
            self._label = ui.label().classes("desk-caption")
            with ui.row().classes("items-baseline gap-2"):
                self._value = ui.label().classes("desk-number").props("data-testid=number-value")
                self._verdict = ui.label().classes("desk-verdict")
            self._against = ui.label().classes("desk-caption")
            self._detail = ui.label().classes("desk-caption")

    def show(self, number: HeadlineNumber) -> None:
        self._label.set_text(number.label)
        self._value.set_text(number.value)
        self._against.set_text(against(number))
        self._detail.set_text(number.detail)
        self._detail.set_visibility(bool(number.detail))
        self._verdict.set_visibility(bool(number.verdict))
        if number.verdict:
            self._verdict.set_text(f"{SIGNS[number.verdict]} {verdict_words(number.verdict)}")
            self._verdict.classes(replace=f"desk-verdict desk-{number.verdict}")


def _closing(desk: Desk) -> None:
    """The gap while a solve runs; gone when it has ended."""
    reports, job = Closing(), desk.job
    shown = ui.column().classes("w-full gap-1").props("data-testid=closing")
    with shown:
        said = ui.label().classes("desk-caption").props("aria-live=off")
        chart = ui.echart(closing_options(()), renderer="svg").classes("w-full")
        chart.style("height:130px").props("role=img")
    shown.set_visibility(False)

    def refresh() -> None:
        nonlocal reports, job
        if desk.job is not job:
            reports, job = Closing(), desk.job
        shown.set_visibility(desk.solving)
        if not desk.solving or desk.job is None:
            return
        if desk.job.latest is not None and desk.job.latest is not reports.last:
            reports.add(desk.job.latest)
        with speaking(desk.language):
            said.set_text(closing_sentence(reports.last))
            chart.options.clear()
            chart.options.update(closing_options(reports.reports))
        chart.update()

    desk.on("progress", refresh)
    refresh()


def _curve(desk: Desk) -> None:
    shown = ui.column().classes("w-full gap-2")
    drawn: list[Figure] = []

    def follow_edit() -> None:
        if desk.shown is None:
            return
        edited = desk.assessed.evaluation if desk.assessed else None
        with speaking(desk.language), shown:
            chart = curves(desk.shown, edited)[0]
            if drawn:
                drawn[0].change(chart)
            else:
                drawn.append(Figure(chart))

    def refresh() -> None:
        shown.clear()
        drawn.clear()
        follow_edit()

    desk.on("answer", refresh)
    desk.on("assessed", follow_edit)
    refresh()


def _proof(desk: Desk) -> None:
    with ui.column().classes("w-full gap-1").props("data-testid=certificate"):
        shown = ui.column().classes("w-full gap-1")
        by_hand = ui.label(
            _("The proof holds for the optimised plan, not for the one edited by hand.")
        ).classes("desk-caption")
        behind = ui.column().classes("w-full gap-1")

    def follow_edit() -> None:
        by_hand.set_visibility(bool(desk.assessed))

    def refresh() -> None:
        shown.clear()
        behind.clear()
        follow_edit()
        if desk.shown is None:
            return
        with speaking(desk.language), shown:
            ui.label(_("How sure")).classes("desk-chart-title")
            if not desk.complete:
                ui.label(_("The solve was stopped: this is the best plan found until then."))
            for proof in proofs(desk.shown):
                _stage(proof)
        with speaking(desk.language), behind:
            Numbers(proof_table(desk.shown))

    desk.on("answer", refresh)
    desk.on("assessed", follow_edit)
    refresh()


def _stage(proof: Proof) -> None:
    with ui.element("div").classes("desk-stage"):
        ui.label(proof.stage).classes("desk-stage-name")
        with ui.element("div").classes("desk-bar").props("role=presentation"):
            ui.element("div").style(f"width:{100 * proof.closed:.2f}%")
        ui.label(f"{proof.said}; {proof.checked}").classes("desk-caption")
