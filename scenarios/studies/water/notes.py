"""Sentences that belong under every answer of the water study's programme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from scenarios.evaluation import Evaluation
from scenarios.language.numbers import percent
from scenarios.language.numbers import trimmed as number
from scenarios.studies.water.documented import OWN_PROPORTIONS, WITHOUT_WAITING
from scenarios.studies.water.instance import OPTIMISED
from scenarios.studies.water.sizes import PATTERN_YEAR
from scenarios.studies.water.terms import WaterTerms


def write_notes(terms: WaterTerms) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    value = terms.assumptions.value
    people = terms.people
    total = float(terms.settlements @ people)
    share = percent(value("water_settlements_budget_share"))
    notes = [
        f"The schemes count {terms.settlements.sum()} settlements to connect by oblast and name "
        "none. Their people are an assumption: "
        f"{value('water_unconnected_size_factor'):g} of the average village of the region, spread "
        f"over size classes as the rural settlements around Almaty were in {PATTERN_YEAR} "
        f"(from {number(people.min())} to {number(people.max())} people, {number(total)} in "
        "all), growing with the rural people of the region.",
        "Where a scheme states the technology, it holds for every plan; elsewhere every plan uses "
        "the cheapest that is allowed, so the documented programme has the benefit of the doubt. "
        f"{percent(value('water_no_local_source_share'))} of those settlements are taken to "
        "have no usable local source. A block module serves up to "
        f"{number(value('water_block_module_people'))} people from a tap in the street: it is "
        "good water, not a network.",
        "Technology is chosen by what it costs to build; running costs stand among the measures.",
        f"Of the money for rural water {share} connects settlements; mains, sources and "
        "cities take the rest. Budgets in this answer are that part. An oblast can build for "
        f"{value('water_oblast_building_bn'):g} bn KZT a year.",
        "The documents state a year by which all are connected and no order: as printed, every "
        f"oblast connects its settlements evenly from {terms.first + terms.lead} to that year, "
        "sizes and sources in turn.",
        f"A settlement started in a year has water {terms.lead} years later. Beyond {terms.last} "
        f"the optimum counts {terms.tail} more years, in which people stay as they are. Money is "
        "at constant prices.",
    ]
    if not np.allclose(terms.weight, 1.0):
        weights = [f"{o} {w:.2f}" for o, w in zip(terms.oblasts, terms.weight, strict=True)]
        notes.append(
            "People are weighted by their oblast's distance from the regional standards "
            f"({', '.join(weights)}): the optimum is best in weighted person-years, not in plain "
            "ones."
        )
    return tuple(notes)


def gain_note(terms: WaterTerms, evaluations: Mapping[str, Evaluation]) -> tuple[str, ...]:
    """What of the gain comes from haste, and what from the order."""
    if terms.scenario.water.objective != "people_years":
        return ()
    key = "unserved_person_years"
    waiting, sooner, best = (
        evaluations[name].kpis[key] for name in (OWN_PROPORTIONS, WITHOUT_WAITING, OPTIMISED)
    )
    return (
        f"Against the documented order under the same money {number(waiting - best)} person-years "
        f"without water are saved: {number(waiting - sooner)} by not waiting for the documents' "
        f"even pace up to their year, {number(sooner - best)} by the order itself.",
    )


def missing_note(asked: Iterable[int], found: Collection[int]) -> tuple[str, ...]:
    """Dates whose price the time did not suffice for."""
    missing = [str(year) for year in asked if year not in found]
    if not missing:
        return ()
    return (f"The time was over before the price of {', '.join(missing)} was found.",)
