"""Measures pipe networks on made-up countrysides, the three questions, each in one run.

    python benchmarks/pipes_cases.py [--seconds 30] [--peer-seconds 30] [--page PAGE]

Villages and junctions lie evenly on a square of 60 km, candidate edges are those of Delaunay's
triangulation, roads 1.3 times as long as they are straight; three sources, eight classes whose
prices rise with the square root of their capacity or so. The budget is 60 % of what connecting all
costs, in one period or in four. Ours loads its compiled code before the first clock starts. The
peer is the whole programme (`models/network_design/pipes/program.py`) given to HiGHS as it is.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from performance_page import PAGE, put_block
from scipy.spatial import Delaunay

from models.network_design.pipes import PipeNetworkInstance, solve
from models.network_design.pipes.program import PipeProgram
from models.network_design.pipes.warm_up import compile_kernels
from optimizer.engines import solve_linear
from optimizer.limits import Limits

SIZES = ((60, 11, 3, True), (60, 14, 1, False), (200, 80, 1, False))  # nodes, villages, seeds, peer
SHARE, PERIODS, YEARS = 0.6, 4, 5.0


def countryside(seed: int, nodes: int, villages: int) -> PipeNetworkInstance:
    """All villages required, no budget; people of a village lognormal around 2 400."""
    random = np.random.default_rng(seed)
    place = random.uniform(0.0, 60.0, (nodes, 2))
    sides = np.concatenate(
        [Delaunay(place).simplices[:, pair] for pair in ([0, 1], [1, 2], [0, 2])]
    )
    edges = np.unique(np.sort(sides, axis=1), axis=0).astype(np.int64)
    chosen = random.permutation(nodes)
    people = np.zeros(nodes)
    people[chosen[3 : 3 + villages]] = np.round(np.exp(random.normal(7.8, 0.8, villages)))
    return PipeNetworkInstance(
        edges=edges,
        length_km=1.3 * np.hypot(*(place[edges[:, 0]] - place[edges[:, 1]]).T),
        sources=chosen[:3],
        source_capacity=np.full(3, np.inf),
        demand=0.0025 * people,
        required=people > 0,
        prize=people,
        node_cost=0.01 * people,
        class_capacity=5.0 * 2.0 ** np.arange(8),
        class_cost=np.array([12.0, 16.0, 22.0, 31.0, 45.0, 66.0, 100.0, 160.0]),
    )


def under_budget(instance: PipeNetworkInstance, money: float, periods: int) -> PipeNetworkInstance:
    """No village required, a share of the money in equal parts."""
    return replace(
        instance,
        required=np.zeros(instance.nodes, dtype=np.bool_),
        budget=np.full(periods, SHARE * money / periods),
        weight=np.full(periods, YEARS),
    )


def percent(gap: float | None) -> str:
    """A gap in words."""
    return "none" if gap is None or not np.isfinite(gap) else f"{gap:.2%}"


def rows(limits: Limits, peer_limits: Limits) -> Iterator[str]:
    """A line of the table for each question."""
    for nodes, villages, seeds, peer in SIZES:
        for seed in range(seeds):
            everything, money = countryside(seed, nodes, villages), 0.0
            for name, periods in (("least cost", 0), ("budget", 1), ("stages", PERIODS)):
                instance = under_budget(everything, money, periods) if periods else everything
                began, busy = time.perf_counter(), time.process_time()
                found = solve(instance, limits)
                wall, cpu = time.perf_counter() - began, time.process_time() - busy
                assert not found.check()
                money = found.cost if name == "least cost" else money
                cells = [f"{nodes}", f"{villages}", f"{seed}", name, f"{found.objective:,.0f}"]
                cells += [percent(found.gap), percent(found.cost_gap), f"{wall:.1f}", f"{cpu:.1f}"]
                cells += plain(instance, peer_limits) if peer and seed == 0 else ["", ""]
                print(cells, flush=True)
                yield f"| {' | '.join(cells)} |"


def plain(instance: PipeNetworkInstance, limits: Limits) -> list[str]:
    """Gap and wall seconds of the programme alone."""
    clock = limits.clock()
    result = solve_linear(PipeProgram(instance).model, clock)
    return [percent(result.gap), f"{clock.seconds:.1f}"]


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--peer-seconds", type=float, default=30.0)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    compile_kernels()
    head = ["nodes", "villages", "seed", "question", "objective", "gap", "gap of its cost"]
    head += ["wall s", "CPU s", "HiGHS alone: gap", "wall s"]
    lines = [
        f"Measured with `python benchmarks/pipes_cases.py --seconds {arguments.seconds:g} "
        f"--peer-seconds {arguments.peer_seconds:g}` on {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        f"| {' | '.join(head)} |",
        f"|{'---:|' * len(head)}",
        *rows(Limits(arguments.seconds, gap=0.0), Limits(arguments.peer_seconds, gap=0.0)),
    ]
    put_block("pipe networks", "\n".join(lines) + "\n", arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
