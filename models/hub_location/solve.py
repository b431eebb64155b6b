"""Hub location by Benders decomposition: table of contents.

1. A first plan: the least that limits ask for, routed.
2. The bound: cuts at the solutions of the relaxation, for no prices and for prices on capacity;
   plans on the hubs that it opens (`relaxation`), improved by moving centres (`improvement`).
3. Exact finish: the programme with whole centres, each answer routed and cut off where its cuts
   said too little, until nothing better is left (`search`).
"""

from __future__ import annotations

import numpy as np

from models.hub_location.instance import HubInstance, IntArray
from models.hub_location.master import Master
from models.hub_location.periods import first_penalty, periods_of
from models.hub_location.relaxation import relax
from models.hub_location.scaling import scaled
from models.hub_location.search import STAGE, Search
from models.hub_location.solution import HubSolution, Ways, check_plan, objective_of
from models.hub_location.warm_up import compile_kernels
from optimizer.certificate import Certificate, Status, relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError, Reason
from optimizer.limits import Clock, Limits

MONEY = "discounted money"
PENALTY_STEPS = 3


def solve(
    instance: HubInstance, limits: Limits | None = None, start: IntArray | None = None
) -> HubSolution:
    """Choose where, when and how large to open, and the routes of all flow.

    Parameters
    ----------
    start : (M, S, T) centres of a plan to begin from; ignored where it breaks a limit

    Raises
    ------
    ValueError
        start of a wrong shape
    InfeasibleError
        no plan meets every limit, or a pair has no way
    NoPlanInTimeError
        stopped before any plan was found
    """
    return solution_of(searched(instance, (limits or Limits()).clock(), start), instance)


def searched(instance: HubInstance, clock: Clock, start: IntArray | None = None) -> Search:
    """`solve` up to the answer in the user's units; raises what it raises."""
    if start is not None and start.shape != (*instance.allowed.shape, len(instance.years)):
        raise ValueError(
            f"start: shape {start.shape}, expected {(*instance.allowed.shape, len(instance.years))}"
        )
    compile_kernels()
    units = scaled(instance)
    penalty = first_penalty(units.instance)
    for _ in range(PENALTY_STEPS):
        search = Search(units, clock, Master(units.instance, periods_of(units.instance, penalty)))
        search.first_plans(start)
        relax(search.master, search.enough, search.rounded, clock)
        search.improve()
        search.finish()
        if search.best is None or search.serves_all:
            return search
        penalty *= 30.0  # a way was left out although there may be a plan that offers one
    if search.closed and search.best is not None:
        raise InfeasibleError(
            (
                Reason(
                    "at least {lost:g} units find no way in any plan",
                    lost=float(search.best.lost * units.flow),
                ),
            )
        )
    raise NoPlanInTimeError("stopped before any plan was found that serves everybody")


def solution_of(search: Search, instance: HubInstance) -> HubSolution:
    """The best plan of a search in the units of the instance, checked.

    Raises
    ------
    NoPlanInTimeError
        there is none
    """
    plan, clock, unit = search.best, search.clock, search.units.flow
    if plan is None:
        raise NoPlanInTimeError("stopped before any plan was found")
    direct = instance.flow.copy()
    used = np.zeros_like(instance.access[0])
    pair, period, first, last, amount = [], [], [], [], []
    for at, routes in zip(search.periods, plan.routes, strict=True):
        direct[at.pair, at.index] = routes.direct * unit
        pair.append(at.pair[routes.pair])
        period.append(np.full(len(routes.pair), at.index))
        first.append(routes.first)
        last.append(routes.last)
        amount.append(routes.amount * unit)
        used[:, at.index] = at.passing(routes.first, routes.last, routes.amount) * unit
    ways = Ways(*(np.concatenate(part) for part in (pair, period, first, last, amount)))
    violations = tuple(check_plan(instance, plan.centres, ways, direct))
    objective = objective_of(instance, plan.centres, ways, direct)
    bound = min(search.bound * search.units.money, objective)
    gap = relative_gap(objective, bound)
    proven = gap is not None and gap <= clock.limits.gap + 1e-9
    certificate = Certificate(
        stage=STAGE,
        sense="minimise",
        unit=MONEY,
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        gap=gap,
        seconds=clock.seconds,
        engine="Benders decomposition with HiGHS",
        checked=not violations,
        violations=violations,
    )
    return HubSolution(
        centres=plan.centres,
        capacity=instance.capacity_of(plan.centres),
        throughput=used,
        ways=ways,
        direct=direct,
        objective=objective,
        bound=bound,
        certificates=(certificate,),
    )
