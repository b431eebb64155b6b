"""What alternatives are asked for and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.capacity_expansion.alternatives import money_moved
from models.capacity_expansion.instance import FloatArray, IntArray
from optimizer.certificate import Certificate


@dataclass(frozen=True)
class Request:
    """How many plans beside the optimum, within which share of it.

    Attributes
    ----------
    time_s : seconds for all of them; None: twice what the optimum took
    """

    count: int = 5
    within: float = 0.02
    time_s: float | None = None


@dataclass(frozen=True)
class Found:
    """A checked plan.

    Attributes
    ----------
    starts, flows : what it starts, (N, K, T) numbers by place, kind and period, and (A, T) or None
    measures : by name
    distance : least distance to the plans before it, in money moved; nan for the optimum
    largest : no plan within the limits has a larger one; None where that is not proven
    """

    starts: IntArray
    flows: FloatArray | None
    measures: Mapping[str, float]
    distance: float = float("nan")
    largest: float | None = None


@dataclass(frozen=True)
class Alternatives:
    """The optimum and the plans found beside it.

    Attributes
    ----------
    plans : the optimum first
    spending : (P, N, T) mln KZT of every plan, undiscounted
    held : names of the measures that are held near the optimum
    certificates : of the optimum
    complete : as many were found as asked, before time or Ctrl-C
    """

    request: Request
    plans: tuple[Found, ...]
    spending: FloatArray
    held: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    complete: bool

    @property
    def optimum(self) -> Found:
        return self.plans[0]

    @property
    def others(self) -> tuple[Found, ...]:
        return self.plans[1:]

    @property
    def starts(self) -> list[IntArray]:
        """(N, K, T) of every plan, the optimum first."""
        return [plan.starts for plan in self.plans]

    @property
    def measures(self) -> list[Mapping[str, float]]:
        """Of every plan, the optimum first."""
        return [plan.measures for plan in self.plans]

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

    def loss(self, plan: int, measure: str) -> float:
        """By how much a plan is worse than the optimum, relative; negative where it is better."""
        value, best = self.measures[plan][measure], self.measures[0][measure]
        return value / best - 1.0 if best > 0 else float(value > best)
