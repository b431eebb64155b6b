"""Measures Steiner trees on large made-up graphs, in one run: what gap is left when time is over.

    python benchmarks/network_design_large.py [--seconds 120] [--page PAGE]

Two kinds, 5 000 nodes and 200 terminals, two seeds each. *sparse*: a random tree and random edges
to twice as many edges as nodes, costs 1 to 10, as SteinLib's sets B to E are made. *distances*:
nodes at random in a square, joined by Delaunay's triangulation, distances as costs.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from pathlib import Path

import numpy as np
from performance_page import PAGE, put_block
from scipy.spatial import Delaunay

from models.network_design import SteinerInstance, solve
from models.network_design.warm_up import compile_kernels
from optimizer.limits import Limits

NODES, TERMINALS = 5000, 200
SEEDS = (1, 2)


def sparse(seed: int) -> SteinerInstance:
    """A connected random graph with costs from 1 to 10."""
    random = np.random.default_rng(seed)
    order = random.permutation(NODES)
    before = (random.random(NODES - 1) * np.arange(1, NODES)).astype(np.int64)
    tree = np.stack([order[1:], order[before]], axis=1)
    more = random.integers(0, NODES, (4 * NODES, 2))
    ends = np.sort(np.concatenate([tree, more[more[:, 0] != more[:, 1]]]), axis=1)
    _, first = np.unique(ends[:, 0] * NODES + ends[:, 1], return_index=True)
    ends = ends[np.sort(first)][: 2 * NODES]
    cost = random.integers(1, 11, len(ends)).astype(float)
    return SteinerInstance(ends, cost, np.sort(random.choice(NODES, TERMINALS, replace=False)))


def distances(seed: int) -> SteinerInstance:
    """Points joined to their neighbours, costs as long as the edges."""
    random = np.random.default_rng(seed)
    points = random.uniform(0, 100, (NODES, 2))
    sides = Delaunay(points).simplices[:, [[0, 1], [1, 2], [0, 2]]].reshape(-1, 2)
    ends = np.unique(np.sort(sides, axis=1), axis=0).astype(np.int64)
    cost = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    return SteinerInstance(ends, cost, np.sort(random.choice(NODES, TERMINALS, replace=False)))


def table(seconds: float, command: str) -> str:
    """The measurements as Markdown."""
    compile_kernels()
    lines = [
        f"Measured with `{command}` on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "| graph | seed | edges | cost | bound | gap | CPU s | seconds |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for kind in (sparse, distances):
        for seed in SEEDS:
            instance = kind(seed)
            busy = time.process_time()
            found = solve(instance, Limits(time_s=seconds, gap=0.0, threads=1))
            busy = time.process_time() - busy
            assert not found.check()
            lines.append(
                f"| {kind.__name__} | {seed} | {len(instance.edges)} | {found.objective:.6g} | "
                f"{found.bound:.6g} | {found.gap or 0.0:.2%} | {busy:.1f} | {found.seconds:.1f} |"
            )
            print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    command = f"python benchmarks/network_design_large.py --seconds {arguments.seconds:g}"
    put_block("large network design", table(arguments.seconds, command), arguments.page)
    print(f"wrote {arguments.page}")


if __name__ == "__main__":
    main()
