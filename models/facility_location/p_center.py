"""The vertex p-centre: p open sites, nobody farther away than necessary.

The exact algorithm is `centre_search.smallest_radius`; `reference.p_center` is the textbook
formulation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from models.facility_location.centre_search import RadiusAnswer, smallest_radius, with_penalty
from models.facility_location.covering import infeasible, stopped
from models.facility_location.covering_check import Checker, centre_checker
from models.facility_location.covering_instance import CoveringInstance, Matrix
from models.facility_location.covering_warm_up import compile_kernels
from models.facility_location.distances import Distances
from models.facility_location.relaxations import no_choice_reason
from models.facility_location.selection import FloatArray
from models.facility_location.sites import Sites, Terms
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Status, relative_gap
from optimizer.limits import Clock, Limits

ENGINE = "p-centre (bisection, growing sample, set covering, HiGHS)"


def p_center(
    cost: Matrix,
    weights: ArrayLike | None = None,
    *,
    p: int,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Open p sites so that the largest distance to the nearest open one is as small as possible.

    Parameters
    ----------
    cost : (N, M) distance of every demand point to every site, dense, or sparse with a cut-off (a
        pair that is not stored is out of reach)
    weights : (N,) factors: the largest weight times distance is minimised; one each if not given
    p : number of open sites, existing and committed ones included
    sites : statuses, money and groups
    terms : `terms.standard` is a distance (without weights) that nobody may be beyond. With
        `unserved_penalty` demand points may stay unserved, and the objective is the largest
        weighted distance of a served one plus the penalty per unit of unserved weight
    limits : time, gap (0 unless given), stop flag, progress
    demand_labels : (N,) names used in messages

    Returns
    -------
    LocationSolution with the nearest open site of every demand point, -1 where unserved

    Raises
    ------
    ValueError if an argument is not what is described above; the message says which and where

    Source: Hakimi, S. L. (1964), Optimum locations of switching centers and the absolute centers
    and medians of a graph, Operations Research 12(3), 450-459.
    """
    compile_kernels()
    clock = (limits or Limits(gap=0.0)).clock()
    asked = CoveringInstance.of("p_center", cost, weights, sites, terms, demand_labels, p)
    weight, selection, standard = asked.weight, asked.selection, asked.terms.standard
    check = centre_checker(cost, weight, p, asked.sites, asked.terms)
    penalty = asked.terms.unserved_penalty
    reasons = asked.reasons(standard if penalty is None else None, clock)
    if reasons:
        return infeasible(reasons, clock, check)
    distances = asked.distances
    usable = distances.within(standard) if np.isfinite(standard) else distances
    scaled = usable if weights is None else usable.scaled(weight)
    if penalty is not None:
        answer = with_penalty(scaled, weight, penalty, selection, clock, "p-centre")
    else:
        answer = smallest_radius(scaled, selection, clock, "p-centre")
    if answer.status is Status.INFEASIBLE:
        reason = no_choice_reason(
            distances.covers(standard), selection, clock, distances=distances, reach=standard
        )
        return infeasible(reason, clock, check)
    return _solution(answer, scaled, weight, penalty, clock, check)


def _solution(
    answer: RadiusAnswer,
    scaled: Distances,
    weight: FloatArray,
    penalty: float | None,
    clock: Clock,
    check: Checker,
) -> LocationSolution:
    if answer.chosen is None or answer.radius is None:
        return stopped(answer.bound, clock, check)
    nearest, site = scaled.nearest(answer.chosen)
    if penalty is not None:
        site = np.where(nearest <= _best_reach(nearest, weight, penalty), site, -1)
    return LocationSolution(
        open=np.flatnonzero(answer.chosen),
        assignment=site,
        objective=answer.radius,
        bound=answer.bound,
        gap=relative_gap(answer.radius, answer.bound),
        status=answer.status,
        seconds=clock.seconds,
        engine=ENGINE,
        _check=check,
    )


def _best_reach(nearest: FloatArray, weight: FloatArray, penalty: float) -> float:
    """The largest distance worth serving, -1 if none is."""
    order = np.argsort(nearest, kind="stable")
    reached = np.isfinite(nearest[order])
    beyond = penalty * (weight.sum() - np.cumsum(weight[order]))
    totals = np.where(reached, nearest[order], np.inf) + beyond
    best = int(np.argmin(totals))
    return float(nearest[order[best]]) if totals[best] < penalty * weight.sum() else -1.0
