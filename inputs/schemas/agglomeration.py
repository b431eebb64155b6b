"""Tables of the Almaty agglomeration: settlements, service centres, water, industry, facts."""

from __future__ import annotations

from inputs.schemas.base import Field, ForeignKey, Role, Table, figure, note, provenance, source
from inputs.schemas.fields import place_id, place_key, unit_id
from inputs.schemas.territory import COORD_QUALITIES, unit_key

SETTLEMENT_PATTERN = r"^A-\d{3}$"
YEARS = (2018, 2025, 2035, 2050)


def _settlement(*, nullable: bool = False) -> Field:
    return Field(
        "settlement_id", "string", "Settlement", nullable=nullable, pattern=SETTLEMENT_PATTERN
    )


def _settlement_key() -> ForeignKey:
    return ForeignKey(("settlement_id",), "settlements", ("settlement_id",))


def _population() -> tuple[Field, ...]:
    return tuple(
        figure(
            f"population_{year}",
            f"Population in {year}" + (", a uniform 1.2736 x 2018" if year == 2025 else ""),
            "persons",
        )
        for year in YEARS
    )


SETTLEMENTS = Table(
    "settlements",
    "Settlements of the Almaty agglomeration",
    "The 188 settlements of annex 15, Gate City and Almaty with their population. The column of "
    "2025 is the same growth for every settlement. Coordinates come from public pages and "
    "gazetteers; the rest are schematic, at the centre of their district.",
    (
        _settlement(),
        Field("seq", "integer", "Place in annex 15", minimum=1, maximum=190),
        unit_id("City or district; empty where the annex names none", nullable=True),
        Field("okrug", "string", "Rural okrug or city akimat, Latin letters", nullable=True),
        Field("okrug_kk", "string", "The same as printed", nullable=True),
        Field("name_kk", "string", "Name in Kazakh, as printed"),
        Field("name_en", "string", "Name in Latin letters"),
        Field("type", "string", "Kind of settlement"),
        *_population(),
        place_id("The same place in places, where it stands there"),
        Field("lat", "number", "Latitude", "degrees north", minimum=-90, maximum=90),
        Field("lon", "number", "Longitude", "degrees east", minimum=-180, maximum=180),
        Field(
            "coord_quality",
            "string",
            "exact: within 2 km; approximate: within 10 km; schematic: the coordinates are those "
            "of fallback_place_id",
            allowed=COORD_QUALITIES,
        ),
        Field(
            "fallback_place_id",
            "string",
            "Place that stands in where the own point is unknown",
            nullable=True,
        ),
        source(),
        *provenance(),
        note(),
    ),
    key=("settlement_id",),
    foreign_keys=(
        unit_key(),
        place_key(),
        ForeignKey(("fallback_place_id",), "places", ("place_id",)),
    ),
    licence="public record; coordinates CC BY 4.0 (GeoNames) and facts of public pages, row by row",
    unique=(("seq",),),
)

SETTLEMENT_SUBTOTALS = Table(
    "settlement_subtotals",
    "Printed sums of annex 15",
    "Population of the districts, of the oblast part and of the agglomeration as annex 15 prints "
    "them. They differ from the sums of the settlements by at most 5 persons, by rounding.",
    (
        Field(
            "area",
            "string",
            "What is summed",
            allowed=(
                "enbekshikazakh",
                "zhambyl_d_almaty",
                "ile",
                "karasai",
                "talgar",
                "konaev",
                "oblast_part",
                "agglomeration",
            ),
        ),
        unit_id("The area in units; empty for sums beyond one unit", nullable=True),
        Field("name_kk", "string", "Name as printed"),
        Field("settlements", "integer", "Rows summed", "settlements", Role.DERIVED, minimum=1),
        *_population(),
        *provenance(),
        note(),
    ),
    key=("area",),
    foreign_keys=(unit_key(),),
)

