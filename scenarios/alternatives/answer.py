"""What alternatives are asked for and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.capacity_expansion import CapacityExpansionInstance, CapacityExpansionSolution, Measure
from models.capacity_expansion.alternatives import Alternative, money_moved
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.solution import accounts


@dataclass(frozen=True)
class Request:
    """How many plans beside the optimum, within which share of it, in how many seconds."""

    count: int = 5
    within: float = 0.02
    time_s: float = 60.0


@dataclass(frozen=True)
class Alternatives:
    """The optimum and the plans found beside it.

    Attributes
    ----------
    complete : as many were found as asked, before time or Ctrl-C
    """

    request: Request
    instance: CapacityExpansionInstance
    optimum: CapacityExpansionSolution
    others: tuple[Alternative, ...]
    complete: bool

    @property
    def starts(self) -> list[IntArray]:
        """(N, K, T) of every plan, the optimum first."""
        return [self.optimum.starts, *(other.starts for other in self.others)]

    @property
    def measures(self) -> list[dict[Measure, float]]:
        """Of every plan, the optimum first."""
        return [self.optimum.measures, *(other.measures for other in self.others)]

    @cached_property
    def spending(self) -> FloatArray:
        """(P, N, T) mln KZT of every plan."""
        return np.stack([accounts(self.instance, starts).spending for starts in self.starts])

    @cached_property
    def distances(self) -> FloatArray:
        """(P, P) money moved between every two plans, mln KZT."""
        count = len(self.spending)
        table = np.zeros((count, count))
        for i in range(count):
            for j in range(i):
                table[i, j] = table[j, i] = money_moved(self.spending[i], self.spending[j])
        return table

    @cached_property
    def common(self) -> IntArray:
        """(N, K, T) starts that every plan has, in the same period."""
        return np.asarray(np.stack(self.starts).min(axis=0))

    @cached_property
    def common_any_year(self) -> IntArray:
        """(N, K) starts that every plan has, in whatever period."""
        return np.asarray(np.stack([s.sum(axis=2) for s in self.starts]).min(axis=0))

    @property
    def held(self) -> list[Measure]:
        """What is held near the optimum: the measures of the stages, and cost."""
        return list(dict.fromkeys([*(s.measure for s in self.instance.stages), Measure.COST]))

    def loss(self, plan: int, measure: Measure) -> float:
        """By how much a plan is worse than the optimum, relative; negative where it is better."""
        value, best = self.measures[plan][measure], self.measures[0][measure]
        return value / best - 1.0 if best > 0 else float(value > best)
