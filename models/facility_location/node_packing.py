"""Sites without conflicts: a search for them, and cliques of which one site may be open."""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy import sparse

from models.facility_location.selection import BoolArray, IntArray, Selection

MOST_MOVES = 3_000


def spread_sites(conflicts: sparse.csr_array, selection: Selection) -> BoolArray | None:
    """An allowed set of sites (M,) without a conflict, None if the search finds none.

    Sites with few conflicts come first. Where only the number of sites counts, a closed site that
    conflicts with a single open one then takes its place, the longest closed first, until further
    sites fit.
    """
    if (conflicts[np.flatnonzero(selection.forced)] @ selection.forced.astype(float)).any():
        return None
    chosen = selection.forced.copy()
    blocked = conflicts @ chosen.astype(float)
    degree = np.diff(conflicts.indptr)
    if selection.only_counts:
        enough = _exchange(
            conflicts.indptr.astype(np.int64),
            conflicts.indices.astype(np.int64),
            np.argsort(degree, kind="stable"),
            selection.allowed,
            selection.forced,
            chosen,
            np.round(blocked).astype(np.int64),
            selection.fewest,
            MOST_MOVES,
        )
        return chosen if enough else None
    while int(chosen.sum()) < selection.fewest:
        free = selection.addable(chosen) & (blocked < 0.5)
        if not free.any():
            return None
        site = int(np.argmin(np.where(free, degree, np.inf)))
        chosen[site] = True
        blocked += conflicts[[site]].toarray()[0]
    return chosen if selection.admits(chosen) else None


@njit(cache=True)
def _exchange(start, near, order, allowed, forced, chosen, blocked, wanted, moves):  # type: ignore[no-untyped-def]
    """Fill up, then swap one for one; `chosen` is changed in place. Whether `wanted` are open."""
    sites = len(chosen)
    closed_at = np.zeros(sites, np.int64)
    count = 0
    for j in range(sites):
        count += chosen[j]
    for move in range(1, moves + 1):
        for j in order:
            if count == wanted:
                break
            if allowed[j] and not chosen[j] and blocked[j] == 0:
                chosen[j] = True
                count += 1
                for e in range(start[j], start[j + 1]):
                    blocked[near[e]] += 1
        if count == wanted:
            return True
        into, rival = -1, -1
        for j in order:
            if not allowed[j] or chosen[j] or blocked[j] != 1:
                continue
            if into < 0 or closed_at[j] < closed_at[into]:
                for e in range(start[j], start[j + 1]):
                    if chosen[near[e]] and not forced[near[e]]:
                        into, rival = j, near[e]
        if into < 0:
            return False
        chosen[rival] = False
        chosen[into] = True
        closed_at[rival] = move
        for e in range(start[rival], start[rival + 1]):
            blocked[near[e]] -= 1
        for e in range(start[into], start[into + 1]):
            blocked[near[e]] += 1
    return False


def clique_partition(conflicts: sparse.csr_array, selection: Selection) -> int:
    """The number of disjoint cliques that hold every allowed site: no more sites can be open."""
    graph = _Graph(conflicts, np.flatnonzero(selection.allowed))
    left = np.ones(len(graph.degree), dtype=bool)
    count = 0
    for start in np.argsort(graph.degree, kind="stable"):
        if left[start]:
            left[graph.grown([int(start)], left)] = False
            count += 1
    return count


def clique_cover(conflicts: sparse.csr_array, selection: Selection) -> sparse.csr_array:
    """(Q, M) cliques of allowed sites that hold every conflict between two of them."""
    allowed = np.flatnonzero(selection.allowed)
    graph = _Graph(conflicts, allowed)
    every = np.ones(len(allowed), dtype=bool)
    missing = [set(near.tolist()) for near in graph.neighbours]
    held: list[list[int]] = []
    for start in np.argsort(graph.degree, kind="stable"):
        while missing[start]:
            clique = graph.grown([int(start), min(missing[start])], every)
            held.append(clique)
            for site in clique:
                missing[site].difference_update(clique)
    rows = np.repeat(np.arange(len(held)), [len(clique) for clique in held])
    columns = allowed[np.array([site for clique in held for site in clique], dtype=np.int64)]
    shape = (len(held), conflicts.shape[1])
    return sparse.csr_array(sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))


class _Graph:
    """Neighbours (sorted) of the allowed sites among themselves."""

    def __init__(self, conflicts: sparse.csr_array, allowed: IntArray) -> None:
        inside = sparse.csr_array(conflicts[allowed][:, allowed])
        inside.sort_indices()
        self.neighbours = np.split(inside.indices, inside.indptr[1:-1])
        self.degree = np.diff(inside.indptr)

    def grown(self, clique: list[int], usable: BoolArray) -> list[int]:
        """A clique that no usable site can join any more; sites with many conflicts join first."""
        common = self.neighbours[clique[0]]
        common = common[usable[common]]
        for other in clique[1:]:
            common = np.intersect1d(common, self.neighbours[other], assume_unique=True)
        while len(common):
            best = int(common[np.argmax(self.degree[common])])
            clique.append(best)
            common = np.intersect1d(common, self.neighbours[best], assume_unique=True)
        return clique
