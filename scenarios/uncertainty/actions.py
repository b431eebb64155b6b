"""Which first starts are right in every future, in most, in few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scenarios.first_years import Start
from scenarios.uncertainty.question import Future

EVERY, MOST, FEW = "every", "most", "few"
COLUMNS = ("what", "start_year", "share", "found_in", "least", "mean", "most")

_MAJORITY = 0.5


def action_table(futures: Sequence[Future], own: Sequence[Mapping[Start, int]]) -> pd.DataFrame:
    """One row a thing and start year in which any future's optimum starts it.

    Columns: what, start_year, share (weight of the futures that start it), found_in (every
    future; most: more than half of the weight; few), least, mean (over all futures, weighted) and
    most of what is counted started then. A building of another size is the same action.
    """
    weights = np.array([f.weight for f in futures])
    tables = [_amounts(starts) for starts in own]
    rows = []
    for what, year in sorted({key for table in tables for key in table}):
        amount = np.array([table[what, year] for table in tables], dtype=float)
        has = amount > 0
        share = float(weights[has].sum())
        found = EVERY if has.all() else MOST if share > _MAJORITY else FEW
        mean = float(amount @ weights)
        rows.append((what, year, share, found, amount.min(), mean, amount.max()))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(
        ["share", "mean", "start_year", "what"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def certain_starts(own: Sequence[Mapping[Start, int]]) -> dict[str, int]:
    """What every future's optimum starts in these years at least, whatever the year."""
    totals = [_by_thing(starts) for starts in own]
    return {
        what: least
        for what in sorted(totals[0])
        if (least := min(total[what] for total in totals)) > 0
    }


def share_moved(one: Mapping[Start, int], other: Mapping[Start, int]) -> float:
    """Share of what is started, by thing and year, that the plans do not have in common."""
    ours, theirs = _amounts(one), _amounts(other)
    common = sum((ours & theirs).values())
    largest = max(sum(ours.values()), sum(theirs.values()))
    return 1.0 - common / largest if largest else 0.0


def _amounts(starts: Mapping[Start, int]) -> Counter[tuple[str, int]]:
    table: Counter[tuple[str, int]] = Counter()
    for (what, size, year), count in starts.items():
        table[what, year] += size * count
    return table


def _by_thing(starts: Mapping[Start, int]) -> Counter[str]:
    table: Counter[str] = Counter()
    for (what, size, _), count in starts.items():
        table[what] += size * count
    return table
