"""Plans sought one after the other, each as far as can be from those before it.

After each plan all that is known is kept whole, so that a killed process loses one plan at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion.alternatives import money_moved
from optimizer.certificate import Certificate
from optimizer.limits import Limits
from scenarios.alternatives.answer import Alternatives, Found, Request
from scenarios.alternatives.subject import Sought, Subject
from scenarios.errors import UncheckedPlan
from scenarios.unfinished import NOTHING_KEPT, Part, Unfinished

TIMES_OPTIMUM = 2.0
FEWEST_S = 30.0  # for all plans, where the optimum took no time to speak of
LEAST_S = 1.0  # a solve of less is not worth starting
WITHIN = 1e-6  # relative, for rounding of what is held
PART = "plans"
LEARNED = "learned."


def seek(
    subject: Subject, request: Request, limits: Limits, parts: Unfinished = NOTHING_KEPT
) -> Alternatives:
    """The optimum and what is found beside it.

    Parameters
    ----------
    limits : of the optimum; the time of the plans beside it is the request's
    parts : of the same question, begun before; what is found is added

    Raises
    ------
    optimizer.errors.InfeasibleError, optimizer.errors.NoPlanInTimeError
    UncheckedPlan
        a plan did not pass its check, or is not within the share
    """
    clock, seconds = limits.clock(), 0.0
    before = parts.find(PART)
    sought = None if before is None else _restored(subject, before)
    if before is None or sought is None:
        sought, optimum_s = subject.optimum(limits), clock.seconds
        _keep(parts, limits, sought, optimum_s, seconds)
    else:
        optimum_s, seconds = float(before.note["optimum_s"]), float(before.note["seconds"])
    time_s = request.time_s or max(TIMES_OPTIMUM * optimum_s, FEWEST_S)
    clock = replace(limits, time_s=time_s).clock().at(seconds)
    money = [subject.spending(plan) for plan in sought.plans]
    while len(money) <= request.count and not clock.expired and clock.remaining >= LEAST_S:
        share = clock.remaining / (request.count + 1 - len(money))
        step = subject.farther(sought, request.within, clock.until(clock.seconds + share))
        if step is None:
            break
        found = step.plans[-1]
        spent = subject.spending(found)
        distance = min(money_moved(spent, other) for other in money)
        if distance <= 0:
            break
        clock.report(f"alternative {len(money)}", distance, found.largest)
        sought = replace(step, plans=(*sought.plans, replace(found, distance=distance)))
        money.append(spent)
        _keep(parts, limits, sought, optimum_s, clock.seconds)
    answer = Alternatives(
        request=request,
        plans=sought.plans,
        spending=np.stack(money),
        held=subject.held,
        certificates=sought.certificates,
        complete=len(money) == request.count + 1 and not limits.stop,
    )
    worst = max((answer.loss(i, m) for i in range(len(money)) for m in answer.held), default=0.0)
    if worst > request.within + WITHIN:
        raise UncheckedPlan(f"an alternative is worse than the optimum by {worst:.3%}")
    return answer


def _keep(
    parts: Unfinished, limits: Limits, sought: Sought, optimum_s: float, seconds: float
) -> None:
    """All that is known, in place of what was known before; not what a stop cut short."""
    if limits.stop:
        return
    arrays: dict[str, NDArray[Any] | None] = {}
    for number, plan in enumerate(sought.plans):
        arrays |= {f"starts-{number}": plan.starts, f"flows-{number}": plan.flows}
    arrays |= {LEARNED + name: array for name, array in sought.learned.items()}
    note = {
        "optimum_s": optimum_s,
        "seconds": seconds,
        "plans": [{"distance": plan.distance, "largest": plan.largest} for plan in sought.plans],
        "certificates": [proof.to_dict() for proof in sought.certificates],
    }
    parts.keep(PART, arrays, note)


def _restored(subject: Subject, part: Part) -> Sought | None:
    """What was kept; None where a plan in it does not pass its check."""
    plans: list[Found] = []
    try:
        for number, said in enumerate(part.note["plans"]):
            starts, flows = part.arrays[f"starts-{number}"], part.arrays.get(f"flows-{number}")
            plans.append(replace(subject.found(starts, flows), **said))
    except UncheckedPlan:
        return None
    learned: Mapping[str, NDArray[Any]] = {
        name.removeprefix(LEARNED): array
        for name, array in part.arrays.items()
        if name.startswith(LEARNED)
    }
    proofs = tuple(Certificate.from_dict(proof) for proof in part.note["certificates"])
    return Sought(tuple(plans), proofs, learned)
