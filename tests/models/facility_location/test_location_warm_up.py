"""No time limit pays for compiling: the warm-up reaches every kernel that a solve uses."""

from __future__ import annotations

import numpy as np
import pytest

from models.facility_location import lagrangian, lists, p_median, point_blocks, radius, swaps, uflp
from models.facility_location.costs import PointCosts, points_of
from models.facility_location.interchange import Rules
from models.facility_location.point_search import solve_on_points
from models.facility_location.warm_up import compile_list_kernels, compile_point_kernels
from optimizer.limits import Limits


def compiled() -> dict[str, int]:
    """Count the compiled signatures of every kernel by name."""
    return {
        name: len(kernel.signatures)
        for module in (lagrangian, lists, point_blocks, radius, swaps)
        for name, kernel in vars(module).items()
        if hasattr(kernel, "signatures")
    }


def test_a_solve_after_the_warm_up_compiles_nothing_more() -> None:
    compile_list_kernels()
    before = compiled()
    assert sum(before.values()) > 0
    random = np.random.default_rng(8)
    cost = random.uniform(0, 10, (60, 40))
    p_median(cost, p=6)
    uflp(cost, fixed_cost=random.uniform(5, 20, 40))
    assert compiled() == before


@pytest.mark.parametrize("sphere", [False, True])
def test_points_without_lists_compile_nothing_more_either(sphere: bool) -> None:
    compile_point_kernels(sphere)
    before = compiled()
    assert before["_values"] > 0
    place = points_of(np.random.default_rng(9).uniform(0, 9, (300, 2)), "xy", sphere)
    none, free = np.zeros(300), np.zeros(300, dtype=bool)
    alone, limits = np.full(300, -1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rules = Rules(none, free, 4, 4, none, np.inf, alone, limits)
    costs = PointCosts(place, place, sphere)
    solve_on_points(costs, np.ones(300), np.arange(300), rules, Limits(time_s=9.0).clock(), "")
    assert compiled() == before
