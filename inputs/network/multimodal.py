"""Roads and railways of one year on common nodes, and shortest ways over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from inputs.assumptions import unknown_name
from inputs.distances.matrix import Mode
from inputs.distances.network import Network
from inputs.errors import InputError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
TextArray = NDArray[np.str_]

TRANSFER = "transfer"  # mode of a link between a station and the road beside it
BASES = ("sourced", "chain", "geometry", "schematic")


@dataclass(frozen=True, eq=False)
class LinkPaths:
    """The links of the shortest ways of P pairs.

    Attributes
    ----------
    starts
        (P + 1,) where the links of each pair begin in `links`.
    links
        Link indices of the network, from source to target, pair after pair.
    km
        (P,) lengths; inf where there is no way.
    """

    starts: IntArray
    links: IntArray
    km: FloatArray

    def of(self, pair: int) -> IntArray:
        """Return the links of one pair; none where source and target are one or cut off."""
        return self.links[self.starts[pair] : self.starts[pair + 1]]

    def flows(self, volume: ArrayLike, link_count: int) -> FloatArray:
        """Return (link_count,) what the pairs' volumes (P,) add up to on each link."""
        each = np.repeat(np.asarray(volume, dtype=float), np.diff(self.starts))
        return np.bincount(self.links, each, minlength=link_count).astype(np.float64)


