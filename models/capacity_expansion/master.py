"""The restricted master problem and its column generation.

The master chooses a convex combination of known paths for every unit so that the coupling rows
hold; its duals price money, and the unit subproblems answer with the paths that are cheapest at
these prices. Each answer also gives a Lagrangian bound, valid at any prices, so that the loop can
be stopped at any time. Prices are smoothed towards the best ones known (Wentges 1997; Pessoa et
al. 2018) because plain column generation oscillates.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from models.capacity_expansion.coupling import Coupling, Goal
from models.capacity_expansion.instance import FloatArray, IntArray, Measure
from models.capacity_expansion.pool import Paths, Pool
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.unit_subproblem import CheapestPaths, cheapest_paths
from optimizer.growing_program import GrowingProgram, LinearAnswer
from optimizer.limits import Clock

_SMOOTHING = 0.5
_SLACK_USED = 1e-6
_WORTH_ADDING = 1e-7


@dataclass
class Relaxation:
    """What is known about the relaxation of a goal.

    Attributes
    ----------
    bound : proven lower bound on the goal
    duals : (R,) multipliers that gave it, >= 0
    value : objective of the last restricted master, an upper estimate of the bound
    slack : scaled violation of coupling rows in it, 0 when it is feasible
    weight : (B,) share of each path of the pool in it
    """

    bound: float
    duals: FloatArray
    value: float
    slack: float
    weight: FloatArray


class Master:
    """The restricted master problem of one goal over a pool of paths shared between goals."""

    def __init__(
        self, prepared: Prepared, goal: Goal, pool: Pool, duals: FloatArray | None
    ) -> None:
        self.prepared = prepared
        self.goal = goal
        self.pool = pool
        self.coupling = Coupling(prepared, goal)
        self.least_state = prepared.least_state(goal.share_cap)
        self.bound = -math.inf
        self.centre = np.zeros(self.coupling.n_rows)
        self.answer: LinearAnswer | None = None
        self.hopeless = np.zeros(0, dtype=np.int64)
        self._scout(duals)
        self._build()

    def price(self, duals: FloatArray) -> CheapestPaths:
        """Every unit's answer at `duals`; improves the bound and keeps the paths."""
        every = np.arange(self.prepared.shape[0])
        prices = self.coupling.prices(duals)
        answer = cheapest_paths(self.prepared, prices, self.least_state, every)
        bound = float(answer.value.sum()) + self.coupling.constant(duals)
        if bound > self.bound:
            self.bound, self.centre = bound, duals
        return answer

    def _scout(self, duals: FloatArray | None) -> None:
        """Look for a sensible level of prices, starting from those of an earlier goal if any."""
        units = np.arange(self.prepared.shape[0])
        zero = np.zeros(self.coupling.n_rows)
        trials = first_prices(self.coupling)
        if duals is not None and len(duals) == len(zero):
            trials = [duals, duals * 0.97, duals * 1.03]
        for trial in [zero, *trials]:
            found = self.price(trial)
            if np.isinf(found.value).any():
                self.hopeless = np.flatnonzero(np.isinf(found.value))
                return
            self.pool.add(units, found.starts)

    def _build(self) -> None:
        coupling = self.coupling
        units = self.prepared.shape[0]
        lower = np.concatenate([np.full(coupling.n_rows, -np.inf), np.ones(units)])
        upper = np.concatenate([coupling.rhs, np.ones(units)])
        self.program = GrowingProgram(lower, upper)
        shared = coupling.shared
        none = sparse.csc_array((units, len(shared.cost)))
        self.program.add_columns(
            shared.cost, shared.lower, shared.upper, _stack(shared.matrix, none)
        )
        slack = sparse.diags_array(-coupling.row_scale, format="csc")
        self.n_shared = len(shared.cost)
        measure = self.goal.measure
        self.slack_price = 1.0 if measure is None else 10.0 * coupling.no_build(measure) + 1.0
        self.program.add_columns(
            np.full(coupling.n_rows, self.slack_price),
            np.zeros(coupling.n_rows),
            np.full(coupling.n_rows, np.inf),
            _stack(slack, sparse.csc_array((units, coupling.n_rows))),
        )
        self.n_paths = 0
        self.decided = np.zeros(units, dtype=bool)
        self._load(self.pool.paths)

    def usable(self, paths: Paths) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """(B,) paths that meet the goal's share cap and every state requirement."""
        if math.isinf(self.goal.share_cap):
            return np.ones(len(paths), dtype=bool)
        return np.asarray(paths.share <= self.goal.share_cap * (1 + 1e-9) + 1e-12)

    def _load(self, paths: Paths) -> None:
        if not len(paths):
            return
        rows = sparse.csc_array(self.coupling.path_rows(paths).T)
        member = sparse.csc_array(
            (np.ones(len(paths)), (paths.unit, np.arange(len(paths)))),
            shape=(self.prepared.shape[0], len(paths)),
        )
        upper = np.where(self.usable(paths) & ~self.decided[paths.unit], np.inf, 0.0)
        self.program.add_columns(
            self.coupling.path_cost(paths), np.zeros(len(paths)), upper, _stack(rows, member)
        )
        self.n_paths += len(paths)

    def solve(self, clock: Clock) -> LinearAnswer | None:
        """The restricted master as it stands; None when the time is over."""
        answer = self.program.solve(clock.remaining)
        if answer is not None:
            self.answer = answer
        return answer

    def add(self, unit: IntArray, starts: IntArray) -> int:
        """New paths into pool and programme; how many were new."""
        fresh = self.pool.add(unit, starts)
        self._load(fresh)
        return len(fresh)

    def generate(self, clock: Clock, gap: float, enough: float = math.inf) -> Relaxation:
        """Generate columns until bound and master agree within `gap`, or the bound is `enough`.

        Raises
        ------
        OptimizerError if the engine fails.
        """
        units = np.arange(self.prepared.shape[0])
        smoothing = _SMOOTHING
        self._load(self.pool.paths.take(np.arange(self.n_paths, len(self.pool))))
        while not clock.expired and self.bound < enough and not self.hopeless.size:
            answer = self.solve(clock)
            if answer is None or answer.objective - self.bound <= self._close(answer, gap):
                break
            current = self.duals(answer)
            before = self.bound
            found = self.price(smoothing * self.centre + (1 - smoothing) * current)
            added = self.add(units, found.starts)
            if added:
                smoothing = _SMOOTHING
            elif smoothing > 0.0 and self.bound <= before:
                smoothing = 0.0  # the smoothed prices found nothing: ask at the master's own
            elif smoothing == 0.0:
                break
        return self.relaxation()

    def _close(self, answer: LinearAnswer, gap: float) -> float:
        """Difference between master and bound at which the loop ends."""
        return gap * abs(answer.objective) + 1e-9

    def decide(self, unit: IntArray, starts: IntArray) -> None:
        """Leave the units (B,) only the paths `starts` (B, K, T)."""
        self.add(unit, starts)
        wanted = {(int(n), s.astype(np.int16).tobytes()) for n, s in zip(unit, starts, strict=True)}
        self.decided[unit] = True
        paths = self.pool.paths
        touched = np.flatnonzero(np.isin(paths.unit, unit))
        keep = [(int(paths.unit[p]), paths.starts[p].tobytes()) in wanted for p in touched]
        first = self.n_shared + self.coupling.n_rows
        self.program.set_upper(first + touched, np.where(keep, np.inf, 0.0))

    def settle(self, clock: Clock, passes: int) -> None:
        """Let the undecided units adapt: a few passes of plain column generation."""
        free = np.flatnonzero(~self.decided)
        for _ in range(passes):
            answer = self.solve(clock)
            if answer is None or not free.size:
                return
            prices = self.coupling.prices(self.duals(answer))
            found = cheapest_paths(self.prepared, prices, self.least_state, free)
            reduced = found.value - answer.duals[self.coupling.n_rows + free]
            promising = reduced < -_WORTH_ADDING * abs(answer.objective)
            if not promising.any() or not self.add(free[promising], found.starts[promising]):
                return

    def dearer_slack(self) -> None:
        """Make violations of coupling rows a hundred times dearer."""
        self.slack_price *= 100.0
        columns = np.arange(self.n_shared, self.n_shared + self.coupling.n_rows)
        self.program.set_cost(columns, np.full(len(columns), self.slack_price))

    def duals(self, answer: LinearAnswer) -> FloatArray:
        """(R,) multipliers >= 0 of the coupling rows."""
        return np.maximum(-answer.duals[: self.coupling.n_rows], 0.0)

    def flows(self) -> FloatArray | None:
        """(A, T) flows of the last master; None without transfers or before the first solve."""
        moves = self.prepared.instance.transfers
        if moves is None or self.answer is None:
            return None
        periods = self.prepared.shape[2]
        values = self.answer.values[periods : periods + moves.limit.size]
        flows: FloatArray = np.clip(values.reshape(moves.limit.shape), 0.0, moves.limit)
        return flows

    def relaxation(self) -> Relaxation:
        """What is known now."""
        if self.answer is None:
            return Relaxation(self.bound, self.centre, math.inf, math.inf, np.zeros(len(self.pool)))
        values = self.answer.values
        slack = values[self.n_shared : self.n_shared + self.coupling.n_rows].sum()
        weight = values[self.n_shared + self.coupling.n_rows :]
        padded = np.zeros(len(self.pool))
        padded[: len(weight)] = weight
        return Relaxation(
            self.bound,
            self.centre,
            self.answer.objective,
            float(slack) if slack > _SLACK_USED else 0.0,
            padded,
        )


