"""Plans bred from plans: where interchange from one plan gets stuck, many plans hold the answer.

Starts are drawn by how often the Lagrangian relaxation opens a site. Of two plans only the sites
that either opens are kept, a small instance on which interchange finds what is best of both
(heuristic concentration: Rosing, ReVelle 1997, European Journal of Operational Research 97, 75-86;
merging of solutions: Alp, Erkut, Drezner 2003, Annals of Operations Research 122, 21-42; Resende,
Werneck 2004, Journal of Heuristics 10, 59-88). Grids with many equal distances need it most.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.facility_location.branching import Remainder
from models.facility_location.interchange import evaluate, improve
from models.facility_location.lists import BoolArray, FloatArray, IntArray

PLANS = 12
CHILDREN_IN_VAIN = 25
FRESH = 0.02  # chance of a site that the relaxation never opens, against one always opened


def breed(
    part: Remainder,
    best: BoolArray,
    share: FloatArray,
    random: np.random.Generator,
    turns: int,
    offer: Callable[[IntArray], float],
    go_on: Callable[[], bool],
) -> None:
    """Search among the sites of `part`, which must have no budget and no group limits.

    Parameters
    ----------
    best : (m,) a plan of `part`, the first of the population
    share : (m,) 0 to 1, how likely a site belongs to a good plan
    turns : disturbed restarts that a plan is improved by
    offer : told the sites of every plan, in the numbers of the whole instance
    go_on : asked before every plan
    """
    plans = [best.copy()]
    costs = [evaluate(part.lists, part.rules, best)]
    count = int(best.sum())
    while len(plans) < PLANS:
        if not go_on():
            return
        plan = _drawn(share + FRESH, part.rules.forced, count, random)
        costs.append(improve(part.lists, part.rules, plan, random, restarts=turns))
        plans.append(plan)
        offer(part.index[plan])
    vain = 0
    while vain < CHILDREN_IN_VAIN and go_on():
        one, other = random.choice(PLANS, 2, replace=False)
        child = _merged(part, plans[one], plans[other], random, turns)
        cost = improve(part.lists, part.rules, child, random, restarts=turns // 4)
        offer(part.index[child])
        worse = one if costs[one] > costs[other] else other
        vain = 0 if cost < min(costs) else vain + 1
        if cost < costs[worse] and not any((child == plan).all() for plan in plans):
            plans[worse], costs[worse] = child, cost


def _drawn(
    weight: FloatArray, forced: BoolArray, count: int, random: np.random.Generator
) -> BoolArray:
    """`count` sites without replacement, all forced ones among them (Efraimidis, Spirakis 2006)."""
    key = np.where(forced, 2.0, random.random(len(weight)) ** (1.0 / weight))
    plan = np.zeros(len(weight), dtype=bool)
    plan[np.argsort(-key, kind="stable")[:count]] = True
    return plan


def _merged(
    part: Remainder, one: BoolArray, other: BoolArray, random: np.random.Generator, turns: int
) -> BoolArray:
    """The best that interchange finds from `one` with the sites of both."""
    either = one | other
    lists = part.lists.restricted(either, part.lists.cap)
    rules = part.rules.restricted(either, part.rules.forced)
    plan = one[either]
    improve(lists, rules, plan, random, restarts=turns)
    child = np.zeros(len(one), dtype=bool)
    child[np.flatnonzero(either)[plan]] = True
    return child
