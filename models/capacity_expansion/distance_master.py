"""The Dantzig-Wolfe master of distances: how far a mixture of paths can be from known plans.

See `alternatives`, which makes plans of its solutions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from models.capacity_expansion.coupling import ADDITIVE, Coupling, Goal
from models.capacity_expansion.instance import (
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.pool import Paths, Pool
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.unit_subproblem import CheapestPaths, Prices, cheapest_paths
from optimizer.growing_program import GrowingProgram
from optimizer.limits import Clock

_ROUNDS = 30
_GAP = 0.01  # of the upper bound's column generation
_STALL, _LITTLE = 3, 0.003  # rounds in which the distance must grow by this share


@dataclass(frozen=True)
class Purposeful(Prepared):
    """Arrays of an instance in which no unit adds what it will never need.

    Money for places that stand empty would count as moved.
    """

    @cached_property
    def largest_state(self) -> IntArray:
        """(N,) steps: the largest need, and what the last module has above it."""
        if self.instance.group_min_spending.any():
            return super().largest_state
        return np.maximum(super().largest_state - 1, 0)


class SearchSpace:
    """The pool of paths and the rows that every search of a furthest plan shares."""

    def __init__(self, instance: CapacityExpansionInstance, clock: Clock) -> None:
        self.instance = instance
        self.clock = clock
        self.prepared = Purposeful(instance)
        caps = {c.measure: c.level for c in instance.caps if c.measure in ADDITIVE}
        shares = [c.level for c in instance.caps if c.measure is Measure.WORST_SHARE]
        self.goal = Goal(None, caps, min(shares, default=math.inf))
        self.coupling = Coupling(self.prepared, self.goal)
        self.least = self.prepared.least_state(self.goal.share_cap)
        self.pool = Pool(self.prepared)
        self.units = np.arange(self.prepared.shape[0])


class Exact:
    """The distance of paths itself."""

    def __init__(self, spent: FloatArray) -> None:
        self.spent = spent

    def of(self, paths: Paths) -> FloatArray:
        """(B, I) what each path adds to the distance to each known plan."""
        there = self.spent[:, paths.unit]
        return np.asarray(np.abs(paths.spending[None] - there).sum(axis=2).T / 2)


class Linear:
    """A linear function of spending: `slope` (I, N, T) and `offset` (I, N)."""

    slope: FloatArray
    offset: FloatArray

    def of(self, paths: Paths) -> FloatArray:
        """(B, I) as `Exact.of`."""
        gained = np.einsum("ibt,bt->bi", self.slope[:, paths.unit], paths.spending)
        return np.asarray(gained + self.offset[:, paths.unit].T)


class Below(Linear):
    """Never above the distance: money counts against where the known plan spends."""

    def __init__(self, spent: FloatArray) -> None:
        sign = np.where(spent > 0, -1.0, 1.0)
        self.slope = sign / 2
        self.offset = -(sign * spent).sum(axis=2) / 2


class Chord(Linear):
    """Never below the distance of spending between nothing and `most` (N, T)."""

    def __init__(self, spent: FloatArray, most: FloatArray) -> None:
        top = np.maximum(most[None], spent)
        ratio = np.divide(spent, top, out=np.zeros_like(spent), where=top > 0)
        self.slope = (1.0 - 2.0 * ratio) / 2
        self.offset = spent.sum(axis=2) / 2


class DistanceMaster:
    """Largest least distance over convex combinations of paths.

    Rows: coupling, one per unit, one per known plan. Columns: shared variables, distance, paths.
    """

    def __init__(self, search: SearchSpace, distance: Exact | Linear, priced: Linear) -> None:
        self.search = search
        self.distance = distance
        self.priced = priced
        self.spent_count = len(priced.offset)
        coupling = search.coupling
        self.n_rows = coupling.n_rows
        self.n_units = len(search.units)
        shared = coupling.shared
        self.first_path = len(shared.cost) + 1
        self.lower = np.concatenate(
            [
                np.full(self.n_rows, -np.inf),
                np.ones(self.n_units),
                np.full(self.spent_count, -np.inf),
            ]
        )
        self.upper = np.concatenate(
            [coupling.rhs, np.ones(self.n_units), np.zeros(self.spent_count)]
        )
        self.program = GrowingProgram(self.lower, self.upper)
        rest = self.n_units + self.spent_count
        head = sparse.vstack([shared.matrix, sparse.csc_array((rest, len(shared.cost)))])
        least = np.zeros((len(self.lower), 1))
        least[-self.spent_count :] = 1.0
        self.fixed = sparse.csc_array(sparse.hstack([head, sparse.csc_array(least)], format="csc"))
        self.fixed_cost = np.append(np.zeros(len(shared.cost)), -1.0)
        self.fixed_lower = np.append(shared.lower, 0.0)
        self.fixed_upper = np.append(shared.upper, 1e30)
        self.program.add_columns(self.fixed_cost, self.fixed_lower, self.fixed_upper, self.fixed)
        self.loaded = 0
        self.reached = 0.0
        self.values = np.zeros(self.first_path)
        self.coupling_duals = np.zeros(self.n_rows)

    @property
    def weight(self) -> FloatArray:
        """(B,) share of each path of the pool in the last solution."""
        weight = np.zeros(len(self.search.pool))
        solved = self.values[self.first_path :]
        weight[: len(solved)] = solved
        return weight

    def flows(self) -> FloatArray | None:
        """(A, T) flows of the last solution; None without transfers."""
        moves = self.search.instance.transfers
        if moves is None:
            return None
        periods = self.search.prepared.shape[2]
        flows = self.values[periods : periods + moves.limit.size].reshape(moves.limit.shape)
        return np.asarray(np.clip(flows, 0.0, moves.limit))

    def columns(self, paths: Paths) -> sparse.csc_array:
        """(rows, B) coefficients of paths."""
        coupled = sparse.csc_array(self.search.coupling.path_rows(paths).T)
        member = sparse.csc_array(
            (np.ones(len(paths)), (paths.unit, np.arange(len(paths)))),
            shape=(self.n_units, len(paths)),
        )
        away = sparse.csc_array(-self.distance.of(paths).T)
        return sparse.csc_array(sparse.vstack([coupled, member, away], format="csc"))

    def usable(self, paths: Paths) -> FloatArray:
        """(B,) upper bounds: 1, or 0 for paths above the cap on the worst share."""
        limit = self.search.goal.share_cap
        return np.asarray(paths.share <= limit * (1 + 1e-9) + 1e-12, dtype=float)

    def generate(self) -> float:
        """Generate paths; returns a proven bound if `priced` is never below the distance."""
        search = self.search
        coupling = search.coupling
        bound = math.inf
        trail: list[float] = []
        for _ in range(_ROUNDS):
            self._load()
            if search.clock.expired:
                break
            answer = self.program.solve(search.clock.remaining)
            if answer is None:
                break
            self.reached = -answer.objective
            self.values = answer.values
            duals = np.maximum(-answer.duals[: self.n_rows], 0.0)
            weight = np.maximum(-answer.duals[self.n_rows + self.n_units :], 0.0)
            self.coupling_duals = duals
            total = weight.sum()
            weight = weight / total if total > 0 else np.full(len(weight), 1 / len(weight))
            found = self._priced(duals, weight)
            offset = float((weight @ self.priced.offset).sum())
            bound = min(bound, offset - float(found.value.sum()) - coupling.constant(duals))
            trail.append(self.reached)
            if self.distance is self.priced:
                done = bound - self.reached <= _GAP * abs(self.reached)
            else:
                done = len(trail) > _STALL and trail[-1] <= trail[-1 - _STALL] * (1 + _LITTLE)
            if done:
                break
            if not len(search.pool.add(search.units, found.starts)):
                break
        return bound

    def _load(self) -> None:
        fresh = self.search.pool.paths.take(np.arange(self.loaded, len(self.search.pool)))
        if len(fresh):
            self.program.add_columns(
                np.zeros(len(fresh)), np.zeros(len(fresh)), self.usable(fresh), self.columns(fresh)
            )
            self.loaded += len(fresh)

    def _priced(self, duals: FloatArray, weight: FloatArray) -> CheapestPaths:
        prices = self.search.coupling.prices(duals)
        money = prices.money - np.einsum("i,int->nt", weight, self.priced.slope)
        return cheapest_paths(
            self.search.prepared,
            Prices(money, prices.shortage, prices.overflow, prices.capacity),
            self.search.least,
            self.search.units,
        )
