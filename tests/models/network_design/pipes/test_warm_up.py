from __future__ import annotations

import numpy as np

from models.network_design.pipes import PipeNetworkInstance, solve
from models.network_design.pipes.growth import rounds
from models.network_design.pipes.warm_up import compile_kernels


def read_only(values: list[float]) -> np.ndarray:
    array = np.array(values)
    array.flags.writeable = False
    return array


def test_views_and_read_only_arrays_compile_nothing_anew() -> None:
    compile_kernels()
    compiled = len(rounds.signatures)
    instance = PipeNetworkInstance(
        edges=np.array([[0, 1], [1, 2], [0, 2]]),
        length_km=np.array([1.0, 1.0, 3.0]),
        sources=np.array([0]),
        source_capacity=np.array([np.inf]),
        demand=read_only([0.0, 1.0, 2.0]),
        required=np.array([False, True, True]),
        prize=read_only([0.0, 1.0, 2.0]),
        node_cost=read_only([0.0, 0.0, 0.0]),
        class_capacity=np.array([2.0, 0.0, 5.0])[::2],
        class_cost=read_only([1.0, 2.0]),
    )
    assert solve(instance).objective == 3.0
    assert len(rounds.signatures) == compiled
