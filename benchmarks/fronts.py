"""Fronts and alternatives of the default schools question, in CPU seconds.

python benchmarks/fronts.py --page     writes the table in docs/performance.md
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from typing import TypeVar

from performance_page import put_block

from models.capacity_expansion import solve
from models.capacity_expansion.alternatives import find_alternatives
from models.capacity_expansion.warm_up import compile_kernels
from optimizer.limits import Limits
from scenarios.fronts import Against, Front, Request
from scenarios.fronts.running import freed
from scenarios.fronts.tracing import trace
from scenarios.loading import load_scenario
from scenarios.territories import territory_for
from scenarios.yearly import yearly_programme

T = TypeVar("T")
ENOUGH_S = 3600.0  # wall seconds never decide
COUNT, WITHIN = 5, 0.02


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


def alternatives_rows(scenario_name: str) -> list[str]:
    """A row for the optimum and one for the plans beside it."""
    scenario = load_scenario(scenario_name)
    instance = yearly_programme(scenario, territory_for(scenario)).instance
    optimum, first = timed(lambda: solve(instance, Limits(ENOUGH_S, scenario.solve.gap)))
    limits = Limits(ENOUGH_S, scenario.solve.gap)
    found, seconds = timed(lambda: find_alternatives(instance, optimum, COUNT, WITHIN, limits))
    moved = min(a.distance for a in found) / 1e3
    gap = max(c.gap for c in optimum.certificates if c.gap is not None)
    return [
        f"| {scenario_name} | optimum | {first:.1f} | largest gap {gap:.3%} |",
        f"| {scenario_name} | {COUNT} alternatives within {WITHIN:.0%} | {seconds:.1f} | "
        f"{len(found)} plans, each moves at least {moved:.0f} bn KZT from those before it; "
        f"{seconds / first:.1f} times the optimum |",
    ]


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="default")
    parser.add_argument("--page", action="store_true", help="write into docs/performance.md")
    arguments = parser.parse_args()
    name = arguments.scenario
    compile_kernels()
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
    rows += alternatives_rows(name)
    print("\n".join(rows))
    if arguments.page:
        put_block("fronts", "\n".join(rows))


if __name__ == "__main__":
    main()
