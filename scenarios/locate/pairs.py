"""Single distances, whatever form they have: dense, sparse, or computed from points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inputs.distances import DistanceMatrix, PointDistances

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Distances = DistanceMatrix | PointDistances


def nearest_of(distances: Distances, sites: IntArray) -> tuple[FloatArray, IntArray]:
    """Distance (N,) to the nearest of some sites and that site; inf and -1 where there is none."""
    count = distances.shape[0]
    km, site = np.full(count, np.inf), np.full(count, -1, dtype=np.int64)
    if not len(sites):
        return km, site
    if isinstance(distances, PointDistances):
        return distances.nearest(sites)
    values = distances.values
    if isinstance(values, np.ndarray):
        part = values[:, sites]
        column = part.argmin(axis=1)
        km = part[np.arange(count), column]
        return km, np.where(np.isfinite(km), sites[column], -1)
    usable = np.zeros(distances.shape[1], dtype=bool)
    usable[sites] = True
    masked = np.where(usable[values.indices], values.data, np.inf)
    entries = np.diff(values.indptr)
    filled = entries > 0
    if not filled.any():
        return km, site
    km[filled] = np.minimum.reduceat(masked, values.indptr[:-1][filled])
    hits = np.flatnonzero((masked == np.repeat(km, entries)) & np.isfinite(masked))
    row = np.searchsorted(values.indptr, hits, side="right") - 1
    first, at = np.unique(row, return_index=True)
    site[first] = values.indices[hits[at]]
    return km, site


def distance_of(distances: Distances, rows: IntArray, sites: IntArray) -> FloatArray:
    """Distances of single pairs, inf where there is none."""
    if isinstance(distances, PointDistances):
        return distances.pairs(rows, sites)
    values = distances.values
    if isinstance(values, np.ndarray):
        return values[rows, sites]
    at, found = _stored(distances, rows, sites)
    km = np.full(len(rows), np.inf)
    km[found] = values.data[at[found]]
    return km


def estimated_of(distances: Distances, rows: IntArray, sites: IntArray) -> BoolArray:
    """Whether the distances of single pairs are estimates; False where there is none."""
    if isinstance(distances, PointDistances):
        return distances.estimated(rows, sites)
    if isinstance(distances.values, np.ndarray):
        return distances.estimated[rows, sites]
    at, found = _stored(distances, rows, sites)
    marks = np.zeros(len(rows), dtype=bool)
    marks[found] = distances.estimated[at[found]]
    return marks


def _stored(
    distances: DistanceMatrix, rows: IntArray, sites: IntArray
) -> tuple[IntArray, BoolArray]:
    """Position of each pair in the data of a sparse matrix, and whether it is there at all."""
    values = distances.values
    if isinstance(values, np.ndarray):
        raise TypeError("a dense matrix has every pair")
    width = distances.shape[1]
    keys = np.repeat(np.arange(distances.shape[0]), np.diff(values.indptr)) * width
    keys = keys + values.indices
    # as a rule columns are sorted within rows, and then so are the keys
    is_sorted = bool((keys[1:] > keys[:-1]).all())
    order = np.arange(len(keys)) if is_sorted else np.argsort(keys, kind="stable")
    wanted = rows * width + sites
    at = np.searchsorted(keys, wanted, sorter=order)
    inside = at < len(keys)
    position = order[np.minimum(at, max(len(keys) - 1, 0))] if len(keys) else at
    found = inside & (keys[position] == wanted) if len(keys) else inside
    return position, found
