"""Tables of the territory itself: administrative units and places."""

from __future__ import annotations

from inputs.schemas.base import (
    DOCUMENT_PATTERN,
    Field,
    ForeignKey,
    Role,
    Table,
    note,
    provenance,
    source,
)

LEVELS = ("region", "oblast", "republican_city", "city", "district")
COORD_QUALITIES = ("exact", "approximate", "schematic")

ID_PATTERN = r"^[a-z0-9]+(_[a-z0-9]+)*$"
KATO_PATTERN = r"^\d{9}$"


def unit_key(table: str = "units") -> ForeignKey:
    """Return the foreign key of a `unit_id` column."""
    return ForeignKey(("unit_id",), table, ("unit_id",))


DOCUMENTS = Table(
    "documents",
    "Documents",
    "The documents that figures are read from; every row of a table names one of them.",
    (
        Field("document", "string", "Short name used in all tables", pattern=DOCUMENT_PATTERN),
        Field("title", "string", "Title in English"),
        Field("number", "string", "Number of the decree that approves it", nullable=True),
        Field(
            "date",
            "string",
            "Date of approval",
            nullable=True,
            pattern=r"^\d{4}-\d{2}-\d{2}$",
        ),
        Field(
            "base_year",
            "integer",
            "Year of its existing state",
            "calendar year",
            nullable=True,
            minimum=1900,
            maximum=2200,
        ),
        Field(
            "horizons",
            "string",
            "Years it plans for, joined by ;",
            nullable=True,
            pattern=r"^\d{4}(;\d{4})*$",
        ),
        note(),
    ),
    key=("document",),
    required=True,
)

UNITS = Table(
    "units",
    "Administrative units",
    "Regions, oblasts, cities of republican significance, cities with their administration, and "
    "districts, in the order of the documents: a region, its oblasts, the units of each.",
    (
        Field("unit_id", "string", "Stable id of the unit", pattern=ID_PATTERN),
        Field("parent_id", "string", "Unit one level above; empty for a region", nullable=True),
        Field("region_id", "string", "Region the unit lies in"),
        Field(
            "oblast_id",
            "string",
            "Oblast-level unit it belongs to (itself for an oblast or a city of republican "
            "significance); empty for a region",
            nullable=True,
        ),
        Field("level", "string", "Administrative level", allowed=LEVELS),
        Field("name_kk", "string", "Name in Kazakh, as printed"),
        Field("name_ru", "string", "Name in Russian", nullable=True),
        Field("name_en", "string", "Name in English", nullable=True),
        Field(
            "kato",
            "string",
            "Code in the national classifier of administrative objects",
            nullable=True,
            pattern=KATO_PATTERN,
        ),
        Field(
            "centre_place_id",
            "string",
            "Administrative centre, a row of places",
            nullable=True,
        ),
        Field(
            "merged_into",
            "string",
            "Unit that took it over: it keeps its figures of the base year and is not planned for",
            nullable=True,
        ),
        *provenance(),
        note(),
    ),
    key=("unit_id",),
    foreign_keys=(
        ForeignKey(("parent_id",), "units", ("unit_id",)),
        ForeignKey(("region_id",), "units", ("unit_id",)),
        ForeignKey(("oblast_id",), "units", ("unit_id",)),
        ForeignKey(("merged_into",), "units", ("unit_id",)),
        ForeignKey(("centre_place_id",), "places", ("place_id",)),
    ),
    required=True,
    unique=(("name_en",),),
)

PLACES = Table(
    "places",
    "Places",
    "Points on the map: administrative centres, logistics sites, gateways, ports, water objects.",
    (
        Field("place_id", "string", "Stable id of the place", pattern=ID_PATTERN),
        Field("name_kk", "string", "Name in Kazakh"),
        Field("name_en", "string", "Name in English"),
        Field("name_ru", "string", "Name in Russian", nullable=True),
        Field("unit_id", "string", "Unit the place lies in, where known", nullable=True),
        Field("oblast_id", "string", "Oblast-level unit it lies in"),
        Field(
            "role",
            "string",
            "What the place is first of all",
            allowed=(
                "city",
                "district_centre",
                "logistics_site",
                "gateway",
                "port",
                "water_object",
                "settlement",
                "industrial_site",
            ),
        ),
        Field("roles_extra", "string", "Further roles, joined by ;", nullable=True),
        Field("lat", "number", "Latitude", "degrees north", minimum=-90, maximum=90),
        Field("lon", "number", "Longitude", "degrees east", minimum=-180, maximum=180),
        Field(
            "coord_quality",
            "string",
            "exact: within 2 km; approximate: known to the uncertainty given; schematic: the "
            "coordinates are those of fallback_place_id",
            allowed=COORD_QUALITIES,
        ),
        Field(
            "uncertainty_km",
            "number",
            "Radius within which the place lies",
            "km",
            nullable=True,
            minimum=0,
        ),
        Field("geonameid", "integer", "Record of the GeoNames gazetteer", nullable=True, minimum=1),
        Field("kato", "string", "Classifier code of the place", nullable=True),
        Field(
            "fallback_place_id",
            "string",
            "Place that stands in where the own point is unknown or weak",
            nullable=True,
        ),
        Field("licence", "string", "Licence of the coordinates", role=Role.PROVENANCE),
        source(),
        note(),
    ),
    key=("place_id",),
    foreign_keys=(
        unit_key(),
        ForeignKey(("oblast_id",), "units", ("unit_id",)),
        ForeignKey(("fallback_place_id",), "places", ("place_id",)),
    ),
    licence="CC BY 4.0 (GeoNames) and facts of public pages, row by row",
)

TABLES = (DOCUMENTS, UNITS, PLACES)
