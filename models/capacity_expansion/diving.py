"""A plan by diving: decide the largest units first and let the others adapt.

The relaxation leaves about as many units split between paths as there are binding budget rows.
Rounding them all at once throws the budget out of balance. Deciding them batch by batch, with new
columns for the rest in between, lets smaller units take up the difference; the smallest, whose
modules are the finest change, come last.
"""

from __future__ import annotations

import math

import numpy as np

from models.capacity_expansion.instance import IntArray
from models.capacity_expansion.master import Master
from models.capacity_expansion.rounding import cumulative_rounding
from optimizer.limits import Clock

_PASSES = 3


def dive(master: Master, batch_share: float, clock: Clock) -> IntArray:
    """(N, K, T) whole starts; rows may be broken a little.

    Parameters
    ----------
    master : an own master of the goal, which is left with every unit decided
    batch_share : share of the undecided units that is decided at a time
    clock : when it expires, the remaining units are rounded where they stand
    """
    prepared, least_state = master.prepared, master.least_state
    order = np.argsort(-prepared.largest_state, kind="stable")
    chosen = np.zeros(prepared.shape, dtype=np.int64)
    master.settle(clock, 1)
    while order.size:
        relaxation = master.relaxation()
        rounded = cumulative_rounding(prepared, master.pool.paths, relaxation.weight, least_state)
        size = order.size if clock.expired else max(1, math.ceil(batch_share * order.size))
        batch, order = order[:size], order[size:]
        chosen[batch] = rounded[batch]
        master.decide(batch, rounded[batch])
        if order.size and not clock.expired:
            master.settle(clock, _PASSES)
    return chosen
