"""The schedule as a constraint programme of OR-Tools CP-SAT, in integers.

Literal x_it: task i starts in period t. The tight, disaggregated order of Christofides,
Alvarez-Valdes and Tamarit (1987), European J. of Operational Research 29, 262-273:

    sum_t x_it = 1 (<= 1 where optional)
    sum_{s <= t} x_js <= sum_{s <= t - lag} x_is     for "i before j" and every t
    sum of group's money in t <= its limit
    c_{t+1} <= c_t + b_t - spending_t,  0 <= c_{t+1} <= carry limit
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from models.project_scheduling.goals import by_start, chords, most_of_a_period
from models.project_scheduling.instance import (
    NOT_DONE,
    IntArray,
    ProjectSchedulingInstance,
)
from models.project_scheduling.solution import Goal
from optimizer.limits import Clock

_POLL_S = 0.05
_ROUND_OFF = 1e-6
_SEARCHES = ("max_lp", "default_lp", "reduced_costs", "no_lp")  # as many as there are threads
_STATUS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


class SchedulingProgram:
    """A built programme; goals that are reached can be held while the next is minimised.

    Parameters
    ----------
    elastic : every envelope may be exceeded; the excess is what `minimise_excess` makes small
    """

    def __init__(self, instance: ProjectSchedulingInstance, *, elastic: bool = False) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        allowed = instance.allowed
        self._x: list[dict[int, cp_model.IntVar]] = [
            {int(t): self.model.new_bool_var(f"x{i}_{t}") for t in np.flatnonzero(allowed[i])}
            for i in range(instance.tasks)
        ]
        for i, starts in enumerate(self._x):
            if instance.optional[i]:
                self.model.add_at_most_one(starts.values())
            else:
                self.model.add_exactly_one(starts.values())
        self._order()
        self._excess: list[list[cp_model.IntVar]] = []
        self._money(elastic)

    def _order(self) -> None:
        k = self.instance
        for e in range(len(k.before)):
            i, j = int(k.before[e]), int(k.after[e])
            lag = int(k.lag[e]) + (int(k.duration[i]) if k.from_end[e] else 0)
            for t in range(k.periods):
                later = [x for s, x in self._x[j].items() if s <= t]
                earlier = [x for s, x in self._x[i].items() if s <= t - lag]
                if later:
                    self.model.add(sum(later) <= sum(earlier))
            if k.together[e]:
                self.model.add(sum(self._x[i].values()) == sum(self._x[j].values()))

    def _money(self, elastic: bool) -> None:
        k = self.instance
        sources = k.envelope.shape[1]
        terms: list[list[list[Any]]] = [[[] for _ in range(sources)] for _ in range(k.periods)]
        groups: dict[tuple[int, int], list[Any]] = {}
        for i, starts in enumerate(self._x):
            for s, x in starts.items():
                for d in range(int(k.duration[i])):
                    for r in map(int, np.flatnonzero(k.cost[i, d])):
                        terms[s + d][r].append(int(k.cost[i, d, r]) * x)
                    whole = int(k.cost[i, d].sum())
                    groups.setdefault((int(k.group[i]), s + d), []).append(whole * x)
        for (g, _), parts in groups.items():
            self.model.add(sum(parts) <= int(k.group_limit[g]))
        spent = [[sum(terms[t][r]) for r in range(sources)] for t in range(k.periods)]
        for r in range(sources):
            carry: Any = 0
            for t in range(k.periods):
                extra: Any = 0
                if elastic:
                    most = int(k.cost[:, :, r].sum())
                    extra = self.model.new_int_var(0, most, f"extra{t}_{r}")
                    self._excess.append([extra])
                limit = int(k.carry_limit[t, r]) if t + 1 < k.periods else 0
                left = carry + int(k.envelope[t, r]) + extra - spent[t][r]
                if limit:
                    carry = self.model.new_int_var(0, limit, f"carry{t}_{r}")
                    self.model.add(carry <= left)
                else:
                    carry = 0
                    self.model.add(left >= 0)
        self._spent = [sum(row) for row in spent]

    def expression(self, goal: Goal) -> Any:
        """A goal as a linear expression; adds what it needs to the programme."""
        k = self.instance
        if goal in (Goal.LOSS, Goal.WAITING, Goal.MOVES):
            whole, per = by_start(k, goal)
            return whole + sum(
                int(per[i, s]) * x for i, starts in enumerate(self._x) for s, x in starts.items()
            )
        most = int(k.cost.sum())
        if goal is Goal.PEAK:
            peak = self.model.new_int_var(0, most, "peak")
            for spent in self._spent:
                self.model.add(peak >= spent)
            return peak
        parts = []
        ceiling, pieces = most_of_a_period(k), chords(k)
        for t, spent in enumerate(self._spent):
            part = self.model.new_int_var(0, (2 * pieces + 1) * ceiling, f"square{t}")
            for n in range(pieces):
                self.model.add(part >= (2 * n + 1) * spent - n * (n + 1) * k.step)
            parts.append(part)
        return sum(parts)

    def nearest(self, known: Sequence[IntArray]) -> tuple[Any, int]:
        """What the least money moved from known schedules (N,) falls short of the constant beside.

        Twice the money of a task counts where it is done in one schedule alone, and what its years
        differ by where it is done in both; the sum over tasks is never below that over groups.
        """
        k = self.instance
        most = 2 * int(k.cost.sum())
        least = self.model.new_int_var(0, most, "apart")
        profile = k.cost.sum(axis=2)
        for start in known:
            parts: list[Any] = []
            for i, starts in enumerate(self._x):
                before = shifted(profile[i], int(start[i]), k.periods)
                parts.append(int(before.sum()))
                for s, x in starts.items():
                    differs = np.abs(shifted(profile[i], s, k.periods) - before).sum()
                    parts.append(int(differs - before.sum()) * x)
            self.model.add(least <= sum(parts))
        return most - least, most

    def hint(self, start: IntArray) -> None:
        """Begin the search from a schedule."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for i, starts in enumerate(self._x):
            for s, x in starts.items():
                self.model.add_hint(x, int(start[i] == s))

    def hold(self, expression: Any, most: int) -> None:
        self.model.add(expression <= most)

    def minimise(
        self, expression: Any, clock: Clock, stage: str, enough: float = -np.inf
    ) -> Outcome:
        """The best schedule found in time; the search ends with one that reaches `enough`.

        What is proven elsewhere ends the search; as a row of the programme it would hide from the
        relaxation which starts are dear.
        """
        self.model.minimize(expression)
        return self._solve(clock, stage, enough)

    def minimise_excess(self, clock: Clock) -> tuple[Outcome, IntArray]:
        """Least money beyond the envelopes, and (T, R) where it lies; only if elastic."""
        flat = [e[0] for e in self._excess]
        self.model.minimize(sum(flat))
        outcome = self._solve(clock, "money that is missing")
        k = self.instance
        excess = np.zeros((k.envelope.shape[1], k.periods), dtype=np.int64)
        if outcome.start is not None:
            excess = np.array([outcome.value_of[e.index] for e in flat]).reshape(excess.shape)
        return outcome, np.asarray(excess.T, dtype=np.int64)

    def _solve(self, clock: Clock, stage: str, enough: float = -np.inf) -> Outcome:
        solver = cp_model.CpSolver()
        limits = clock.limits
        solver.parameters.max_time_in_seconds = max(clock.remaining, _POLL_S)
        solver.parameters.relative_gap_limit = limits.gap
        solver.parameters.random_seed = limits.seed
        solver.parameters.num_workers = limits.threads or max(2, os.cpu_count() or 1)
        # money makes the relaxation strong: the full one with its cuts proves most of the bound
        solver.parameters.linearization_level = 2
        solver.parameters.subsolvers.extend(_SEARCHES)
        finished = threading.Event()

        def watch() -> None:
            while not finished.wait(_POLL_S):
                if limits.stop:
                    solver.stop_search()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            status = solver.solve(self.model, _Reporter(clock, stage, enough))
        finally:
            finished.set()
            watcher.join()
        return Outcome.of(_STATUS.get(status, "unknown"), solver, self._x)


