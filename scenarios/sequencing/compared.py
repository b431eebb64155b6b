"""From a scenario and a user's plans to a folder in which every order stands beside the others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.limits import ProgressCallback, Stop
from scenarios import runner, studies
from scenarios.folders import sha256_of
from scenarios.kept import REPORT, Question, known, publish
from scenarios.language import Language
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.sequencing.asked import read_plans
from scenarios.sequencing.orders import Kind, Order, Orders, conditions, targets, totals, yearly
from scenarios.sequencing.turns import mean_years, moved_sites, moved_units, rank_correlation
from scenarios.studies.checked import checked_study
from scenarios.study import Answer, OrderedStudy
from scenarios.views.sequencing.report import headline_of, render_report, write_workbook

AS_PRINTED = "documented as printed"
OPTIMISED = "optimised"
KIND, WORKBOOK, TOTALS, DIGESTS = "orders", "orders.xlsx", "totals.csv", "files.json"


@dataclass(frozen=True)
class Compared:
    """A comparison as it stands in its folder.

    Attributes
    ----------
    folder : holds the report, `WORKBOOK`, the tables as CSV and the plans
    text : its headline
    unit : of the totals
    totals : as `orders.totals`
    complete : False when the solve was interrupted
    cached : whether it stood there already
    """

    folder: Path
    text: str
    unit: str
    totals: pd.DataFrame
    complete: bool
    cached: bool

    @property
    def report(self) -> Path:
        return self.folder / REPORT


def compare_orders(
    scenario: Scenario,
    territory: Territory,
    out: Path,
    files: Sequence[Path] = (),
    *,
    stop: Stop | None = None,
    on_progress: ProgressCallback | None = None,
    language: Language = "en",
) -> Compared:
    """Put the orders of a question side by side under the same money.

    The optimised order is the scenario's run below `out`, which is solved only if it is not there.
    The comparison is a folder of its own beside it, named by a hash over question and plans; in
    another language it is written anew, without a solve.

    Parameters
    ----------
    files : a user's plans, CSV as `Plan.to_csv` writes it

    Raises
    ------
    InputError
        a plan that does not fit the study; before any solve
    InconsistentScenario, InfeasibleError, NoPlanInTimeError, UncheckedPlan, OSError
        as `scenarios.runner.run`
    """
    study, asked = _asked(scenario, territory, files)
    plans = {"plans": [[path.stem, sha256_of(path)] for path in files]}
    question = Question(KIND, scenario, territory, plans)
    note = _noted(question, out, language)
    if note is not None:
        return _compared(question.folder(out), note, cached=True)
    outcome = runner.run(scenario, territory, out, stop=stop, on_progress=on_progress)
    complete = outcome.run.manifest.complete
    orders = gathered(study, outcome.answer, asked)
    said = {
        "sentence": headline_of(orders).text,
        "unit": study.measured.unit,
        "run": outcome.run.path.name,
    }

    report = publish(
        question,
        out,
        said,
        lambda folder: _write(orders, folder),
        complete=complete,
        force=True,
        language=language,
    )
    return _compared(report.parent, said | {"complete": complete}, cached=False)


def gathered(study: OrderedStudy, answer: Answer, asked: Mapping[str, Plan]) -> Orders:
    """The answer's documented and optimised orders, the greedy ones, and the user's, evaluated."""
    baseline = answer.comparison.baseline
    documented = [
        Order(name, Kind.DOCUMENTED, answer.plans[name], answer.evaluations[name])
        for name in dict.fromkeys((AS_PRINTED, baseline))
        if name in answer.plans
    ]
    greedy = [_evaluated(study, plan, Kind.GREEDY) for plan in study.greedy().values()]
    best = Order(OPTIMISED, Kind.OPTIMISED, answer.plan, answer.evaluations[OPTIMISED])
    users = [_evaluated(study, plan, Kind.USER) for plan in asked.values()]
    return Orders(
        answer=answer,
        measured=study.measured,
        listed=(*documented, *greedy, best, *users),
        baseline=baseline,
        optimised=OPTIMISED,
        nothing=study.evaluate(Plan.from_rows("nothing", [])),
        turns=moved_units(study, answer, documented[-1], best),
    )


def tables(orders: Orders) -> dict[str, pd.DataFrame]:
    """What is written as CSV, by file name without its ending."""
    years = mean_years(orders)
    moved = moved_sites(orders, orders[orders.optimised].plan, orders[orders.baseline].plan)
    return {
        "yearly": yearly(orders),
        "totals": totals(orders),
        "targets": targets(orders),
        "conditions": conditions(orders),
        "mean_years": years.reset_index(),
        "kendall_tau": rank_correlation(years).reset_index(),
        "turns": orders.turns,
        "sites": moved,
    }


def _asked(
    scenario: Scenario, territory: Territory, files: Sequence[Path]
) -> tuple[OrderedStudy, dict[str, Plan]]:
    """The study and the user's plans, everything checked that can be before a solve."""
    study = checked_study(scenario, territory)
    assert isinstance(study, OrderedStudy)  # every study is one
    taken = {AS_PRINTED, study.baseline, OPTIMISED, *studies.GREEDY}
    return study, read_plans(files, study.plan_rules(), taken)


def _evaluated(study: OrderedStudy, plan: Plan, kind: Kind) -> Order:
    return Order(plan.name, kind, plan, study.evaluate(plan))


def _noted(question: Question, out: Path, language: Language) -> dict[str, Any] | None:
    """What is noted of the comparison; None where there is none, or a file is not as written."""
    folder = question.folder(out)
    try:
        note = known(question, out)
    except InputError as error:
        expected = "another --out"
        raise InputError("holds something else", file=str(folder), expected=expected) from error
    if note is None or note["language"] != language or not (folder / DIGESTS).is_file():
        return None
    digests = json.loads((folder / DIGESTS).read_text("utf-8"))
    whole = all(
        (folder / name).is_file() and sha256_of(folder / name) == digest
        for name, digest in digests.items()
    )
    return note if whole else None


def _compared(folder: Path, note: Mapping[str, Any], *, cached: bool) -> Compared:
    frame = pd.read_csv(folder / TOTALS)
    return Compared(folder, note["sentence"], note["unit"], frame, note["complete"], cached)


def _write(orders: Orders, folder: Path) -> None:
    for name, frame in tables(orders).items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    (folder / "plans").mkdir()
    for number, order in enumerate(orders.listed, start=1):
        slug = re.sub(r"[^a-z0-9]+", "-", order.name.lower()).strip("-")
        order.plan.to_csv(folder / "plans" / f"{number}-{slug}.csv")
    (folder / REPORT).write_text(render_report(orders), encoding="utf-8")
    write_workbook(orders, folder / WORKBOOK)
    digests = {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / DIGESTS).write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")
