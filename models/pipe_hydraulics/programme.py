"""The cheapest diameters as a whole-number programme in arrays; `reference` states it."""

from __future__ import annotations

import numpy as np

from models.pipe_hydraulics.forest import IntArray
from models.pipe_hydraulics.options import Options
from optimizer.engines import LinearResult, solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel, ModelBuilder


def programme(options: Options) -> LinearModel:
    """Variables: (P, C) classes of pipes, row by row, then (V,) heads."""
    forest, (pipes, classes) = options.forest, options.loss.shape
    build = ModelBuilder()
    allowed = np.arange(classes) >= options.first[:, None]
    chosen = build.variables((pipes, classes), cost=options.price, upper=allowed, integer=True)
    lower, upper = options.need.copy(), np.full(forest.nodes, np.inf)
    lower[forest.sources] = upper[forest.sources] = forest.source_head_m
    head = build.variables((forest.nodes,), lower=lower, upper=upper)
    one = build.rows((pipes,), lower=1.0, upper=1.0)
    build.add(one[:, None], chosen, 1.0)
    fall = build.rows((pipes,), lower=0.0, upper=0.0)
    build.add(fall, head[forest.parent[forest.lower_end]], 1.0)
    build.add(fall, head[forest.lower_end], -1.0)
    # what a class that is not allowed would lose is of no account and of any size
    build.add(fall[:, None], chosen, -np.where(allowed, options.loss, 0.0))
    return build.build()


def solve_programme(
    options: Options, clock: Clock, start: IntArray
) -> tuple[IntArray | None, LinearResult]:
    """The classes (P,) that the engine ends with, if any, and what it proves.

    Its heads hold within its tolerances only: classes are to be tried before they are believed.
    """
    pipes, classes = options.loss.shape
    first = np.zeros((pipes, classes))
    first[np.arange(pipes), start] = 1.0
    values = np.concatenate([first.ravel(), options.heads(start)])
    result = solve_linear(programme(options), clock, start=values, stage="pipe diameters")
    if result.values is None:
        return None, result
    return result.values[: pipes * classes].reshape(pipes, classes).argmax(axis=1), result
