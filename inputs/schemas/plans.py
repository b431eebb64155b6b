"""Tables of documented plans of every sector, industry items and planning documents."""

from __future__ import annotations

from inputs.schemas.base import Field, ForeignKey, Table, figure, note, provenance
from inputs.schemas.fields import quantity_fields, unit_id, unit_ids
from inputs.schemas.territory import unit_key

STATUSES = (
    "existing",
    "under_construction",
    "planned",
    "proposed",
    "considered",
    "forecast",
    "target",
    "norm",
    "policy",
    "structure",
    "constraint",
    "risk",
)
PLAN_HORIZON_PATTERN = r"^(existing|\d{4}([-;]\d{4})*)$"

DOCUMENTED_PLANS = Table(
    "documented_plans",
    "Documented plans",
    "What the schemes S, W and A state about every sector: stock, proposals, targets, forecasts. "
    "Counts that a document declares and the places that it names stand in rows of their own: the "
    "note says where rows must not be added. None of the three documents states a cost.",
    (
        Field("plan_id", "string", "Id of the row", pattern=r"^[SWA]-[A-Z]{2,3}-\d{3}$"),
        Field("sector", "string", "Sector", pattern=r"^[a-z_]+$"),
        Field("subsector", "string", "Kind of object or action", nullable=True),
        unit_id("Smallest unit that holds the row; empty outside the regions", nullable=True),
        unit_ids(),
        Field("settlement_id", "string", "Settlement of the agglomeration", nullable=True),
        Field("place_names", "string", "Places named, Latin letters", nullable=True),
        Field("place_names_kk", "string", "Places named, as printed", nullable=True),
        Field("description", "string", "What is planned, in English"),
        *quantity_fields(),
        Field(
            "quantity_text", "string", "Quantity that is a range or several numbers", nullable=True
        ),
        Field("unit", "string", "Unit of the quantity", nullable=True),
        Field(
            "horizon",
            "string",
            "existing, a year, or years that the text does not tell apart joined by ;",
            nullable=True,
            pattern=PLAN_HORIZON_PATTERN,
        ),
        Field(
            "horizon_year",
            "integer",
            "The year by which, where the text ties the row to one",
            "calendar year",
            nullable=True,
            minimum=1900,
            maximum=2200,
        ),
        Field("status", "string", "What kind of statement it is", allowed=STATUSES),
        figure("cost", "Cost, where a document states one", "see currency"),
        Field("currency", "string", "Currency and price year of cost", nullable=True),
        *provenance(),
        note(),
    ),
    key=("plan_id",),
    foreign_keys=(
        unit_key(),
        ForeignKey(("settlement_id",), "settlements", ("settlement_id",)),
    ),
)

INDUSTRY_ITEMS = Table(
    "industry_items",
    "Industry items by oblast and horizon",
    "Items of the South's lists of industrial development: sector, oblast, horizon, whether a "
    "physical facility is meant, and the places named. Read automatically, without wording.",
    (
        Field("item_id", "string", "Id of the item", pattern=r"^S-II-\d{3}$"),
        Field("sector", "string", "Branch of industry"),
        Field("oblast_id", "string", "Oblast-level unit of the list"),
        unit_id("Smallest unit that holds the places named"),
        unit_ids(),
        Field(
            "horizon",
            "integer",
            "Horizon of the list",
            "calendar year",
            minimum=1900,
            maximum=2200,
        ),
        Field("physical_facility", "boolean", "A facility is to be built or enlarged"),
        Field("place_names_kk", "string", "Places named, as printed", nullable=True),
        *provenance(),
    ),
    key=("item_id",),
    foreign_keys=(unit_key(), ForeignKey(("oblast_id",), "units", ("unit_id",))),
)


def _count(name: str, description: str, unit: str = "documents") -> Field:
    return figure(name, description, unit, type="integer")


PLANNING_DOCUMENTS = Table(
    "planning_documents",
    "Planning documents of settlements",
    "How many settlements have a master plan or a simplified one, by oblast of the South (2024).",
    (
        unit_id("Oblast, city of republican significance or region"),
        _count("settlements", "Settlements", "settlements"),
        _count("population", "Population in 2024", "persons"),
        _count("city_plans", "City master plans required"),
        _count("city_provided", "City master plans in force"),
        _count("city_to_correct", "City master plans to be corrected"),
        _count("over_5k", "Settlements above 5 000 people that need a master plan"),
        _count("over_5k_provided", "Of these with a master plan"),
        _count("over_5k_to_correct", "Of these with one to be corrected"),
        _count("under_5k", "Settlements below 5 000 people that need a simplified plan"),
        _count("under_5k_provided", "Of these with a simplified plan"),
        _count("under_5k_to_develop", "Of these with one to be developed"),
        *provenance(),
        note(),
    ),
    key=("unit_id",),
    foreign_keys=(unit_key(),),
)

TABLES = (DOCUMENTED_PLANS, INDUSTRY_ITEMS, PLANNING_DOCUMENTS)
