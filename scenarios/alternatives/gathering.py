"""Plans sought one after the other, each as far as can be from those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from models.capacity_expansion.alternatives import money_moved
from models.capacity_expansion.instance import FloatArray
from optimizer.certificate import Certificate
from optimizer.limits import Clock
from scenarios.alternatives.answer import Alternatives, Found, Request
from scenarios.errors import UncheckedPlan

LEAST_S = 1.0  # a solve of less is not worth starting
WITHIN = 1e-6  # relative, for rounding of what is held


def gather(
    request: Request,
    optimum: Found,
    held: tuple[str, ...],
    certificates: tuple[Certificate, ...],
    spending: Callable[[Found], FloatArray],
    farthest: Callable[[tuple[Found, ...], Clock], Found | None],
    clock: Clock,
) -> Alternatives:
    """The optimum and what is found beside it.

    Parameters
    ----------
    spending : (N, T) mln KZT of a plan
    farthest : the next plan, given those before it and its share of the time; None: none is found
    clock : for all of them
    """
    plans: tuple[Found, ...] = (optimum,)
    money = [spending(optimum)]
    for number in range(request.count):
        if clock.expired or clock.remaining < LEAST_S:
            break
        share = clock.remaining / (request.count - number)
        found = farthest(plans, clock.until(clock.seconds + share))
        if found is None:
            break
        spent = spending(found)
        distance = min(money_moved(spent, before) for before in money)
        if distance <= 0:
            break
        clock.report(f"alternative {number + 1}", distance, found.largest)
        plans, money = (*plans, replace(found, distance=distance)), [*money, spent]
    answer = Alternatives(
        request=request,
        plans=plans,
        spending=np.stack(money),
        held=held,
        certificates=certificates,
        complete=len(plans) == request.count + 1 and not clock.limits.stop,
    )
    worst = max((answer.loss(i, m) for i in range(len(plans)) for m in held), default=0.0)
    if worst > request.within + WITHIN:
        raise UncheckedPlan(f"an alternative is worse than the optimum by {worst:.3%}")
    return answer
