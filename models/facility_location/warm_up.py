"""Compile, or load from the cache, the kernels of a search before a time limit begins to run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from models.facility_location.interchange import Rules


@cache
def compile_list_kernels() -> None:
    """Solve one tiny matrix; once in a process, seconds on the first run of an installation."""
    from models.facility_location.lists import NeighbourLists
    from models.facility_location.radius import radius_model
    from models.facility_location.uncapacitated import Search
    from optimizer.limits import Limits

    cost = np.abs(np.subtract.outer(np.arange(6.0), np.arange(6.0))) ** 1.5
    lists = NeighbourLists.of_dense(cost, np.full(6, 99.0))
    rules, hard = _two_of_six(), np.zeros(6, dtype=bool)
    lists.count_below(lists.cap)
    radius_model(lists, rules, hard)
    search = Search(
        lists,
        rules,
        hard,
        integral=False,
        constant=0.0,
        clock=Limits(time_s=600.0).clock(),
        stage="",
    )
    search.run()


@cache
def compile_point_kernels(sphere: bool) -> None:
    """Solve a few points without lists; as `compile_list_kernels`."""
    from models.facility_location.costs import PointCosts
    from models.facility_location.point_search import solve_on_points
    from optimizer.limits import Limits

    place = np.tile(np.arange(6.0)[:, None], (1, 3 if sphere else 2)) / 9.0
    points = PointCosts(place, place, sphere)
    clock = Limits(time_s=600.0, threads=1).clock()
    solve_on_points(points, np.ones(6), np.arange(6), _two_of_six(), clock, "")


def _two_of_six() -> Rules:
    from models.facility_location.interchange import Rules

    none, free = np.zeros(6), np.zeros(6, dtype=bool)
    alone, limits = np.full(6, -1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return Rules(none, free, 2, 2, none, np.inf, alone, limits)
