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
    builder = ModelBuilder()
    m = lists.n_sites
    y = builder.variables((m,), cost=rules.fixed, lower=rules.forced, upper=1.0, integer=True)
    number = builder.rows((1,), lower=rules.low, upper=rules.high)
    builder.add(number, y, 1.0)
    rows = np.flatnonzero(hard)
    length = np.diff(lists.start)
    if (length[rows] == 0).any():
        return Status.INFEASIBLE, None
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
        return answer.status, None
    return answer.status, answer.values[:m] > 0.5
