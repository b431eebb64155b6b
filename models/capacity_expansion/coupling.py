"""The rows that tie the units together, in one stage of the objective.

Dantzig-Wolfe view: a column is a complete path of one unit; what is left outside the units are
the budget with its carry-over, group envelopes, caps on additive measures, and the demand that
moves between units. All rows have the form  sum over paths + sum over shared variables <= rhs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from models.capacity_expansion.instance import FloatArray, IntArray, Measure
from models.capacity_expansion.pool import Paths
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.unit_subproblem import Prices

ADDITIVE = (Measure.OVERFLOW, Measure.SHORTAGE, Measure.COST)


@dataclass(frozen=True)
class Goal:
    """What one optimisation minimises and what it must hold.

    Attributes
    ----------
    measure : additive measure to minimise; None only asks whether the rest can be met
    caps : levels of additive measures
    share_cap : largest weighted shortage share allowed in the equity periods
    """

    measure: Measure | None
    caps: Mapping[Measure, float] = field(default_factory=dict)
    share_cap: float = math.inf


class Coupling:
    """Rows, shared variables and prices of a `Goal`.

    The rows, in order: budget (T), group envelopes, group least spending, caps, and for the E
    units that exchange demand: shortage (E, T), overflow (E, T), outflow (E, T).
    The shared variables, in order: carry-over (T), flows (A, T), shortage (E, T), overflow (E, T).
    """

    def __init__(self, prepared: Prepared, goal: Goal) -> None:
        instance = prepared.instance
        self.prepared = prepared
        self.goal = goal
        self.caps = [m for m in ADDITIVE if m in goal.caps]
        self.group_limits = np.argwhere(np.isfinite(instance.group_budget))
        self.group_floors = np.argwhere(instance.group_min_spending > 0)
        self.exchanging = np.flatnonzero(prepared.exchanges)
        _, _, periods = prepared.shape
        sizes = [
            periods,
            len(self.group_limits),
            len(self.group_floors),
            len(self.caps),
            *([len(self.exchanging) * periods] * 3),
        ]
        ends = np.cumsum(sizes)
        names = ("budget", "limit", "floor", "cap", "short", "over", "out")
        self.rows = {
            name: slice(int(end - size), int(end))
            for name, size, end in zip(names, sizes, ends, strict=True)
        }
        self.n_rows = int(ends[-1])

    @cached_property
    def rhs(self) -> FloatArray:
        """(R,) right-hand sides."""
        instance = self.prepared.instance
        rhs = np.empty(self.n_rows)
        rhs[self.rows["budget"]] = self.prepared.budget
        rhs[self.rows["limit"]] = instance.group_budget[tuple(self.group_limits.T)]
        rhs[self.rows["floor"]] = -instance.group_min_spending[tuple(self.group_floors.T)]
        rhs[self.rows["cap"]] = [self.goal.caps[m] for m in self.caps]
        rhs[self.rows["short"]] = -self.prepared.shortage_gap[self.exchanging].ravel()
        rhs[self.rows["over"]] = -self.prepared.overflow_gap[self.exchanging].ravel()
        rhs[self.rows["out"]] = instance.demand[self.exchanging].ravel()
        return rhs

    @cached_property
    def row_scale(self) -> FloatArray:
        """(R,) typical size of a row, for slack prices that compare."""
        scale = np.maximum(np.abs(self.rhs), 1e-6)
        money = self.prepared.instance.budget.mean() + 1e-6
        scale[self.rows["budget"]] = money
        demand = self.prepared.instance.demand.mean() + 1e-6
        for name in ("short", "over", "out"):
            scale[self.rows[name]] = demand
        cap_floor = [self.no_build(m) * 1e-6 + 1e-6 for m in self.caps]
        scale[self.rows["cap"]] = np.maximum(scale[self.rows["cap"]], cap_floor)
        return scale

    def no_build(self, measure: Measure) -> float:
        """An upper bound on `measure` over all plans: nothing built, or all money spent."""
        instance = self.prepared.instance
        if measure is Measure.SHORTAGE:
            gap = np.maximum(self.prepared.shortage_gap + self.prepared.inflow_limit, 0)
            return float(gap.sum(axis=0) @ instance.shortage_weight)
        if measure is Measure.OVERFLOW:
            gap = np.maximum(self.prepared.overflow_gap + self.prepared.inflow_limit, 0)
            return float(gap.sum(axis=0) @ instance.overflow_weight)
        return self.prepared.money * float(instance.cost_weight.max(initial=0.0))

    def path_rows(self, paths: Paths) -> sparse.csr_array:
        """(B, R) coefficients of paths in the rows."""
        instance = self.prepared.instance
        blocks = [sparse.csr_array(paths.spending)]
        group = instance.group[paths.unit]
        if len(self.group_limits):
            g, t = self.group_limits.T
            blocks.append(sparse.csr_array(paths.spending[:, t] * (group[:, None] == g)))
        if len(self.group_floors):
            g, t = self.group_floors.T
            spent = np.cumsum(paths.spending, axis=1)[:, t]
            blocks.append(sparse.csr_array(-spent * (group[:, None] == g)))
        if self.caps:
            blocks.append(
                sparse.csr_array(np.column_stack([getattr(paths, m.value) for m in self.caps]))
            )
        if len(self.exchanging):
            new = self.prepared.new_capacity(paths.starts)
            place = np.full(self.prepared.shape[0], -1)
            place[self.exchanging] = np.arange(len(self.exchanging))
            blocks += self._exchange_rows(paths.unit, new, place[paths.unit])
        return sparse.csr_array(sparse.hstack(blocks, format="csr"))

    def _exchange_rows(
        self, unit: IntArray, new: FloatArray, place: IntArray
    ) -> list[sparse.csr_array]:
        instance = self.prepared.instance
        periods = new.shape[1]
        member = np.flatnonzero(place >= 0)
        row = np.repeat(member, periods)
        column = (place[member, None] * periods + np.arange(periods)).ravel()
        shape = (len(unit), len(self.exchanging) * periods)
        served = -(instance.capacity_factor[unit[member]] * new[member]).ravel()
        full = -(instance.overflow_factor * new[member]).ravel()
        return [
            sparse.csr_array((served, (row, column)), shape=shape),
            sparse.csr_array((full, (row, column)), shape=shape),
            sparse.csr_array(shape),
        ]

    def path_cost(self, paths: Paths) -> FloatArray:
        """(B,) objective coefficients of paths."""
        if self.goal.measure is None:
            return np.zeros(len(paths))
        return np.asarray(getattr(paths, self.goal.measure.value))

    @cached_property
    def shared(self) -> SharedVariables:
        """The variables outside the units."""
        return _shared_variables(self)

    def weight_of(self, measure: Measure, duals: FloatArray) -> float:
        """Price of one unit of an additive measure: its objective weight plus its cap's dual."""
        price = 1.0 if measure is self.goal.measure else 0.0
        if measure in self.caps:
            price += float(duals[self.rows["cap"]][self.caps.index(measure)])
        return price

    def prices(self, duals: FloatArray) -> Prices:
        """What units have to reckon with at the multipliers `duals` (R,) >= 0."""
        instance = self.prepared.instance
        units, _, periods = self.prepared.shape
        by_group = np.zeros_like(instance.group_budget)
        by_group[tuple(self.group_limits.T)] = duals[self.rows["limit"]]
        floors = np.zeros_like(by_group)
        floors[tuple(self.group_floors.T)] = duals[self.rows["floor"]]
        by_group -= np.cumsum(floors[:, ::-1], axis=1)[:, ::-1]
        discounted = self.weight_of(Measure.COST, duals) * instance.cost_weight
        money = duals[self.rows["budget"]] + discounted + by_group[instance.group]
        alone = ~self.prepared.exchanges[:, None]
        shortage = self.weight_of(Measure.SHORTAGE, duals) * instance.shortage_weight * alone
        overflow = self.weight_of(Measure.OVERFLOW, duals) * instance.overflow_weight * alone
        capacity = np.zeros((units, periods))
        if len(self.exchanging):
            wanted = duals[self.rows["short"]].reshape(-1, periods)
            capacity[self.exchanging] -= instance.capacity_factor[self.exchanging] * wanted
            wanted = duals[self.rows["over"]].reshape(-1, periods)
            capacity[self.exchanging] -= instance.overflow_factor * wanted
        return Prices(money, shortage, overflow, capacity)

    def constant(self, duals: FloatArray) -> float:
        """What the shared variables and right-hand sides add to the Lagrangian bound."""
        shared = self.shared
        reduced = shared.cost + shared.matrix.T @ duals
        best = np.minimum(reduced * shared.lower, reduced * shared.upper)
        return float(best.sum() - duals @ self.rhs)


