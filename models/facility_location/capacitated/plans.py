"""Good plans of the multi-source problem: rounding, and add, drop, resize and swap moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.facility_location.capacitated.hurry import fill
from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray, Problem
from models.facility_location.capacitated.relaxation import Bound, Cuts, Relaxation
from models.facility_location.capacitated.transport import transport
from optimizer.limits import Clock

CLOSED = 5e-10  # relative: less than this is rounding, the gap is closed
TRIALS = 40  # neighbours whose transportation problem is solved before a search gives up


@dataclass(frozen=True)
class Flow:
    """Quantities (X,) of demand points from rows of the open sites, row P unserved."""

    row: IntArray
    point: IntArray
    quantity: FloatArray


@dataclass(frozen=True)
class Layout:
    """A plan.

    Attributes
    ----------
    level : (M,) of all sites
    flow : what flows where; None for single sources
    assignment : (N,) site, -1 where unserved; None where demand may be split
    """

    level: IntArray
    value: float
    flow: Flow | None = None
    assignment: IntArray | None = None


class Plans:
    """Evaluates and improves plans, and remembers the best."""

    def __init__(self, problem: Problem, relaxation: Relaxation, clock: Clock) -> None:
        self.problem = problem
        self.relaxation = relaxation
        self.clock = clock
        self.cuts = Cuts()
        self.best: Layout | None = None
        self._known: dict[bytes, float] = {}
        self._price = np.zeros(problem.capacity.shape)
        self._whole = problem.whole

    @property
    def value(self) -> float:
        return np.inf if self.best is None else self.best.value

    @property
    def closes(self) -> bool:
        """Whether a bound at `target` proves the best plan optimal, not only within a gap."""
        return self.clock.limits.gap <= CLOSED or self._slack() >= self.clock.limits.gap * abs(
            self.value
        )

    def target(self) -> float:
        """The bound from which on nothing better needs to be looked for."""
        if self.best is None:
            return np.inf
        return self.value - max(self._slack(), self.clock.limits.gap * abs(self.value))

    def _slack(self) -> float:
        """What no better plan can differ by: rounding, or one where all values are whole."""
        rounding = CLOSED * abs(self.value)
        return max(rounding, 1.0 - 1e-6) if self._whole else rounding

    def accept(self, level: IntArray, value: float, layout: Layout) -> None:
        """Remember a plan if it is the best so far."""
        key = level.astype(np.int8).tobytes()
        self._known[key] = min(value, self._known.get(key, np.inf))
        if value < self.value:
            self.best = layout

    def learn(self, lam: FloatArray) -> None:
        """Keep the cut and the prices of capacity that prices `lam` (N,) of serving give."""
        self.cuts.add(self.relaxation.cut(lam))
        self._price = self.relaxation.prices(lam)

    def evaluate(self, level: IntArray) -> float:
        """Value of the best plan known with these levels, inf if none; adds the cut it gives."""
        key = level.astype(np.int8).tobytes()
        if key in self._known:
            return self._known[key]
        self._known[key] = np.inf
        problem = self.problem
        sites = np.flatnonzero(level > 0)
        room = problem.capacity[sites, level[sites]]
        arcs = problem.arcs
        service, row, point, quantity, price, lam = transport(
            arcs.start,
            arcs.point,
            arcs.cost,
            problem.demand,
            problem.penalty,
            sites,
            room,
            self._price[sites, level[sites]],
            self.relaxation.halt,
        )
        if np.isfinite(service):
            self.learn(lam)
            self.serve(level, float(service), Flow(row, point, quantity), price)
        return self._known[key]

    def hurry(self, level: IntArray) -> float:
        """Value of a plan with these levels made in one pass, inf if it comes to nothing."""
        problem, arcs = self.problem, self.problem.arcs
        sites = np.flatnonzero(level > 0)
        order = np.argsort(-problem.demand, kind="stable")
        service, row, point, quantity = fill(
            arcs.start, arcs.point, arcs.cost, problem.demand, problem.penalty, sites,
            problem.capacity[sites, level[sites]], order, problem.single_source,
        )  # fmt: skip
        if np.isfinite(service):
            self.keep_hurried(level, float(service), Flow(row, point, quantity))
        return self.value

    def keep_hurried(self, level: IntArray, service: float, flow: Flow) -> None:
        """Make a plan of a flow that is whole where sources are single."""
        self.serve(level, service, flow, np.zeros(0))

    def serve(self, level: IntArray, service: float, flow: Flow, price: FloatArray) -> None:
        """Make a plan of a transportation plan; here it is one."""
        value = service + self.problem.costs_of(level)
        self.accept(level, value, Layout(level.copy(), value, flow=flow))

    def settled(self, node: BoolArray, allowed: BoolArray, bound: Bound) -> float | None:
        """Solve a node and return its proven bound, or None if it is to be branched on.

        Parameters
        ----------
        node, allowed : (M, L) levels of the node, and those that can still be of use
        bound : at the node
        """
        if (allowed.sum(axis=1) > 1).any():
            return None
        level = allowed.argmax(axis=1)
        if self.problem.keeps_rows(level):
            self.evaluate(level)
        return bound.value if self.relaxation.halt[0] else np.inf

    def rounded(self, smooth: FloatArray) -> IntArray | None:
        """Levels near averaged ones that keep to all rows, None if none is found easily."""
        problem = self.problem
        preferred = np.where(problem.allowed, smooth, -1.0)
        level = preferred.argmax(axis=1)
        opened = np.where(problem.allowed[:, 1:], smooth[:, 1:], -1.0)
        step_up = opened.argmax(axis=1) + 1
        may_open = opened.max(axis=1) >= 0.0
        order = np.argsort(-opened.max(axis=1), kind="stable")
        largest = np.where(problem.allowed, problem.capacity, -1.0).argmax(axis=1)
        if problem.keeps_rows(level):
            return np.asarray(level)
        for target in (step_up, largest):
            for j in order:
                if may_open[j] and problem.capacity[j, target[j]] > problem.capacity[j, level[j]]:
                    level[j] = target[j]
                    if problem.keeps_rows(level):
                        return np.asarray(level)
        return None

    def wider(self, level: IntArray, smooth: FloatArray) -> Iterator[IntArray]:
        """Levels, then with more sites open, the most used first and ever more at once."""
        yield level
        problem = self.problem
        opened = np.where(problem.allowed[:, 1:], problem.capacity[:, 1:], -1.0)
        largest = opened.argmax(axis=1) + 1
        usable = (level == 0) & (opened.max(axis=1) > 0.0)
        order = np.flatnonzero(usable)[np.argsort(smooth[usable, 0], kind="stable")]
        level, more = level.copy(), 1
        while len(order):
            trial = level.copy()
            trial[order[:more]] = largest[order[:more]]
            order, more = order[more:], 2 * more
            if problem.keeps_rows(trial):
                level = trial
                yield level

    def improve(self, level: IntArray, clock: Clock | None = None) -> None:
        """Follow improving moves from `level` until none is left that the cuts allow."""
        clock = clock or self.clock
        value = self.evaluate(level)
        while np.isfinite(value):
            for trial in self._neighbours(level, min(value, self.value)):
                if clock.expired:
                    return
                reached = self.evaluate(trial)
                if reached < value * (1 - 1e-12):
                    level, value = trial, reached
                    break
            else:
                return

    def _neighbours(self, level: IntArray, value: float) -> Iterator[IntArray]:
        """Plans one move away that may be better than `value`, most promising first."""
        problem = self.problem
        other = np.arange(problem.capacity.shape[1]) != level[:, None]
        sites, levels = np.nonzero(problem.allowed & other)
        if len(sites) == 0:
            return
        change = self.cuts.value[:, sites, levels] - self.cuts.value[:, sites, level[sites]]
        base = self.cuts.of(level)
        row_change = problem.side[:, sites, levels] - problem.side[:, sites, level[sites]]
        used = problem.side[:, np.arange(len(level)), level].sum(axis=1)
        room = problem.limit - used + 1e-9 * np.maximum(1.0, np.abs(problem.limit))
        singles = np.flatnonzero((row_change <= room[:, None]).all(axis=0))
        bounds = (base[:, None] + change[:, singles]).max(axis=0)
        moves = [(float(b), int(k), -1) for b, k in zip(bounds, singles, strict=True) if b < value]
        down = np.flatnonzero(levels < level[sites])
        up = np.flatnonzero(levels > level[sites])
        for k in down:
            others = up[sites[up] != sites[k]]
            fits = (row_change[:, others] + row_change[:, [k]] <= room[:, None]).all(axis=0)
            others = others[fits]
            if len(others) == 0:
                continue
            bounds = (base[:, None] + change[:, others] + change[:, [k]]).max(axis=0)
            moves += [
                (float(b), int(k), int(o)) for b, o in zip(bounds, others, strict=True) if b < value
            ]
        moves.sort()
        for tried, (_, first, second) in enumerate(moves):
            if tried >= TRIALS:
                return
            trial = level.copy()
            for move in (first, second):
                if move >= 0:
                    trial[sites[move]] = levels[move]
            if float(self.cuts.of(trial).max()) < value:
                yield trial
