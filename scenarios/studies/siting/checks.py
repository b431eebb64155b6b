"""Impossible siting questions, named before any solver starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.language import said
from scenarios.scenario import Scenario, StudyName
from scenarios.studies.siting.terms import SitingTerms
from scenarios.studies.siting.wishes import wish_problems
from scenarios.study import Problem


def find_problems(
    scenario: Scenario, territory: Territory, terms: Callable[[], SitingTerms]
) -> list[Problem]:
    """Everything about the scenario that cannot be, in the planner's words.

    Parameters
    ----------
    terms : builds the question's arrays; not called where the keys are wrong already
    """
    found = [*_keys(scenario), *_places(scenario, territory)]
    if found:
        return found
    try:
        built = terms()
    except InputError as error:
        return [Problem("region", str(error), error.expected or "")]
    if not len(built.documented) and scenario.siting.sites == "documented":
        return [
            Problem(
                "siting.sites", said("the area has no documented centre"), said("a number, or null")
            )
        ]
    return wish_problems(built)


def _keys(scenario: Scenario) -> Iterator[Problem]:
    siting = scenario.siting
    if scenario.study is not StudyName.SCHOOLS:
        yield Problem("study", said("settlements are sited for schools only"), "schools")
    periods = ", ".join(map(str, siting.periods))
    for key in ("sites_by_period", "budget_bn_by_period"):
        for year in getattr(siting, key):
            if year not in siting.periods:
                yield Problem(f"siting.{key}.{year}", said("the year is no period"), periods)
    missing = [y for y in siting.periods if y not in siting.budget_bn_by_period]
    known = set(siting.budget_bn_by_period) <= set(siting.periods)
    if siting.budget_bn_by_period and missing and known:
        yield Problem(
            "siting.budget_bn_by_period",
            said("no budget for {years}", years=", ".join(map(str, missing))),
            said("a budget for each of {years}, or for none", years=periods),
        )
    if siting.nested and siting.nested_budgets:
        yield Problem(
            "siting.nested_budgets",
            said("nest by sites or by budgets, not both"),
            said("one of them"),
        )
    if siting.nested_budgets and not siting.budget_bn_by_period:
        yield Problem(
            "siting.nested_budgets",
            said("there is no budget to scale"),
            "siting.budget_bn_by_period",
        )
    sizes = scenario.construction.sizes
    if sizes is not None and not sizes:
        yield Problem(
            "construction.sizes", said("the menu is empty"), said("sizes with a cost, or null")
        )


def _places(scenario: Scenario, territory: Territory) -> Iterator[Problem]:
    for name in ("settlements", "service_centres", "schools", "population"):
        if not territory.has(name):
            yield Problem(
                "level",
                said("the data hold no table {table}", table=name),
                said("a folder with all of them"),
            )
            return
    known = set(territory.table("settlements")["settlement_id"])
    for settlement in scenario.siting.existing_places:
        if settlement not in known:
            path = f"siting.existing_places.{settlement}"
            yield Problem(
                path,
                said("{place} is not a settlement", place=settlement),
                said("ids such as A-001"),
            )
    menu = {n.removeprefix("school_place_cost_") for n in territory.assumptions}
    for size in scenario.construction.sizes or ():
        if str(size) not in menu:
            yield Problem(
                "construction.sizes",
                said("no cost is known for {size} places", size=size),
                said("the menu"),
            )
