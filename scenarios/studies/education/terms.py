"""The question in arrays: need, stock, menu and money by unit and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.education.programme import Programme
from scenarios.studies.money import at_level, spend_profile, value_or, yearly_budget
from scenarios.studies.standards import equity_weights

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ASSUMPTIONS = (
    "discount_rate",
    "carry_over_share",
    "tail_years",
    "tail_need_growth",
    "equity_from_year",
    "max_starts_per_unit_year",
    "growth_variant",
    "inflation",
)
OF_TRANSFERS = ("transfer_cost_pupil_year", "transfer_max_distance_km", "circuity_road")


@dataclass(frozen=True)
class Terms:
    """Everything a simulation or an optimisation of places needs to know.

    N units, Y years (`years`, from the base year to the last of the scenario), K sizes.

    Attributes
    ----------
    units : (N,) leaf unit ids; oblasts : (N,) their oblast ids
    years : (Y,) base year .. last year
    need : (N, Y) places needed; stock : (N, Y) places that stand without any decision
    sizes : (K,) places; cost : (N, K) mln KZT for a building at constant prices
    price_index : (Y,) construction price relative to the budget's prices
    budget : (Y,) mln KZT newly available, 0 before the first year
    carry_over_limit : (Y,) mln KZT
    lead : years from start to service; max_starts : most starts in a unit in a year
    """

    programme: Programme
    scenario: Scenario
    assumptions: Assumptions
    units: tuple[str, ...]
    oblasts: tuple[str, ...]
    years: IntArray
    need: FloatArray
    stock: FloatArray
    documented_places: pd.DataFrame
    sizes: IntArray
    cost: FloatArray
    price_index: FloatArray
    budget: FloatArray
    carry_over_limit: FloatArray
    lead: int
    max_starts: int
    spend_profile: FloatArray
    discount_rate: float
    equity_from: int
    equity_weight: FloatArray

    @property
    def first(self) -> int:
        return self.scenario.years.first

    @property
    def last(self) -> int:
        return self.scenario.years.last

    @cached_property
    def discount(self) -> FloatArray:
        """(Y,) factor of each year, 1 in the first year and before."""
        age = np.maximum(0, self.years - self.first)
        return np.asarray((1.0 + self.discount_rate) ** -age, dtype=float)

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """(Y,) years that the measures sum over: first to last year of the scenario."""
        return np.asarray(self.years >= self.first)

    @cached_property
    def shift_factor(self) -> FloatArray:
        """(Y,) pupils that one place serves by the scenario's norm (1 = one shift)."""
        until = self.scenario.shifts.second_shift_until
        if until is None or not self.programme.shifts:
            return np.ones(len(self.years))
        return np.where(self.years <= until, 1.0 + self.scenario.shifts.second_shift_share, 1.0)

    @cached_property
    def unit_index(self) -> dict[str, int]:
        return {unit: n for n, unit in enumerate(self.units)}

    def building_price(self, unit: str, size: float, start_year: int) -> float:
        """Mln KZT for a building of `size` places started in `start_year`.

        A size beside the menu is priced as the cheapest combination of buildings that holds it.
        """
        n = self.unit_index[unit]
        buildings = cheapest_cover(int(np.ceil(size)), self.sizes, self.cost[n])
        price = float(sum(self.cost[n, k] for k in buildings))
        return price * self.index_of(start_year)

    def index_of(self, year: int) -> float:
        position = int(np.clip(year - self.years[0], 0, len(self.years) - 1))
        return float(self.price_index[position])


