"""What a planner has decided or ruled out among the settlements, as arrays and as problems."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.dynamic_location import least_cover_cost
from scenarios.language import said
from scenarios.scenario import Forbidden, Scenario
from scenarios.studies.money import MLN_PER_BN
from scenarios.study import Problem

if TYPE_CHECKING:
    from scenarios.studies.siting.terms import SitingTerms

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_SHOWN = 4


def decided_places(
    scenario: Scenario, ids: tuple[str, ...], periods: tuple[int, ...]
) -> FloatArray:
    """(N, T) places in new schools that must stand by a period; rows of `fixed` add up.

    Parameters
    ----------
    ids : (N,) settlements; rows of the scenario that name another or no period do not count
    """
    least = np.zeros((len(ids), len(periods)))
    for row in scenario.fixed:
        if row.place in ids and row.start_year in periods:
            by = periods.index(row.start_year)
            least[ids.index(row.place), by:] += row.size * row.count
    return least


def startable(
    scenario: Scenario,
    ids: tuple[str, ...],
    periods: tuple[int, ...],
    size: FloatArray,
    allowed: BoolArray,
) -> BoolArray:
    """(N, K, T) buildings that may be started: on the settlement's menu and not ruled out.

    In decided periods only decided settlements build, from the period of their first school on.
    """
    may = np.repeat(allowed[:, :, None], len(periods), axis=2)
    for ban in scenario.forbidden:
        if ban.place in ids:
            sizes = np.isin(size, ban.sizes) if ban.sizes else np.ones(len(size), dtype=bool)
            may[ids.index(ban.place)] &= ~np.outer(sizes, _within(ban, periods))
    if scenario.siting.decided_until is not None:
        since = np.array([scenario.siting.decided.get(i, np.inf) for i in ids])
        years = np.array(periods)
        open_to_all = years > scenario.siting.decided_until
        may &= (open_to_all | (since[:, None] <= years))[:, None, :]
    return may


def with_decided_sites(
    least: FloatArray,
    scenario: Scenario,
    ids: tuple[str, ...],
    periods: tuple[int, ...],
    size: FloatArray,
    startable: BoolArray,
) -> FloatArray:
    """The least places (N, T) with the smallest building of every decided settlement."""
    held = least.copy()
    for place, year in scenario.siting.decided.items():
        if place in ids and year in periods:
            j, by = ids.index(place), periods.index(year)
            smallest = np.where(startable[j, :, by], size, np.inf).min()
            if np.isfinite(smallest):
                held[j, by:] = np.maximum(held[j, by:], smallest)
    return held


def wish_problems(terms: SitingTerms) -> list[Problem]:
    """Wishes that name nothing of the question; if all do, wishes that cannot be together."""
    named = [*_fixed(terms), *_forbidden(terms), *_decided(terms)]
    return named or [
        *_both(terms),
        *_decided_and_forbidden(terms),
        *_too_many(terms),
        *_too_dear(terms),
    ]


def _within(ban: Forbidden, periods: tuple[int, ...]) -> BoolArray:
    years = np.array(periods)
    return np.asarray((ban.first <= years) & (years <= ban.last))


def _fixed(terms: SitingTerms) -> Iterator[Problem]:
    for i, row in enumerate(terms.scenario.fixed):
        if row.place not in terms.ids:
            yield _unknown(f"fixed[{i}].place", row.place, terms)
            continue
        if row.start_year not in terms.periods:
            yield Problem(
                f"fixed[{i}].start_year", said("the year is no period"), _listed(terms.periods)
            )
        j = terms.ids.index(row.place)
        menu = terms.size[terms.allowed[j]]
        if row.size not in menu:
            told = said(
                "no building of {size} places may stand in {place}", size=row.size, place=row.place
            )
            yield Problem(f"fixed[{i}].size", told, _listed(menu))


def _forbidden(terms: SitingTerms) -> Iterator[Problem]:
    for i, ban in enumerate(terms.scenario.forbidden):
        if ban.place not in terms.ids:
            yield _unknown(f"forbidden[{i}].place", ban.place, terms)
        strange = sorted(set(ban.sizes) - set(terms.size.tolist()))
        if strange:
            told = said("no cost is known for {size} places", size=strange[0])
            yield Problem(f"forbidden[{i}].sizes", told, _listed(terms.size))
        if not _within(ban, terms.periods).any():
            told = said("no period lies in {first} to {last}", first=ban.first, last=ban.last)
            yield Problem(f"forbidden[{i}].first", told, _listed(terms.periods))


def _decided(terms: SitingTerms) -> Iterator[Problem]:
    asked = terms.scenario.siting
    until = asked.decided_until
    if until is None:
        if asked.decided:
            yield Problem(
                "siting.decided",
                said("settlements are decided, but no year until when"),
                "siting.decided_until",
            )
        return
    if not terms.periods[0] <= until < terms.periods[-1]:
        yield Problem(
            "siting.decided_until",
            said("the year leaves no period decided, or none to choose"),
            said("{first} to {last}", first=terms.periods[0], last=terms.periods[-1] - 1),
        )
        return
    decided = tuple(year for year in terms.periods if year <= until)
    for place, year in asked.decided.items():
        path = f"siting.decided.{place}"
        if place not in terms.ids:
            yield _unknown(path, place, terms)
        elif year not in decided:
            yield Problem(path, said("the year is no decided period"), _listed(decided))


def _decided_and_forbidden(terms: SitingTerms) -> Iterator[Problem]:
    for place, year in terms.scenario.siting.decided.items():
        if not terms.startable[terms.ids.index(place), :, terms.periods.index(year)].any():
            yield Problem(
                f"siting.decided.{place}",
                said("{place} is decided and forbidden at once", place=place),
                said("one of the two"),
            )


def _both(terms: SitingTerms) -> Iterator[Problem]:
    for i, row in enumerate(terms.scenario.fixed):
        j, t = terms.ids.index(row.place), terms.periods.index(row.start_year)
        if not terms.startable[j, :, : t + 1].any():
            yield Problem(
                f"fixed[{i}].place",
                said("{place} is fixed and forbidden at once", place=row.place),
                said("one of the two"),
            )


def _too_many(terms: SitingTerms) -> Iterator[Problem]:
    held = (terms.decided > 0).sum(axis=0)
    for t in np.flatnonzero(held > terms.max_sites)[:1]:
        yield Problem(
            _path(terms),
            said(
                "{n} settlements are fixed by {year}, more than may get new schools",
                n=int(held[t]),
                year=terms.periods[t],
            ),
            said("at most {most}", most=int(terms.max_sites[t])),
        )
    for level in terms.scenario.siting.nested[:1]:
        if held[-1] > level:
            yield Problem(
                "siting.nested[0]",
                said("{n} settlements are fixed, more than {level}", n=int(held[-1]), level=level),
                said("{n} or more", n=int(held[-1])),
            )


def _too_dear(terms: SitingTerms) -> Iterator[Problem]:
    cost, purse = least_cost(terms), np.cumsum(terms.budget)
    for t in np.flatnonzero(cost > purse)[:1]:
        yield Problem(
            _path(terms),
            said(
                "the fixed schools cost at least {cost:trimmed2} bn KZT by {year}",
                cost=float(cost[t]) / MLN_PER_BN,
                year=terms.periods[t],
            ),
            said("at most {money:trimmed2} bn KZT", money=float(purse[t]) / MLN_PER_BN),
        )


def _path(terms: SitingTerms) -> str:
    return "fixed" if terms.scenario.fixed else "siting.decided"


def least_cost(terms: SitingTerms) -> FloatArray:
    """(T,) mln KZT that the decided places cost at least up to a period."""
    total = np.zeros(len(terms.periods))
    for j in np.flatnonzero(terms.decided[:, -1] > 0):
        for t, places in enumerate(terms.decided[j]):
            menu = np.asarray(terms.startable[j, :, : t + 1].any(axis=1))
            total[t] += least_cover_cost(places, terms.size, terms.cost[j], menu)
    return total


def _unknown(path: str, place: str, terms: SitingTerms) -> Problem:
    names: dict[str, str] = dict(zip(terms.settlements["name"], terms.ids, strict=True))
    near = [names.get(n, n) for n in get_close_matches(place, [*terms.ids, *names], n=_SHOWN)]
    some = ", ".join(near or terms.ids[:_SHOWN])
    return Problem(path, said("{place} is no settlement of the area", place=place), f"{some} ...")


def _listed(numbers: FloatArray | tuple[int, ...]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)
