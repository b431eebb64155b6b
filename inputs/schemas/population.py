"""Tables of population, housing and the region-wide indicators."""

from __future__ import annotations

from inputs.schemas.base import Field, Role, Table, figure, note, provenance
from inputs.schemas.education import year_field
from inputs.schemas.territory import unit_key

AREA = "thousand m2"
PER_PERSON = "m2 per person"

POPULATION = Table(
    "population",
    "Population",
    "Population by unit (South annex 28, West annex 22). Alatau city stands in 2024 only; its "
    "people are inside Ile district later.",
    (
        Field("unit_id", "string", "Unit"),
        year_field(),
        figure("population", "Resident population", "persons"),
        *provenance(),
        note(),
    ),
    key=("unit_id", "year"),
    foreign_keys=(unit_key(),),
)


def _used(name: str, description: str, minimum: float | None = 0) -> Field:
    return Field(
        f"{name}_used",
        "number",
        f"{description}: the printed figure, or the unit's own figure where the source prints it "
        "on another unit's row; empty where the source lost it",
        AREA,
        Role.DERIVED,
        nullable=True,
        minimum=minimum,
    )


HOUSING = Table(
    "housing",
    "Housing",
    "Housing stock, norm and documented construction by unit (South annex 28, West annex 22). In "
    "the West the rows of 2050 are shifted against their names from Akzhaiyk on: the printed "
    "columns hold what stands on the unit's own row, the `_used` columns what belongs to it.",
    (
        Field("unit_id", "string", "Unit"),
        year_field(),
        figure("stock_end", "Stock at the end of the year; in the base year existing stock", AREA),
        figure("stock_urban", "Urban stock of the base year", AREA),
        figure("stock_rural", "Rural stock of the base year", AREA),
        figure("m2_per_person", "Provision", PER_PERSON),
        figure("m2_per_person_urban", "Provision of the urban population", PER_PERSON),
        figure("m2_per_person_rural", "Provision of the rural population", PER_PERSON),
        figure("dilapidated", "Dilapidated and emergency stock", AREA),
        figure("demolished", "Stock to be demolished", AREA),
        figure("stock_retained", "Stock kept at the start of the first period", AREA),
        figure("stock_norm", "Stock that the norm asks for", AREA),
        figure("balance", "Stock at the start of the period minus stock_norm", AREA, minimum=None),
        figure(
            "new_stock",
            "Documented construction in the period that ends in this year; one printed figure is "
            "negative",
            AREA,
            minimum=None,
        ),
        _used("stock_norm", "Stock that the norm asks for"),
        _used("balance", "Balance", minimum=None),
        _used("new_stock", "Documented construction", minimum=None),
        _used("stock_end", "Stock at the end of the year"),
        *provenance(),
        note(),
    ),
    key=("unit_id", "year"),
    foreign_keys=(unit_key(),),
)

INDICATORS = Table(
    "indicators",
    "Region-wide indicators",
    "Technical and economic indicators of the schemes in long format (South annex 3, West annex 3, "
    "Almaty agglomeration annex 1). Cells that print two figures are two rows.",
    (
        provenance()[0],
        Field("indicator_id", "string", "Indicator within the document", pattern=r"^[a-z0-9_]+$"),
        Field(
            "part",
            "integer",
            "1 for the first figure of the cell, 2 for the figure after the stroke",
            minimum=1,
            maximum=2,
        ),
        year_field("Base year or horizon"),
        Field(
            "unit_id",
            "string",
            "Region; empty for the Almaty agglomeration, which is no administrative unit",
            nullable=True,
        ),
        Field("section", "string", "Section of the annex, by number"),
        Field("name_kk", "string", "Indicator as printed"),
        Field("name_en", "string", "Indicator in English"),
        Field("unit", "string", "Unit of the figure, in English", nullable=True),
        figure("value", "Figure as printed", "see unit", minimum=None),
        provenance()[1],
        note(),
    ),
    key=("document", "indicator_id", "part", "year"),
    foreign_keys=(unit_key(),),
)

TABLES = (POPULATION, HOUSING, INDICATORS)
