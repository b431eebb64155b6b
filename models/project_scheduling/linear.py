"""What no schedule can undercut: the time-indexed linear programme, branched on as time allows.

    min goal  over  x_it in {0, 1} as in `program`, money and order as there, and with
    p >= spending_t                                       for the peak
    q_t >= (2 n + 1) spending_t - n (n + 1) step          for the squares, every n

Its relaxation takes a tenth of a second. It is weaker than what CP-SAT proves of the first goal,
but knows the goals before as one row, where CP-SAT's bound of a later goal hardly moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.project_scheduling.goals import by_start, chords
from models.project_scheduling.instance import NOT_DONE, IntArray, ProjectSchedulingInstance
from models.project_scheduling.solution import Goal, carried, spending, squares
from optimizer.engines import FloatArray, solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel, ModelBuilder

# Of a bound, lost to the solver's arithmetic before it is rounded up to a whole number.
ROUND_OFF, SHARE_OFF = 1e-6, 1e-7


class LinearBound:
    """The programme of an instance; goals that are reached are rows of it."""

    def __init__(self, instance: ProjectSchedulingInstance) -> None:
        self.instance = instance
        self._held: list[tuple[Goal, int]] = []

    def hold(self, goal: Goal, most: int) -> None:
        """Keep a goal at what was reached."""
        self._held.append((goal, most))

    def relaxed(self, goal: Goal, clock: Clock) -> int:
        """The least that a goal can be by the linear relaxation, 0 where there was no time."""
        model, offset, _x = _model(self.instance, goal, self._held)
        found = solve_linear(replace(model, integer=np.zeros(len(model.cost), dtype=bool)), clock)
        return 0 if found.objective is None else _whole(found.objective + offset)

    def branched(self, goal: Goal, clock: Clock, known: IntArray) -> tuple[int, IntArray | None]:
        """The least that a goal can be, and a schedule (N,), if one was found on the way.

        The schedule keeps the rules and the goals before up to the solver's arithmetic only.

        Parameters
        ----------
        known : (N,) a schedule to begin from
        """
        model, offset, x = _model(self.instance, goal, self._held)
        found = solve_linear(model, clock, start=_point(self.instance, known))
        least = 0 if found.bound is None else _whole(found.bound + offset)
        if found.values is None:
            return least, None
        begun = found.values[x] > 0.5
        return least, np.where(begun.any(axis=1), begun.argmax(axis=1), NOT_DONE)


def _whole(least: float) -> int:
    return max(0, int(np.ceil(least - ROUND_OFF - SHARE_OFF * abs(least))))


def _model(
    k: ProjectSchedulingInstance, goal: Goal, held: Sequence[tuple[Goal, int]]
) -> tuple[LinearModel, int, IntArray]:
    """The programme, what the goal is with nothing done, and the columns (N, T) of starts."""
    builder = ModelBuilder()
    x = builder.variables((k.tasks, k.periods), upper=k.allowed.astype(float), integer=True)
    done = builder.rows((k.tasks,), lower=(~k.optional).astype(float), upper=1.0)
    builder.add(done[:, None], x, 1.0)
    _order(builder, k, x)
    spent = _money(builder, k, x)
    peak = builder.variables((1,))
    above = builder.rows((k.periods,), lower=0.0)
    builder.add(above, peak[0], 1.0)
    builder.add(above, spent, -1.0)
    square = builder.variables((k.periods,))
    n = np.arange(chords(k))
    chord = builder.rows((k.periods, len(n)), lower=-(n * (n + 1.0) * k.step))
    builder.add(chord, square[:, None], 1.0)
    builder.add(chord, spent[:, None], -(2.0 * n + 1.0))

    def cost(of: Goal) -> tuple[int, np.ndarray]:
        values, whole = np.zeros(builder.n_variables), 0
        if of is Goal.PEAK:
            values[peak] = 1.0
        elif of is Goal.SQUARES:
            values[square] = 1.0
        else:
            whole, values[x] = by_start(k, of)
        return whole, values

    for reached, most in held:
        whole, values = cost(reached)
        used = np.flatnonzero(values)
        row = builder.rows((1,), upper=float(most - whole))
        builder.add(row[0], used, values[used])
    offset, values = cost(goal)
    return replace(builder.build(), cost=values), offset, x


def _point(k: ProjectSchedulingInstance, start: IntArray) -> FloatArray:
    """A schedule (N,) as values of the variables, in the order in which `_model` makes them."""
    x = start[:, None] == np.arange(k.periods)
    spent = spending(k, start)
    total = spent.sum(axis=1)
    handed_on = carried(k, spent)[1:]
    handed_on[-1] = 0
    square = [squares(total[t : t + 1], k.step) for t in range(k.periods)]
    parts = (x.ravel(), handed_on.ravel(), total, [total.max(initial=0)], square)
    return np.concatenate([np.asarray(part, dtype=float) for part in parts])


def _order(builder: ModelBuilder, k: ProjectSchedulingInstance, x: IntArray) -> None:
    t = np.arange(k.periods)
    for e in range(len(k.before)):
        i, j = int(k.before[e]), int(k.after[e])
        lag = int(k.lag[e]) + (int(k.duration[i]) if k.from_end[e] else 0)
        rows = builder.rows((k.periods,), upper=0.0)
        later, at = np.nonzero(t[:, None] >= t)
        builder.add(rows[later], x[j, at], 1.0)
        later, at = np.nonzero(t[:, None] - lag >= t)
        builder.add(rows[later], x[i, at], -1.0)
        if k.together[e]:
            both = builder.rows((1,), lower=0.0, upper=0.0)
            builder.add(both[0], x[j], 1.0)
            builder.add(both[0], x[i], -1.0)


def _money(builder: ModelBuilder, k: ProjectSchedulingInstance, x: IntArray) -> IntArray:
    """Envelopes, carry-over and limits of groups; the variables (T,) of spending in all."""
    periods, sources = k.envelope.shape
    limit = k.carry_limit.astype(float)
    limit[-1] = 0.0
    carry = builder.variables((periods, sources), upper=limit)
    purse = builder.rows((periods, sources), upper=k.envelope)
    builder.add(purse, carry, 1.0)
    builder.add(purse[1:], carry[:-1], -1.0)
    groups = builder.rows((len(k.group_limit), periods), upper=k.group_limit[:, None])
    spent = builder.variables((periods,))
    told = builder.rows((periods,), lower=0.0, upper=0.0)
    builder.add(told, spent, -1.0)
    i, d, r = np.nonzero(k.cost)
    for s in range(periods):
        here = k.allowed[i, s]
        task, source, since = i[here], r[here], s + d[here]
        money = k.cost[task, d[here], source].astype(float)
        builder.add(purse[since, source], x[task, s], money)
        builder.add(groups[k.group[task], since], x[task, s], money)
        builder.add(told[since], x[task, s], money)
    return spent
