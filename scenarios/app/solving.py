"""The button that answers the question, how far the answer is, and the headline."""

from __future__ import annotations

from math import log10

from nicegui import ui

from scenarios.app.jobs import State
from scenarios.app.state import Desk
from scenarios.language import _, told
from scenarios.views.numbers import grouped, percent
from scenarios.views.vocabulary import stage_label


def solving(desk: Desk) -> None:
    """Solve, Stop, and the gap that closes."""
    with ui.element("div").classes("solving"):
        with ui.row().classes("solving-buttons"):
            solve = ui.button(_("Solve"), on_click=desk.solve)
            solve.props("unelevated no-caps data-testid=solve")
            stop = ui.button(_("Stop, keep the best plan"), on_click=desk.stop)
            stop.props("outline no-caps data-testid=stop")
        said = ui.label().classes("progress").props("role=status data-testid=progress")
        bar = ui.linear_progress(value=0, show_value=False)
        bar.props("data-testid=gap aria-hidden=true")

    def refresh() -> None:
        solve.set_enabled(not desk.solving and not isinstance(desk.scenario(), list))
        stop.set_visibility(desk.solving)
        bar.set_visibility(desk.solving)
        said.set_text(progress_of(desk))
        bar.set_value(_closed(desk))

    desk.on("progress", refresh)
    desk.on("question", refresh)
    refresh()


def progress_of(desk: Desk) -> str:
    """Where the solve stands, in words."""
    job = desk.job
    if desk.failure is not None:
        return _("No answer: {why}", why=desk.failure.told())
    if job is None or job.ended:
        if desk.shown is None:
            return ""
        return _("Answered") if desk.complete else _("Stopped: this is the best plan found so far")
    if job.state is State.WAITING:
        return _("Waiting: {n} solves are before this one", n=desk.office.jobs.ahead(job))
    if job.attempts > 1 and job.latest is None:
        return _("Begun again: the process that worked on it was lost")
    if job.stopping:
        return _("Stopping with the best plan found so far")
    latest = job.latest
    if latest is None:
        return _("Reading the data")
    if latest.incumbent is None or latest.bound is None or latest.gap is None:
        return _(
            "{stage}: looking for a first plan, {seconds} s",
            stage=_stage(latest.stage),
            seconds=round(latest.seconds),
        )
    return _(
        "{stage}: best plan {best}, no plan can do better than {bound}, gap {gap}, {seconds} s",
        stage=_stage(latest.stage),
        best=_figure(latest.incumbent),
        bound=_figure(latest.bound),
        gap=percent(latest.gap, 2),
        seconds=round(latest.seconds),
    )


def headline(desk: Desk) -> None:
    """The answer in one sentence and three numbers."""
    said = ui.column().classes("headline")

    def refresh() -> None:
        said.clear()
        with said:
            if desk.shown is None:
                ui.label(_("Choose a question on the left and press Solve.")).classes("hint")
                return
            from scenarios.rendering import headline_of

            head = headline_of(desk.shown)
            ui.label(head.title).classes("title").props("role=heading aria-level=1")
            ui.label(head.sentence).classes("sentence").props("data-testid=sentence")
            if head.leads:
                with ui.expansion(_("More of the answer")).classes("leads").props("dense"):
                    for lead in head.leads:
                        ui.label(lead)

    desk.on("answer", refresh)
    refresh()


def _stage(stage: str) -> str:
    return told(stage_label(stage))


def _figure(value: float) -> str:
    return grouped(value, 0 if abs(value) >= 1000 else 4)


def _closed(desk: Desk) -> float:
    """How far the gap has closed, from 0 at 100 % to 1 at 0.01 %, each tenth the same step."""
    latest = None if desk.job is None else desk.job.latest
    if latest is None or latest.gap is None:
        return 0.0
    return min(1.0, max(0.0, -log10(max(latest.gap, 1e-4)) / 4))
