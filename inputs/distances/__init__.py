"""Distances between points: every matrix knows its mode, its source and what is estimated."""

from __future__ import annotations

from inputs.distances.cache import DistanceCache
from inputs.distances.corridors import corridor_lengths, corridor_network
from inputs.distances.graphml import read_graphml
from inputs.distances.great_circle import great_circle_km
from inputs.distances.matrix import DistanceMatrix, Mode
from inputs.distances.matrix_file import read_matrix
from inputs.distances.network import Network
from inputs.distances.on_points import PointDistances, count_within
from inputs.distances.osm import read_osm
from inputs.distances.routing import network_distances
from inputs.distances.service import DistanceService

__all__ = [
    "DistanceCache",
    "DistanceMatrix",
    "DistanceService",
    "Mode",
    "Network",
    "PointDistances",
    "corridor_lengths",
    "corridor_network",
    "count_within",
    "great_circle_km",
    "network_distances",
    "read_graphml",
    "read_matrix",
    "read_osm",
]
