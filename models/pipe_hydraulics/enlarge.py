"""Diameters that keep pressure and velocity right at least cost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from models.pipe_hydraulics.diameters import cheapest
from models.pipe_hydraulics.forest import FloatArray, IntArray, PipeForest
from models.pipe_hydraulics.options import Options
from models.pipe_hydraulics.simulate import (
    TOLERANCE_M,
    TOLERANCE_VELOCITY,
    Hydraulics,
    flow_l_s,
    headloss_m,
    least_pressure,
    simulate,
    velocity_m_s,
)
from optimizer.certificate import Status, Violation, relative_gap
from optimizer.engines import derived_status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

EXACT = Limits(gap=0.0)
TOLERANCE_COST = 1e-9


@dataclass(frozen=True)
class Enlargement:
    """A forest whose pipes are wide enough, and what was changed to make it so.

    Attributes
    ----------
    before : the forest as it was given
    forest : the same with the new diameters
    classes_mm : (C,) diameters there are
    cost_per_m : (C,) their price, money per metre
    least_pressure_m : (V,) metres of water, what each node was to get
    largest_velocity_m_s : of every pipe
    pipes : (K,) pipes that were enlarged, rising
    before_mm, after_mm : (K,) their diameters
    because : (K,) "velocity" where a smaller class would be too fast, otherwise "pressure"
    cost_before, objective : price of all pipes before and after, money
    bound : no diameters that keep both limits cost less
    status : OPTIMAL where the gap is within the limit asked for, otherwise FEASIBLE
    seconds : wall time
    engine : how it was found
    reason : why the search ended
    """

    before: PipeForest = field(repr=False)
    forest: PipeForest = field(repr=False)
    classes_mm: FloatArray
    cost_per_m: FloatArray
    least_pressure_m: FloatArray = field(repr=False)
    largest_velocity_m_s: float
    pipes: IntArray
    before_mm: FloatArray
    after_mm: FloatArray
    because: tuple[str, ...]
    cost_before: float
    objective: float
    bound: float
    status: Status
    seconds: float
    engine: str
    reason: str

    @property
    def gap(self) -> float | None:
        return relative_gap(self.objective, self.bound)

    def check(self, hydraulics: Hydraulics | None = None) -> list[Violation]:
        """Every requirement that the answer breaks; empty when it meets all.

        Parameters
        ----------
        hydraulics : what another engine found in `forest`; `simulate` unless given
        """
        after, before = self.forest.diameter_mm, self.before.diameter_mm
        found = (hydraulics or simulate(self.forest)).violations(
            self.forest,
            least_pressure_m=self.least_pressure_m,
            largest_velocity_m_s=self.largest_velocity_m_s,
        )
        for constraint, broken in (
            ("diameter of a class", ~np.isin(after, self.classes_mm)),
            ("no smaller than before", after < before),
        ):
            found += [
                Violation(constraint, self.forest.pipe_name(int(pipe)), float(after[pipe]))
                for pipe in np.flatnonzero(broken)
            ]
        price = dict(zip(self.classes_mm.tolist(), self.cost_per_m.tolist(), strict=True))
        cost = sum(
            price.get(wide, np.inf) * long
            for wide, long in zip(after.tolist(), self.forest.length_m.tolist(), strict=True)
        )
        scale = TOLERANCE_COST * max(1.0, abs(cost))
        if abs(cost - self.objective) > scale:
            found.append(Violation("stated objective", "forest", abs(cost - self.objective)))
        if self.bound > self.objective + scale:
            found.append(Violation("stated bound", "forest", self.bound - self.objective))
        return found


def enlarge(
    forest: PipeForest,
    classes_mm: ArrayLike,
    cost_per_m: ArrayLike,
    *,
    least_pressure_m: ArrayLike,
    largest_velocity_m_s: float,
    limits: Limits | None = None,
) -> Enlargement:
    """Enlarge pipes at least cost until least pressure and largest velocity hold.

    No pipe gets smaller; with every pipe at the smallest class it is a design from nothing.

    Parameters
    ----------
    forest : each diameter is one of `classes_mm`
    classes_mm : (C,) diameters there are, millimetres, rising
    cost_per_m : (C,) price of a class laid, money per metre, not falling
    least_pressure_m : metres of water above the ground; one number for every node with demand
        (elsewhere water must only reach the ground), or (V,) one for each node
    largest_velocity_m_s : metres per second, > 0, of every pipe
    limits : time, gap, stop; 60 seconds and no gap unless given

    Raises
    ------
    ValueError
        classes that do not rise, prices that fall or are missing, a diameter that is no class,
        a velocity that is not positive, pressures of another shape
    InfeasibleError
        naming the nodes and pipes that cannot be served even with the largest class
    """
    clock = (limits or EXACT).clock()
    classes, price = _classes(classes_mm, cost_per_m)
    if not (np.isfinite(largest_velocity_m_s) and largest_velocity_m_s > 0):
        raise ValueError(
            f"largest_velocity_m_s: {largest_velocity_m_s:g}, expected a finite number > 0"
        )
    least = least_pressure(forest, least_pressure_m)
    given = _given(forest, classes)
    flow = flow_l_s(forest)
    speed = velocity_m_s(flow[:, None], classes[None, :])
    slow = speed <= largest_velocity_m_s * (1.0 + TOLERANCE_VELOCITY)
    by_velocity = np.where(slow.any(axis=1), slow.argmax(axis=1), len(classes) - 1)
    options = Options(
        forest,
        headloss_m(flow[:, None], forest.length_m[:, None], classes, forest.roughness[:, None]),
        forest.length_m[:, None] * price,
        np.maximum(given, by_velocity),
        forest.elevation_m + least,
    )
    reasons = _too_fast(forest, speed[:, -1], largest_velocity_m_s, flow, classes[-1])
    reasons += _too_low(options, least, classes[-1])
    if reasons:
        raise InfeasibleError(reasons)
    choice = cheapest(options, clock)
    enlarged = replace(forest, diameter_mm=classes[choice.classes])
    changed = np.flatnonzero(choice.classes != given)
    return Enlargement(
        before=forest,
        forest=enlarged,
        classes_mm=classes,
        cost_per_m=price,
        least_pressure_m=least,
        largest_velocity_m_s=largest_velocity_m_s,
        pipes=changed,
        before_mm=forest.diameter_mm[changed],
        after_mm=enlarged.diameter_mm[changed],
        because=tuple(
            np.where(choice.classes == by_velocity, "velocity", "pressure")[changed].tolist()
        ),
        cost_before=options.cost(given),
        objective=choice.cost,
        bound=choice.bound,
        status=derived_status(
            choice.classes.astype(float), choice.cost, choice.bound, clock.limits.gap
        ),
        seconds=clock.seconds,
        engine=choice.engine,
        reason=choice.reason,
    )


def _classes(classes_mm: ArrayLike, cost_per_m: ArrayLike) -> tuple[FloatArray, FloatArray]:
    classes = np.atleast_1d(np.asarray(classes_mm, dtype=float))
    price = np.atleast_1d(np.asarray(cost_per_m, dtype=float))
    if classes.ndim != 1 or not classes.size:
        raise ValueError(f"classes_mm: shape {classes.shape}, expected (classes,), at least one")
    if price.shape != classes.shape:
        raise ValueError(
            f"cost_per_m: shape {price.shape}, expected {classes.shape}, one for each class"
        )
    for name, values, least, falls, expected in (
        ("classes_mm", classes, classes > 0, np.diff(classes) <= 0, "finite, > 0 and rising"),
        ("cost_per_m", price, price >= 0, np.diff(price) < 0, "finite, >= 0 and not falling"),
    ):
        bad = ~(np.isfinite(values) & least) | np.append(False, falls)
        if bad.any():
            place = int(np.argmax(bad))
            raise ValueError(
                f"{name}: class {place} has {values[place]:g} in {values.tolist()}, "
                f"expected {expected}"
            )
    return classes, price


def _given(forest: PipeForest, classes: FloatArray) -> IntArray:
    place = np.searchsorted(classes, forest.diameter_mm)
    known = np.append(classes, np.nan)[place] == forest.diameter_mm
    if not known.all():
        pipe = int(np.argmin(known))
        raise ValueError(
            f"diameter_mm: {forest.pipe_name(pipe)} has {forest.diameter_mm[pipe]:g}, "
            f"expected one of {classes.tolist()}"
        )
    return np.asarray(place, dtype=np.int64)


def _too_fast(
    forest: PipeForest, speed: FloatArray, largest: float, flow: FloatArray, widest: float
) -> tuple[str, ...]:
    return tuple(
        f"velocity: {forest.pipe_name(int(pipe))} carries {flow[pipe]:.3g} l/s at "
        f"{speed[pipe]:.3g} m/s even with {widest:g} mm, at most {largest:g} is allowed"
        for pipe in np.flatnonzero(speed > largest * (1.0 + TOLERANCE_VELOCITY))
    )


def _too_low(options: Options, least: FloatArray, widest: float) -> tuple[str, ...]:
    forest = options.forest
    largest = np.full(forest.pipes, options.loss.shape[1] - 1)
    pressure = options.heads(largest) - forest.elevation_m
    return tuple(
        f"pressure: {forest.name(int(node))} gets {pressure[node]:.2f} m of the {least[node]:g} m "
        f"it needs even when all pipes are {widest:g} mm; "
        f"{least[node] - pressure[node]:.2f} m more head is needed at its source"
        for node in np.flatnonzero(pressure < least - TOLERANCE_M)
    )
