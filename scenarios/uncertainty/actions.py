"""Which first starts are right in every future, in most, in few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scenarios.uncertainty.plans import Start
from scenarios.uncertainty.question import Future

EVERY, MOST, FEW = "every", "most", "few"
COLUMNS = ("unit_id", "start_year", "share", "found_in", "places_least", "places_mean",
           "places_most")  # fmt: skip

_MAJORITY = 0.5


def action_table(futures: Sequence[Future], own: Sequence[Mapping[Start, int]]) -> pd.DataFrame:
    """One row a unit and start year in which any future's optimum starts a building.

    Columns: unit_id, start_year, share (weight of the futures that start one), found_in (every
    future; most: more than half of the weight; few), places_least, places_mean (over all futures,
    weighted), places_most started there then. A building of another size is the same action.
    """
    weights = np.array([f.weight for f in futures])
    tables = [_places(starts) for starts in own]
    rows = []
    for unit, year in sorted({key for table in tables for key in table}):
        places = np.array([table[unit, year] for table in tables], dtype=float)
        has = places > 0
        share = float(weights[has].sum())
        found = EVERY if has.all() else MOST if share > _MAJORITY else FEW
        rows.append((unit, year, share, found, places.min(), float(places @ weights), places.max()))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(
        ["share", "places_mean", "start_year", "unit_id"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def certain_places(own: Sequence[Mapping[Start, int]]) -> dict[str, int]:
    """By unit, the places that every future's optimum starts in these years, whatever the year."""
    totals = [_by_unit(starts) for starts in own]
    return {
        unit: least
        for unit in sorted(totals[0])
        if (least := min(total[unit] for total in totals)) > 0
    }


def places_moved(one: Mapping[Start, int], other: Mapping[Start, int]) -> float:
    """Share of the places started, by unit and year, that the plans do not have in common."""
    ours, theirs = _places(one), _places(other)
    common = sum((ours & theirs).values())
    largest = max(sum(ours.values()), sum(theirs.values()))
    return 1.0 - common / largest if largest else 0.0


def _places(starts: Mapping[Start, int]) -> Counter[tuple[str, int]]:
    table: Counter[tuple[str, int]] = Counter()
    for (place, size, year), count in starts.items():
        table[place, year] += size * count
    return table


def _by_unit(starts: Mapping[Start, int]) -> Counter[str]:
    table: Counter[str] = Counter()
    for (place, size, _), count in starts.items():
        table[place] += size * count
    return table
