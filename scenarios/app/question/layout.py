"""Which fields a study reads: few first, the rest in sections."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.app.question.asking import Question
from scenarios.app.question.fields import Field, field_of
from scenarios.app.question.wishes import by_settlement, study_of
from scenarios.language import marked
from scenarios.scenario import StudyName


@dataclass(frozen=True)
class Section:
    """Fields that stand together under a title (an English message)."""

    title: str
    keys: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, in order."""
        return tuple(field_of(key) for key in self.keys)


@dataclass(frozen=True)
class Layout:
    """The form of a study.

    Attributes
    ----------
    first : always in sight
    more : folded away
    """

    first: tuple[str, ...]
    more: tuple[Section, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every field of the form."""
        return (*self.first, *(key for section in self.more for key in section.keys))


_ASSUMPTIONS = Section(marked("Unit costs and other assumptions"), ("assumptions",))
_SEARCH = marked("Search")
_SHORT_SEARCH = Section(_SEARCH, ("solve.time_s", "solve.gap", "solve.threads", "solve.seed"))
_DOCUMENTS = Section(marked("How the documents are read"), ("documented.spread", "documented.rule"))
_NEED = Section(marked("Need"), ("demand.unit_growth", "demand.interpolation"))
_MONEY = Section(
    marked("Money in detail"),
    (
        "money.budget_bn_by_year",
        "money.carry_over_share",
        "money.oblast_budget_bn_per_year",
        "money.oblast_min_share",
        "money.inflation",
    ),
)
_FAIRNESS = Section(marked("Fairness"), ("equity.weights", "equity.from_year"))
_YEARS = marked("Years")
_DETAIL = marked("What else is answered")

_EDUCATION_FIRST = (
    "region",
    "money.budget_bn_per_year",
    "demand.growth",
    "objectives",
    "fixed",
    "forbidden",
)
_BUILDINGS = (
    "construction.sizes",
    "construction.max_starts_per_unit_year",
    "construction.apply_2030_adjustment",
)
_SHIFTS = Section(
    marked("Shifts"),
    ("shifts.second_shift_until", "shifts.second_shift_share", "shifts.third_shift_end"),
)
_NEIGHBOURS = Section(
    marked("Neighbouring districts"),
    ("transfers.enabled", "transfers.max_distance_km", "transfers.max_share"),
)


def _education(*, shifts: bool) -> Layout:
    return Layout(
        _EDUCATION_FIRST,
        (
            _MONEY,
            _NEED,
            _FAIRNESS,
            Section(_YEARS, ("years.first", "years.last", "years.decided_until")),
            Section(marked("Buildings"), (*_BUILDINGS, "minimum_programme")),
            *((_SHIFTS,) if shifts else ()),
            _NEIGHBOURS,
            _ASSUMPTIONS,
            _DOCUMENTS,
            Section(_SEARCH, (*_SHORT_SEARCH.keys, "solve.front_points")),
        ),
    )


_SITING = Layout(
    (
        "region",
        "siting.sites",
        "siting.budget_bn_by_period",
        "demand.growth",
        "fixed",
        "forbidden",
    ),
    (
        Section(_YEARS, ("siting.periods", "siting.sites_by_period")),
        Section(marked("Standards and buildings"), ("siting.standard_km", "construction.sizes")),
        Section(
            marked("Sites that stay right when the money grows"),
            ("siting.nested", "siting.nested_budgets"),
        ),
        Section(marked("Need"), ("demand.unit_growth",)),
        _ASSUMPTIONS,
        Section(
            _DETAIL,
            (
                "siting.prices",
                "siting.alternatives",
                "siting.differ_in",
                "siting.alternatives_within",
            ),
        ),
        _SHORT_SEARCH,
    ),
)
_LOGISTICS = Layout(
    (
        "region",
        "money.budget_bn_per_year",
        "logistics.centres",
        "logistics.objective",
        "logistics.gateway_factor",
        "fixed",
        "forbidden",
    ),
    (
        Section(
            marked("Roads and railways"),
            ("logistics.delay_links", "logistics.drop_links", "logistics.rail_discount"),
        ),
        Section(_YEARS, ("logistics.periods", "years.first")),
        Section(
            marked("Freight"),
            ("logistics.freight", "logistics.reach_km", "demand.growth", "demand.unit_growth"),
        ),
        Section(
            marked("Money and centres in detail"),
            ("money.budget_bn_by_year", "logistics.standard_size"),
        ),
        _ASSUMPTIONS,
        Section(_DETAIL, ("logistics.prices", "logistics.link_prices")),
        _SHORT_SEARCH,
    ),
)
_WATER = Layout(
    (
        "region",
        "money.budget_bn_per_year",
        "water.objective",
        "water.target_year",
        "water.climate",
        "fixed",
        "forbidden",
    ),
    (
        _MONEY,
        Section(
            marked("Water and technologies"),
            ("water.technologies", "water.surface_factor", "water.drop_transfers"),
        ),
        Section(marked("People"), ("demand.growth", "demand.interpolation")),
        _FAIRNESS,
        Section(_YEARS, ("years.first", "years.last")),
        Section(
            marked("Pipes around Almaty"),
            ("water.networks", "water.network_budget_bn", "water.network_stages"),
        ),
        _ASSUMPTIONS,
        _DOCUMENTS,
        Section(_DETAIL, ("water.date_prices",)),
        _SHORT_SEARCH,
    ),
)
_ROADMAP = Layout(
    (
        "roadmap.objective",
        "roadmap.envelope",
        "roadmap.public_share",
        "roadmap.private_share",
        "roadmap.first_free_year",
        "roadmap.start",
    ),
    (
        Section(marked("Projects"), ("roadmap.must_finish", "roadmap.weights")),
        Section(
            marked("Money in detail"),
            ("money.budget_bn_per_year", "money.budget_bn_by_year", "money.carry_over_share"),
        ),
        Section(_YEARS, ("roadmap.last_year",)),
        _ASSUMPTIONS,
        Section(marked("How the documents are read"), ("documented.spread",)),
        Section(_DETAIL, ("roadmap.prices",)),
        _SHORT_SEARCH,
    ),
)
_BY_STUDY = {
    StudyName.SCHOOLS: _education(shifts=True),
    StudyName.PRESCHOOL: _education(shifts=False),
    StudyName.LOGISTICS: _LOGISTICS,
    StudyName.WATER: _WATER,
    StudyName.ROADMAP: _ROADMAP,
}


def layout_of(question: Question) -> Layout:
    """The form of the question's study."""
    return _SITING if by_settlement(question) else _BY_STUDY[study_of(question)]
