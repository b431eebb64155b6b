"""A first plan and first prices for very many points, from a random sample of them.

Every sampled demand point stands for those nearest to it. The sample's plan is a plan of the whole
instance; its prices per unit of weight, averaged over the nearest sampled points, are close to the
prices of the whole, so that few iterations on long lists are left to do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import KDTree

from models.facility_location.costs import PointCosts
from models.facility_location.interchange import Rules
from models.facility_location.lists import FloatArray, IntArray
from models.facility_location.uncapacitated import Search, Start
from optimizer.limits import Clock, Limits

SAMPLE = 15_000
SHARE_OF_TIME = 0.15


def coarse_start(
    costs: PointCosts, usable: IntArray, weight: FloatArray, rules: Rules, clock: Clock
) -> Start | None:
    """A start for the sites `usable` under `rules`; None where a sample makes no sense."""
    n, m = len(costs.demand), len(usable)
    if n < 2 * SAMPLE or m < 2 * SAMPLE or rules.low * 10 > SAMPLE:
        return None
    random = np.random.default_rng(clock.limits.seed)
    points = np.sort(random.choice(n, SAMPLE, replace=False))
    alive = rules.forced.copy()
    alive[random.choice(m, SAMPLE, replace=False)] = True
    tree = KDTree(costs.demand[points])
    own = np.asarray(tree.query(costs.demand, workers=-1)[1])
    heap = np.asarray(np.bincount(own, weights=weight, minlength=SAMPLE), dtype=float)
    part = PointCosts(costs.demand[points], costs.site[usable[alive]], costs.sphere)
    few = rules.restricted(alive, rules.forced)
    every = np.arange(len(few.fixed), dtype=np.int64)
    cap = np.full(SAMPLE, 2.0 * part.largest() * float(heap.sum()) + 1.0)
    lists = part.lists(every, heap, np.full(SAMPLE, np.inf), cap, max(rules.low, 1))
    limits = clock.limits
    time_s = min(SHARE_OF_TIME * limits.time_s, clock.remaining)
    inner = replace(limits, time_s=time_s, gap=max(limits.gap, 2e-3), on_progress=None)
    search = Search(
        lists,
        few,
        np.zeros(SAMPLE, dtype=bool),
        integral=False,
        constant=0.0,
        clock=Limits.clock(inner),
        stage="",
    )
    found = search.run()
    if found.open is None or search.price is None:
        return None
    plan = np.zeros(m, dtype=bool)
    plan[np.flatnonzero(alive)[found.open]] = True
    unit = np.divide(search.price, heap, out=np.zeros(SAMPLE), where=heap > 0)
    near = np.asarray(tree.query(costs.demand, k=4, workers=-1)[1])
    return Start(plan, unit[near].mean(axis=1) * weight)
