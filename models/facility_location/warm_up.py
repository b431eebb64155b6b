"""Compile, or load from the cache, every kernel before a time limit begins to run."""

from __future__ import annotations

from functools import cache

import numpy as np


@cache
def compile_kernels() -> None:
    """Solve one tiny instance; once in a process, seconds on the first run of an installation."""
    from models.facility_location.costs import PointCosts
    from models.facility_location.interchange import Rules
    from models.facility_location.lists import NeighbourLists
    from models.facility_location.point_search import solve_on_points
    from models.facility_location.radius import radius_model
    from models.facility_location.uncapacitated import Search
    from optimizer.limits import Limits

    cost = np.abs(np.subtract.outer(np.arange(6.0), np.arange(6.0))) ** 1.5
    lists = NeighbourLists.of_dense(cost, np.full(6, 99.0))
    none = np.zeros(6)
    rules = Rules(
        none,
        np.zeros(6, dtype=bool),
        2,
        2,
        none,
        np.inf,
        np.full(6, -1, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
    )
    hard = np.zeros(6, dtype=bool)
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
    for dimensions in (2, 3):
        place = np.tile(np.arange(6.0)[:, None], (1, dimensions)) / 9.0
        points = PointCosts(place, place, sphere=dimensions == 3)
        clock = Limits(time_s=600.0, threads=1).clock()
        solve_on_points(points, np.ones(6), np.arange(6), rules, clock, "")
