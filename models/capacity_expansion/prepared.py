"""Arrays that every part of the algorithm needs, derived from an instance once.

Capacity is counted in steps: the greatest common divisor of the module sizes. A *path* is the
complete sequence of starts of one unit, an integer array (K, T).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion.instance import (
    BoolArray,
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
)

_ROUND_OFF = 1e-9


@dataclass(frozen=True)
class Prepared:
    """An instance with the quantities the algorithm derives from it.

    N units, K modules, T periods, A transfer arcs, as in `CapacityExpansionInstance`.

    Attributes
    ----------
    instance : the problem
    flows : (A, T) demand moved between units where that is decided already; None while it is open
        (or where there are no transfers). With flows decided no unit depends on another's places.
    """

    instance: CapacityExpansionInstance
    flows: FloatArray | None = None

    @cached_property
    def shape(self) -> tuple[int, int, int]:
        """N, K, T."""
        units, periods = self.instance.demand.shape
        return units, len(self.instance.size), periods

    @cached_property
    def step(self) -> int:
        """Capacity of one step."""
        return int(np.gcd.reduce(self.instance.size))

    @cached_property
    def module_steps(self) -> IntArray:
        """(K,) size of each module in steps."""
        return (self.instance.size // self.step).astype(np.int64)

    @cached_property
    def payment_share(self) -> FloatArray:
        """(T, T) share of a start's cost in period s (row) that is paid in period t (column)."""
        _, _, periods = self.shape
        share = np.zeros((periods, periods))
        for delay, part in enumerate(self.instance.spend_profile):
            for start in range(periods - delay):
                share[start, start + delay] = part * self.instance.price_index[start]
        return share

    @cached_property
    def in_service(self) -> FloatArray:
        """(T, T) 1 where a start in period s (row) is in service in period t (column)."""
        _, _, periods = self.shape
        start, period = np.indices((periods, periods))
        return np.asarray(start + self.instance.lead <= period, dtype=float)

    @cached_property
    def demand(self) -> FloatArray:
        """(N, T) demand to be served in the unit, after decided flows."""
        demand = self.instance.demand.copy()
        if self.flows is not None and self.instance.transfers is not None:
            np.subtract.at(demand, self.instance.transfers.arcs[:, 0], self.flows)
            np.add.at(demand, self.instance.transfers.arcs[:, 1], self.flows)
        return demand

    @cached_property
    def moving(self) -> FloatArray:
        """(T,) money for decided flows."""
        if self.flows is None or self.instance.transfers is None:
            return np.zeros(self.shape[2])
        return np.asarray(self.instance.transfers.cost @ self.flows * self.instance.price_index)

    @cached_property
    def budget(self) -> FloatArray:
        """(T,) money for starts (and flows that are still open)."""
        return self.instance.budget - self.instance.committed_spending - self.moving

    @cached_property
    def shortage_gap(self) -> FloatArray:
        """(N, T) demand beyond existing capacity; negative where there is room."""
        return self.demand - self.instance.capacity_factor * self.instance.existing

    @cached_property
    def overflow_gap(self) -> FloatArray:
        """(N, T) demand beyond `overflow_factor` x existing capacity."""
        return self.demand - self.instance.overflow_factor * self.instance.existing

    @cached_property
    def exchanges(self) -> BoolArray:
        """(N,) whether the unit takes part in transfers."""
        mask = np.zeros(self.shape[0], dtype=bool)
        if self.instance.transfers is not None and self.flows is None:
            mask[self.instance.transfers.arcs.ravel()] = True
        return mask

    @cached_property
    def inflow_limit(self) -> FloatArray:
        """(N, T) largest inflow of moved demand."""
        inflow = np.zeros_like(self.instance.demand)
        if self.instance.transfers is not None and self.flows is None:
            np.add.at(inflow, self.instance.transfers.arcs[:, 1], self.instance.transfers.limit)
        return inflow

    @cached_property
    def money(self) -> float:
        """All money of all periods that is not committed."""
        return float(np.maximum(self.budget, 0).sum())

    @cached_property
    def largest_state(self) -> IntArray:
        """(N,) steps of new capacity beyond which no unit needs to go.

        Once a unit has as much as its largest deficit without its last started module, that
        module can be dropped: nothing but money changes. So the largest deficit plus one largest
        module is enough, unless a group must spend a least amount; then that amount at the
        cheapest cost per place is added.
        """
        instance = self.instance
        gap = np.maximum(
            (self.shortage_gap + self.inflow_limit) / instance.capacity_factor,
            (self.overflow_gap + self.inflow_limit) / instance.overflow_factor,
        )
        gap = np.maximum(gap, instance.min_capacity).max(axis=1)
        per_place = (instance.cost / instance.size).min(axis=1) * instance.price_index.min()
        forced = instance.group_min_spending.max(axis=1)[instance.group]
        if forced.any():
            paid = np.cumsum(instance.spend_profile)
            gap = gap + forced / np.maximum(per_place, _ROUND_OFF) / paid[paid > 0].min()
        states = np.ceil(np.maximum(gap, 0) / self.step - _ROUND_OFF) + self.module_steps.max()
        affordable = np.floor(self.money / np.maximum(per_place, _ROUND_OFF) / self.step) + 1
        largest = np.minimum(states, np.maximum(affordable, 0))
        return np.asarray(largest, dtype=np.int64)

    def spending(self, starts: IntArray, unit: IntArray | None = None) -> FloatArray:
        """(B, T) money paid in each period by the paths `starts` (B, K, T) of the units `unit`."""
        cost = self.instance.cost if unit is None else self.instance.cost[unit]
        value = np.einsum("bkt,bk->bt", starts, cost, dtype=float)
        return np.asarray(value @ self.payment_share)

    def new_capacity(self, starts: IntArray | NDArray[np.int16]) -> FloatArray:
        """(B, T) new capacity in service."""
        added = np.einsum("bkt,k->bt", starts, self.instance.size, dtype=float)
        return np.asarray(added @ self.in_service)

    def shortage(self, new: FloatArray, unit: IntArray | slice = slice(None)) -> FloatArray:
        """(B, T) shortage when new capacity `new` (B, T) is in service and nobody moves."""
        factor = self.instance.capacity_factor[unit]
        return np.maximum(self.shortage_gap[unit] - factor * new, 0.0)

    def overflow(self, new: FloatArray, unit: IntArray | slice = slice(None)) -> FloatArray:
        """(B, T) overflow when new capacity `new` (B, T) is in service and nobody moves."""
        return np.maximum(self.overflow_gap[unit] - self.instance.overflow_factor * new, 0.0)

    @cached_property
    def share_weight(self) -> FloatArray:
        """(N, T) factor that turns shortage into its weighted share; 0 outside equity periods."""
        instance = self.instance
        counted = instance.equity_period[None, :] & (instance.demand > 0)
        weight = np.zeros_like(instance.demand)
        np.divide(
            np.broadcast_to(instance.equity_weight[:, None], weight.shape),
            instance.demand,
            out=weight,
            where=counted,
        )
        return weight

    @cached_property
    def most_state(self) -> IntArray:
        """(N, T) steps of new capacity that may be in service."""
        most = np.floor(self.instance.max_capacity / self.step + 1e-7)
        return np.minimum(most, self.largest_state[:, None]).astype(np.int64)

    def least_state(self, share_cap: float = math.inf) -> IntArray:
        """(N, T) steps of new capacity that must be in service, whatever it costs.

        From the minimum programme and, for units that do not exchange demand, from periods
        without overflow and from the largest permitted weighted shortage share.
        """
        instance = self.instance
        need = instance.min_capacity.copy()
        alone = ~self.exchanges[:, None]
        forbidden = instance.overflow_forbidden & alone
        need[forbidden] = np.maximum(
            need[forbidden], self.overflow_gap[forbidden] / instance.overflow_factor
        )
        if math.isfinite(share_cap):
            capped = (self.share_weight > 0) & alone
            allowed = share_cap / self.share_weight[capped]
            need[capped] = np.maximum(
                need[capped],
                (self.shortage_gap[capped] - allowed) / instance.capacity_factor[capped],
            )
        return np.ceil(np.maximum(need, 0) / self.step - 1e-7).astype(np.int64)
