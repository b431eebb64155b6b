"""The capacitated warm-up reaches every kernel that a solve uses."""

from __future__ import annotations

import numpy as np
import pytest

from models.facility_location import cflp
from models.facility_location.capacitated import (
    assignment,
    hurry,
    kernels,
    transport,
    volume,
)
from models.facility_location.capacitated.warm_up import compile_kernels
from optimizer.limits import Limits


def compiled() -> dict[str, int]:
    """Count the compiled signatures of every kernel by name."""
    return {
        name: len(kernel.signatures)
        for module in (assignment, hurry, kernels, transport, volume)
        for name, kernel in vars(module).items()
        if hasattr(kernel, "signatures")
    }


@pytest.mark.parametrize("single_source", [False, True])
def test_a_solve_after_the_warm_up_compiles_nothing_more(single_source: bool) -> None:
    compile_kernels()
    before = compiled()
    assert sum(before.values()) > 0
    random = np.random.default_rng(8)
    cost = random.uniform(0, 10, (40, 12))
    demand = random.integers(1, 9, 40).astype(float)
    fixed = random.uniform(5, 20, 12)
    cflp(cost, fixed, 40.0, demand, single_source)
    cflp(cost, fixed, 40.0, demand, single_source, limits=Limits(time_s=0.0))
    assert compiled() == before
