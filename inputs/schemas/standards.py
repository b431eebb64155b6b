"""Tables of the Regional Standards System: provision, services due, programmes."""

from __future__ import annotations

from inputs.schemas.base import Field, Role, Table, figure, note, provenance
from inputs.schemas.fields import IDS_PATTERN, unit_id, year
from inputs.schemas.territory import unit_key


def _reading() -> Field:
    return Field(
        "reading",
        "string",
        "How surely the value belongs to the label: the slides lost their layout",
        role=Role.NOTE,
        allowed=("high", "medium", "low-medium", "low"),
    )


STANDARDS_PROVISION = Table(
    "standards_provision",
    "Provision against the regional standards",
    "Share of the standards that is met, by oblast and kind of settlement, and for the country by "
    "service. Oblasts outside the regions of this package have no unit_id.",
    (
        Field("area", "string", "Oblast, city or country as printed, in English"),
        unit_id("The area in units", nullable=True),
        Field(
            "includes",
            "string",
            "Further units that the figure covers (borders before 2022), joined by ;",
            nullable=True,
            pattern=IDS_PATTERN,
        ),
        Field(
            "method",
            "string",
            "Old method (villages, to 2021) or new one (2022)",
            allowed=("old", "new"),
        ),
        Field(
            "settlements",
            "string",
            "Kind of settlement",
            allowed=("all", "urban", "rural", "villages"),
        ),
        Field("sector", "string", "Sector of the service, or all"),
        Field("service", "string", "Service, or all"),
        year("Year"),
        figure("provision_pct", "Share of the standards that is met", "%", maximum=100),
        _reading(),
        *provenance(),
        note(),
    ),
    key=("area", "settlements", "method", "service", "year"),
    foreign_keys=(unit_key(),),
)

STANDARDS_SERVICES = Table(
    "standards_services",
    "Services due by class of settlement",
    "How many services the standards make mandatory or recommend, before and after the reform.",
    (
        Field("settlement_class", "string", "Class of settlement"),
        Field("stage", "string", "Before or after the reform", allowed=("before", "after")),
        Field(
            "obligation",
            "string",
            "Kind of standard; extra: on top of the mandatory ones of a district centre",
            allowed=("mandatory", "recommended", "extra"),
        ),
        figure("services", "Number of services", "services", type="integer"),
        _reading(),
        *provenance(),
        note(),
    ),
    key=("settlement_class", "stage", "obligation"),
)

STANDARDS_PROGRAMMES = Table(
    "standards_programmes",
    "Programmes and transfers",
    "Villages by level of provision, budget programmes, targeted transfers and examples of private "
    "investment. These and the projects table are the only money that the documents state.",
    (
        Field(
            "topic",
            "string",
            "Group of facts",
            allowed=(
                "villages_by_level",
                "budget_programme",
                "auyl_el_besigi",
                "targeted_transfers",
                "budget_and_private",
                "private_example",
            ),
        ),
        Field("item", "string", "Programme, ministry, level or example"),
        Field("measure", "string", "What is measured"),
        unit_id("Unit, where the item lies in one", nullable=True),
        Field("years", "string", "Year or years", "calendar year", pattern=r"^\d{4}(-\d{4})?$"),
        figure("value", "Value as printed", "see unit"),
        Field(
            "value_derived",
            "number",
            "Value converted from another printed unit",
            "see unit",
            Role.DERIVED,
            nullable=True,
            minimum=0,
        ),
        Field("unit", "string", "Unit of value"),
        _reading(),
        *provenance(),
        note(),
    ),
    key=("topic", "item", "measure", "years"),
    foreign_keys=(unit_key(),),
)

TABLES = (STANDARDS_PROVISION, STANDARDS_SERVICES, STANDARDS_PROGRAMMES)
