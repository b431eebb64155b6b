"""No time limit pays for compiling: the warm-up reaches every kernel that a solve uses."""

from __future__ import annotations

import numpy as np

from models.facility_location import lagrangian, lists, p_median, radius, swaps, uflp
from models.facility_location.warm_up import compile_kernels


def compiled() -> dict[str, int]:
    """Count the compiled signatures of every kernel by name."""
    return {
        name: len(kernel.signatures)
        for module in (lagrangian, lists, radius, swaps)
        for name, kernel in vars(module).items()
        if hasattr(kernel, "signatures")
    }


def test_a_solve_after_the_warm_up_compiles_nothing_more() -> None:
    compile_kernels()
    before = compiled()
    assert sum(before.values()) > 0
    random = np.random.default_rng(8)
    cost = random.uniform(0, 10, (60, 40))
    p_median(cost, p=6)
    uflp(cost, fixed_cost=random.uniform(5, 20, 40))
    assert compiled() == before
