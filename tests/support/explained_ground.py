"""A question so small that every plan of it can be tried, as explanations stand on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from expansion_instances import plain

from models.capacity_expansion import CapacityExpansionInstance, Measure, Stage, solve
from optimizer.limits import Limits
from scenarios.explaining.ground import Ground, one_measure
from scenarios.explaining.speech import AMOUNTS, Speech
from scenarios.language import Said, said

LIMITS = Limits(time_s=60.0, gap=1e-9, threads=1)
FIRST = 2026
PERIODS = 3


def tiny(seed: int) -> CapacityExpansionInstance:
    """Two units, one module, three periods: few enough plans to try them all."""
    random = np.random.default_rng(seed)
    instance = plain(2, 1, PERIODS, seed=seed, stages=(Stage(Measure.SHORTAGE),), lead=1)
    least = float(instance.cost.max())
    return replace(
        instance,
        budget=random.uniform(0.6, 1.6, PERIODS) * least,
        carry_over_limit=np.full(PERIODS, 0.5 * least),
        spend_profile=np.array([1.0]),
        startable=np.ones(instance.startable.shape, dtype=bool),
        max_starts=np.full((2, PERIODS), 2),
        unit_labels=("a", "b"),
        period_labels=tuple(str(FIRST + t) for t in range(PERIODS)),
    )


def ground_of(instance: CapacityExpansionInstance, documented: np.ndarray) -> Ground:
    solution = solve(instance, LIMITS)
    question, measure, proven = one_measure(instance, solution.certificates)
    return Ground(
        instance=question,
        measure=measure,
        starts=solution.starts,
        flows=None,
        proven=proven,
        years=FIRST + np.arange(PERIODS),
        last=FIRST + PERIODS - 1,
        horizons=(FIRST + PERIODS - 1,),
        documented={"documented": documented},
        budget_value=solution.budget_value,
        places={"a": np.array([0]), "b": np.array([1])},
        unit_names=(Said("a", {}), Said("b", {})),
        speech=Speech(
            "school",
            *AMOUNTS["schools"],
            said("New school places in service"),
            said("Shortage, school places"),
        ),
    )
