"""Schedule projects by goals in order: each is reached as far as the ones before allow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.project_scheduling.infeasibility import reasons
from models.project_scheduling.instance import IntArray, ProjectSchedulingInstance
from models.project_scheduling.linear import LinearBound
from models.project_scheduling.program import Outcome, SchedulingProgram
from models.project_scheduling.solution import (
    Goal,
    ProjectSchedulingSolution,
    check,
    measure,
)
from optimizer.certificate import Certificate, Status, relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits

ENGINE = "CP-SAT of OR-Tools"
# Of a goal's time: by when the relaxation must be solved, and by when CP-SAT ends; the linear
# programme is branched on in what is left.
LP_SHARE, SEARCH_SHARE = 0.3, 0.6


def solve(
    instance: ProjectSchedulingInstance,
    goals: Sequence[Goal],
    limits: Limits | Clock | None = None,
    *,
    start: IntArray | None = None,
) -> ProjectSchedulingSolution:
    """Minimise the goals in lexicographic order.

    Parameters
    ----------
    start : a schedule to begin from; a hint where it breaks a rule, else the first plan, so that
        there is one however short the time

    Raises
    ------
    optimizer.errors.InfeasibleError
        proven that there is none; names the periods whose envelope is too small
    optimizer.errors.NoPlanInTimeError
        stopped before a first schedule
    """
    clock = limits if isinstance(limits, Clock) else (limits or Limits()).clock()
    program, bound = SchedulingProgram(instance), LinearBound(instance)
    known = start
    sound = start is not None and not check(instance, np.asarray(start))
    certificates: list[Certificate] = []
    for number, goal in enumerate(goals):
        share = clock.remaining / (len(goals) - number)
        began = clock.seconds
        stage = clock.until(began + share)
        expression = program.expression(goal)
        least = bound.relaxed(goal, clock.until(began + LP_SHARE * share))
        sound = sound or bool(certificates)
        if known is not None:
            program.hint(known)
        if sound and known is not None and measure(instance, known, goal) <= least:
            outcome = Outcome("optimal", known, least, [])
        else:
            program.least(expression, least)
            search = clock.until(began + SEARCH_SHARE * share)
            outcome = program.minimise(expression, search, goal.value)
        if outcome.start is None:
            known, outcome = _without(instance, outcome, known if sound else None, clock)
        else:
            known = outcome.start
        reached = measure(instance, known, goal)
        least = max(least, outcome.bound or 0)
        if _open(reached, least, clock):
            proven, other = bound.branched(goal, stage)
            least = max(least, proven)
            if other is not None and _better(instance, other, known, goals[: number + 1]):
                known, reached = other, measure(instance, other, goal)
        certificates.append(
            _certificate(instance, goal, known, least, clock, clock.seconds - began)
        )
        program.hold(expression, reached)
        bound.hold(goal, reached)
    assert known is not None
    return ProjectSchedulingSolution(known, tuple(certificates))


def _without(
    instance: ProjectSchedulingInstance, outcome: Outcome, known: IntArray | None, clock: Clock
) -> tuple[IntArray, Outcome]:
    """The schedule known before, where this stage found none in its time.

    Raises
    ------
    InfeasibleError, NoPlanInTimeError
        there is none
    """
    if known is not None:
        return known, outcome
    if outcome.status == "infeasible":
        raise InfeasibleError(reasons(instance, clock))
    raise NoPlanInTimeError("no schedule was found in the time given")


def _better(
    instance: ProjectSchedulingInstance, other: IntArray, known: IntArray, goals: Sequence[Goal]
) -> bool:
    """Whether a schedule keeps every rule and all goals but the last, which it improves."""
    *before, last = goals
    return (
        not check(instance, other)
        and all(measure(instance, other, g) <= measure(instance, known, g) for g in before)
        and measure(instance, other, last) < measure(instance, known, last)
    )


def _open(reached: int, least: int, clock: Clock) -> bool:
    """Whether something is left to prove, and time for it."""
    gap = relative_gap(float(reached), float(least))
    return not clock.expired and (gap is None or gap > clock.limits.gap)


def _certificate(
    instance: ProjectSchedulingInstance,
    goal: Goal,
    start: IntArray,
    least: int,
    clock: Clock,
    seconds: float,
) -> Certificate:
    reached = measure(instance, start, goal)
    bound = float(min(least, reached))
    gap = relative_gap(float(reached), bound)
    proven = gap is not None and gap <= clock.limits.gap
    return Certificate(
        stage=goal.value,
        sense="minimise",
        unit=_UNITS[goal],
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        objective=float(reached),
        bound=bound,
        gap=gap,
        seconds=seconds,
        engine=ENGINE,
        checked=True,
        violations=check(instance, np.asarray(start)),
    )


_UNITS = {
    Goal.LOSS: "value",
    Goal.WAITING: "value times periods",
    Goal.PEAK: "money",
    Goal.SQUARES: "money times steps",
    Goal.MOVES: "periods",
}
