"""The programme over centres, with transport money pressed up by cuts (Benders decomposition).

    min  sum_mst v_t f_ms y_mst + sum_t years_t Theta_t
    z_mt <= sum_{r<=t} sum_s y_msr   z_mt <= z_m,t+1          open where something stands
    the limits on numbers and money, Theta_t >= cuts

A cut for prices L on passing hubs says, with V_g what the pairs of a group pay at least,

    Theta_t >= sum_g V_gt - sum_m L_mt u_mt                   u = capacity that stands by then
    V_gt >= constant - sum_m price_m z_mt                     one a group and point looked at

For any L >= 0 this is a Lagrangian bound, so every cut is valid; with the prices of the optimal
routes at whole centres it is exact there, so the programme with all such cuts is the problem
itself. Prices that are looked at often get a family of V of their own, so that their cuts can be
by group; other prices give one cut over all groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from models.hub_location.kernels import priced_haul
from models.hub_location.pair_duals import hub_prices
from models.hub_location.periods import Period, periods_of
from optimizer.cutting_program import CuttingProgram
from optimizer.linear_model import LinearModel, ModelBuilder

GROUPS = 40  # of pairs a period and family, most


@dataclass(frozen=True)
class Layout:
    """Columns of the programme: `centres` (M, S, T), `opened` (M, T), -1 for none; `money` (T,)."""

    centres: IntArray
    opened: IntArray
    money: IntArray
    model: LinearModel


@dataclass(frozen=True)
class Family:
    """Prices (M, T) on passing hubs, and the columns (G, T) of what groups of pairs then pay."""

    price: FloatArray
    column: IntArray


@dataclass(frozen=True)
class GroupCuts:
    """What groups of pairs pay at least: `constant` (G,) less `by_hub` (G, M) times the openings.

    `used` (G, M) units pass each hub where that is exact.
    """

    constant: FloatArray
    by_hub: FloatArray
    used: FloatArray


class Master:
    """The programme of an instance and the means to cut it."""

    def __init__(self, instance: HubInstance, periods: tuple[Period, ...]) -> None:
        self.instance, self.periods = instance, periods
        self.layout = layout_of(instance, periods)
        self.program = CuttingProgram(self.layout.model)
        self.families: list[Family] = []
        self.group, self.groups = _groups(instance, periods)

    def under(self, instance: HubInstance) -> Master:
        """The same cuts under other limits on numbers and money.

        Cuts say what transport costs, so they stay valid as long as no hub may open that could
        not open before.
        """
        other = Master(instance, self.periods)
        column = np.full(self.width, -1)
        for mine, theirs in (
            (self.layout.centres, other.layout.centres),
            (self.layout.opened, other.layout.opened),
            (self.layout.money, other.layout.money),
        ):
            column[mine[mine >= 0]] = theirs[mine >= 0]
        for family in self.families:
            shape = family.column.shape
            theirs = other.program.add_columns(family.column.size).reshape(shape)
            column[family.column] = theirs
            other.families.append(Family(family.price, theirs))
        for cuts in self.program.added():
            entry = sparse.coo_array(cuts.matrix)
            kept = column[entry.col] >= 0
            place = (entry.row[kept], column[entry.col[kept]])
            matrix = sparse.csr_array((entry.data[kept], place), (len(cuts.lower), other.width))
            other.program.add_rows(matrix, cuts.lower, lasting=cuts.lasting)
        return other

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The families and cuts, for `restored`."""
        cuts = self.program.added()
        matrix = sparse.vstack([part.matrix for part in cuts], format="csr")
        return {
            "penalty": np.array(self.periods[0].penalty),
            "prices": np.array([family.price for family in self.families]),
            "data": matrix.data,
            "indices": matrix.indices,
            "indptr": matrix.indptr,
            "lower": np.concatenate([part.lower for part in cuts]),
            "lasting": np.array(len(cuts[0].lower)),
        }

    @classmethod
    def restored(cls, instance: HubInstance, arrays: Mapping[str, NDArray[Any]]) -> Master:
        """The programme of the same instance with the cuts that `to_arrays` gave."""
        master = cls(instance, periods_of(instance, float(arrays["penalty"])))
        periods = len(master.periods)
        for price in arrays["prices"]:
            column = master.program.add_columns(master.groups * periods)
            master.families.append(Family(price, column.reshape(master.groups, periods)))
        parts = arrays["data"], arrays["indices"], arrays["indptr"]
        lower, lasting = arrays["lower"], int(arrays["lasting"])
        matrix = sparse.csr_array(parts, (len(lower), master.width))
        master.program.add_rows(sparse.csr_array(matrix[:lasting]), lower[:lasting], lasting=True)
        master.program.add_rows(sparse.csr_array(matrix[lasting:]), lower[lasting:])
        return master

    @cached_property
    def ample(self) -> bool:
        """Whether no plan lacks capacity: every class, and what stands, holds all flow."""
        instance = self.instance
        if np.isinf(instance.existing).all():
            return True
        smallest = np.where(instance.openable.any(axis=2), instance.size, np.inf).min(axis=1)
        standing = np.where(instance.existing > 0, instance.existing, np.inf)
        return bool(min(smallest.min(), standing.min()) >= instance.flow.sum(axis=0).max())

    @cached_property
    def _scarce(self) -> FloatArray:
        """(M,) 1 where capacity may bind."""
        return np.isfinite(self.instance.existing).astype(float)

    def add_family(self, price: FloatArray) -> Family:
        """Open a family of cuts for the prices (M, T)."""
        periods = len(self.periods)
        price = price * self._scarce[:, None]
        column = self.program.add_columns(self.groups * periods).reshape(self.groups, periods)
        family = Family(price, column)
        rows, lower = [], []
        for at in self.periods:
            coefficient, constant = self._capacity(price[:, at.index], at.index)
            coefficient.update(dict.fromkeys(column[:, at.index].tolist(), -1.0))
            rows.append(coefficient)
            lower.append(constant)
        self.program.add_rows(_rows(rows, self.width), np.array(lower), lasting=True)
        self.families.append(family)
        return family

    @property
    def width(self) -> int:
        return len(self.program.model.cost)

    def value(self, values: FloatArray) -> float:
        """Money of a solution of the programme."""
        model = self.program.model
        known = model.cost[: len(values)] @ values
        return float(known) + model.offset

    def extent(self, values: FloatArray) -> FloatArray:
        """(M, T) how far hubs are open."""
        opened = self.layout.opened
        standing = np.repeat((self.instance.existing > 0)[:, None], opened.shape[1], axis=1)
        return np.where(opened >= 0, np.clip(values[opened], 0.0, 1.0), standing.astype(float))

    def capacity(self, values: FloatArray) -> FloatArray:
        """(M, T) capacity, also for centres in part."""
        column = self.layout.centres
        return self.instance.capacity_of(np.where(column >= 0, values[column], 0.0))

    def evaluate(self, at: Period, extent: FloatArray, price: FloatArray) -> GroupCuts:
        """What groups of pairs pay at least when hubs are open to the extent (M,) given."""
        haul = priced_haul(at.haul, price)
        open_hubs = np.flatnonzero(extent > 1 - 1e-9)
        sure, first, last = at.cheapest(open_hubs, price)
        constant = np.zeros(self.groups)
        by_hub = np.zeros((self.groups, len(price)))
        used = np.zeros((self.groups, len(price)))
        hub_prices(
            at.origin, at.destination, at.flow, sure, first, last, at.access, haul, extent,
            self.instance.usable[:, at.index], self.group[at.index], constant, by_hub, used,
        )  # fmt: skip
        return GroupCuts(constant, by_hub, used)

    def cut_family(self, family: Family, values: FloatArray, tolerance: float) -> float:
        """Add the violated cuts of a family at a point; returns the money they are violated by."""
        extent = self.extent(values)
        rows, lower, missing = [], [], 0.0
        for at in self.periods:
            t = at.index
            cuts = self.evaluate(at, extent[:, t], family.price[:, t])
            constant, by_hub = cuts.constant, cuts.by_hub
            pays = constant - by_hub @ extent[:, t]
            short = pays - values[family.column[:, t]]
            for g in np.flatnonzero(short > tolerance * max(1.0, float(pays.max(initial=0.0)))):
                coefficient, level = self._openings(by_hub[g], t)
                coefficient[family.column[g, t]] = 1.0
                rows.append(coefficient)
                lower.append(constant[g] - level)
                missing += at.years * float(short[g])
        if rows:
            self.program.add_rows(_rows(rows, self.width), np.array(lower))
        return missing

    def complete(self, values: FloatArray, money: FloatArray) -> FloatArray:
        """A whole solution from openings and centres: transport money (T,) and what groups pay."""
        out = values.copy()
        out[self.layout.money] = money
        extent = self.extent(values)
        for family in self.families:
            for at in self.periods:
                cuts = self.evaluate(at, extent[:, at.index], family.price[:, at.index])
                pays = cuts.constant - cuts.by_hub @ extent[:, at.index]
                out[family.column[:, at.index]] = np.maximum(pays, 0.0)
        return out

    def cut_once(self, price: FloatArray, values: FloatArray) -> None:
        """Add one cut a period for prices (M, T) at a point."""
        extent = self.extent(values)
        rows, lower = [], []
        for at in self.periods:
            t = at.index
            own = price[:, t] * self._scarce
            cuts = self.evaluate(at, extent[:, t], own)
            constant, by_hub = cuts.constant, cuts.by_hub
            rent, standing = self._capacity(own, t)
            coefficient, level = self._openings(by_hub.sum(axis=0), t)
            coefficient.update({c: coefficient.get(c, 0.0) + v for c, v in rent.items()})
            coefficient[int(self.layout.money[t])] = 1.0
            rows.append(coefficient)
            lower.append(float(constant.sum()) - level + standing)
        self.program.add_rows(_rows(rows, self.width), np.array(lower))

    def _openings(self, by_hub: FloatArray, t: int) -> tuple[dict[int, float], float]:
        """Coefficients of openings and what standing hubs take away anyway."""
        column = self.layout.opened[:, t]
        free = np.flatnonzero((column >= 0) & (by_hub > 0))
        standing = float(by_hub[self.instance.existing > 0].sum())
        return {int(column[j]): float(by_hub[j]) for j in free}, standing

    def _capacity(self, price: FloatArray, t: int) -> tuple[dict[int, float], float]:
        """Theta_t + sum price size y - sum V >= -price existing: coefficients and right side."""
        found = {int(self.layout.money[t]): 1.0}
        column = self.layout.centres[:, :, : t + 1]
        for j, s, r in np.argwhere((column >= 0) & (price > 0)[:, None, None]):
            found[int(column[j, s, r])] = float(price[j] * self.instance.size[s])
        standing = np.where(price > 0, self.instance.existing, 0.0)
        return found, -float(price @ standing)


