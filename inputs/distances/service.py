"""One door to distances: straight, reckoned, over a network, or from a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from inputs.assumptions import Assumptions
from inputs.distances.cache import Arrays, DistanceCache, content_key, file_hash
from inputs.distances.corridors import corridor_network
from inputs.distances.graphml import read_graphml
from inputs.distances.great_circle import all_pairs, pairs_within
from inputs.distances.matrix import DistanceMatrix, FloatArray, Mode
from inputs.distances.matrix_file import read_matrix
from inputs.distances.network import Network
from inputs.distances.on_points import PointDistances
from inputs.distances.osm import SUFFIXES, read_osm
from inputs.distances.routing import network_distances
from inputs.errors import InputError
from inputs.points import Bounds, Points
from inputs.territory import Territory

CORRIDORS = "corridors"
RECKONED = (Mode.STRAIGHT, Mode.ROAD, Mode.RAIL)  # known without a network


@dataclass(frozen=True)
class DistanceService:
    """Distances under a set of assumptions.

    Attributes
    ----------
    assumptions
        Holds `circuity_road` and `circuity_rail`, km of way per km of great circle.
    cache
        Where matrices over networks and networks read from extracts are kept; None: nowhere.
    """

    assumptions: Assumptions
    cache: DistanceCache | None = None

    def circuity(self, mode: Mode | str) -> float:
        """Return km by `mode` per km of great circle; 1 for straight lines."""
        if Mode(mode) is Mode.STRAIGHT:
            return 1.0
        return self.assumptions.value(f"circuity_{Mode(mode)}")

    def straight(
        self,
        origins: Points,
        destinations: Points,
        mode: Mode | str = Mode.STRAIGHT,
        *,
        cutoff_km: float = np.inf,
        sparse: bool = False,
    ) -> DistanceMatrix:
        """Great circles, or road or rail reckoned as great circle x circuity.

        Parameters
        ----------
        mode
            straight: the great circle itself, an estimate only where a point is schematic; road
            or rail: times circuity, every entry an estimate.
        cutoff_km
            Longest distance kept.
        sparse
            Keep only entries within the cut-off, found by a KD-tree; no (N, M) array is made.
        """
        mode = _without_table(mode)
        factor = self.circuity(mode)
        arguments = (origins.lat, origins.lon, destinations.lat, destinations.lon)
        shape = len(origins), len(destinations)
        schematic = origins.schematic, destinations.schematic
        values: FloatArray | csr_array[np.float64, tuple[int, int]]
        if sparse:
            limit = min(cutoff_km / factor, 20_100.0)  # half the earth's circumference
            rows, columns, km = pairs_within(*arguments, limit)
            starts = np.searchsorted(rows, np.arange(shape[0] + 1))
            values = csr_array((km * factor, columns, starts), shape=shape)
            estimated = schematic[0][rows] | schematic[1][columns]
        else:
            values = factor * all_pairs(*arguments)
            values[values > cutoff_km] = np.inf
            estimated = schematic[0][:, None] | schematic[1]
        if mode is not Mode.STRAIGHT:
            estimated = np.ones_like(estimated)
        return DistanceMatrix(
            values,
            mode,
            estimated,
            self._reckoned(mode),
            origins.ids,
            destinations.ids,
            np.zeros(shape[0]),
            np.zeros(shape[1]),
            cutoff_km,
        )

    def on_points(
        self, origins: Points, destinations: Points, mode: Mode | str = Mode.STRAIGHT
    ) -> PointDistances:
        """The distances of `straight`, computed when asked for; no (N, M) array is made."""
        mode = _without_table(mode)
        factor = self.circuity(mode)
        return PointDistances(origins, destinations, mode, factor, self._reckoned(mode))

    def _reckoned(self, mode: Mode) -> str:
        if mode is Mode.STRAIGHT:
            return "great circle"
        return f"great circle x circuity {self.circuity(mode):g}"

    def over(
        self,
        network: Network,
        origins: Points,
        destinations: Points,
        *,
        cutoff_km: float = np.inf,
        sparse: bool = False,
        access_flag_km: float = 0.5,
    ) -> DistanceMatrix:
        """Shortest ways over a network; see `network_distances`. Kept in the cache."""
        circuity = self.circuity(network.mode)

        def compute() -> DistanceMatrix:
            return network_distances(
                network,
                origins,
                destinations,
                circuity=circuity,
                cutoff_km=cutoff_km,
                sparse=sparse,
                access_flag_km=access_flag_km,
            )

        if self.cache is None:
            return compute()
        key = content_key(
            "matrix",
            network.content_hash,
            *(a for p in (origins, destinations) for a in (p.lat, p.lon, p.schematic)),
            circuity,
            cutoff_km,
            sparse,
            access_flag_km,
        )
        stored = self.cache.arrays(key, lambda: _to_arrays(compute()))
        return _from_arrays(stored, network, origins.ids, destinations.ids, cutoff_km)

    def network(
        self,
        source: Path | str,
        *,
        territory: Territory | None = None,
        mode: Mode | str = Mode.ROAD,
        year: int | None = None,
        bounds: Bounds | None = None,
    ) -> Network:
        """Read a network.

        Parameters
        ----------
        source
            A .graphml file, an OpenStreetMap extract (.osm.pbf, .osm), or the word `corridors` for
            the graph of `territory`.
        mode, year
            Mode of a GraphML file or of the corridors; year up to which planned corridors stand.
        bounds
            Part of an OpenStreetMap extract to read.
        """
        if str(source) == CORRIDORS:
            if territory is None:
                raise InputError("the corridors belong to a territory", expected="a territory")
            return corridor_network(territory, mode, year=year)
        path = Path(source)
        if not path.is_file():
            raise InputError(
                "no such network",
                value=str(source),
                expected="a .graphml or .osm.pbf file, or the word corridors",
            )
        if path.name.lower().endswith(".graphml"):
            return read_graphml(path, self.circuity(mode), Mode(mode))
        if not path.name.lower().endswith(SUFFIXES):
            raise InputError(
                "unknown kind of network", value=path.name, expected=".graphml or .osm.pbf"
            )
        if Mode(mode) is not Mode.ROAD:
            raise InputError("an extract is read for roads", value=str(mode), expected="road")
        if self.cache is None:
            return read_osm(path, bounds=bounds)
        key = content_key("osm", file_hash(path), str(bounds))
        return Network.from_arrays(
            self.cache.arrays(key, lambda: read_osm(path, bounds=bounds).to_arrays())
        )

    def choose(
        self,
        origins: Points,
        destinations: Points,
        distance: str = "road",
        network: Path | str | None = None,
        *,
        territory: Territory | None = None,
        year: int | None = None,
        cutoff_km: float = np.inf,
        sparse: bool = False,
    ) -> DistanceMatrix:
        """Return what a planner asked for in words.

        Parameters
        ----------
        distance
            straight, road or rail; or the path of a CSV matrix, whose ids are those of the points.
        network
            As in `network`; None: road and rail are reckoned from great circles.
        """
        if distance.lower().endswith(".csv"):
            if network is not None:
                raise InputError(
                    "a matrix of distances needs no network", value=str(network), expected="one"
                )
            table = read_matrix(Path(distance), origins.ids, destinations.ids)
            return table.limited(cutoff_km, sparse=sparse)
        mode = _without_table(distance)
        if network is None:
            return self.straight(origins, destinations, mode, cutoff_km=cutoff_km, sparse=sparse)
        if mode is Mode.STRAIGHT:
            raise InputError(
                "straight distances need no network", value=str(network), expected="road or rail"
            )
        ways = self.network(
            network,
            territory=territory,
            mode=mode,
            year=year,
            bounds=around(origins, destinations),
        )
        return self.over(ways, origins, destinations, cutoff_km=cutoff_km, sparse=sparse)


def around(*points: Points, margin_deg: float = 0.5) -> Bounds:
    """Return the bounds of points with a margin, within which roads of an extract are read."""
    lat = np.concatenate([p.lat for p in points])
    lon = np.concatenate([p.lon for p in points])
    return Bounds(
        float(lat.min()) - margin_deg,
        float(lat.max()) + margin_deg,
        float(lon.min()) - margin_deg,
        float(lon.max()) + margin_deg,
    )


def _without_table(mode: Mode | str) -> Mode:
    if mode not in RECKONED:
        raise InputError(
            "unknown kind of distance",
            value=str(mode),
            expected=f"{', '.join(RECKONED)}, or the path of a CSV matrix",
        )
    return Mode(mode)


def _to_arrays(matrix: DistanceMatrix) -> Arrays:
    arrays: Arrays = {
        "estimated": matrix.estimated,
        "origin_access_km": matrix.origin_access_km,
        "destination_access_km": matrix.destination_access_km,
    }
    if isinstance(matrix.values, np.ndarray):
        return {**arrays, "values": matrix.values}
    sparse = matrix.values
    return {**arrays, "data": sparse.data, "indices": sparse.indices, "indptr": sparse.indptr}


def _from_arrays(
    arrays: Arrays,
    network: Network,
    origins: tuple[str, ...],
    destinations: tuple[str, ...],
    cutoff_km: float,
) -> DistanceMatrix:
    values: FloatArray | csr_array[np.float64, tuple[int, int]]
    if "values" in arrays:
        values = arrays["values"].astype(np.float64)
    else:
        data, indices, indptr = (
            arrays["data"].astype(np.float64),
            arrays["indices"].astype(np.int64),
            arrays["indptr"].astype(np.int64),
        )
        values = csr_array((data, indices, indptr), shape=(len(origins), len(destinations)))
    return DistanceMatrix(
        values,
        network.mode,
        arrays["estimated"].astype(np.bool_),
        network.source,
        origins,
        destinations,
        arrays["origin_access_km"].astype(np.float64),
        arrays["destination_access_km"].astype(np.float64),
        cutoff_km,
        network.notes,
    )
