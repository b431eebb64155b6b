"""A user's network as GraphML, in the conventions of NetworkX and OSMnx."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np

from inputs.distances.great_circle import great_circle_km
from inputs.distances.matrix import Mode
from inputs.distances.network import Network
from inputs.errors import InputError


def read_graphml(path: Path, circuity: float, mode: Mode = Mode.ROAD) -> Network:
    """Read a network.

    Nodes carry `lat, lon` or `y, x` in degrees (a node without them takes no points). Links carry
    `length_km`, or `length` in metres as OSMnx writes it; a link without either is reckoned as
    great circle x circuity and counted as an estimate. A directed graph keeps its directions, and
    only the largest part in which every node reaches every other.

    Raises
    ------
    InputError
        The file is no GraphML, has no links, or a link has an impossible length.
    """
    import networkx as nx

    if not path.is_file():
        raise InputError("no such file", value=str(path), expected="a GraphML file")
    try:
        graph = nx.read_graphml(path)
    except (nx.NetworkXError, ParseError, ValueError, KeyError) as error:
        raise InputError(
            f"the file cannot be read: {error}", file=path.name, expected="GraphML"
        ) from error
    names = [str(node) for node in graph.nodes]
    index = {node: number for number, node in enumerate(graph.nodes)}
    places = [_place(data) for _, data in graph.nodes(data=True)]
    lat = np.array([place[0] for place in places], dtype=float)
    lon = np.array([place[1] for place in places], dtype=float)
    links = [(index[u], index[v], data) for u, v, data in graph.edges(data=True)]
    if not links:
        raise InputError("the network has no links", file=path.name, expected="edges with lengths")
    tail = np.array([link[0] for link in links], dtype=np.int64)
    head = np.array([link[1] for link in links], dtype=np.int64)
    sourced = np.array([_length_km(data, path, names[i], names[j]) for i, j, data in links])
    straight = great_circle_km(lat[tail], lon[tail], lat[head], lon[head])
    estimated = np.isnan(sourced)
    length = np.where(estimated, straight * circuity, sourced)
    blank = int(np.flatnonzero(np.isnan(length))[0]) if np.isnan(length).any() else None
    if blank is not None:
        raise InputError(
            f"link {names[tail[blank]]} - {names[head[blank]]} has neither a length nor two ends "
            "with coordinates",
            file=path.name,
            expected="length_km, or length in metres, or lat and lon of its nodes",
        )
    return Network(
        node_ids=np.array(names, dtype=np.str_),
        lat=lat,
        lon=lon,
        tail=tail,
        head=head,
        length_km=length,
        estimated=estimated,
        directed=bool(graph.is_directed()),
        mode=mode,
        source=f"network {path.name}",
    ).largest_component()


def _place(data: dict[str, Any]) -> tuple[float, float]:
    for north, east in (("lat", "lon"), ("y", "x")):
        lat, lon = _number(data.get(north)), _number(data.get(east))
        if abs(lat) <= 90 and abs(lon) <= 180:
            return lat, lon
    return math.nan, math.nan


def _length_km(data: dict[str, Any], path: Path, start: str, end: str) -> float:
    for name, per_km in (("length_km", 1.0), ("length", 1000.0)):
        if name in data:
            km = _number(data[name]) / per_km
            if not (math.isfinite(km) and km >= 0):
                raise InputError(
                    f"link {start} - {end} has an impossible length",
                    file=path.name,
                    column=name,
                    value=data[name],
                    expected="a number, not negative",
                )
            return km
    return math.nan


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # anything GraphML holds; None and text fail
    except (TypeError, ValueError):
        return math.nan
