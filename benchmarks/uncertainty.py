"""Bounds and first stages of the examples under uncertainty, in CPU seconds.

python benchmarks/uncertainty.py --page     writes the table in docs/performance.md
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from performance_page import put_block

from inputs.territory import load_territory
from models.capacity_expansion import solve
from models.capacity_expansion.warm_up import compile_kernels
from optimizer.limits import Limits, Stop
from scenarios.first_years import Expansion, Start
from scenarios.scenario import Scenario
from scenarios.uncertainty import Question, load_question
from scenarios.uncertainty.shared import shared_plan

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
NAMES = ("kindergartens", "rural-water")


def row(name: str) -> str:
    """Both lower ends of an example, and the expected value of the plan for all futures."""
    territory = load_territory()
    question = load_question(EXAMPLES / f"{name}.yaml", territory.assumptions)
    weight = np.array([future.weight for future in question.futures])

    def solved(scenario: Scenario) -> tuple[float, float]:
        study = question.study(territory, scenario)
        assert isinstance(study, Expansion)
        terms = scenario.solve
        proof = solve(study.model(), Limits(terms.time_s, terms.gap, terms.threads)).certificates[0]
        assert proof.objective is not None
        return proof.objective, proof.bound or 0.0

    began = time.process_time()
    waiting = np.array([solved(future.scenario)[1] for future in question.futures])
    alone = time.process_time() - began
    began = time.process_time()
    bound, plan = shared_plan(question, territory, question.futures, Stop())
    shared = time.process_time() - began
    assert plan is not None
    value = np.array([solved(s)[0] for s in _held(question, plan.starts)])
    return (
        f"| {name} | {len(weight)} | {alone:.1f} | {waiting @ weight:.0f} | {shared:.1f} | "
        f"{bound:.0f} | {value @ weight:.0f} |"
    )


def _held(question: Question, starts: Mapping[Start, int]) -> list[Scenario]:
    until = question.decide_until
    return [question.study.held(f.scenario, starts, until) for f in question.futures]


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="write into docs/performance.md")
    arguments = parser.parse_args()
    compile_kernels()
    rows = [
        f"Measured with `python benchmarks/uncertainty.py` on {platform.machine()}, "
        f"{os.cpu_count()} cores.",
        "",
        "| example | futures | CPU seconds, futures alone | lower end from these | "
        "CPU seconds, one programme | lower end from it | its plan reaches |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(row(name) for name in NAMES),
    ]
    print("\n".join(rows))
    if arguments.page:
        put_block("uncertainty", "\n".join(rows))


if __name__ == "__main__":
    main()
