"""The question in arrays: lots of settlements, their people, costs and money by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.calendar import discount_factors
from scenarios.studies.money import (
    MLN_PER_BN,
    at_level,
    spend_profile,
    value_or,
    yearly_budget,
)
from scenarios.studies.standards import equity_weights
from scenarios.studies.water.lots import (
    TECHNOLOGIES,
    allowed_technologies,
    build_lots,
    connection_cost,
)
from scenarios.studies.water.sizes import rural_population

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

HORIZONS = (2030, 2040, 2050)
LITRES_PER_M3 = 1000.0
DAYS = 365.0
KZT_PER_MLN = 1e6

ASSUMPTIONS = (
    "water_budget_bn", "water_settlements_budget_share", "water_oblast_building_bn",
    "water_lead_time_years", "water_spend_share_year_1", "water_spend_share_year_2",
    "water_unconnected_size_factor", "water_no_local_source_share", "water_cost_exponent",
    "water_group_main_village", "water_group_main_village_people",
    "water_local_source_village", "water_local_source_village_people",
    "water_block_module_cost", "water_block_module_people", "water_block_module_l_person_day",
    "water_running_cost_group_main", "water_running_cost_local_source",
    "water_running_cost_block_module", "water_consumption_l_person_day",
    "carry_over_share", "discount_rate", "tail_years", "equity_from_year", "growth_variant",
    "inflation",
)  # fmt: skip


@dataclass(frozen=True)
class WaterTerms:
    """Everything a simulation or an optimisation of connections needs to know.

    N lots, G oblasts, Y years (first to last of the scenario), K technologies.

    Attributes
    ----------
    lots : (N rows) as `build_lots` describes
    oblasts : (G,) ids; oblast : (N,) index into them
    years : (Y,)
    settlements : (N,) to connect; people : (N,) of one of them in the base year
    growth : (G, Y) rural people of the oblast's region relative to the base year
    cost : (N, K) mln KZT for a settlement at constant prices; allowed : (N, K)
    price_index : (Y,) construction price relative to the budget's prices
    budget : (Y,) mln KZT for connecting settlements; carry_over_share : of it
    oblast_limit : (G, Y) most that an oblast may spend in a year, mln KZT
    lead : years from start to first water; profile : (P,) shares of cost by construction year
    weight : (G,) equity weight of an oblast's people
    running_cost : (K,) mln KZT a person and year
    """

    scenario: Scenario
    assumptions: Assumptions
    lots: pd.DataFrame
    oblasts: tuple[str, ...]
    oblast: IntArray
    years: IntArray
    settlements: IntArray
    people: FloatArray
    growth: FloatArray
    cost: FloatArray
    allowed: BoolArray
    price_index: FloatArray
    budget: FloatArray
    carry_over_share: float
    oblast_limit: FloatArray
    lead: int
    profile: FloatArray
    discount_rate: float
    equity_from: int
    weight: FloatArray
    running_cost: FloatArray

    @property
    def first(self) -> int:
        return self.scenario.years.first

    @property
    def last(self) -> int:
        return self.scenario.years.last

    @property
    def tail(self) -> int:
        """Years after the last in which a connection still counts."""
        return int(self.assumptions.value("tail_years"))

    @cached_property
    def discount(self) -> FloatArray:
        """(Y,) factor of each year."""
        return discount_factors(self.years, self.first, self.discount_rate)

    @property
    def carry_over_limit(self) -> FloatArray:
        """(Y,) mln KZT."""
        return self.carry_over_share * self.budget

    @cached_property
    def cheapest(self) -> IntArray:
        """(N,) the allowed technology that costs least."""
        return np.asarray(np.where(self.allowed, self.cost, np.inf).argmin(axis=1))

    @cached_property
    def price(self) -> FloatArray:
        """(N,) mln KZT for a settlement by its cheapest allowed technology."""
        return np.asarray(self.cost[np.arange(len(self.cost)), self.cheapest], dtype=float)

    @cached_property
    def need(self) -> FloatArray:
        """(G, Y) people of the settlements to connect."""
        base = np.bincount(
            self.oblast, weights=self.settlements * self.people, minlength=len(self.oblasts)
        )
        return np.asarray(base[:, None] * self.growth, dtype=float)

    @cached_property
    def oblast_index(self) -> dict[str, int]:
        return {oblast: g for g, oblast in enumerate(self.oblasts)}

    def column(self, year: int | IntArray) -> IntArray:
        """Position of years on the axis, the nearest one outside it."""
        return np.asarray(np.clip(year, self.years[0], self.years[-1]) - self.years[0])

    def people_in(self, lot: int, year: int) -> float:
        """People of one settlement of a lot in a year."""
        return float(self.people[lot] * self.growth[self.oblast[lot], self.column(year)])


def oblasts_of(territory: Territory, scenario: Scenario) -> tuple[str, ...]:
    """Oblasts and cities of republican significance in the scenario's region."""
    leaves = territory.leaf_units(scenario.region)
    return tuple(dict.fromkeys(territory.oblast_of(unit) for unit in leaves))