SERVICE_CENTRES = Table(
    "service_centres",
    "Hierarchy of service centres",
    "Settlements that the scheme makes centres of service, by level.",
    (
        _settlement(),
        Field(
            "level",
            "integer",
            "1 republican and interregional, 2 inter-district and district, 3 local (okrug)",
            minimum=1,
            maximum=3,
        ),
        Field("level_name", "string", "Level in words"),
        unit_id("City or district"),
        Field("name_in_list_kk", "string", "Name as the list prints it"),
        *provenance(),
        note(),
    ),
    key=("settlement_id",),
    foreign_keys=(_settlement_key(), unit_key()),
)

UNSERVED_VILLAGES = Table(
    "unserved_villages",
    "Villages without central water",
    "The 11 villages of the agglomeration that the scheme names as having no central water supply.",
    (
        _settlement(),
        unit_id("District"),
        Field("action", "string", "What the scheme plans, in English"),
        Field("horizon", "integer", "Year of the target", "calendar year", minimum=2018),
        *provenance(),
        note(),
    ),
    key=("settlement_id",),
    foreign_keys=(_settlement_key(), unit_key()),
)

INDUSTRIAL_ZONES = Table(
    "industrial_zones",
    "Industrial zones of the agglomeration",
    "Industrial and economic zones with their area; `total` is the printed sum of the nine zones "
    "in prospect.",
    (
        Field("zone_id", "string", "Zone", pattern=r"^[a-z0-9_]+$"),
        Field("name_kk", "string", "Name as printed"),
        Field("name_en", "string", "Name in English"),
        unit_id("City or district", nullable=True),
        Field("place_name", "string", "Where in the unit", nullable=True),
        Field("type", "string", "Kind of zone"),
        figure("area_ha", "Area", "ha"),
        *provenance(),
        note(),
    ),
    key=("zone_id",),
    foreign_keys=(unit_key(),),
)

AGGLOMERATION_FACTS = Table(
    "agglomeration_facts",
    "Figures of the agglomeration scheme",
    "Water by consumer and district, electricity, heat load, population by zone, social needs, "
    "waste facilities, land, networks and reserved widths, one figure a row.",
    (
        Field("fact_id", "string", "Id of the row", pattern=r"^AG-\d{3}$"),
        Field("topic", "string", "Subject", pattern=r"^[a-z_]+$"),
        Field("item", "string", "What is measured, in English"),
        unit_id("City or district, where the figure is for one", nullable=True),
        Field("area", "string", "Place or area in words"),
        Field(
            "year",
            "integer",
            "Year or horizon; empty where none is stated",
            "calendar year",
            nullable=True,
            minimum=1900,
            maximum=2200,
        ),
        figure("value", "Value as printed; low end of a range", "see unit", minimum=None),
        figure("value_high", "High end of a printed range", "see unit"),
        Field(
            "value_derived",
            "number",
            "Value computed from printed figures",
            "see unit",
            Role.DERIVED,
            nullable=True,
        ),
        Field("unit", "string", "Unit of value"),
        *provenance(),
        note(),
    ),
    key=("fact_id",),
    foreign_keys=(unit_key(),),
)

SETTLEMENT_FUNCTIONS = Table(
    "settlement_functions",
    "Economic functions of places",
    "Branches that the scheme assigns to places and districts of the agglomeration.",
    (
        Field("function_id", "string", "Id of the row", pattern=r"^AF-\d{2}$"),
        unit_id("City or district"),
        _settlement(nullable=True),
        Field("place_name", "string", "Place, where one is named", nullable=True),
        Field("function", "string", "Branches, in English"),
        Field("horizon", "integer", "Horizon", "calendar year", nullable=True, minimum=2018),
        *provenance(),
    ),
    key=("function_id",),
    foreign_keys=(unit_key(), _settlement_key()),
)

TABLES = (
    SETTLEMENTS,
    SETTLEMENT_SUBTOTALS,
    SERVICE_CENTRES,
    UNSERVED_VILLAGES,
    INDUSTRIAL_ZONES,
    AGGLOMERATION_FACTS,
    SETTLEMENT_FUNCTIONS,
)
