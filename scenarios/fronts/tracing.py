"""A front by the epsilon-constraint method, and the nested plans along it.

Source: Haimes, Lasdon and Wismer (1971), On a bicriterion formulation of the problems of integrated
system identification and system optimization, IEEE Transactions on Systems, Man, and Cybernetics
1(3), 296-297.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion import (
    Cap,
    CapacityExpansionInstance,
    CapacityExpansionSolution,
    Measure,
    Resolver,
    Stage,
)
from models.capacity_expansion.experience import Experience
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.nesting import Starts, downwards, upwards
from models.capacity_expansion.solution import accounts, check_plan, measures
from optimizer.certificate import relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.errors import UncheckedPlan
from scenarios.fronts.answer import Front, Point, Request
from scenarios.fronts.shape import ROOM, better, knee, non_dominated, sharpened
from scenarios.unfinished import NOTHING_KEPT, Part, Unfinished

SECONDS_OF_POINT = 20.0
LEAST_POINTS = 2


def trace(
    instance: CapacityExpansionInstance,
    request: Request,
    limits: Limits | None = None,
    parts: Unfinished = NOTHING_KEPT,
) -> Front:
    """Solve the levels from the loosest to the tightest, each from where the last one ended.

    The ends are the plan of least shortage, and then the least of what is given up; levels lie
    evenly between them. Every cap of `instance` on another measure stays.

    Parameters
    ----------
    limits : threads, seed, stop and progress; time and gap are the request's
    parts : of the same front, begun before; what is found is added

    Raises
    ------
    InfeasibleError
        no plan meets every requirement
    NoPlanInTimeError
        stopped before there were two points
    UncheckedPlan
        a plan did not pass its independent check
    """
    clock = replace(limits or Limits(), time_s=request.time_s, gap=request.gap).clock()
    tracer = _Tracer(instance, request, clock, parts)
    points = tracer.points()
    if len(points) < LEAST_POINTS:
        raise NoPlanInTimeError("stopped before there were two points of the front")
    chain, direction = _chain(tracer, points) if request.nested else ([], "")
    if chain:
        points = [better(p, c) for p, c in zip(points, chain, strict=True)]
    kept = non_dominated(points, request.against)
    front = tuple(points[i] for i in kept)
    return Front(
        request=request,
        asked=len(points),
        points=front,
        nested=tuple(chain[i] for i in kept) if chain else (),
        direction=direction,
        knee=knee([p.measured(request.against) for p in front], [p.objective for p in front]),
        complete=len(points) == request.points and bool(chain or not request.nested),
    )


class _Tracer:
    """The levels of one instance."""

    def __init__(
        self,
        instance: CapacityExpansionInstance,
        request: Request,
        clock: Clock,
        parts: Unfinished,
    ) -> None:
        self.request = request
        self.parts = parts
        self.clock = clock
        self.measure = request.against.measure
        self.most = min(
            (c.level for c in instance.caps if c.measure is self.measure), default=np.inf
        )
        others = tuple(c for c in instance.caps if c.measure is not self.measure)
        self.free = replace(instance, caps=others, stages=(Stage(Measure.SHORTAGE),))
        self.resolver = Resolver(follow=True)

    def at(self, level: float) -> CapacityExpansionInstance:
        """The instance whose plans stay within a level."""
        cap = Cap(self.measure, min(level + ROOM * max(1.0, level), self.most))
        return replace(self.free, caps=(*self.free.caps, cap))

    def limits(self) -> Limits:
        return replace(
            self.clock.limits,
            on_progress=None,
            time_s=min(self.clock.remaining, max(SECONDS_OF_POINT, self.clock.remaining / 3)),
        )

    def points(self) -> list[Point]:
        """Solved points in rising order of their level."""
        start = self.free if np.isinf(self.most) else self.at(self.most)
        least = Stage(Measure.SHORTAGE, self.request.gap / 2)
        other = Stage(self.measure, self.request.gap / 2)
        top = self._solved(replace(start, stages=(least, other)), None, 0)
        bottom = self._solved(replace(start, stages=(other, least)), None, 1)
        if top is None or bottom is None:
            return [p for p in (top, bottom) if p is not None]
        against = self.request.against
        low, high = bottom.measured(against), top.measured(against)
        found = [top]
        for level in np.linspace(high, low, self.request.points)[1:-1]:
            if self.clock.expired:
                break
            point = self._solved(self.at(float(level)), float(level), len(found) + 1)
            if point is not None:
                found.append(point)
        return sharpened([bottom, *found[::-1]])

    def _solved(
        self, instance: CapacityExpansionInstance, level: float | None, number: int
    ) -> Point | None:
        name = f"point-{number}"
        before = self.parts.find(name)
        if before is not None and not check_plan(instance, *_plan(before)):
            plan, bound = self._restored(before)
            self.resolver.remember(Experience.from_arrays(before.arrays))
            return self.point(*plan, level, bound)
        try:
            solution = self.resolver.solve(instance, self.limits())
        except NoPlanInTimeError:
            return None
        except InfeasibleError:
            if level is None:
                raise
            return None
        stages = [s.measure for s in instance.stages]
        proof = solution.certificates[stages.index(Measure.SHORTAGE)]
        point = self.point(solution.starts, solution.flows, level, proof.bound)
        _require_checked(solution)
        assert self.resolver.experience is not None
        self.keep(
            name,
            (solution.starts, solution.flows),
            proof.bound,
            self.resolver.experience.to_arrays(),
        )
        stage = f"point {number + 1} of {self.request.points}"
        self.clock.report(stage, point.objective, point.bound)
        return point

    def keep(
        self,
        name: str,
        plan: Starts,
        bound: float | None = None,
        beside: Mapping[str, NDArray[Any]] = MappingProxyType({}),
    ) -> None:
        """A plan as a part, with the seconds it took to come so far; not one that was cut short."""
        if not self.clock.limits.stop:
            arrays = {**beside, "plan.starts": plan[0], "plan.flows": plan[1]}
            self.parts.keep(name, arrays, {"bound": bound, "seconds": self.clock.seconds})

    def chained(self, direction: str) -> list[Starts]:
        """The first plans of a nested row that were kept."""
        found: list[Starts] = []
        while before := self.parts.find(f"{direction}-{len(found)}"):
            found.append(self._restored(before)[0])
        return found

    def _restored(self, part: Part) -> tuple[Starts, float | None]:
        """A kept plan and its bound; the clock goes on from where it was."""
        self.clock = self.clock.at(float(part.note["seconds"]))
        return _plan(part), part.note["bound"]

    def point(
        self, starts: IntArray, flows: FloatArray | None, level: float | None, bound: float | None
    ) -> Point:
        """A plan's place; a level of None is the one it reaches."""
        reached = measures(self.free, accounts(self.free, starts, flows))
        shortage = reached[Measure.SHORTAGE]
        bound = None if bound is None else min(bound, shortage)
        return Point(
            level=reached[self.measure] if level is None else level,
            cost=reached[Measure.COST],
            objective=shortage,
            worst_share=reached[Measure.WORST_SHARE],
            bound=bound,
            gap=relative_gap(shortage, bound),
            starts=starts,
            flows=flows,
        )


