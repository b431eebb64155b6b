"""Covering models: as few sites as possible for everyone, or as much demand as p sites can reach.

The exact algorithm is `cover.solve_cover`; `reference.covering` is the textbook formulation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from models.facility_location.cover import ENGINE, CoverAnswer, solve_cover
from models.facility_location.cover_program import CoverProgram
from models.facility_location.covering_check import Checker, cover_checker, maximal_checker
from models.facility_location.covering_instance import CoveringInstance, Matrix
from models.facility_location.covering_warm_up import compile_kernels
from models.facility_location.distances import Distances
from models.facility_location.relaxations import no_choice_reason
from models.facility_location.sites import Sites, Terms
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Status, relative_gap
from optimizer.limits import Clock, Limits


def lscp(
    cost: Matrix,
    standard: float,
    weights: ArrayLike | None = None,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Location set covering: the fewest open sites with every demand point within the standard.

    Parameters
    ----------
    cost : (N, M) distance of every demand point to every site, dense, or sparse with a cut-off (a
        pair that is not stored is out of reach)
    standard : largest distance of service; the smaller of this and `terms.standard` holds
    weights : (N,) weight of a demand point, one each if not given; used by the penalty only
    sites : statuses, money and groups; every open site counts, existing and committed ones too, and
        an existing site may be closed
    terms : with `unserved_penalty` a demand point may stay unserved at that price per unit of
        weight, and the objective is the number of open sites plus the penalties
    limits : time, gap (0 unless given), stop flag, progress
    demand_labels : (N,) names used in messages

    Returns
    -------
    LocationSolution with the nearest open site of every demand point, -1 where unserved

    Raises
    ------
    ValueError if an argument is not what is described above; the message says which and where

    Source: Toregas, C., Swain, R., ReVelle, C., Bergman, L. (1971), The location of emergency
    service facilities, Operations Research 19(6), 1363-1373.
    """
    compile_kernels()
    clock = (limits or Limits(gap=0.0)).clock()
    asked = CoveringInstance.of("lscp", cost, weights, sites, terms, demand_labels)
    reach = min(distance_limit(standard, "standard"), asked.terms.standard)
    check = cover_checker(cost, asked.weight, standard, asked.sites, asked.terms)
    penalty = asked.terms.unserved_penalty
    reasons = asked.reasons(reach if penalty is None else None, clock)
    if reasons:
        return infeasible(reasons, clock, check)
    distances, selection = asked.distances, asked.selection
    program = CoverProgram(
        distances.covers(reach), asked.missed, np.ones(len(asked.sites)), selection
    )
    answer = solve_cover(program, clock, stage="set covering")
    if answer.status is Status.INFEASIBLE:
        reason = no_choice_reason(
            distances.covers(reach), selection, clock, distances=distances, reach=reach
        )
        return infeasible(reason, clock, check)
    return _solution(answer, distances, reach, clock, check, lambda value: value)


def mclp(
    cost: Matrix,
    weights: ArrayLike,
    standard: float,
    p: int,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Maximal covering: p open sites with as much weight as possible within the standard.

    Parameters
    ----------
    cost : (N, M) distance of every demand point to every site, dense, or sparse with a cut-off (a
        pair that is not stored is out of reach)
    weights : (N,) weight of every demand point
    standard : largest distance at which a demand point counts as covered
    p : number of open sites, existing and committed ones included
    sites : statuses, money and groups
    terms : a finite `terms.standard` is a second, mandatory distance within which every demand
        point must have an open site (Church and ReVelle's mandatory closeness). With
        `unserved_penalty` a point may stay beyond it, which takes that price per unit of weight
        off the objective
    limits : time, gap (0 unless given), stop flag, progress
    demand_labels : (N,) names used in messages

    Returns
    -------
    LocationSolution: `objective` is the covered weight and `bound` is not below it; the nearest
    open site of every demand point within the larger of the two distances, otherwise -1

    Raises
    ------
    ValueError if an argument is not what is described above; the message says which and where

    Source: Church, R., ReVelle, C. (1974), The maximal covering location problem, Papers of the
    Regional Science Association 32, 101-118.
    """
    clock = (limits or Limits(gap=0.0)).clock()
    asked = CoveringInstance.of("mclp", cost, weights, sites, terms, demand_labels, p)
    reach, mandatory = distance_limit(standard, "standard"), asked.terms.standard
    check = maximal_checker(cost, asked.weight, standard, p, asked.sites, asked.terms)
    must = bool(np.isfinite(mandatory))
    everyone = must and asked.terms.unserved_penalty is None
    reasons = asked.reasons(mandatory if everyone else None, clock)
    if reasons:
        return infeasible(reasons, clock, check)
    distances, selection = asked.distances, asked.selection
    covers, price = distances.covers(reach), asked.weight
    if must:
        covers = sparse.csr_array(sparse.vstack([covers, distances.covers(mandatory)]))
        price = np.concatenate([price, asked.missed])
    program = CoverProgram(covers, price, np.zeros(len(asked.sites)), selection)
    answer = solve_cover(program, clock, stage="maximal covering")
    if answer.status is Status.INFEASIBLE:
        reason = no_choice_reason(
            distances.covers(mandatory), selection, clock, distances=distances, reach=mandatory
        )
        return infeasible(reason, clock, check)
    whole = float(asked.weight.sum())
    within = max(reach, mandatory) if must else reach
    return _solution(answer, distances, within, clock, check, lambda value: whole - value)


def distance_limit(value: float, name: str) -> float:
    """A distance >= 0, inf for none.

    Raises
    ------
    ValueError naming the argument and its value
    """
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not value >= 0:
        raise ValueError(f"{name}: {value!r}, expected a distance >= 0, inf for none")
    return float(value)


def infeasible(reason: str, clock: Clock, check: Checker) -> LocationSolution:
    """The answer that there is none, and why."""
    none = np.empty(0, dtype=np.int64)
    return LocationSolution(
        open=none,
        assignment=none,
        objective=None,
        bound=None,
        gap=None,
        status=Status.INFEASIBLE,
        seconds=clock.seconds,
        engine=ENGINE,
        reason=reason,
        _check=check,
    )


def stopped(bound: float | None, clock: Clock, check: Checker) -> LocationSolution:
    """The answer of a search that was stopped before it found a plan."""
    nothing = infeasible("stopped before a plan was found", clock, check)
    return replace(nothing, status=Status.NO_SOLUTION, bound=bound)


def _solution(
    answer: CoverAnswer,
    distances: Distances,
    reach: float,
    clock: Clock,
    check: Checker,
    to_value: Callable[[float], float],
) -> LocationSolution:
    """The answer in the model's own measure."""
    bound = None if answer.bound is None else to_value(answer.bound)
    if answer.chosen is None or answer.value is None:
        return stopped(bound, clock, check)
    nearest, site = distances.nearest(answer.chosen)
    objective = to_value(answer.value)
    if answer.status is Status.OPTIMAL:
        bound = objective
    return LocationSolution(
        open=np.flatnonzero(answer.chosen),
        assignment=np.where(nearest <= reach, site, -1),
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        status=answer.status,
        seconds=clock.seconds,
        engine=ENGINE,
        _check=check,
    )
