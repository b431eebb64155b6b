"""Tables of water: abstraction by use, the balance of oblasts, indicators and commitments."""

from __future__ import annotations

from inputs.schemas.base import (
    Field,
    ForeignKey,
    Role,
    Table,
    figure,
    note,
    provenance,
    source,
)
from inputs.schemas.fields import optional_provenance, quantity_fields, unit_id, year
from inputs.schemas.territory import unit_key

FLOWS = (
    "abstraction",
    "use",
    "discharge",
    "irrecoverable_consumption",
    "conveyance_loss",
)
SOURCES = (
    "total",
    "surface",
    "surface_of_which_sea",
    "ground",
    "ground_of_which_mine",
    "collector_drainage",
    "wastewater",
    "of_which_to_water_bodies",
)
ROW_PATTERN = r"^([1-9]|1[0-7]|3[a-e]|total)$"


def _year() -> Field:
    return year("Horizon 2040 or 2050")


WATER_ABSTRACTION = Table(
    "water_abstraction",
    "Water by district and use",
    "Annual water by unit and use (South annexes 10-23, West annexes 10-17). Abstraction only, in "
    "total, except for the cities of Almaty and Shymkent, which have flows and sources. Household "
    "demand is row 1 plus row 3a: rural districts keep it inside agricultural water supply. Rows "
    "3a-3e are parts of row 3. A printed zero is a zero; an empty value is lost text. Sauran "
    "district stands in no annex.",
    (
        unit_id(),
        _year(),
        Field("flow", "string", "What happens to the water", allowed=FLOWS),
        Field("source", "string", "Where the water comes from, or goes to", allowed=SOURCES),
        Field(
            "row_no",
            "string",
            "Row of the annex: 1-17, 3a-3e (parts of 3), total",
            pattern=ROW_PATTERN,
        ),
        Field("use_type", "string", "What the water is used for", pattern=r"^[a-z_]+$"),
        Field(
            "level",
            "string",
            "item: adds up to the total; subitem: part of row 3; total: sum of the items",
            allowed=("item", "subitem", "total"),
        ),
        figure("value_mln_m3", "Water in the year", "mln m3"),
        Field(
            "quality",
            "string",
            "ok, or damaged: the text of the document has lost characters here",
            allowed=("ok", "damaged"),
        ),
        Field(
            "annex",
            "integer",
            "Annex of the document",
            role=Role.PROVENANCE,
            minimum=10,
            maximum=23,
        ),
        *provenance(),
        note(),
    ),
    key=("unit_id", "year", "flow", "source", "row_no"),
    foreign_keys=(unit_key(),),
)

WATER_BALANCE = Table(
    "water_balance",
    "Water balance of oblasts",
    "Abstraction, use and discharge of oblasts by source (South table 1 of section 53, West table "
    "1 of section 50). Other means collector-drainage and waste water; surface water of Mangystau "
    "is mostly sea water for cooling.",
    (
        unit_id("Oblast, city of republican significance or region"),
        _year(),
        Field(
            "flow",
            "string",
            "What happens to the water",
            allowed=("abstraction", "use", "discharge"),
        ),
        Field(
            "source",
            "string",
            "Where the water comes from",
            allowed=("total", "surface", "ground", "other"),
        ),
        figure("value_mln_m3", "Water in the year, as printed", "mln m3"),
        Field(
            "value_derived_mln_m3",
            "number",
            "Sum of the sources, where the printed figure has lost a digit",
            "mln m3",
            Role.DERIVED,
            nullable=True,
            minimum=0,
        ),
        *provenance(),
        note(),
    ),
    key=("unit_id", "year", "flow", "source"),
    foreign_keys=(unit_key(),),
)

WATER_INDICATORS = Table(
    "water_indicators",
    "Water indicators of a region",
    "Rows on water of the technical-economic indicators (South annex 3). The row called water "
    "consumption equals abstraction of the balance.",
    (
        unit_id("Region"),
        Field("indicator", "string", "Indicator", pattern=r"^[a-z_]+$"),
        year("Base year 2024 or horizon"),
        figure("value", "Value", "see unit"),
        Field("unit", "string", "Unit of value"),
        *provenance(),
        note(),
    ),
    key=("unit_id", "indicator", "year"),
    foreign_keys=(unit_key(),),
)

