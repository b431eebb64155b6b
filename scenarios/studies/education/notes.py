"""Sentences that belong under every answer of the education study."""

from __future__ import annotations

import numpy as np

from inputs.territory import Territory
from scenarios.studies.education.neighbours import Neighbours
from scenarios.studies.education.terms import Terms


def write_notes(
    terms: Terms, territory: Territory, neighbours: Neighbours | None
) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    programme, goals = terms.programme, terms.scenario.objectives
    tail = int(terms.assumptions.value("tail_years"))
    price_year = terms.assumptions[f"{programme.prefix}_place_cost_{terms.sizes[0]}"].price_year
    notes = [
        f"Need runs from {programme.base_year} ({programme.base_need}) through the documents' need "
        f"at {', '.join(map(str, programme.horizons))} by {terms.scenario.demand.interpolation} "
        "interpolation.",
        f"A building started in a year is in service {terms.lead} years later and is paid in "
        f"shares of {', '.join(f'{s:.0%}' for s in terms.spend_profile)} from the start year on.",
        f"Places started late are worth what they serve after {terms.last}: the optimiser counts "
        f"{tail} further years at the need of {terms.last}, discounted; the figures of this report "
        f"stop at {terms.last}.",
        f"Money is at constant prices of {price_year}; the documents state no cost, so every cost "
        "is an assumption with its source below.",
        "The documents give places by unit and horizon. As printed, each total becomes the "
        "cheapest combination of buildings on the menu, spread "
        f"{terms.scenario.documented.spread.replace('_', ' ')} over the period's years from "
        f"{terms.first + terms.lead} on; under budget the same buildings wait for money.",
        f"The worst district of the headline is the worst from {terms.equity_from} to "
        f"{terms.last}; before, the backlog of today decides.",
    ]
    if any(g.measure == "worst_share" and g.at_most == "documented" for g in goals):
        notes.append(
            "No district is worse off in any year than the worst district of the same year under "
            f"the documented plan, from {terms.first + terms.lead} on: that is a condition, not a "
            "result."
        )
    if np.count_nonzero(terms.spend_profile) > 1:
        notes.append(
            "A building is paid over several years and every year has its own budget, so the money "
            "goes furthest when many buildings are started together and paid off before the next "
            "round: openings, and with them shortage, move in steps under every plan."
        )
    if terms.scenario.construction.apply_2030_adjustment:
        notes.append(
            "At the end of a period the documents print a stock that differs from the start plus "
            "new places in many units; that unexplained change is applied in the horizon's year."
        )
    if not programme.shifts:
        notes.append(
            f"The documents print no capacity of {programme.facility_word}s in "
            f"{programme.base_year}; enrolment stands for both need and places, as their own "
            "balance of 2030 does."
        )
    if neighbours is not None:
        notes.append(
            "Distances between units are great circles between administrative centres times the "
            f"circuity assumption {terms.assumptions.value('circuity_road'):g}."
        )
        if neighbours.schematic:
            names = ", ".join(territory.name(u) for u in neighbours.schematic)
            notes.append(f"Schematic coordinates take part in distances: {names}.")
    return tuple(notes)
