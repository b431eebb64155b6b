"""A cover by local search where sites cost money or belong to groups, compiled.

As many sites stay open as at the start. For a missed row, drawn at random, the best pair of a site
that covers it and an open one is swapped, among the pairs that groups and budget allow; rows that
stay missed grow heavier.

Source: the weights are those of Gao, C., Yao, X., Weise, T., Li, J. (2015), An efficient local
search heuristic with row weighting for the unicost set covering problem, EJOR 246(3), 750-761.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy import sparse

from models.facility_location.row_weighting import _close, _open, _prepare
from models.facility_location.selection import BoolArray, Selection
from optimizer.limits import Clock

STEPS_PER_CALL = 1_000
MOST_STEPS = 20_000
STEPS_PER_ROW = 20
TENURE = 8  # steps for which a swapped site is left alone


def swapped_cover(
    covers: sparse.csr_array,
    chosen: BoolArray,
    selection: Selection,
    clock: Clock,
    steps: int | None = None,
) -> BoolArray | None:
    """An allowed selection that covers every row, None if none was found.

    Parameters
    ----------
    covers : (R, M) sparse
    chosen : (M,) an allowed selection to start from
    steps : swaps to try; as many as the number of rows suggests if not given
    """
    rows, sites = covers.shape
    if (np.diff(covers.indptr) == 0).any():
        return None
    if steps is None:
        steps = min(MOST_STEPS, STEPS_PER_ROW * rows)
    columns = sparse.csc_array(covers)
    arrays = (
        covers.indptr.astype(np.int64), covers.indices.astype(np.int64),
        columns.indptr.astype(np.int64), columns.indices.astype(np.int64),
    )  # fmt: skip
    state, times = chosen.copy(), np.zeros(rows, dtype=np.int64)
    weight, score = np.ones(rows, dtype=np.int64), np.zeros(sites, dtype=np.int64)
    _prepare(*arrays, state, times, weight, score)
    owner = np.asarray(covers @ np.where(state, np.arange(sites), 0).astype(float)).astype(np.int64)
    free_until = np.zeros(sites, dtype=np.int64)
    draw = np.random.default_rng(clock.limits.seed).integers(0, 2**31, steps)
    rules = (
        selection.forced, selection.allowed, selection.group, selection.room, selection.money,
        selection.money_limit,
    )  # fmt: skip
    for begin in range(0, steps, STEPS_PER_CALL):
        if clock.expired:
            return None
        if _swaps(
            *arrays, *rules, state, times, owner, weight, score, free_until, begin,
            draw[begin : begin + STEPS_PER_CALL],
        ):  # fmt: skip
            return state if selection.admits(state) else None
    return None


@njit(cache=True)
def _swaps(  # type: ignore[no-untyped-def]
    row_start, row_site, site_start, site_row, forced, allowed, group, room, money, most_money,
    state, times, owner, weight, score, free_until, first, draw,
):  # fmt: skip
    """Whether a cover was reached; `owner` is the sum of the open sites that cover a row."""
    sites = len(state)
    inside = np.zeros(len(room) + 1, np.int64)
    spent = 0.0
    for j in range(sites):
        if state[j]:
            inside[group[j]] += 1
            spent += money[j]
    bonus = np.zeros(sites, np.int64)
    opened = np.flatnonzero(state)
    for k in range(len(draw)):
        step = first + k
        missed = np.flatnonzero(times == 0)
        if len(missed) == 0:
            return True
        r = missed[draw[k] % len(missed)]
        best, into, place = -(1 << 60), -1, -1
        for e in range(row_start[r], row_start[r + 1]):
            j = row_site[e]
            if not allowed[j] or free_until[j] > step:
                continue
            for f in range(site_start[j], site_start[j + 1]):
                q = site_row[f]
                if times[q] == 1:
                    bonus[owner[q]] += weight[q]
            g = group[j]
            for i in range(len(opened)):
                out = opened[i]
                if forced[out] or free_until[out] > step:
                    continue
                if g >= 0 and group[out] != g and inside[g] >= room[g]:
                    continue
                if spent - money[out] + money[j] > most_money:
                    continue
                value = score[j] + score[out] + bonus[out]
                if value > best:
                    best, into, place = value, j, i
            for f in range(site_start[j], site_start[j + 1]):
                q = site_row[f]
                if times[q] == 1:
                    bonus[owner[q]] = 0
        if into >= 0:
            out = opened[place]
            _close(out, row_start, row_site, site_start, site_row, state, times, weight, score)
            _open(into, row_start, row_site, site_start, site_row, state, times, weight, score)
            for f in range(site_start[out], site_start[out + 1]):
                owner[site_row[f]] -= out
            for f in range(site_start[into], site_start[into + 1]):
                owner[site_row[f]] += into
            opened[place] = into
            inside[group[out]] -= 1
            inside[group[into]] += 1
            spent += money[into] - money[out]
            free_until[out] = step + TENURE
            free_until[into] = step + 2 + draw[k] % TENURE
        for q in np.flatnonzero(times == 0):
            weight[q] += 1
            for f in range(row_start[q], row_start[q + 1]):
                score[row_site[f]] += 1
    return not (times == 0).any()
