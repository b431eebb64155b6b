"""Compile, or load from the cache, every kernel before a time limit begins to run."""

from __future__ import annotations

from functools import cache

import numpy as np


@cache
def compile_kernels() -> None:
    """Call each on three nodes; once in a process, seconds on the first run of an installation."""
    from models.hub_location.kernels import cheapest_ways, passing, priced_haul, total_costs
    from models.hub_location.pair_duals import hub_prices

    ends = np.array([0, 0, 1]), np.array([1, 2, 2])
    flow, direct = np.ones(3), np.full(3, 5.0)
    access = np.abs(np.subtract.outer(np.arange(3.0), np.arange(3.0)))
    haul = priced_haul(0.5 * access, np.full(3, 0.1))
    total_costs(*ends, flow, direct, access, haul, np.ones((1, 3), dtype=np.bool_))
    sure, first, last = cheapest_ways(*ends, direct, access, haul, np.array([0]))
    passing(first, last, flow, 3)
    group = np.zeros(3, dtype=np.int64)
    hub_prices(
        *ends, flow, sure, first, last, access, haul, np.array([1.0, 0.5, 0.0]),
        np.ones(3, dtype=np.bool_), group, np.zeros(1), np.zeros((1, 3)), np.zeros((1, 3)),
    )  # fmt: skip