def build_terms(territory: Territory, scenario: Scenario, programme: Programme) -> Terms:
    """Read the tables and apply the scenario.

    Raises
    ------
    InputError
        unknown units, oblasts, sizes or assumption names, with the path inside the scenario
    """
    assumptions = territory.assumptions.with_overrides(dict(scenario.assumptions))
    units = tuple(territory.leaf_units(scenario.region))
    oblasts = tuple(territory.oblast_of(u) for u in units)
    years = np.arange(programme.base_year, scenario.years.last + 1)
    table = territory.table(programme.table)
    table = table[table["unit_id"].isin(units)].set_index(["unit_id", "year"]).sort_index()
    _require_rows(table, units, programme)

    need = _need(table, units, years, scenario, programme, assumptions)
    stock = _stock(table, units, years, scenario, programme)
    documented = (
        table[programme.new_places]
        .unstack("year")
        .reindex(index=list(units))[list(programme.horizons)]
    )
    sizes, place_cost = _menu(assumptions, scenario, programme)
    coefficient = np.array([assumptions.value(f"cost_coefficient_{o}") for o in oblasts])
    inflation = at_level(scenario.money.inflation, assumptions, "inflation")
    ages = np.maximum(0, years - scenario.years.first)
    budget = yearly_budget(
        years,
        scenario.years.first,
        scenario.money,
        assumptions.value(f"{programme.table}_budget_bn"),
    )
    carry = value_or(scenario.money.carry_over_share, assumptions, "carry_over_share")
    lead = int(assumptions.value(f"{programme.prefix}_lead_time_years"))
    equity_from = scenario.equity.from_year or int(assumptions.value("equity_from_year"))
    return Terms(
        programme=programme,
        scenario=scenario,
        assumptions=assumptions,
        units=units,
        oblasts=oblasts,
        years=years,
        need=need,
        stock=stock,
        documented_places=documented.astype(float).fillna(0.0),
        sizes=sizes,
        cost=coefficient[:, None] * (sizes * place_cost)[None, :],
        price_index=(1.0 + inflation) ** ages,
        budget=budget,
        carry_over_limit=carry * budget,
        lead=lead,
        max_starts=scenario.construction.max_starts_per_unit_year
        or int(assumptions.value("max_starts_per_unit_year")),
        spend_profile=spend_profile(assumptions, programme.prefix),
        discount_rate=assumptions.value("discount_rate"),
        equity_from=max(equity_from, scenario.years.first + lead),
        equity_weight=equity_weights(territory, oblasts, scenario.equity),
    )


