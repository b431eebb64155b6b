"""Sites and years that are nearly as good and as different as possible.

The programme over centres with its Benders cuts gets a row that holds the money at a level, and the
money moved as its objective (`optimizer.far_apart`). Cuts never overstate what transport costs, so
what this programme can move is an upper bound; a choice whose transport turns out dearer than the
level is cut off by cuts that are exact there, and the programme is solved again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.hub_location.instance import HubInstance, IntArray
from models.hub_location.resolve import HubResolver
from models.hub_location.scaling import scaled
from models.hub_location.search import Search
from optimizer.engines import solve_linear
from optimizer.far_apart import Known, far_from, within
from optimizer.limits import Clock

SAME = 1e-9
GAP = 0.05  # of the money moved: a little less of it is as good an alternative


@dataclass(frozen=True)
class Apart:
    """Centres (M, S, T) within the level, what they cost in all, how far they are from every plan.

    `largest` : no plan within the level is further from the plans before it
    """

    centres: IntArray
    cost: float
    distance: float
    largest: float


def farthest(
    resolver: HubResolver, known: Sequence[IntArray], most: float, clock: Clock
) -> Apart | None:
    """The plan of at most `most` money whose least distance to the known ones is largest.

    The distance of two plans is half the sum of what their spending by site and period differs by.
    None where none was found in time.
    """
    instance = resolver.instance
    units = scaled(instance)
    search = Search(units, clock, resolver.master.under(units.instance))
    column = search.master.layout.centres
    here = column >= 0
    columns = column[here]
    money = np.broadcast_to(units.instance.class_cost[:, :, None], column.shape)[here]
    away = [Known(columns, plan[here].astype(float), money / 2) for plan in known]
    level, largest = most, np.inf
    rough = replace(clock.limits, gap=GAP, on_progress=None)
    while not clock.expired:
        model = within(search.master.program.model, level / units.money)
        answer = solve_linear(far_from(model, away), Clock(rough, clock.started))
        if answer.bound is not None and level == most:
            largest = min(largest, -answer.bound * units.money)
        if answer.values is None:
            return None
        plan = search.plan_of(search.centres_of(answer.values))
        if plan is None:
            return None
        over = plan.cost * units.money - most
        if plan.lost <= SAME and over <= SAME * most:
            least = min(moved(instance, plan.centres, other) for other in known)
            return Apart(plan.centres, plan.cost * units.money, least, max(least, largest))
        search.cut_at(plan)
        # nearer the optimum cuts are sharper: what is dearer than it seemed is soon left behind
        level = most - max(over, most - level)
    return None


def moved(instance: HubInstance, one: IntArray, other: IntArray) -> float:
    """Money moved between two plans (M, S, T), undiscounted."""
    spent = np.einsum("mst,ms->mt", one - other, instance.class_cost)
    return float(np.abs(spent).sum()) / 2
