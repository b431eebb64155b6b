"""The capacitated problem as the algorithms see it: every site stands at one of a few levels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.facility_location.capacitated.arcs import Arcs

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """minimise level costs + cost of serving, each site at exactly one of its levels.

    Closed is level 0; opening, adding a module, enlarging and closing an existing site are all
    choices of a level. N demand points, M sites, L levels, R rows.

    Attributes
    ----------
    arcs : of M sites and N demand points
    demand : (N,)
    penalty : (N,) cost of leaving a demand point unserved, inf where it must be served
    capacity : (M, L) finite; 0 at level 0
    level_cost : (M, L), closing costs at level 0
    allowed : (M, L)
    side, limit : (R, M, L), (R,) what the levels chosen must keep to: sum a_jl y_jl <= b
    single_source : a demand point is served by one site
    """

    arcs: Arcs
    demand: FloatArray
    penalty: FloatArray
    capacity: FloatArray
    level_cost: FloatArray
    allowed: BoolArray
    side: FloatArray
    limit: FloatArray
    single_source: bool

    @property
    def whole(self) -> bool:
        """Whether every plan of single sources has a whole-numbered value."""
        finite = (
            self.arcs.cost,
            self.penalty[np.isfinite(self.penalty)],
            self.level_cost[self.allowed],
        )
        return self.single_source and all(bool((part == np.round(part)).all()) for part in finite)

    @property
    def must_serve(self) -> bool:
        return bool(np.isinf(self.penalty).all())

    def keeps_rows(self, level: IntArray) -> bool:
        """Whether levels (M,) are allowed and keep to all rows."""
        sites = np.arange(len(level))
        used = self.side[:, sites, level].sum(axis=1)
        slack = 1e-9 * np.maximum(1.0, np.abs(self.limit))
        return bool(self.allowed[sites, level].all() and (used <= self.limit + slack).all())

    def costs_of(self, level: IntArray) -> float:
        return float(self.level_cost[np.arange(len(level)), level].sum())

    def with_allowed(self, allowed: BoolArray) -> Problem:
        return replace(self, allowed=allowed)


def with_capacity_rows(problem: Problem) -> Problem:
    """Add what follows from capacities: total capacity covers demand, and least number of sites.

    Both are implied by the constraints, the second by rounding up; priced in the Lagrangian they
    keep the relaxation from choosing too few sites.
    """
    if not problem.must_serve:
        return problem
    total = float(problem.demand.sum())
    largest = np.sort(np.where(problem.allowed, problem.capacity, 0.0).max(axis=1))[::-1]
    reach = np.cumsum(largest)
    fewest = int(np.searchsorted(reach, total * (1 - 1e-12))) + 1
    is_open = (np.arange(problem.capacity.shape[1]) > 0).astype(float)
    opened = np.broadcast_to(is_open, problem.capacity.shape)
    return replace(
        problem,
        side=np.concatenate([problem.side, -problem.capacity[None], -opened[None]]),
        limit=np.concatenate([problem.limit, [-total, -float(min(fewest, len(largest)))]]),
    )
