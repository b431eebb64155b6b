"""Sentences that belong under every answer of the siting study."""

from __future__ import annotations

from models.dynamic_location import SitesPlan
from scenarios.studies.siting.terms import SitingTerms


def write_notes(terms: SitingTerms, base: SitesPlan) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    quality = terms.settlements["coord_quality"]
    schematic = (quality == "schematic").to_numpy()
    need = terms.need[:, -1]
    drawn = need[schematic].sum() / need.sum()
    kinds = terms.settlements["kind"].to_numpy()
    standards = ", ".join(
        f"{kind} {terms.standard[kinds == kind][0]:g} km" for kind in dict.fromkeys(kinds)
    )
    first = ", ".join(map(str, terms.periods))
    notes = [
        f"Positions: {int(schematic.sum())} of {len(schematic)} settlements, with "
        f"{100 * drawn:.0f} % of the pupils of {terms.periods[-1]}, are schematic: drawn around "
        "the centre of their district, because nothing else is known. Which of two neighbouring "
        "villages gets a school, and every distance to or from them, is only as good as that; "
        "import your own places with “aumaq places import”.",
        f"Distances are {terms.distances.source}, {terms.distances.mode}, all estimates. A way "
        "inside a settlement counts as 0 km: pupil-kilometres are those between settlements.",
        f"Pupils: population of the settlement in {first} times the pupils per head of its "
        "district in the scheme of the South (need over population), interpolated by year.",
        "Standing places: no document lists schools by settlement. A district's places of 2024 are "
        "spread over its settlements by population; they serve their own settlement first."
        if not terms.scenario.siting.existing_places
        else "Standing places are the planner's list where a district has one; elsewhere the "
        "district's places of 2024 are spread by population.",
        f"Standard: the longest way to a school in another settlement is {standards}. Nobody is "
        "sent further; a pupil without a place within it counts as unserved.",
        "Almaty city is a unit of its own and outside: its pupils stay in its schools, and none of "
        "the settlements around sends pupils there or takes them. Its 2.2 million people would "
        "otherwise decide every site along its edge without one street of it being known.",
        "What is minimised is discounted money: buildings, school buses and an amount for every "
        f"pupil without a place. A period stands for the years to the next, the last for "
        f"{terms.value('tail_years'):g} years. Buildings are in service in the period's first "
        "year; money is at constant prices of 2022.",
        "Sites are chosen with places at the least price that a settlement's menu offers, and that "
        "choice is solved to proof; buildings of the menu are then chosen for them, and the bound "
        "that this plan is held against knows whole buildings everywhere. Prices, alternatives and "
        "nesting compare costs of the first step, which rounding to buildings does not blur.",
        "“Service centres only” is the best plan that builds in the scheme's "
        f"{len(terms.documented)} district and local centres alone, under the same limits. The "
        "scheme names centres of service, not schools: the comparison shows what keeping to them "
        "costs.",
    ]
    if not base.sites.size:
        notes.append("No new school is worth its money under these terms.")
    return tuple(notes)
