"""Data of a generalised minimum-cost flow with supplies, demands and shortages, validated once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class FlowInstance:
    """A network that carries a good from supplies to demands and loses some of it on the way.

    What leaves the tail of an arc arrives multiplied by its gain at the head. What a demand does
    not get is its shortage and costs its value. Nothing has to be used.

    Attributes
    ----------
    nodes : number of nodes
    tail, head : (A,) nodes of an arc
    capacity : (A,) most that may leave the tail; inf for no limit
    cost : (A,) money for a unit that leaves the tail, >= 0
    gain : (A,) units that arrive for one that leaves, above 0, at most 1
    supply_node : (S,) where a supply enters
    supply : (S,) most of it, finite
    supply_cost : (S,) money for a unit, >= 0
    demand_node : (D,) where a demand draws
    demand : (D,) units wanted, finite
    value : (D,) money lost for each unit short, >= 0
    node_labels, arc_labels, supply_labels, demand_labels : names used in messages; demands of the
        same label count as one where shortages are counted
    """

    nodes: int
    tail: IntArray
    head: IntArray
    capacity: FloatArray
    cost: FloatArray
    gain: FloatArray
    supply_node: IntArray
    supply: FloatArray
    supply_cost: FloatArray
    demand_node: IntArray
    demand: FloatArray
    value: FloatArray
    node_labels: tuple[str, ...] = field(default=(), compare=False)
    arc_labels: tuple[str, ...] = field(default=(), compare=False)
    supply_labels: tuple[str, ...] = field(default=(), compare=False)
    demand_labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises ValueError naming field, place, value and expectation."""
        groups = {
            "arc": (("head", "capacity", "cost", "gain"), self.tail),
            "supply": (("supply", "supply_cost"), self.supply_node),
            "demand": (("demand", "value"), self.demand_node),
        }
        for names, first in groups.values():
            for name in names:
                found = getattr(self, name).shape
                if found != first.shape or first.ndim != 1:
                    raise ValueError(f"{name}: shape {found}, expected ({first.size},)")
        for kind, name in (
            ("arc", "tail"), ("arc", "head"), ("supply", "supply_node"), ("demand", "demand_node"),
        ):  # fmt: skip
            self._require(
                kind,
                name,
                (getattr(self, name) >= 0) & (getattr(self, name) < self.nodes),
                f"a node from 0 to {self.nodes - 1}",
            )
        self._require("arc", "head", self.head != self.tail, "another node than the tail")
        self._require("arc", "capacity", self.capacity >= 0, "a number >= 0, or inf for no limit")
        self._require(
            "arc", "gain", (self.gain > 0) & (self.gain <= 1), "a number above 0, at most 1"
        )
        for kind, name in (
            ("arc", "cost"),
            ("supply", "supply"),
            ("supply", "supply_cost"),
            ("demand", "demand"),
            ("demand", "value"),
        ):
            values = getattr(self, name)
            self._require(kind, name, np.isfinite(values) & (values >= 0), "a finite number >= 0")

    def _require(self, kind: str, name: str, good: NDArray[np.bool_], expected: str) -> None:
        if not good.all():
            at = int(np.argmin(good))
            value = getattr(self, name)[at]
            raise ValueError(f"{name}: {self.label(kind, at)} has {value:g}, expected {expected}")

    def label(self, kind: str, at: int) -> str:
        """The name of a node, arc, supply or demand."""
        labels: Sequence[str] = getattr(self, f"{kind}_labels")
        return labels[at] if at < len(labels) else f"{kind} {at}"

    @property
    def limits(self) -> FloatArray:
        """(A,) capacities, where there are none the whole supply: gains never add to it."""
        return np.asarray(np.minimum(self.capacity, self.supply.sum()), dtype=float)
