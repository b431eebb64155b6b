"""Impossible questions, named before any solver starts."""

from __future__ import annotations

from collections.abc import Iterator

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.language import marked, said
from scenarios.scenario import MeasureName
from scenarios.studies.education.terms import Terms
from scenarios.studies.impossible import budgets_outside, fixed_and_forbidden, starts_outside
from scenarios.studies.money import MLN_PER_BN
from scenarios.study import Problem

_FACILITY = {"school": marked("school"), "preschool": marked("kindergarten")}


def find_problems(terms: Terms, territory: Territory) -> list[Problem]:
    """Everything about the scenario that cannot be, in the planner's words."""
    return [
        *_places(terms),
        *_money(terms),
        *_oblasts(terms),
        *_fixed(terms),
        *_minimum_programme(terms),
        *_distances(terms, territory),
        *_objectives(terms),
    ]


def _places(terms: Terms) -> Iterator[Problem]:
    scenario = terms.scenario
    lists = {
        "fixed": [f.place for f in scenario.fixed],
        "forbidden": [f.place for f in scenario.forbidden],
        "minimum_programme": [m.place for m in scenario.minimum_programme],
    }
    for key, places in lists.items():
        for i, place in enumerate(places):
            if place not in terms.unit_index:
                yield Problem(
                    f"{key}[{i}].place",
                    said("{place!r} is not a unit of the scenario's region", place=place),
                    _some(terms.units),
                )
    for i, ban in enumerate(scenario.forbidden):
        for size in ban.sizes:
            if size not in terms.sizes:
                yield Problem(
                    f"forbidden[{i}].sizes",
                    said("no building of {size} places is on the menu", size=size),
                    ", ".join(map(str, terms.sizes)),
                )


def _money(terms: Terms) -> Iterator[Problem]:
    first_instalment = float(terms.cost.min()) * float(terms.spend_profile[0])
    purse = float((terms.budget + terms.carry_over_limit).max())
    if purse < first_instalment:
        cheapest = float(terms.cost.min())
        yield Problem(
            "money.budget_bn_per_year",
            said(
                "the largest sum that can be spent in a year ({purse:g} bn KZT) does not pay the "
                "first instalment of the cheapest {facility} ({cheapest:g} bn KZT)",
                purse=purse / MLN_PER_BN,
                facility=said(_FACILITY[terms.programme.asset]),
                cheapest=cheapest / MLN_PER_BN,
            ),
            said("{amount:g} or more", amount=first_instalment / MLN_PER_BN),
        )
    yield from budgets_outside(terms.scenario.money.budget_bn_by_year, terms.first, terms.last)


def _oblasts(terms: Terms) -> Iterator[Problem]:
    money = terms.scenario.money
    known = tuple(dict.fromkeys(terms.oblasts))
    for key, amounts in (
        ("oblast_budget_bn_per_year", money.oblast_budget_bn_per_year),
        ("oblast_min_share", money.oblast_min_share),
    ):
        for oblast in amounts:
            if oblast not in known:
                yield Problem(
                    f"money.{key}.{oblast}",
                    said("not an oblast of the scenario's region"),
                    ", ".join(known),
                )
    total = sum(money.oblast_min_share.values())
    if total > 1.0 + 1e-9:
        yield Problem(
            "money.oblast_min_share",
            said("the least shares sum to {total:g} of the budget", total=total),
            said("1 or less"),
        )


def _fixed(terms: Terms) -> Iterator[Problem]:
    committed: dict[int, float] = {}
    for i, fixed in enumerate(terms.scenario.fixed):
        if fixed.place not in terms.unit_index:
            continue
        if not terms.first <= fixed.start_year <= terms.last:
            yield starts_outside(i, fixed, terms.first, terms.last)
        for j, ban in enumerate(terms.scenario.forbidden):
            same_size = not ban.sizes or fixed.size in ban.sizes
            if ban.place == fixed.place and same_size and ban.first <= fixed.start_year <= ban.last:
                yield fixed_and_forbidden(i, j, fixed)
        price = fixed.count * terms.building_price(fixed.place, float(fixed.size), fixed.start_year)
        for age, share in enumerate(terms.spend_profile):
            year = fixed.start_year + age
            committed[year] = committed.get(year, 0.0) + share * price
    for year, amount in sorted(committed.items()):
        y = year - int(terms.years[0])
        if 0 <= y < len(terms.years) and amount > terms.budget[y] + terms.carry_over_limit[y - 1]:
            yield Problem(
                "fixed",
                said(
                    "the fixed buildings need {amount:g} bn KZT in {year}, more than the budget "
                    "and what may be carried into it",
                    amount=amount / MLN_PER_BN,
                    year=year,
                ),
                said("{amount:g} bn KZT", amount=terms.budget[y] / MLN_PER_BN),
            )


def _minimum_programme(terms: Terms) -> Iterator[Problem]:
    earliest = terms.first + terms.lead
    for i, minimum in enumerate(terms.scenario.minimum_programme):
        if minimum.by < earliest:
            yield Problem(
                f"minimum_programme[{i}].by",
                said(
                    "nothing started from {first} on is in service in {by}",
                    first=terms.first,
                    by=minimum.by,
                ),
                said("{year} or later", year=earliest),
            )


def _distances(terms: Terms, territory: Territory) -> Iterator[Problem]:
    if not terms.scenario.transfers.enabled:
        return
    try:
        points = territory.coordinates(list(terms.units))
    except InputError as error:
        yield Problem(
            "transfers.enabled", str(error), said("coordinates, or transfers.enabled: false")
        )
        return
    blank = tuple(points.loc[points["lat"].isna() | points["lon"].isna(), "unit_id"])
    if blank:
        yield Problem(
            "transfers.enabled",
            said("no coordinates for {units}: distances to them are unknown", units=_some(blank)),
            said("coordinates in places.csv, or transfers.enabled: false"),
        )


def _objectives(terms: Terms) -> Iterator[Problem]:
    if terms.programme.shifts:
        return
    for i, goal in enumerate(terms.scenario.objectives):
        if goal.measure is MeasureName.THIRD_SHIFT and goal.at_most is None:
            yield Problem(
                f"objectives[{i}].measure",
                said("a kindergarten has no shifts"),
                "shortage, worst_share, cost",
            )


def _some(names: tuple[str, ...], most: int = 8) -> str:
    return ", ".join(names[:most]) + (f", ... ({len(names)})" if len(names) > most else "")
