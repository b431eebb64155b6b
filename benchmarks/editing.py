"""How soon a plan made by hand is evaluated while twenty people edit at once.

`python benchmarks/editing.py` prints, for school places and for water, the time from an edit to its
numbers: everything the desk does for it but drawing the page. Twenty desks share one process, as
they do in the server; each makes an edit, waits for the numbers, looks at them for a while and goes
on. An answer that another edit has overtaken is not waited for.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from performance_page import PAGE, put_block

from inputs.territory import Territory, load_territory
from scenarios import studies
from scenarios.app.editing import bars
from scenarios.app.editing.edits import Move, started
from scenarios.app.editing.naming import called
from scenarios.app.editing.workbench import Workbench
from scenarios.comparison import compare
from scenarios.loading import load_scenario
from scenarios.plan import Plan
from scenarios.studies.education.study import HEADLINES
from scenarios.study import Answer, OrderedStudy

USERS, EDITS, LOOKS_S = 20, 8, (0.5, 3.0)


@dataclass(eq=False)
class Desk:
    """What a workbench needs of a desk."""

    shown: Answer
    language: str = "en"
    edited: Plan | None = None
    assessed: Any = None
    told: list[str] = field(default_factory=list)

    def edit(self, plan: Plan | None) -> None:
        self.edited, self.assessed = plan, None

    def assess(self, assessed: Any) -> None:
        self.assessed = assessed


def answered(name: str, territory: Territory) -> Answer:
    """The documented programme largest backlog first, in the place of the optimised one."""
    import pandas as pd

    scenario = load_scenario(name)
    study = studies.create(territory, scenario)
    assert isinstance(study, OrderedStudy)
    documented = study.documented()
    plans = {"optimised": Plan("optimised", documented["largest backlog first"].actions)}
    plans |= documented
    evaluations = {key: study.evaluate(plan) for key, plan in plans.items()}
    return Answer(
        scenario=scenario,
        territory=territory,
        plan=plans["optimised"],
        plans=plans,
        evaluations=evaluations,
        comparison=compare(
            plans,
            evaluations,
            optimised="optimised",
            baseline=study.baseline,
            headlines=HEADLINES if name == "default" else (),
            horizons=(2030, 2040, 2050),
            first_year=scenario.years.first,
        ),
        certificates=(),
        budget_value=pd.DataFrame(),
        front=pd.DataFrame(),
        assumptions=territory.assumptions.to_table(),
        anomalies=territory.table("anomalies"),
        kind="water" if name == "water" else "programme",
    )


async def user(answer: Answer, seed: int) -> list[float]:
    """Seconds from each edit to its numbers."""
    chance = random.Random(seed)
    desk = Desk(answer)
    names = called(answer)
    bench = Workbench(desk, lambda: None)  # type: ignore[arg-type]
    await bench.begin()
    assert bench.history is not None
    assert bench.craft is not None
    took = []
    for _number in range(EDITS):
        await asyncio.sleep(chance.uniform(*LOOKS_S))
        group = chance.choice(started(bench.history.plan)).group
        begun = time.perf_counter()
        await bench.do(Move(group, chance.randrange(2026, 2051)))
        years = bars.start_years(bench.history.plan, bench.craft)
        over = names.over_id(group.place)
        bars.as_plain(bars.sequence(bench.history.plan, bench.craft, names, years, over))
        took.append(time.perf_counter() - begun)
        assert desk.assessed is not None
    return took


async def crowd(answer: Answer) -> list[float]:
    found = await asyncio.gather(*(user(answer, seed) for seed in range(USERS)))
    return [seconds for each in found for seconds in each]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path, nargs="?", const=PAGE, help="put the table there")
    asked = parser.parse_args()
    territory = load_territory()
    rows = []
    for name in ("default", "water"):
        answer = answered(name, territory)
        cpu = time.process_time()
        took = np.array(asyncio.run(crowd(answer)))
        cpu = (time.process_time() - cpu) / len(took)
        half, most = np.quantile(took, [0.5, 0.95])
        rows.append(f"| {name} | {half:.2f} | {most:.2f} | {1000 * cpu:.0f} |")
    table = "\n".join(
        [
            f"Measured with `python benchmarks/editing.py --page` on {platform.machine()}, "
            f"{os.cpu_count()} cores: {USERS} people in one process, {EDITS} edits each, "
            f"{LOOKS_S[0]} to {LOOKS_S[1]} s between them.",
            "",
            "| question | median, s | 95 of 100 within, s | CPU ms an edit |",
            "|---|---:|---:|---:|",
            *rows,
        ]
    )
    print(table)
    if asked.page is not None:
        put_block("editing", table, asked.page)


if __name__ == "__main__":
    main()
