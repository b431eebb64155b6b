"""Compile, or load from the cache, every kernel before a time limit begins to run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np


@cache
def compile_kernels() -> None:
    """Design a line of four nodes; once in a process, seconds on the first run of an installation.

    The instance has two classes and two periods and is asked of the method for many nodes, then of
    that for few: together they call every kernel.
    """
    from models.network_design.pipes.growth import Growth
    from models.network_design.pipes.instance import PipeNetworkInstance
    from models.network_design.pipes.relaxation import Relaxation
    from models.network_design.pipes.send_and_split import SendAndSplit
    from models.network_design.pipes.staged_search import StagedSearch
    from optimizer.limits import Limits

    clock = Limits(time_s=np.inf).clock()
    ends = np.array([[0, 1], [1, 2], [2, 3], [0, 3]])
    demand = np.array([0.0, 3.0, 4.0, 5.0])
    instance = PipeNetworkInstance(
        edges=ends,
        length_km=np.ones(4),
        sources=np.array([0]),
        source_capacity=np.array([np.inf]),
        demand=demand,
        required=np.zeros(4, dtype=np.bool_),
        prize=demand,
        node_cost=np.zeros(4),
        class_capacity=np.array([5.0, 20.0]),
        class_cost=np.array([1.0, 2.0]),
        budget=np.array([2.5, 2.0]),
    )
    forest = Growth(instance).run(clock, 1)
    question = SendAndSplit(instance)
    costs = question.run(clock)
    assert costs is not None
    StagedSearch(instance, costs).run(clock, forest)
    question.through(costs, np.arange(8), np.zeros(8, dtype=np.int64), 1, clock)
    one = replace(instance, budget=np.array([2.5]), weight=np.ones(1))
    Relaxation(one, clock).run([], None)
