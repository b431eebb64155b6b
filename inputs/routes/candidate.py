"""Ways between points where no routes are known: the Delaunay triangulation, made longer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError

from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.point_table import Points
from inputs.routes.graph import Plane, RouteGraph, straight_courses

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_OBTUSE = 2 * np.pi / 3 - 1e-3  # from here a branching falls into the corner
_FLAT = 1e-9  # width over length of points that stand in a line


def candidate_edges(points: Points, circuity: float, *, branching: bool = False) -> RouteGraph:
    """Draw ways between neighbouring points.

    A shortest tree over points in the plane runs along edges of their Delaunay triangulation
    (Preparata, Shamos: Computational Geometry, 1985, section 6.1). With `branching`, triangles get
    a junction at their Fermat point, where three pipes meet at 120 degrees and are shortest
    together; triangles with an angle of 120 degrees or more have none.

    Parameters
    ----------
    points
        N points; several may stand in one place, all may stand in a line.
    circuity
        km on the ground for a km of great circle.

    Returns
    -------
    RouteGraph
        Connected; junctions, if any, follow the N points.

    Raises
    ------
    InputError
        A point without coordinates, or a circuity below 1.
    """
    if not (np.isfinite(circuity) and circuity >= 1):
        raise InputError("circuity: out of range", value=circuity, expected="a number, 1 or more")
    lost = ~(np.isfinite(points.lat) & np.isfinite(points.lon))
    if lost.any():
        raise InputError(
            "a point has no coordinates",
            column="lat, lon",
            value=points.names[int(np.argmax(lost))],
            expected="degrees",
        )
    plane = Plane.around(points.lat, points.lon)
    place = plane.project(points.lat, points.lon)
    # who shares a place is joined to the first one there
    spots, first, spot = np.unique(place.round(9), axis=0, return_index=True, return_inverse=True)
    spot = spot.reshape(-1)
    triangles, ways = _neighbours(spots)
    ways = first[ways]
    others = np.flatnonzero(first[spot] != np.arange(len(place)))
    shared = np.column_stack([first[spot[others]], others])
    lat, lon = points.lat, points.lon
    arms = np.empty((0, 2), dtype=np.int64)
    if branching and len(triangles):
        corners, middle = _fermat_points(spots, triangles)
        more_lat, more_lon = plane.degrees(middle)
        number = len(place) + np.repeat(np.arange(len(middle)), 3)
        arms = np.column_stack([first[corners].reshape(-1), number])
        lat, lon = np.concatenate([lat, more_lat]), np.concatenate([lon, more_lon])
    edges = np.concatenate([ways, shared, arms]).astype(np.int64)
    a, b = edges.T
    km = great_circle_km(lat[a], lon[a], lat[b], lon[b]) * circuity
    return RouteGraph(
        lat=lat,
        lon=lon,
        point_count=len(place),
        edges=edges,
        km=km,
        estimated=np.ones(len(edges), dtype=np.bool_),
        courses=straight_courses(lat, lon, edges),
    )


def _neighbours(spots: FloatArray) -> tuple[IntArray, IntArray]:
    """Triangles (T, 3) and edges (E, 2) of distinct places."""
    none = np.empty((0, 3), dtype=np.int64)
    centred = spots - spots.mean(axis=0)
    _, width, axes = np.linalg.svd(centred, full_matrices=False)
    if len(spots) < 3 or width[1] <= _FLAT * width[0]:
        return none, _chain(centred @ axes[0])
    try:
        found = Delaunay(centred)
    except QhullError:  # as good as a line
        return none, _chain(centred @ axes[0])
    corners = found.simplices.astype(np.int64)
    sides = np.sort(corners[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    # what rounding left out of the triangulation hangs on its nearest corner
    left_out = found.coplanar[:, [2, 0]].astype(np.int64)
    return corners, np.unique(np.concatenate([sides, np.sort(left_out, axis=1)]), axis=0)


def _chain(along: FloatArray) -> IntArray:
    order = np.argsort(along, kind="stable")
    return np.column_stack([order[:-1], order[1:]]).astype(np.int64)


def _fermat_points(spots: FloatArray, triangles: IntArray) -> tuple[IntArray, FloatArray]:
    """Triangles that have one, and the points: barycentric coordinates a / sin(A + 60 degrees)."""
    corner = spots[triangles]
    opposite = np.linalg.norm(corner[:, [1, 2, 0]] - corner[:, [2, 0, 1]], axis=2)
    b, c = opposite[:, [1, 2, 0]], opposite[:, [2, 0, 1]]
    angle = np.arccos(np.clip((b**2 + c**2 - opposite**2) / (2 * b * c), -1, 1))
    kept = angle.max(axis=1) < _OBTUSE
    weight = opposite[kept] / np.sin(angle[kept] + np.pi / 3)
    share = weight / weight.sum(axis=1, keepdims=True)
    return triangles[kept], np.einsum("tk,tkd->td", share, corner[kept])
