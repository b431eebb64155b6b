"""From a question to its run folder, never solving the same question twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from inputs.errors import InputError
from inputs.territory import Territory, embedded_folder
from optimizer.limits import Limits, Progress, ProgressCallback, Stop
from scenarios import rendering, studies
from scenarios.errors import UncheckedPlan
from scenarios.fingerprint import Fingerprint
from scenarios.folders import draft
from scenarios.language import Language, speaking
from scenarios.runs import (
    HASH_LENGTH,
    RENDERED,
    Run,
    folder_name,
    load_run,
    store_answer,
    with_rendered,
    write_manifest,
)
from scenarios.scenario import Scenario
from scenarios.studies.checked import checked_study
from scenarios.study import Answer, Study

CreateStudy = Callable[[Territory, Scenario], Study]
Render = Callable[[Answer, Path], None]


@dataclass(frozen=True)
class Outcome:
    """A run, its answer, and whether it stood there already."""

    run: Run
    answer: Answer
    cached: bool


def run(
    scenario: Scenario,
    territory: Territory,
    out: Path,
    *,
    stop: Stop | None = None,
    on_progress: ProgressCallback | None = None,
    force: bool = False,
    create: CreateStudy = studies.create,
    render: Render = rendering.render,
    language: Language = "en",
) -> Outcome:
    """Answer a scenario and keep the answer as a folder below `out`.

    Time, gap, threads and seed come from `scenario.solve`, because they are part of the question
    that the folder's hash identifies. An answer of the same question on the same data by the same
    code is read instead of solved. An interrupted answer is kept beside it, never in its place.

    Parameters
    ----------
    out : parent of the run folders
    stop : raised from outside to end the solve with the best plan found so far
    force : solve and replace an existing run
    create, render : the study and the views to use
    language : of report and workbook; no part of the question

    Raises
    ------
    InconsistentScenario
        every problem of the question, before any solve
    InputError
        the run folder is occupied by something that is not this run
    OSError
        `out` cannot be written; found before the solve
    optimizer.errors.InfeasibleError, optimizer.errors.NoPlanInTimeError
        there is no plan, or none was found in time
    UncheckedPlan
        the plan failed its independent check; nothing is written
    """
    fingerprint = Fingerprint.of(scenario, territory)
    if not force and (known := find_run(scenario, fingerprint, out)):
        return _presented(known, scenario, territory, fingerprint, out, render, language)
    study = checked_study(scenario, territory, create)
    # A folder that cannot be written is better known before the solve than after it.
    with draft(out):
        pass
    stop = Stop() if stop is None else stop
    terms = scenario.solve
    started = time.perf_counter()
    answer = study.answer(
        Limits(terms.time_s, terms.gap, terms.threads, terms.seed, stop, on_progress)
    )
    complete = not stop
    _require_checked(answer)
    seconds = time.perf_counter() - started
    if on_progress is not None:
        on_progress(Progress("writing the report", None, None, None, seconds))
    target = out / folder_name(scenario, fingerprint, complete=complete)
    return _published(
        answer,
        fingerprint,
        target,
        render,
        language,
        seconds,
        complete,
        replacing=force or not complete,
    )


def find_run(scenario: Scenario, fingerprint: Fingerprint, out: Path) -> Run | None:
    """The complete run of this question below `out`, whatever the scenario was called then.

    Raises
    ------
    InputError
        the question's own folder exists but is no readable run
    """
    own = out / folder_name(scenario, fingerprint)
    if own.exists():
        run = load_run(own)
        if run.manifest.question == fingerprint.question and run.manifest.complete:
            return run
        raise InputError("holds another run", file=str(own), expected="--force to replace it")
    for folder in sorted(out.glob(f"*-{fingerprint.question[:HASH_LENGTH]}")):
        try:
            run = load_run(folder)
        except InputError:
            continue
        if run.manifest.question == fingerprint.question and run.manifest.complete:
            return run
    return None


def _presented(
    known: Run,
    scenario: Scenario,
    territory: Territory,
    fingerprint: Fingerprint,
    out: Path,
    render: Render,
    language: Language,
) -> Outcome:
    """A known answer under the name and title, and in the language, that are asked for now."""
    answer = known.answer(territory)
    rendered = all((known.path / name).is_file() for name in RENDERED)
    asked = (scenario.name, scenario.title, language)
    if rendered and asked == (known.scenario.name, known.scenario.title, known.manifest.language):
        return Outcome(known, answer, cached=True)
    outcome = _published(
        replace(answer, scenario=scenario),
        fingerprint,
        out / folder_name(scenario, fingerprint),
        render,
        language,
        known.manifest.seconds,
        True,
        replacing=True,
    )
    return replace(outcome, cached=True)


def _published(
    answer: Answer,
    fingerprint: Fingerprint,
    target: Path,
    render: Render,
    language: Language,
    seconds: float,
    complete: bool,
    *,
    replacing: bool,
) -> Outcome:
    """Write the folder aside, render it from what was written, and give it its name."""
    territory = answer.territory
    failure: Exception | None = None
    with draft(target.parent) as hidden:
        store_answer(
            hidden.path,
            answer,
            fingerprint,
            complete=complete,
            seconds=seconds,
            data=_origin(territory),
        )
        # What the views get is what a later `load_run` gives, so reports never differ.
        written = load_run(hidden.path)
        try:
            with speaking(language):
                render(written.answer(territory), hidden.path)
        except Exception as error:
            failure = error
            for name in RENDERED:
                (hidden.path / name).unlink(missing_ok=True)
        manifest = with_rendered(hidden.path, written.manifest, language)
        write_manifest(hidden.path, manifest)
        won = hidden.publish(target, replace=replacing)
    if failure is not None:
        failure.add_note(f"The answer is kept in {target}; `aumaq report` renders it again.")
        raise failure
    if not won:
        other = load_run(target)
        return Outcome(other, other.answer(territory), cached=True)
    kept = replace(written, path=target, manifest=manifest)
    return Outcome(kept, kept.answer(territory), cached=False)


def _origin(territory: Territory) -> str:
    embedded = territory.folder == embedded_folder()
    return "the embedded data" if embedded else str(territory.folder)


def _require_checked(answer: Answer) -> None:
    """Refuse a plan that no independent check has passed.

    Raises
    ------
    UncheckedPlan
    """
    stages = [c for c in answer.certificates if c.objective is not None]
    broken = [str(v) for c in stages for v in c.violations]
    if not stages or broken or not all(c.checked for c in stages):
        raise UncheckedPlan(
            "the plan did not pass its independent check and is not shown: "
            + ("; ".join(broken) or "no certificate")
        )
