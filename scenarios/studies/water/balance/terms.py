"""The assumptions of the balance in use, and what the scenario changes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.water.balance.documents import USES, FloatArray

VARIANTS = ("normal", "dry", "very_dry")
SLICES = 4  # parts of a use, each worth less than the one before
RANKS = {"household": 0, "industry": 1, "obligation": 2, "irrigation": 3, "other": 3}


@dataclass(frozen=True)
class BalanceTerms:
    """Values and factors.

    Attributes
    ----------
    value : (5, SLICES) KZT per m3 short by use, falling from slice to slice
    surface_factor : (3,) share of planned surface water by variant
    ground_growth : groundwater beyond the plan as a share of the planned
    ground_cost : KZT per m3 of it
    abstraction_cost : KZT per m3 as planned
    names : assumptions read
    """

    value: FloatArray
    surface_factor: FloatArray
    ground_growth: float
    ground_cost: float
    abstraction_cost: float
    names: tuple[str, ...]


def read_terms(assumptions: Assumptions) -> BalanceTerms:
    """Read the assumptions.

    Raises
    ------
    InputError
        one is missing
    """
    names = [f"water_value_{use}" for use in USES]
    mean = np.array([assumptions.value(name) for name in names])
    spread = assumptions.value("water_value_spread") * np.linspace(1.0, -1.0, SLICES)
    factors = [f"water_surface_factor_{variant}" for variant in VARIANTS[1:]]
    return BalanceTerms(
        value=mean[:, None] * (1.0 + spread),
        surface_factor=np.array([1.0, *(assumptions.value(name) for name in factors)]),
        ground_growth=assumptions.value("water_ground_growth_share"),
        ground_cost=assumptions.value("groundwater_cost_m3"),
        abstraction_cost=assumptions.value("water_abstraction_cost_m3"),
        names=(
            *names,
            "water_value_spread",
            *factors,
            "water_ground_growth_share",
            "groundwater_cost_m3",
            "water_abstraction_cost_m3",
        ),
    )


def assumptions_of(territory: Territory, scenario: Scenario) -> Assumptions:
    """The table with the scenario's overrides.

    Raises
    ------
    InputError
        an override names no assumption
    """
    return territory.assumptions.with_overrides(scenario.assumptions)
