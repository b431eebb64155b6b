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
    C_jt >= G_jt

with z binary, G the least places that must stand, and no growth where nothing may be built. The
binaries of several periods with "what opens stays" follow Van Roy and
Erlenkotter (1982), Management Science 28 (10), 1091-1105; modular capacities follow Jena, Cordeau
and Gendron (2015), Transportation Science 49 (3), 484-499.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.dynamic_location.first_plan import first_plan
from models.dynamic_location.instance import (
    BoolArray,
    DynamicLocationInstance,
    FloatArray,
    IntArray,
)
from models.dynamic_location.measures import Cap, Measure
from optimizer.bound_changes import BoundChanges
from optimizer.certificate import Status, relative_gap
from optimizer.engines import derived_status, solve_linear
from optimizer.growing_program import LinearAnswer
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel, ModelBuilder

WHOLE = 1e-6  # from a whole number, for an opening of the linear relaxation to count as one
ROUND_OFF = 1e-6  # of the largest amount, in rows of a plan made without a solver
OPEN_SHARE = 0.2  # of an opening in the linear relaxation that a first plan takes for a whole one


@dataclass(frozen=True)
class SitesPlan:
    """An answer of the programme.

    Attributes
    ----------
    open : (M, T) sites open
    places : (M, T) places installed up to a period
    objective, bound : discounted money; the bound holds for every plan of buildings too
    """

    open: BoolArray
    places: FloatArray
    objective: float
    bound: float
    status: Status
    engine: str

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
    least : the measure that is minimised; of modules, what their places cost at the least price
    caps : the most of other measures
    toll : (M, T) money added for a site that is open in a period, which leads to other sites
    """

    instance: DynamicLocationInstance
    apart: tuple[Apart, ...] = ()
    least: Measure = Measure.MONEY
    caps: tuple[Cap, ...] = ()
    toll: FloatArray | None = None

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

    @property
    def opened(self) -> IntArray:
        """(M, T) columns of the openings in `model`."""
        return self._columns["open"]

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
        # Nothing stands in the first period where nothing may be built in it.
        may = np.repeat(usable[:, None], periods, axis=1)
        may[:, 0] &= inst.startable[:, :, 0].any(axis=1)
        held = (inst.min_capacity > 0).astype(float)
        opened = builder.variables(
            (m, periods),
            cost=0.0 if self.toll is None else self.toll,
            lower=held,
            upper=may.astype(float),
            integer=True,
        )
        # Places bought in t cost discount[t]; on the cumulative sum that is a difference.
        step = inst.discount - np.append(inst.discount[1:], 0.0)
        price = np.where(usable, inst.place_cost, 0.0)
        most = inst.most
        places = builder.variables(
            (m, periods),
            cost=price[:, None] * step,
            lower=inst.min_capacity,
            upper=most[:, None] * may,
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
        grows = np.where(inst.startable[:, :, 1:].any(axis=1), np.inf, 0.0)
        for variable in (opened, places):
            stays = builder.rows((m, periods - 1), lower=0.0, upper=grows)
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
        paid, left = price[:, None] * step, np.broadcast_to(inst.years, (n, periods))
        for cap in self.caps:
            row = builder.rows((1,), upper=cap.level)
            if cap.measure is Measure.MONEY:
                builder.add(row[0], flow, travel)
                builder.add(row[0], unserved, inst.unserved_cost * inst.years)
            if cap.measure is Measure.UNSERVED:
                builder.add(row[0], unserved, left)
            else:
                builder.add(row[0], places, paid)
        model = builder.build()
        if self.least is Measure.MONEY:
            return model
        cost = np.zeros(len(model.cost))
        if self.least is Measure.UNSERVED:
            cost[unserved] = left
        else:
            cost[places] = paid
        return replace(model, cost=cost)

    @cached_property
    def _relaxation(self) -> BoundChanges:
        return BoundChanges(self.model)

    def solve(
        self,
        clock: Clock,
        *,
        forced: Sequence[int] = (),
        forbidden: Sequence[int] = (),
        opened_by: Mapping[int, int] | None = None,
        closed_before: Mapping[int, int] | None = None,
        standing: FloatArray | None = None,
        stage: str = "",
    ) -> SitesPlan | None:
        """Solve with further sites forced open or forbidden; None when nothing was found.

        Where the time ends before any plan, it is the one that `first_plan` makes without a
        solver, if that keeps the wishes.

        `opened_by` and `closed_before` name, by site, a period from which on it is open, and one
        before which it is not; `standing` (M, T) are places that are installed in any case.

        The linear relaxation, re-solved from the last one's basis, gives the bound and a rounded
        plan. Where these do not meet, openings that no better plan can have are fixed by their
        reduced costs and what is left is branched on.
        """
        lower, upper = self.model.lower.copy(), self.model.upper.copy()
        opened = self._columns["open"]
        lower[opened[list(forced), -1]] = 1.0
        upper[opened[list(forced), -1]] = 1.0
        upper[opened[list(forbidden)]] = 0.0
        lower[opened[list(forbidden)]] = 0.0
        for site, period in (opened_by or {}).items():
            lower[opened[site, period:]] = upper[opened[site, period:]] = 1.0
        for site, period in (closed_before or {}).items():
            lower[opened[site, :period]] = upper[opened[site, :period]] = 0.0
        if standing is not None:
            places = self._columns["places"]
            lower[places] = np.minimum(standing, upper[places])
        relaxed = self._relaxation.solve(lower, upper, clock)
        if relaxed is None:
            return self._without_search(lower, upper, 0.0, clock)
        asked = lower.copy(), upper.copy()
        first = self._rounded(relaxed, lower, upper, clock)
        if first is not None:
            gap = relative_gap(first.objective, relaxed.objective)
            if gap is not None and gap <= clock.limits.gap:
                return self._plan(first.values, first.objective, relaxed.objective, clock)
            lower[opened], upper[opened] = self._decided(relaxed, first.objective, lower, upper)
        model = replace(self.model, lower=lower, upper=upper)
        start = None if first is None else first.values
        result = solve_linear(model, clock, start=start, stage=stage)
        values, objective = result.values, result.objective
        if first is not None and (objective is None or objective > first.objective):
            values, objective = first.values, first.objective
        if values is None or objective is None:
            return self._without_search(*asked, relaxed.objective, clock)
        proven = relaxed.objective if result.bound is None else result.bound
        # Openings were fixed for plans below the first one: nothing is proven above its cost.
        bound = min(max(relaxed.objective, proven), objective)
        return self._plan(values, objective, bound, clock)

    def _without_search(
        self, lower: FloatArray, upper: FloatArray, bound: float, clock: Clock
    ) -> SitesPlan | None:
        known = first_plan(self.instance)
        values = np.concatenate(
            [a.ravel() for a in (known.flow, known.unserved, known.open, known.places)]
        ).astype(float)
        slack = ROUND_OFF * max(1.0, float(np.abs(values).max(initial=0.0)))
        if replace(self.model, lower=lower, upper=upper).violation(values) > slack:
            return None
        objective = float(self.model.cost @ values)
        return self._plan(values, objective, min(bound, objective), clock)

    def _rounded(
        self, relaxed: LinearAnswer, lower: FloatArray, upper: FloatArray, clock: Clock
    ) -> LinearAnswer | None:
        """A first plan: the sites that the linear relaxation opens furthest, as many as may be."""
        opened = self._columns["open"]
        share = relaxed.values[opened]
        if (np.abs(share - np.round(share)) < WHOLE).all():
            return relaxed
        rank = np.argsort(
            np.argsort(-(share + lower[opened]).sum(axis=1), kind="stable"), kind="stable"
        )
        open_now = (share > OPEN_SHARE) & (rank[:, None] < self.instance.max_sites)
        pattern = np.logical_or.accumulate(open_now, axis=1).astype(float)
        low, high = lower.copy(), upper.copy()
        low[opened] = high[opened] = np.clip(pattern, lower[opened], upper[opened])
        return self._relaxation.solve(low, high, clock)

    def _decided(
        self, relaxed: LinearAnswer, cutoff: float, lower: FloatArray, upper: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Bounds on openings in every plan that costs less than `cutoff`: reduced-cost fixing."""
        opened = self._columns["open"]
        reduced = (self.model.cost - self.model.matrix.T @ relaxed.duals)[opened]
        low, high = lower[opened].copy(), upper[opened].copy()
        slack = cutoff - relaxed.objective + 1e-6 * abs(cutoff)
        high[(reduced > slack) & (low < 1)] = 0.0
        low[(reduced < -slack) & (high > 0)] = 1.0
        return low, high

    def _plan(self, values: FloatArray, objective: float, bound: float, clock: Clock) -> SitesPlan:
        return SitesPlan(
            open=values[self._columns["open"]] > 0.5,
            places=values[self._columns["places"]],
            objective=objective,
            bound=bound,
            status=derived_status(values, objective, bound, clock.limits.gap),
            engine=self._relaxation.engine,
        )
