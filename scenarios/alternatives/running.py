"""From a scenario to the folder of its alternatives; the same are never sought twice."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.limits import Limits, ProgressCallback, Stop
from scenarios.alternatives import seeking
from scenarios.alternatives.answer import Alternatives, Request
from scenarios.alternatives.subject import Subject
from scenarios.alternatives.subjects import subject_of, unanswered
from scenarios.errors import InconsistentScenario
from scenarios.kept import Fresh, Kept, Question, read, work_out
from scenarios.language import Language
from scenarios.scenario import Scenario
from scenarios.unfinished import Unfinished

KIND = "alternatives"
MOST = 20


def require_possible(scenario: Scenario, request: Request) -> None:
    """Refuse what can have no alternatives.

    Raises
    ------
    InconsistentScenario
        alternatives of this question are not sought
    InputError
        the options do not fit
    """
    if problems := unanswered(scenario):
        raise InconsistentScenario(problems)
    if not 1 <= request.count <= MOST:
        raise InputError("-k: too few or too many", value=request.count, expected=f"1 to {MOST}")
    if not 0 < request.within <= 1:
        raise InputError(
            "--within: no share of the optimum", value=request.within, expected="above 0, at most 1"
        )
    if request.time_s is not None and request.time_s <= 0:
        raise InputError("--time: no time", value=request.time_s, expected="seconds above 0")


def seek(
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
    """Solve the scenario, seek alternatives, and keep them as a folder below `out`.

    Plans that a call before this one found, until it was killed or stopped, are not sought again.

    Raises
    ------
    InconsistentScenario
        alternatives of the question are not sought, or it cannot be; before anything is solved
    InputError
        the options do not fit, or the folder cannot be written
    UncheckedPlan
        the optimum did not pass its independent check
    """
    require_possible(scenario, request)
    question = Question(KIND, scenario, territory, asdict(request))
    kept = None if force else read(question, out, language)
    if kept is not None:
        return kept
    subject = subject_of(scenario, territory)
    terms, stop = scenario.solve, stop or Stop()

    def work(parts: Unfinished) -> Fresh:
        limits = Limits(terms.time_s, terms.gap, terms.threads, terms.seed, stop, on_progress)
        return _fresh(question, seeking.seek(subject, request, limits, parts), subject)

    return work_out(question, out, work, stop=stop, force=force, language=language)


def _fresh(question: Question, answer: Alternatives, subject: Subject) -> Fresh:
    from scenarios.alternatives import tables
    from scenarios.alternatives.report import render_report
    from scenarios.alternatives.words import headline

    frames = {
        "plans.csv": tables.plans_frame(answer),
        "distances.csv": tables.distances_frame(answer),
        "common.csv": tables.common_plan(answer, subject).actions,
        "places.csv": tables.places_frame(answer, subject),
    }

    def write(folder: Path) -> None:
        for name, frame in frames.items():
            frame.to_csv(folder / name, index=False, lineterminator="\n")
        actions = tables.actions_frame(answer, subject)
        actions.to_parquet(folder / "actions.parquet", index=False)

    return Fresh(
        sentence=headline(answer, subject).text,
        page=lambda: render_report(question, answer, subject),
        write=write,
        complete=answer.complete,
    )
