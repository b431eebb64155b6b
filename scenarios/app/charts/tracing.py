"""What each level of money buys: a front drawn on request, by a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from pathlib import Path
from typing import Any

import pandas as pd
from nicegui import ui

from scenarios.app.charts.front import money_front
from scenarios.app.charts.shown import show
from scenarios.app.jobs.job import Job, JobFailed
from scenarios.app.jobs.work import Work
from scenarios.app.state import Desk
from scenarios.fronts.subjects import unanswered
from scenarios.language import _, speaking
from scenarios.scenario import Scenario
from scenarios.study import Answer
from scenarios.views import frames

KIND = "front"
POINTS = 8
TIME_S = 90.0


def front(payload: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Draw the front of `payload["scenario"]`, or read the one that is known.

    Parameters
    ----------
    payload : scenario, and `kpis` of plans by role that are to lie beside the front

    Returns
    -------
    folder : name of the front's folder below `work.out`; complete; plans : by role the measure and
        the money (mln KZT), as `Subject.simulated` reads them from the KPIs
    """
    from scenarios.fronts.answer import Against, Request
    from scenarios.fronts.running import draw
    from scenarios.fronts.subjects import subject_of

    scenario = Scenario.model_validate(payload["scenario"])
    subject = subject_of(scenario, work.territory(scenario))
    request = Request(Against.COST, points=POINTS, time_s=TIME_S)
    kept = draw(
        scenario,
        work.territory(scenario),
        request,
        work.out,
        stop=work.stop,
        on_progress=work.report,
    )
    plans = {role: subject.simulated(kpis) for role, kpis in payload["kpis"].items()}
    return {
        "folder": kept.report.parent.name,
        "complete": kept.complete,
        "plans": {role: list(place) for role, place in plans.items()},
    }


def points_of(folder: Path) -> pd.DataFrame:
    """The points of a front's folder."""
    return pd.read_csv(folder / "points.csv")


def kpis_of(answer: Answer) -> dict[str, dict[str, float]]:
    """Figures of the two plans that are drawn against each other, by role, as plain numbers."""
    return {
        role: {k: float(v) for k, v in evaluation.kpis.items() if isinstance(v, Real)}
        for role, evaluation in frames.pair(answer).items()
    }


def tracing(desk: Desk) -> None:
    """Build the button and the place of the chart."""
    box = ui.column().classes("w-full gap-1")
    drawn: list[tuple[Answer, pd.DataFrame, dict[str, tuple[float, float]]]] = []

    def refresh() -> None:
        box.clear()
        answer = desk.shown
        if answer is None or unanswered(answer.scenario):
            return
        with speaking(desk.language), box:
            if drawn and drawn[-1][0] is answer:
                show(money_front(*drawn[-1]))
                return
            button = ui.button(_("Draw what each level of money buys"))
            button.props("outline no-caps data-testid=draw-front")
            said = ui.label().classes("desk-caption").props("aria-live=polite")
            button.on_click(lambda: draw(answer, button, said))

    async def draw(answer: Answer, button: ui.button, said: ui.label) -> None:
        button.disable()
        asked = {"scenario": answer.scenario.canonical(), "kpis": kpis_of(answer)}
        job = desk.submit(KIND, asked)
        job.on_change(lambda: _tell(desk, job, said))
        _tell(desk, job, said)
        try:
            result = await job.done()
        except JobFailed as failed:
            if said.is_deleted:
                return
            said.set_text(failed.failure.told())
            button.enable()
            return
        if box.is_deleted:
            return
        points = points_of(desk.runs / str(result["folder"]))
        drawn.append((answer, points, result["plans"]))
        if answer is desk.shown:
            refresh()

    desk.on("answer", refresh)
    refresh()


def _tell(desk: Desk, job: Job, said: ui.label) -> None:
    if said.is_deleted:
        return
    with speaking(desk.language):
        stages = len(job.progress)
        said.set_text(_("Drawing the front, about {n} plans solved so far…", n=stages))
