"""Why no schedule exists: which task has no room, or which envelope is too small by how much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.project_scheduling.instance import IntArray, ProjectSchedulingInstance
from models.project_scheduling.program import SchedulingProgram
from optimizer.errors import Reason
from optimizer.limits import Clock

LEAST_S = 5.0  # an explanation is worth waiting for


def earliest(instance: ProjectSchedulingInstance) -> IntArray:
    """(N,) earliest start by release and order alone; a circle of precedences runs past T."""
    found = instance.release.copy()
    ahead = np.where(instance.from_end, instance.duration[instance.before], 0) + instance.lag
    for _ in range(instance.tasks + 1):
        before = found.copy()
        np.maximum.at(found, instance.after, found[instance.before] + ahead)
        if (before == found).all():
            return found
    return np.where(found > instance.release, instance.periods, found)


def reasons(instance: ProjectSchedulingInstance, clock: Clock) -> tuple[str, ...]:
    """One sentence each: tasks without room, else the least money by which envelopes fall short."""
    late = earliest(instance) - instance.last_start
    blocked = np.flatnonzero((late > 0) & ~instance.optional)
    if blocked.size:
        return tuple(
            Reason(
                "{task} cannot end in time: what comes before it leaves it {late} periods too few",
                task=instance.task_name(int(i)),
                late=int(late[i]),
            )
            for i in blocked
        )
    allowance = replace(clock.limits, time_s=max(clock.remaining, LEAST_S)).clock()
    program = SchedulingProgram(instance, elastic=True)
    outcome, excess = program.minimise_excess(allowance)
    if outcome.start is None:
        return (
            Reason("the limits of groups and the order of tasks leave no room for all of them"),
        )
    return tuple(
        Reason(
            "{envelope} is too small by {money}",
            envelope=instance.envelope_name(int(t), int(r)),
            money=instance.money_in_words(int(excess[t, r])),
        )
        for t, r in np.argwhere(excess > 0)
    )
