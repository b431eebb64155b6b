"""Measures the cheapest diameters beside a MIP and a greedy rule, and our flow beside EPANET's.

    python benchmarks/pipe_hydraulics.py [--peer-seconds 30] [--page PAGE]

Made-up trees of villages: *comb* is a main with a branch to a village at every joint, *line* hangs
each node on one of the three before it, *random* on any before it. The source's head is 30 m above
the least at which the largest class serves all. MIP is the programme of
models/pipe_hydraulics/programme.py in HiGHS alone; *greedy* enlarges on the
way to the worst node the pipe that gains most head for its money, until all pressures hold.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from performance_page import PAGE, put_block

from models.pipe_hydraulics import PipeForest, enlarge, simulate, simulate_epanet
from models.pipe_hydraulics.options import Options
from models.pipe_hydraulics.programme import programme
from models.pipe_hydraulics.simulate import flow_l_s, headloss_m
from optimizer.engines import solve_linear
from optimizer.limits import Limits

T = TypeVar("T")
CLASSES = np.array([63, 90, 110, 140, 160, 200, 225, 250, 280, 315, 355, 400, 500, 630, 800.0])
PRICE = 0.02 * CLASSES**1.4  # any money; pipes cost a little more than in proportion
LEAST_M, FASTEST = 10.0, 20.0  # pressures decide, as in the questions that are hard
SLACK_M = 30.0
GAP = 1e-5
SHAPES, SIZES = ("comb", "line", "random"), (20, 50, 100, 200, 500, 1000)


def forest_of(shape: str, nodes: int) -> PipeForest:
    """A tree with every pipe at the smallest class."""
    random = np.random.default_rng(nodes)
    if shape == "comb":
        half = nodes // 2
        ends = [(v - 1, v) for v in range(1, half)] + [(v - half, v) for v in range(half, nodes)]
    elif shape == "line":
        ends = [(max(0, v - 1 - int(random.integers(3))), v) for v in range(1, nodes)]
    else:
        ends = [(int(random.integers(v)), v) for v in range(1, nodes)]
    forest = PipeForest.of(
        ends,
        random.uniform(200.0, 5000.0, nodes - 1),
        CLASSES[0],
        140.0,
        random.uniform(0.1, 1.0, nodes),
        random.uniform(0.0, 40.0, nodes),
        0,
        0.0,
    )
    widest = replace(forest, diameter_mm=np.full(nodes - 1, CLASSES[-1]))
    lowest = simulate(widest).pressure_m[1:].min()
    return replace(forest, source_head_m=np.array([LEAST_M - lowest + SLACK_M]))


def options_of(forest: PipeForest) -> Options:
    """All classes for all pipes."""
    flow, long = flow_l_s(forest)[:, None], forest.length_m[:, None]
    return Options(
        forest,
        headloss_m(flow, long, CLASSES, forest.roughness[:, None]),
        long * PRICE,
        np.zeros(forest.pipes, dtype=np.int64),
        forest.elevation_m + LEAST_M,
    )


def greedy(options: Options) -> float:
    """Price of the rule of thumb."""
    forest = options.forest
    classes = np.zeros(forest.pipes, dtype=np.int64)
    while True:
        short = options.need - options.heads(classes)
        node = int(np.argmax(short))
        if short[node] <= 0:
            return options.cost(classes)
        way = []
        while (pipe := int(forest.parent_pipe[node])) >= 0:
            way.append(pipe)
            node = int(forest.parent[node])
        way = np.array([pipe for pipe in way if classes[pipe] < len(CLASSES) - 1])
        now, then = classes[way], classes[way] + 1
        gain = options.loss[way, now] - options.loss[way, then]
        dearer = options.price[way, then] - options.price[way, now]
        classes[way[np.argmax(gain / dearer)]] += 1


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What a function without arguments returns, and its CPU seconds."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def diameters(peer_seconds: float) -> list[str]:
    """The rows of the first table."""
    rows = []
    for shape in SHAPES:
        for nodes in SIZES:
            forest = forest_of(shape, nodes)
            options = options_of(forest)
            ours, cpu = timed(
                lambda forest=forest: enlarge(
                    forest,
                    CLASSES,
                    PRICE,
                    least_pressure_m=LEAST_M,
                    largest_velocity_m_s=FASTEST,
                    limits=Limits(time_s=60.0, gap=GAP),
                )
            )
            assert not ours.check()
            above = greedy(options) / ours.objective - 1.0
            cells = [shape, f"{nodes}", f"{ours.objective:.0f}", f"{ours.gap:.4%}", f"{cpu:.2f}"]
            limits = Limits(time_s=peer_seconds, gap=GAP)
            found, cpu = timed(
                lambda options=options, limits=limits: solve_linear(
                    programme(options), limits.clock()
                )
            )
            cells += ["none"] if found.objective is None else [f"{found.objective:.0f}"]
            cells += [""] if found.gap is None else [f"{found.gap:.4%}"]
            cells += [f"{cpu:.2f}"]
            rows.append(f"| {' | '.join([*cells, f'{above:.1%}'])} |")
    return rows


def agreement() -> list[str]:
    """The rows of the second table."""
    simulate_epanet(forest_of("random", 20))  # loads the package before the first clock starts
    rows = []
    for nodes in (20, 200, 2000, 20000):
        forest = forest_of("random", nodes)
        forest = enlarge(
            forest,
            CLASSES,
            PRICE,
            least_pressure_m=LEAST_M,
            largest_velocity_m_s=FASTEST,
            limits=Limits(time_s=1.0, gap=0.01),
        ).forest
        ours, cpu = timed(lambda forest=forest: simulate(forest))
        theirs, epanet_cpu = timed(lambda forest=forest: simulate_epanet(forest))
        apart = np.abs(ours.pressure_m - theirs.pressure_m).max()
        rows.append(f"| {nodes} | {1000 * cpu:.1f} | {1000 * epanet_cpu:.1f} | {apart:.1e} |")
    return rows


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-seconds", type=float, default=30.0)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    command = f"python benchmarks/pipe_hydraulics.py --peer-seconds {arguments.peer_seconds:g}"
    lines = [
        f"Measured with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "| tree | nodes | aumaq cost | gap | CPU s | MIP cost | gap | CPU s | greedy above |",
        f"|---|{'---:|' * 8}",
        *diameters(arguments.peer_seconds),
        "",
        "| nodes | NumPy, CPU ms | EPANET, CPU ms | largest difference of pressures, m |",
        f"|{'---:|' * 4}",
        *agreement(),
    ]
    put_block("pipe hydraulics", "\n".join(lines), arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
