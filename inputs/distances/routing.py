"""Shortest ways between points over a network: chunks of sources, cut-off, flags of estimates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from inputs.distances.great_circle import (
    all_pairs,
    great_circle_km,
    on_sphere,
    tree,
)
from inputs.distances.matrix import DistanceMatrix
from inputs.distances.network import Network
from inputs.errors import InputError
from inputs.points import Points

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_CHUNK_ENTRIES = 4_000_000  # of the table sources x nodes: 32 MB, a few times over for the flags


@dataclass(frozen=True)
class Snapped:
    """Where points join a network.

    Attributes
    ----------
    node
        (N,) nearest node.
    access_km
        (N,) length of the way to it: great circle x circuity.
    """

    node: IntArray
    access_km: FloatArray


def snap(points: Points, network: Network, circuity: float) -> Snapped:
    """Tie each point to the nearest node that has links and whose place is known.

    Raises
    ------
    InputError
        No node with links has coordinates.
    """
    linked = np.zeros(network.node_count, dtype=bool)
    linked[network.tail] = linked[network.head] = True
    located = np.flatnonzero(linked & ~np.isnan(network.lat + network.lon))
    if located.size == 0:
        raise InputError(
            f"no linked node of the network has coordinates: {network.source}",
            expected="nodes with lat and lon",
        )
    lat, lon = network.lat[located], network.lon[located]
    _, nearest = tree(lat, lon).query(on_sphere(points.lat, points.lon))
    km = great_circle_km(points.lat, points.lon, lat[nearest], lon[nearest])
    return Snapped(located[nearest], km * circuity)


def network_distances(
    network: Network,
    origins: Points,
    destinations: Points,
    *,
    circuity: float,
    cutoff_km: float = np.inf,
    sparse: bool = False,
    access_flag_km: float = 0.5,
) -> DistanceMatrix:
    """Return distances over the network, the ways to and from it included.

    Where two points are nearer to each other than the network is to both, they are joined by
    great circle x circuity instead.

    Parameters
    ----------
    circuity
        km of way per km of great circle, for the ways to and from the network.
    cutoff_km
        Longest distance kept.
    sparse
        Keep only entries within the cut-off, in a sparse matrix.
    access_flag_km
        An entry is an estimate when its ways to and from the network are longer than this, when
        a length on its way is reckoned, or when one of its points is schematic.
    """
    start, end = snap(origins, network, circuity), snap(destinations, network, circuity)
    if np.unique(end.node).size < np.unique(start.node).size:
        turned = network_distances(
            network.reversed(),
            destinations,
            origins,
            circuity=circuity,
            cutoff_km=cutoff_km,
            sparse=sparse,
            access_flag_km=access_flag_km,
        )
        return turned.transposed()
    job = _Job(network, origins, destinations, start, end, circuity, cutoff_km, access_flag_km)
    values, estimated = job.sparse() if sparse else job.dense()
    return DistanceMatrix(
        values=values,
        mode=network.mode,
        estimated=estimated,
        source=network.source,
        origins=origins.ids,
        destinations=destinations.ids,
        origin_access_km=start.access_km,
        destination_access_km=end.access_km,
        cutoff_km=cutoff_km,
        notes=network.notes,
    )


@dataclass(frozen=True)
class _Job:
    network: Network
    origins: Points
    destinations: Points
    start: Snapped
    end: Snapped
    circuity: float
    cutoff_km: float
    access_flag_km: float

    def dense(self) -> tuple[FloatArray, BoolArray]:
        shape = len(self.origins), len(self.destinations)
        values, estimated = np.full(shape, np.inf), np.zeros(shape, dtype=bool)
        for rows, km, flags in self._blocks():
            values[rows], estimated[rows] = km, flags
        return values, estimated

    def sparse(self) -> tuple[csr_array[np.float64, tuple[int, int]], BoolArray]:
        n, m = len(self.origins), len(self.destinations)
        found: list[tuple[IntArray, IntArray, FloatArray, BoolArray]] = []
        for rows, km, flags in self._blocks():
            i, j = np.nonzero(np.isfinite(km))
            found.append((rows[i], j, km[i, j], flags[i, j]))
        row, column, data, flag = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.lexsort((column, row))
        starts = np.searchsorted(row[order], np.arange(n + 1))
        return csr_array((data[order], column[order], starts), shape=(n, m)), flag[order]

    def _blocks(self) -> Iterator[tuple[IntArray, FloatArray, BoolArray]]:
        """Rows of origins with their km (inf beyond the cut-off) and flags."""
        sources, which = np.unique(self.start.node, return_inverse=True)
        order = np.argsort(which, kind="stable")
        width = max(self.network.node_count, len(self.destinations))
        step = max(1, _CHUNK_ENTRIES // width)
        for begin in range(0, sources.size, step):
            chunk = sources[begin : begin + step]
            km, flags = self._paths(chunk)
            bounds = np.searchsorted(which[order], [begin, begin + chunk.size])
            rows = order[bounds[0] : bounds[1]]
            # many points may share a node
            for some in np.array_split(rows, max(1, -(-rows.size // step))):
                local = which[some] - begin
                yield some, *self._joined(some, km[local], flags[local])

    def _paths(self, sources: IntArray) -> tuple[FloatArray, BoolArray]:
        """(len(sources), M) km from node to node, and whether a length on the way is reckoned."""
        targets = self.end.node
        if not self.network.estimated.any():
            km = dijkstra(self.network.graph, indices=sources, limit=self.cutoff_km)
            return km[:, targets], np.zeros((sources.size, targets.size), dtype=bool)
        km, before = dijkstra(
            self.network.graph, indices=sources, limit=self.cutoff_km, return_predecessors=True
        )
        return km[:, targets], self._flagged(before)[:, targets]

    def _flagged(self, before: NDArray[np.int32]) -> BoolArray:
        """Carry flags of links down the trees, doubling the reach in each round."""
        parent = np.where(before < 0, np.arange(before.shape[1]), before).astype(np.int64)
        row, node = np.nonzero(before >= 0)
        flags = np.zeros(before.shape, dtype=bool)
        flags[row, node] = self.network.link_estimated(parent[row, node], node)
        while True:
            above = np.take_along_axis(parent, parent, axis=1)
            flags |= np.take_along_axis(flags, parent, axis=1)
            if np.array_equal(above, parent):
                return flags
            parent = above

    def _joined(
        self, rows: IntArray, km: FloatArray, flags: BoolArray
    ) -> tuple[FloatArray, BoolArray]:
        access = self.start.access_km[rows, None] + self.end.access_km
        straight = self.circuity * all_pairs(
            self.origins.lat[rows],
            self.origins.lon[rows],
            self.destinations.lat,
            self.destinations.lon,
        )
        off_network = straight <= access
        total = np.where(off_network, straight, km + access)
        total[total > self.cutoff_km] = np.inf
        same = off_network & (straight == 0)
        estimated = flags & ~off_network | (access > self.access_flag_km) | off_network
        estimated &= ~same
        schematic = self.origins.schematic[rows, None] | self.destinations.schematic
        return total, (estimated | schematic) & np.isfinite(total)
