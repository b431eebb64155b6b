"""Simulated annealing over single starts: where the last money goes.

The restricted master leaves a few units split between paths. Rounding them overdraws the budget
here and leaves money there; moves of one or two starts (another year, another size, another unit,
one more, one less) mend that. Overdrafts and exceeded caps are allowed at a price while searching;
the best plan kept meets everything. State requirements of a unit (minimum programme, no overflow,
share cap) are never broken once met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.coupling import ADDITIVE, Goal
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.moves import search_moves
from models.capacity_expansion.prepared import Prepared

_HUGE = 1e300


@dataclass(frozen=True)
class Improved:
    """`objective` of the best feasible plan `starts` (N, K, T), or None if none was met."""

    objective: float
    starts: IntArray


def anneal(
    prepared: Prepared,
    goal: Goal,
    starts: IntArray,
    money_price: float,
    cap_price: FloatArray,
    moves: int,
    heat: float,
    seed: int,
    known: FloatArray | None = None,
) -> Improved | None:
    """Improve `starts` by `moves` random moves.

    Parameters
    ----------
    prepared : without open flows
    starts : (N, K, T) a plan, feasible or not
    money_price : price of an overdrawn unit of money, in units of the goal
    cap_price : (3,) price of an exceeded unit of overflow, shortage, cost
    moves : number of moves tried
    heat : temperature at the beginning, in units of the goal; falls to a hundredth
    seed : of the random moves
    known : (I, N, T) spending of other plans; the least money moved from one of them counts in
        favour of a plan

    Returns
    -------
    the best plan that meets every row, or None
    """
    instance = prepared.instance
    caps = np.array([goal.caps.get(m, _HUGE) for m in ADDITIVE])
    moving = np.array([0.0, 0.0, float(prepared.moving @ instance.cost_weight)])
    weight = np.array([1.0 if m is goal.measure else 0.0 for m in ADDITIVE])
    least = prepared.least_state(goal.share_cap).astype(float) * prepared.step
    limited = np.isfinite(instance.group_budget).any() or (instance.group_min_spending > 0).any()
    best, plan = search_moves(
        starts.astype(np.int64),
        instance.size.astype(float),
        instance.cost,
        instance.startable,
        instance.max_starts,
        instance.lead,
        prepared.payment_share,
        len(instance.spend_profile),
        prepared.budget,
        np.minimum(instance.carry_over_limit, prepared.money),
        prepared.shortage_gap,
        instance.capacity_factor,
        instance.shortage_weight,
        prepared.overflow_gap,
        float(instance.overflow_factor),
        instance.overflow_weight,
        instance.cost_weight,
        least,
        instance.max_capacity,
        instance.group,
        instance.group_budget,
        instance.group_min_spending,
        bool(limited),
        moving,
        weight,
        caps,
        cap_price,
        float(money_price),
        int(moves),
        float(heat),
        np.zeros((0, *instance.demand.shape)) if known is None else known,
        np.random.default_rng(seed),
    )
    return Improved(float(best), plan) if best < _HUGE else None
