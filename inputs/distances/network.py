"""A road or rail network as arrays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from inputs.distances.matrix import Mode

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_SHORTEST_KM = 1e-6  # a stored zero would be no link to the graph routines


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes and links.

    Attributes
    ----------
    node_ids
        (n,) text.
    lat, lon
        (n,) degrees; NaN where unknown: such a node carries paths but no point is tied to it.
    tail, head
        (E,) node indices of each link; links may be parallel.
    length_km
        (E,) positive.
    estimated
        (E,) True where the length is reckoned.
    directed
        False: each link runs both ways.
    mode
        road or rail.
    source
        What the network is, for reports.
    notes
        What was left out or filled in.
    """

    node_ids: NDArray[np.str_]
    lat: FloatArray
    lon: FloatArray
    tail: IntArray
    head: IntArray
    length_km: FloatArray
    estimated: BoolArray
    directed: bool
    mode: Mode
    source: str
    notes: tuple[str, ...] = ()

    @property
    def node_count(self) -> int:
        return int(self.lat.size)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) over all that decides distances."""
        digest = hashlib.sha256(f"{self.mode}|{self.directed}".encode())
        for array in (self.lat, self.lon, self.tail, self.head, self.length_km, self.estimated):
            digest.update(str(array.shape).encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    @cached_property
    def _arcs(self) -> tuple[IntArray, IntArray, IntArray]:
        """Links as one-way arcs, sorted, the shortest of parallel ones: tail, head, link."""
        tail, head, length = self.tail, self.head, self.length_km
        estimated, link = self.estimated, np.arange(self.tail.size)
        if not self.directed:
            tail, head = np.concatenate([tail, head]), np.concatenate([head, tail])
            length, estimated = np.tile(length, 2), np.tile(estimated, 2)
            link = np.tile(link, 2)
        order = np.lexsort((estimated, length, head, tail))
        tail, head = tail[order], head[order]
        first = np.ones(tail.size, dtype=bool)
        first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        kept = first & (tail != head)
        return tail[kept], head[kept], link[order][kept].astype(np.int64)

    @cached_property
    def graph(self) -> csr_array[np.float64, tuple[int, int]]:
        """(n, n) lengths of one-way links in km."""
        tail, head, link = self._arcs
        length = np.maximum(self.length_km[link], _SHORTEST_KM)
        starts = np.searchsorted(tail, np.arange(self.node_count + 1))
        return csr_array((length, head, starts), shape=(self.node_count, self.node_count))

    def link_between(self, tail: IntArray, head: IntArray) -> IntArray:
        """Return for neighbouring nodes the index of the shortest link from one to the other."""
        tails, heads, link = self._arcs
        keys = tails * self.node_count + heads
        found: IntArray = link[np.searchsorted(keys, tail * self.node_count + head)]
        return found

    def link_estimated(self, tail: IntArray, head: IntArray) -> BoolArray:
        """Say for existing one-way links whether their length is an estimate."""
        found: BoolArray = self.estimated[self.link_between(tail, head)]
        return found

    def reversed(self) -> Network:
        return replace(self, tail=self.head, head=self.tail)

    def largest_component(self) -> Network:
        """Keep the largest part in which every node reaches every other."""
        count, label = connected_components(self.graph, directed=True, connection="strong")
        if count <= 1:
            return self
        sizes = np.bincount(label)
        kept = label == sizes.argmax()
        number = np.cumsum(kept) - 1
        links = kept[self.tail] & kept[self.head]
        dropped = self.node_count - int(kept.sum())
        return replace(
            self,
            node_ids=self.node_ids[kept],
            lat=self.lat[kept],
            lon=self.lon[kept],
            tail=number[self.tail[links]],
            head=number[self.head[links]],
            length_km=self.length_km[links],
            estimated=self.estimated[links],
            notes=(*self.notes, f"{dropped} nodes cut off from the main network are left out"),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return plain arrays to store."""
        text = np.array([self.mode, self.source, *self.notes])
        return {
            "node_ids": self.node_ids,
            "lat": self.lat,
            "lon": self.lon,
            "tail": self.tail,
            "head": self.head,
            "length_km": self.length_km,
            "estimated": self.estimated,
            "directed": np.array(self.directed),
            "text": text,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Network:
        """Rebuild what `to_arrays` took apart."""
        mode, source, *notes = (str(cell) for cell in arrays["text"])
        return cls(
            node_ids=arrays["node_ids"].astype(np.str_),
            lat=arrays["lat"].astype(np.float64),
            lon=arrays["lon"].astype(np.float64),
            tail=arrays["tail"].astype(np.int64),
            head=arrays["head"].astype(np.int64),
            length_km=arrays["length_km"].astype(np.float64),
            estimated=arrays["estimated"].astype(np.bool_),
            directed=bool(arrays["directed"]),
            mode=Mode(mode),
            source=source,
            notes=tuple(notes),
        )
