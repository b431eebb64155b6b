"""Neighbour lists: for every demand point the sites that matter, nearest first.

All models of this family that assign demand to its cheapest open site work on these lists. Costs
are weighted (weight times distance). A list may stop early: `cap` is then the smallest cost that
any site left out could have, and every bound computed from the lists stays valid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Some rows of lists that are made a part at a time.

    Attributes
    ----------
    number : (R,) which rows
    count : (R,) their entries
    site, cost : (sum of count,) row after row, cost ascending within a row
    """

    number: IntArray
    count: IntArray
    site: NDArray[np.int32]
    cost: FloatArray

    @classmethod
    def of_dense(
        cls, number: IntArray, cost: FloatArray, cap: FloatArray, site: IntArray | None = None
    ) -> Rows:
        """Every entry of a dense (R, K) matrix of weighted costs that is below its row's cap.

        `site` (R, K) are the sites of the entries, column by column if not given.
        """
        order = np.argsort(cost, axis=1, kind="stable")
        ordered = np.take_along_axis(cost, order, axis=1)
        keep = ordered < cap[:, None]
        which = order if site is None else np.take_along_axis(site, order, axis=1)
        return cls(
            number, np.count_nonzero(keep, axis=1), which[keep].astype(np.int32), ordered[keep]
        )


@dataclass(frozen=True)
class NeighbourLists:
    """Sorted rows and the same entries by column.

    Attributes
    ----------
    start : (N + 1,) row i holds entries start[i] to start[i + 1]
    site : (E,) int32 site of an entry
    cost : (E,) weighted cost of an entry, ascending within a row, below the row's cap
    cap : (N,) cost of a demand point that none of its listed sites serves: a penalty, or what the
        nearest site left out of the list costs
    column_start : (M + 1,)
    column_row : (E,) int32 demand point of an entry
    column_cost : (E,)
    """

    start: IntArray
    site: NDArray[np.int32]
    cost: FloatArray
    cap: FloatArray
    column_start: IntArray
    column_row: NDArray[np.int32]
    column_cost: FloatArray

    @property
    def n_rows(self) -> int:
        return len(self.cap)

    @property
    def n_sites(self) -> int:
        return len(self.column_start) - 1

    @classmethod
    def of_rows(
        cls,
        start: IntArray,
        site: NDArray[np.int32],
        cost: FloatArray,
        cap: FloatArray,
        n_sites: int,
    ) -> NeighbourLists:
        """Sorted rows in; the columns are made."""
        columns = _transpose(start, site, cost, n_sites)
        return cls(start, site, cost, cap, *columns)

    @classmethod
    def of_dense(cls, cost: FloatArray, cap: FloatArray) -> NeighbourLists:
        """Every entry of a dense (N, M) matrix of weighted costs that is below its row's cap."""
        part = Rows.of_dense(np.arange(len(cost), dtype=np.int64), cost, cap)
        return cls.of_parts([part], cap, cost.shape[1])

    @classmethod
    def of_parts(cls, parts: Sequence[Rows], cap: FloatArray, n_sites: int) -> NeighbourLists:
        """Parts in any order; a row in none of them has no entry."""
        count = np.zeros(len(cap), dtype=np.int64)
        for part in parts:
            count[part.number] = part.count
        start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        if len(parts) == 1 and (np.diff(parts[0].number) > 0).all():
            return cls.of_rows(start, parts[0].site, parts[0].cost, cap, n_sites)
        site, cost = np.empty(start[-1], dtype=np.int32), np.empty(start[-1])
        for part in parts:
            shift = start[part.number] - np.concatenate([[0], np.cumsum(part.count)[:-1]])
            place = np.arange(len(part.site)) + np.repeat(shift, part.count)
            site[place], cost[place] = part.site, part.cost
        return cls.of_rows(start, site, cost, cap, n_sites)

    def restricted(self, alive: BoolArray, cap: FloatArray) -> NeighbourLists:
        """Only entries of sites that are `alive` (M,) and below the new `cap` (N,).

        Site numbers are those of the alive sites in their order.
        """
        number = np.cumsum(alive, dtype=np.int32) - np.int32(1)
        start, site, cost = _restrict(self.start, self.site, self.cost, alive, number, cap)
        return NeighbourLists.of_rows(start, site, cost, cap, int(alive.sum()))

    def count_below(self, cap: FloatArray) -> int:
        """Entries cheaper than `cap` (N,)."""
        return int(_count_below(self.start, self.cost, cap))

    def at_rank(self, rank: int) -> FloatArray:
        """(N,) cost of the entry of that rank in every row, the cap where a row is shorter."""
        place = np.minimum(self.start[:-1] + rank, max(len(self.cost) - 1, 0))
        short = self.start[:-1] + rank >= self.start[1:]
        return np.where(short, self.cap, self.cost[place]) if len(self.cost) else self.cap


@njit(cache=True)
def _count_below(start, cost, cap):  # type: ignore[no-untyped-def]
    total = 0
    for i in range(len(cap)):
        total += np.searchsorted(cost[start[i] : start[i + 1]], cap[i])
    return total


@njit(cache=True)
def _transpose(start, site, cost, n_sites):  # type: ignore[no-untyped-def]
    column_start = np.zeros(n_sites + 1, dtype=np.int64)
    for e in range(len(site)):
        column_start[site[e] + 1] += 1
    for j in range(n_sites):
        column_start[j + 1] += column_start[j]
    place = column_start[:-1].copy()
    column_row = np.empty(len(site), dtype=np.int32)
    column_cost = np.empty(len(site), dtype=cost.dtype)
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            j = site[e]
            column_row[place[j]] = i
            column_cost[place[j]] = cost[e]
            place[j] += 1
    return column_start, column_row, column_cost


@njit(cache=True)
def _restrict(start, site, cost, alive, number, cap):  # type: ignore[no-untyped-def]
    n_rows = len(start) - 1
    new_start = np.zeros(n_rows + 1, dtype=np.int64)
    for i in range(n_rows):
        count = 0
        for e in range(start[i], start[i + 1]):
            if cost[e] >= cap[i]:
                break
            if alive[site[e]]:
                count += 1
        new_start[i + 1] = new_start[i] + count
    new_site = np.empty(new_start[-1], dtype=np.int32)
    new_cost = np.empty(new_start[-1], dtype=cost.dtype)
    for i in range(n_rows):
        place = new_start[i]
        for e in range(start[i], start[i + 1]):
            if cost[e] >= cap[i]:
                break
            if alive[site[e]]:
                new_site[place] = number[site[e]]
                new_cost[place] = cost[e]
                place += 1
    return new_start, new_site, new_cost
