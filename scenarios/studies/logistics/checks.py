"""Impossible logistics questions, named before any solver starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.language import said
from scenarios.scenario import Forbidden, Scenario
from scenarios.studies.logistics.instance import barred_periods
from scenarios.studies.logistics.terms import LogisticsTerms
from scenarios.study import Problem

TABLES = (
    "corridor_nodes", "corridors", "gateways", "logistics_counts", "logistics_sites", "macro",
    "places", "population",
)  # fmt: skip


def find_problems(
    scenario: Scenario, territory: Territory, terms: Callable[[], LogisticsTerms]
) -> list[Problem]:
    """Everything about the scenario that cannot be, in the planner's words.

    Parameters
    ----------
    terms : builds the question's arrays; not called where a table is missing

    Raises
    ------
    InputError
        a row of the data cannot be, whatever the scenario
    """
    missing = [name for name in TABLES if not territory.has(name)]
    if missing:
        told = said("the data hold no table {table}", table=missing[0])
        return [Problem("study", told, ", ".join(TABLES))]
    first = scenario.logistics.periods[0]
    if first < scenario.years.first:
        return [
            Problem(
                "logistics.periods[0]",
                said(
                    "{year} lies before the first year {first}",
                    year=first,
                    first=scenario.years.first,
                ),
                said("{year} or later", year=scenario.years.first),
            )
        ]
    try:
        built = terms()
    except InputError as error:
        path = _path(error, scenario)
        if path is None:
            raise
        return [Problem(path, error.message, error.expected or "")]
    return [*_sites(scenario, built)]


def _path(error: InputError, scenario: Scenario) -> str | None:
    """The key that a value in an error came from; None where it came from the data."""
    asked = scenario.logistics
    if error.value in asked.gateway_factor:
        return f"logistics.gateway_factor.{error.value}"
    if error.value in asked.drop_links:
        return f"logistics.drop_links[{asked.drop_links.index(str(error.value))}]"
    for link, year in asked.delay_links.items():
        if error.value in (link, year):
            return f"logistics.delay_links.{link}"
    return None if error.file else "region"


def _sites(scenario: Scenario, terms: LogisticsTerms) -> Iterator[Problem]:
    sites = terms.sites[terms.sites["kind"] != "gateway"]
    known = set(sites["site_id"])
    some = ", ".join(sites["site_id"].head(6))
    wishes = [(f"fixed[{i}]", item.place) for i, item in enumerate(scenario.fixed)]
    wishes += [(f"forbidden[{i}]", item.place) for i, item in enumerate(scenario.forbidden)]
    for path, place in wishes:
        if place not in known:
            told = said("{place} is no site", place=place)
            yield Problem(f"{path}.place", told, f"{some} ...")
    last = terms.periods[-1]
    for i, item in enumerate(scenario.fixed):
        if item.start_year + terms.lead > last:
            yield Problem(
                f"fixed[{i}].start_year",
                said(
                    "a centre started in {year} is not in service by {last}",
                    year=item.start_year,
                    last=last,
                ),
                said("{year} or earlier", year=last - terms.lead),
            )
    for i, ban in enumerate(scenario.forbidden):
        yield from _ban(f"forbidden[{i}]", ban, terms)


def _ban(path: str, ban: Forbidden, terms: LogisticsTerms) -> Iterator[Problem]:
    """What the question cannot express: single sizes, and a site barred only later."""
    if ban.sizes:
        yield Problem(
            f"{path}.sizes",
            said("the study logistics chooses sizes itself and can forbid a site only as a whole"),
            said("no sizes"),
        )
    barred = barred_periods(terms.periods, terms.lead, ban)
    if barred and barred[0] > 0:
        yield Problem(
            f"{path}.first",
            said(
                "a site that may open for {period} cannot be barred from {year} on",
                period=terms.periods[0],
                year=ban.first,
            ),
            said("{year} or earlier", year=terms.periods[0] - terms.lead),
        )
