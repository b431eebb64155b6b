"""What a schedule is, what it spends, what it is worth, and whether it keeps every rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.project_scheduling.instance import (
    NO_PREFERENCE,
    NOT_DONE,
    IntArray,
    ProjectSchedulingInstance,
)
from optimizer.certificate import Certificate, Violation


class Goal(StrEnum):
    """What a stage makes as small as possible."""

    LOSS = "value left out"  # of tasks that are not done
    WAITING = "value waited for"  # value times periods until complete; T for what is left out
    PEAK = "highest spending"  # of all sources in a period
    SQUARES = "unevenness"  # sum of squares of spending, straight between multiples of `step`
    MOVES = "moves"  # periods between a task's start and the preferred one; T for left out


@dataclass(frozen=True)
class ProjectSchedulingSolution:
    """A schedule with a certificate for every stage, in order.

    Attributes
    ----------
    start : (N,) period in which a task starts, `NOT_DONE` for those left out
    """

    start: IntArray
    certificates: tuple[Certificate, ...]

    def check(self, instance: ProjectSchedulingInstance) -> tuple[Violation, ...]:
        return check(instance, self.start)


def done(start: IntArray) -> IntArray:
    """(M,) numbers of the tasks that are done."""
    return np.asarray(np.flatnonzero(start != NOT_DONE))


def spending(instance: ProjectSchedulingInstance, start: IntArray) -> IntArray:
    """(T, R) money spent in a period; what a task spends after the last period is left out."""
    return np.asarray(group_spending(instance, start).sum(axis=0))


def group_spending(instance: ProjectSchedulingInstance, start: IntArray) -> IntArray:
    """(G, T, R) the same by group."""
    depth = instance.cost.shape[1]
    spent = np.zeros(
        (len(instance.group_limit), instance.periods + depth, instance.envelope.shape[1]),
        dtype=np.int64,
    )
    there = done(start)
    when = start[there][:, None] + np.arange(depth)[None, :]
    np.add.at(spent, (instance.group[there][:, None], when), instance.cost[there])
    return spent[:, : instance.periods]


def carried(instance: ProjectSchedulingInstance, spent: IntArray) -> IntArray:
    """(T + 1, R) money handed on into each period, as much as the limits allow, and after the last.

    A period that spends more than it has hands nothing on.
    """
    kept = np.zeros((instance.periods + 1, instance.envelope.shape[1]), dtype=np.int64)
    for t in range(instance.periods):
        left = np.maximum(kept[t] + instance.envelope[t] - spent[t], 0)
        kept[t + 1] = np.minimum(left, instance.carry_limit[t])
    return kept


def measure(instance: ProjectSchedulingInstance, start: IntArray, goal: Goal) -> int:
    """What a goal makes of a schedule, in plain NumPy."""
    missing = start == NOT_DONE
    if goal is Goal.LOSS:
        return int(instance.value[missing].sum())
    if goal is Goal.WAITING:
        until = np.where(missing, instance.periods, start + instance.duration)
        return int(instance.value @ until)
    if goal is Goal.MOVES:
        wanted = instance.preferred != NO_PREFERENCE
        away = np.where(missing, instance.periods, np.abs(start - instance.preferred))
        return int(away[wanted].sum())
    total = spending(instance, start).sum(axis=1)
    return int(total.max(initial=0)) if goal is Goal.PEAK else int(squares(total, instance.step))


def squares(total: IntArray, step: int) -> int:
    """Sum of squares of (T,) money over `step`, straight between multiples of it.

    Between k and k + 1 steps the chord is (2 k + 1) s - k (k + 1) step, an integer.
    """
    k = total // step
    return int(((2 * k + 1) * total - k * (k + 1) * step).sum())


def check(instance: ProjectSchedulingInstance, start: IntArray) -> tuple[Violation, ...]:
    """Every broken rule; shares no code with the solver."""
    found: list[Violation] = []

    def note(rule: str, where: str, amount: float) -> None:
        found.append(Violation(rule, where, float(amount)))

    missing = start == NOT_DONE
    for i in np.flatnonzero(missing & ~instance.optional):
        note("task is done", f"task {i}", 1.0)
    early = np.where(missing, 0, instance.release - start)
    late = np.where(missing, 0, start - instance.last_start)
    for rule, over in (("release", early), ("deadline", late)):
        for i in np.flatnonzero(over > 0):
            note(rule, f"task {i}", over[i])
    b, a = instance.before, instance.after
    for e in np.flatnonzero(~missing[a] & missing[b]):
        note("precedence", f"task {a[e]} without task {b[e]}", 1.0)
    for e in np.flatnonzero(instance.together & missing[a] & ~missing[b]):
        note("together", f"task {b[e]} without task {a[e]}", 1.0)
    ready = start[b] + np.where(instance.from_end, instance.duration[b], 0) + instance.lag
    short = np.where(missing[a] | missing[b], 0, ready - start[a])
    for e in np.flatnonzero(short > 0):
        note("precedence", f"task {a[e]} after task {b[e]}", short[e])
    by_group = group_spending(instance, start).sum(axis=2)
    for g, t in np.argwhere(by_group > instance.group_limit[:, None]):
        note("group limit", f"group {g}, period {t}", by_group[g, t] - instance.group_limit[g])
    spent = spending(instance, start)
    over = spent - instance.envelope - carried(instance, spent)[:-1]
    for t, r in np.argwhere(over > 0):
        note("envelope", f"period {t}, source {r}", over[t, r])
    return tuple(found)