def layout_of(instance: HubInstance, periods: tuple[Period, ...]) -> Layout:
    """The programme before any cut."""
    _, m, count, classes = instance.shape
    builder = ModelBuilder()
    can = instance.openable
    index = np.argwhere(can)
    spent = (instance.class_cost[:, :, None] * instance.discount)[can]
    most = np.broadcast_to(instance.most_centres[:, :, None], can.shape)[can]
    column = builder.variables((len(index),), cost=spent, upper=most, integer=True)
    centres = np.full((m, classes, count), -1)
    centres[can] = column
    may_open = instance.usable & (instance.existing <= 0)[:, None]
    opened = np.full((m, count), -1)
    opened[may_open] = builder.variables((int(may_open.sum()),), upper=1.0)
    money = builder.variables((count,), cost=[at.years for at in periods])
    for j, t in np.argwhere(may_open):
        row = builder.rows((1,), lower=0.0)
        here = centres[j, :, : t + 1]
        builder.add(row[0], here[here >= 0], 1.0)
        builder.add(row[0], opened[j, t], -1.0)
        if t and opened[j, t - 1] >= 0:
            stays = builder.rows((1,), lower=0.0)
            builder.add(stays[0], opened[j, t], 1.0)
            builder.add(stays[0], opened[j, t - 1], -1.0)
    for t in range(count):
        _limits(builder, instance, centres[:, :, : t + 1], t)
    offset = sum(at.years * at.constant for at in periods)
    least = builder.rows((count,), lower=0.0)  # a programme without any other row is one too
    builder.add(least, money, 1.0)
    model = builder.build()
    model = LinearModel(
        model.cost, model.lower, model.upper, model.integer, model.matrix, model.row_lower,
        model.row_upper, float(offset),
    )  # fmt: skip
    return Layout(centres, opened, money, model)


