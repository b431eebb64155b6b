"""The expansion paths found so far: the columns of the master problem."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.prepared import Prepared


@dataclass(frozen=True)
class Paths:
    """B paths and all that the coupling rows ask of them.

    Shortage, overflow and worst share of units that exchange demand are 0 here: their values
    depend on the flows and are variables of the master.

    Attributes
    ----------
    unit : (B,)
    starts : (B, K, T) int16
    spending : (B, T) money paid
    shortage, overflow, cost : (B,) the additive measures
    share : (B,) largest weighted shortage share in the equity periods
    """

    unit: IntArray
    starts: NDArray[np.int16]
    spending: FloatArray
    shortage: FloatArray
    overflow: FloatArray
    cost: FloatArray
    share: FloatArray

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, index: NDArray[np.bool_] | IntArray) -> Paths:
        return Paths(*(getattr(self, name)[index] for name in self.__dataclass_fields__))


def evaluate_paths(prepared: Prepared, unit: IntArray, starts: IntArray) -> Paths:
    """Measure the paths `starts` (B, K, T) of the units `unit` (B,)."""
    instance = prepared.instance
    spending = prepared.spending(starts, unit)
    new = prepared.new_capacity(starts)
    alone = ~prepared.exchanges[unit, None]
    shortage = prepared.shortage(new, unit) * alone
    overflow = prepared.overflow(new, unit) * alone
    return Paths(
        unit=unit.astype(np.int64),
        starts=starts.astype(np.int16),
        spending=spending,
        shortage=shortage @ instance.shortage_weight,
        overflow=overflow @ instance.overflow_weight,
        cost=spending @ instance.cost_weight,
        share=(shortage * prepared.share_weight[unit]).max(axis=1, initial=0.0),
    )


def join(parts: list[Paths]) -> Paths:
    """All paths of `parts`, in order."""
    return Paths(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in Paths.__dataclass_fields__
        )
    )


@dataclass
class Pool:
    """Grows by distinct paths; order of arrival is kept, so that results are reproducible."""

    prepared: Prepared
    _blocks: list[Paths] = field(default_factory=list)
    _known: set[tuple[int, bytes]] = field(default_factory=set)

    def add(self, unit: IntArray, starts: IntArray) -> Paths:
        """Keep what is new among `starts` (B, K, T) of `unit` (B,) and return it, measured."""
        fresh = []
        for position, n in enumerate(unit):
            key = (int(n), starts[position].astype(np.int16).tobytes())
            if key not in self._known:
                self._known.add(key)
                fresh.append(position)
        block = evaluate_paths(self.prepared, unit[fresh], starts[fresh])
        if len(block):
            self._blocks.append(block)
        return block

    @property
    def paths(self) -> Paths:
        """Everything so far."""
        if not self._blocks:
            none = np.zeros(0, dtype=np.int64)
            return evaluate_paths(self.prepared, none, np.zeros((0, *self.prepared.shape[1:]), int))
        if len(self._blocks) > 1:
            self._blocks = [join(self._blocks)]
        return self._blocks[0]

    def __len__(self) -> int:
        return sum(len(block) for block in self._blocks)
