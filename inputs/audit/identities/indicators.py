"""Identities of the region-wide indicators: parts and wholes, and the tables they sum up."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from inputs.audit.identity import Identity, Tables, joined, residuals


@dataclass(frozen=True)
class Sum:
    """An indicator of a document that is the sum of others, printed to `unit`.

    `open_list`: the document says "of which" and names only some parts, so that they may not
    exceed the whole but need not reach it.
    """

    document: str
    total: str
    parts: tuple[str, ...]
    unit: float
    open_list: bool = False


@dataclass(frozen=True)
class Total:
    """An indicator that repeats the region's row of another table, in other units."""

    document: str
    indicator: str
    part: int
    table: str
    field: str
    factor: float
    unit: float


_SUMS = (
    Sum(
        "A",
        "territory_total",
        (
            "zone_of_intensive_agglomeration_processes",
            "zone_of_active_agglomeration_processes",
            "zone_of_weak_agglomeration_processes",
        ),
        0.01,
    ),
    Sum(
        "A",
        "territory_total",
        (
            "agricultural_land",
            "settlement_land",
            "industry_transport_communications_defence_an",
            "specially_protected_health_recreation_histor",
            "forest_fund_land",
            "water_fund_land",
            "reserve_land",
        ),
        0.01,
    ),
    Sum("A", "settlement_land", ("settlement_land_urban", "settlement_land_rural"), 0.01),
    Sum("A", "population_total", ("urban_population", "rural_population"), 1),
    Sum("A", "births", ("natural_increase", "deaths"), 0.1),
    Sum("A", "arrivals", ("departures", "net_migration"), 0.1),
    Sum(
        "A",
        "employed_by_economic_activity_total",
        (
            "employed_industry",
            "employed_construction",
            "employed_agriculture",
            "employed_education",
            "employed_health_and_social_services",
            "employed_other",
        ),
        1,
    ),
    Sum("A", "housing_stock_total_floor_area", ("housing_stock_urban", "housing_stock_rural"), 0.1),
    Sum(
        "A",
        "road_length_total",
        (
            "roads_of_republican_international_significan",
            "roads_of_oblast_significance",
            "roads_of_district_significance",
        ),
        1,
    ),
    Sum(
        "A",
        "water_consumption_total",
        (
            "water_consumption_household_drinking",
            "water_consumption_industrial",
            "water_consumption_agriculture",
        ),
        0.01,
        open_list=True,
    ),
    Sum(
        "A",
        "electricity_demand",
        ("electricity_demand_municipal_domestic", "electricity_demand_production"),
        1,
        open_list=True,
    ),
    Sum(
        "A", "heat_demand", ("heat_demand_municipal_domestic", "heat_demand_production"), 0.1, True
    ),
    Sum(
        "A",
        "gas_demand",
        ("gas_demand_municipal_domestic", "gas_demand_production"),
        1,
        open_list=True,
    ),
    Sum(
        "S",
        "territory_total",
        (
            "agricultural_land",
            "settlement_land",
            "industry_transport_communications_space_defe",
            "specially_protected_territories",
            "forest_fund_land",
            "water_fund_land",
            "reserve_land",
        ),
        1,
    ),
    Sum("S", "settlement_land", ("of_which_urban", "of_which_rural"), 1),
    Sum("S", "population_total", ("urban_population", "rural_population"), 1),
    Sum(
        "S",
        "population_total",
        ("children_under_15", "working_age", "above_working_age"),
        1,
    ),
    Sum("S", "births", ("natural_increase", "deaths"), 0.1),
    Sum("S", "arrivals", ("departures", "net_migration"), 0.1),
    Sum("S", "employed_total", ("employed_by_economic_activity",), 1),
    Sum(
        "S",
        "employed_by_economic_activity",
        (
            "employed_industry",
            "employed_construction",
            "employed_agriculture",
            "employed_education",
            "employed_health_and_social_services",
            "employed_other",
        ),
        1,
    ),
    Sum("S", "housing_stock_total", ("housing_stock_urban", "housing_stock_rural"), 1),
    Sum("S", "road_length_total", ("republican_roads", "oblast_roads", "district_roads"), 1),
    Sum(
        "S",
        "water_consumption_total",
        ("household_drinking", "industrial", "agricultural"),
        1,
        open_list=True,
    ),
    Sum("S", "electricity_demand", ("municipal_demand", "industrial_demand"), 1),
    Sum(
        "W",
        "land_total",
        (
            "land_agri",
            "land_settlements",
            "land_industry",
            "land_protected",
            "land_forest",
            "land_water",
            "land_reserve",
        ),
        0.1,
    ),
    Sum("W", "land_settlements", ("land_settl_urban", "land_settl_rural"), 1),
    Sum("W", "pop_total", ("pop_urban", "pop_rural"), 1),
    Sum("W", "pop_total", ("age_0_15", "age_working", "age_retired"), 1),
    Sum("W", "births", ("natural_increase", "deaths"), 0.1),
    Sum("W", "arrivals", ("departures", "net_migration"), 0.1),
    Sum("W", "employed_total", ("employed_by_activity",), 1),
    Sum(
        "W",
        "employed_by_activity",
        (
            "emp_industry",
            "emp_construction",
            "emp_agri",
            "emp_education",
            "emp_health",
            "emp_other",
        ),
        1,
    ),
    Sum("W", "housing_total", ("housing_urban", "housing_rural"), 1),
    Sum("W", "road_km", ("road_republic", "road_oblast", "road_district"), 1),
    Sum("W", "water_use", ("water_domestic", "water_industrial", "water_agri"), 1),
    Sum("W", "el_demand", ("el_communal", "el_industrial"), 1),
    Sum("W", "heat_demand", ("heat_communal", "heat_industrial"), 1),
    Sum("W", "gas_demand", ("gas_communal", "gas_industrial"), 1),
)

