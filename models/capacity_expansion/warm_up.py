"""Compile the numerical kernels before a clock runs: the first use on a machine takes a while."""

from __future__ import annotations

from functools import cache

import numpy as np

from models.capacity_expansion.additive import Context
from models.capacity_expansion.instance import CapacityExpansionInstance, Measure, Stage
from models.capacity_expansion.lexicographic import run_stages
from models.capacity_expansion.prepared import Prepared
from optimizer.limits import Limits


@cache
def compile_kernels() -> None:
    """Solve a tiny instance once per process, so that no time limit pays for compiling.

    Two units that compete for too little money, with fewer starts than they would like, reach
    every kernel: both forms of the unit subproblem and the local search.
    """
    run_stages(Context(Prepared(_tiny()), Limits(time_s=600.0, gap=0.0).clock()))


def _tiny() -> CapacityExpansionInstance:
    units, periods = 2, 4
    size = np.array([100, 300], dtype=np.int64)
    startable = np.ones((units, len(size), periods), dtype=bool)
    startable[:, :, -1] = False
    return CapacityExpansionInstance(
        demand=np.array([[900.0] * periods, [1400.0] * periods]),
        existing=np.full((units, periods), 200.0),
        size=size,
        cost=np.array([[500.0, 1200.0], [550.0, 1300.0]]),
        price_index=np.ones(periods),
        lead=1,
        spend_profile=np.array([0.5, 0.5]),
        budget=np.full(periods, 900.0),
        committed_spending=np.zeros(periods),
        carry_over_limit=np.full(periods, 200.0),
        startable=startable,
        max_starts=np.ones((units, periods), dtype=np.int64),
        max_capacity=np.full((units, periods), np.inf),
        min_capacity=np.zeros((units, periods)),
        shortage_weight=np.ones(periods),
        overflow_weight=np.ones(periods),
        cost_weight=np.ones(periods),
        capacity_factor=np.ones((units, periods)),
        overflow_factor=2.0,
        overflow_forbidden=np.zeros((units, periods), dtype=bool),
        equity_period=np.ones(periods, dtype=bool),
        equity_weight=np.ones(units),
        group=np.zeros(units, dtype=np.int64),
        group_budget=np.full((1, periods), np.inf),
        group_min_spending=np.zeros((1, periods)),
        stages=(Stage(Measure.SHORTAGE, 0.1), Stage(Measure.COST)),
    )
