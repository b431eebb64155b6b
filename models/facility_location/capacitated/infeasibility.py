"""Why a capacitated instance has no plan, and the smallest relaxation of each kind that works."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.facility_location.capacitated.arcs import Arcs
from models.facility_location.capacitated.instance import Instance
from models.facility_location.capacitated.problem import FloatArray, IntArray, Problem
from models.facility_location.capacitated.program import program
from models.facility_location.infeasibility import (
    enough,
    money_words,
    plain,
    site_reasons,
    unreachable_reason,
)
from models.facility_location.sites import Terms
from optimizer.certificate import Status
from optimizer.engines import LinearResult, solve_linear
from optimizer.limits import Clock, Limits
from optimizer.linear_model import LinearModel

EXPLANATION_S = 5.0  # wall time of one question
LARGEST_MODEL = 400_000  # arcs


def amount(value: float) -> str:
    """A sum of demand or capacity without the dust of floating point."""
    return plain(float(f"{value:.12g}"))


def simple_reasons(instance: Instance) -> list[str]:
    """What counting shows: statuses, numbers, reach, total capacity, too large demand points."""
    sites, terms = instance.sites, instance.terms
    reasons = site_reasons(sites, terms)
    if terms.unserved_penalty is not None:
        return reasons
    usable = instance.usable
    reachable = instance.arcs.where(usable[instance.arcs.site])
    nearest, site = _nearest(reachable)
    within = reachable.where(reachable.cost <= terms.standard)
    far = unreachable_reason(nearest, site, terms.standard, sites, instance.demand_labels)
    if far:
        reasons.append(far)
    largest = instance.largest_capacity
    total = float(instance.demand.sum())
    order = np.argsort(-largest, kind="stable")
    number = len(order) if terms.max_open is None else terms.max_open
    most = float(largest[order[:number]].sum())
    if most < total * (1 - 1e-9):
        which = (
            f"all {int(usable.sum())} usable sites at their largest"
            if terms.max_open is None or terms.max_open >= usable.sum()
            else f"the {number} largest sites that may be open"
        )
        reasons.append(
            f"demand is {amount(total)}, {which} hold {amount(most)}: capacity is short by "
            f"{enough(total - most)} "
            f"({100 * (total / most - 1):.3g} % more would do)"
            if most > 0
            else f"demand is {amount(total)}, but no site has any capacity"
        )
    if instance.single_source and not far:
        in_reach = np.zeros(within.points)
        np.maximum.at(in_reach, within.point, largest[within.site])
        for i in np.flatnonzero(instance.demand > in_reach * (1 + 1e-9) + 1e-12)[:5]:
            near = within.site[within.point == i]
            j = int(near[largest[near].argmax()])
            reasons.append(
                f"{instance.demand_name(int(i))} needs {amount(instance.demand[i])} from one "
                f"site, the largest in reach, {sites.labels[j]}, holds {amount(in_reach[i])}: "
                f"short by {enough(instance.demand[i] - in_reach[i])}"
            )
    return reasons


def _nearest(arcs: Arcs) -> tuple[FloatArray, IntArray]:
    """Cost (N,) and site of each demand point's cheapest arc, inf and 0 where there is none."""
    nearest, site = np.full(arcs.points, np.inf), np.zeros(arcs.points, dtype=np.int64)
    order = np.lexsort((arcs.cost, arcs.point))
    point, first = np.unique(arcs.point[order], return_index=True)
    nearest[point] = arcs.cost[order[first]]
    site[point] = arcs.site[order[first]]
    return nearest, site


def explained(instance: Instance, clock: Clock) -> str:
    """Which relaxation of each kind, alone, makes a plan possible; for a proven infeasibility."""
    parts = [_local_shortage(instance, clock)]
    cures = [
        _budget(instance, clock),
        _number(instance, clock),
        _shortage(instance, clock),
        _standard(instance, clock),
    ]
    known = [cure for cure in cures if cure]
    parts.append(f"what works: {', or '.join([*known, 'an unserved penalty'])}")
    lead = "capacities, standard, budget and limits of number cannot be met together"
    return "; ".join([part for part in parts if part] if parts[0] else [lead, *parts[1:]])


def _answer(model: LinearModel, clock: Clock) -> LinearResult:
    limits = Limits(time_s=EXPLANATION_S, gap=1e-6, stop=clock.limits.stop)
    return solve_linear(model, limits.clock())


def _answered(model: LinearModel, clock: Clock) -> float | None:
    """The proven optimum, if it can be had in time."""
    if len(model.cost) > LARGEST_MODEL:
        return None
    result = _answer(model, clock)
    return result.objective if result.status is Status.OPTIMAL else None


def _relaxed(instance: Instance, **changes: object) -> Problem:
    return replace(instance, terms=replace(instance.terms, **changes)).problem()  # type: ignore[arg-type]