def _plan(part: Part) -> Starts:
    return part.arrays["plan.starts"], part.arrays.get("plan.flows")


def _chain(tracer: _Tracer, points: list[Point]) -> tuple[list[Point], str]:
    """The better of the rows of plans built upwards and downwards, one per point."""
    instances = [tracer.at(p.level) for p in points]
    largest = (points[-1].starts, points[-1].flows)
    rows: dict[str, list[Starts]] = {}
    for name in ("downwards", "upwards"):
        if tracer.clock.expired:
            break
        tracer.clock.report(f"nested plans {name}", None, None)

        def tell(number: int, plan: Starts, name: str = name) -> None:
            tracer.keep(f"{name}-{number}", plan)

        known = tracer.chained(name)
        terms = tracer.clock, SECONDS_OF_POINT, known, tell
        if name == "upwards":
            rows[name] = upwards(instances, *terms)
        else:
            rows[name] = downwards(instances[::-1], largest, *terms)[::-1]
    whole = {
        name: [tracer.point(*plan, p.level, p.bound) for plan, p in zip(row, points, strict=True)]
        for name, row in rows.items()
        if len(row) == len(points)
    }
    if not whole:
        return [], ""
    best = min(whole, key=lambda name: sum(p.objective for p in whole[name]))
    for instance, point in zip(instances, whole[best], strict=True):
        if found := check_plan(instance, point.starts, point.flows):
            raise UncheckedPlan("a nested plan did not pass its check: " + str(found[0]))
    return whole[best], best


def _require_checked(solution: CapacityExpansionSolution) -> None:
    broken = [str(v) for c in solution.certificates for v in c.violations]
    if broken or not all(c.checked for c in solution.certificates):
        raise UncheckedPlan("the plan did not pass its independent check: " + "; ".join(broken))
