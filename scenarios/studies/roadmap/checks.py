"""What a roadmap scenario cannot ask, found before any solve."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inputs.territory import Territory
from models.project_scheduling.infeasibility import earliest
from scenarios.language import said
from scenarios.scenario import Scenario, Years
from scenarios.studies.roadmap.terms import RoadmapTerms
from scenarios.study import Problem

NEEDED = ("projects", "project_spending", "project_activities")


def find_problems(
    scenario: Scenario, territory: Territory, terms: Callable[[], RoadmapTerms]
) -> list[Problem]:
    """Every inconsistency with its path; empty when the question can be answered."""
    missing = [name for name in NEEDED if not territory.has(name)]
    if missing:
        told = said("the data hold no table {table}", table=", ".join(missing))
        return [Problem("study", told, said("data of the roadmap"))]
    asked = terms()
    return [*_items(asked), *_starts(asked), *_decided(asked), *_years(asked), *_unread(scenario)]


def _items(terms: RoadmapTerms) -> Iterator[Problem]:
    asked = terms.scenario.roadmap
    must = asked.must_finish if isinstance(asked.must_finish, tuple) else ()
    for key, items in (("weights", asked.weights), ("start", asked.start), ("must_finish", must)):
        for item in items:
            if item not in terms.items:
                yield Problem(
                    f"roadmap.{key}.{item}",
                    said("{item!r} is no costed project of the roadmap", item=item),
                    ", ".join(terms.items),
                )
    if not any(terms.weight > 0):
        yield Problem(
            "roadmap.weights", said("no project has a weight"), said("above 0 for at least one")
        )


def _starts(terms: RoadmapTerms) -> Iterator[Problem]:
    asked = terms.scenario.roadmap
    for item, year in asked.start.items():
        if not asked.first_free_year <= year <= asked.last_year:
            yield Problem(
                f"roadmap.start.{item}",
                said("{year} is outside the free years", year=year),
                said("{first} to {last}", first=asked.first_free_year, last=asked.last_year),
            )
        elif item in terms.items and terms.held[terms.phases["item"] == item].any():
            yield Problem(
                f"roadmap.start.{item}",
                said(
                    "project {item} keeps its documented years: it has begun before {year}, or is "
                    "running costs",
                    item=item,
                    year=asked.first_free_year,
                ),
            )


def _decided(terms: RoadmapTerms) -> Iterator[Problem]:
    asked = terms.scenario.roadmap
    last = asked.last_year if asked.decided_until is None else asked.decided_until
    known = list(map(str, terms.phases["phase_id"]))
    for phase, year in asked.decided.items():
        path = f"roadmap.decided.{phase}"
        if phase not in known:
            told = said("{phase!r} is no phase of the roadmap", phase=phase)
            yield Problem(path, told, ", ".join(known))
        elif not year <= last:
            told = said("{year} is outside the decided years", year=year)
            yield Problem(path, told, said("{year} or earlier", year=last))
        elif terms.held[known.index(phase)] and year != terms.documented[known.index(phase)]:
            told = said("the phase keeps its documented year")
            yield Problem(path, told, said("no other year"))


def _years(terms: RoadmapTerms) -> Iterator[Problem]:
    asked = terms.scenario.roadmap
    for year in terms.scenario.money.budget_bn_by_year:
        if not asked.first_free_year <= year <= asked.last_year:
            yield Problem(
                f"money.budget_bn_by_year.{year}",
                said("the year is outside the free years"),
                said("{first} to {last}", first=asked.first_free_year, last=asked.last_year),
            )
    if any(item not in terms.items for item in asked.start):
        return
    k = terms.instance
    short = (earliest(k) > k.last_start) & ~k.optional
    for item in dict.fromkeys(terms.phases["item"][short]):
        yield Problem(
            "roadmap.last_year",
            said(
                "project {item} cannot be done by {year}: its phases follow each other",
                item=item,
                year=asked.last_year,
            ),
            said("a later year, or must_finish without {item}", item=item),
        )


def _unread(scenario: Scenario) -> Iterator[Problem]:
    years, asked = scenario.years, scenario.roadmap
    own = (asked.first_free_year, asked.last_year)
    if years != Years() and (years.first, years.last) != own:
        yield Problem(
            "years",
            said(
                "{first} to {last} contradict the free years of the roadmap, {free} to {until}",
                first=years.first,
                last=years.last,
                free=own[0],
                until=own[1],
            ),
            said("the same years in roadmap.first_free_year and roadmap.last_year"),
        )
    for name, given in (("fixed", scenario.fixed), ("forbidden", scenario.forbidden)):
        if given:
            told = said("is not read by the study roadmap")
            yield Problem(name, told, "roadmap.start, must_finish")
    if scenario.roadmap.envelope == "none" and (
        scenario.money.budget_bn_by_year or scenario.money.budget_bn_per_year is not None
    ):
        yield Problem(
            "roadmap.envelope",
            said("there is no limit on money, yet money gives a budget"),
            "documented",
        )
    if scenario.roadmap.objective == "fit" and scenario.roadmap.envelope == "none":
        yield Problem(
            "roadmap.objective",
            said("nothing has to fit where money has no limit"),
            "effect, smooth",
        )
