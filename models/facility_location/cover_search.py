"""Good selections for covering programmes: greedy, interchange, and pruning; vectorised."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from models.facility_location.cover_program import CoverProgram
from models.facility_location.selection import BoolArray, FloatArray
from optimizer.limits import Clock

MOST_SWAPS = 400


def finite_penalty(program: CoverProgram) -> FloatArray:
    """(R,) penalties with the infinite ones replaced by more than everything else together."""
    hard = np.isinf(program.penalty)
    large = 1.0 + float(program.penalty[~hard].sum() + program.price.sum())
    return np.where(hard, large, program.penalty)


def greedy(program: CoverProgram, guide: FloatArray | None = None) -> BoolArray:
    """Open, one by one, the site that saves most, until none saves anything or none is left.

    Parameters
    ----------
    guide : (R,) worth of a row in the choice; the penalties if not given

    Returns
    -------
    (M,) open sites; rows may be left uncovered and the least number of sites not reached
    """
    selection = program.selection
    worth = finite_penalty(program) if guide is None else guide
    columns = sparse.csc_array(program.covers)
    chosen = selection.forced.copy()
    uncovered = program.covers @ chosen.astype(float) < 0.5
    gain = columns.T @ np.where(uncovered, worth, 0.0) - program.price
    plain = selection.only_counts
    free = selection.allowed & ~chosen
    while len(gain) and int(chosen.sum()) < selection.most:
        if not plain:
            free = selection.addable(chosen)
        best = int(np.argmax(np.where(free, gain, -np.inf)))
        if not free[best] or gain[best] <= 1e-12:
            break
        chosen[best] = True
        free[best] = False
        rows = columns.indices[columns.indptr[best] : columns.indptr[best + 1]]
        new = rows[uncovered[rows]]
        uncovered[new] = False
        touched = program.covers[new]
        gain -= np.bincount(
            touched.indices,
            weights=np.repeat(worth[new], np.diff(touched.indptr)),
            minlength=len(gain),
        )
    return chosen


def prune(program: CoverProgram, chosen: BoolArray) -> BoolArray:
    """Close sites, the dearest and least used first, whose closing costs no more than it saves."""
    result = chosen.copy()
    worth = finite_penalty(program)
    columns = sparse.csc_array(program.covers)
    times = program.covers @ result.astype(float)
    degree = np.diff(columns.indptr)
    removable = np.flatnonzero(result & ~program.selection.forced & (program.price > 0))
    for site in removable[np.lexsort((degree[removable], -program.price[removable]))]:
        if int(result.sum()) <= program.selection.fewest:
            break
        rows = columns.indices[columns.indptr[site] : columns.indptr[site + 1]]
        alone = worth[rows[times[rows] < 1.5]].sum()
        result[site] = False
        if alone > program.price[site] or not program.selection.admits(result):
            result[site] = True
        else:
            times[rows] -= 1.0
    return result


def interchange(
    program: CoverProgram, chosen: BoolArray, clock: Clock, worth: FloatArray | None = None
) -> BoolArray:
    """Swap an open site for a closed one while that helps, the best swap first.

    Source: Teitz, M. B., Bart, P. (1968), Heuristic methods for estimating the generalized vertex
    median of a weighted graph, Operations Research 16(5), 955-961, for covering.
    """
    selection, covers, price = program.selection, program.covers, program.price
    weight = finite_penalty(program) if worth is None else worth
    result = chosen.copy()
    columns = sparse.csc_array(covers)
    times = covers @ result.astype(float)
    gain = columns.T @ np.where(times < 0.5, weight, 0.0) - price
    for _ in range(MOST_SWAPS):
        out = np.flatnonzero(result & ~selection.forced)
        if clock.expired or len(out) == 0:
            break
        alone = np.flatnonzero((times > 0.5) & (times < 1.5))
        single = sparse.csr_array(
            sparse.diags_array(weight[alone]) @ covers[alone], shape=(len(alone), covers.shape[1])
        )
        owner = sparse.csr_array(covers[alone][:, out])
        both = (owner.T @ single).toarray()
        loss = both[np.arange(len(out)), out] - price[out]
        net = gain[None, :] + both - loss[:, None]
        if selection.only_counts:
            net[:, result | ~selection.allowed] = -np.inf
        else:
            net[~selection.swappable(out, result)] = -np.inf
        place = int(np.argmax(net))
        i, best = divmod(place, net.shape[1])
        if net[i, best] <= 1e-9 * max(1.0, float(weight.max(initial=0.0))):
            break
        result[out[i]], result[best] = False, True
        before = times.copy()
        for site, step in ((int(out[i]), -1.0), (best, 1.0)):
            times[columns.indices[columns.indptr[site] : columns.indptr[site + 1]]] += step
        change = (times < 0.5).astype(float) - (before < 0.5).astype(float)
        rows = np.flatnonzero(change)
        touched = covers[rows]
        gain += np.bincount(
            touched.indices,
            weights=np.repeat((change * weight)[rows], np.diff(touched.indptr)),
            minlength=len(gain),
        )
    return result
