"""Data of a dynamic facility-location problem with modular capacities, validated once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class DynamicLocationInstance:
    """Which site opens with which modules in which period; what is built stays.

    N demand points, M sites, T periods, K modules (standard building sizes), A arcs: the pairs of
    demand point and site that the service standard allows.

    Attributes
    ----------
    demand : (N, T) demand beyond what is served already
    existing : (M, T) capacity that stands and is free for that demand
    origin, site, distance : (A,) demand point and site of each arc, and its length
    travel_cost : money for one unit of demand carried over one unit of distance in a period-year
    unserved_cost : money for one unit of demand not served in a period-year
    years : (T,) discounted years that a period's service counts for
    discount : (T,) factor on money spent in a period; not increasing
    size : (K,) capacity of a module, ascending whole numbers
    module_cost : (M, K) money for a module at a site
    startable : (M, K, T) modules that may be built at a site in a period
    max_sites : (T,) most sites with new modules up to and in a period; inf for no limit
    budget : (T,) money that becomes available in a period; what is left stays; inf for no limit
    min_capacity : (M, T) least capacity in new modules at a site up to a period; 0 where none
    site_labels, demand_labels, period_labels : names used in messages only
    """

    demand: FloatArray
    existing: FloatArray
    origin: IntArray
    site: IntArray
    distance: FloatArray
    travel_cost: float
    unserved_cost: float
    years: FloatArray
    discount: FloatArray
    size: FloatArray
    module_cost: FloatArray
    startable: BoolArray
    max_sites: FloatArray
    budget: FloatArray
    min_capacity: FloatArray
    site_labels: tuple[str, ...] = field(default=(), compare=False)
    demand_labels: tuple[str, ...] = field(default=(), compare=False)
    period_labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises ValueError naming field, place, value and expectation."""
        n, periods = self.demand.shape
        m, k = self.module_cost.shape
        arcs = len(self.origin)
        shapes = {
            "existing": (m, periods),
            "site": (arcs,),
            "distance": (arcs,),
            "years": (periods,),
            "discount": (periods,),
            "size": (k,),
            "startable": (m, k, periods),
            "max_sites": (periods,),
            "budget": (periods,),
            "min_capacity": (m, periods),
        }
        for name, shape in shapes.items():
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name}: shape {found}, expected {shape}")
        for name in ("demand", "existing", "distance", "years", "module_cost", "min_capacity"):
            _not_negative(name, getattr(self, name))
        for name in ("max_sites", "budget"):
            _not_negative(name, getattr(self, name), infinite=True)
        for name in ("travel_cost", "unserved_cost"):
            _not_negative(name, np.array(getattr(self, name)))
        if k == 0 or (self.size <= 0).any() or (np.diff(self.size) <= 0).any():
            raise ValueError(f"size: {self.size.tolist()}, expected ascending positive sizes")
        if (self.size % 1 != 0).any():
            raise ValueError(f"size: {self.size.tolist()}, expected whole numbers")
        if (np.diff(self.discount) > 0).any() or (self.discount <= 0).any():
            raise ValueError(
                f"discount: {self.discount.tolist()}, expected falling positive factors"
            )
        if arcs and (self.origin.max() >= n or self.site.max() >= m or self.origin.min() < 0):
            raise ValueError("origin, site: an arc leaves the demand points or sites")
        if (np.diff(self.max_sites[np.isfinite(self.max_sites)]) < 0).any():
            raise ValueError("max_sites: expected limits that never fall, as what opens stays")
        if (np.diff(self.min_capacity, axis=1) < 0).any():
            raise ValueError(
                "min_capacity: expected amounts that never fall, as what is built stays"
            )
        possible = np.logical_or.accumulate(self.startable.any(axis=1), axis=1)
        never = np.argwhere((self.min_capacity > 0) & ~possible)
        if never.size:
            site, period = (int(i) for i in never[0])
            raise ValueError(
                f"min_capacity, but no module may be built until {self.period_name(period)}: "
                f"{self.site_name(site)}"
            )
        held = (self.min_capacity > 0).sum(axis=0)
        for t in np.flatnonzero(held > self.max_sites):
            raise ValueError(
                f"max_sites: {self.max_sites[t]:g} in {self.period_name(int(t))}, but {held[t]} "
                "sites must be open"
            )

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """N, M, T, K."""
        return (
            *self.demand.shape[:1],
            *self.module_cost.shape[:1],
            self.demand.shape[1],
            len(self.size),
        )

    @cached_property
    def allowed(self) -> BoolArray:
        """(M, K) modules that may be built at a site in some period."""
        return np.asarray(self.startable.any(axis=2))

    @cached_property
    def forced(self) -> BoolArray:
        """(M,) sites that must have a module in the last period."""
        found: BoolArray = self.min_capacity[:, -1] > 0
        return found

    @cached_property
    def most(self) -> FloatArray:
        """(M,) largest capacity in new modules that could be of use or must be; 0 where none."""
        found: FloatArray = np.maximum(self.catchment.max(axis=1), self.smallest)
        return np.maximum(found, self.min_capacity[:, -1]) * self.openable

    @cached_property
    def place_cost(self) -> FloatArray:
        """(M,) least money for one unit of capacity; inf where no module is allowed."""
        each = np.where(self.allowed, self.module_cost / self.size, np.inf)
        cheapest: FloatArray = each.min(axis=1)
        return cheapest

    @cached_property
    def smallest(self) -> FloatArray:
        """(M,) smallest allowed module; 0 where there is none."""
        sizes = np.where(self.allowed, self.size, np.inf).min(axis=1)
        return np.where(np.isfinite(sizes), sizes, 0.0)

    @cached_property
    def catchment(self) -> FloatArray:
        """(M, T) demand that a site could serve if it served all within the standard."""
        reach = np.zeros((self.module_cost.shape[0], self.demand.shape[1]))
        np.add.at(reach, self.site, self.demand[self.origin])
        return reach

    @cached_property
    def openable(self) -> BoolArray:
        """(M,) sites that may open and would serve somebody."""
        useful = (self.catchment.max(axis=1) > 0) | self.forced
        found: BoolArray = useful & self.allowed.any(axis=1)
        return found

    def site_name(self, site: int) -> str:
        return self.site_labels[site] if site < len(self.site_labels) else f"site {site}"

    def demand_name(self, point: int) -> str:
        known = point < len(self.demand_labels)
        return self.demand_labels[point] if known else f"demand point {point}"

    def period_name(self, period: int) -> str:
        known = period < len(self.period_labels)
        return self.period_labels[period] if known else f"period {period}"


def _not_negative(name: str, values: FloatArray, *, infinite: bool = False) -> None:
    wrong = np.isnan(values) | (values < 0)
    if not infinite:
        wrong |= ~np.isfinite(values)
    if wrong.any():
        place = np.unravel_index(int(np.argmax(wrong)), values.shape)
        where = f"[{', '.join(str(int(i)) for i in place)}]" if place else ""
        raise ValueError(f"{name}{where}: {values[place]}, expected a number, 0 or larger")
