"""Goals as whole numbers of starts and of spending, the same for every programme."""

from __future__ import annotations

import numpy as np

from models.project_scheduling.instance import (
    NO_PREFERENCE,
    IntArray,
    ProjectSchedulingInstance,
)
from models.project_scheduling.solution import Goal


def by_start(k: ProjectSchedulingInstance, goal: Goal) -> tuple[int, IntArray]:
    """What LOSS, WAITING or MOVES is with nothing done, and (N, T) what each start adds to it."""
    t = np.arange(k.periods)[None, :]
    if goal is Goal.LOSS:
        return int(k.value.sum()), np.broadcast_to(-k.value[:, None], (k.tasks, k.periods))
    if goal is Goal.WAITING:
        per = k.value[:, None] * (t + k.duration[:, None] - k.periods)
        return int(k.value.sum()) * k.periods, np.asarray(per)
    wanted = (k.preferred != NO_PREFERENCE)[:, None]
    per = np.where(wanted, np.abs(t - k.preferred[:, None]) - k.periods, 0)
    return int(wanted.sum()) * k.periods, np.asarray(per)


def most_of_a_period(k: ProjectSchedulingInstance) -> int:
    """Money that a period can spend at most."""
    return int(min(int(k.cost.sum()), (k.envelope + k.carry_limit).sum(axis=1).max()))


def chords(k: ProjectSchedulingInstance) -> int:
    """Straight pieces that the square of spending is made of."""
    return most_of_a_period(k) // k.step + 1
