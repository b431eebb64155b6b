"""Tables of what no document states: assumptions, and the public unit costs behind them."""

from __future__ import annotations

from inputs.schemas.base import Field, Role, Table, note, source

ASSUMPTIONS = Table(
    "assumptions",
    "Assumptions",
    "Every number that no document states, with its range. A scenario overrides any of them by "
    "name.",
    (
        Field("name", "string", "Name by which a scenario refers to it", pattern=r"^[a-z0-9_]+$"),
        Field("value", "number", "Central value", "see unit", Role.IDENTITY),
        Field("low", "number", "Low end of the range", "see unit", Role.IDENTITY),
        Field("high", "number", "High end of the range", "see unit", Role.IDENTITY),
        Field("unit", "string", "Unit of value, low and high"),
        Field(
            "price_year",
            "integer",
            "Year of the prices, for money",
            "calendar year",
            nullable=True,
            minimum=1990,
            maximum=2100,
        ),
        Field("group", "string", "Subject", pattern=r"^[a-z_]+$"),
        Field("description", "string", "What the number means"),
        source(),
    ),
    key=("name",),
    ascending=(("low", "value", "high"),),
)

PUBLIC_UNIT_COSTS = Table(
    "public_unit_costs",
    "Public unit costs",
    "Unit costs and tariffs stated by, or derived from, public pages; evidence for assumptions.",
    (
        Field("cost_id", "string", "Id of the fact", pattern=r"^UC-\d{3}$"),
        Field("item", "string", "What was built or carried"),
        Field("value", "string", "Value; several values of one fact are joined by ;"),
        Field("unit", "string", "Unit of value"),
        Field("year", "string", "Year of the price or of the page"),
        Field("place", "string", "Where"),
        Field(
            "derivation",
            "string",
            "stated on the page, or derived as cost_stated / quantity_stated",
            allowed=("stated", "derived"),
        ),
        Field("cost_stated", "string", "Cost as the page gives it", nullable=True),
        Field("quantity_stated", "string", "Quantity as the page gives it", nullable=True),
        source(),
        note(),
    ),
    key=("cost_id",),
)

TABLES = (ASSUMPTIONS, PUBLIC_UNIT_COSTS)
