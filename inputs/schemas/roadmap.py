"""Tables of the Green Almaty roadmap: the one costed and sequenced plan among the documents."""

from __future__ import annotations

from inputs.schemas.base import Field, ForeignKey, Role, Table, figure, note, provenance
from inputs.schemas.fields import quantity_fields, unit_id
from inputs.schemas.territory import unit_key

ITEM_PATTERN = r"^([A-C]|T|\d{1,2}(\.\d{1,2})?)$"
BUCKETS = ("2022", "2023", "2024", "2025", "2026-2030")


def _item(description: str = "Item of the roadmap") -> Field:
    return Field("item", "string", description, pattern=ITEM_PATTERN)


def _money(name: str, description: str) -> Field:
    return figure(name, description, "mln KZT")


def _bucket() -> tuple[Field, ...]:
    return (
        Field("bucket", "string", "Column of the roadmap", allowed=BUCKETS),
        Field("first_year", "integer", "First year of the bucket", "calendar year", minimum=2022),
        Field("last_year", "integer", "Last year of the bucket", "calendar year", maximum=2030),
    )


PROJECTS = Table(
    "projects",
    "Projects of the roadmap",
    "Items, groups, sections and the grand total with their sources of money. Four items carry no "
    "cost: it stands in another programme. Group 10 prints 100 mln more than its items.",
    (
        _item(),
        Field("parent", "string", "Group or section it belongs to", nullable=True),
        Field(
            "level",
            "string",
            "project: an item without parts; the rest are printed sums",
            allowed=("total", "section", "group", "project"),
        ),
        unit_id("Unit it is carried out in"),
        Field("name", "string", "Name in English"),
        Field("executor", "string", "Who carries it out, in English", nullable=True),
        Field("executor_kk", "string", "The same as printed, abbreviations", nullable=True),
        Field("period", "string", "Years as printed"),
        _money("total_mln_kzt", "Cost over all years"),
        _money("republican_budget_mln_kzt", "Part of the republican budget"),
        _money("local_budget_mln_kzt", "Part of the local budget"),
        _money("private_mln_kzt", "Private investment"),
        Field("kpi_2025", "string", "Target of 2025 in short", role=Role.NOTE, nullable=True),
        Field("kpi_2030", "string", "Target of 2030 in short", role=Role.NOTE, nullable=True),
        *provenance(),
        note(),
    ),
    key=("item",),
    foreign_keys=(ForeignKey(("parent",), "projects", ("item",)), unit_key()),
)

PROJECT_SPENDING = Table(
    "project_spending",
    "Spending of the roadmap by year",
    "Cost of each item, group and section by column of the roadmap: four years, and 2026-2030.",
    (
        _item(),
        *_bucket(),
        _money("cost_mln_kzt", "Cost in the bucket, nominal"),
        *provenance(),
    ),
    key=("item", "bucket"),
    foreign_keys=(ForeignKey(("item",), "projects", ("item",)),),
)

PROJECT_ACTIVITIES = Table(
    "project_activities",
    "What the spending of the roadmap buys",
    "Activity and quantity of an item in a bucket.",
    (
        _item(),
        *_bucket(),
        Field("activity", "string", "What is done, in English"),
        *quantity_fields(),
        Field("unit", "string", "Unit of the quantity", nullable=True),
        *provenance(),
    ),
    key=("item", "bucket"),
    foreign_keys=(ForeignKey(("item",), "projects", ("item",)),),
)

PROJECT_UNIT_COSTS = Table(
    "project_unit_costs",
    "Unit costs implied by the documents",
    "Cost divided by quantity, where a document states both for one activity. The printed parts "
    "stand in project_spending, project_activities and standards_programmes.",
    (
        Field("cost_id", "string", "Id of the row", pattern=r"^PC-\d{3}$"),
        Field("name", "string", "What is bought"),
        Field("years", "string", "Year or bucket of the cost", "calendar year"),
        Field("cost_mln_kzt", "number", "Cost of the activity", "mln KZT", Role.DERIVED, minimum=0),
        Field("quantity", "number", "Quantity bought", "see unit", Role.DERIVED, minimum=0),
        Field(
            "unit_cost_mln_kzt",
            "number",
            "cost_mln_kzt / quantity",
            "mln KZT per unit",
            Role.DERIVED,
            minimum=0,
        ),
        Field("unit", "string", "What one unit is"),
        Field(
            "confidence",
            "string",
            "How far the ratio is a unit cost",
            role=Role.NOTE,
            allowed=("high", "medium", "low"),
        ),
        *provenance(),
        note(),
    ),
    key=("cost_id",),
)

TABLES = (PROJECTS, PROJECT_SPENDING, PROJECT_ACTIVITIES, PROJECT_UNIT_COSTS)
