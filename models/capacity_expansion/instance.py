"""The data of a multi-period modular capacity-expansion problem, validated once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion.validation import validate

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Measure(StrEnum):
    """What a stage of the lexicographic objective minimises, or a cap holds down."""

    OVERFLOW = "overflow"  # demand beyond `overflow_factor` x capacity, weighted sum
    SHORTAGE = "shortage"  # demand beyond capacity, weighted sum
    WORST_SHARE = "worst_share"  # largest weighted shortage / demand in the equity periods
    COST = "cost"  # discounted spending


@dataclass(frozen=True)
class Stage:
    """Minimise `measure`; later stages may worsen it by `tolerance` (relative) at most."""

    measure: Measure
    tolerance: float = 0.0


@dataclass(frozen=True)
class Cap:
    """Hold `measure` at `level` or below in every stage."""

    measure: Measure
    level: float


@dataclass(frozen=True)
class Transfers:
    """Demand that may be served in a neighbouring unit.

    Attributes
    ----------
    arcs : (A, 2) unit indices from, to
    cost : (A,) money per unit of demand and period, charged to the budget of the period
    limit : (A, T) largest flow
    """

    arcs: IntArray
    cost: FloatArray
    limit: FloatArray


@dataclass(frozen=True)
class CapacityExpansionInstance:
    """Which modules to start where and when.

    N units, K modules (standard building sizes), T periods, G groups of units. A module started in
    period t counts as capacity from period t + lead on and is paid over the periods t, t+1, ...
    in the shares of `spend_profile`. Periods late in the axis may be closed to starts and may
    stand for several years through their weights (the tail after the horizon).

    Attributes
    ----------
    demand : (N, T) demand in capacity units
    existing : (N, T) capacity that stands without any decision, committed modules included
    size : (K,) capacity of a module; all are multiples of one another's common divisor
    cost : (N, K) money for a module in the unit at constant prices
    price_index : (T,) price of period t starts relative to constant prices (1.0 = no inflation)
    lead : periods from start to service, >= 0
    spend_profile : (P,) shares of cost paid in start period, the next, ...; sums to 1
    budget : (T,) money newly available in each period
    committed_spending : (T,) money already taken from the budget by fixed elements
    carry_over_limit : (T,) largest unspent amount carried from period t to t+1
    startable : (N, K, T) whether module k may be started in unit n in period t
    max_starts : (N, T) largest number of starts; a large number where there is no limit
    min_capacity : (N, T) least new capacity in service (minimum programme); 0 where none
    max_capacity : (N, T) most new capacity in service; inf where not limited
    shortage_weight : (T,) weight of shortage in the SHORTAGE measure (discounting, tail)
    overflow_weight : (T,) weight in the OVERFLOW measure (0 before its first counted period)
    cost_weight : (T,) discount factor of spending in the COST measure
    capacity_factor : (N, T) demand that one unit of capacity serves by norm (1 = one shift)
    overflow_factor : demand beyond this multiple of capacity is overflow (2 = third shift)
    overflow_forbidden : (N, T) periods in which no overflow is allowed
    equity_period : (T,) periods that WORST_SHARE looks at
    equity_weight : (N,) factor on the unit's shortage share
    group : (N,) group index of each unit
    group_budget : (G, T) money a group may spend in a period; inf where not limited
    group_min_spending : (G, T) money a group must spend at least over all periods up to t; 0 none
    transfers : flows between neighbouring units, or None
    caps : levels that hold in every stage
    stages : lexicographic objective, first is most important
    unit_labels, period_labels, module_labels, group_labels : names used in messages only
    """

    demand: FloatArray
    existing: FloatArray
    size: IntArray
    cost: FloatArray
    price_index: FloatArray
    lead: int
    spend_profile: FloatArray
    budget: FloatArray
    committed_spending: FloatArray
    carry_over_limit: FloatArray
    startable: BoolArray
    max_starts: IntArray
    min_capacity: FloatArray
    max_capacity: FloatArray
    shortage_weight: FloatArray
    overflow_weight: FloatArray
    cost_weight: FloatArray
    capacity_factor: FloatArray
    overflow_factor: float
    overflow_forbidden: BoolArray
    equity_period: BoolArray
    equity_weight: FloatArray
    group: IntArray
    group_budget: FloatArray
    group_min_spending: FloatArray
    stages: tuple[Stage, ...]
    caps: tuple[Cap, ...] = ()
    transfers: Transfers | None = None
    unit_labels: tuple[str, ...] = field(default=(), compare=False)
    period_labels: tuple[str, ...] = field(default=(), compare=False)
    module_labels: tuple[str, ...] = field(default=(), compare=False)
    group_labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises `InvalidInstanceError` naming field, place, value and expectation."""
        validate(self)
