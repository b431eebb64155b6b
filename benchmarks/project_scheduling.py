"""Measures the scheduling of the Green Almaty roadmap beside PuLP with CBC.

    python benchmarks/project_scheduling.py [--seconds 30] [--page [PAGE]]

Both get the same instance, first goal and seconds, in a process of their own. CBC hands back no
bound, so every gap is against our bound. Then ours with all goals of a case in order, as many
seconds for each.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from performance_page import PAGE, put_block

ROOT = Path(__file__).resolve().parents[1]
OURS, CBC = "aumaq", "PuLP + CBC"
CASES = ("roadmap", "roadmap-ahead", "roadmap-cut", "roadmap-smooth")

Row = dict[str, float | str | None]


def measure(case: str, method: str, seconds: float) -> None:
    """Solve one case by one method and print the row as JSON."""
    import pulp

    from inputs.territory import load_territory
    from models.project_scheduling import check, measure, solve
    from models.project_scheduling.reference import reference_schedule
    from optimizer.errors import NoPlanInTimeError
    from optimizer.limits import Limits
    from scenarios.loading import load_scenario
    from scenarios.studies.roadmap import RoadmapStudy

    study = RoadmapStudy(load_territory(), load_scenario(case))
    instance, goal = study.instance(), study.goals[0]
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time()
    bound: float | None = None
    if method == OURS:
        try:
            solution = solve(instance, (goal,), Limits(time_s=seconds, gap=1e-6))
        except NoPlanInTimeError:
            start = None
        else:
            start, bound = solution.start, solution.certificates[0].bound
    else:
        solver = pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds, threads=os.cpu_count())
        start = reference_schedule(instance, goal, solver)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    row: Row = {
        "goal": goal.value,
        "tasks": instance.tasks,
        "objective": None if start is None else measure(instance, start, goal),
        "broken": 0 if start is None else len(check(instance, start)),
        "bound": bound,
        "cpu": time.process_time() - cpu + after.ru_utime - before.ru_utime,
        "wall": time.perf_counter() - began,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(row))


def measure_in_order(case: str, seconds: float) -> None:
    """Solve all goals of a case in order and print a row a goal as JSON."""
    from inputs.territory import load_territory
    from models.project_scheduling import solve
    from optimizer.limits import Limits
    from scenarios.loading import load_scenario
    from scenarios.studies.roadmap import RoadmapStudy

    study = RoadmapStudy(load_territory(), load_scenario(case))
    start = study.first_schedule
    cpu = time.process_time()
    found = solve(
        study.instance(), study.goals, Limits(time_s=seconds * len(study.goals)), start=start
    )
    spent = time.process_time() - cpu
    rows = [
        {"goal": c.stage, "objective": c.objective, "bound": c.bound, "gap": c.gap, "cpu": spent}
        for c in found.certificates
    ]
    print(json.dumps(rows))


def run(case: str, method: str, seconds: float) -> Row:
    """One row, measured in a process of its own."""
    row: Row = _apart("--one", case, method, "--seconds", str(seconds))
    return row


def run_in_order(case: str, seconds: float) -> list[Row]:
    """A row a goal, measured in a process of its own."""
    rows: list[Row] = _apart("--in-order", case, "--seconds", str(seconds))
    return rows


def _apart(*arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return json.loads(done.stdout.splitlines()[-1])


def table_in_order(rows: dict[str, list[Row]]) -> str:
    lines = [
        "All goals of a case in order, from the document's phasing; CPU seconds of all of them.",
        "",
        "| case | goal | objective | bound | gap | CPU s |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for case, goals in rows.items():
        for row in goals:
            gap = f"{100 * float(row['gap'] or 0):.2f} %"
            numbers = f"{float(row['objective'] or 0):.0f} | {float(row['bound'] or 0):.0f}"
            lines.append(f"| {case} | {row['goal']} | {numbers} | {gap} | {row['cpu']:.1f} |")
    return "\n".join(lines)


def table(rows: dict[tuple[str, str], Row], command: str) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    busy = f"{os.getloadavg()[2]:.1f}"
    lines = [
        f"Measured with `{command}` on {machine}; "
        f"load of the machine in the last 15 minutes {busy}.",
        "",
        "| case | goal | method | objective | bound | gap | broken rules | CPU s | wall s | MB |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for (case, method), row in rows.items():
        objective, bound = row["objective"], rows[case, OURS]["bound"]
        gap = (
            f"{100 * (float(objective) - float(bound)) / float(objective):.2f} %"
            if objective and bound is not None
            else ""
        )
        own = "" if row["bound"] is None else f"{float(row['bound']):.0f}"
        found = "none in time" if objective is None else f"{float(objective):.0f}"
        spent = f"{row['cpu']:.1f} | {row['wall']:.1f} | {row['mb']:.0f}"
        lines.append(
            f"| {case} | {row['goal']} | {method} | {found} | {own} | {gap} | {row['broken']} "
            f"| {spent} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--page", type=Path, nargs="?", const=PAGE)
    parser.add_argument("--one", nargs=2)
    parser.add_argument("--in-order")
    asked = parser.parse_args()
    if asked.one:
        measure(*asked.one, asked.seconds)
        return
    if asked.in_order:
        measure_in_order(asked.in_order, asked.seconds)
        return
    rows = {(c, m): run(c, m, asked.seconds) for c in CASES for m in (OURS, CBC)}
    text = table(rows, f"python benchmarks/project_scheduling.py --seconds {asked.seconds:g}")
    text += "\n\n" + table_in_order({c: run_in_order(c, asked.seconds) for c in CASES})
    print(text)
    if asked.page:
        put_block("project scheduling", text, asked.page)


if __name__ == "__main__":
    main()
