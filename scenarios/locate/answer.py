"""An answer: the solution of a question with what people ask about it.

Nothing here solves; every figure follows from the tables, the distances and the solution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.facility_location import LocationSolution, SiteStatus
from optimizer.certificate import Certificate, Status
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Limits
from scenarios.errors import UncheckedPlan
from scenarios.locate.kinds import ModelName
from scenarios.locate.pairs import distance_of, nearest_of
from scenarios.locate.question import Question
from scenarios.locate.solving import solve

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_SERVED_FROM = 1e-9


@dataclass(frozen=True, eq=False)
class LocationAnswer:
    """A question and its solution.

    Attributes
    ----------
    interrupted : the planner stopped the solve before it was done
    """

    question: Question
    solution: LocationSolution
    interrupted: bool

    @cached_property
    def is_open(self) -> BoolArray:
        """(M,) sites of the plan."""
        marks = np.zeros(len(self.question.sites.points), dtype=bool)
        marks[self.solution.open] = True
        return marks

    @cached_property
    def is_enlarged(self) -> BoolArray:
        """(M,) sites with their enlarged capacity."""
        marks = np.zeros(len(self.question.sites.points), dtype=bool)
        marks[self.solution.enlarged] = True
        return marks

    @cached_property
    def links(self) -> pd.DataFrame:
        """Who is served where: demand, site (positions in the tables), share, weight, km.

        One row for each demand point and site that serves it; empty without demand points.
        """
        if self.question.demand is None:
            empty = np.empty(0)
            return pd.DataFrame(
                {"demand": empty.astype(int), "site": empty.astype(int), "share": empty,
                 "weight": empty, "km": empty}
            )  # fmt: skip
        rows, sites, share = _shares(self.solution.assignment)
        return pd.DataFrame(
            {
                "demand": rows,
                "site": sites,
                "share": share,
                "weight": share * self.question.weight[rows],
                "km": distance_of(self.question.distances, rows, sites),
            }
        )

    @cached_property
    def served(self) -> FloatArray:
        """(N,) share of each demand point that is served."""
        links = self.links
        count = len(self.question.points_of_demand.points)
        total = np.bincount(links["demand"], weights=links["share"], minlength=count)
        return np.minimum(total, 1.0)

    @cached_property
    def km(self) -> FloatArray:
        """(N,) mean distance of a demand point to the sites that serve it.

        Of one that nobody serves, the distance to the nearest open site.
        """
        links = self.links
        count = len(self.question.points_of_demand.points)
        total = np.bincount(links["demand"], weights=links["share"], minlength=count)
        sums = np.bincount(links["demand"], weights=links["share"] * links["km"], minlength=count)
        nearest, _ = nearest_of(self.question.distances, self.solution.open)
        mean = np.divide(sums, total, out=nearest.copy(), where=total > _SERVED_FROM)
        return mean

    @cached_property
    def km_today(self) -> FloatArray | None:
        """(N,) distance to the nearest existing site; None where there are no existing sites."""
        status = self.question.sites.status
        existing = np.flatnonzero([s == SiteStatus.EXISTING for s in status])
        if self.question.demand is None or not existing.size:
            return None
        return nearest_of(self.question.distances, existing)[0]

    @cached_property
    def load(self) -> FloatArray:
        """(M,) weight served by each site."""
        count = len(self.question.sites.points)
        load: FloatArray = np.bincount(
            self.links["site"], weights=self.links["weight"], minlength=count
        ).astype(float)
        return load

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """(M,) opened, kept, committed, closed, not chosen or excluded."""
        words = {
            (SiteStatus.EXISTING, True): "kept",
            (SiteStatus.EXISTING, False): "closed",
            (SiteStatus.COMMITTED, True): "committed",
            (SiteStatus.CANDIDATE, True): "opened",
            (SiteStatus.CANDIDATE, False): "not chosen",
            (SiteStatus.EXCLUDED, False): "excluded",
        }
        pairs = zip(self.question.sites.status, self.is_open, strict=True)
        return tuple(words[SiteStatus(status), bool(is_open)] for status, is_open in pairs)

    @cached_property
    def spending(self) -> FloatArray:
        """(M,) fixed, enlargement and closing cost of what is decided for each site."""
        sites = self.question.sites
        decided = np.array(self.decisions)
        cost = np.where(decided == "opened", sites.fixed_cost, 0.0)
        cost += np.where(decided == "closed", sites.closing_cost, 0.0)
        return cost + np.where(self.is_enlarged, sites.enlargement_cost, 0.0)

    @cached_property
    def certificate(self) -> Certificate:
        solution, kind = self.solution, self.question.kind
        return Certificate(
            stage=kind.title,
            sense=kind.sense,
            unit=kind.unit,
            status=solution.status,
            objective=solution.objective,
            bound=solution.bound,
            gap=solution.gap,
            seconds=solution.seconds,
            engine=solution.engine,
            checked=True,
        )

    def share_within(self, km: float) -> float:
        """Share of demand that is served within a distance."""
        weight = self.question.weight
        there = self.km <= km * (1 + 1e-9)
        return float((weight * there * self.served).sum() / weight.sum())

    def share_within_today(self, km: float) -> float | None:
        """Share of demand with an existing site within a distance; None without any."""
        if self.km_today is None:
            return None
        weight = self.question.weight
        return float(weight[self.km_today <= km * (1 + 1e-9)].sum() / weight.sum())

    @property
    def counts_everyone(self) -> bool:
        """Distances are those of all demand: everyone is served, or goes to the nearest anyway."""
        model = self.question.request.model
        return self.unserved == 0 or (model is ModelName.MCLP and bool(np.isfinite(self.km).all()))

    @cached_property
    def weight_going(self) -> FloatArray:
        """(N,) demand whose distances are told: all of it, or what is served."""
        weight = self.question.weight
        return weight if self.counts_everyone else weight * self.served

    @property
    def unserved(self) -> float:
        """Weight that nobody serves; 0 without demand points."""
        if self.question.demand is None:
            return 0.0
        lost = self.question.weight * (1 - self.served)
        return float(lost[self.served < 1 - _SERVED_FROM].sum())

    @property
    def has_today(self) -> bool:
        return self.km_today is not None and bool(np.isfinite(self.km_today).all())


def answer(question: Question, limits: Limits) -> LocationAnswer:
    """Solve a question and check the plan outside the solver.

    Raises
    ------
    InfeasibleError
        proven that there is no plan
    NoPlanInTimeError
        none was found in time
    UncheckedPlan
        the plan failed its check
    """
    solution = solve(question, limits)
    if solution.status is Status.NO_SOLUTION:
        raise NoPlanInTimeError(solution.reason)
    violations = solution.check()
    if violations:
        told = "; ".join(str(violation) for violation in violations[:3])
        raise UncheckedPlan(f"the plan failed its check and is not shown: {told}")
    interrupted = bool(limits.stop) and solution.status is not Status.OPTIMAL
    return LocationAnswer(question, solution, interrupted)


def _shares(
    assignment: IntArray | csr_array[np.float64, tuple[int, int]],
) -> tuple[IntArray, IntArray, FloatArray]:
    """Demand points, sites and shares of all links, by demand point."""
    if isinstance(assignment, np.ndarray):
        served = np.flatnonzero(assignment >= 0)
        return served, assignment[served], np.ones(len(served))
    found = assignment.tocoo()
    kept = found.data > _SERVED_FROM
    order = np.lexsort((found.col[kept], found.row[kept]))
    rows, sites = found.row[kept][order], found.col[kept][order]
    return rows.astype(np.int64), sites.astype(np.int64), found.data[kept][order]
