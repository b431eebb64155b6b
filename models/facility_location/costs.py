"""Costs in their three forms: a dense matrix, a sparse matrix with a cut-off, points.

Each form makes neighbour lists for the algorithms and finds the nearest of given sites. A missing
entry of a sparse matrix is a forbidden pair; a stored zero is a cost of zero. Points never become
a matrix: their lists are cut off and filled from a KD-tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.spatial import KDTree

from models.facility_location.lists import (
    BoolArray,
    FloatArray,
    IntArray,
    NeighbourLists,
    Rows,
)
from models.facility_location.validation import cost_matrix, named
from optimizer.limits import Clock

EARTH_RADIUS_KM = 6371.0088
SMALL_MATRIX = 4_000_000  # pairs up to which a matrix is quicker than lists on demand
POINT_ENTRIES = 50_000_000  # most entries of lists made from points
BLOCK_ENTRIES = 1_000_000  # entries of a matrix made into lists between two looks at the clock
EXACT_ENTRIES = 5_000_000  # entries of lists up to which points are solved like a matrix


class Costs(Protocol):
    """What the algorithms ask of a form; distances here are not weighted."""

    @property
    def shape(self) -> tuple[int, int]:
        """Demand points, sites."""

    def largest(self) -> float:
        """No finite distance is larger."""

    def pairs(self, points: IntArray, sites: IntArray) -> FloatArray:
        """(K,) distances of pairs, inf where forbidden; for checking plans."""

    def nearest(self, sites: IntArray) -> tuple[FloatArray, IntArray]:
        """(N,) distance to the nearest of `sites`, inf for none, and that site, -1 for none."""

    def lists(
        self,
        usable: IntArray,
        weight: FloatArray,
        reach: FloatArray,
        cap: FloatArray,
        p: int,
        clock: Clock,
    ) -> NeighbourLists:
        """Lists over the sites `usable`, numbered in that order, about `p` of which open.

        `reach` (N,) is the largest distance allowed, `cap` (N,) the weighted cost of going
        without. Rows not reached when `clock` expires are cut off, or stay without entries, their
        cap being the least cost left out.
        """

    def whole_numbers(self, weight: FloatArray) -> bool:
        """Whether every weighted cost is a whole number."""


@dataclass(frozen=True)
class DenseCosts:
    """A checked (N, M) matrix, inf where forbidden."""

    matrix: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        return (self.matrix.shape[0], self.matrix.shape[1])

    def largest(self) -> float:
        return float(self.matrix.max(where=np.isfinite(self.matrix), initial=0.0))

    def pairs(self, points: IntArray, sites: IntArray) -> FloatArray:
        return self.matrix[points, sites]

    def nearest(self, sites: IntArray) -> tuple[FloatArray, IntArray]:
        if len(sites) == 0:
            return np.full(self.shape[0], np.inf), np.full(self.shape[0], -1)
        part = self.matrix[:, sites]
        which = part.argmin(axis=1)
        distance = part[np.arange(len(part)), which]
        return distance, np.where(np.isfinite(distance), sites[which], -1)

    def lists(
        self,
        usable: IntArray,
        weight: FloatArray,
        reach: FloatArray,
        cap: FloatArray,
        p: int,
        clock: Clock,
    ) -> NeighbourLists:
        cap, parts = cap.copy(), []
        for rows in _interleaved(len(cap), self.matrix.size):
            part = self.matrix[np.ix_(rows, usable)]
            far = ~np.isfinite(part) | (part > reach[rows, None])
            part[far] = 0.0
            part *= weight[rows, None]
            part[far] = np.inf
            site = None
            if clock.expired and _width(len(usable), p) < len(usable):
                width = _width(len(usable), p)
                site = np.argpartition(part, width, axis=1)[:, : width + 1]
                part = np.take_along_axis(part, site, axis=1)
                cap[rows] = np.minimum(cap[rows], part[:, -1])
            parts.append(Rows.of_dense(rows, part, cap[rows], site))
        return NeighbourLists.of_parts(parts, cap, len(usable))

    def whole_numbers(self, weight: FloatArray) -> bool:
        finite = np.isfinite(self.matrix)
        weighted = np.where(finite, self.matrix, 0.0) * weight[:, None]
        return bool((weighted == np.rint(weighted)).all() and weighted.max() < 2**50)


@dataclass(frozen=True)
class SparseCosts:
    """A checked sparse (N, M) matrix; missing entries are forbidden pairs."""

    matrix: sparse.csr_array

    @property
    def shape(self) -> tuple[int, int]:
        return (self.matrix.shape[0], self.matrix.shape[1])

    def largest(self) -> float:
        return float(self.matrix.data.max(initial=0.0))

    def pairs(self, points: IntArray, sites: IntArray) -> FloatArray:
        n, m = self.shape
        row = np.repeat(np.arange(n), np.diff(self.matrix.indptr))
        key = row * m + self.matrix.indices
        order = np.argsort(key)
        wanted = points * m + sites
        place = np.minimum(np.searchsorted(key[order], wanted), max(len(key) - 1, 0))
        if len(key) == 0:
            return np.full(len(wanted), np.inf)
        hit = key[order][place] == wanted
        return np.where(hit, self.matrix.data[order][place], np.inf)

    def nearest(self, sites: IntArray) -> tuple[FloatArray, IntArray]:
        n, m = self.shape
        among = np.zeros(m, dtype=bool)
        among[sites] = True
        row = np.repeat(np.arange(n), np.diff(self.matrix.indptr))
        value = np.where(among[self.matrix.indices], self.matrix.data, np.inf)
        distance, found = np.full(n, np.inf), np.full(n, -1)
        some = np.flatnonzero(np.diff(self.matrix.indptr))
        distance[some] = np.minimum.reduceat(value, self.matrix.indptr[some]) if len(some) else 0.0
        ties = np.flatnonzero(np.isfinite(value) & (value == distance[row]))
        # the first of a row is the last one written
        order = np.lexsort((-self.matrix.indices[ties], row[ties]))
        found[row[ties[order]]] = self.matrix.indices[ties[order]]
        return distance, found

    def lists(
        self,
        usable: IntArray,
        weight: FloatArray,
        reach: FloatArray,
        cap: FloatArray,
        p: int,
        clock: Clock,
    ) -> NeighbourLists:
        number = np.full(self.shape[1], -1, dtype=np.int32)
        number[usable] = np.arange(len(usable), dtype=np.int32)
        cap, parts = cap.copy(), []
        for rows in _interleaved(len(cap), len(self.matrix.data)):
            block = sparse.csr_array(self.matrix[rows])
            row = np.repeat(np.arange(len(rows)), np.diff(block.indptr))
            site, cost = number[block.indices], block.data * weight[rows][row]
            kept = (site >= 0) & (block.data <= reach[rows][row]) & (cost < cap[rows][row])
            row, site, cost = row[kept], site[kept], cost[kept]
            if clock.expired:
                least = cap[rows]
                np.minimum.at(least, row, cost)
                cap[rows] = least
            else:
                order = np.lexsort((cost, row))
                count = np.bincount(row, minlength=len(rows))
                parts.append(Rows(rows, count, site[order], cost[order]))
        return NeighbourLists.of_parts(parts, cap, len(usable))

    def whole_numbers(self, weight: FloatArray) -> bool:
        row = np.repeat(np.arange(self.shape[0]), np.diff(self.matrix.indptr))
        weighted = self.matrix.data * weight[row]
        return bool((weighted == np.rint(weighted)).all() and weighted.max(initial=0) < 2**50)


@dataclass(frozen=True)
class PointCosts:
    """Distances among points, computed when needed.

    Attributes
    ----------
    demand, site : (N, d), (M, d) coordinates in the plane, or on the unit sphere if `sphere`
    sphere : great-circle distance in kilometres instead of Euclidean distance
    """

    demand: FloatArray
    site: FloatArray
    sphere: bool

    @property
    def shape(self) -> tuple[int, int]:
        return (len(self.demand), len(self.site))

    def distance(self, chord: FloatArray) -> FloatArray:
        """Of a straight line between two points."""
        if not self.sphere:
            return chord
        return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0)))

    def largest(self) -> float:
        if self.sphere:
            return float(np.pi * EARTH_RADIUS_KM)
        return float(np.ptp(np.vstack([self.demand, self.site]), axis=0).sum())

    def pairs(self, points: IntArray, sites: IntArray) -> FloatArray:
        step = self.demand[points] - self.site[sites]
        return self.distance(np.sqrt((step**2).sum(axis=1)))

    def matrix(self) -> FloatArray:
        """(N, M) distances, for few points."""
        step = self.demand[:, None, :] - self.site[None, :, :]
        return self.distance(np.sqrt((step**2).sum(axis=2)))

    def nearest(self, sites: IntArray) -> tuple[FloatArray, IntArray]:
        if len(sites) == 0:
            return np.full(self.shape[0], np.inf), np.full(self.shape[0], -1)
        chord, which = KDTree(self.site[sites]).query(self.demand, workers=-1)
        return self.distance(np.asarray(chord)), sites[np.asarray(which)]

    def lists(
        self,
        usable: IntArray,
        weight: FloatArray,
        reach: FloatArray,
        cap: FloatArray,
        p: int,
        clock: Clock,
    ) -> NeighbourLists:
        n, m = len(self.demand), len(usable)
        width = max(min(_width(m, p), POINT_ENTRIES // n), 2)
        tree = KDTree(self.site[usable])
        kept = width if width == m else width - 1  # the last one only says where the list ends
        site = np.empty((n, kept), dtype=np.int32)
        cost = np.empty((n, kept))
        end = np.full(n, np.inf)
        for block in np.array_split(np.arange(n), max(1, n * width // 4_000_000)):
            if clock.expired:
                chord = tree.query(self.demand[block], workers=-1)[0]
                far = self.distance(np.asarray(chord))
                end[block] = np.where(far <= reach[block], far * weight[block], np.inf)
                cost[block] = np.inf
                continue
            chord, which = tree.query(self.demand[block], k=width, workers=-1)
            far = self.distance(np.asarray(chord).reshape(len(block), width))
            far = np.where(far <= reach[block, None], far * weight[block, None], np.inf)
            site[block] = np.asarray(which).reshape(len(block), width)[:, :kept]
            cost[block] = far[:, :kept]
            if kept < width:
                end[block] = far[:, -1]
        cap = np.minimum(cap, end)
        keep = cost < cap[:, None]
        if keep.all():
            start = np.arange(n + 1, dtype=np.int64) * kept
            return NeighbourLists.of_rows(start, site.ravel(), cost.ravel(), cap, m)
        start = np.concatenate([[0], np.cumsum(keep.sum(axis=1))]).astype(np.int64)
        return NeighbourLists.of_rows(start, site[keep], cost[keep], cap, m)

    def many(self, usable: int, p: int) -> bool:
        """Whether lists over so many sites would be longer than an exact search can use."""
        return len(self.demand) * _width(usable, p) > EXACT_ENTRIES

    def whole_numbers(self, weight: FloatArray) -> bool:
        return False


def _width(usable: int, p: int) -> int:
    """Sites of a list that is cut off, about `p` of which open."""
    return min(usable, max(40, 4 * usable // max(p, 1)))


def _interleaved(count: int, entries: int) -> list[IntArray]:
    """Rows in blocks, each from all over the instance, whatever order its rows are in."""
    blocks = min(max(1, entries // BLOCK_ENTRIES), count)
    return [np.arange(first, count, blocks, dtype=np.int64) for first in range(blocks)]


def costs_of(
    cost: Any,
    site_labels: Sequence[str] | None = None,
    demand_labels: Sequence[str] | None = None,
) -> Costs:
    """The form that fits, checked.

    Raises
    ------
    ValueError as `validation.cost_matrix`
    """
    is_sparse = sparse.issparse(cost)
    if not is_sparse:
        return DenseCosts(cost_matrix(cost, site_labels=site_labels, demand_labels=demand_labels))
    matrix = sparse.csr_array(cost, dtype=float)
    n, m = matrix.shape
    if n == 0 or m == 0:
        raise ValueError(f"cost: {n} demand points, {m} sites; expected one of each")
    bad = ~(matrix.data >= 0)
    if bad.any():
        e = int(np.argmax(bad))
        i = int(np.searchsorted(matrix.indptr, e, side="right")) - 1
        j = int(matrix.indices[e])
        where = f"{named(demand_labels, i, 'demand point')}, {named(site_labels, j, 'site')}"
        raise ValueError(f"cost[{i}, {j}] ({where}): {matrix.data[e]}, expected a number >= 0")
    if np.isinf(matrix.data).any():
        kept = np.isfinite(matrix.data)
        row = np.repeat(np.arange(n), np.diff(matrix.indptr))[kept]
        matrix = sparse.csr_array(
            (matrix.data[kept], (row, matrix.indices[kept])), shape=matrix.shape
        )
    return SparseCosts(matrix)


def points_of(xy: ArrayLike, name: str, sphere: bool) -> FloatArray:
    """(N, 2) coordinates as they are, or longitude and latitude in degrees as unit vectors.

    Raises
    ------
    ValueError naming the point and what was expected
    """
    try:
        points = np.asarray(xy, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected coordinates ({error})") from None
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(f"{name}: shape {points.shape}, expected (points, 2), at least one point")
    bad: BoolArray = ~np.isfinite(points).all(axis=1)
    expected = "two finite numbers"
    if sphere and not bad.any():
        bad = (np.abs(points[:, 0]) > 180) | (np.abs(points[:, 1]) > 90)
        expected = "longitude -180 to 180, then latitude -90 to 90"
    if bad.any():
        i = int(np.argmax(bad))
        raise ValueError(f"{name}[{i}]: {tuple(points[i].tolist())}, expected {expected}")
    if not sphere:
        return points
    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
