"""Prices of scarce capacity where hubs are open, and capacity stands, only in part.

With openings z and capacity u of a relaxation fixed, the prices L that press its transport money
up most maximise sum_g V_g(z, L) - sum_m L_m u_m. That is the dual of choosing, for each group of
pairs, a mixture of routings so that capacity holds (Dantzig and Wolfe 1960); prices and routings
find each other by column generation on a programme of as many rows as groups and hubs. Prices are
kept between 0 and a ceiling, above which no capacity is worth having.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from models.hub_location.instance import FloatArray
from optimizer.errors import OptimizerError
from optimizer.growing_program import GrowingProgram
from optimizer.limits import Clock

ROUNDS = 25  # of column generation, most
NEAR = 1e-4  # relative distance between mixture and bound that is good enough for a cut

Respond = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


def best_prices(
    respond: Respond, capacity: FloatArray, first: FloatArray, ceiling: float, clock: Clock
) -> FloatArray:
    """Prices (M,) on passing hubs.

    Parameters
    ----------
    respond : from prices to what groups pay, prices included (G,), and their units at hubs (G, M)
    capacity : (M,), inf where it never binds
    first : (M,) prices to begin from
    ceiling : most that a unit of capacity can be worth
    """
    scarce = np.flatnonzero(np.isfinite(capacity))
    pays, used = respond(np.zeros(len(capacity)))
    if (used.sum(axis=0)[scarce] <= capacity[scarce] + 1e-9).all():
        return np.zeros(len(capacity))
    groups, rows = len(pays), len(pays) + len(scarce)
    ones, limit = np.ones(groups), capacity[scarce]
    program = GrowingProgram(
        np.concatenate([ones, np.full(len(scarce), -np.inf)]), np.concatenate([ones, limit])
    )
    buying = sparse.csc_array(
        (-np.ones(len(scarce)), (groups + np.arange(len(scarce)), np.arange(len(scarce)))),
        shape=(rows, len(scarce)),
    )
    free = np.zeros(len(scarce))
    program.add_columns(free + ceiling, free, free + np.inf, buying)

    def add(price: FloatArray, pays: FloatArray, used: FloatArray) -> None:
        matrix = sparse.csc_array(np.vstack([np.eye(groups), used[:, scarce].T]))
        program.add_columns(pays - used @ price, np.zeros(groups), np.full(groups, np.inf), matrix)

    add(np.zeros(len(capacity)), pays, used)
    best, best_value = np.zeros(len(capacity)), float(pays.sum())
    price = first
    for _ in range(ROUNDS):
        pays, used = respond(price)
        value = float(pays.sum()) - float(price[scarce] @ limit)
        if value > best_value:
            best, best_value = price, value
        add(price, pays, used)
        try:
            answer = program.solve(clock.remaining)
        except OptimizerError:  # any prices are valid, these are the best so far
            break
        if answer is None or answer.objective - best_value <= NEAR * abs(best_value):
            break
        wanted = np.zeros(len(capacity))
        wanted[scarce] = np.maximum(0.0, -answer.duals[groups:])
        price = 0.5 * best + 0.5 * wanted  # half-way: prices from few routings swing wildly
    return best
