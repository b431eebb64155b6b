"""Lagrangian bound of the p-median on very many points, by smoothed subgradient ascent.

The relaxation opens the p sites of least value. Among many points those are neighbours of each
other, and a step that follows them helps nobody else. So a step follows a share of opening between
0 and 1 for every site, least in value plus a small quadratic term, which spreads over all sites
that are nearly as good (Nesterov 2005, Smooth minimization of non-smooth functions, Mathematical
Programming 103, 127-152). The bound itself is that of the plain relaxation, as in `lagrangian`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.facility_location.costs import PointCosts
from models.facility_location.lists import BoolArray, FloatArray
from models.facility_location.point_blocks import Blocks, Sweep, served, site_values

DEMAND_BLOCK, SITE_BLOCK, OPEN_BLOCK = 32, 64, 16
SMOOTHING = 2.0  # quadratic term, in gaps per open site
LARGEST_GAP = 0.1  # of the cost, as far as smoothing goes
MEMORY = 0.5  # of the last direction in the next
PATIENCE, SHORTER = 10, 0.75  # steps without progress, then the step's factor
SHORTEST, RENEWED = 0.02, 0.5  # step at which the prices have settled, and begin anew


@dataclass(frozen=True)
class PointInstance:
    """A p-median on points.

    Attributes
    ----------
    costs : (N,) demand points and (M,) sites
    weight : (N,)
    forced : (M,) open in every plan
    p : open sites
    """

    costs: PointCosts
    weight: FloatArray
    forced: BoolArray
    p: int


def shares(value: FloatArray, forced: BoolArray, p: int, smooth: float) -> FloatArray:
    """(M,) y in [0, 1] that sums to p, least in value x y + smooth / 2 x y^2; 1 where forced."""
    share = np.where(forced, 1.0, 0.0)
    free = np.flatnonzero(~forced)
    number = p - int(forced.sum())
    if number <= 0:
        return share
    if number >= len(free):
        return np.ones(len(value))
    limit = float(np.partition(value[free], number - 1)[number - 1])
    near = free[value[free] < limit + smooth]
    if smooth <= 0.0 or len(near) <= number:
        share[free[np.argpartition(value[free], number - 1)[:number]]] = 1.0
        return share
    price = value[near]
    low, high = float(price.min()), limit + smooth
    for _ in range(50):
        middle = 0.5 * (low + high)
        if np.clip((middle - price) / smooth, 0.0, 1.0).sum() < number:
            low = middle
        else:
            high = middle
    share[near] = np.clip((high - price) / smooth, 0.0, 1.0)
    return share


class PointBound:
    """Prices and the bound they prove; `climb` raises it."""

    def __init__(self, instance: PointInstance, radius: FloatArray, sweep: Sweep) -> None:
        """`radius` (N,) is the first price per unit of weight."""
        costs = instance.costs
        self.p, self.sphere, self.sweep = instance.p, costs.sphere, sweep
        self.demand = Blocks.of(costs.demand, DEMAND_BLOCK)
        self.sites = Blocks.of(costs.site, SITE_BLOCK)
        self.weight = instance.weight[self.demand.order]
        self.forced = instance.forced[self.sites.order]
        self._radius = radius[self.demand.order].copy()
        self._best = self._radius.copy()
        self._direction = np.zeros(len(radius))
        self._quiet, self.step = 0, 1.0
        self.bound = -np.inf
        self._value = np.zeros(len(costs.site))

    @property
    def radius(self) -> FloatArray:
        """(N,) the prices behind the bound, per unit of weight."""
        radius = np.empty_like(self._best)
        radius[self.demand.order] = self._best
        return radius

    @property
    def value(self) -> FloatArray:
        """(M,) value of opening a site at these prices, below zero."""
        value = np.empty_like(self._value)
        value[self.sites.order] = self._value
        return value

    @property
    def settled(self) -> bool:
        """Whether steps have become too short to matter."""
        return self.step < SHORTEST

    def renew(self) -> None:
        """Longer steps once more, from the best prices."""
        self.step, self._quiet = RENEWED, 0
        self._radius = self._best.copy()
        self._direction[:] = 0.0

    def climb(self, upper: float, iterations: int, stop: Callable[[], bool]) -> float:
        """At most so many steps towards `upper`, the cost of a plan; at least one if none was made.

        `stop` is asked before every other step. Returns the bound.
        """
        for _ in range(iterations):
            if (np.isfinite(self.bound) and stop()) or self.bound >= upper or self.settled:
                break
            self._step(upper)
        return self.bound

    def _step(self, upper: float) -> None:
        radius, weight = self._radius, self.weight
        value = site_values(self.sites, self.demand, weight, radius, self.sphere, self.sweep)
        plain = shares(value, self.forced, self.p, 0.0)
        bound = float(weight @ radius + value @ plain)
        self._quiet += 1
        if bound > self.bound:
            if bound > self.bound + 1e-6 * abs(self.bound) or not np.isfinite(self.bound):
                self._quiet = 0
            self.bound, self._value = bound, value
            self._best = radius.copy()
        if self._quiet >= PATIENCE:
            self.step, self._quiet = SHORTER * self.step, 0
            self._radius = self._best.copy()
            self._direction[:] = 0.0
            return
        gap = max(upper - self.bound, 1e-9 * abs(upper))
        smooth = SMOOTHING * min(gap, LARGEST_GAP * abs(upper)) / self.p
        share = shares(value, self.forced, self.p, smooth)
        some = np.flatnonzero(share > 1e-9)
        opened = Blocks.of(self.sites.place[:, some].T, OPEN_BLOCK)
        times = served(
            self.demand, opened, share[some][opened.order], radius, self.sphere, self.sweep
        )
        # measured in prices per unit of weight, or heavy points would hardly move
        self._direction = 1.0 - times + MEMORY * self._direction
        norm = float(weight @ self._direction**2)
        if norm < 1e-12:
            self.step = 0.0
            return
        self._radius = np.maximum(radius + self.step * gap / norm * self._direction, 0.0)
