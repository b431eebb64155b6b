"""Sentences that belong under every answer of the water study's programme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from scenarios.evaluation import Evaluation
from scenarios.language import Said, said
from scenarios.studies.water.documented import OWN_PROPORTIONS, WITHOUT_WAITING
from scenarios.studies.water.instance import OPTIMISED
from scenarios.studies.water.sizes import PATTERN_YEAR
from scenarios.studies.water.terms import WaterTerms


def write_notes(terms: WaterTerms) -> tuple[Said, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    value = terms.assumptions.value
    people = terms.people
    notes = [
        said(
            "The schemes count {settlements} settlements to connect by oblast and name none. Their "
            "people are an assumption: {factor:g} of the average village of the region, spread "
            "over size classes as the rural settlements around Almaty were in {year} (from "
            "{least:trimmed} to {most:trimmed} people, {all:trimmed} in all), growing with the "
            "rural people of the region.",
            settlements=int(terms.settlements.sum()),
            factor=value("water_unconnected_size_factor"),
            year=PATTERN_YEAR,
            least=float(people.min()),
            most=float(people.max()),
            all=float(terms.settlements @ people),
        ),
        said(
            "Where a scheme states the technology, it holds for every plan; elsewhere every plan "
            "uses the cheapest that is allowed, so the documented programme has the benefit of the "
            "doubt. {share:percent} of those settlements are taken to have no usable local "
            "source. A block module serves up to {people:trimmed} people from a tap in the "
            "street: it is good water, not a network.",
            share=value("water_no_local_source_share"),
            people=value("water_block_module_people"),
        ),
        said(
            "Technology is chosen by what it costs to build; running costs stand among the "
            "measures."
        ),
        said(
            "Of the money for rural water {share:percent} connects settlements; mains, sources and "
            "cities take the rest. Budgets in this answer are that part. An oblast can build for "
            "{money:g} bn KZT a year.",
            share=value("water_settlements_budget_share"),
            money=value("water_oblast_building_bn"),
        ),
        said(
            "The documents state a year by which all are connected and no order: as printed, every "
            "oblast connects its settlements evenly from {year} to that year, sizes and sources in "
            "turn.",
            year=terms.first + terms.lead,
        ),
        said(
            "A settlement started in a year has water {lead} years later. Beyond {last} the "
            "optimum counts {tail} more years, in which people stay as they are. Money is at "
            "constant prices.",
            lead=terms.lead,
            last=terms.last,
            tail=terms.tail,
        ),
    ]
    if not np.allclose(terms.weight, 1.0):
        weights = [f"{o} {w:.2f}" for o, w in zip(terms.oblasts, terms.weight, strict=True)]
        notes.append(
            said(
                "People are weighted by their oblast's distance from the regional standards "
                "({weights}): the optimum is best in weighted person-years, not in plain ones.",
                weights=", ".join(weights),
            )
        )
    return tuple(notes)


def gain_note(terms: WaterTerms, evaluations: Mapping[str, Evaluation]) -> tuple[Said, ...]:
    """What of the gain comes from haste, and what from the order."""
    if terms.scenario.water.objective != "people_years":
        return ()
    key = "unserved_person_years"
    waiting, sooner, best = (
        float(evaluations[name].kpis[key]) for name in (OWN_PROPORTIONS, WITHOUT_WAITING, OPTIMISED)
    )
    return (
        said(
            "Against the documented order under the same money {all:trimmed} person-years without "
            "water are saved: {haste:trimmed} by not waiting for the documents' even pace up to "
            "their year, {order:trimmed} by the order itself.",
            all=waiting - best,
            haste=waiting - sooner,
            order=sooner - best,
        ),
    )


def missing_note(asked: Iterable[int], found: Collection[int]) -> tuple[Said, ...]:
    """Dates whose price the time did not suffice for."""
    missing = [str(year) for year in asked if year not in found]
    if not missing:
        return ()
    return (
        said("The time was over before the price of {years} was found.", years=", ".join(missing)),
    )