_THOUSAND = 0.001
# mln m3 a year in thousand m3 a day
DAYS = 0.365
_TOTALS = (
    Total("S", "population_total", 1, "population", "population", _THOUSAND, 1),
    Total("W", "pop_total", 1, "population", "population", _THOUSAND, 1),
    Total("S", "housing_stock_total", 1, "housing", "stock_end", 1, 1),
    Total("W", "housing_total", 1, "housing", "stock_end", 1, 1),
    Total("W", "schools", 2, "schools", "seats_end", _THOUSAND, 0.1),
    Total("W", "preschools", 2, "preschool", "seats_end", _THOUSAND, 0.1),
)


def _wide(tables: Tables, document: str, part: int = 1) -> pd.DataFrame:
    """Values by year (rows) and indicator (columns)."""
    frame = tables["indicators"]
    rows = frame[(frame["document"] == document) & (frame["part"] == part)]
    return rows.pivot_table(index="year", columns="indicator_id", values="value")


def _rows_of(tables: Tables, document: str, indicator: str, part: int = 1) -> pd.DataFrame:
    frame = tables["indicators"]
    return frame[
        (frame["document"] == document)
        & (frame["indicator_id"] == indicator)
        & (frame["part"] == part)
    ]


def _sums(tables: Tables) -> pd.DataFrame:
    """Each year in which every part is printed."""
    wide = {document: _wide(tables, document) for document in {s.document for s in _SUMS}}
    found = []
    for rule in _SUMS:
        years = wide[rule.document]
        if not {*rule.parts} <= {*years.columns}:
            continue
        own = _rows_of(tables, rule.document, rule.total)
        parts = own["year"].map(years[list(rule.parts)].sum(axis=1, skipna=False))
        if rule.open_list:
            parts = parts.where(parts > own["value"], own["value"])
        bound = 0.5 * rule.unit * (len(rule.parts) + 1)
        found.append(residuals(own, "value", own["value"], parts, bound))
    return joined(found)


def _totals(tables: Tables) -> pd.DataFrame:
    found = []
    for rule in _TOTALS:
        own = _rows_of(tables, rule.document, rule.indicator, rule.part)
        region = own["unit_id"].iloc[0] if len(own) else ""
        other = tables[rule.table]
        values = other[other["unit_id"] == region].set_index("year")[rule.field] * rule.factor
        expected = own["year"].map(values)
        found.append(residuals(own, "value", own["value"], expected, rule.unit))
    return joined(found)


def _water_indicators(tables: Tables) -> pd.DataFrame:
    """Water consumption of a region is the abstraction of its oblasts, per day."""
    own = tables["water_indicators"]
    own = own[own["indicator"] == "water_consumption_total"]
    balance = tables["water_balance"]
    parent = tables["units"].set_index("unit_id")["parent_id"]
    totals = balance[(balance["flow"] == "abstraction") & (balance["source"] == "total")]
    by_year = (
        totals.assign(region=totals["unit_id"].map(parent))
        .groupby(["region", "year"])["value_mln_m3"]
        .agg(["sum", "size"])
    )
    found = by_year.reindex(pd.MultiIndex.from_frame(own[["unit_id", "year"]]))
    expected = pd.Series(found["sum"].to_numpy() / DAYS, index=own.index)
    bound = pd.Series(0.5 + 0.05 * found["size"].to_numpy() / DAYS, index=own.index)
    return residuals(own, "value", own["value"], expected, bound)


IDENTITIES = (
    Identity(
        "total = sum of the parts",
        "indicators",
        _sums,
        "half of the printed unit times (parts + 1)",
        (),
    ),
    Identity(
        "indicator = row of the region",
        "indicators",
        _totals,
        "one printed unit: both figures are rounded, and the parts before them",
        tuple(sorted({t.table for t in _TOTALS})),
    ),
    Identity(
        "consumption = abstraction per day",
        "water_indicators",
        _water_indicators,
        "half a printed unit, and 0.05 mln m3 a year for each oblast",
        ("water_balance", "units"),
    ),
)
