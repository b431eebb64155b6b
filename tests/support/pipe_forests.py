"""Random forests of pipes with velocities as they occur."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.pipe_hydraulics import PipeForest, simulate


def forest_of(
    seed: int, nodes: int, sources: int, *, at_rest: float = 0.1, short: float = 0.1
) -> PipeForest:
    """Trees with up to 3 m/s; `at_rest` of the nodes take nothing, `short` pipes have no length."""
    random = np.random.default_rng(seed)
    pairs = [(int(random.integers(node)), node) for node in range(sources, nodes)]
    pipes = len(pairs)
    # nodes are renamed, so that sources stand anywhere
    named = random.permutation(nodes)
    ends = named[np.array(pairs, dtype=np.int64).reshape(-1, 2)]
    turned = random.random(pipes) < 0.5
    ends[turned] = ends[turned, ::-1]
    forest = PipeForest.of(
        ends,
        np.where(random.random(pipes) < short, 0.0, random.uniform(20.0, 5000.0, pipes)),
        100.0,
        random.uniform(90.0, 150.0, pipes),
        np.where(random.random(nodes) < at_rest, 0.0, random.uniform(0.1, 5.0, nodes)),
        random.uniform(500.0, 560.0, nodes),
        named[:sources],
        random.uniform(600.0, 640.0, sources),
    )
    flow = simulate(forest).flow_l_s
    speed = random.uniform(0.3, 3.0, pipes)
    return replace(
        forest, diameter_mm=np.maximum(50.0, 1000 * np.sqrt(4 * flow / 1000 / np.pi / speed))
    )
