"""The planner's instance and its translation into levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from models.facility_location.capacitated.arcs import Arcs
from models.facility_location.capacitated.problem import (
    BoolArray,
    FloatArray,
    IntArray,
    Problem,
    with_capacity_rows,
)
from models.facility_location.modules import Modules
from models.facility_location.sites import Sites, SiteStatus, Terms
from models.facility_location.validation import (
    column,
    demand_names,
    named,
    sites_for,
    terms_for,
)

BASE = 1  # level of a site that is open with its own capacity


@dataclass(frozen=True)
class Instance:
    """What was asked, checked and in one shape; N demand points, M sites, K modules.

    Attributes
    ----------
    arcs : the allowed pairs (the standard is not applied)
    fixed_cost, capacity, enlarged_capacity : (M,)
    module_capacity, module_cost : (M, K)
    demand : (N,)
    demand_labels : (N,) names for messages, None where not given
    """

    arcs: Arcs
    fixed_cost: FloatArray
    capacity: FloatArray
    enlarged_capacity: FloatArray
    module_capacity: FloatArray
    module_cost: FloatArray
    demand: FloatArray
    single_source: bool
    sites: Sites
    terms: Terms
    demand_labels: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        cost: ArrayLike | sparse.sparray,
        fixed_cost: ArrayLike | None,
        capacity: ArrayLike | None,
        demand: ArrayLike,
        single_source: bool,
        sites: Sites | None = None,
        terms: Terms | None = None,
        modules: Modules | None = None,
        demand_labels: Sequence[str] | None = None,
    ) -> Instance:
        """Check everything; see `models.facility_location.cflp.cflp`."""
        labels = None if sites is None else sites.labels
        arcs = Arcs.of(cost, labels, demand_labels)
        points, count = arcs.points, arcs.sites
        names = demand_names(demand_labels, points)
        given = sites_for(sites, count)
        own = _agreed(capacity, given.capacity, np.inf, "capacity", labels, infinite=True)
        fixed = _agreed(fixed_cost, given.fixed_cost, 0.0, "fixed_cost", labels, infinite=False)
        enlarges = given.enlarged_capacity > given.capacity
        enlarged = np.where(enlarges, given.enlarged_capacity, own)
        if (enlarged < own).any():
            j = int(np.argmax(enlarged < own))
            raise ValueError(
                f"sites.enlarged_capacity[{j}] ({given.labels[j]}): {enlarged[j]:g}, expected at "
                f"least the capacity, {own[j]:g}"
            )
        sizes, costs = np.zeros((count, 0)), np.zeros((count, 0))
        if modules is not None:
            sizes, costs = modules.by_site(count)
        return cls(
            arcs=arcs,
            fixed_cost=fixed,
            capacity=own,
            enlarged_capacity=enlarged,
            module_capacity=sizes,
            module_cost=costs,
            demand=column(demand, points, "demand", kind="demand point", labels=names),
            single_source=bool(single_source),
            sites=given,
            terms=terms_for(terms, given),
            demand_labels=names,
        )

    def demand_name(self, point: int) -> str:
        """What messages call a demand point."""
        return named(self.demand_labels, point, "demand point")

    @property
    def usable(self) -> BoolArray:
        return np.array([status is not SiteStatus.EXCLUDED for status in self.sites.status])

    @property
    def largest_capacity(self) -> FloatArray:
        """(M,) the most a site can serve, 0 where excluded."""
        best = np.maximum(self.capacity, self.enlarged_capacity)
        if self.module_capacity.shape[1]:
            best = np.maximum(best, self.capacity + self.module_capacity.max(axis=1))
        return np.where(self.usable, best, 0.0)

    def problem(self) -> Problem:
        """The instance in levels: closed, own capacity, one per module, enlarged."""
        sites, terms = self.sites, self.terms
        status = np.array(sites.status)
        existing, candidate = status == SiteStatus.EXISTING, status == SiteStatus.CANDIDATE
        opening = np.where(candidate, self.fixed_cost, 0.0)
        own, later = self.capacity[:, None], self.enlarged_capacity[:, None]
        none = np.zeros_like(own)
        capacity = np.hstack([none, own, own + self.module_capacity, later])
        extra = np.hstack([none, self.module_cost, sites.enlargement_cost[:, None]])
        closing = np.where(existing, sites.closing_cost, 0.0)[:, None]
        level_cost = np.hstack([closing, opening[:, None] + extra])
        allowed = np.ones(capacity.shape, dtype=bool)
        allowed[:, -1] = self.enlarged_capacity > self.capacity
        if self.module_capacity.shape[1]:
            allowed[:, BASE] &= ~candidate | (self.capacity > 0.0)
        allowed[status == SiteStatus.COMMITTED, 0] = False
        allowed[~self.usable, 1:] = False
        side, limit = self._rows(level_cost)
        rate = np.inf if terms.unserved_penalty is None else terms.unserved_penalty
        total = float(self.demand.sum())
        problem = Problem(
            arcs=self.arcs.where(self.arcs.cost <= terms.standard),
            demand=self.demand,
            penalty=np.full(len(self.demand), np.inf) if np.isinf(rate) else rate * self.demand,
            capacity=np.ascontiguousarray(np.minimum(capacity, total)),
            level_cost=level_cost,
            allowed=allowed,
            side=side,
            limit=limit,
            single_source=self.single_source,
        )
        return without_dominated_levels(with_capacity_rows(problem))

    def _rows(self, level_cost: FloatArray) -> tuple[FloatArray, FloatArray]:
        terms, count = self.terms, len(self.sites)
        opened = np.ones(level_cost.shape)
        opened[:, 0] = 0.0
        rows: list[tuple[FloatArray, float]] = []
        if np.isfinite(terms.budget):
            rows.append((level_cost, terms.budget))
        if terms.max_open is not None and terms.max_open < count:
            rows.append((opened, float(terms.max_open)))
        if terms.min_open > 0:
            rows.append((-opened, -float(terms.min_open)))
        for group, most in terms.group_limit.items():
            inside = (self.sites.group == group)[:, None]
            rows.append((opened * inside, float(most)))
        shape = (len(rows), *level_cost.shape)
        side = np.array([row for row, _ in rows]).reshape(shape)
        return side, np.array([limit for _, limit in rows], dtype=float)

    def reading(self, level: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """Open sites, modules of the open sites (-1 for none) and enlarged sites of levels (M,)."""
        opened = np.flatnonzero(level >= BASE)
        n_modules = self.module_capacity.shape[1]
        module = level[opened] - BASE - 1
        module = np.where((module >= 0) & (module < n_modules), module, -1)
        enlarged = np.flatnonzero(level == BASE + 1 + n_modules)
        return opened, module, enlarged


def without_dominated_levels(problem: Problem) -> Problem:
    """Take away levels beside which the same site has one at least as good in every respect.

    A larger level that costs no more and weighs no more in any row is never worse; so an existing
    site that costs nothing to keep stays open, and equal choices do not multiply the search.
    """
    allowed = problem.allowed.copy()
    n_levels = allowed.shape[1]
    for worse in range(n_levels):
        for better in range(n_levels):
            if worse == better:
                continue
            no_worse = (
                allowed[:, worse]
                & allowed[:, better]
                & (problem.capacity[:, better] >= problem.capacity[:, worse])
                & (problem.level_cost[:, better] <= problem.level_cost[:, worse])
                & (problem.side[:, :, better] <= problem.side[:, :, worse]).all(axis=0)
            )
            allowed[no_worse, worse] = False
    return problem.with_allowed(allowed)


def _agreed(
    given: ArrayLike | None,
    of_sites: FloatArray,
    default: float,
    name: str,
    labels: tuple[str, ...] | None,
    *,
    infinite: bool,
) -> FloatArray:
    """The argument, or what `sites` says; both only if they agree."""
    if given is None:
        return of_sites
    values = column(given, len(of_sites), name, infinite=infinite, labels=labels)
    differs = (of_sites != default) & (of_sites != values)
    if differs.any():
        j = int(np.argmax(differs))
        raise ValueError(
            f"{name}[{j}]: {values[j]:g}, but sites.{name}[{j}] is {of_sites[j]:g}; "
            f"expected the same, or {name}=None to use those of `sites`"
        )
    return values
