"""Schedules that are nearly as good and as different as possible.

Goals are held at levels a little above those of the optimum, and the least money moved from every
known schedule is maximised (max-min modelling to generate alternatives, DeCarolis 2011, Energy
Economics 33(2), 145-152), in the constraint programme of `program`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.project_scheduling.instance import IntArray, ProjectSchedulingInstance
from models.project_scheduling.program import SchedulingProgram
from models.project_scheduling.solution import Goal, group_spending
from optimizer.limits import Clock

STAGE = "money moved"


@dataclass(frozen=True)
class Apart:
    """A schedule (N,) within the levels and its least distance to the known ones.

    `largest` : no schedule within the levels is further from all of them
    """

    start: IntArray
    distance: float
    largest: float


def farthest(
    instance: ProjectSchedulingInstance,
    levels: Mapping[Goal, int],
    known: Sequence[IntArray],
    clock: Clock,
) -> Apart | None:
    """The schedule whose least distance to the known ones is largest; None where none was found.

    The distance of two schedules is half the sum of what the spending of their groups by period
    differs by.

    Parameters
    ----------
    levels : the most of each goal
    """
    program = SchedulingProgram(instance)
    for goal, level in levels.items():
        program.hold(program.expression(goal), level)
    short, most = program.nearest(known)
    program.hint(known[-1])
    outcome = program.minimise(short, clock, STAGE)
    if outcome.start is None:
        return None
    least = min(moved(instance, outcome.start, other) for other in known)
    proven = most if outcome.bound is None else most - outcome.bound
    return Apart(outcome.start, least, max(least, proven / 2))


def moved(instance: ProjectSchedulingInstance, one: IntArray, other: IntArray) -> float:
    """Money moved between two schedules, to other groups or periods."""
    spent = group_spending(instance, one) - group_spending(instance, other)
    return float(np.abs(spent.sum(axis=2)).sum()) / 2
