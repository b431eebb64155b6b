"""Data of a multi-period hub-location problem with size classes, validated once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class HubInstance:
    """Which centres to open where, when and how large; what opens stays open.

    N nodes, M candidate hubs, Q undirected pairs of nodes, T periods, S size classes, G groups of
    hubs. A unit of a pair's flow goes directly, or from one end to a hub k, on to a hub l (perhaps
    the same) and to the other end. It costs access[o, k] + linehaul[k, l] + access[d, l], with
    the link taken in the cheaper of its two directions.

    Attributes
    ----------
    origin, destination : (Q,) the two ends of a pair, nodes
    flow : (Q, T) units a year, both directions together
    direct : (Q, T) money for a unit that visits no hub; inf where that is not possible
    access : (N, M, T) money for a unit between node and hub, handling included; inf: no way
    linehaul : (M, M, T) money for a unit between two hubs, 0 on the diagonal; inf: no way
    years : (T,) discounted years that a period's service counts for
    discount : (T,) factor on money spent in a period; not increasing
    size : (S,) capacity of a class in units a year, ascending; a unit counts once at every hub
        that it passes
    class_cost : (M, S) money for a centre of a class
    allowed : (M, S) classes that may be opened at a site
    existing : (M,) capacity that stands; 0 for none, inf where it never binds
    max_new : (T,) most new centres up to and in a period; inf for no limit
    group : (M,) group of a site, -1 for none
    group_min, group_max : (G, T) numbers of new centres in a group up to and in a period
    budget : (T,) money that becomes available in a period; what is left stays; inf for no limit
    forced : (M, T) least number of new centres at a site up to and in a period
    max_at_site : (M,) most new centres at a site; inf for no limit
    earliest : (M,) first period in which a site may open
    node_labels, hub_labels, period_labels, group_labels : names used in messages only
    """

    origin: IntArray
    destination: IntArray
    flow: FloatArray
    direct: FloatArray
    access: FloatArray
    linehaul: FloatArray
    years: FloatArray
    discount: FloatArray
    size: FloatArray
    class_cost: FloatArray
    allowed: BoolArray
    existing: FloatArray
    max_new: FloatArray
    group: IntArray
    group_min: FloatArray
    group_max: FloatArray
    budget: FloatArray
    forced: IntArray
    max_at_site: FloatArray
    earliest: IntArray
    node_labels: tuple[str, ...] = field(default=(), compare=False)
    hub_labels: tuple[str, ...] = field(default=(), compare=False)
    period_labels: tuple[str, ...] = field(default=(), compare=False)
    group_labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises ValueError naming field, place, value and expectation."""
        self._check_shapes()
        n, m, _ = self.access.shape
        for name in ("flow", "years", "class_cost", "forced"):
            _not_negative(name, getattr(self, name))
        for name in (
            *("direct", "access", "linehaul", "existing", "max_new"),
            *("group_min", "group_max", "budget", "max_at_site"),
        ):
            _not_negative(name, getattr(self, name), infinite=True)
        for name, values, count in (
            ("origin", self.origin, n),
            ("destination", self.destination, n),
            ("group", self.group, len(self.group_min)),
        ):
            least = -1 if name == "group" else 0
            wrong = np.flatnonzero((values < least) | (values >= count))
            if wrong.size:
                at = int(wrong[0])
                raise ValueError(
                    f"{name}[{at}]: {values[at]}, expected {least} or larger, below {count}"
                )
        if (self.years <= 0).any():
            raise ValueError(f"years: {self.years.tolist()}, expected positive numbers")
        own = self.linehaul[np.arange(m), np.arange(m)]
        if (own != 0).any():
            raise ValueError("linehaul: expected 0 between a hub and itself")
        if len(self.size) == 0 or (self.size <= 0).any() or (np.diff(self.size) <= 0).any():
            raise ValueError(f"size: {self.size.tolist()}, expected ascending positive sizes")
        if (np.diff(self.discount) > 0).any() or (self.discount <= 0).any():
            raise ValueError(
                f"discount: {self.discount.tolist()}, expected falling positive factors"
            )
        self._check_numbers()

    def _check_shapes(self) -> None:
        if self.access.ndim != 3 or self.flow.ndim != 2 or self.size.ndim != 1:
            raise ValueError("access, flow, size: expected 3, 2 and 1 dimensions")
        _, m, periods = self.access.shape
        pairs, classes, groups = len(self.origin), len(self.size), len(self.group_min)
        shapes = {
            "destination": (pairs,),
            "flow": (pairs, periods),
            "direct": (pairs, periods),
            "linehaul": (m, m, periods),
            "years": (periods,),
            "discount": (periods,),
            "class_cost": (m, classes),
            "allowed": (m, classes),
            "existing": (m,),
            "max_new": (periods,),
            "group": (m,),
            "group_min": (groups, periods),
            "group_max": (groups, periods),
            "budget": (periods,),
            "forced": (m, periods),
            "max_at_site": (m,),
            "earliest": (m,),
        }
        for name, shape in shapes.items():
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name}: shape {found}, expected {shape}")

    def _check_numbers(self) -> None:
        """Numbers of centres that contradict each other at a single place."""
        for name in ("max_new", "group_max"):
            limit = getattr(self, name)
            if (limit[..., 1:] < limit[..., :-1]).any():
                raise ValueError(f"{name}: expected limits that never fall, as what opens stays")
        if not np.isfinite(self.group_min).all():
            raise ValueError("group_min: expected finite numbers")
        early = self.forced * (np.arange(len(self.years)) < self.earliest[:, None])
        for j in np.flatnonzero((self.forced > 0).any(axis=1)):
            hub = self.hub_name(int(j))
            if not self.allowed[j].any():
                raise ValueError(f"forced, but no class is allowed: {hub}")
            if early[j].any():
                raise ValueError(f"forced before it may open: {hub}")
            if self.forced[j].max() > self.max_at_site[j]:
                raise ValueError(f"forced beyond the most centres at the site: {hub}")
        for g, t in np.argwhere(self.group_min > self.group_max):
            raise ValueError(
                f"group_min: {self.group_min[g, t]:g} in {self.group_name(int(g))}, "
                f"{self.period_name(int(t))}, more than group_max {self.group_max[g, t]:g}"
            )

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Q, M, T, S."""
        return (*self.flow.shape[:1], *self.access.shape[1:], len(self.size))

    @cached_property
    def weight(self) -> FloatArray:
        """(Q, T) discounted units that a pair's flow of a period counts for."""
        return self.flow * self.years

    @cached_property
    def haul(self) -> FloatArray:
        """(T, M, M) money for a unit between two hubs, the cheaper of both directions."""
        link = np.moveaxis(self.linehaul, 2, 0)
        return np.ascontiguousarray(np.minimum(link, link.transpose(0, 2, 1)))

    @cached_property
    def openable(self) -> BoolArray:
        """(M, S, T) classes that may be opened at a site in a period."""
        when = np.arange(len(self.years)) >= self.earliest[:, None]
        can = self.allowed & (self.max_at_site >= 1)[:, None]
        found: BoolArray = can[:, :, None] & when[:, None, :]
        return found

    @cached_property
    def usable(self) -> BoolArray:
        """(M, T) hubs that stand or may have been opened by a period."""
        found: BoolArray = (self.existing > 0)[:, None] | self.openable.any(axis=1)
        return found

    @cached_property
    def most_centres(self) -> IntArray:
        """(M, S) number of centres of a class beyond which no plan gains anything."""
        top = float(self.flow.sum(axis=0).max(initial=0.0))
        enough = np.ceil(top / self.size)
        wished = max(float(self.group_min.max(initial=0.0)), float(self.forced.max(initial=0)))
        most = np.minimum(enough + wished, np.floor(self.max_at_site)[:, None])
        return np.where(self.openable.any(axis=2), most, 0.0).astype(np.int64)

    def capacity_of(self, centres: IntArray | FloatArray) -> FloatArray:
        """(M, T) capacity with `centres` (M, S, T) opened, perhaps in part."""
        built = np.cumsum(np.einsum("mst,s->mt", centres, self.size), axis=1)
        total: FloatArray = self.existing[:, None] + built
        return total

    def hub_name(self, hub: int) -> str:
        return self.hub_labels[hub] if hub < len(self.hub_labels) else f"hub {hub}"

    def pair_name(self, pair: int) -> str:
        ends = (int(self.origin[pair]), int(self.destination[pair]))
        known = max(ends) < len(self.node_labels)
        return " - ".join(self.node_labels[i] if known else f"node {i}" for i in ends)

    def period_name(self, period: int) -> str:
        known = period < len(self.period_labels)
        return self.period_labels[period] if known else f"period {period}"

    def group_name(self, group: int) -> str:
        return self.group_labels[group] if group < len(self.group_labels) else f"group {group}"


def _not_negative(name: str, values: FloatArray | IntArray, *, infinite: bool = False) -> None:
    wrong = np.isnan(values) | (values < 0)
    if not infinite:
        wrong |= ~np.isfinite(values)
    if wrong.any():
        place = np.unravel_index(int(np.argmax(wrong)), values.shape)
        where = f"[{', '.join(str(int(i)) for i in place)}]"
        raise ValueError(f"{name}{where}: {values[place]}, expected a number, 0 or larger")
