"""A graph of ways between points, with the course of each on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from inputs.distances.great_circle import EARTH_RADIUS_KM

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RouteGraph:
    """V nodes, E undirected edges; the first nodes are the points it was made for, in order.

    Attributes
    ----------
    lat, lon
        (V,) degrees.
    point_count
        How many nodes are points; the others are junctions.
    edges
        (E, 2) ends.
    km
        (E,) length.
    estimated
        (E,) True where the length is reckoned from straight lines.
    courses
        E arrays (n, 2) of longitude and latitude, from the first end to the second.
    """

    lat: FloatArray
    lon: FloatArray
    point_count: int
    edges: IntArray
    km: FloatArray
    estimated: BoolArray
    courses: tuple[FloatArray, ...]

    @property
    def node_count(self) -> int:
        return len(self.lat)

    def components(self) -> IntArray:
        """(V,) number of the connected part that a node belongs to."""
        ones = np.ones(len(self.edges), dtype=np.int8)
        shape = (self.node_count, self.node_count)
        graph = sparse.coo_array((ones, (self.edges[:, 0], self.edges[:, 1])), shape=shape)
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def straight_courses(lat: FloatArray, lon: FloatArray, edges: IntArray) -> tuple[FloatArray, ...]:
    """E arrays (2, 2) of the ends of edges."""
    place = np.column_stack([lon, lat])
    return tuple(place[edges])


@dataclass(frozen=True)
class Plane:
    """A flat map around a middle, in km; true to a few per mille within some hundred km."""

    lat0: float
    lon0: float

    @classmethod
    def around(cls, lat: FloatArray, lon: FloatArray) -> Plane:
        return cls(float((lat.min() + lat.max()) / 2), float((lon.min() + lon.max()) / 2))

    @property
    def _shrink(self) -> float:
        return float(np.cos(np.radians(self.lat0)))

    def project(self, lat: ArrayLike, lon: ArrayLike) -> FloatArray:
        """(N, 2) km to the east and to the north."""
        x = np.radians(np.asarray(lon, dtype=float) - self.lon0) * self._shrink
        y = np.radians(np.asarray(lat, dtype=float) - self.lat0)
        return np.column_stack([x, y]) * EARTH_RADIUS_KM

    def degrees(self, xy: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Latitude and longitude of points of the map."""
        angle = np.degrees(xy / EARTH_RADIUS_KM)
        return self.lat0 + angle[:, 1], self.lon0 + angle[:, 0] / self._shrink
