"""The Lagrangian bound of a problem, what it fixes, and the cuts it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.facility_location.capacitated.kernels import filling_prices, knapsacks
from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray, Problem
from models.facility_location.capacitated.volume import ascend

LARGEST_TABLE = 2e7  # operations of all dynamic programmes in one evaluation


@dataclass(frozen=True)
class Bound:
    """What an ascent ended with.

    Attributes
    ----------
    value : the bound; multipliers : (N + R,)
    level_value : (M, L) value of each site at each level; the bound sums their minima
    smooth : (M, L) averaged levels, rows sum to 1
    step : factor reached, to go on from
    """

    value: float
    multipliers: FloatArray
    level_value: FloatArray
    smooth: FloatArray
    step: float

    def allowed(self, problem: Problem, target: float) -> BoolArray:
        """The levels that a plan better than `target` can have (reduced-cost fixing)."""
        others = self.value - self.level_value.min(axis=1)
        at_level = others[:, None] + self.level_value
        return np.asarray(problem.allowed & (at_level < target))


class Relaxation:
    """Bounds of one problem and of its restrictions to some of the levels, while not `halt`ed."""

    def __init__(self, problem: Problem, halt: BoolArray) -> None:
        self.problem = problem
        self.halt = halt
        self.demand, self.capacity, self.binary = _integral(problem)
        typical = np.nan_to_num(problem.arcs.ranked(3), nan=0.0)
        mean = float(typical.mean()) or 1.0
        money = float(np.abs(problem.level_cost).mean()) or mean
        size = np.abs(problem.side).max(axis=(1, 2), initial=1e-12)
        points = np.sqrt(np.maximum(typical, 0.05 * mean) / mean)
        rows = np.sqrt(0.6 * money / mean) / np.maximum(size, 1e-12)
        self.scale = np.concatenate([points, rows])
        self.ceiling = np.concatenate([problem.penalty, np.full(len(problem.limit), np.inf)])
        start = np.nan_to_num(problem.arcs.ranked(9), nan=float(mean))
        self.start = np.minimum(np.concatenate([start, np.zeros(len(rows))]), self.ceiling)

    def bound(
        self,
        allowed: BoolArray,
        start: FloatArray,
        target: float,
        iterations: int,
        step: float = 0.5,
        halt: BoolArray | None = None,
    ) -> Bound:
        """Raise the bound of the problem restricted to `allowed` levels, until `target`."""
        problem = self.problem
        return Bound(
            *ascend(
                problem.arcs.start,
                problem.arcs.point,
                problem.arcs.cost,
                self.demand,
                self.capacity,
                problem.level_cost,
                allowed,
                problem.side,
                problem.limit,
                self.ceiling,
                self.scale,
                start,
                self.binary,
                target,
                iterations,
                step,
                self.halt if halt is None else halt,
            )
        )

    def prices(self, lam: FloatArray) -> FloatArray:
        """(M, L) prices of capacity that go with prices `lam` (N,) of serving."""
        problem, arcs = self.problem, self.problem.arcs
        price = np.zeros(problem.capacity.shape)
        filling_prices(
            arcs.start, arcs.point, arcs.cost, problem.demand, problem.capacity, lam, price
        )
        return price

    def cut(self, lam: FloatArray) -> Cut:
        """The bound on every plan, as a function of its levels, at prices `lam` (N,)."""
        knapsack = np.zeros(self.capacity.shape)
        every = np.ones(self.capacity.shape, dtype=bool)
        arcs = self.problem.arcs
        knapsacks(
            arcs.start, arcs.point, arcs.cost, self.demand, self.capacity, every, lam,
            self.binary, knapsack,
        )  # fmt: skip
        return Cut(float(lam.sum()), knapsack + self.problem.level_cost)


@dataclass(frozen=True)
class Cut:
    """A plan with levels y costs at least constant + sum_j value[j, y_j]: a Benders cut."""

    constant: float
    value: FloatArray


class Cuts:
    """The cuts found last, to judge plans without solving their transportation problem."""

    def __init__(self, room: int = 60) -> None:
        self._room = room
        self._cuts: list[Cut] = []
        self.value = np.zeros((0, 0, 0))
        self.constant = np.zeros(0)

    def add(self, cut: Cut) -> None:
        self._cuts = [*self._cuts[-self._room + 1 :], cut]
        self.value = np.stack([c.value for c in self._cuts])
        self.constant = np.array([c.constant for c in self._cuts])

    def of(self, level: IntArray) -> FloatArray:
        """What each cut says of a plan (K,)."""
        return np.asarray(
            self.constant + self.value[:, np.arange(len(level)), level].sum(axis=1), dtype=float
        )


def _integral(problem: Problem) -> tuple[FloatArray, FloatArray, bool]:
    """Demands and capacities in whole numbers, if single sources allow a dynamic programme.

    Otherwise the continuous knapsacks stay: a weaker bound, but one all the same.
    """
    demand, capacity = problem.demand, problem.capacity
    if not problem.single_source:
        return demand, capacity, False
    for factor in (1.0, 10.0, 100.0, 1000.0):
        scaled = demand * factor
        whole = np.round(scaled)
        if np.abs(scaled - whole).max(initial=0.0) > 1e-9 * max(1.0, scaled.max(initial=0.0)):
            continue
        divisor = max(int(np.gcd.reduce(whole.astype(np.int64))), 1)
        room = np.floor(capacity * factor / divisor + 1e-9)
        if float(room.max(axis=1).sum()) * len(demand) * (room.shape[1] - 1) > LARGEST_TABLE * 10:
            break
        return whole / divisor, room, True
    return demand, capacity, False
