"""The distance matrix: kilometres, what they are, and how many of them are estimates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


class Mode(StrEnum):
    ROAD = "road"
    RAIL = "rail"
    STRAIGHT = "straight"  # the great circle itself
    MATRIX = "matrix"  # as a user's table says


@dataclass(frozen=True, eq=False)
class DistanceMatrix:
    """Distances between N origins and M destinations.

    Attributes
    ----------
    values
        (N, M) km: an array with inf where there is no way (or none within the cut-off), or a
        sparse matrix in which a missing entry means the same. A stored zero is a distance of zero.
    estimated
        True where a part of the distance is reckoned and not read from a network: (N, M), or
        aligned with `values.data` of a sparse matrix.
    source
        What the distances come from, for reports.
    origin_access_km, destination_access_km
        (N,), (M,) km from each point to the network, contained in the values; 0 without network.
    cutoff_km
        Longest distance kept; inf for none.
    notes
        What a reader should know.
    """

    values: FloatArray | csr_array[np.float64, tuple[int, int]]
    mode: Mode
    estimated: BoolArray
    source: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    origin_access_km: FloatArray
    destination_access_km: FloatArray
    cutoff_km: float = np.inf
    notes: tuple[str, ...] = ()
    unit: str = "km"

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.origins), len(self.destinations)

    @property
    def entry_count(self) -> int:
        """Number of pairs with a distance."""
        if isinstance(self.values, np.ndarray):
            return int(np.isfinite(self.values).sum())
        return int(self.values.nnz)

    @property
    def estimated_count(self) -> int:
        """Number of pairs whose distance is an estimate."""
        if isinstance(self.values, np.ndarray):
            return int((self.estimated & np.isfinite(self.values)).sum())
        return int(self.estimated.sum())

    @property
    def unreached(self) -> tuple[str, ...]:
        """Origins without a single destination."""
        if isinstance(self.values, np.ndarray):
            empty = ~np.isfinite(self.values).any(axis=1)
        else:
            empty = np.diff(self.values.indptr) == 0
        return tuple(self.origins[row] for row in np.flatnonzero(empty))

    def dense(self) -> FloatArray:
        """Return (N, M) km with inf where there is no entry."""
        return self._spread(np.inf, None)

    def dense_estimated(self) -> BoolArray:
        """Return the (N, M) mask of estimates."""
        if isinstance(self.values, np.ndarray):
            return self.estimated.copy()
        return self._spread(0.0, self.estimated.astype(float)) > 0

    def _spread(self, empty: float, data: FloatArray | None) -> FloatArray:
        if isinstance(self.values, np.ndarray):
            return self.values.copy()
        out = np.full(self.shape, empty)
        rows = np.repeat(np.arange(self.shape[0]), np.diff(self.values.indptr))
        out[rows, self.values.indices] = self.values.data if data is None else data
        return out

    def limited(self, cutoff_km: float, *, sparse: bool = False) -> DistanceMatrix:
        """Return the matrix without entries beyond the cut-off, sparse if wanted."""
        km, flags = self.dense(), self.dense_estimated()
        km[km > cutoff_km] = np.inf
        limit = min(cutoff_km, self.cutoff_km)
        if not sparse:
            return replace(self, values=km, estimated=flags, cutoff_km=limit)
        row, column = np.nonzero(np.isfinite(km))
        starts = np.searchsorted(row, np.arange(self.shape[0] + 1))
        data: FloatArray = km[row, column].astype(np.float64)
        values: csr_array[np.float64, tuple[int, int]] = csr_array(
            (data, column, starts), shape=self.shape
        )
        return replace(self, values=values, estimated=flags[row, column], cutoff_km=limit)

    def transposed(self) -> DistanceMatrix:
        """Return the matrix from destinations to origins."""
        if isinstance(self.values, np.ndarray):
            values: FloatArray | csr_array[np.float64, tuple[int, int]] = self.values.T.copy()
            estimated = self.estimated.T.copy()
        else:
            rows = np.repeat(np.arange(self.shape[0]), np.diff(self.values.indptr))
            order = np.lexsort((rows, self.values.indices))
            starts = np.searchsorted(self.values.indices[order], np.arange(self.shape[1] + 1))
            values = csr_array(
                (self.values.data[order], rows[order], starts), shape=self.shape[::-1]
            )
            estimated = self.estimated[order]
        return DistanceMatrix(
            values,
            self.mode,
            estimated,
            self.source,
            self.destinations,
            self.origins,
            self.destination_access_km,
            self.origin_access_km,
            self.cutoff_km,
            self.notes,
            self.unit,
        )

    def summary(self) -> str:
        """Say in a line what the matrix is."""
        pairs = f"{self.entry_count} of {self.shape[0] * self.shape[1]} pairs"
        within = "" if np.isinf(self.cutoff_km) else f" within {self.cutoff_km:g} km"
        return (
            f"{self.mode} distances in {self.unit}, {pairs}{within}, "
            f"{self.estimated_count} estimated; {self.source}"
        )
