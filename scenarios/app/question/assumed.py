"""Assumptions that a study reads, and those that stand for a value left empty."""

from __future__ import annotations

from collections.abc import Iterator

from inputs.assumptions import Assumption, Assumptions
from inputs.errors import InputError
from inputs.territory import COEFFICIENT, Territory
from scenarios.app.question.asking import Question, start_at, value_at
from scenarios.app.question.wishes import BUILDINGS, by_settlement, study_of
from scenarios.scenario import StudyName

GROUPS = (
    "schools", "preschool", "logistics", "water", "roadmap", "cost_coefficients", "policy",
    "finance", "distance",
)  # fmt: skip
_STANDS_FOR = {
    "money.budget_bn_per_year": "{study}_budget_bn",
    "money.carry_over_share": "carry_over_share",
    "money.inflation": "inflation",
    "demand.growth": "growth_variant",
    "construction.max_starts_per_unit_year": "max_starts_per_unit_year",
    "transfers.max_distance_km": "transfer_max_distance_km",
    "equity.from_year": "equity_from_year",
    "logistics.reach_km": "logistics_reach_km",
    "water.network_budget_bn": "water_network_stage_bn",
    "siting.standard_km.city": "school_distance_city_km",
    "siting.standard_km.kent": "school_distance_kent_km",
    "siting.standard_km.village": "school_distance_village_km",
}


def in_use(question: Question, territory: Territory) -> Assumptions:
    """The assumptions with the question's changes; those that cannot be made are left out."""
    assumptions = territory.assumptions
    written = value_at(question, ("assumptions",))
    for name, value in written.items() if isinstance(written, dict) else ():
        try:
            assumptions = assumptions.with_overrides({name: value})
        except InputError:
            continue  # found as a problem beside the field
    return assumptions


def behind(key: str, question: Question, territory: Territory) -> Assumption | None:
    """The row that stands for an empty value of a field; None where there is none."""
    name = _STANDS_FOR.get(key, "").format(study=study_of(question))
    return in_use(question, territory)[name] if name in territory.assumptions else None


def usual(key: str, question: Question, territory: Territory) -> float | None:
    """The number behind what the field started with; None where it is no number."""
    row = behind(key, question, territory)
    start = start_at(question, tuple(key.split(".")))
    if isinstance(start, int | float) and not isinstance(start, bool):
        return float(start)
    if row is None:
        return _ratio(key, question, territory) if start is None else None
    return {None: row.value, "low": row.low, "central": row.central, "high": row.high}.get(start)


def rows(question: Question, territory: Territory) -> dict[str, list[Assumption]]:
    """The rows that the question's study reads, by group; without those a field stands for."""
    assumptions = in_use(question, territory)
    covered = {name.format(study=study_of(question)) for name in _STANDS_FOR.values()}
    read = [n for n in dict.fromkeys(_read(question, territory)) if n in assumptions]
    found = [assumptions[name] for name in read if name not in covered]
    groups = {g: [row for row in found if row.group == g] for g in GROUPS}
    return {group: members for group, members in groups.items() if members}


def _ratio(key: str, question: Question, territory: Territory) -> float | None:
    if key != "logistics.rail_discount":
        return None
    value = in_use(question, territory).value
    # shown to be read, not to be reckoned with: an empty value stays empty
    return round(value("rail_freight_cost") / value("road_freight_cost"), 3)


def _read(question: Question, territory: Territory) -> Iterator[str]:
    """Names in the order in which they are shown."""
    study = study_of(question)
    if by_settlement(question):
        from scenarios.studies.siting.terms import ASSUMPTIONS as SITING

        yield from _starting(territory, "school_place_cost_")
        yield from SITING
    elif study in BUILDINGS:
        from scenarios.studies.education.terms import ASSUMPTIONS as COMMON
        from scenarios.studies.education.terms import OF_TRANSFERS

        prefix = BUILDINGS[study]
        yield from _starting(territory, f"{prefix}_place_cost_")
        yield f"{prefix}_lead_time_years"
        yield from _starting(territory, f"{prefix}_spend_share_year_")
        yield from (*COMMON, *OF_TRANSFERS)
    elif study is StudyName.LOGISTICS:
        from scenarios.studies.logistics.terms import ASSUMPTIONS as LOGISTICS

        yield from LOGISTICS
    elif study is StudyName.WATER:
        from scenarios.studies.water.balance.terms import read_terms
        from scenarios.studies.water.network.terms import ASSUMPTIONS as PIPES
        from scenarios.studies.water.terms import ASSUMPTIONS as WATER

        yield from (*WATER, *read_terms(territory.assumptions).names, *PIPES)
    else:
        from scenarios.studies.roadmap.terms import ASSUMPTIONS as ROADMAP

        yield from ROADMAP
    if study is not StudyName.ROADMAP and study is not StudyName.LOGISTICS:
        yield from _starting(territory, COEFFICIENT)


def _starting(territory: Territory, start: str) -> list[str]:
    found = [name for name in territory.assumptions if name.startswith(start)]
    return sorted(found, key=lambda n: (len(n), n) if n[-1].isdigit() else (0, n))
