"""Tasks of projects, their money and their order, as integers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import Reason

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NOT_DONE = -1
NO_PREFERENCE = -1


@dataclass(frozen=True)
class ProjectSchedulingInstance:
    """N tasks over T periods, paid from R envelopes, in G groups, with E precedences.

    A task runs without a break. Its money is spent by the period since its start, so that the
    profile moves with the start; its value counts from the period after its last one.

    Attributes
    ----------
    duration : (N,) periods, 1 or more
    cost : (N, D, R) money spent in the d-th period of a task, 0 from its duration on
    release, deadline : (N,) first period in which it may start, last in which it may still run
    optional : (N,) may be left out
    value : (N,) gained in every period in which the task is complete
    preferred : (N,) start that is kept where nothing is lost by it, `NO_PREFERENCE` for none
    envelope, carry_limit : (T, R) money of a period; most that may be handed on to the next
    group : (N,) number of the task's group; group_limit : (G,) most it may spend in a period
    before, after, lag, from_end, together : (E,) `after` starts no earlier than `lag` periods
        from the end (`from_end`) or the start of `before`, and only if `before` is done; where
        `together`, neither is done without the other
    step : money between the break points of the square of spending
    task_names, period_names, source_names : how messages call them; empty: by number
    money : (factor, unit) that messages write money in

    Raises
    ------
    ValueError
        naming the array and the entry that does not fit
    """

    duration: IntArray
    cost: IntArray
    release: IntArray
    deadline: IntArray
    optional: BoolArray
    value: IntArray
    preferred: IntArray
    envelope: IntArray
    carry_limit: IntArray
    group: IntArray
    group_limit: IntArray
    before: IntArray
    after: IntArray
    lag: IntArray
    from_end: BoolArray
    together: BoolArray
    step: int
    task_names: tuple[str, ...] = ()
    period_names: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()
    money: tuple[float, str] = (1.0, "")

    def __post_init__(self) -> None:
        n, depth, sources = self.cost.shape
        for name in ("duration", "release", "deadline", "optional", "value", "preferred", "group"):
            _shape(name, getattr(self, name), (n,))
        _shape("carry_limit", self.carry_limit, self.envelope.shape)
        if self.envelope.shape[1] != sources:
            raise ValueError(f"envelope: {self.envelope.shape[1]} sources, cost has {sources}")
        for name in ("after", "lag", "from_end", "together"):
            _shape(name, getattr(self, name), self.before.shape)
        for name in ("cost", "value", "envelope", "carry_limit", "group_limit", "release", "lag"):
            _least(name, getattr(self, name), 0)
        _least("duration", self.duration, 1)
        if self.step < 1:
            raise ValueError(f"step: {self.step} is not 1 or more")
        if n and int(self.duration.max()) > depth:
            raise ValueError(f"duration: {self.duration.max()} exceeds the {depth} periods of cost")
        beyond = np.arange(depth)[None, :] >= self.duration[:, None]
        if self.cost[beyond].any():
            raise ValueError("cost: money after the last period of a task")
        for name, ends in (("before", self.before), ("after", self.after)):
            if ends.size and not ((ends >= 0) & (ends < n)).all():
                raise ValueError(f"{name}: no task of that number")
        if n and not ((self.group >= 0) & (self.group < len(self.group_limit))).all():
            raise ValueError("group: no group of that number")

    @property
    def tasks(self) -> int:
        return len(self.duration)

    @property
    def periods(self) -> int:
        return len(self.envelope)

    @property
    def last_start(self) -> IntArray:
        """(N,) last period in which a task may start."""
        return np.asarray(np.minimum(self.deadline, self.periods - 1) - self.duration + 1)

    @property
    def allowed(self) -> BoolArray:
        """(N, T) whether a task may start in a period."""
        t = np.arange(self.periods)
        return np.asarray((t >= self.release[:, None]) & (t <= self.last_start[:, None]))

    def task_name(self, task: int) -> str:
        return self.task_names[task] if self.task_names else f"task {task}"

    def envelope_name(self, period: int, source: int) -> Reason:
        when = self.period_names[period] if self.period_names else f"period {period}"
        whose = self.source_names[source] if self.source_names else f"source {source}"
        return Reason("the envelope of {when}, {whose},", when=when, whose=whose)

    def money_in_words(self, amount: int) -> Reason:
        factor, unit = self.money
        message = "{amount:g} {unit}" if unit else "{amount:g}"
        return Reason(message, amount=amount * factor, unit=Reason(unit))

    def pinned(self, tasks: IntArray, starts: IntArray) -> ProjectSchedulingInstance:
        """The same with some tasks done at given starts."""
        release, deadline = self.release.copy(), self.deadline.copy()
        optional = self.optional.copy()
        release[tasks] = starts
        deadline[tasks] = starts + self.duration[tasks] - 1
        optional[tasks] = False
        return replace(self, release=release, deadline=deadline, optional=optional)


def _shape(name: str, array: NDArray[np.generic], shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{name}: shape {array.shape}, expected {shape}")


def _least(name: str, array: IntArray, least: int) -> None:
    if array.size and int(array.min()) < least:
        raise ValueError(f"{name}: {array.min()} is below {least}")
