"""Measures Steiner trees on SteinLib's sets B and C beside NetworkX and SteinerPy, in one run.

    python benchmarks/network_design.py [--steinerpy PYTHON] [--peer-seconds 10] [--page PAGE]

Each method has a process of its own for all instances; ours loads its compiled code before the
first clock starts. NetworkX runs its quicker approximation (Mehlhorn 1988), which proves nothing.
PYTHON is an interpreter with SteinerPy, whose HiGHS need not be ours; without it that peer is left
out. The collection is looked for at ../shared/benchmarks/steinlib.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from performance_page import PAGE, put_block

ROOT = Path(__file__).resolve().parents[1]
STEINLIB = ROOT.parent / "shared" / "benchmarks" / "steinlib"
SECONDS = 60.0
OURS, NETWORKX, STEINERPY = "aumaq", "NetworkX", "SteinerPy"
CLOSED = 1e-6

Edge = tuple[int, int, float]
Row = dict[str, float | str | None]


def instance_of(group: str, name: str) -> tuple[list[Edge], list[int]]:
    """Edges with their cost, and terminals; nodes from 0 up."""
    edges, terminals = [], []
    for line in (STEINLIB / group / name).read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] == ["E"]:
            edges.append((int(words[1]) - 1, int(words[2]) - 1, float(words[3])))
        elif words[:1] == ["T"]:
            terminals.append(int(words[1]) - 1)
    return edges, terminals


def optima() -> list[dict[str, str]]:
    """The published optima in the order of the table."""
    with (STEINLIB / "optima.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["group"] in ("B", "C")]


def ours(edges: list[Edge], terminals: list[int]) -> tuple[float, float | None]:
    """Objective and gap of a checked answer."""
    from models.network_design import steiner_tree
    from optimizer.limits import Limits

    ends, cost = [e[:2] for e in edges], [e[2] for e in edges]
    found = steiner_tree(ends, cost, terminals, Limits(time_s=SECONDS, gap=0.0))
    assert not found.check()
    return found.objective, found.gap


def networkx_tree(edges: list[Edge], terminals: list[int]) -> tuple[float, None]:
    """Objective of the approximation."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    tree = nx.algorithms.approximation.steiner_tree(graph, terminals, method="mehlhorn")
    return tree.size(weight="weight"), None


def steinerpy_tree(
    edges: list[Edge], terminals: list[int], seconds: float
) -> tuple[float | None, float | None]:
    """Objective and gap of its exact mode; nothing where it has no tree in time."""
    import networkx as nx
    from steinerpy import SteinerProblem

    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    try:
        found = SteinerProblem(graph, [terminals]).get_solution(time_limit=seconds)
    except RuntimeError as error:
        if "stopped before" not in str(error):
            raise
        return None, None
    return float(found.objective), float(found.gap)


def measure(method: str, peer_seconds: float) -> None:
    """Run all instances in this process and print a row of JSON for each."""
    if method == OURS:
        from models.network_design.warm_up import compile_kernels

        compile_kernels()
    objective: float | None
    gap: float | None
    for row in optima():
        edges, terminals = instance_of(row["group"], row["instance"])
        began, busy = time.perf_counter(), time.process_time()
        if method == OURS:
            objective, gap = ours(edges, terminals)
        elif method == NETWORKX:
            objective, gap = networkx_tree(edges, terminals)
        else:
            objective, gap = steinerpy_tree(edges, terminals, peer_seconds)
        result: Row = {
            "instance": row["instance"],
            "objective": objective,
            "gap": gap,
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - busy,
        }
        print("row", json.dumps(result), flush=True)


def run(method: str, python: str, peer_seconds: float) -> dict[str, Row]:
    """All rows of a method from a fresh process, by instance."""
    command = [python, __file__, "--method", method, "--peer-seconds", str(peer_seconds)]
    environment = dict(os.environ)
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{method}: {done.stderr[-600:]}")
    lines = (line for line in done.stdout.splitlines() if line.startswith("row {"))
    rows = [json.loads(line.removeprefix("row ")) for line in lines]
    return {row["instance"]: row for row in rows}


def table(results: dict[str, dict[str, Row]], command: str) -> str:
    """The measurements as Markdown."""
    proving = [m for m in (OURS, STEINERPY) if m in results]
    head = ["instance", "nodes", "edges", "terminals", "optimum"]
    for method in proving:
        head += [f"{method} cost", "gap", "CPU s"]
    head += [f"{NETWORKX} above optimum", "CPU s"]
    lines = [
        f"Measured with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        f"| {' | '.join(head)} |",
        f"|---|{'---:|' * (len(head) - 1)}",
    ]
    for row in optima():
        name, best = row["instance"], float(row["optimum"])
        cells = [name.removesuffix(".stp"), row["n"], row["m"], row["terminals"], f"{best:g}"]
        for method in proving:
            found = results[method][name]
            none = found["objective"] is None
            cells.append("none" if none else f"{number(found, 'objective'):g}")
            cells.append("" if none else f"{number(found, 'gap'):.2%}")
            cells.append(f"{number(found, 'cpu'):.2f}")
        near = results[NETWORKX][name]
        cells.append(f"{number(near, 'objective') / best - 1.0:.1%}")
        cells.append(f"{number(near, 'cpu'):.2f}")
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")
    for method, rows in results.items():
        for group in "bc":
            part = [row for name, row in rows.items() if name.startswith(group)]
            wall, cpu = (sum(number(row, key) for row in part) for key in ("seconds", "cpu"))
            text = f"- {method}, {group.upper()}: {cpu:.2f} CPU seconds, {wall:.2f} seconds in all"
            if method in proving:
                proven = sum(number(row, "gap") <= CLOSED for row in part)
                text += f", longest {max(number(row, 'seconds') for row in part):.2f} seconds"
                text += f", proven {proven} of {len(part)}"
            lines.append(text)
    return "\n".join(lines) + "\n"


def number(row: Row, key: str) -> float:
    """A value as a number, inf where there is none."""
    value = row[key]
    return float("inf") if value is None else float(value)


def main() -> None:
    """Run the methods and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", choices=(OURS, NETWORKX, STEINERPY), help="run one here")
    parser.add_argument("--steinerpy", help="interpreter with SteinerPy")
    parser.add_argument("--peer-seconds", type=float, default=10.0)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    if arguments.method:
        measure(arguments.method, arguments.peer_seconds)
        return
    pythons = {OURS: sys.executable, NETWORKX: sys.executable}
    if arguments.steinerpy:
        pythons[STEINERPY] = arguments.steinerpy
    results = {m: run(m, python, arguments.peer_seconds) for m, python in pythons.items()}
    peer = " --steinerpy PYTHON" if arguments.steinerpy else ""
    command = f"python benchmarks/network_design.py{peer} --peer-seconds {arguments.peer_seconds:g}"
    put_block("network design", table(results, command), arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
