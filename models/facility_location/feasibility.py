"""Whether any set of sites keeps the rules, by a small programme on the sites alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.facility_location.interchange import Rules
from models.facility_location.lists import BoolArray, NeighbourLists
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import ModelBuilder


def any_plan(
    lists: NeighbourLists, rules: Rules, hard: BoolArray, clock: Clock
) -> tuple[Status, BoolArray | None]:
    """A set of open sites that keeps the rules and serves every hard row, or the proof of none."""
    status, chosen, _ = _solve(lists, rules, hard, clock, "any")
    return status, chosen


def smallest_relaxations(
    lists: NeighbourLists, rules: Rules, hard: BoolArray, clock: Clock
) -> list[str]:
    """What alone would make an impossible set of rules possible: more sites, or more money."""
    found = []
    money = np.isfinite(rules.budget)
    wider = replace(rules, low=0, high=lists.n_sites)
    status, chosen, value = _solve(lists, wider, hard, clock, "number")
    if status is Status.OPTIMAL and chosen is not None and value > rules.high:
        found.append(f"{value:.0f} open sites instead of {rules.high}")
    if money:
        richer = replace(rules, budget=np.inf)
        status, chosen, value = _solve(lists, richer, hard, clock, "money")
        if status is Status.OPTIMAL and chosen is not None:
            found.append(f"{value - rules.budget:g} more budget")
    if len(rules.group_limit):
        freer = replace(rules, group_limit=np.zeros(0, dtype=np.int64))
        status, chosen, _ = _solve(lists, freer, hard, clock, "any")
        if status is Status.OPTIMAL and chosen is not None:
            found.append("wider group limits")
    everyone = np.zeros_like(hard)
    status, chosen, _ = _solve(lists, rules, everyone, clock, "any")
    if hard.any() and status is Status.OPTIMAL and chosen is not None:
        found.append("a wider standard or an unserved penalty")
    return found


def _solve(
    lists: NeighbourLists, rules: Rules, hard: BoolArray, clock: Clock, goal: str
) -> tuple[Status, BoolArray | None, float]:
    builder = ModelBuilder()
    m = lists.n_sites
    weight = {"any": rules.fixed, "number": np.ones(m), "money": rules.spend}[goal]
    y = builder.variables((m,), cost=weight, lower=rules.forced, upper=1.0, integer=True)
    number = builder.rows((1,), lower=rules.low, upper=rules.high)
    builder.add(number, y, 1.0)
    rows = np.flatnonzero(hard)
    length = np.diff(lists.start)
    if (length[rows] == 0).any():
        return Status.INFEASIBLE, None, np.inf
    cover = builder.rows((len(rows),), lower=1.0)
    place = np.full(lists.n_rows, -1)
    place[rows] = np.arange(len(rows))
    owner = np.repeat(place, length)
    builder.add(cover[owner[owner >= 0]], y[lists.site[owner >= 0]], 1.0)
    if np.isfinite(rules.budget):
        builder.add(builder.rows((1,), upper=rules.budget), y, rules.spend)
    groups = len(rules.group_limit)
    if groups:
        limit = builder.rows((groups,), upper=rules.group_limit)
        inside = np.flatnonzero(rules.group >= 0)
        inside = inside[rules.group[inside] < groups]
        builder.add(limit[rules.group[inside]], y[inside], 1.0)
    strict = type(clock)(replace(clock.limits, gap=0.0, on_progress=None), clock.started)
    answer = solve_linear(builder.build(), strict)
    if answer.values is None:
        return answer.status, None, np.inf
    chosen = answer.values[:m] > 0.5
    return answer.status, chosen, float(weight[chosen].sum())