def shifted(profile: IntArray, start: int, periods: int) -> IntArray:
    """(T,) money by period of a task that starts so; nothing where it is not done."""
    spent = np.zeros(periods, dtype=np.int64)
    if start != NOT_DONE:
        length = min(len(profile), periods - start)
        spent[start : start + length] = profile[:length]
    return spent


class _Reporter(cp_model.CpSolverSolutionCallback):
    """Tells the caller of every better schedule."""

    def __init__(self, clock: Clock, stage: str, enough: float) -> None:
        super().__init__()
        self._clock, self._stage, self._enough = clock, stage, enough

    def on_solution_callback(self) -> None:
        # no goal is ever negative, whatever the relaxation says
        self._clock.report(self._stage, self.objective_value, max(0.0, self.best_objective_bound))
        if self.objective_value <= self._enough:
            self.stop_search()


class Outcome:
    """What one solve gave: a status, a schedule if there is one, and a proven bound.

    Attributes
    ----------
    status : optimal | feasible | infeasible | unknown
    start : (N,) or None; bound : proven; value_of : every variable's value by its number
    """

    def __init__(
        self, status: str, start: IntArray | None, bound: int | None, value_of: list[int]
    ) -> None:
        self.status, self.start, self.bound, self.value_of = status, start, bound, value_of

    @classmethod
    def of(
        cls, status: str, solver: cp_model.CpSolver, x: list[dict[int, cp_model.IntVar]]
    ) -> Outcome:
        if status not in ("optimal", "feasible"):
            return cls(status, None, None, [])
        start = np.full(len(x), NOT_DONE, dtype=np.int64)
        for i, starts in enumerate(x):
            for s, literal in starts.items():
                if solver.boolean_value(literal):
                    start[i] = s
        # every goal counts in whole numbers, so the bound may be rounded up
        bound = max(0, int(np.ceil(solver.best_objective_bound - _ROUND_OFF)))
        return cls(status, start, bound, list(solver.response_proto.solution))
