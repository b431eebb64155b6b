"""Explanations kept as folders beside the runs; the same is never asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inputs.territory import Territory
from optimizer.limits import Limits
from scenarios.explaining.answer import explain
from scenarios.explaining.explanation import Explanation
from scenarios.kept import (
    REPORT,
    Kept,
    Question,
    known,
    publish,
    require_writable,
    said_again,
    tell_again,
)
from scenarios.language import Language
from scenarios.runs import Run

KIND = "explaining"


@dataclass(frozen=True)
class KeptExplanation:
    """An explanation and where its page is kept."""

    found: Explanation
    kept: Kept


def explain_and_keep(
    run: Run,
    territory: Territory,
    place: str,
    limits: Limits,
    out: Path,
    *,
    year: int | None = None,
    plan: str | None = None,
    force: bool = False,
    language: Language = "en",
) -> KeptExplanation:
    """Explain a place, and keep page, tables and data as a folder below `out`.

    Parameters
    ----------
    language : of the page; no part of the question

    Raises
    ------
    InputError
        as `explain`, or the folder cannot be written
    """
    asked = {
        "run": run.manifest.question,
        "place": place,
        "year": year,
        "plan": plan,
        "time_s": limits.time_s,
        "gap": limits.gap,
    }
    question = Question(KIND, run.scenario, territory, asked)
    note = None if force else known(question, out)
    if note is not None:
        found = Explanation.from_dict(said_again(note["found"], note["sentences"]))
        report = tell_again(question, out, note, language, lambda: _page(found))
        return KeptExplanation(found, Kept(report, found.does, True, cached=True))
    require_writable(out)
    found = explain(run, territory, place, limits, year=year, plan=plan)
    complete = found.complete and not limits.stop

    def write(folder: Path) -> None:
        for name, table in found.tables.items():
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        (folder / REPORT).write_text(_page(found), encoding="utf-8")

    note = {"sentence": found.does, "found": found.to_dict()}
    report = publish(question, out, note, write, complete=complete, force=force, language=language)
    return KeptExplanation(found, Kept(report, found.does, complete, cached=False))


def _page(found: Explanation) -> str:
    from scenarios.explaining.report import render_report

    return render_report(found)
