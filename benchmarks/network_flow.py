"""Measures generalised flows beside PuLP with CBC and HiGHS and OR-Tools' GLOP, in one run.

    python benchmarks/network_flow.py [--peer-seconds 120] [--page PAGE]

The balance is that of docs/water.md: a network a year from 2040 to 2050, three climates each. A
made-up country is a tree of rivers with canals between its branches. Every method gets the same
instances, in a process of its own; PuLP builds the textbook formulation of
`models/network_flow/reference.py`, GLOP the same arrays that we hand to HiGHS.
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
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from performance_page import PAGE, put_block

if TYPE_CHECKING:
    from models.network_flow import FlowInstance

ROOT = Path(__file__).resolve().parents[1]
OURS, CBC, HIGHS, GLOP = "aumaq", "PuLP + CBC", "PuLP + HiGHS", "OR-Tools GLOP"
METHODS = (OURS, CBC, HIGHS, GLOP)
CASES = {"balance": 0, "country": 2_000, "large country": 20_000}
VARIANTS = 3

Row = dict[str, float | str]


def families(case: str) -> Iterator[list[FlowInstance]]:
    """Instances that differ in their supplies only, family by family."""
    if CASES[case]:
        dry = country(CASES[case])
        yield [replace(dry, supply=dry.supply * factor) for factor in (1.0, 0.7, 0.5)]
        return
    from inputs.territory import load_territory
    from scenarios.studies.water.balance.documents import read_documents
    from scenarios.studies.water.balance.network import build_network
    from scenarios.studies.water.balance.results import YEARS
    from scenarios.studies.water.balance.terms import read_terms
    from scenarios.studies.water.balance.transfers import read_transfers
    from scenarios.studies.water.balance.volumes import SURFACE, volumes_of

    territory = load_territory()
    documented, terms = read_documents(territory), read_terms(territory.assumptions)
    transfers = read_transfers(territory, territory.assumptions, documented.oblasts, ())
    for year in YEARS:
        volumes = volumes_of(documented, transfers, year)
        instance, layout = build_network(documented, transfers, terms, volumes)
        family = []
        for factor in terms.surface_factor:
            supply = instance.supply.copy()
            supply[: layout.intake.size].reshape(layout.intake.shape)[:, SURFACE] *= factor
            family.append(replace(instance, supply=supply))
        yield family


def country(nodes: int) -> FlowInstance:
    """Rivers that run together, canals across, losses everywhere, four uses at every node."""
    from models.network_flow import FlowInstance

    random = np.random.default_rng(nodes)
    down = np.array([random.integers(max(0, i - 40), i) for i in range(1, nodes)])
    canals = random.integers(nodes, size=(nodes, 2))
    canals = canals[canals[:, 0] != canals[:, 1]]
    tail = np.concatenate([np.arange(1, nodes), canals[:, 0]])
    head = np.concatenate([down, canals[:, 1]])
    rivers = np.arange(len(tail)) < nodes - 1
    uses = 4
    return FlowInstance(
        nodes=nodes,
        tail=tail,
        head=head,
        capacity=np.where(rivers, np.inf, random.uniform(0, 20, len(tail))),
        cost=np.where(rivers, 0.0, random.uniform(1, 60, len(tail))),
        gain=random.uniform(0.85, 1.0, len(tail)),
        supply_node=np.arange(nodes),
        supply=random.uniform(0, 60, nodes),
        supply_cost=np.ones(nodes),
        demand_node=np.repeat(np.arange(nodes), uses),
        demand=random.uniform(0, 20, nodes * uses),
        value=np.tile([1500.0, 700.0, 50.0, 30.0], nodes),
    )


def objectives(method: str, family: list[FlowInstance]) -> list[float]:
    """Least costs of a family by one method."""
    from optimizer.limits import Limits

    if method == OURS:
        from models.network_flow import FlowProgram

        program = FlowProgram(family[0])
        clock = Limits(time_s=1e4).clock()
        answers = [program.solve(clock, supply=instance.supply) for instance in family]
        assert not any(answer.check() for answer in answers)
        return [answer.objective for answer in answers]
    if method == GLOP:
        from models.network_flow import FlowProgram
        from optimizer.engines import solve_linear

        clock = Limits(time_s=1e4).clock()
        found = [solve_linear(FlowProgram(i).model, clock, engine="glop") for i in family]
        return [float("nan") if f.objective is None else f.objective for f in found]
    import pulp

    from models.network_flow.reference import reference_optimum

    solver = pulp.PULP_CBC_CMD(msg=False) if method == CBC else pulp.HiGHS(msg=False)
    return [reference_optimum(instance, solver) for instance in family]


def measure(method: str, case: str) -> None:
    """Run a case in this process and print a row of JSON."""
    made = list(families(case))
    objectives(method, [replace(made[0][0], supply=made[0][0].supply * 0)])  # imports
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, busy = time.perf_counter(), time.process_time()
    found = [value for family in made for value in objectives(method, family)]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    row: Row = {
        "objective": float(np.sum(found)),
        "programmes": len(found),
        "nodes": made[0][0].nodes,
        "arcs": len(made[0][0].tail),
        "demands": len(made[0][0].demand),
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - busy + children,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print("row", json.dumps(row), flush=True)


def whole_study() -> None:
    """The balance with its tables, from the loaded data, as the study asks for it."""
    from inputs.territory import load_territory
    from scenarios.scenario import Scenario
    from scenarios.studies.water.balance import balance

    territory = load_territory()
    balance(territory, Scenario())  # imports
    began, busy = time.perf_counter(), time.process_time()
    assert all(c.checked for c in balance(territory, Scenario()).certificates)
    row = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - busy}
    print("row", json.dumps(row), flush=True)


def run(arguments: list[str], seconds: float) -> Row | None:
    """The row of a fresh process, None where time is over."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, __file__, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stderr[-600:]}")
    (line,) = (part for part in done.stdout.splitlines() if part.startswith("row {"))
    row: Row = json.loads(line.removeprefix("row "))
    return row