WATER_PROJECTS = Table(
    "water_projects",
    "Water commitments",
    "What the documents commit to in water supply and water management, one row per commitment and "
    "unit. Settlements to be connected are counted, not named.",
    (
        Field("project_id", "string", "Commitment", pattern=r"^[SW]-W\d{2,3}$"),
        unit_id("Oblast, city or region it concerns"),
        Field(
            "kind",
            "string",
            "core: drinking-water supply of named units; core_regionwide: the same for a whole "
            "region; related: waste water, irrigation, hydraulic works",
            allowed=("core", "core_regionwide", "related"),
        ),
        Field("place_names", "string", "Places named in the text, Latin letters", nullable=True),
        Field("action", "string", "What is to be done", pattern=r"^[a-z0-9_]+$"),
        Field(
            "technology",
            "string",
            "By which means",
            nullable=True,
            pattern=r"^[a-z0-9_]+$",
        ),
        *quantity_fields(),
        Field("unit", "string", "What is counted", nullable=True),
        year("Horizon by which; empty where none is printed", nullable=True),
        Field("horizon_basis", "string", "Where the horizon is printed", role=Role.NOTE),
        *provenance(),
        note(),
    ),
    key=("project_id", "unit_id"),
    foreign_keys=(unit_key(),),
)

WATER_TRANSFERS = Table(
    "water_transfers",
    "Transfers of water",
    "Ways on which water reaches a unit beside its own planned abstraction: rivers that may carry "
    "on what is not taken upstream, canals, conduits, plants. Capacities are assumptions, also "
    "where a document names the way.",
    (
        Field("transfer_id", "string", "Way of water", pattern=r"^WT-\d{2}$"),
        Field("name", "string", "Name in English"),
        Field("from_unit", "string", "Unit the water comes from; empty: outside", nullable=True),
        Field(
            "from_source",
            "string",
            "surface: of the planned surface water of from_unit; reserve: of the explored "
            "groundwater of its region beyond the plan; outside: none of the territory's water",
            allowed=("surface", "reserve", "outside"),
        ),
        Field(
            "to_unit", "string", "Unit that gets it; of a sea intake the unit that cools with it"
        ),
        Field(
            "kind",
            "string",
            "river, canal: on as surface water; conduit, groundwater, desalination: piped to all "
            "uses; sea: salt water for the industry of to_unit",
            allowed=("river", "canal", "conduit", "groundwater", "desalination", "sea"),
        ),
        Field(
            "capacity_mln_m3",
            "number",
            "Most that may leave in a year; empty: as much as the plan's industry takes (sea)",
            "mln m3 a year",
            nullable=True,
            minimum=0,
        ),
        Field("low", "number", "Low end of its range", "mln m3 a year", nullable=True, minimum=0),
        Field("high", "number", "High end of its range", "mln m3 a year", nullable=True, minimum=0),
        Field(
            "cost_kzt_m3",
            "number",
            "Running cost of what leaves; empty: cost_assumption",
            "KZT per m3",
            nullable=True,
            minimum=0,
        ),
        Field("cost_assumption", "string", "Assumption that gives the cost", nullable=True),
        Field("loss_share", "number", "Lost on the way", "share", minimum=0, maximum=0.99),
        Field(
            "basis",
            "string",
            "documented: a document names the way; assumption: none does",
            allowed=("documented", "assumption"),
        ),
        *optional_provenance(),
        source(),
        note(),
    ),
    key=("transfer_id",),
    foreign_keys=(
        ForeignKey(("from_unit",), "units", ("unit_id",)),
        ForeignKey(("to_unit",), "units", ("unit_id",)),
        ForeignKey(("cost_assumption",), "assumptions", ("name",)),
    ),
    ascending=(("low", "capacity_mln_m3", "high"),),
)

TABLES = (WATER_ABSTRACTION, WATER_BALANCE, WATER_INDICATORS, WATER_PROJECTS, WATER_TRANSFERS)
