"""Row-weighting local search for set covering with equal prices, compiled.

One site is taken out and one that covers a missed row is put in, again and again; rows that stay
missed grow heavier, which leads the search out of local optima.

Source: Gao, C., Yao, X., Weise, T., Li, J. (2015), An efficient local search heuristic with row
weighting for the unicost set covering problem, EJOR 246(3), 750-761.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy import sparse

from models.facility_location.selection import BoolArray
from optimizer.limits import Clock

STEPS_PER_CALL = 5_000


def fewer_sites(
    covers: sparse.csr_array,
    chosen: BoolArray,
    fixed: BoolArray,
    enough: int,
    steps: int,
    clock: Clock,
) -> BoolArray | None:
    """A cover with fewer sites than `chosen`, which covers every row; None if none was found.

    Parameters
    ----------
    covers : (R, M) sparse
    fixed : (M,) open sites that stay open
    enough : number of open sites at which to stop
    steps : exchanges to try after each improvement
    """
    columns = sparse.csc_array(covers)
    rows, sites = covers.shape
    state = chosen.copy()
    best: BoolArray | None = None
    times = np.zeros(rows, dtype=np.int64)
    weight = np.ones(rows, dtype=np.int64)
    score = np.zeros(sites, dtype=np.int64)
    stamp = np.zeros(sites, dtype=np.int64)
    may_add = np.ones(sites, dtype=np.bool_)
    arrays = (
        covers.indptr.astype(np.int64), covers.indices.astype(np.int64),
        columns.indptr.astype(np.int64), columns.indices.astype(np.int64),
    )  # fmt: skip
    draw = np.random.default_rng(clock.limits.seed).integers(0, 2**31, steps)
    _prepare(*arrays, state, times, weight, score)
    found = True
    while found and int(state.sum()) > enough:
        if not _take_one_out(*arrays, state, fixed, times, weight, score):
            break
        found = False
        for begin in range(0, steps, STEPS_PER_CALL):
            if clock.expired:
                return best
            found = _exchange(
                *arrays, state, fixed, times, weight, score, stamp, may_add, begin,
                draw[begin : begin + STEPS_PER_CALL],
            )  # fmt: skip
            if found:
                best = state.copy()
                break
    return best


@njit(cache=True)
def _prepare(row_start, row_site, site_start, site_row, state, times, weight, score):  # type: ignore[no-untyped-def]
    for j in range(len(state)):
        if state[j]:
            for e in range(site_start[j], site_start[j + 1]):
                times[site_row[e]] += 1
    for j in range(len(state)):
        for e in range(site_start[j], site_start[j + 1]):
            r = site_row[e]
            if state[j] and times[r] == 1:
                score[j] -= weight[r]
            elif not state[j] and times[r] == 0:
                score[j] += weight[r]


@njit(cache=True)
def _close(j, row_start, row_site, site_start, site_row, state, times, weight, score):  # type: ignore[no-untyped-def]
    state[j] = False
    score[j] = -score[j]
    for e in range(site_start[j], site_start[j + 1]):
        r = site_row[e]
        times[r] -= 1
        if times[r] == 0:
            for f in range(row_start[r], row_start[r + 1]):
                if row_site[f] != j:
                    score[row_site[f]] += weight[r]
        elif times[r] == 1:
            for f in range(row_start[r], row_start[r + 1]):
                if state[row_site[f]]:
                    score[row_site[f]] -= weight[r]
                    break


@njit(cache=True)
def _open(j, row_start, row_site, site_start, site_row, state, times, weight, score):  # type: ignore[no-untyped-def]
    state[j] = True
    score[j] = -score[j]
    for e in range(site_start[j], site_start[j + 1]):
        r = site_row[e]
        times[r] += 1
        if times[r] == 1:
            for f in range(row_start[r], row_start[r + 1]):
                if row_site[f] != j:
                    score[row_site[f]] -= weight[r]
        elif times[r] == 2:
            for f in range(row_start[r], row_start[r + 1]):
                if state[row_site[f]] and row_site[f] != j:
                    score[row_site[f]] += weight[r]
                    break


@njit(cache=True)
def _cheapest_to_close(state, fixed, score, stamp, tabu):  # type: ignore[no-untyped-def]
    best = -1
    for j in range(len(state)):
        if state[j] and not fixed[j] and j != tabu:
            better = best < 0 or score[j] > score[best]
            if better or (score[j] == score[best] and stamp[j] < stamp[best]):
                best = j
    return best


@njit(cache=True)
def _take_one_out(row_start, row_site, site_start, site_row, state, fixed, times, weight, score):  # type: ignore[no-untyped-def]
    j = _cheapest_to_close(state, fixed, score, np.zeros(len(state), np.int64), -1)
    if j < 0:
        return False
    _close(j, row_start, row_site, site_start, site_row, state, times, weight, score)
    return True


@njit(cache=True)
def _exchange(  # type: ignore[no-untyped-def]
    row_start, row_site, site_start, site_row, state, fixed, times, weight, score, stamp, may_add,
    first, draw,
):  # fmt: skip
    missed = np.flatnonzero(times == 0)
    tabu = -1
    for k in range(len(draw)):
        step = first + k + 1
        if len(missed) == 0:
            return True
        out = _cheapest_to_close(state, fixed, score, stamp, tabu)
        if out < 0:
            return False
        _close(out, row_start, row_site, site_start, site_row, state, times, weight, score)
        stamp[out] = step
        may_add[out] = False
        for e in range(site_start[out], site_start[out + 1]):
            r = site_row[e]
            for f in range(row_start[r], row_start[r + 1]):
                if row_site[f] != out:
                    may_add[row_site[f]] = True
        missed = np.flatnonzero(times == 0)
        r = missed[draw[k] % len(missed)] if len(missed) else -1
        if r < 0:
            return True
        into = -1
        for f in range(row_start[r], row_start[r + 1]):
            j = row_site[f]
            if may_add[j]:
                better = into < 0 or score[j] > score[into]
                if better or (score[j] == score[into] and stamp[j] < stamp[into]):
                    into = j
        if into < 0:
            into = row_site[row_start[r] + draw[k] % (row_start[r + 1] - row_start[r])]
        _open(into, row_start, row_site, site_start, site_row, state, times, weight, score)
        stamp[into] = step
        tabu = into
        for e in range(site_start[into], site_start[into + 1]):
            q = site_row[e]
            for f in range(row_start[q], row_start[q + 1]):
                if row_site[f] != into:
                    may_add[row_site[f]] = True
        missed = np.flatnonzero(times == 0)
        for q in missed:
            weight[q] += 1
            for f in range(row_start[q], row_start[q + 1]):
                score[row_site[f]] += 1
    return len(missed) == 0
