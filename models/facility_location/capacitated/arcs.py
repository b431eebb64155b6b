"""Who may be served from where at which cost, in memory proportional to the pairs allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.facility_location.validation import cost_matrix, named

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Arcs:
    """The X allowed pairs of N demand points and M sites, site by site, points ascending.

    Attributes
    ----------
    start : (M + 1,) site j has arcs start[j] to start[j + 1] - 1
    point : (X,) demand point
    cost : (X,) finite, of serving all of the point's demand
    points : N
    """

    start: IntArray
    point: IntArray
    cost: FloatArray
    points: int

    @classmethod
    def of(
        cls,
        cost: Any,
        site_labels: Sequence[str] | None = None,
        demand_labels: Sequence[str] | None = None,
    ) -> Arcs:
        """Of an (N, M) matrix: dense with inf for a forbidden pair, or sparse with it left out.

        Raises
        ------
        ValueError naming the pair and the value where it is no number >= 0
        """
        if not sparse.issparse(cost):
            matrix = cost_matrix(cost, site_labels=site_labels, demand_labels=demand_labels)
            by_site = matrix.T
            site, point = np.nonzero(np.isfinite(by_site))
            return cls(_starts(site, matrix.shape[1]), point, by_site[site, point], len(matrix))
        given: Any = cost  # what the stubs call sparse knows no conversion
        stored = given.tocsc()
        points, count = stored.shape
        # an empty or wrong shape is the dense matrix's affair, of the same shape
        if points == 0 or count == 0:
            cost_matrix(np.empty((points, count)))
        stored.sort_indices()
        data = np.asarray(stored.data, dtype=float)
        site = np.repeat(np.arange(count), np.diff(stored.indptr))
        bad = ~(data >= 0)
        if bad.any():
            k = int(np.argmax(bad))
            i, j = int(stored.indices[k]), int(site[k])
            where = f"{named(demand_labels, i, 'demand point')}, {named(site_labels, j, 'site')}"
            raise ValueError(
                f"cost[{i}, {j}] ({where}): {data[k]}, expected a number >= 0, "
                "or inf for a forbidden pair"
            )
        kept = np.isfinite(data)
        point = stored.indices[kept].astype(np.int64)
        return cls(_starts(site[kept], count), point, data[kept], points)

    @property
    def sites(self) -> int:
        return len(self.start) - 1

    @property
    def site(self) -> IntArray:
        """(X,) site of each arc."""
        return np.repeat(np.arange(self.sites), np.diff(self.start))

    def where(self, kept: BoolArray) -> Arcs:
        """Only some of the arcs (X,)."""
        start = np.concatenate([[0], np.cumsum(kept)])[self.start].astype(np.int64)
        return Arcs(start, self.point[kept], self.cost[kept], self.points)

    def cost_of(self, point: IntArray, site: IntArray) -> FloatArray:
        """(K,) the cost of pairs, inf where forbidden."""
        key = self.site * self.points + self.point
        asked = site * self.points + point
        place = np.minimum(np.searchsorted(key, asked), max(len(key) - 1, 0))
        found = np.full(len(asked), np.inf)
        known = key[place] == asked if len(key) else np.zeros(len(asked), dtype=bool)
        found[known] = self.cost[place[known]]
        return found

    def ranked(self, rank: int) -> FloatArray:
        """(N,) the cost of each point's site of some rank, 0 the cheapest, or last; NaN if none."""
        order = np.lexsort((self.cost, self.point))
        number = np.bincount(self.point, minlength=self.points)
        first = np.cumsum(number) - number
        result = np.full(self.points, np.nan)
        some = number > 0
        result[some] = self.cost[order[(first + np.minimum(rank, number - 1))[some]]]
        return result


def _starts(site: IntArray, count: int) -> IntArray:
    return np.searchsorted(site, np.arange(count + 1)).astype(np.int64)
