"""Distances between demand points and sites as the covering models ask for them.

A dense matrix, or a sparse one with a cut-off: a pair that is not stored is out of reach, a stored
zero is a distance of zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from models.facility_location.selection import BoolArray, FloatArray, IntArray
from models.facility_location.validation import cost_matrix, named

BLOCK = 1 << 22  # entries of a dense matrix looked at in one go


class Distances:
    """Distances (N, M), scaled by row weights where a model has them."""

    def __init__(
        self,
        cost: Any,
        *,
        name: str = "cost",
        site_labels: Sequence[str] | None = None,
        demand_labels: Sequence[str] | None = None,
    ) -> None:
        """Read and check a matrix.

        Raises
        ------
        ValueError naming the matrix, demand point, site and value of the first bad entry
        """
        self.dense: FloatArray | None = None
        self.pairs: sparse.csr_array | None = None
        self._columns: sparse.csc_array | None = None
        self.shape: tuple[int, int]
        if hasattr(cost, "tocoo"):
            self.pairs = _checked(cost, name, site_labels, demand_labels)
            self.shape = self.pairs.shape
        else:
            self.dense = cost_matrix(
                cost, name=name, site_labels=site_labels, demand_labels=demand_labels
            )
            self.shape = (self.dense.shape[0], self.dense.shape[1])

    def _blank(self) -> Distances:
        result = object.__new__(Distances)
        result.shape, result.dense, result.pairs, result._columns = self.shape, None, None, None
        return result

    def scaled(self, weights: FloatArray) -> Distances:
        """Row i times weights[i]; a pair out of reach stays so whatever the weight."""
        result = self._blank()
        if self.dense is not None:
            with np.errstate(invalid="ignore"):
                product = self.dense * weights[:, None]
            product[np.isnan(product)] = np.inf
            result.dense = product
        else:
            pairs = self.stored()
            values = pairs.data * np.repeat(weights, np.diff(pairs.indptr))
            result.pairs = sparse.csr_array((values, pairs.indices, pairs.indptr), self.shape)
        return result

    def within(self, radius: float) -> Distances:
        """Without pairs farther apart than `radius`."""
        result = self._blank()
        if self.dense is not None:
            result.dense = np.where(self.dense <= radius, self.dense, np.inf)
        else:
            pairs = self.stored()
            keep = pairs.data <= radius
            start = np.concatenate([[0], np.cumsum(keep)])[pairs.indptr]
            result.pairs = sparse.csr_array(
                (pairs.data[keep], pairs.indices[keep], start), self.shape
            )
        return result

    def covers(self, radius: float, rows: IntArray | None = None) -> sparse.csr_array:
        """(R, M) sparse: 1.0 where a site is within `radius` of a demand point of `rows`."""
        if self.dense is not None:
            part = self.dense if rows is None else self.dense[rows]
            near = (part <= radius) & np.isfinite(part)
            indices = np.nonzero(near)[1].astype(np.int32)
            start = np.concatenate([[0], np.cumsum(np.count_nonzero(near, axis=1))])
            return sparse.csr_array((np.ones(len(indices)), indices, start), shape=near.shape)
        pairs = self.stored() if rows is None else sparse.csr_array(self.stored()[rows])
        keep = pairs.data <= radius
        start = np.concatenate([[0], np.cumsum(keep)])[pairs.indptr]
        indices = pairs.indices[keep]
        return sparse.csr_array((np.ones(len(indices)), indices, start), shape=pairs.shape)

    def nearest(self, usable: BoolArray) -> tuple[FloatArray, IntArray]:
        """Distance (N,) to the nearest usable site (M,), and that site; inf and -1 if none."""
        count = self.shape[0]
        distance, site = np.full(count, np.inf), np.full(count, -1, dtype=np.int64)
        sites = np.flatnonzero(usable)
        if self.dense is not None:
            step = max(1, BLOCK // max(1, len(sites)))
            for begin in range(0, count if len(sites) else 0, step):
                part = self.dense[begin : begin + step]
                part = part if len(sites) == self.shape[1] else part[:, sites]
                best = part.argmin(axis=1)
                distance[begin : begin + step] = part[np.arange(len(part)), best]
                site[begin : begin + step] = sites[best]
        else:
            pairs = self.stored()
            row = np.repeat(np.arange(count), np.diff(pairs.indptr))
            keep = usable[pairs.indices]
            row, column, value = row[keep], pairs.indices[keep], pairs.data[keep]
            order = np.lexsort((column, value, row))
            first, where = np.unique(row[order], return_index=True)
            distance[first], site[first] = value[order][where], column[order][where]
        site[np.isinf(distance)] = -1
        return distance, site

    def row(self, point: int) -> FloatArray:
        """(M,) distances of one demand point; inf where out of reach."""
        if self.dense is not None:
            values: FloatArray = self.dense[point]
            return values
        pairs = self.stored()
        part = slice(pairs.indptr[point], pairs.indptr[point + 1])
        result = np.full(self.shape[1], np.inf)
        result[pairs.indices[part]] = pairs.data[part]
        return result

    def column(self, site: int) -> FloatArray:
        """(N,) distances to one site; inf where out of reach."""
        if self.dense is not None:
            return self.dense[:, site]
        pairs = self._by_site()
        part = slice(pairs.indptr[site], pairs.indptr[site + 1])
        result = np.full(self.shape[0], np.inf)
        result[pairs.indices[part]] = pairs.data[part]
        return result

    def values_between(self, low: float, high: float) -> FloatArray:
        """Distinct finite distances above `low` and at most `high`, ascending."""
        found = []
        stored = self.dense if self.dense is not None else self.stored().data
        flat = stored.reshape(-1)
        for begin in range(0, len(flat), BLOCK):
            part = flat[begin : begin + BLOCK]
            part = part[(part > low) & (part <= high) & np.isfinite(part)]
            found.append(np.unique(part))
        return np.unique(np.concatenate(found)) if found else np.empty(0)

    def _by_site(self) -> sparse.csc_array:
        if self._columns is None:
            self._columns = sparse.csc_array(self.stored())
        return self._columns

    def stored(self) -> sparse.csr_array:
        """The pairs of a sparse matrix."""
        assert self.pairs is not None
        return self.pairs


def _checked(
    cost: Any, name: str, site_labels: Sequence[str] | None, demand_labels: Sequence[str] | None
) -> sparse.csr_array:
    given: Any = cost.tocoo()
    if 0 in given.shape:
        raise ValueError(
            f"{name}: {given.shape[0]} demand points, {given.shape[1]} sites; expected one of each"
        )
    values = np.asarray(given.data, dtype=float)
    bad = ~(values >= 0)
    if bad.any():
        k = int(np.argmax(bad))
        i, j = int(given.row[k]), int(given.col[k])
        where = f"{named(demand_labels, i, 'demand point')}, {named(site_labels, j, 'site')}"
        raise ValueError(f"{name}[{i}, {j}] ({where}): {values[k]}, expected a number >= 0")
    near = np.isfinite(values)
    order = np.lexsort((given.col[near], given.row[near]))
    row, column, value = (part[near][order] for part in (given.row, given.col, values))
    if len(row) and ((np.diff(row) == 0) & (np.diff(column) == 0)).any():
        k = int(np.argmax((np.diff(row) == 0) & (np.diff(column) == 0)))
        raise ValueError(f"{name}[{row[k]}, {column[k]}]: stored twice, expected once")
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=given.shape[0]))])
    return sparse.csr_array((value, column, start), shape=given.shape)
