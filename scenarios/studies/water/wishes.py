"""What a question decides of settlements and rules out: limits on starts, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scenarios.language import said
from scenarios.scenario import Forbidden
from scenarios.studies.impossible import fixed_and_forbidden, starts_outside
from scenarios.studies.water.lots import UNTIED, lots_at
from scenarios.studies.water.terms import BoolArray, FloatArray, IntArray, WaterTerms
from scenarios.study import Problem


@dataclass(frozen=True)
class StartLimits:
    """Most settlements of a lot that may be started.

    Attributes
    ----------
    in_year : (N, T) in each year
    up_to : (N, T) in all years up to each; inf where there is no limit
    """

    in_year: IntArray
    up_to: FloatArray


def start_limits(terms: WaterTerms, years: IntArray) -> StartLimits:
    """The limits in rising `years` (T,), the first of which is the scenario's.

    Where `at_most` leaves some of a lot, those whose year is decided come first.
    """
    lots, first = terms.lots, terms.first
    counts = np.repeat(terms.settlements[:, None], len(years), axis=1)
    open_from = (terms.scenario.years.decided_until or first - 1) + 1
    most = np.where(years >= open_from, counts, 0)
    up_to = np.full(counts.shape, np.inf)
    for ban in terms.scenario.forbidden:
        within = (years >= ban.first) & (years <= ban.last)
        for lot in np.flatnonzero(lots_at(lots, ban.place)).tolist():
            left = max(ban.at_most - decided_within(lots, lot, ban), 0)
            most[lot, within] = np.minimum(most[lot, within], left)
            if ban.first <= first:
                up_to[lot, within] = np.minimum(up_to[lot, within], left)
    free = lots["fixed_start"].to_numpy()[:, None] == UNTIED
    decided = np.where(lots["fixed_start"].to_numpy()[:, None] == years, counts, 0)
    # what may not be begun up to a later year may not be begun up to an earlier one
    least = np.minimum.accumulate(up_to[:, ::-1], axis=1)[:, ::-1]
    return StartLimits(np.where(free, most, decided), np.where(free, least, np.inf))


def decided_within(lots: pd.DataFrame, lot: int, ban: Forbidden) -> int:
    """How many settlements were parts of a lot and are decided to start in the years of a ban."""
    same = lots["part_of"] == lots["part_of"].iloc[lot]
    own = lots[same & (lots["fixed_start"] != UNTIED)]
    return int(own.loc[own["fixed_start"].between(ban.first, ban.last), "settlements"].sum())


def wish_problems(terms: WaterTerms) -> Iterator[Problem]:
    """Decided and forbidden settlements that cannot be."""
    yield from _fixed(terms)
    yield from _forbidden(terms)


def _fixed(terms: WaterTerms) -> Iterator[Problem]:
    lots = terms.lots
    for i, fixed in enumerate(terms.scenario.fixed):
        here = lots_at(lots, fixed.place)
        if not here.any():
            yield _unknown_place(f"fixed[{i}].place", fixed.place, terms)
            continue
        if not any(lot.endswith(f"-fixed{i + 1}") for lot in lots["lot_id"]):
            yield Problem(
                f"fixed[{i}].count",
                said(
                    "{place} has no {count} settlements of one size left to fix",
                    place=fixed.place,
                    count=fixed.count,
                ),
                said(
                    "up to {most}; sizes {sizes}",
                    most=int(terms.settlements[here].max()),
                    sizes=", ".join(f"{p:.0f}" for p in np.unique(terms.people[here].round())),
                ),
            )
        if not terms.first <= fixed.start_year <= terms.last:
            yield starts_outside(i, fixed, terms.first, terms.last)
        yield from _ruled_out(terms, i)


def _ruled_out(terms: WaterTerms, i: int) -> Iterator[Problem]:
    """Bans that leave no room for what is decided."""
    lots, fixed = terms.lots, terms.scenario.fixed[i]
    own = np.flatnonzero(lots["lot_id"].str.endswith(f"-fixed{i + 1}")).tolist()
    for j, ban in enumerate(terms.scenario.forbidden):
        if not ban.first <= fixed.start_year <= ban.last:
            continue
        if any(
            lots_at(lots, ban.place)[lot] and decided_within(lots, lot, ban) > ban.at_most
            for lot in own
        ):
            yield fixed_and_forbidden(i, j, fixed)


def _forbidden(terms: WaterTerms) -> Iterator[Problem]:
    for i, ban in enumerate(terms.scenario.forbidden):
        if not lots_at(terms.lots, ban.place).any():
            yield _unknown_place(f"forbidden[{i}].place", ban.place, terms)
        if ban.sizes:
            yield Problem(
                f"forbidden[{i}].sizes",
                said("the study water forbids years of an oblast, a commitment or a lot"),
                said("no sizes; the lot as the place"),
            )
        if ban.at_most:
            yield from _some_left(terms, i, ban)


def _some_left(terms: WaterTerms, i: int, ban: Forbidden) -> Iterator[Problem]:
    """What `at_most` cannot say."""
    path, parts = f"forbidden[{i}].at_most", terms.lots["part_of"]
    if ban.place not in set(parts):
        told = said("some of the settlements can be ruled out in a lot only, not in {place}",
                    place=ban.place)  # fmt: skip
        yield Problem(path, told, _some_lots(terms, lots_at(terms.lots, ban.place)))
    elif ban.first > terms.first and min(ban.last, terms.last) > ban.first:
        yield Problem(
            path,
            said(
                "some of the settlements can be ruled out in a single year, or from the first year "
                "of the scenario on"
            ),
            said("first: {first}, or the same year as first and last", first=terms.first),
        )


def _unknown_place(path: str, place: str, terms: WaterTerms) -> Problem:
    told = said("{place} has no settlements to connect", place=place)
    return Problem(path, told, ", ".join(terms.oblasts))


def _some_lots(terms: WaterTerms, here: BoolArray) -> str:
    return ", ".join(terms.lots.loc[here, "part_of"].unique())
