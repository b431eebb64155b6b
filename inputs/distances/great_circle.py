"""Great-circle distances on a sphere of the earth's mean radius, in km."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius R1

_BLOCK = 4_000_000  # entries of a dense block: 32 MB for each of the few temporaries


def great_circle_km(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> FloatArray:
    """Return haversine distances of points given in degrees; arguments broadcast."""
    a, b = np.radians(np.asarray(lat1, float)), np.radians(np.asarray(lat2, float))
    dlon = np.radians(np.asarray(lon2, float) - np.asarray(lon1, float))
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(dlon / 2) ** 2
    km: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return km


def all_pairs(lat1: FloatArray, lon1: FloatArray, lat2: FloatArray, lon2: FloatArray) -> FloatArray:
    """Return (N, M) km, computed in blocks of rows."""
    out = np.empty((lat1.size, lat2.size))
    step = max(1, _BLOCK // max(1, lat2.size))
    for start in range(0, lat1.size, step):
        rows = slice(start, start + step)
        out[rows] = great_circle_km(lat1[rows, None], lon1[rows, None], lat2, lon2)
    return out


def pairs_within(
    lat1: FloatArray, lon1: FloatArray, lat2: FloatArray, lon2: FloatArray, limit_km: float
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the pairs at most `limit_km` apart, sorted by row: rows, columns, km."""
    near = tree(lat1, lon1).sparse_distance_matrix(
        tree(lat2, lon2), chord_of(limit_km) * (1 + 1e-12), output_type="ndarray"
    )
    rows, columns = near["i"].astype(np.int64), near["j"].astype(np.int64)
    order = np.lexsort((columns, rows))
    rows, columns = rows[order], columns[order]
    km = great_circle_km(lat1[rows], lon1[rows], lat2[columns], lon2[columns])
    kept = km <= limit_km
    return rows[kept], columns[kept], km[kept]


def tree(lat: FloatArray, lon: FloatArray) -> cKDTree:
    """Return a KD-tree of the points on the unit sphere, where chords order as arcs do."""
    return cKDTree(on_sphere(lat, lon))


def on_sphere(lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Return (N, 3) points of the unit sphere."""
    a, o = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(a) * np.cos(o), np.cos(a) * np.sin(o), np.sin(a)])


def chord_of(km: float) -> float:
    """Return the chord, in earth radii, that spans an arc of `km`."""
    return float(2 * np.sin(min(km / (2 * EARTH_RADIUS_KM), np.pi / 2)))
