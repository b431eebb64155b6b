"""Sentences that belong under every answer of the siting study."""

from __future__ import annotations

from functools import reduce

from models.dynamic_location import SitesPlan
from scenarios.language import Said, marked, said
from scenarios.studies.siting.terms import SitingTerms

_STANDARDS = {
    "city": marked("city {km:g} km"),
    "kent": marked("kent {km:g} km"),
    "village": marked("village {km:g} km"),
}


def write_notes(terms: SitingTerms, base: SitesPlan) -> tuple[Said, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    quality = terms.settlements["coord_quality"]
    schematic = (quality == "schematic").to_numpy()
    need = terms.need[:, -1]
    notes = [
        said(
            "Positions: {drawn} of {all} settlements, with {share:.0f} % of the pupils of {year}, "
            "are schematic: drawn around the centre of their district, because nothing else is "
            "known. Which of two neighbouring villages gets a school, and every distance to or "
            "from them, is only as good as that; import your own places with “aumaq places "
            "import”.",
            drawn=int(schematic.sum()),
            all=len(schematic),
            share=100 * need[schematic].sum() / need.sum(),
            year=terms.periods[-1],
        ),
        said(
            "Distances are great circle x circuity {circuity:g}, road, all estimates. A way inside "
            "a settlement counts as 0 km: pupil-kilometres are those between settlements.",
            circuity=terms.value("circuity_road"),
        ),
        said(
            "Pupils: population of the settlement in {years} times the pupils per head of its "
            "district in the scheme of the South (need over population), interpolated by year.",
            years=", ".join(map(str, terms.periods)),
        ),
        said(
            "Standing places: no document lists schools by settlement. A district's places of 2024 "
            "are spread over its settlements by population; they serve their own settlement first."
        )
        if not terms.scenario.siting.existing_places
        else said(
            "Standing places are the planner's list where a district has one; elsewhere the "
            "district's places of 2024 are spread by population."
        ),
        said(
            "Standard: the longest way to a school in another settlement is {standards}. Nobody is "
            "sent further; a pupil without a place within it counts as unserved.",
            standards=_standards(terms),
        ),
        said(
            "Almaty city is a unit of its own and outside: its pupils stay in its schools, and "
            "none of the settlements around sends pupils there or takes them. Its 2.2 million "
            "people would otherwise decide every site along its edge without one street of it "
            "being known."
        ),
        said(
            "What is minimised is discounted money: buildings, school buses and an amount for "
            "every pupil without a place. A period stands for the years to the next, the last for "
            "{tail:g} years. Buildings are in service in the period's first year; money is at "
            "constant prices of 2022.",
            tail=terms.value("tail_years"),
        ),
        said(
            "Sites are chosen with places at the least price that a settlement's menu offers, and "
            "that choice is solved to proof; buildings of the menu are then chosen for them, and "
            "the bound that this plan is held against knows whole buildings everywhere. Prices, "
            "alternatives and nesting compare costs of the first step, which rounding to buildings "
            "does not blur."
        ),
        said(
            "“Service centres only” is the best plan that builds in the scheme's {centres} "
            "district and local centres alone, under the same limits. The scheme names centres of "
            "service, not schools: the comparison shows what keeping to them costs.",
            centres=len(terms.documented),
        ),
    ]
    asked = terms.scenario
    if asked.fixed or asked.forbidden:
        notes.append(
            said(
                "Fixed and forbidden settlements hold in both plans. What is fixed is how many "
                "places must stand in new schools of a settlement by a period. Rows of the "
                "question that fix: {fixed}; that forbid: {barred}.",
                fixed=len(asked.fixed),
                barred=len(asked.forbidden),
            )
        )
    if not base.sites.size:
        notes.append(said("No new school is worth its money under these terms."))
    return tuple(notes)


def _standards(terms: SitingTerms) -> Said:
    """The longest way by kind of settlement."""
    kinds = terms.settlements["kind"].to_numpy()
    ways = [
        said(_STANDARDS[kind], km=terms.standard[kinds == kind][0]) for kind in dict.fromkeys(kinds)
    ]
    return reduce(lambda before, way: said("{before}, {way}", before=before, way=way), ways)
