"""Sentences that belong under every answer of the education study."""

from __future__ import annotations

import numpy as np

from inputs.territory import Territory
from scenarios.language import Names, Said, marked, n_said, names_of, p_said, said
from scenarios.studies.education.neighbours import Neighbours
from scenarios.studies.education.terms import Terms

_BASE = {"pupils": marked("pupils"), "enrolled": marked("enrolled")}
_INTERPOLATION = {"linear": marked("linear"), "monotone_cubic": marked("monotone_cubic")}


def write_notes(
    terms: Terms, territory: Territory, neighbours: Neighbours | None
) -> tuple[Said, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    programme, goals = terms.programme, terms.scenario.objectives
    tail = int(terms.assumptions.value("tail_years"))
    price_year = terms.assumptions[f"{programme.prefix}_place_cost_{terms.sizes[0]}"].price_year
    earliest = terms.first + terms.lead
    notes = [
        said(
            "Need runs from {year} ({base}) through the documents' need at {horizons} by "
            "{interpolation} interpolation.",
            year=programme.base_year,
            base=said(_BASE[programme.base_need]),
            horizons=", ".join(map(str, programme.horizons)),
            interpolation=said(_INTERPOLATION[terms.scenario.demand.interpolation]),
        ),
        n_said(
            "A building started in a year is in service {n} year later and is paid in shares of "
            "{shares} from the start year on.",
            "A building started in a year is in service {n} years later and is paid in shares of "
            "{shares} from the start year on.",
            terms.lead,
            shares=", ".join(f"{100 * s:.0f}%" for s in terms.spend_profile),
        ),
        n_said(
            "Places started late are worth what they serve after {last}: the optimiser counts {n} "
            "further year at the need of {last}, discounted; the figures of this report stop at "
            "{last}.",
            "Places started late are worth what they serve after {last}: the optimiser counts {n} "
            "further years at the need of {last}, discounted; the figures of this report stop at "
            "{last}.",
            tail,
            last=terms.last,
        ),
        said(
            "Money is at constant prices of {year}; the documents state no cost, so every cost is "
            "an assumption with its source below.",
            year=price_year,
        ),
        said(
            "The documents give places by unit and horizon. As printed, each total becomes the "
            "cheapest combination of buildings on the menu, spread {spread} over the period's "
            "years from {year} on; under budget the same buildings wait for money.",
            spread=_spread(terms),
            year=earliest,
        ),
        said(
            "The worst district of the headline is the worst from {first} to {last}; before, the "
            "backlog of today decides.",
            first=terms.equity_from,
            last=terms.last,
        ),
    ]
    if any(g.measure == "worst_share" and g.at_most == "documented" for g in goals):
        notes.append(
            said(
                "No district is worse off in any year than the worst district of the same year "
                "under the documented plan, from {year} on: that is a condition, not a result.",
                year=earliest,
            )
        )
    if np.count_nonzero(terms.spend_profile) > 1:
        notes.append(
            said(
                "A building is paid over several years and every year has its own budget, so the "
                "money goes furthest when many buildings are started together and paid off before "
                "the next round: openings, and with them shortage, move in steps under every plan."
            )
        )
    if terms.scenario.construction.apply_2030_adjustment:
        notes.append(
            said(
                "At the end of a period the documents print a stock that differs from the start "
                "plus new places in many units; that unexplained change is applied in the "
                "horizon's year."
            )
        )
    if not programme.shifts:
        notes.append(
            said(
                "The documents print no capacity of kindergartens in {year}; enrolment stands for "
                "both need and places, as their own balance of 2030 does.",
                year=programme.base_year,
            )
        )
    if neighbours is not None:
        notes += _distances(terms, territory, neighbours)
    return tuple(notes)


def _spread(terms: Terms) -> Said:
    return {
        "pro_rata": p_said("places spread over years", "pro rata"),
        "early": p_said("places spread over years", "early"),
        "late": p_said("places spread over years", "late"),
    }[terms.scenario.documented.spread]


def _distances(terms: Terms, territory: Territory, neighbours: Neighbours) -> list[Said]:
    notes = [
        said(
            "Distances between units are great circles between administrative centres times the "
            "circuity assumption {factor:g}.",
            factor=terms.assumptions.value("circuity_road"),
        )
    ]
    if neighbours.schematic:
        units = [named(territory, unit) for unit in neighbours.schematic]
        notes.append(said("Schematic coordinates take part in distances: {units}.", units=units))
    return notes


def named(territory: Territory, unit: str) -> Names:
    """The unit in every language."""
    return names_of(lambda language: territory.name(unit, language))