def first_prices(coupling: Coupling) -> list[FloatArray]:
    """Guesses of the multipliers.

    If shortage ends everywhere in some period, a place bought in period t saves its weight in all
    periods from its service to that end; dividing by what a place costs prices the money of t. The
    end is not known, so several are tried. For cost as the measure, caps take the reverse price.
    """
    prepared, instance = coupling.prepared, coupling.prepared.instance
    periods = prepared.shape[2]
    per_place = float(np.median((instance.cost / instance.size).min(axis=1)))
    money = coupling.rows["budget"]
    trials = []
    for end in np.unique(np.linspace(instance.lead + 1, periods, 6).astype(int)):
        counted = np.where(np.arange(periods) < end, instance.shortage_weight, 0.0)
        ahead = np.cumsum(counted[::-1])[::-1]
        saved = np.zeros(periods)
        saved[: periods - instance.lead] = ahead[instance.lead :]
        for scale in (0.8,):
            trial = np.zeros(coupling.n_rows)
            trial[money] = scale * saved / max(per_place, 1e-12)
            if coupling.goal.measure not in (Measure.SHORTAGE, Measure.OVERFLOW):
                value = max(float(trial[money].max()), 1e-12)
                trial[money] = 0.0
                trial[coupling.rows["cap"]] = 1.0 / value
            trials.append(trial)
    return trials


def _stack(upper: sparse.csc_array, lower: sparse.csc_array) -> sparse.csc_array:
    return sparse.csc_array(sparse.vstack([upper, lower], format="csc"))
