"""The problem, or what is left of it, as a mixed-integer programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray, Problem
from optimizer.linear_model import LinearModel, ModelBuilder


@dataclass(frozen=True)
class Program:
    """A `LinearModel` and where to find things in it.

    Attributes
    ----------
    level_variable : (Y, 3) site, level, variable
    arc_variable : (X, 3) site, demand point, variable
    unserved_variable : (N,) variable, -1 where the point must be served
    served_row : (N,) the row that serves a demand point
    """

    model: LinearModel
    level_variable: IntArray
    arc_variable: IntArray
    unserved_variable: IntArray
    served_row: IntArray

    def levels(self, values: FloatArray, n_sites: int) -> IntArray:
        """Levels (M,) of a solution."""
        table = np.zeros((n_sites, int(self.level_variable[:, 1].max()) + 1))
        site, level, variable = self.level_variable.T
        table[site, level] = values[variable]
        return np.asarray(table.argmax(axis=1), dtype=np.int64)

    def assignment(self, values: FloatArray, n_points: int) -> IntArray:
        """Site of each demand point, -1 where unserved, of a single-source solution."""
        result = np.full(n_points, -1, dtype=np.int64)
        site, point, variable = self.arc_variable.T
        taken = values[variable] > 0.5
        result[point[taken]] = site[taken]
        return result


def program(
    problem: Problem,
    kept: BoolArray | None = None,
    *,
    service_cost: bool = True,
    level_cost: FloatArray | None = None,
    penalty: FloatArray | None = None,
    strong: bool = True,
) -> Program:
    """Write the problem down, restricted to its allowed levels and to some arcs.

    Parameters
    ----------
    problem : as it is, or narrowed by fixing
    kept : (X,) which arcs; None for all
    service_cost : whether serving counts in the objective
    level_cost : (M, L) instead of the problem's
    penalty : (N,) instead of the problem's
    strong : with a row x_ij <= y_j for every arc beside the capacity rows, not only where needed
    """
    builder = ModelBuilder()
    opens = np.asarray(problem.allowed[:, 1:].any(axis=1))
    arcs = problem.arcs
    usable = opens[arcs.site]
    if problem.single_source:
        largest = np.where(problem.allowed, problem.capacity, 0.0).max(axis=1)
        usable &= problem.demand[arcs.point] <= largest[arcs.site] * (1 + 1e-9)
    arcs = arcs.where(usable if kept is None else usable & kept)
    site, point = arcs.site, arcs.point
    at_site, at_level = np.nonzero(problem.allowed)
    prices = problem.level_cost if level_cost is None else level_cost
    fines = problem.penalty if penalty is None else penalty
    n_sites, n_points = arcs.sites, arcs.points
    y = builder.variables((len(at_site),), cost=prices[at_site, at_level], upper=1.0, integer=True)
    x = builder.variables(
        (len(site),),
        cost=arcs.cost if service_cost else 0.0,
        upper=1.0,
        integer=problem.single_source,
    )
    may_miss = np.flatnonzero(np.isfinite(fines))
    missing = builder.variables(
        (len(may_miss),), cost=fines[may_miss], upper=1.0, integer=problem.single_source
    )
    unserved = np.full(n_points, -1, dtype=np.int64)
    unserved[may_miss] = missing
    one_level = builder.rows((n_sites,), lower=1.0, upper=1.0)
    builder.add(one_level[at_site], y, 1.0)
    served = builder.rows((n_points,), lower=1.0, upper=1.0)
    builder.add(served[point], x, 1.0)
    builder.add(served[may_miss], missing, 1.0)
    room = builder.rows((n_sites,), upper=0.0)
    builder.add(room[site], x, problem.demand[point])
    builder.add(room[at_site], y, -problem.capacity[at_site, at_level])
    # a point without demand weighs nothing in the capacity row and needs its own
    spared = np.zeros(len(point), dtype=bool) if strong else problem.demand[point] > 0.0
    linked = np.flatnonzero(~spared)
    link = builder.rows((len(linked),), upper=0.0)
    builder.add(link, x[linked], 1.0)
    position = np.argsort(site[linked], kind="stable")
    first = np.searchsorted(site[linked][position], np.arange(n_sites + 1))
    for k in np.flatnonzero(at_level > 0):
        mine = position[first[at_site[k]] : first[at_site[k] + 1]]
        builder.add(link[mine], y[k], -1.0)
    if len(problem.limit):
        rows = builder.rows((len(problem.limit),), upper=problem.limit)
        for r in range(len(problem.limit)):
            builder.add(rows[r], y, problem.side[r, at_site, at_level])
    return Program(
        builder.build(),
        np.stack([at_site, at_level, y], axis=1),
        np.stack([site, point, x], axis=1),
        unserved,
        served,
    )
