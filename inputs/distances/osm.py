"""Roads of an OpenStreetMap extract as a network; needs the optional package osmium."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inputs.distances.great_circle import great_circle_km
from inputs.distances.matrix import Mode
from inputs.distances.network import Network
from inputs.errors import InputError
from inputs.points import Bounds

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SUFFIXES = (".osm.pbf", ".osm", ".osm.bz2", ".osm.gz")

# roads that a car or a bus may use; ways for walking only are left out
ROAD_KINDS = frozenset(
    kind + link
    for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
) | {"unclassified", "residential", "living_street", "service", "road", "track"}

_SPACING_KM = 0.25  # a node is kept at least this often, so that points find a near one
_MANY_ENDS = 2


@dataclass
class _Ways:
    """Nodes of all ways, one after the other."""

    refs: list[int] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])


def read_osm(path: Path, *, bounds: Bounds | None = None) -> Network:
    """Read the roads of an extract; all are taken as two-way, and the largest connected part.

    Lengths are those of the drawn lines. Junctions, ends of ways and a node every quarter of a
    kilometre are kept.

    Parameters
    ----------
    path
        .osm.pbf or .osm.
    bounds
        Only ways with a node in here are read: a country's extract then fits in memory.

    Raises
    ------
    InputError
        osmium is not installed, the file cannot be read, or it holds no roads here.
    """
    if not path.is_file():
        raise InputError("no such file", value=str(path), expected="an .osm.pbf extract")
    ways = _read_ways(path, bounds)
    if len(ways.starts) == 1:
        raise InputError(
            "the extract holds no roads" + (f" within {bounds}" if bounds else ""),
            file=path.name,
            expected="ways with a highway tag",
        )
    return _network(ways, path).largest_component()


def _read_ways(path: Path, bounds: Bounds | None) -> _Ways:
    try:
        import osmium
    except ImportError as error:
        raise InputError(
            "OpenStreetMap extracts need the optional package osmium",
            file=path.name,
            expected="pip install 'aumaq[osm]', or the network as GraphML",
        ) from error
    ways = _Ways()
    try:
        processor = osmium.FileProcessor(str(path)).with_locations()
        processor = processor.with_filter(osmium.filter.KeyFilter("highway"))
        for way in processor:
            if not isinstance(way, osmium.osm.Way) or way.tags.get("highway") not in ROAD_KINDS:
                continue
            nodes = [node for node in way.nodes if node.location.valid()]
            inside = bounds is None or any(bounds.holds(n.lat, n.lon) for n in nodes)
            if len(nodes) < _MANY_ENDS or not inside:
                continue
            ways.refs.extend(node.ref for node in nodes)
            ways.lat.extend(node.lat for node in nodes)
            ways.lon.extend(node.lon for node in nodes)
            ways.starts.append(len(ways.refs))
    except (RuntimeError, OSError) as error:
        raise InputError(
            f"the file cannot be read: {error}", file=path.name, expected="an OpenStreetMap extract"
        ) from error
    return ways


def _network(ways: _Ways, path: Path) -> Network:
    refs = np.array(ways.refs, dtype=np.int64)
    lat, lon = np.array(ways.lat), np.array(ways.lon)
    starts = np.array(ways.starts, dtype=np.int64)
    way = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    segment = np.zeros(refs.size)
    segment[1:] = great_circle_km(lat[:-1], lon[:-1], lat[1:], lon[1:])
    segment[starts[:-1]] = 0.0
    along = np.cumsum(segment)
    kept = _kept(refs, starts, along)
    at = np.flatnonzero(kept)
    follows = way[at[1:]] == way[at[:-1]]
    nodes, first, number = np.unique(refs[at], return_index=True, return_inverse=True)
    tail, head = number[:-1][follows], number[1:][follows]
    return Network(
        node_ids=nodes.astype(np.str_),
        lat=lat[at[first]],
        lon=lon[at[first]],
        tail=tail.astype(np.int64),
        head=head.astype(np.int64),
        length_km=np.diff(along[at])[follows],
        estimated=np.zeros(tail.size, dtype=bool),
        directed=False,
        mode=Mode.ROAD,
        source=f"OpenStreetMap extract {path.name} (ODbL)",
        notes=("one-way roads are taken as two-way",),
    )


def _kept(refs: IntArray, starts: IntArray, along: FloatArray) -> NDArray[np.bool_]:
    """Junctions, ends of ways, and the first node after each further stretch of a way."""
    _, number, uses = np.unique(refs, return_inverse=True, return_counts=True)
    kept: NDArray[np.bool_] = uses[number] > 1
    kept[starts[:-1]] = True
    kept[starts[1:] - 1] = True
    stretch = np.floor(along / _SPACING_KM)
    kept[1:] |= stretch[1:] > stretch[:-1]
    return kept
