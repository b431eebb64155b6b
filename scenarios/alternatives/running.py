"""From a scenario to the folder of its alternatives; the same are never sought twice."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.limits import ProgressCallback, Stop
from scenarios.alternatives.answer import Alternatives, Request
from scenarios.alternatives.subject import Subject
from scenarios.alternatives.subjects import subject_of, unanswered
from scenarios.errors import InconsistentScenario
from scenarios.kept import (
    Kept,
    Question,
    kept_page,
    known,
    publish,
    require_writable,
    write_pages,
)
from scenarios.language import Language
from scenarios.scenario import Scenario

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
    if request.time_s <= 0:
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
    note = None if force else known(question, out)
    if note is not None:
        page = kept_page(question, out, note, language)
        return Kept(page, str(note["sentence"]), True, cached=True)
    subject = subject_of(scenario, territory)
    require_writable(out)
    began = time.perf_counter()
    answer = subject.seek(request, stop or Stop(), on_progress)
    return _published(question, answer, subject, out, force, language, time.perf_counter() - began)


def _published(
    question: Question,
    answer: Alternatives,
    subject: Subject,
    out: Path,
    force: bool,
    language: Language,
    seconds: float,
) -> Kept:
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
        write_pages(folder, lambda: render_report(question, answer, subject))

    said = headline(answer, subject).text
    note: dict[str, Any] = {"sentence": said, "seconds": round(seconds, 1)}
    report = publish(
        question, out, note, write, complete=answer.complete, force=force, language=language
    )
    return Kept(report, said, answer.complete, cached=False)
