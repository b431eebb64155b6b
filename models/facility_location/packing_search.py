"""Enough sites without a conflict, or the proof that there are not: branch and bound on bit sets.

Sites without conflicts are a clique of the compatibility graph. At every node the open candidates
are split into classes of sites that conflict with one another, greedily; of each class one site can
be open, so only sites in a class beyond the number of classes that may be missing are branched on.
A site about to open a class too many is first fitted into an earlier one by moving a single other
site (Re-NUMBER).

Source: San Segundo, P., Rodriguez-Losada, D., Jimenez, A. (2011), An exact bit-parallel algorithm
for the maximum clique problem, Computers & OR 38(2), 571-581; Tomita, E. et al. (2010), A simple
and faster branch-and-bound algorithm for finding a maximum clique, WALCOM, LNCS 5942, 191-203.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from models.facility_location.selection import BoolArray, Selection
from optimizer.limits import Clock

NODES_PER_CALL = 20_000
WORD = 64

OPEN, FOUND, NONE = 0, 1, 2


class PackingSearch:
    """Whether there are `selection.fewest` allowed sites, the forced ones among them.

    For selections in which only the number of sites counts. The search can be interrupted and
    taken up again.
    """

    def __init__(self, conflicts: sparse.csr_array, selection: Selection) -> None:
        forced = selection.forced
        blocked = conflicts @ forced.astype(float) > 0.5
        self._forced = forced
        self._wanted = selection.fewest - int(forced.sum())
        clash = bool((blocked & forced).any())
        sites = np.flatnonzero(selection.allowed & ~forced & ~blocked)
        among = sparse.csr_array(conflicts[sites][:, sites])
        order = _smallest_last(among.indptr.astype(np.int64), among.indices.astype(np.int64))
        self._sites = sites[order]
        self._state = NONE if clash or not 0 <= self._wanted <= len(sites) else OPEN
        if self._wanted == 0 and not clash:
            self._state = FOUND
        self._picked = np.zeros(max(self._wanted, 1), dtype=np.int64)
        if self._state == OPEN:
            compatible = _compatible(sparse.csr_array(among[order][:, order]))
            self._stack = _new_stack(compatible, self._wanted)

    def run(self, nodes: int, clock: Clock) -> bool | None:
        """Search on for so many nodes: whether there are such sites, None if it stays open."""
        done = 0
        while self._state == OPEN and done < nodes and not clock.expired:
            self._state = _walk(*self._stack, self._wanted, self._picked, NODES_PER_CALL)  # type: ignore[call-arg]
            done += NODES_PER_CALL
        return None if self._state == OPEN else self._state == FOUND

    @property
    def found(self) -> BoolArray:
        """(M,) the open sites, once there are."""
        chosen = self._forced.copy()
        chosen[self._sites[self._picked[: self._wanted]]] = True
        return chosen


def _compatible(conflicts: sparse.csr_array) -> NDArray[np.uint64]:
    """(M, words) bit sets of the other sites that a site has no conflict with."""
    count = conflicts.shape[0]
    free = np.zeros((count, -(-count // WORD) * WORD), dtype=np.uint8)
    free[:, :count] = 1
    free[np.repeat(np.arange(count), np.diff(conflicts.indptr)), conflicts.indices] = 0
    np.fill_diagonal(free, 0)
    return np.packbits(free, axis=1, bitorder="little").view(np.uint64)


def _new_stack(compatible: NDArray[np.uint64], wanted: int) -> tuple[NDArray[Any], ...]:
    """Compatibility; at every depth the candidates, branches and how many are left; room; depth."""
    count, words = compatible.shape
    candidates = np.zeros((wanted + 1, words), dtype=np.uint64)
    everyone = np.zeros(words * WORD, dtype=np.uint8)
    everyone[:count] = 1
    candidates[0] = np.packbits(everyone, bitorder="little").view(np.uint64)
    branch = np.zeros((wanted + 1, count), dtype=np.int64)
    left = np.full(wanted + 1, -1, dtype=np.int64)
    classes = np.zeros((wanted + 2, words), dtype=np.uint64)
    return compatible, candidates, branch, left, classes, np.zeros(1, dtype=np.int64)


@njit(cache=True)
def _smallest_last(start, near):  # type: ignore[no-untyped-def]
    """Sites so ordered that each has few compatible ones before it: branched on from the end."""
    count = len(start) - 1
    order = np.empty(count, np.int64)
    degree = np.empty(count, np.int64)
    for j in range(count):
        degree[j] = start[j + 1] - start[j]
    gone = np.zeros(count, np.bool_)
    for place in range(count - 1, -1, -1):
        pick = -1
        for j in range(count):
            if not gone[j] and (pick < 0 or degree[j] > degree[pick]):
                pick = j
        gone[pick] = True
        order[place] = pick
        for e in range(start[pick], start[pick + 1]):
            degree[near[e]] -= 1
    return order


@njit(cache=True)
def _lowest(word):  # type: ignore[no-untyped-def]
    """Index of the lowest bit of a word that is not 0."""
    place = 0
    for step in (32, 16, 8, 4, 2, 1):
        mask = (np.uint64(1) << np.uint64(step)) - np.uint64(1)
        if word & mask == np.uint64(0):
            word >>= np.uint64(step)
            place += step
    return place


@njit(cache=True)
def _moved(v, number, compatible, classes):  # type: ignore[no-untyped-def]
    """Whether `v` could join one of the first `number` classes by moving one site of it."""
    words = compatible.shape[1]
    one = np.uint64(1)
    for first in range(number):
        rival, several = -1, False
        for w in range(words):
            both = classes[first, w] & compatible[v, w]
            if both:
                if rival >= 0 or both & (both - one):
                    several = True
                    break
                rival = w * 64 + _lowest(both)
        if several:
            continue
        if rival >= 0:
            home = -1
            for second in range(number):
                if second == first:
                    continue
                fits = True
                for w in range(words):
                    if classes[second, w] & compatible[rival, w]:
                        fits = False
                        break
                if fits:
                    home = second
                    break
            if home < 0:
                continue
            bit = one << np.uint64(rival % 64)
            classes[first, rival // 64] &= ~bit
            classes[home, rival // 64] |= bit
        classes[first, v // 64] |= one << np.uint64(v % 64)
        return True
    return False


@njit(cache=True)
def _branching(candidates, branch, compatible, classes, needed):  # type: ignore[no-untyped-def]
    """Sites to branch on: those that do not fit into `needed - 1` classes. How many there are."""
    words = len(candidates)
    one = np.uint64(1)
    rest = candidates.copy()
    pool = np.empty(words, np.uint64)
    number, count = 0, 0
    while True:
        some = False
        for w in range(words):
            pool[w] = rest[w]
            if rest[w]:
                some = True
        if not some:
            return count
        kept = number < needed - 1
        if kept:
            classes[number] = 0
        for w in range(words):
            while pool[w]:
                bit = _lowest(pool[w])
                v = w * 64 + bit
                rest[w] &= ~(one << np.uint64(bit))
                pool[w] &= ~(one << np.uint64(bit))
                for k in range(w, words):
                    pool[k] &= ~compatible[v, k]
                if kept:
                    classes[number, w] |= one << np.uint64(bit)
                elif not _moved(v, number, compatible, classes):
                    branch[count] = v
                    count += 1
        if kept:
            number += 1


@njit(cache=True)
def _walk(compatible, candidates, branch, left, classes, depth, wanted, picked, nodes):  # type: ignore[no-untyped-def]
    """Walk the tree from where it was left; 0 open, 1 found (in `picked`), 2 there is none."""
    one = np.uint64(1)
    words = compatible.shape[1]
    d = depth[0]
    for _ in range(nodes):
        if left[d] < 0:
            left[d] = _branching(candidates[d], branch[d], compatible, classes, wanted - d)
        if left[d] == 0:
            left[d] = -1
            d -= 1
            if d < 0:
                return 2
            continue
        left[d] -= 1
        v = branch[d, left[d]]
        candidates[d, v // 64] &= ~(one << np.uint64(v % 64))
        picked[d] = v
        if d + 1 == wanted:
            return 1
        for w in range(words):
            candidates[d + 1, w] = candidates[d, w] & compatible[v, w]
        d += 1
        left[d] = -1
    depth[0] = d
    return 0