def cheapest_cover(places: int, sizes: IntArray, cost: FloatArray) -> list[int]:
    """Indices of the cheapest multiset of buildings that holds at least `places`.

    Exact dynamic programme over multiples of the sizes' common divisor; ties of equal cost go to
    larger buildings. Of the building with the least cost per place, with b blocks, an optimal
    cover exists that uses fewer than b others: any b of them hold a subset whose blocks sum to a
    multiple of b, which the cheapest kind replaces. So only the remainder is searched
    (Gilmore and Gomory 1966 on the knapsack's periodicity).
    """
    if places <= 0:
        return []
    step = int(np.gcd.reduce(sizes))
    target = -(-places // step)
    blocks = sizes // step
    thrifty = int(np.lexsort((-sizes, np.round(cost / sizes, 12)))[0])
    searched = int(blocks[thrifty] * (1 + blocks.max()))
    repeats = max(0, (target - searched) // int(blocks[thrifty]))
    target -= repeats * int(blocks[thrifty])
    best = np.zeros(target + 1)
    choice = np.zeros(target + 1, dtype=int)
    order = np.argsort(-sizes, kind="stable")
    for s in range(1, target + 1):
        totals = cost[order] + best[np.maximum(0, s - blocks[order])]
        pick = int(np.argmin(np.round(totals, 9)))
        best[s], choice[s] = totals[pick], order[pick]
    chosen = [thrifty] * repeats
    left = target
    while left > 0:
        chosen.append(int(choice[left]))
        left -= int(blocks[choice[left]])
    return sorted(chosen, key=lambda k: -int(sizes[k]))


def used_assumptions(terms: Terms) -> pd.DataFrame:
    """Rows of the assumption table that an answer rests on, with the values used."""
    programme = terms.programme
    names = {
        f"{programme.prefix}_lead_time_years",
        f"{programme.table}_budget_bn",
        *ASSUMPTIONS,
        *(f"cost_coefficient_{oblast}" for oblast in terms.oblasts),
        *(f"{programme.prefix}_place_cost_{size}" for size in terms.sizes),
    }
    if terms.scenario.transfers.enabled:
        names |= set(OF_TRANSFERS)
    table = terms.assumptions.to_table()
    shares = table["name"].str.startswith(f"{programme.prefix}_spend_share_year_")
    return table[table["name"].isin(names) | shares].reset_index(drop=True)


def _require_rows(table: pd.DataFrame, units: Sequence[str], programme: Programme) -> None:
    wanted = product(units, (programme.base_year, *programme.horizons))
    missing = [pair for pair in wanted if pair not in table.index]
    if missing:
        unit, year = missing[0]
        raise InputError(
            "no row for a unit of the scenario's region",
            file=f"{programme.table}.csv",
            column="unit_id, year",
            value=f"{unit}, {year}",
            expected="one row for every leaf unit, the base year and every horizon",
        )


def _need(
    table: pd.DataFrame,
    units: Sequence[str],
    years: IntArray,
    scenario: Scenario,
    programme: Programme,
    assumptions: Assumptions,
) -> FloatArray:
    anchors = np.array([programme.base_year, *programme.horizons])
    at_base = table[programme.base_need].xs(programme.base_year, level="year").reindex(list(units))
    at_horizon = (
        table[programme.need].unstack("year").reindex(list(units))[list(programme.horizons)]
    )
    known = np.column_stack([at_base.to_numpy(float), at_horizon.to_numpy(float)])
    if np.isnan(known).any():
        n, h = np.argwhere(np.isnan(known))[0]
        raise InputError(
            "need is missing",
            file=f"{programme.table}.csv",
            column=programme.base_need if h == 0 else programme.need,
            value=f"{units[n]}, {anchors[h]}",
            expected="a number",
        )
    if scenario.demand.interpolation == "linear":
        need = np.array([np.interp(years, anchors, row) for row in known])
    else:
        need = np.maximum(0.0, PchipInterpolator(anchors, known, axis=1)(years))
    growth = at_level(scenario.demand.growth, assumptions, "growth_variant")
    unknown = set(scenario.demand.unit_growth) - set(units)
    if unknown:
        raise InputError(
            "unit is not in the scenario's region",
            column="demand.unit_growth",
            value=sorted(unknown)[0],
            expected="ids of units in the region",
        )
    factor = growth * np.array([scenario.demand.unit_growth.get(u, 1.0) for u in units])
    ramp = (years - anchors[0]) / (anchors[-1] - anchors[0])
    return np.asarray(need * (1.0 + (factor[:, None] - 1.0) * ramp[None, :]), dtype=float)


def _stock(
    table: pd.DataFrame,
    units: Sequence[str],
    years: IntArray,
    scenario: Scenario,
    programme: Programme,
) -> FloatArray:
    base = table[programme.base_capacity].xs(programme.base_year, level="year").reindex(list(units))
    stock = np.repeat(base.to_numpy(float)[:, None], len(years), axis=1)
    if scenario.construction.apply_2030_adjustment:
        change = table[programme.adjustment].unstack("year").reindex(list(units))
        for horizon in programme.horizons:
            stock[:, years >= horizon] += change[horizon].fillna(0).to_numpy(float)[:, None]
    return np.asarray(np.maximum(0.0, stock), dtype=float)


def _menu(
    assumptions: Assumptions, scenario: Scenario, programme: Programme
) -> tuple[IntArray, FloatArray]:
    """Sizes (places) and cost per place (mln KZT) of the buildings on the menu."""
    pattern = re.compile(rf"^{programme.prefix}_place_cost_(\d+)$")
    known = {int(m[1]): name for name in assumptions if (m := pattern.match(name))}
    chosen = scenario.construction.sizes or tuple(sorted(known))
    unknown = [s for s in chosen if s not in known]
    if unknown:
        raise InputError(
            "no cost is known for this size",
            column="construction.sizes",
            value=str(unknown[0]),
            expected=", ".join(map(str, sorted(known))),
        )
    sizes = np.array(sorted(chosen), dtype=np.int64)
    return sizes, np.array([assumptions.value(known[int(s)]) for s in sizes])
