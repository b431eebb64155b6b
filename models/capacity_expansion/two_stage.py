"""One first stage for several futures: the extensive form of the two-stage problem.

minimise sum_f p_f measure_f(x_f) over the plans x_f of every future, where the starts of the
decided periods are the same in all of them. Only these are whole numbers: later starts may be
fractions, so the optimum is a bound for every first stage whatever, and its own first stage is one
that no future's money or requirement forbids as far as fractions can tell. (Birge and Louveaux
2011, Introduction to Stochastic Programming, ch. 2.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.capacity_expansion.compact import compact_model
from models.capacity_expansion.coupling import Goal
from models.capacity_expansion.instance import (
    BoolArray,
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.prepared import Prepared
from optimizer.engines import solve_linear
from optimizer.limits import Limits
from optimizer.linear_model import ModelBuilder


@dataclass(frozen=True)
class SharedFirstStage:
    """What is proven of every first stage, and one found.

    Attributes
    ----------
    bound : no first stage has a smaller expected measure; -inf where nothing was proven in time
    starts : (N, K, T) whole starts of the decided periods, 0 later; None where none was found
    """

    bound: float
    starts: IntArray | None


def shared_first_stage(
    instances: Sequence[CapacityExpansionInstance],
    weight: FloatArray,
    decided: BoolArray,
    limits: Limits,
    nodes: int | None = None,
) -> SharedFirstStage:
    """Best first stage for all futures together, later starts taken as divisible.

    The first stage of the instances' first goal alone is sought; what they cap is held.

    Parameters
    ----------
    instances : one a future, of the same units, modules and periods
    weight : (F,) share of each future
    decided : (T,) periods whose starts are the same in all futures
    nodes : most nodes of branch and bound; None: as the limits say

    Raises
    ------
    ValueError
        the futures differ in shape, or their first goal is the worst share, which is no sum
    """
    first = instances[0]
    measure = first.stages[0].measure
    if measure is Measure.WORST_SHARE:
        raise ValueError("stages: the worst share first, expected an additive measure")
    builder = ModelBuilder()
    columns, blocks = [0], []
    for f, instance in enumerate(instances):
        if instance.startable.shape != first.startable.shape:
            raise ValueError(f"instances[{f}]: other units, modules or periods than instances[0]")
        blocks.append(compact_model(Prepared(instance), _goal(instance, measure), builder=builder))
        columns.append(builder.n_variables)
    shape = first.startable.shape
    shared = np.full((len(instances), *shape), -1, dtype=np.int64)
    for f, block in enumerate(blocks):
        shared[(f, *block.start_index.T)] = block.start_variable
    shared = shared[:, :, :, decided]
    everywhere = (shared >= 0).all(axis=0)
    model_rows = builder.rows((len(instances) - 1, int(everywhere.sum())), lower=0.0, upper=0.0)
    builder.add(model_rows, shared[0][everywhere], 1.0)
    builder.add(model_rows, shared[1:][:, everywhere], -1.0)
    model = builder.build()
    upper = model.upper.copy()
    # what some future cannot start cannot be decided for all
    upper[shared[:, ~everywhere][shared[:, ~everywhere] >= 0]] = 0.0
    whole = np.zeros_like(model.integer)
    whole[shared[0][everywhere]] = True
    share = np.repeat(weight, np.diff(columns))
    model = replace(model, cost=model.cost * share, upper=upper, integer=whole)
    result = solve_linear(model, limits.clock(), stage="one first stage for all", node_limit=nodes)
    starts = None
    if result.values is not None:
        starts = np.zeros(shape, dtype=np.int64)
        found = np.zeros(everywhere.shape, dtype=np.int64)
        found[everywhere] = np.round(result.values[shared[0][everywhere]])
        starts[:, :, decided] = found
    return SharedFirstStage(-np.inf if result.bound is None else float(result.bound), starts)


def _goal(instance: CapacityExpansionInstance, measure: Measure) -> Goal:
    caps = {c.measure: c.level for c in instance.caps}
    share = caps.pop(Measure.WORST_SHARE, np.inf)
    return Goal(measure, caps, share)
