"""What a plan is measured by, and the most of it that a plan may have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.dynamic_location.instance import DynamicLocationInstance, FloatArray, IntArray
from models.dynamic_location.solution import TOLERANCE, check_plan, objective_of
from optimizer.certificate import Violation


class Measure(StrEnum):
    """Sums over all periods that can be minimised or held down."""

    MONEY = "discounted money"  # for modules, travel and unserved demand
    MODULES = "discounted money for modules"
    UNSERVED = "discounted unserved demand"  # unit-years


@dataclass(frozen=True)
class Cap:
    """The most that a plan may have of a measure."""

    measure: Measure
    level: float


def measure_of(
    instance: DynamicLocationInstance,
    modules: IntArray,
    flow: FloatArray,
    unserved: FloatArray,
    measure: Measure,
) -> float:
    """A measure of a plan, in plain NumPy."""
    if measure is Measure.MONEY:
        return objective_of(instance, modules, flow, unserved)
    if measure is Measure.UNSERVED:
        return float(unserved.sum(axis=0) @ instance.years)
    return float(np.einsum("mkt,mk,t->", modules, instance.module_cost, instance.discount))


def check_caps(
    instance: DynamicLocationInstance,
    modules: IntArray,
    flow: FloatArray,
    unserved: FloatArray,
    caps: tuple[Cap, ...],
) -> list[Violation]:
    """Every requirement of the instance and every cap that a plan breaks."""
    found = check_plan(instance, modules, flow, unserved)
    for cap in caps:
        reached = measure_of(instance, modules, flow, unserved, cap.measure)
        if reached > cap.level + TOLERANCE * max(1.0, abs(cap.level)):
            found.append(Violation("cap", cap.measure.value, reached - cap.level))
    return found