@dataclass(frozen=True, eq=False)
class MultimodalNetwork:
    """What stands in a year.

    Attributes
    ----------
    year
        Calendar year.
    node_ids, names, names_kk
        (n,) ids of `corridor_nodes`, names in Latin letters and in Kazakh. Nodes and their order
        are the same for all years.
    unit_ids
        (n,) oblast-level unit; empty outside the territory.
    kinds
        (n,) kind of node: city, district_centre, rail_station, port, border_crossing ...
    lat, lon
        (n,) degrees.
    positions
        (n,) `sourced`, or `schematic`: drawn from located neighbours.
    edge_ids
        (E,) ids of `corridors`; `transfer_<node>` for links between a station and a road.
    tail, head
        (E,) node indices; links run both ways.
    modes
        (E,) road, rail or transfer.
    length_km
        (E,) km, not negative.
    basis
        (E,) where the length comes from: `sourced`; `chain`, a share of a sourced total;
        `geometry`, great circle x circuity; `schematic`, the same from a drawn point.
    status
        (E,) `existing`, or `planned`: it was not there in the base year.
    horizon
        (E,) year from which a planned link stands; NaN for existing ones.
    transfer
        (n,) True where freight changes between road and rail: links of both modes meet, or a
        transfer link does.
    notes
        What was left out.
    """

    year: int
    node_ids: TextArray
    names: TextArray
    names_kk: TextArray
    unit_ids: TextArray
    kinds: TextArray
    lat: FloatArray
    lon: FloatArray
    positions: TextArray
    edge_ids: TextArray
    tail: IntArray
    head: IntArray
    modes: TextArray
    length_km: FloatArray
    basis: TextArray
    status: TextArray
    horizon: FloatArray
    transfer: BoolArray
    notes: tuple[str, ...] = ()

    @property
    def node_count(self) -> int:
        return int(self.node_ids.size)

    @property
    def link_count(self) -> int:
        return int(self.edge_ids.size)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {str(node): number for number, node in enumerate(self.node_ids)}

    @cached_property
    def _networks(self) -> dict[Mode, Network]:
        return {}

    def index(self, node_ids: Sequence[str]) -> IntArray:
        """Return the indices of nodes.

        Raises
        ------
        InputError
            A node is not in the network.
        """
        for node in node_ids:
            if node not in self._number:
                raise unknown_name(node, self._number, "node of the network")
        return np.array([self._number[node] for node in node_ids], dtype=np.int64)

    def links_of(self, mode: Mode | str) -> IntArray:
        """Return the indices of the links of a mode: road, rail or transfer."""
        return np.flatnonzero(self.modes == str(mode))

    def has_links(self, mode: Mode | str) -> BoolArray:
        """(n,) True for nodes with a link of the mode."""
        links = self.links_of(mode)
        found = np.zeros(self.node_count, dtype=bool)
        found[self.tail[links]] = found[self.head[links]] = True
        return found

    def mode(self, mode: Mode | str) -> Network:
        """Return the roads or the railways on the same nodes; its links are `links_of(mode)`.

        No point is tied to a node whose own point is drawn.

        Raises
        ------
        InputError
            The mode is neither road nor rail.
        """
        if mode not in (Mode.ROAD, Mode.RAIL):
            raise InputError("no network of this mode", value=str(mode), expected="road or rail")
        mode = Mode(mode)
        if mode not in self._networks:
            links = self.links_of(mode)
            sourced = self.positions == "sourced"
            self._networks[mode] = Network(
                node_ids=self.node_ids,
                lat=np.where(sourced, self.lat, np.nan),
                lon=np.where(sourced, self.lon, np.nan),
                tail=self.tail[links],
                head=self.head[links],
                length_km=self.length_km[links],
                estimated=self.basis[links] != "sourced",
                directed=False,
                mode=mode,
                source=f"{mode} links that stand in {self.year}",
                notes=self.notes,
            )
        return self._networks[mode]

    def distances(self, mode: Mode | str, sources: IntArray, targets: IntArray) -> FloatArray:
        """Return (S, T) km by road or by rail between node indices; inf where there is no way."""
        sources, targets = np.asarray(sources, np.int64), np.asarray(targets, np.int64)
        origins, row = np.unique(sources, return_inverse=True)
        if origins.size == 0:
            return np.empty((0, targets.size))
        km: FloatArray = dijkstra(self.mode(mode).graph, indices=origins)
        return km[row][:, targets]

    def paths(self, mode: Mode | str, sources: IntArray, targets: IntArray) -> LinkPaths:
        """Return the shortest ways from sources[p] to targets[p], (P,) node indices each.

        Links on a way are indices of this network, so that `LinkPaths.flows` fits it.
        """
        network, links = self.mode(mode), self.links_of(mode)
        sources, targets = np.asarray(sources, np.int64), np.asarray(targets, np.int64)
        if sources.size == 0:
            return LinkPaths(np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0))
        origins, row = np.unique(sources, return_inverse=True)
        km, before = dijkstra(network.graph, indices=origins, return_predecessors=True)
        total = km[row, targets]
        pair = np.flatnonzero(np.isfinite(total) & (sources != targets))
        node, found = targets[pair], []
        while pair.size:
            previous = before[row[pair], node].astype(np.int64)
            found.append((pair, links[network.link_between(previous, node)]))
            open_ = previous != sources[pair]
            pair, node = pair[open_], previous[open_]
        # rounds were walked from the targets back
        pairs = np.concatenate([pair, *(p for p, _ in reversed(found))])
        used = np.concatenate([np.empty(0, np.int64), *(link for _, link in reversed(found))])
        order = np.argsort(pairs, kind="stable")
        starts = np.searchsorted(pairs[order], np.arange(sources.size + 1))
        return LinkPaths(starts.astype(np.int64), used[order], total)

    def components(self, mode: Mode | str | None = None) -> IntArray:
        """Number the parts that hang together, the largest first.

        Parameters
        ----------
        mode
            road or rail; None: all links together.

        Returns
        -------
        numpy.ndarray
            (n,) number of the node's part, 0 for the largest; -1 for a node without a link.
        """
        links = np.arange(self.link_count) if mode is None else self.links_of(mode)
        tail, head = self.tail[links], self.head[links]
        shape = self.node_count, self.node_count
        graph = coo_array((np.ones(links.size), (tail, head)), shape=shape)
        _, label = connected_components(graph, directed=False)
        linked = np.zeros(self.node_count, dtype=bool)
        linked[tail] = linked[head] = True
        sizes = np.bincount(label[linked], minlength=self.node_count)
        rank = np.empty(sizes.size, dtype=np.int64)
        rank[np.argsort(-sizes, kind="stable")] = np.arange(sizes.size)
        return np.where(linked, rank[label], -1)
