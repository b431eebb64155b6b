"""Measures hub location beside its PuLP reference, in one run.

    python benchmarks/hub_location.py [--full] [--peer-seconds 60] [--page docs/performance.md]

Every case runs in a process of its own, compiled code loaded before its clock starts. The default
run takes a few minutes; `--full` adds the country with size classes and the network of 5 000
junctions. A peer that is not done in time gives a lower bound on the ratio.
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

from hub_cases import CAB, cab, country, network
from performance_page import PAGE, put_block

from models.hub_location import HubInstance, solve
from models.hub_location.p_hub_median import p_hub_instance
from models.hub_location.reference import reference_model
from models.hub_location.warm_up import compile_kernels
from optimizer.limits import Limits

ROOT = Path(__file__).resolve().parents[1]
PEER = "reference"
FULL = ("country, classes", "network")
ASKED = {"country": (120.0, 1e-3), "country, classes": (300.0, 1e-2), "network": (300.0, 1e-2)}
ALPHAS = (0.2, 0.4, 0.6, 0.8, 1.0)


def instance_of(name: str) -> HubInstance:
    """The instance of a case."""
    if name.startswith("CAB"):
        flow, distance = cab()
        p, alpha = name.removeprefix("CAB p=").split(" alpha=")
        return p_hub_instance(flow, distance, int(p), float(alpha))
    if name == "towns":
        return country(10, 8, 2, classes=False)
    if name == "towns, classes":
        return country(10, 8, 2, classes=True)
    if name == "network":
        return network()
    return country(130, 140, 3, classes=name == "country, classes")


def cases(full: bool) -> list[tuple[str, str]]:
    """Instance and method, in the order of the table."""
    names = [f"CAB p={p} alpha={a}" for p in (2, 3, 4) for a in ALPHAS] if CAB.exists() else []
    beside = names[:1] + names[-1:]
    names += ["towns", "towns, classes", "country", *(FULL if full else ())]
    peers = [*beside, "towns", "towns, classes"]
    return [(n, m) for n in names for m in ("aumaq", PEER) if m == "aumaq" or n in peers]


def measure(name: str, method: str, peer_seconds: float) -> None:
    """Run one case in this process and print its row as JSON."""
    instance = instance_of(name)
    seconds, gap = ASKED.get(name, (60.0, 1e-6))
    compile_kernels()
    began, busy = time.perf_counter(), time.process_time()
    if method == "aumaq":
        found = solve(instance, Limits(time_s=seconds, gap=gap))
        assert not found.check(instance)
        objective, reached = found.objective, found.gap
    else:
        objective, reached = reference(instance, peer_seconds)
    row = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - busy,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "objective": objective,
        "gap": reached,
        "size": f"{len(instance.origin)} x {instance.shape[1]} x {instance.shape[2]}",
    }
    print(json.dumps(row))


def reference(instance: HubInstance, seconds: float) -> tuple[float | None, float | None]:
    """Objective and gap of the textbook formulation in PuLP, solved by HiGHS in this process."""
    import pulp

    problem = reference_model(instance)
    problem.solve(pulp.HiGHS(msg=False, timeLimit=seconds, gapRel=1e-6))
    info = problem.solverModel.getInfo()
    if not info.primal_solution_status:
        return None, None
    objective, bound = info.objective_function_value, info.mip_dual_bound
    return objective, abs(objective - bound) / max(abs(objective), 1e-12)


def run_case(name: str, method: str, peer_seconds: float) -> dict[str, float | str | None]:
    """One case in a fresh process."""
    command = [sys.executable, __file__, "--case", name, "--method", method]
    command += ["--peer-seconds", str(peer_seconds)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}, {method}: {done.stderr[-600:]}")
    row: dict[str, float | str | None] = json.loads(done.stdout.splitlines()[-1])
    return row


def table(results: dict[tuple[str, str], dict[str, float | str | None]], command: str) -> str:
    """The measurements as Markdown."""
    lines = [
        f"Measured with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "| instance | pairs x hubs x periods | method | objective | reached gap | seconds "
        "| CPU seconds | peak MB | CPU ratio |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for (name, method), row in results.items():
        objective, gap = row["objective"], row["gap"]
        seconds, cpu, memory = (float(str(row[k])) for k in ("seconds", "cpu", "memory_mb"))
        ratio = ""
        if method == PEER:
            done = gap is not None and float(gap) <= 1e-5
            more = "" if done else "> "
            ours = float(str(results[name, "aumaq"]["cpu"]))
            times = cpu / max(ours, 1e-3)
            ratio = more + (f"{times:.0f}" if times >= 1 else f"{times:.2g}")
        lines.append(
            f"| {name} | {row['size']} | {method} "
            f"| {'' if objective is None else f'{float(objective):.8g}'} "
            f"| {'none' if gap is None else f'{float(gap):.4%}'} "
            f"| {seconds:.2f} | {cpu:.2f} | {memory:.0f} | {ratio} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the cases and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", help="run one case here and print its row")
    parser.add_argument("--method", default="aumaq", choices=("aumaq", PEER))
    parser.add_argument("--full", action="store_true", help="add the two largest cases")
    parser.add_argument("--peer-seconds", type=float, default=60.0)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    if arguments.case:
        measure(arguments.case, arguments.method, arguments.peer_seconds)
        return
    results = {}
    for name, method in cases(arguments.full):
        results[name, method] = run_case(name, method, arguments.peer_seconds)
        print(name, method, json.dumps(results[name, method]), flush=True)
    options = "--full " if arguments.full else ""
    command = (
        f"python benchmarks/hub_location.py {options}--peer-seconds {arguments.peer_seconds:g}"
    )
    put_block("hub location", table(results, command), arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
