"""From a scenario and a user's plans to a folder in which every order stands beside the others."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.limits import ProgressCallback, Stop
from scenarios import runner, studies
from scenarios.consistency import unknown_names
from scenarios.errors import InconsistentScenario
from scenarios.fingerprint import Fingerprint
from scenarios.folders import draft, sha256_of
from scenarios.plan import Plan
from scenarios.runs import HASH_LENGTH, INTERRUPTED
from scenarios.scenario import Scenario
from scenarios.sequencing.asked import read_plans
from scenarios.sequencing.orders import Kind, Order, Orders, conditions, targets, totals, yearly
from scenarios.sequencing.turns import mean_years, moved_sites, rank_correlation
from scenarios.study import Answer, OrderedStudy
from scenarios.views.sequencing.report import headline_of, render_report, write_workbook

AS_PRINTED = "documented as printed"
OPTIMISED = "optimised"
CONTENTS, REPORT, WORKBOOK, TOTALS = "orders.json", "report.html", "orders.xlsx", "totals.csv"


@dataclass(frozen=True)
class Compared:
    """A comparison as it stands in its folder.

    Attributes
    ----------
    folder : holds `REPORT`, `WORKBOOK`, the tables as CSV and the plans
    text : its headline
    totals : as `orders.totals`
    complete : False when the solve was interrupted
    cached : whether it stood there already
    """

    folder: Path
    text: str
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
) -> Compared:
    """Put the orders of a programme side by side under the same money.

    The optimised order is the scenario's run below `out`, which is solved only if it is not there.
    The comparison is a folder of its own beside it, named by a hash over question and plans.

    Parameters
    ----------
    files : a user's plans, CSV as `Plan.to_csv` writes it

    Raises
    ------
    InputError
        a study without a yearly order, a plan that does not fit it; before any solve
    InconsistentScenario, InfeasibleError, NoPlanInTimeError, UncheckedPlan, OSError
        as `scenarios.runner.run`
    """
    study, asked = _asked(scenario, territory, files)
    question = Fingerprint.of(scenario, territory).question
    key = _key(question, files)
    target = out / f"{scenario.name}-orders-{key[:HASH_LENGTH]}"
    if (known := _known(target, key)) is not None:
        return known
    outcome = runner.run(scenario, territory, out, stop=stop, on_progress=on_progress)
    complete = outcome.run.manifest.complete
    orders = gathered(study, outcome.answer, asked)
    if not complete:
        target = target.with_name(target.name + INTERRUPTED)
    _publish(orders, target, key, outcome.run.path.name, complete)
    return Compared(target, headline_of(orders).text, totals(orders), complete, cached=False)


def gathered(study: OrderedStudy, answer: Answer, asked: Mapping[str, Plan]) -> Orders:
    """The answer's documented and optimised orders, the greedy ones, and the user's, evaluated."""
    baseline = answer.comparison.baseline
    known = {AS_PRINTED: Kind.DOCUMENTED, baseline: Kind.DOCUMENTED}
    stored = [
        Order(name, kind, answer.plans[name], answer.evaluations[name])
        for name, kind in known.items()
    ]
    greedy = [_evaluated(study, plan, Kind.GREEDY) for plan in study.greedy().values()]
    best = Order(OPTIMISED, Kind.OPTIMISED, answer.plan, answer.evaluations[OPTIMISED])
    users = [_evaluated(study, plan, Kind.USER) for plan in asked.values()]
    return Orders(answer, (*stored, *greedy, best, *users), baseline, OPTIMISED)


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
        "turns": orders.answer.comparison.turn,
        "sites": moved,
    }


def _asked(
    scenario: Scenario, territory: Territory, files: Sequence[Path]
) -> tuple[OrderedStudy, dict[str, Plan]]:
    """The study and the user's plans, everything checked that can be before a solve."""
    if problems := unknown_names(scenario, territory):
        raise InconsistentScenario(problems)
    study = studies.create(territory, scenario)
    if not isinstance(study, OrderedStudy):
        raise InputError(
            "has no yearly order to compare",
            file=f"scenario {scenario.name}",
            column="study",
            value=f"{scenario.study.value}, level {scenario.level}",
            expected="schools or preschool by district, or water",
        )
    if problems := study.problems():
        raise InconsistentScenario(problems)
    taken = {AS_PRINTED, study.baseline, OPTIMISED, *studies.GREEDY}
    return study, read_plans(files, study.plan_rules(), taken)


def _evaluated(study: OrderedStudy, plan: Plan, kind: Kind) -> Order:
    return Order(plan.name, kind, plan, study.evaluate(plan))


def _key(question: str, files: Sequence[Path]) -> str:
    text = json.dumps([question, [[path.stem, sha256_of(path)] for path in files]])
    return hashlib.sha256(text.encode()).hexdigest()


def _known(folder: Path, key: str) -> Compared | None:
    """The comparison in a folder; None where there is none, or a file of it is not as written."""
    if not folder.exists():
        return None
    try:
        contents = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        ours = contents["key"] == key and contents["complete"]
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise InputError("holds something else", file=str(folder), expected="another --out")
    for name, digest in contents["files"].items():
        if not (folder / name).is_file() or sha256_of(folder / name) != digest:
            return None
    return Compared(folder, contents["text"], pd.read_csv(folder / TOTALS), True, cached=True)


def _publish(orders: Orders, target: Path, key: str, run: str, complete: bool) -> None:
    """Write the folder aside and give it its name."""
    with draft(target.parent) as hidden:
        for name, frame in tables(orders).items():
            frame.to_csv(hidden.path / f"{name}.csv", index=False, lineterminator="\n")
        (hidden.path / "plans").mkdir()
        for number, order in enumerate(orders.listed, start=1):
            slug = re.sub(r"[^a-z0-9]+", "-", order.name.lower()).strip("-")
            order.plan.to_csv(hidden.path / "plans" / f"{number}-{slug}.csv")
        (hidden.path / REPORT).write_text(render_report(orders), encoding="utf-8")
        write_workbook(orders, hidden.path / WORKBOOK)
        written = sorted(path for path in hidden.path.rglob("*") if path.is_file())
        contents = {
            "key": key,
            "run": run,
            "complete": complete,
            "text": headline_of(orders).text,
            "files": {p.relative_to(hidden.path).as_posix(): sha256_of(p) for p in written},
        }
        text = json.dumps(contents, indent=2, ensure_ascii=False) + "\n"
        (hidden.path / CONTENTS).write_text(text, encoding="utf-8")
        hidden.publish(target, replace=True)
