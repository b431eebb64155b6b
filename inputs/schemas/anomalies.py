"""The table of contradictions: what is printed, what it should be, and which of the two is used."""

from __future__ import annotations

from inputs.schemas.base import Field, Role, Table, provenance
from inputs.schemas.territory import unit_key

CLASSES = (
    "rounding",
    "aggregation_rule",
    "unexplained_capacity_change",
    "source_error",
    "row_shift",
    "sum_mismatch",
    "cross_table",
    "text_damage",
    "layout",
    "label_conflict",
    "scope",
    "missing_content",
)

ANOMALIES = Table(
    "anomalies",
    "Anomalies of the documents",
    "Where a document contradicts itself or its own arithmetic. Nothing is silently corrected: a "
    "row says what is printed, what follows from the other figures, and which of the two this "
    "package uses.",
    (
        Field("anomaly_id", "string", "Id of the row", pattern=r"^[A-Z][A-Z0-9]*-\d{3,4}$"),
        Field(
            "table",
            "string",
            "Table of this package that holds the figure; empty where none does",
            nullable=True,
        ),
        Field("unit_id", "string", "Unit concerned", nullable=True),
        Field(
            "year",
            "integer",
            "Year concerned",
            "calendar year",
            nullable=True,
            minimum=1900,
            maximum=2200,
        ),
        Field(
            "field",
            "string",
            "Column concerned; for a table of indicators the indicator_id",
            nullable=True,
        ),
        Field("identity", "string", "Arithmetic statement, or subject, that does not hold"),
        Field("printed", "number", "Figure as printed", "see field", nullable=True),
        Field(
            "expected",
            "number",
            "Figure that follows from the others",
            "see field",
            nullable=True,
        ),
        Field(
            "difference",
            "number",
            "printed minus expected",
            "see field",
            Role.DERIVED,
            nullable=True,
        ),
        Field("class", "string", "Kind of contradiction", allowed=CLASSES),
        Field(
            "used",
            "string",
            "Which of the two the package uses; none where it uses neither",
            allowed=("printed", "expected", "none"),
        ),
        Field("reason", "string", "What is wrong and why this one is used", role=Role.NOTE),
        *provenance(),
    ),
    key=("anomaly_id",),
    foreign_keys=(unit_key(),),
)

TABLES = (ANOMALIES,)