def table(rows: dict[tuple[str, str], Row | None], study: Row, command: str) -> str:
    """The measurements as Markdown."""
    head = "case | programmes | nodes | arcs | demands | method | objective | CPU s | wall s | MB"
    lines = [
        f"Measured with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        f"| {head} | ratio |",
        f"|---|---:|---:|---:|---:|---|{'---:|' * 5}",
    ]
    for case in CASES:
        ours = rows[case, OURS]
        assert ours is not None
        size = " | ".join(f"{ours[key]:.0f}" for key in ("programmes", "nodes", "arcs", "demands"))
        for method in METHODS:
            row = rows[case, method]
            cells = (
                "none in time | | | | "
                if row is None
                else f"{row['objective']:.9g} | {row['cpu']:.2f} | {row['seconds']:.2f} | "
                f"{row['mb']:.0f} | {float(row['cpu']) / float(ours['cpu']):.1f}"
            )
            lines.append(f"| {case} | {size} | {method} | {cells} |")
    lines += [
        "",
        f"The whole balance of the study, reading figures and writing tables included: "
        f"{study['cpu']:.2f} CPU seconds, {study['seconds']:.2f} seconds.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the methods and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", choices=METHODS, help="run one here")
    parser.add_argument("--case", choices=CASES, help="of one case")
    parser.add_argument("--study", action="store_true", help="the whole balance here")
    parser.add_argument("--peer-seconds", type=float, default=120.0)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    if arguments.method:
        measure(arguments.method, arguments.case)
        return
    if arguments.study:
        whole_study()
        return
    rows = {
        (case, method): run(["--method", method, "--case", case], arguments.peer_seconds)
        for case in CASES
        for method in METHODS
    }
    study = run(["--study"], arguments.peer_seconds)
    assert study is not None
    command = f"python benchmarks/network_flow.py --peer-seconds {arguments.peer_seconds:g}"
    put_block("network flow", table(rows, study, command), arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