def _limits(builder: ModelBuilder, instance: HubInstance, column: IntArray, t: int) -> None:
    """Limits on numbers and money up to and in a period; `column` (M, S, t + 1)."""

    def bound(part: IntArray, lower: float, upper: float) -> None:
        if lower > 0 or np.isfinite(upper):
            row = builder.rows((1,), lower=lower, upper=upper)
            builder.add(row[0], part[part >= 0], 1.0)

    bound(column, 0.0, float(instance.max_new[t]))
    for g in range(len(instance.group_min)):
        low, high = float(instance.group_min[g, t]), float(instance.group_max[g, t])
        bound(column[instance.group == g], low, high)
    last = t == len(instance.years) - 1
    for j in range(len(instance.existing)):
        most = float(instance.max_at_site[j]) if last else np.inf
        bound(column[j], float(instance.forced[j, t]), most)
    money = float(instance.budget[: t + 1].sum())
    if np.isfinite(money):
        row = builder.rows((1,), upper=money)
        cost = np.broadcast_to(instance.class_cost[:, :, None], column.shape)
        builder.add(row[0], column[column >= 0], cost[column >= 0])


def _groups(instance: HubInstance, periods: tuple[Period, ...]) -> tuple[tuple[IntArray, ...], int]:
    """Groups of pairs by origin, neighbours in the list of nodes together, of like weight."""
    weight = np.zeros(instance.access.shape[0])
    for at in periods:
        np.add.at(weight, at.origin, at.flow)
    before = np.cumsum(weight) - weight
    total = max(float(weight.sum()), 1e-12)
    group = np.minimum((before / total * GROUPS).astype(np.int64), GROUPS - 1)
    _, group = np.unique(group, return_inverse=True)
    return tuple(group[at.origin] for at in periods), int(group.max(initial=0)) + 1


def _rows(rows: list[dict[int, float]], width: int) -> sparse.csr_array:
    start = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    index = np.concatenate([np.fromiter(row.keys(), np.int64, len(row)) for row in rows])
    value = np.concatenate([np.fromiter(row.values(), float, len(row)) for row in rows])
    return sparse.csr_array((value, index, start), shape=(len(rows), width))
