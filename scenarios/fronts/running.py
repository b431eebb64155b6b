"""From a scenario to the folder of its front; the same front is never drawn twice."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.limits import Limits, ProgressCallback, Stop
from scenarios.errors import InconsistentScenario
from scenarios.fronts.answer import Against, Front, Request
from scenarios.fronts.subject import Subject
from scenarios.fronts.subjects import subject_of, unanswered
from scenarios.kept import Fresh, Kept, Question, read, work_out
from scenarios.language import Language
from scenarios.scenario import Scenario, StudyName
from scenarios.unfinished import Unfinished
from scenarios.yearly import is_yearly

KIND = "front"
FEWEST, MOST = 3, 100


def require_possible(scenario: Scenario, request: Request) -> None:
    """Refuse what can have no such front.

    Raises
    ------
    InconsistentScenario
        a front of this study is not drawn
    InputError
        the options do not fit
    """
    if problems := unanswered(scenario):
        raise InconsistentScenario(problems)
    if not FEWEST <= request.points <= MOST:
        raise InputError(
            "--points: no number of points for a front",
            value=request.points,
            expected=f"{FEWEST} to {MOST}",
        )
    if request.time_s <= 0 or not 0 <= request.gap < 1:
        raise InputError(
            "--time, --gap: do not fit",
            value=f"{request.time_s:g} s, {request.gap:g}",
            expected="seconds above 0, a gap from 0 to below 1",
        )
    if request.against is Against.COST:
        smooth = scenario.study is StudyName.ROADMAP and scenario.roadmap.objective == "smooth"
        if request.nested and smooth:
            raise InputError(
                "--nested: every plan does every phase, so none is a part of another",
                expected="roadmap.objective effect or fit",
            )
        return
    if not is_yearly(scenario):
        raise InputError(
            "--against: there is no share of need of which a worst could be held down",
            value="equity",
            expected="cost",
        )
    if request.nested:
        raise InputError("--nested: nests budgets, not shares", expected="--against cost")
    if scenario.study is StudyName.WATER:
        raise InputError(
            "--against: the water programme decides on single settlements, which have water or "
            "have none",
            value="equity",
            expected="cost",
        )


def freed(scenario: Scenario, request: Request) -> Scenario:
    """The scenario without the goals held at the documented level that the front gives up."""
    kept = tuple(
        goal
        for goal in scenario.objectives
        if goal.at_most != "documented" or goal.measure not in request.freed
    )
    if scenario.study is StudyName.WATER or kept == scenario.objectives:
        return scenario  # water has no such goals
    return scenario.model_copy(update={"objectives": kept})


def draw(
    scenario: Scenario,
    territory: Territory,
    request: Request,
    out: Path,
    *,
    stop: Stop | None = None,
    on_progress: ProgressCallback | None = None,
    force: bool = False,
    language: Language = "en",
) -> Kept:
    """Draw a front and keep it as a folder below `out`.

    Points that a call before this one found, until it was killed or stopped, are not solved again.

    Raises
    ------
    InconsistentScenario
        a front of the study is not drawn, or the question cannot be; before anything is solved
    InputError
        the options do not fit, or the folder cannot be written
    """
    require_possible(scenario, request)
    question = Question(KIND, scenario, territory, asdict(request))
    kept = None if force else read(question, out, language)
    if kept is not None:
        return kept
    subject, terms, stop = (
        subject_of(freed(scenario, request), territory),
        scenario.solve,
        stop or Stop(),
    )

    def work(parts: Unfinished) -> Fresh:
        limits = Limits(threads=terms.threads, seed=terms.seed, stop=stop, on_progress=on_progress)
        front = subject.trace(request, limits, parts)
        return _fresh(question, replace(front, complete=front.complete and not stop), subject)

    return work_out(question, out, work, stop=stop, force=force, language=language)


def _fresh(question: Question, front: Front, subject: Subject) -> Fresh:
    from scenarios.fronts.report import render_report
    from scenarios.fronts.tables import actions_frame, points_frame
    from scenarios.fronts.words import sentence

    points = points_frame(front, subject)

    def write(folder: Path) -> None:
        points.to_csv(folder / "points.csv", index=False, lineterminator="\n")
        actions_frame(front, subject).to_parquet(folder / "actions.parquet", index=False)

    return Fresh(
        sentence=sentence(front, subject),
        page=lambda: render_report(question, front, subject, points),
        write=write,
        complete=front.complete,
    )
