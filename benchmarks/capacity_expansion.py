"""Measures capacity expansion beside the PuLP + HiGHS monolith, in one run.

    python benchmarks/capacity_expansion.py [--quick] [--page docs/performance.md]

Every case runs in a fresh process, which gives its own peak memory. "cold" starts with an empty
compilation cache, "warm" solves a small instance first. The monolith gets the same goal, the same
caps and a time limit; where it does not reach the gap in time, the ratio is a lower bound.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from performance_page import PAGE, put_block

from models.capacity_expansion import CapacityExpansionInstance, Measure, Stage, solve
from optimizer.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
MONOLITH_SECONDS = 120.0
COUNTRY = 6_300


def default() -> CapacityExpansionInstance:
    """The default scenario of the schools study on the embedded data."""
    from inputs.territory import load_territory
    from scenarios import studies
    from scenarios.loading import load_scenario
    from scenarios.studies.education import EducationStudy

    study = studies.create(load_territory(), load_scenario("default"))
    assert isinstance(study, EducationStudy)
    return study.instance()


def first_stage() -> CapacityExpansionInstance:
    """The default scenario's first stage alone, which the monolith is given too."""
    instance = default()
    return replace(instance, stages=instance.stages[:1])


def country() -> CapacityExpansionInstance:
    """A made-up country: villages that need 50 to 3 000 places, one in fifty a town."""
    random = np.random.default_rng(0)
    periods, starts = 28, 25
    need = np.exp(random.uniform(np.log(50), np.log(3000), COUNTRY))
    town = random.random(COUNTRY) < 0.02
    need[town] *= random.uniform(5, 30, int(town.sum()))
    growth = 1 + random.uniform(0.0, 0.6, COUNTRY)[:, None] * np.linspace(0, 1, periods)
    size = np.array([300, 600, 900, 1200, 1500, 2000, 2500])
    per_place = np.array([8.3, 6.8, 5.3, 4.8, 4.2, 4.2, 3.6])
    regional = random.uniform(0.9, 1.2, 17)
    group = random.integers(0, 17, COUNTRY)
    startable = np.zeros((COUNTRY, 7, periods), dtype=bool)
    startable[:, :, :starts] = True
    demand = need[:, None] * growth
    existing = np.repeat((need * random.uniform(0.5, 1.0, COUNTRY))[:, None], periods, axis=1)
    missing = float(np.maximum(demand - existing, 0)[:, -1].sum())
    budget = np.full(periods, missing * 5.0 / 20)
    discount = np.asarray(1.05 ** -np.arange(periods), dtype=np.float64)
    return CapacityExpansionInstance(
        demand=demand,
        existing=existing,
        size=size,
        cost=size * per_place * regional[group][:, None],
        price_index=np.ones(periods),
        lead=2,
        spend_profile=np.array([0.5, 0.5]),
        budget=budget,
        committed_spending=np.zeros(periods),
        carry_over_limit=0.1 * budget,
        startable=startable,
        max_starts=np.full((COUNTRY, periods), 20),
        min_capacity=np.zeros((COUNTRY, periods)),
        max_capacity=np.full((COUNTRY, periods), np.inf),
        shortage_weight=discount,
        overflow_weight=np.ones(periods),
        cost_weight=discount,
        capacity_factor=np.ones((COUNTRY, periods)),
        overflow_factor=2.0,
        overflow_forbidden=np.zeros((COUNTRY, periods), dtype=bool),
        equity_period=np.arange(periods) >= 10,
        equity_weight=np.ones(COUNTRY),
        group=group,
        group_budget=np.full((17, periods), np.inf),
        group_min_spending=np.zeros((17, periods)),
        stages=(Stage(Measure.SHORTAGE),),
    )


INSTANCES: dict[str, Callable[[], CapacityExpansionInstance]] = {
    "default": default,
    "first stage": first_stage,
    "country": country,
}


