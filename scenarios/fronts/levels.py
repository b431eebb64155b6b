"""A front over levels of money, of any model that solves one level to a proven bound.

The levels lie evenly between the least money that any plan needs and what the plan of the largest
level needs, and are solved from the loosest to the tightest. A plan that needs no more than the
next level is the answer of that one too, with its bound. Source: Haimes, Lasdon and Wismer (1971),
see `scenarios.fronts.tracing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from models.capacity_expansion.instance import IntArray
from optimizer.certificate import Violation, relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.errors import UncheckedPlan
from scenarios.fronts.answer import Against, Front, Point, Request
from scenarios.fronts.shape import ROOM, better, knee, non_dominated, sharpened
from scenarios.unfinished import NOTHING_KEPT, Unfinished

LEAST_SECONDS = 2.0
SHARE_OF_FIRST = 1 / 3  # of the time, at most: the first level has nothing to begin from


@dataclass(frozen=True)
class Solved:
    """A plan in the arrays of its model, and what no plan within its level goes below."""

    starts: IntArray
    bound: float | None


class Levelled(Protocol):
    """A question whose money can be cut to a level, mln KZT.

    A plan of a level is one of every larger level too.
    """

    @property
    def most(self) -> float:
        """The level that the scenario itself grants."""
        ...

    def least(self, limits: Limits) -> float:
        """A level below which there is nothing to ask."""
        ...

    def solve(
        self, level: float, limits: Limits, known: IntArray | None, part: IntArray | None
    ) -> Solved:
        """The best plan found within a level.

        Parameters
        ----------
        known : a plan of a larger level, to begin from
        part : a plan of a smaller level, all of which the answer has in the same place and year

        Raises
        ------
        InfeasibleError, NoPlanInTimeError
        """
        ...

    def cost(self, starts: IntArray) -> float:
        """The least level that admits a plan."""
        ...

    def objective(self, starts: IntArray) -> float:
        """What is least at each level, computed without the solver."""
        ...

    def broken(self, starts: IntArray, level: float) -> Sequence[Violation]:
        """Every rule of a level that a plan breaks, found without the solver."""
        ...

    def contains(self, large: IntArray, small: IntArray) -> bool:
        """Whether a plan starts all that another starts, in the same place and year."""
        ...

    def built(self, starts: IntArray, level: float, limits: Limits) -> IntArray | None:
        """A plan as it is shown, within its level; None where that is `starts`."""
        ...


def trace_levels(
    model: Levelled,
    request: Request,
    limits: Limits | None = None,
    parts: Unfinished = NOTHING_KEPT,
) -> Front:
    """Solve the levels, then the nested plans along them; parameters as `tracing.trace`.

    Nested plans are decided upwards: each adds to the one before it.

    Raises
    ------
    InfeasibleError
        no plan meets every requirement under all of the money
    NoPlanInTimeError
        stopped before there was a point
    UncheckedPlan
        a plan did not pass its independent check
    """
    clock = replace(limits or Limits(), time_s=request.time_s, gap=request.gap).clock()
    tracer = _Tracer(model, request, clock, parts)
    solved, whole = tracer.points()
    kept = non_dominated(solved, Against.COST)
    points = [solved[i] for i in kept]
    chain = tracer.chain(points) if request.nested and whole else []
    if chain:
        points = [better(p, c) for p, c in zip(points, chain, strict=True)]
        kept = non_dominated(points, Against.COST)
        points, chain = [points[i] for i in kept], [chain[i] for i in kept]
    tracer.left = len(points)
    points = [tracer.shown(p, n) for n, p in enumerate(points)]
    return Front(
        request=request,
        asked=len(solved),
        points=tuple(points),
        nested=tuple(chain),
        direction="upwards" if chain else "",
        knee=knee([p.cost for p in points], [p.objective for p in points]),
        complete=whole and bool(chain or not request.nested),
    )


class _Tracer:
    """The levels of one model."""

    def __init__(self, model: Levelled, request: Request, clock: Clock, parts: Unfinished) -> None:
        self.model, self.request, self.parts = model, request, parts
        self.clock = clock
        self.left = request.points * (2 if request.nested else 1)

    def points(self) -> tuple[list[Point], bool]:
        """Solved points in rising order of their level, and whether all levels were asked."""
        top = self._solved("point-0", self.model.most, None, None)
        if top is None:
            raise NoPlanInTimeError("stopped before there was a point of the front")
        low, high = min(self.model.least(self._limits()), top.cost), top.cost
        found, missed = [replace(top, level=high)], False
        for number, level in enumerate(np.linspace(high, low, self.request.points)[1:], start=1):
            before = found[-1]
            if self.clock.expired:
                return sharpened(found[::-1]), False
            if before.cost <= _room(float(level)):
                self.left -= 1
                found.append(replace(before, level=float(level)))
                continue
            try:
                point = self._solved(f"point-{number}", float(level), before.starts, None)
            except InfeasibleError:
                break  # nor has a tighter level a plan
            if point is None:
                missed = True
                continue
            found.append(point)
        return sharpened(found[::-1]), not missed

    def chain(self, points: list[Point]) -> list[Point]:
        """A plan for each point that has all of the one before; empty where time ended it."""
        chain = [points[0]]
        for number, point in enumerate(points[1:], start=1):
            if self.clock.expired:
                return []
            before = chain[-1]
            if self.model.contains(point.starts, before.starts):
                chain.append(point)
                continue
            try:
                found = self._solved(f"upwards-{number}", point.level, point.starts, before.starts)
            except InfeasibleError:
                found = None
            if found is None or found.objective > before.objective:
                found = before  # it is a plan of the larger level, and a part of itself
            bound = point.bound
            chain.append(
                replace(
                    found, level=point.level, bound=bound, gap=relative_gap(found.objective, bound)
                )
            )
        return chain

    def shown(self, point: Point, number: int) -> Point:
        """A point with its plan as it is shown."""
        name = f"built-{number}"
        before = self.parts.find(name)
        if before is not None:
            return replace(point, built=before.arrays["plan.built"])
        built = self.model.built(point.starts, point.cost, self._limits())
        self.left -= 1
        if built is not None:
            self._keep(name, {"plan.built": built}, None)
        return replace(point, built=built)

    def _solved(
        self, name: str, level: float, known: IntArray | None, part: IntArray | None
    ) -> Point | None:
        before = self.parts.find(name)
        if before is not None and not self.model.broken(before.arrays["plan.starts"], level):
            self.clock = self.clock.at(float(before.note["seconds"]))
            self.left -= 1
            return self._point(Solved(before.arrays["plan.starts"], before.note["bound"]), level)
        try:
            solved = self.model.solve(level, self._limits(first=known is None), known, part)
        except NoPlanInTimeError:
            return None
        self.left -= 1
        if broken := self.model.broken(solved.starts, level):
            raise UncheckedPlan("the plan did not pass its independent check: " + str(broken[0]))
        point = self._point(solved, level)
        self._keep(name, {"plan.starts": solved.starts}, solved.bound)
        self.clock.report(_stage(name, self.request.points), point.objective, point.bound)
        return point

    def _point(self, solved: Solved, level: float) -> Point:
        objective = self.model.objective(solved.starts)
        bound = None if solved.bound is None else min(solved.bound, objective)
        return Point(
            level=level,
            cost=self.model.cost(solved.starts),
            objective=objective,
            bound=bound,
            gap=relative_gap(objective, bound),
            starts=solved.starts,
        )

    def _keep(self, name: str, arrays: Mapping[str, IntArray], bound: float | None) -> None:
        if not self.clock.limits.stop:
            self.parts.keep(name, arrays, {"bound": bound, "seconds": self.clock.seconds})

    def _limits(self, *, first: bool = False) -> Limits:
        """Twice an even share of the time that is left, as many take less; more for the first."""
        remaining = self.clock.remaining
        share = remaining * (SHARE_OF_FIRST if first else 2 / (max(self.left, 1) + 1))
        return replace(
            self.clock.limits, on_progress=None, time_s=max(min(share, remaining), LEAST_SECONDS)
        )


def _room(level: float) -> float:
    return level + ROOM * max(1.0, level)


def _stage(name: str, points: int) -> str:
    kind, _dash, number = name.partition("-")
    if kind == "point":
        return f"point {int(number) + 1} of {points}"
    return f"nested plan {int(number) + 1}"
