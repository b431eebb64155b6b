"""Tables of school and preschool places (South annexes 27 and 26, West annexes 21 and 20)."""

from __future__ import annotations

from inputs.schemas.base import Field, Role, Table, figure, note, provenance
from inputs.schemas.territory import unit_key

HORIZONS = (2024, 2030, 2040, 2050)


def year_field(description: str = "Base year 2024 or horizon 2030, 2040, 2050") -> Field:
    """Return the calendar-year part of a key."""
    return Field("year", "integer", description, "calendar year", minimum=1900, maximum=2200)


def _places(name: str, description: str, minimum: float | None = 0) -> Field:
    return figure(name, description, "places", minimum=minimum)


def _children(name: str, description: str) -> Field:
    return figure(name, description, "children", type="integer")


STOCK_ADJUSTMENT = Field(
    "stock_adjustment",
    "number",
    "Change of the existing stock that no construction explains: seats_end minus seats_end of the "
    "previous year of the table minus new_seats (empty counts as 0); empty in the first year. For "
    "preschool the base year has no capacity and enrolment stands in for it",
    "places",
    Role.DERIVED,
    nullable=True,
)

SCHOOLS = Table(
    "schools",
    "School places",
    "Capacity, pupils, one-shift need and documented construction of general schools by unit. "
    "Oblast and region rows are as printed: their balance is a sum of deficits, surpluses are not "
    "netted.",
    (
        Field("unit_id", "string", "Unit"),
        year_field(),
        _places("seats_end", "Places at the end of the year; in the base year existing capacity"),
        figure("pupils", "Pupils in the base year", "pupils", type="integer"),
        _children("children_6_15", "Children aged 6 to 15"),
        _children("children_16_18", "Children aged 16 to 18"),
        _places("need_seats", "One-shift need: children_6_15 + 0.75 x children_16_18"),
        _places(
            "balance",
            "Places at the start of the period minus need (in the base year: minus pupils)",
            minimum=None,
        ),
        _places("new_seats", "Documented construction in the period that ends in this year"),
        STOCK_ADJUSTMENT,
        *provenance(),
        note(),
    ),
    key=("unit_id", "year"),
    foreign_keys=(unit_key(),),
)

PRESCHOOL = Table(
    "preschool",
    "Preschool places",
    "Enrolment, coverage, normative need and documented construction of preschool places by unit.",
    (
        Field("unit_id", "string", "Unit"),
        year_field(),
        figure("enrolled", "Children enrolled in the base year", "children", type="integer"),
        figure("coverage_3_6_pct", "Coverage of children aged 3 to 6", "%", maximum=150),
        figure("coverage_1_6_pct", "Coverage of children aged 1 to 6", "%", maximum=150),
        _children("children_3_5", "Children aged 3 to 5"),
        _places("need_seats", "Normative need: 85 % of children_3_5"),
        _places("balance", "Places at the start of the period minus need", minimum=None),
        _places(
            "new_seats",
            "Documented construction in the period that ends in this year; one printed figure is "
            "negative, a surplus taken out of use",
            minimum=None,
        ),
        _places("seats_end", "Places at the end of the year"),
        figure("coverage_3_5_pct", "Coverage of children aged 3 to 5 at the end", "%"),
        STOCK_ADJUSTMENT,
        *provenance(),
        note(),
    ),
    key=("unit_id", "year"),
    foreign_keys=(unit_key(),),
)

TABLES = (SCHOOLS, PRESCHOOL)