def measure(instance_name: str, method: str, gap: float, seconds: float, warm: bool) -> None:
    """Run one case in this process and print its row as JSON."""
    instance = INSTANCES[instance_name]()
    rows: list[dict[str, object]]
    if method == "aumaq":
        if warm:
            solve(first_stage(), Limits(time_s=60.0, gap=0.05))
        began, busy = time.perf_counter(), time.process_time()
        solution = solve(instance, Limits(time_s=seconds, gap=gap))
        took, busy = time.perf_counter() - began, time.process_time() - busy
        assert not solution.check(instance)
        rows = [
            {"stage": c.stage, "objective": c.objective, "bound": c.bound, "gap": c.gap}
            for c in solution.certificates
        ]
    else:
        from models.capacity_expansion.reference import solve_stage

        began, busy = time.perf_counter(), time.process_time()
        levels = {cap.measure: cap.level for cap in instance.caps}
        result = solve_stage(
            instance, instance.stages[0].measure, levels, Limits(time_s=seconds, gap=gap, threads=2)
        )
        took, busy = time.perf_counter() - began, time.process_time() - busy
        reached = None
        if result.value is not None and result.bound is not None:
            reached = (result.value - result.bound) / result.value
        rows = [
            {
                "stage": f"1 {instance.stages[0].measure.value}",
                "objective": result.value,
                "bound": result.bound,
                "gap": reached,
            }
        ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": busy, "memory_mb": memory, "stages": rows}))


CASES: tuple[tuple[str, str, float, float, bool], ...] = (
    ("default", "aumaq", 0.005, 60.0, True),
    ("default", "aumaq", 0.001, 60.0, True),
    ("default", "aumaq", 0.001, 60.0, False),
    ("first stage", "aumaq", 0.005, 60.0, True),
    ("first stage", "aumaq", 0.001, 60.0, True),
    ("first stage", "monolith", 0.005, MONOLITH_SECONDS, True),
    ("first stage", "monolith", 0.001, MONOLITH_SECONDS, True),
    ("country", "aumaq", 0.005, 300.0, True),
)


def run_case(case: tuple[str, str, float, float, bool]) -> dict[str, object]:
    """One case in a fresh process; cold ones with an empty compilation cache."""
    warm = case[4]
    command = [sys.executable, __file__, "--case", json.dumps(case)]
    with tempfile.TemporaryDirectory() as cache:
        environment = dict(os.environ)
        if not warm:
            environment["NUMBA_CACHE_DIR"] = cache
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False
        )
    if done.returncode:
        return {"seconds": None, "memory_mb": None, "stages": [], "error": done.stderr[-400:]}
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def table(results: list[tuple[tuple[str, str, float, float, bool], dict[str, object]]]) -> str:
    """The measurements as Markdown."""
    lines = [
        f"Measured with `python benchmarks/capacity_expansion.py` on {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        "| instance | method | asked gap | start | seconds | CPU seconds | peak MB "
        "| reached gap by stage |",
        "|---|---|---:|---|---:|---:|---:|---|",
    ]
    seconds: dict[tuple[str, str, float], float] = {}
    for (name, method, gap, _, warm), row in results:
        if row["seconds"] is None:
            lines.append(f"| {name} | {method} | {gap:.1%} | | failed | | | {row['error']} |")
            continue
        took, memory = float(str(row["seconds"])), float(str(row["memory_mb"]))
        busy = float(str(row["cpu"]))
        stages = row["stages"]
        assert isinstance(stages, list)
        reached = ", ".join(
            f"{s['stage']}: " + ("none" if s["gap"] is None else f"{s['gap']:.3%}") for s in stages
        )
        start = ("warm" if warm else "cold") if method == "aumaq" else ""
        if warm:
            seconds[name, method, gap] = took
        lines.append(
            f"| {name} | {method} | {gap:.1%} | {start} | {took:.2f} | {busy:.2f} "
            f"| {memory:.0f} | {reached} |"
        )
    lines.append("")
    for gap in (0.005, 0.001):
        ours = seconds.get(("first stage", "aumaq", gap))
        theirs = seconds.get(("first stage", "monolith", gap))
        if ours and theirs:
            lines.append(
                f"Ratio monolith to aumaq at {gap:.1%}, first stage: {theirs / ours:.0f}"
                + (" or more (the monolith ran out of time)." if theirs > MONOLITH_SECONDS else ".")
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run all cases and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", help="run one case here and print its row")
    parser.add_argument("--quick", action="store_true", help="leave out monolith and country")
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    if arguments.case:
        name, method, gap, seconds, warm = json.loads(arguments.case)
        measure(name, method, gap, seconds, warm)
        return
    results = []
    for case in CASES:
        if arguments.quick and (case[0] == "country" or case[1] == "monolith"):
            continue
        result = run_case(case)
        print(case, json.dumps(result), flush=True)
        results.append((case, result))
    put_block("capacity expansion", table(results), arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