@dataclass(frozen=True)
class SharedVariables:
    """`cost`, `lower`, `upper` (S,), all finite, and `matrix` (R, S) of the shared variables."""

    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    matrix: sparse.csc_array


def _shared_variables(coupling: Coupling) -> SharedVariables:
    prepared, goal = coupling.prepared, coupling.goal
    instance = prepared.instance
    periods = prepared.shape[2]
    money = prepared.money
    columns: list[tuple[IntArray, FloatArray]] = []
    cost: list[float] = []
    upper: list[float] = []
    cap_row = {m: coupling.rows["cap"].start + i for i, m in enumerate(coupling.caps)}

    def add(entries: dict[int, float], price: float, limit: float) -> None:
        columns.append((np.array(list(entries)), np.array(list(entries.values()))))
        cost.append(price)
        upper.append(limit)

    def measured(measure: Measure, amount: float) -> tuple[dict[int, float], float]:
        entries = {cap_row[measure]: amount} if measure in cap_row else {}
        return entries, amount if measure is goal.measure else 0.0

    for t in range(periods):
        entries = {t: 1.0} if t + 1 == periods else {t: 1.0, t + 1: -1.0}
        add(entries, 0.0, float(min(instance.carry_over_limit[t], money)))
    place = {int(n): i for i, n in enumerate(coupling.exchanging)}
    start = {name: coupling.rows[name].start for name in ("short", "over", "out")}
    moves = instance.transfers
    for a, (source, target) in enumerate(moves.arcs if moves is not None else ()):
        for t in range(periods):
            assert moves is not None
            charge = float(moves.cost[a] * instance.price_index[t])
            entries, price = measured(Measure.COST, charge * float(instance.cost_weight[t]))
            out, into = place[int(source)] * periods + t, place[int(target)] * periods + t
            entries |= {t: charge, start["out"] + out: 1.0}
            for name in ("short", "over"):
                entries[start[name] + out] = -1.0
                entries[start[name] + into] = 1.0
            add(entries, price, float(min(moves.limit[a, t], instance.demand[source, t])))
    for n, i in place.items():
        for t in range(periods):
            entries, price = measured(Measure.SHORTAGE, float(instance.shortage_weight[t]))
            limit = float(instance.demand[n, t] + prepared.inflow_limit[n, t])
            if prepared.share_weight[n, t] > 0:
                limit = min(limit, goal.share_cap / prepared.share_weight[n, t])
            add(entries | {start["short"] + i * periods + t: -1.0}, price, limit)
    for n, i in place.items():
        for t in range(periods):
            entries, price = measured(Measure.OVERFLOW, float(instance.overflow_weight[t]))
            limit = float(instance.demand[n, t] + prepared.inflow_limit[n, t])
            limit *= not instance.overflow_forbidden[n, t]
            add(entries | {start["over"] + i * periods + t: -1.0}, price, limit)
    rows = np.concatenate([c[0] for c in columns])
    values = np.concatenate([c[1] for c in columns])
    position = np.repeat(np.arange(len(columns)), [len(c[0]) for c in columns])
    matrix = sparse.csc_array(
        (values, (rows, position)), shape=(coupling.n_rows, len(columns)), dtype=float
    )
    return SharedVariables(np.array(cost), np.zeros(len(cost)), np.array(upper), matrix)
