"""Tables of the macroeconomic forecast."""

from __future__ import annotations

from inputs.schemas.base import Field, Table, figure, note, provenance
from inputs.schemas.fields import IDS_PATTERN, unit_id, year
from inputs.schemas.territory import unit_key

MACRO = Table(
    "macro",
    "Macroeconomic forecast",
    "Gross regional product, wages, labour force and employment by oblast (South annex 7, West "
    "annex 7). Employment is a mechanical extrapolation. The South prints Almaty oblast together "
    "with Zhetisu: that row stands under almaty_oblast and names zhetisu_oblast in `includes`.",
    (
        unit_id("Oblast or city of republican significance"),
        Field(
            "includes",
            "string",
            "Further units that the figure covers, joined by ;",
            nullable=True,
            pattern=IDS_PATTERN,
        ),
        year("Horizon"),
        Field("indicator", "string", "Indicator", pattern=r"^[a-z_]+$"),
        Field("title", "string", "Indicator in words"),
        figure("value", "Value; the price basis of money is not stated", "see unit"),
        Field("unit", "string", "Unit of value"),
        *provenance(),
        note(),
    ),
    key=("unit_id", "year", "indicator"),
    foreign_keys=(unit_key(),),
)

TABLES = (MACRO,)