def _local_shortage(instance: Instance, clock: Clock) -> str:
    """Demand points that even all usable sites together cannot serve: a cut of the network."""
    terms = Terms(standard=instance.terms.standard)
    problem = replace(instance, terms=terms, single_source=False).problem()
    largest = np.where(problem.allowed, problem.capacity, -1.0).argmax(axis=1)
    only = np.zeros_like(problem.allowed)
    only[np.arange(len(largest)), largest] = True
    whole = replace(problem.with_allowed(only), side=problem.side[:0], limit=problem.limit[:0])
    fine = problem.demand
    written = program(
        whole, service_cost=False, level_cost=np.zeros(only.shape), penalty=fine, strong=False
    )
    model = replace(written.model, integer=np.zeros_like(written.model.integer))
    if len(model.cost) > LARGEST_MODEL:
        return ""
    result = _answer(model, clock)
    if result.duals is None or result.objective is None or result.objective <= 1e-7 * fine.sum():
        return ""
    short = result.duals[written.served_row] > 0.5 * np.maximum(fine, 1e-12)
    points = np.flatnonzero(short & (fine > 0))
    near = np.isin(problem.arcs.point, points)
    reach = (np.bincount(problem.arcs.site[near], minlength=problem.arcs.sites) > 0) & (
        instance.usable
    )
    holds = float(instance.largest_capacity[reach].sum())
    return (
        f"{_names(instance, points)} together need {amount(fine[points].sum())}, the "
        f"{int(reach.sum())} sites in their reach ({_labels(instance, np.flatnonzero(reach))}) "
        f"hold {amount(holds)}: capacity is short by {enough(result.objective)}"
    )


def _budget(instance: Instance, clock: Clock) -> str:
    if not np.isfinite(instance.terms.budget):
        return ""
    problem = _relaxed(instance, budget=np.inf)
    need = _answered(program(problem, service_cost=False, strong=False).model, clock)
    if need is None or need <= instance.terms.budget:
        return ""
    return money_words(need, instance.terms.budget)


def _number(instance: Instance, clock: Clock) -> str:
    most = instance.terms.max_open
    if most is None:
        return ""
    problem = _relaxed(instance, max_open=None)
    ones = np.ones(problem.level_cost.shape)
    ones[:, 0] = 0.0
    need = _answered(
        program(problem, service_cost=False, level_cost=ones, strong=False).model, clock
    )
    if need is None or round(need) <= most:
        return ""
    return f"{round(need)} open sites instead of at most {most}"


def _shortage(instance: Instance, clock: Clock) -> str:
    """Least demand left unserved under all other terms: what capacity is short by."""
    problem = _relaxed(instance, unserved_penalty=1.0)
    none = np.zeros(problem.level_cost.shape)
    written = program(problem, service_cost=False, level_cost=none, strong=False)
    if len(written.model.cost) > LARGEST_MODEL:
        return ""
    result = _answer(written.model, clock)
    if result.status is not Status.OPTIMAL or result.values is None or not result.objective:
        return ""
    left = np.where(written.unserved_variable >= 0, result.values[written.unserved_variable], 0.0)
    points = np.flatnonzero(left > 1e-6)
    return (
        f"leaving {enough(result.objective)} of the demand of {amount(instance.demand.sum())} "
        f"unserved ({_names(instance, points)})"
    )


def _standard(instance: Instance, clock: Clock) -> str:
    """The smallest standard that works, by bisection on the costs beyond the one asked for."""
    if not np.isfinite(instance.terms.standard):
        return ""
    beyond = instance.arcs.cost[instance.arcs.cost > instance.terms.standard]
    steps = np.unique(beyond)
    low, high = 0, len(steps) - 1
    found = None
    while low <= high:
        middle = (low + high) // 2
        works = _possible(_relaxed(instance, standard=float(steps[middle])), clock)
        if works is None:
            return ""
        if works:
            found, high = float(steps[middle]), middle - 1
        else:
            low = middle + 1
    return "" if found is None else f"a standard of {enough(found)}"


def _possible(problem: Problem, clock: Clock) -> bool | None:
    none: FloatArray = np.zeros(problem.level_cost.shape)
    written = program(problem, service_cost=False, level_cost=none, strong=False)
    if len(written.model.cost) > LARGEST_MODEL:
        return None
    status = _answer(written.model, clock).status
    return None if status is Status.NO_SOLUTION else status is not Status.INFEASIBLE


def _names(instance: Instance, points: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> str:
    if instance.demand_labels is None:
        shown = f"demand point{'s' if len(points) > 1 else ''} {', '.join(map(str, points[:5]))}"
    else:
        shown = ", ".join(instance.demand_labels[i] for i in points[:5])
    return shown + (f" and {len(points) - 5} more" if len(points) > 5 else "")


def _labels(instance: Instance, indices: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> str:
    shown = ", ".join(instance.sites.labels[j] for j in indices[:5])
    return shown + (f" and {len(indices) - 5} more" if len(indices) > 5 else "")
