"""Schedule projects by goals in order: each is reached as far as the ones before allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

    A goal that is proven within the gap of the limits may, while later ones are minimised, be as
    large as that gap allows above what is proven; another is held at what was reached.

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
    stages: list[_Stage] = []
    for number, goal in enumerate(goals):
        share = clock.remaining / (len(goals) - number)
        began = clock.seconds
        end = clock.until(began + share)
        expression = program.expression(goal)
        least = bound.relaxed(goal, clock.until(began + LP_SHARE * share))
        sound = sound or bool(stages)
        if known is not None:
            program.hint(known)
        enough = held_at(least, least, clock.limits.gap)
        if sound and known is not None and measure(instance, known, goal) <= enough:
            outcome = Outcome("optimal", known, least, [])
        else:
            search = clock.until(began + SEARCH_SHARE * share)
            outcome = program.minimise(expression, search, goal.value, enough)
        if outcome.start is None:
            known, outcome = _without(instance, outcome, known if sound else None, clock)
        else:
            known = outcome.start
        reached = measure(instance, known, goal)
        least = max(least, outcome.bound or 0)
        if _open(reached, least, clock):
            proven, other = bound.branched(goal, end, known)
            least = max(least, proven)
            if other is not None and _better(instance, other, known, stages, goal):
                known, reached = other, measure(instance, other, goal)
        level = held_at(reached, least, clock.limits.gap)
        stages.append(_Stage(goal, min(least, reached), level, clock.seconds - began))
        program.hold(expression, level)
        bound.hold(goal, level)
    assert known is not None
    return ProjectSchedulingSolution(
        known, tuple(_certificate(instance, stage, known, clock.limits.gap) for stage in stages)
    )


@dataclass(frozen=True)
class _Stage:
    """What is proven of a goal, the level it is held at afterwards, and the seconds it took."""

    goal: Goal
    least: int
    level: int
    seconds: float


def held_at(reached: int, least: int, gap: float) -> int:
    """The most that a goal may be while later ones are minimised.

    Whatever is within the gap of what is proven is as good as proven; the rest is not given up.
    """
    if gap >= 1:
        return reached
    level = int(least / (1 - gap))
    beyond = relative_gap(float(level), float(least))
    return max(reached, level if beyond is not None and beyond <= gap else level - 1)


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
    instance: ProjectSchedulingInstance,
    other: IntArray,
    known: IntArray,
    stages: Sequence[_Stage],
    goal: Goal,
) -> bool:
    """Whether a schedule keeps every rule and the goals before, and improves this one."""
    return (
        not check(instance, other)
        and all(measure(instance, other, s.goal) <= s.level for s in stages)
        and measure(instance, other, goal) < measure(instance, known, goal)
    )


def _open(reached: int, least: int, clock: Clock) -> bool:
    """Whether something is left to prove, and time for it."""
    gap = relative_gap(float(reached), float(least))
    return not clock.expired and (gap is None or gap > clock.limits.gap)


def _certificate(
    instance: ProjectSchedulingInstance, stage: _Stage, start: IntArray, allowed: float
) -> Certificate:
    """Of a goal, as the schedule of all goals leaves it."""
    reached = measure(instance, start, stage.goal)
    bound = float(min(stage.least, reached))
    gap = relative_gap(float(reached), bound)
    proven = gap is not None and gap <= allowed
    return Certificate(
        stage=stage.goal.value,
        sense="minimise",
        unit=_UNITS[stage.goal],
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        objective=float(reached),
        bound=bound,
        gap=gap,
        seconds=stage.seconds,
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