def build_terms(territory: Territory, scenario: Scenario) -> WaterTerms:
    """Read the tables and apply the scenario.

    Raises
    ------
    InputError
        tables, units or assumptions that the question needs are missing or cannot be
    """
    assumptions = territory.assumptions.with_overrides(dict(scenario.assumptions))
    lots = build_lots(territory, scenario, assumptions, oblasts_of(territory, scenario))
    oblasts = tuple(dict.fromkeys(map(str, lots["unit_id"])))
    number = {oblast: g for g, oblast in enumerate(oblasts)}
    oblast = np.array([number[unit] for unit in lots["unit_id"]], dtype=np.int64)
    years = np.arange(scenario.years.first, scenario.years.last + 1)
    people = lots["people_each"].to_numpy(dtype=float)
    coefficient = np.array([assumptions.value(f"cost_coefficient_{unit}") for unit in oblasts])
    share = assumptions.value("water_settlements_budget_share")
    budget = share * yearly_budget(
        years, scenario.years.first, scenario.money, assumptions.value("water_budget_bn")
    )
    inflation = at_level(scenario.money.inflation, assumptions, "inflation")
    lead = int(assumptions.value("water_lead_time_years"))
    equity_from = scenario.equity.from_year or int(assumptions.value("equity_from_year"))
    return WaterTerms(
        scenario=scenario,
        assumptions=assumptions,
        lots=lots,
        oblasts=oblasts,
        oblast=oblast,
        years=years,
        settlements=lots["settlements"].to_numpy(dtype=np.int64),
        people=people,
        growth=np.array([_growth(territory, o, years, scenario, assumptions) for o in oblasts]),
        cost=connection_cost(people, coefficient[oblast], assumptions),
        allowed=allowed_technologies(lots, scenario, assumptions),
        price_index=np.asarray((1.0 + inflation) ** (years - scenario.years.first), dtype=float),
        budget=budget,
        carry_over_share=value_or(scenario.money.carry_over_share, assumptions, "carry_over_share"),
        oblast_limit=_oblast_limit(oblasts, years, scenario, assumptions),
        lead=lead,
        profile=spend_profile(assumptions, "water"),
        discount_rate=assumptions.value("discount_rate"),
        equity_from=max(equity_from, scenario.years.first + lead),
        weight=equity_weights(territory, oblasts, scenario.equity),
        running_cost=_running_cost(assumptions),
    )


def used_assumptions(terms: WaterTerms, beside: Iterable[str] = ()) -> pd.DataFrame:
    """Rows of the assumption table that the answer rests on, with the values used.

    Parameters
    ----------
    beside : names of rows that other parts of the answer use
    """
    names = {*ASSUMPTIONS, *(f"cost_coefficient_{o}" for o in terms.oblasts), *beside}
    table = terms.assumptions.to_table()
    return table[table["name"].isin(names)].reset_index(drop=True)


def _growth(
    territory: Territory,
    oblast: str,
    years: IntArray,
    scenario: Scenario,
    assumptions: Assumptions,
) -> FloatArray:
    """(Y,) rural people of the oblast's region relative to the documents' base year."""
    known = rural_population(territory, str(territory.units.loc[oblast, "region_id"]))
    at, values = known.index.to_numpy(dtype=float), known.to_numpy(dtype=float)
    asked = np.clip(years, at[0], at[-1]).astype(float)
    if scenario.demand.interpolation == "linear" or len(at) < 2:
        people = np.interp(asked, at, values)
    else:
        people = PchipInterpolator(at, values)(asked)
    factor = at_level(scenario.demand.growth, assumptions, "growth_variant")
    ramp = (asked - at[0]) / max(at[-1] - at[0], 1.0)
    return np.asarray(people / values[0] * (1.0 + (factor - 1.0) * ramp), dtype=float)


def _oblast_limit(
    oblasts: tuple[str, ...], years: IntArray, scenario: Scenario, assumptions: Assumptions
) -> FloatArray:
    """(G, Y) what an oblast can build, or less where the scenario grants less."""
    most = np.full((len(oblasts), len(years)), assumptions.value("water_oblast_building_bn"))
    share = assumptions.value("water_settlements_budget_share")
    for g, oblast in enumerate(oblasts):
        granted = scenario.money.oblast_budget_bn_per_year.get(oblast)
        if granted is not None:
            most[g] = np.minimum(most[g], share * granted)
    return np.asarray(most * MLN_PER_BN, dtype=float)


def _running_cost(assumptions: Assumptions) -> FloatArray:
    """(K,) mln KZT a person and year."""
    litres = {
        name: assumptions.value(
            "water_block_module_l_person_day"
            if name == "block_module"
            else "water_consumption_l_person_day"
        )
        for name in TECHNOLOGIES
    }
    return np.array(
        [
            litres[name]
            / LITRES_PER_M3
            * DAYS
            * assumptions.value(f"water_running_cost_{name}")
            / KZT_PER_MLN
            for name in TECHNOLOGIES
        ]
    )
