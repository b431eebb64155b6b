"""Schedule projects by goals in order: each is reached as far as the ones before allow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.project_scheduling.infeasibility import reasons
from models.project_scheduling.instance import IntArray, ProjectSchedulingInstance
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
    program = SchedulingProgram(instance)
    known = start
    sound = start is not None and not check(instance, np.asarray(start))
    certificates: list[Certificate] = []
    for number, goal in enumerate(goals):
        if known is not None:
            program.hint(known)
        share = clock.remaining / (len(goals) - number)
        began = clock.seconds
        expression = program.expression(goal)
        outcome = program.minimise(expression, clock.until(began + share), goal.value)
        if outcome.start is None:
            sound = sound or bool(certificates)
            known, outcome = _without(instance, outcome, known if sound else None, clock)
        else:
            known = outcome.start
        reached = measure(instance, known, goal)
        certificates.append(_certificate(instance, goal, known, outcome, clock.seconds - began))
        program.hold(expression, reached)
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


def _certificate(
    instance: ProjectSchedulingInstance,
    goal: Goal,
    start: IntArray,
    outcome: Outcome,
    seconds: float,
) -> Certificate:
    reached = measure(instance, start, goal)
    bound = float(min(outcome.bound or 0, reached))  # no goal is ever negative
    gap = relative_gap(float(reached), bound)
    return Certificate(
        stage=goal.value,
        sense="minimise",
        unit=_UNITS[goal],
        status=Status.OPTIMAL if outcome.status == "optimal" else Status.FEASIBLE,
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
