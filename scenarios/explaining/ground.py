"""What an explanation of a yearly programme stands on: the model, its plan, the documents' plans.

N units, K modules, T periods, as in `models.capacity_expansion`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.capacity_expansion import Cap, CapacityExpansionInstance, Measure, Stage, check_plan
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.marginal import MARGINAL
from optimizer.certificate import Certificate
from scenarios.explaining.speech import Speech
from scenarios.language import Said


@dataclass(frozen=True)
class Ground:
    """A question with one measure, the plan that answers it, and what else was proposed.

    Attributes
    ----------
    instance : the run's model with the explained measure as its only stage
    measure : what prices are counted in
    starts, flows : (N, K, T), (A, T) the run's optimised plan, no flows where nothing is moved;
        None where its rows do not give back a plan of the model
    proven : bound of the run itself, -inf where it has none
    years : (T,) first calendar year of a period; last : of the scenario
    horizons : years for which the documents state what stands
    documented : by plan, (N, T) capacity that it has in service beyond what stands and is fixed
    budget_value : (T,) measure per unit of money in a period, from the run's own proof
    places : by id of a place, the units that belong to it
    unit_names : (N,)
    speech : words
    """

    instance: CapacityExpansionInstance
    measure: Measure
    starts: IntArray | None
    flows: FloatArray | None
    proven: float
    years: IntArray
    last: int
    horizons: tuple[int, ...]
    documented: Mapping[str, FloatArray]
    budget_value: FloatArray
    places: Mapping[str, IntArray]
    unit_names: tuple[Said, ...]
    speech: Speech

    def period(self, year: int) -> int:
        """Position of a year of the scenario."""
        return int(np.searchsorted(self.years, year))

    @property
    def decided_years(self) -> range:
        """Years in which something may be started."""
        return range(int(self.years[0]), self.last + 1)


def one_measure(
    instance: CapacityExpansionInstance, certificates: tuple[Certificate, ...]
) -> tuple[CapacityExpansionInstance, Measure, float]:
    """The question with its main measure alone, the measure, and the bound the run has proven.

    The main measure is shortage where it is minimised, else the first that is a sum over units,
    else the first. What stages before it reached is held; what comes after it is left open.
    """
    stages = [stage.measure for stage in instance.stages]
    first_sum = [m for m in stages if m in MARGINAL]
    main = Measure.SHORTAGE if Measure.SHORTAGE in stages else (first_sum or stages)[0]
    at = stages.index(main)
    held = tuple(
        Cap(stage.measure, float(certificate.objective or 0.0) * (1.0 + stage.tolerance) + 1e-9)
        for stage, certificate in zip(instance.stages[:at], certificates[:at], strict=True)
    )
    bound = certificates[at].bound
    question = replace(instance, stages=(Stage(main),), caps=(*instance.caps, *held))
    return question, main, -np.inf if bound is None else float(bound)


def sound(
    instance: CapacityExpansionInstance, starts: IntArray, flows: FloatArray | None
) -> tuple[IntArray | None, FloatArray | None]:
    """`starts` and `flows` where they are a plan of the model, else neither."""
    if check_plan(instance, starts, flows):
        return None, None
    return starts, flows
