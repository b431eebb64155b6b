"""From a scenario to the folder of its alternatives; the same are never sought twice."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from inputs.territory import Territory
from models.capacity_expansion import solve
from models.capacity_expansion.alternatives import find_alternatives, trimmed
from models.capacity_expansion.solution import accounts, measures
from optimizer.limits import Limits, ProgressCallback, Stop
from scenarios.alternatives.answer import Alternatives, Request
from scenarios.errors import InconsistentScenario, UncheckedPlan
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
from scenarios.yearly import YearlyProgramme, supported, yearly_programme

KIND = "alternatives"
MOST = 20


def require_possible(scenario: Scenario, request: Request) -> None:
    """Refuse what can have no alternatives.

    Raises
    ------
    InconsistentScenario
        the study is no yearly programme
    InputError
        the options do not fit
    """
    if problems := supported(scenario):
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
        the study is no yearly programme, or the question cannot be; before anything is solved
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
    programme = yearly_programme(scenario, territory)
    require_writable(out)
    began = time.perf_counter()
    answer = alternatives(programme, request, stop or Stop(), on_progress)
    return _published(
        question, answer, programme, out, force, language, time.perf_counter() - began
    )


def alternatives(
    programme: YearlyProgramme,
    request: Request,
    stop: Stop,
    on_progress: ProgressCallback | None = None,
) -> Alternatives:
    """The optimum of a programme and plans beside it."""
    terms = programme.study.scenario.solve
    limits = Limits(terms.time_s, terms.gap, terms.threads, terms.seed, stop, on_progress)
    instance = programme.instance
    optimum = solve(instance, limits)
    starts = trimmed(instance, optimum.starts)
    reached = measures(instance, accounts(instance, starts, optimum.flows))
    optimum = replace(optimum, starts=starts, measures=reached)
    if broken := optimum.check(instance):
        raise UncheckedPlan("the optimum did not pass its check: " + str(broken[0]))
    others = find_alternatives(
        instance,
        optimum,
        request.count,
        request.within,
        Limits(request.time_s, terms.gap, terms.threads, terms.seed, stop, on_progress),
    )
    complete = len(others) == request.count and not stop
    return Alternatives(request, instance, optimum, tuple(others), complete)


def _published(
    question: Question,
    answer: Alternatives,
    programme: YearlyProgramme,
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
        "common.csv": tables.common_plan(answer, programme).actions,
        "places.csv": tables.places_frame(answer, programme),
    }

    def write(folder: Path) -> None:
        for name, frame in frames.items():
            frame.to_csv(folder / name, index=False, lineterminator="\n")
        actions = tables.actions_frame(answer, programme)
        actions.to_parquet(folder / "actions.parquet", index=False)
        write_pages(folder, lambda: render_report(question, answer, programme))

    said = headline(answer, programme).text
    note: dict[str, Any] = {"sentence": said, "seconds": round(seconds, 1)}
    report = publish(
        question, out, note, write, complete=answer.complete, force=force, language=language
    )
    return Kept(report, said, answer.complete, cached=False)
