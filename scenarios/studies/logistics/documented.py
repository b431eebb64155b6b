"""The schemes' centres: declared by oblast and horizon, named without a horizon.

Outside Shymkent and the West no place is tied to a horizon. Instead of inventing one, every
assignment of the named places to the declared numbers is costed, and the best and the worst stand
for the documented programme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from models.hub_location import HubInstance, costs_of
from scenarios.studies.logistics.terms import FloatArray, IntArray, LogisticsTerms

MOST_ASSIGNMENTS = 500_000


@dataclass(frozen=True)
class Spread:
    """How far the order of the named places matters.

    Attributes
    ----------
    count : assignments of named places to the declared numbers
    best, worst : discounted mln KZT of transport under the best and the worst of them
    worst_openings : (M, T) centres up to a period under the worst
    """

    count: int
    best: float
    worst: float
    worst_openings: IntArray


def tied_to_horizon(terms: LogisticsTerms) -> IntArray:
    """(M, T) centres whose place the text ties to one horizon, up to that period."""
    named = terms.named
    forced = np.zeros((len(terms.sites), len(terms.periods)), dtype=np.int64)
    for site, centres, horizons in zip(
        named["site"], named["centres"], named["horizons"], strict=True
    ):
        if ";" not in str(horizons):
            since = int(np.searchsorted(terms.periods, int(horizons)))
            forced[site, since:] += centres
    return forced


def spread_of_assignments(
    instance: HubInstance, terms: LogisticsTerms, chosen: IntArray, declared: FloatArray
) -> Spread | None:
    """Cost all assignments; the centres without a place stay where `chosen` (M, T) puts them.

    None where there are more than `MOST_ASSIGNMENTS`.
    """
    parts = [list(_assignments(terms, g, chosen, declared[g])) for g in range(len(terms.oblasts))]
    count = int(np.prod([float(len(part)) for part in parts]))
    if count == 0 or count > MOST_ASSIGNMENTS:
        return None
    standing = terms.existing > 0
    totals = np.zeros(count)
    choice = np.array(list(product(*(range(len(part)) for part in parts))), dtype=np.int64)
    for t in range(len(terms.periods)):
        open_by_part = [np.array([assignment[:, t] > 0 for assignment in part]) for part in parts]
        distinct = [np.unique(rows, axis=0, return_inverse=True) for rows in open_by_part]
        numbers = np.column_stack(
            [which.reshape(-1)[choice[:, g]] for g, (_, which) in enumerate(distinct)]
        )
        sets, back = np.unique(numbers, axis=0, return_inverse=True)
        is_open = np.tile(standing, (len(sets), 1))
        for g, (rows, _) in enumerate(distinct):
            is_open |= rows[sets[:, g]]
        totals += terms.years[t] * costs_of(instance, is_open, t)[back.reshape(-1)]
    worst = int(totals.argmax())
    openings = sum(part[choice[worst, g]] for g, part in enumerate(parts))
    return Spread(count, float(totals.min()), float(totals.max()), np.asarray(openings))


def in_other_order(centres: IntArray, openings: IntArray) -> IntArray:
    """Centres (M, S, T) of the same sizes at the same sites, in the years of `openings` (M, T).

    The first centre of a site keeps the size of its first, and so on.
    """
    moved = np.zeros_like(centres)
    for site in np.flatnonzero(openings[:, -1]):
        by_time = centres[site].T  # periods, sizes
        sizes = [s for row in by_time for s, count in enumerate(row) for _ in range(count)]
        steps = np.diff(openings[site], prepend=0)
        for size, t in zip(sizes, np.repeat(np.arange(len(steps)), steps), strict=True):
            moved[site, size, t] += 1
    return moved


def _assignments(
    terms: LogisticsTerms, g: int, chosen: IntArray, declared: FloatArray
) -> Iterator[IntArray]:
    """(M, T) cumulative openings of an oblast under every assignment of its named places."""
    here = terms.group == g
    if terms.free_oblast[g]:
        yield np.where(here[:, None], chosen, 0)
        return
    named = terms.named[here[terms.named["site"].to_numpy()]]
    tied = tied_to_horizon(terms) * here[:, None]
    step = np.diff(declared, prepend=0.0).astype(int)
    step = step - np.diff(tied.sum(axis=0), prepend=0)
    loose = named[named["horizons"].astype(str).str.contains(";")]
    places = [
        site
        for site, centres in zip(loose["site"], loose["centres"], strict=True)
        for _ in range(centres)
    ]
    if (step < 0).any():
        yield tied
        return
    for turn in _splits(tuple(sorted(places)), tuple(int(n) for n in step)):
        openings = tied.copy()
        for t, sites in enumerate(turn):
            for site in sites:
                openings[site, t:] += 1
        yield openings


def _splits(places: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to take `sizes[0]` of the places, then `sizes[1]` of the rest, and so on."""
    if not sizes:
        yield ()
        return
    for first in sorted(set(combinations(places, min(sizes[0], len(places))))):
        rest = list(places)
        for place in first:
            rest.remove(place)
        for later in _splits(tuple(rest), sizes[1:]):
            yield (first, *later)
