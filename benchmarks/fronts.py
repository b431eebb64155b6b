"""Fronts of the default schools question and alternatives of every study, in CPU seconds.

python benchmarks/fronts.py --page                    writes both tables in docs/performance.md
python benchmarks/fronts.py --alternatives SCENARIO --page    writes the one of alternatives
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from performance_page import put_block

from models.capacity_expansion.warm_up import compile_kernels
from models.hub_location.warm_up import compile_kernels as compile_hub_kernels
from optimizer.limits import Limits
from scenarios.alternatives.answer import Request as Beside
from scenarios.alternatives.seeking import seek
from scenarios.alternatives.subjects import subject_of
from scenarios.fronts import Against, Front, Request
from scenarios.fronts.running import freed
from scenarios.fronts.tracing import trace
from scenarios.loading import load_scenario
from scenarios.territories import territory_for
from scenarios.unfinished import Unfinished
from scenarios.yearly import yearly_programme

T = TypeVar("T")
ENOUGH_S = 3600.0  # wall seconds never decide
COUNT, WITHIN = 5, 0.02
QUESTIONS = ("default", "preschool", "water", "logistics", "almaty-siting", "roadmap")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` returns, and its CPU seconds."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def front_row(scenario_name: str, request: Request) -> str:
    """A row of the table for one front."""
    scenario = load_scenario(scenario_name)
    programme = yearly_programme(freed(scenario, request), territory_for(scenario))
    front: Front
    front, seconds = timed(lambda: trace(programme.instance, request))
    gap = max(p.gap for p in front.points if p.gap is not None)
    found = f"{len(front.points)} of {front.asked} points, largest gap {gap:.3%}"
    if front.nested:
        found += f", price of nesting at most {max(front.prices):.2%} ({front.direction})"
    kind = f"front against {request.against.value}" + (", nested" if request.nested else "")
    return f"| {scenario_name} | {kind} | {seconds:.1f} | {found} |"


def alternatives_row(scenario_name: str) -> str:
    """A row for the plans beside the optimum, as `aumaq alternatives` seeks them."""
    scenario = load_scenario(scenario_name)
    subject, terms = subject_of(scenario, territory_for(scenario)), scenario.solve
    limits = Limits(terms.time_s, terms.gap, terms.threads, terms.seed)
    with TemporaryDirectory() as folder:
        parts = Unfinished(Path(folder))  # the second call goes on behind the optimum
        _, first = timed(lambda: seek(subject, Beside(0, WITHIN), limits, parts))
        answer, seconds = timed(lambda: seek(subject, Beside(COUNT, WITHIN), limits, parts))
    moved = ", ".join(f"{plan.distance / 1e3:.0f}" for plan in answer.others)
    proven = ", ".join(
        "-" if plan.largest is None else f"{plan.largest / 1e3:.0f}" for plan in answer.others
    )
    return (
        f"| {scenario_name} | {first:.1f} | {seconds:.1f} | {seconds / first:.1f} | "
        f"{len(answer.others)} of {COUNT} | {moved} | {proven} | "
        f"{answer.spending[0].sum() / 1e3:.0f} |"
    )


def alternatives_table(names: Sequence[str]) -> str:
    """The plans beside the optimum of each scenario."""
    head = [
        f"{platform.machine()}, {os.cpu_count()} processors, one process, {date.today()}.",
        "",
        "| scenario | CPU s, optimum | CPU s, plans beside it | times | found | moved, bn KZT | "
        "proven: at most | spent in all |",
        "|---|---:|---:|---:|---:|---|---|---:|",
    ]
    return "\n".join([*head, *(alternatives_row(name) for name in names)])


def fronts_table(name: str) -> str:
    """The fronts of a scenario."""
    rows = [
        f"{platform.machine()}, {os.cpu_count()} processors, one process.",
        "",
        "| scenario | what | CPU seconds | result |",
        "|---|---|---:|---|",
    ]
    for request in (
        Request(Against.COST, time_s=ENOUGH_S),
        Request(Against.COST, nested=True, time_s=ENOUGH_S),
        Request(Against.EQUITY, time_s=ENOUGH_S),
    ):
        rows.append(front_row(name, request))
    return "\n".join(rows)


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="default")
    parser.add_argument("--page", action="store_true", help="write into docs/performance.md")
    parser.add_argument("--alternatives", nargs="*", metavar="SCENARIO", help="these alone")
    arguments = parser.parse_args()
    compile_kernels()
    compile_hub_kernels()
    tables = {"alternatives": alternatives_table(arguments.alternatives or QUESTIONS)}
    if arguments.alternatives is None:
        tables["fronts"] = fronts_table(arguments.scenario)
    for name, table in tables.items():
        print(table)
        if arguments.page:
            put_block(name, table)


if __name__ == "__main__":
    main()
