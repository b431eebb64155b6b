"""Fields that several sector tables share."""

from __future__ import annotations

from dataclasses import replace

from inputs.schemas.base import Field, ForeignKey, Role, figure, provenance

IDS_PATTERN = r"^[a-z0-9_]+(;[a-z0-9_]+)*$"
HORIZON_PATTERN = r"^\d{4}(-\d{4})?$"


def unit_id(description: str = "Unit", *, nullable: bool = False) -> Field:
    """Return the field that points into `units`."""
    return Field("unit_id", "string", description, nullable=nullable)


def unit_ids() -> Field:
    """Return the list of units of a row that concerns several."""
    return Field(
        "unit_ids",
        "string",
        "All units concerned, joined by ;, where there are several: unit_id then names the "
        "smallest unit that holds them all",
        nullable=True,
        pattern=IDS_PATTERN,
    )


def place_id(description: str = "The place in places, where it is located") -> Field:
    """Return the field that points into `places`."""
    return Field("place_id", "string", description, nullable=True)


def year(description: str, *, nullable: bool = False) -> Field:
    """Return a calendar year or horizon called `year`."""
    return Field(
        "year",
        "integer",
        description,
        "calendar year",
        nullable=nullable,
        minimum=1900,
        maximum=2200,
    )


def quantity_fields(unit: str = "see unit") -> tuple[Field, ...]:
    """Return the pair that keeps printed and counted quantities apart.

    A quantity is either printed (the audit finds its digits at the cited lines) or was counted or
    computed by the reader: never both.
    """
    return (
        figure("quantity", "Quantity as printed", unit, minimum=None),
        Field(
            "quantity_derived",
            "number",
            "Quantity counted from named places or computed from printed figures, where the "
            "document prints none",
            unit,
            Role.DERIVED,
            nullable=True,
        ),
    )


def optional_provenance() -> tuple[Field, ...]:
    """Return document and lines for tables that mix documents with public pages."""
    document, lines = provenance()
    return replace(document, nullable=True), replace(lines, nullable=True)


def optional_source() -> Field:
    """Return the source of rows that no document states, empty where one does."""
    return Field(
        "source",
        "string",
        "URL or reasoning, where the row comes from outside the documents",
        role=Role.PROVENANCE,
        nullable=True,
    )


def place_key() -> ForeignKey:
    """Return the foreign key of a `place_id` column."""
    return ForeignKey(("place_id",), "places", ("place_id",))
