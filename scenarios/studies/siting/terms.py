"""The siting question as arrays: settlements, pupils, places, ways, costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.distances import DistanceMatrix, DistanceService
from inputs.errors import InputError
from inputs.places import place_schematically
from inputs.points import Points
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.calendar import period_factors
from scenarios.studies.money import at_level
from scenarios.studies.siting.wishes import decided_places, startable, with_decided_sites

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

CLASSES = {"city": "city", "kent (settlement)": "kent", "planned new city": "city"}
VILLAGE = "village"
BASE_YEAR = 2024  # of pupils, places and population in the scheme of the South
CENSUS_YEARS = (2018, 2025, 2035, 2050)  # of settlement populations
CORE = 1  # level of the core in the hierarchy of service centres
ASSUMPTIONS = (
    "circuity_road",
    "discount_rate",
    "existing_places_exponent",
    "growth_variant",
    "school_bus_cost_pupil_km",
    "school_distance_city_km",
    "school_distance_kent_km",
    "school_distance_village_km",
    "school_site_factor_local",
    "school_site_factor_none",
    "school_size_to_need",
    "school_unserved_cost",
    "tail_years",
)


@dataclass(frozen=True)
class SitingTerms:
    """N settlements that are demand points and candidate sites at once, T periods, K sizes.

    Attributes
    ----------
    settlements : settlement_id, name, unit_id, district, kind (city | kent | village), lat, lon,
        coord_quality, level (of the service centre, 0 where it is none), documented
    need : (N, T) pupils
    existing : (N,) places that stand
    distances : (N, N) km by road with its mode, source and estimates
    standard : (N,) longest way of a pupil to another settlement, km
    origin, site, km : (A,) pairs within the standard
    size : (K,) places; cost : (N, K) mln KZT; allowed : (N, K) on the settlement's menu
    startable : (N, K, T) buildings of the menu that are not forbidden
    decided : (N, T) places in new schools that must stand by a period
    discount, years : (T,) factor on money; discounted years that a period stands for
    max_sites, budget : (T,) inf where not limited; mln KZT
    """

    scenario: Scenario
    assumptions: Assumptions
    settlements: pd.DataFrame
    periods: tuple[int, ...]
    need: FloatArray
    existing: FloatArray
    distances: DistanceMatrix
    standard: FloatArray
    origin: IntArray
    site: IntArray
    km: FloatArray
    size: FloatArray
    cost: FloatArray
    allowed: BoolArray
    startable: BoolArray
    decided: FloatArray
    discount: FloatArray
    years: FloatArray
    max_sites: FloatArray
    budget: FloatArray

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """(N,) settlement_id."""
        return tuple(map(str, self.settlements["settlement_id"]))

    @property
    def documented(self) -> IntArray:
        """Settlements that the scheme makes service centres."""
        return np.flatnonzero(self.settlements["documented"].to_numpy())

    def value(self, name: str) -> float:
        return self.assumptions.value(name)


def build_terms(territory: Territory, scenario: Scenario) -> SitingTerms:
    """Read the question's arrays.

    Raises
    ------
    InputError
        a table is missing, or no settlement lies in the scenario's region
    """
    assumptions = territory.assumptions.with_overrides(scenario.assumptions)
    siting = scenario.siting
    periods = siting.periods
    table = settlements_of(territory, list(scenario.region))
    if table.empty:
        raise InputError(
            "no settlement of the agglomeration lies in the scenario's region",
            value=", ".join(scenario.region),
            expected="units such as karasai, talgar, ile",
        )
    need = _need(territory, table, scenario, assumptions)
    points = Points.from_frame(table, "settlement_id", "name")
    distances = DistanceService(assumptions).straight(points, points, "road")
    km = distances.dense()
    standard = np.array(
        [
            siting.standard_km.get(kind, assumptions.value(f"school_distance_{kind}_km"))
            for kind in table["kind"]
        ]
    )
    within = km <= standard[:, None]
    np.fill_diagonal(within, True)
    origin, site = np.nonzero(within)
    sizes = _sizes(scenario, assumptions)
    factor = np.array([_factor(assumptions, level) for level in table["level"]])
    factor *= [
        assumptions.value(f"cost_coefficient_{territory.oblast_of(unit)}")
        for unit in table["unit_id"]
    ]
    place = np.array([assumptions.value(f"school_place_cost_{size}") for size in sizes])
    most = assumptions.value("school_size_to_need") * need.max(axis=1)
    size = np.array(sizes, dtype=float)
    allowed = size <= np.maximum(size[0], most)[:, None]
    ids = tuple(map(str, table["settlement_id"]))
    may = startable(scenario, ids, periods, size, allowed)
    fixed = decided_places(scenario, ids, periods)
    discount, years = period_factors(
        periods,
        periods[0],
        rate=assumptions.value("discount_rate"),
        tail=int(assumptions.value("tail_years")),
    )
    return SitingTerms(
        scenario=scenario,
        assumptions=assumptions,
        settlements=table,
        periods=periods,
        need=need,
        existing=_existing(territory, table, scenario, assumptions),
        distances=distances,
        standard=standard,
        origin=origin,
        site=site,
        km=km[origin, site],
        size=size,
        cost=factor[:, None] * size * place,
        allowed=allowed,
        startable=may,
        decided=with_decided_sites(fixed, scenario, ids, periods, size, may),
        discount=discount,
        years=years,
        max_sites=_max_sites(scenario, int(table["documented"].sum())),
        budget=np.array([1000.0 * siting.budget_bn_by_period.get(y, np.inf) for y in periods]),
    )


def used_assumptions(terms: SitingTerms) -> pd.DataFrame:
    """Rows of the assumption table that the answer rests on."""
    table = terms.assumptions.to_table()
    places = [f"school_place_cost_{size:g}" for size in terms.size]
    used = table["name"].isin([*ASSUMPTIONS, *places, "cost_coefficient_almaty_oblast"])
    return table[used].reset_index(drop=True)


def settlements_of(territory: Territory, region: list[str]) -> pd.DataFrame:
    """The settlements of `SitingTerms` in units and all below them, the core left out."""
    table = place_schematically(territory.table("settlements"))
    places = territory.table("places").set_index("place_id")["unit_id"]
    stand_in = table["fallback_place_id"].map(places)
    table["unit_id"] = table["unit_id"].where(table["unit_id"].notna(), stand_in)
    centres = territory.table("service_centres").set_index("settlement_id")["level"]
    table["level"] = table["settlement_id"].map(centres).fillna(0).astype(int)
    inside = table["unit_id"].isin(territory.leaf_units(region))
    table = table[inside & (table["level"] != CORE)].reset_index(drop=True)
    table["documented"] = table["level"] > CORE
    table["kind"] = table["type"].map(CLASSES).fillna(VILLAGE)
    table["name"] = table["name_en"]
    table["district"] = [territory.name(unit) for unit in table["unit_id"]]
    return table


def _population(table: pd.DataFrame, year: int) -> FloatArray:
    """People by settlement; none before the first year that a planned town is counted in."""
    known = table[[f"population_{y}" for y in CENSUS_YEARS]].fillna(0.0).to_numpy(float)
    return np.array([np.interp(year, CENSUS_YEARS, row) for row in known]) * (
        known[:, np.searchsorted(CENSUS_YEARS, year, side="right") - 1] > 0
    )


def _series(territory: Territory, name: str, column: str, unit: str) -> pd.Series:
    table = territory.table(name)
    rows = table[table["unit_id"] == unit].set_index("year")[column].dropna().sort_index()
    if rows.empty:
        raise InputError(
            f"no {column} of this unit", file=f"{name}.csv", value=unit, expected="a row a horizon"
        )
    return rows


def _need(
    territory: Territory, table: pd.DataFrame, scenario: Scenario, assumptions: Assumptions
) -> FloatArray:
    """(N, T) population of the settlement x pupils per head of its district, by year."""
    level = at_level(scenario.demand.growth, assumptions, "growth_variant")
    periods = scenario.siting.periods
    people = np.column_stack([_population(table, year) for year in periods])
    share = {unit: _pupils_per_head(territory, unit, periods) for unit in set(table["unit_id"])}
    per_head = np.array([share[unit] for unit in table["unit_id"]])
    horizon = max(CENSUS_YEARS)
    elapsed = np.array([(year - BASE_YEAR) / (horizon - BASE_YEAR) for year in periods])
    own = np.array([scenario.demand.unit_growth.get(unit, 1.0) for unit in table["unit_id"]])
    factor = (1 + (level - 1) * elapsed) * (1 + (own[:, None] - 1) * elapsed)
    return np.asarray(people * per_head * factor, dtype=float)


def _pupils_per_head(territory: Territory, unit: str, periods: tuple[int, ...]) -> FloatArray:
    need = _series(territory, "schools", "need_seats", unit)
    pupils = _series(territory, "schools", "pupils", unit)
    known = pd.concat([pupils[pupils.index == BASE_YEAR], need]).groupby(level=0).first()
    share = (known / _series(territory, "population", "population", unit)).dropna().sort_index()
    years = share.index.to_numpy(dtype=float)
    return np.asarray(np.interp(periods, years, share.to_numpy(dtype=float)), dtype=float)


def _existing(
    territory: Territory, table: pd.DataFrame, scenario: Scenario, assumptions: Assumptions
) -> FloatArray:
    """(N,) the district's places spread by population, or the planner's own list."""
    listed = scenario.siting.existing_places
    people = _population(table, 2025)
    places = np.zeros(len(table))
    for unit in dict.fromkeys(table["unit_id"]):
        here = (table["unit_id"] == unit).to_numpy()
        own = [listed.get(i) for i in table.loc[here, "settlement_id"]]
        if any(value is not None for value in own):
            places[here] = [value or 0.0 for value in own]
            continue
        standing = float(_series(territory, "schools", "seats_end", unit)[BASE_YEAR])
        district = float(_series(territory, "population", "population", unit)[BASE_YEAR])
        part = min(1.0, people[here].sum() / district)
        weight = people[here] ** assumptions.value("existing_places_exponent")
        places[here] = standing * part * weight / weight.sum()
    return places


def _sizes(scenario: Scenario, assumptions: Assumptions) -> tuple[int, ...]:
    prefix = "school_place_cost_"
    menu = sorted(int(n.removeprefix(prefix)) for n in assumptions if n.startswith(prefix))
    chosen = scenario.construction.sizes
    return tuple(menu) if chosen is None else tuple(s for s in menu if s in chosen)


def _factor(assumptions: Assumptions, level: int) -> float:
    name = {2: None, 3: "school_site_factor_local"}.get(level, "school_site_factor_none")
    return 1.0 if name is None else assumptions.value(name)


def _max_sites(scenario: Scenario, documented: int) -> FloatArray:
    siting = scenario.siting
    total = documented if siting.sites == "documented" else siting.sites
    most = np.full(len(siting.periods), np.inf if total is None else float(total))
    for number, year in enumerate(siting.periods):
        most[number] = min(most[number], siting.sites_by_period.get(year, np.inf))
    # A later limit holds for earlier periods too, because what opens stays.
    return np.minimum.accumulate(most[::-1])[::-1].copy()
