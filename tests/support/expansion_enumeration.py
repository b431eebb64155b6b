"""Tiny instances of capacity expansion whose every plan can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from expansion_instances import plain

from models.capacity_expansion import CapacityExpansionInstance, Measure, check_plan
from models.capacity_expansion.solution import accounts, measures


@dataclass(frozen=True)
class Known:
    """A feasible plan: `starts` (N, K, T), its `measures` and `spending` (N, T)."""

    starts: np.ndarray
    measures: dict[Measure, float]
    spending: np.ndarray


def tiny(seed: int, **changes: Any) -> CapacityExpansionInstance:
    """Three units, one size, three periods, at most one start in a unit and period."""
    return plain(3, 1, 3, seed=seed, max_starts=np.ones((3, 3), dtype=np.int64), **changes)


def every_plan(instance: CapacityExpansionInstance) -> list[Known]:
    """All feasible plans of a tiny instance."""
    index = np.argwhere(instance.startable)
    found = []
    for chosen in product((0, 1), repeat=len(index)):
        starts = np.zeros(instance.startable.shape, dtype=np.int64)
        starts[tuple(index.T)] = chosen
        if not check_plan(instance, starts):
            books = accounts(instance, starts)
            found.append(Known(starts, measures(instance, books), books.spending))
    return found
