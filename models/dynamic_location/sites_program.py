"""Where and when: the programme over sites, with capacity at its least price.

Buildings of the menu are replaced by places that can be bought one by one at the least price per
place that a site's menu offers, an opened site holding at least its smallest building. Any plan of
buildings is a plan of this programme that costs as much or more, so its optimum bounds the
modular problem from below, and its relaxation is tight: a demand point is served only where a
site is open (x_at <= d_it z_jt + free existing capacity).

    min  sum_t w_t (c sum_a l_a x_at + q sum_i u_it) + sum_jt (r_j (v_t - v_t+1)) C_jt
    sum_a(i) x_at + u_it = d_it
    sum_a(j) x_at <= E_jt + C_jt          s_j z_jt <= C_jt <= R_jt z_jt
    x_at <= min(d_it, E_jt) + max(0, d_it - E_jt) z_jt
    z_jt <= z_j,t+1    C_jt <= C_j,t+1    sum_j z_jt <= P_t    sum_j r_j C_jt <= B_1 + ... + B_t

with z binary. The binaries of several periods with "what opens stays" follow Van Roy and
Erlenkotter (1982), Management Science 28 (10), 1091-1105; modular capacities follow Jena, Cordeau
and Gendron (2015), Transportation Science 49 (3), 484-499.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.dynamic_location.instance import (
    BoolArray,
    DynamicLocationInstance,
    FloatArray,
    IntArray,
)
from optimizer.certificate import Status
from optimizer.engines import LinearResult, solve_linear
from optimizer.limits import Clock, Limits
from optimizer.linear_model import LinearModel, ModelBuilder

OPEN_SHARE = 0.2  # of an opening in the linear relaxation that a first plan takes for a whole one


@dataclass(frozen=True)
class SitesPlan:
    """An answer of the programme.

    Attributes
    ----------
    open : (M, T) sites open
    places : (M, T) places installed up to a period
    objective, bound : discounted money; the bound holds for every plan of buildings too
    values : the programme's variables, a start for a programme of the same shape
    """

    open: BoolArray
    places: FloatArray
    objective: float
    bound: float
    status: Status
    engine: str
    values: FloatArray

    @property
    def sites(self) -> IntArray:
        """Sites open in the last period, ascending."""
        return np.flatnonzero(self.open[:, -1])


@dataclass(frozen=True)
class Apart:
    """At least `count` of the sites `open` (indices) must not be open in the last period."""

    open: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class SitesProgram:
    """The programme of an instance, built once and solved with different bounds.

    Attributes
    ----------
    apart : plans to stay away from
    """

    instance: DynamicLocationInstance
    apart: tuple[Apart, ...] = ()

    @cached_property
    def _columns(self) -> dict[str, IntArray]:
        n, m, periods, _ = self.instance.shape
        columns, start = {}, 0
        for name, rows in (
            ("flow", len(self.instance.origin)),
            ("unserved", n),
            ("open", m),
            ("places", m),
        ):
            columns[name] = np.arange(start, start + rows * periods).reshape(rows, periods)
            start += rows * periods
        return columns

    @cached_property
    def model(self) -> LinearModel:
        inst = self.instance
        n, m, periods, _ = inst.shape
        arcs, origin, site = len(inst.origin), inst.origin, inst.site
        usable = inst.openable
        builder = ModelBuilder()
        demand = inst.demand[origin]
        travel = inst.travel_cost * inst.distance[:, None] * inst.years
        flow = builder.variables((arcs, periods), cost=travel, upper=demand)
        unserved = builder.variables(
            (n, periods), cost=inst.unserved_cost * inst.years, upper=inst.demand
        )
        lower = np.zeros((m, periods))
        lower[inst.forced, -1] = 1.0
        opened = builder.variables(
            (m, periods), lower=lower, upper=usable[:, None].astype(float), integer=True
        )
        # Places bought in t cost discount[t]; on the cumulative sum that is a difference.
        step = inst.discount - np.append(inst.discount[1:], 0.0)
        price = np.where(usable, inst.place_cost, 0.0)
        most = np.maximum(inst.catchment.max(axis=1), inst.smallest) * usable
        places = builder.variables(
            (m, periods), cost=price[:, None] * step, upper=np.repeat(most[:, None], periods, 1)
        )
        served = builder.rows((n, periods), lower=inst.demand, upper=inst.demand)
        builder.add(served[origin], flow, 1.0)
        builder.add(served, unserved, 1.0)
        room = builder.rows((m, periods), upper=inst.existing)
        builder.add(room[site], flow, 1.0)
        builder.add(room, places, -1.0)
        free = np.minimum(demand, inst.existing[site])
        link = builder.rows((arcs, periods), upper=free)
        builder.add(link, flow, 1.0)
        builder.add(link, opened[site], free - demand)
        for variable in (opened, places):
            stays = builder.rows((m, periods - 1), lower=0.0)
            builder.add(stays, variable[:, 1:], 1.0)
            builder.add(stays, variable[:, :-1], -1.0)
        above = builder.rows((m, periods), upper=0.0)
        builder.add(above, places, 1.0)
        builder.add(above, opened, -most[:, None])
        below = builder.rows((m, periods), lower=0.0)
        builder.add(below, places, 1.0)
        builder.add(below, opened, -inst.smallest[:, None])
        limited = np.flatnonzero(np.isfinite(inst.max_sites))
        count = builder.rows((len(limited),), upper=inst.max_sites[limited])
        builder.add(count[None, :], opened[:, limited], 1.0)
        purse = np.cumsum(inst.budget)
        scarce = np.flatnonzero(np.isfinite(purse))
        money = builder.rows((len(scarce),), upper=purse[scarce])
        builder.add(money[None, :], places[:, scarce], price[:, None])
        for other in self.apart:
            row = builder.rows((1,), upper=len(other.open) - other.count)
            builder.add(row[0], opened[list(other.open), -1], 1.0)
        return builder.build()

    def solve(
        self,
        clock: Clock,
        *,
        forced: Sequence[int] = (),
        forbidden: Sequence[int] = (),
        fixed: BoolArray | None = None,
        pattern: BoolArray | None = None,
        start: FloatArray | None = None,
        cutoff: float = np.inf,
        stage: str = "",
    ) -> SitesPlan | None:
        """Solve with further sites forced open or forbidden; None when nothing was found.

        Parameters
        ----------
        fixed, pattern : (M,) sites whose openings are taken from `pattern` (M, T)
        start : variables of a plan to begin from
        cutoff : cost of a known plan; openings that no plan below it can have are fixed
        """
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        opened = self._columns["open"]
        if fixed is not None and pattern is not None:
            lower[opened[fixed]] = upper[opened[fixed]] = pattern[fixed].astype(float)
        if np.isfinite(cutoff):
            low, high = self._decided(cutoff)
            lower[opened], upper[opened] = low, high
        lower[opened[list(forced), -1]] = 1.0
        upper[opened[list(forced), -1]] = 1.0
        upper[opened[list(forbidden)]] = 0.0
        lower[opened[list(forbidden)]] = 0.0
        model = replace(self.model, lower=lower, upper=upper)
        if start is None:
            start = self._rounded(model)
        return self._read(solve_linear(model, clock, start=start, stage=stage))

    def _rounded(self, model: LinearModel) -> FloatArray | None:
        """A first plan: the sites that the linear relaxation opens furthest, as many as may be."""
        continuous = replace(model, integer=np.zeros(len(model.cost), dtype=bool))
        relaxed = solve_linear(continuous, Limits().clock()).values
        if relaxed is None:
            return None
        opened = self._columns["open"]
        share = relaxed[opened] + model.lower[opened]
        rank = np.argsort(np.argsort(-share.sum(axis=1), kind="stable"), kind="stable")
        open_now = (share > OPEN_SHARE) & (rank[:, None] < self.instance.max_sites)
        pattern = np.logical_or.accumulate(open_now, axis=1).astype(float)
        pattern = np.clip(pattern, model.lower[opened], model.upper[opened])
        lower, upper = model.lower.copy(), model.upper.copy()
        lower[opened] = upper[opened] = pattern
        fixed = replace(continuous, lower=lower, upper=upper)
        return solve_linear(fixed, Limits().clock()).values

    @cached_property
    def _relaxation(self) -> tuple[float, FloatArray] | None:
        """Bound of the linear relaxation, and the (M, T) reduced costs of openings under it."""
        relaxed = replace(self.model, integer=np.zeros(len(self.model.cost), dtype=bool))
        result = solve_linear(relaxed, Limits().clock())
        if result.duals is None or result.objective is None:
            return None
        reduced = self.model.cost - self.model.matrix.T @ result.duals
        return result.objective, reduced[self._columns["open"]]

    def _decided(self, cutoff: float) -> tuple[FloatArray, FloatArray]:
        """Bounds on openings in every plan that costs less than `cutoff`: reduced-cost fixing."""
        opened = self._columns["open"]
        low, high = self.model.lower[opened].copy(), self.model.upper[opened].copy()
        if self._relaxation is not None:
            bound, reduced = self._relaxation
            slack = cutoff - bound + 1e-6 * abs(cutoff)
            high[(reduced > slack) & (low < 1)] = 0.0
            low[(reduced < -slack) & (high > 0)] = 1.0
        return low, high

    def _read(self, result: LinearResult) -> SitesPlan | None:
        if result.values is None or result.objective is None:
            return None
        bound = -np.inf if result.bound is None else result.bound
        return SitesPlan(
            open=result.values[self._columns["open"]] > 0.5,
            places=result.values[self._columns["places"]],
            objective=result.objective,
            bound=float(bound),
            status=result.status,
            engine=result.engine,
            values=result.values,
        )
