"""Compile, or load from the cache, every kernel before a time limit begins to run."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np


@cache
def compile_kernels() -> None:
    """Solve tiny instances; once in a process, seconds on the first run of an installation."""
    from models.facility_location.capacitated.answer import answer
    from models.facility_location.capacitated.instance import Instance
    from optimizer.limits import Limits

    cost = np.abs(np.subtract.outer(np.arange(6.0), np.arange(6.0))) ** 1.5
    capacity, demand = np.full(6, 5.0), np.arange(1.0, 7.0)
    for single_source, time_s in product((False, True), (600.0, 0.0)):
        instance = Instance.of(cost, 2.0, capacity + single_source, demand, single_source)
        answer(instance.problem(), Limits(time_s=time_s, gap=0.0).clock())
