"""A question handed to the model it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from inputs.distances import DistanceMatrix, PointDistances
from inputs.points import Points
from models import facility_location as location
from models.facility_location import LocationSolution, SiteStatus
from models.facility_location.infeasibility import plain
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits
from scenarios.locate.kinds import ModelName
from scenarios.locate.pairs import nearest_of
from scenarios.locate.question import Question, told_apart

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_SHOWN = 5

Values = FloatArray | csr_array[np.float64, tuple[int, int]]


def solve(question: Question, limits: Limits) -> LocationSolution:
    """The model's answer with a plan in it, or none because time ran out.

    Raises
    ------
    InfeasibleError
        proven that there is no plan; the reason in the planner's words
    """
    solution = _SOLVERS[question.request.model](question, limits)
    if solution.status is Status.INFEASIBLE:
        raise InfeasibleError((solution.reason,))
    return solution


def _p_median(question: Question, limits: Limits) -> LocationSolution:
    _require_reach(question)
    if isinstance(question.distances, PointDistances):
        return _p_median_on_points(question, question.distances, limits)
    return location.p_median(
        question.matrix.values,
        question.weight,
        p=_p(question),
        **_common(question, limits, standard=question.standard),
    )


def _p_median_on_points(
    question: Question, distances: PointDistances, limits: Limits
) -> LocationSolution:
    """The model knows great circles: a km of them weighs as much as a km of way times circuity."""
    factor, penalty = distances.factor, question.request.unserved_penalty
    options = _common(question, limits, standard=question.standard / factor)
    if penalty is not None:
        options["terms"] = replace(options["terms"], unserved_penalty=penalty / factor)
    return location.p_median_on_points(
        _lon_lat(distances.origin_points),
        question.weight * factor,
        p=_p(question),
        site_xy=_lon_lat(distances.destination_points),
        metric="great_circle",
        **options,
    )


def _lon_lat(points: Points) -> FloatArray:
    """(N, 2) degrees."""
    return np.column_stack([points.lon, points.lat])


def _p_center(question: Question, limits: Limits) -> LocationSolution:
    _require_reach(question)
    return location.p_center(
        question.matrix.values,
        p=_p(question),
        **_common(question, limits, standard=question.standard),
    )


def _mclp(question: Question, limits: Limits) -> LocationSolution:
    return location.mclp(
        question.matrix.values,
        question.weight,
        question.standard,
        p=_p(question),
        **_common(question, limits),
    )


def _lscp(question: Question, limits: Limits) -> LocationSolution:
    _require_reach(question)
    return location.lscp(
        question.matrix.values,
        question.standard,
        question.weight,
        **_common(question, limits),
    )


def _uflp(question: Question, limits: Limits) -> LocationSolution:
    _require_reach(question)
    return location.uflp(
        unit_cost(question),
        question.sites.fixed_cost,
        question.weight,
        **_common(question, limits),
    )


def _cflp(question: Question, limits: Limits) -> LocationSolution:
    _require_reach(question)
    sites = question.model_sites()
    return location.cflp(
        by_rows(unit_cost(question), question.weight),
        sites.fixed_cost,
        sites.capacity,
        question.weight,
        single_source=question.request.single_source,
        **_common(question, limits),
    )


def _p_dispersion(question: Question, limits: Limits) -> LocationSolution:
    return location.p_dispersion(
        question.matrix.values,
        p=_p(question),
        sites=question.model_sites(),
        terms=question.terms(),
        limits=limits,
    )


_SOLVERS: dict[ModelName, Callable[[Question, Limits], LocationSolution]] = {
    ModelName.P_MEDIAN: _p_median,
    ModelName.P_CENTER: _p_center,
    ModelName.MCLP: _mclp,
    ModelName.LSCP: _lscp,
    ModelName.UFLP: _uflp,
    ModelName.CFLP: _cflp,
    ModelName.P_DISPERSION: _p_dispersion,
}


def _p(question: Question) -> int:
    if question.request.p is None:
        raise TypeError(f"{question.request.model} needs a number of sites")
    return question.request.p


def _common(question: Question, limits: Limits, standard: float = np.inf) -> dict[str, Any]:
    """What every model with demand points is given; `standard` where the terms hold it."""
    return {
        "sites": question.model_sites(),
        "terms": replace(question.terms(), standard=standard),
        "limits": limits,
        "demand_labels": told_apart(question.points_of_demand.points),
    }


def unit_cost(question: Question) -> Values:
    """Money for serving a unit of demand: km x cost per km.

    A pair beyond the standard is left out, because a standard is a distance and this is money.
    """
    rate = np.full(len(question.weight), question.request.cost_per_km)
    return by_rows(within(question.matrix, question.standard), rate)


def by_rows(values: Values, factor: FloatArray) -> Values:
    """Rows times factors; a pair that is left out stays so, whatever the factor."""
    if isinstance(values, np.ndarray):
        product = np.full(values.shape, np.inf)
        np.multiply(values, factor[:, None], out=product, where=np.isfinite(values))
        return product
    data = values.data * np.repeat(factor, np.diff(values.indptr))
    return csr_array((data, values.indices, values.indptr), shape=values.shape)


def within(distances: DistanceMatrix, standard: float) -> Values:
    """Distances without the pairs beyond a standard."""
    values = distances.values
    if isinstance(values, np.ndarray):
        return np.where(values <= standard, values, np.inf)
    kept = values.data <= standard
    starts = np.concatenate([[0], np.cumsum(kept)])[values.indptr]
    return csr_array((values.data[kept], values.indices[kept], starts), shape=values.shape)


def _require_reach(question: Question) -> None:
    """Say by name and in km which demand points have no site within the standard.

    Capacities, budget and limits of number are the model's to judge, once everyone is in reach.

    Raises
    ------
    InfeasibleError
        with the smallest standard that has a site in everyone's reach
    """
    if question.request.unserved_penalty is not None:
        return
    usable = np.array([s != SiteStatus.EXCLUDED for s in question.sites.status])
    nearest, site = nearest_of(question.distances, np.flatnonzero(usable))
    far = np.flatnonzero(nearest > question.standard)
    if not far.size:
        return
    demand = told_apart(question.points_of_demand.points)
    sites = told_apart(question.sites.points)
    told = [
        f"{demand[i]} (nearest: {sites[site[i]]}, {nearest[i]:.2f} km)"
        if np.isfinite(nearest[i])
        else f"{demand[i]} (no way to any site)"
        for i in far[:_SHOWN]
    ]
    more = f" and {far.size - _SHOWN} more" if far.size > _SHOWN else ""
    widest = float(nearest.max())
    # rounded up, so that what is said to reach does
    longer = f"--standard {np.ceil(widest * 100) / 100:.2f}, or " if np.isfinite(widest) else ""
    everyone = "it has" if far.size == 1 else "all of them have"
    raise InfeasibleError(
        (
            f"no site within {plain(question.standard)} km for {', '.join(told)}{more}; "
            f"{everyone} one with {longer}a site nearer by (the other limits are looked at after "
            "that); or --unserved-penalty leaves some unserved",
        )
    )
