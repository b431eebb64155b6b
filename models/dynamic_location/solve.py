"""Sites first, then buildings, each with what is proven about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.dynamic_location.buildings import BuildingsPlan, choose_buildings
from models.dynamic_location.instance import DynamicLocationInstance, IntArray
from models.dynamic_location.sites_program import SitesPlan, SitesProgram
from models.dynamic_location.solution import DynamicLocationSolution, check_plan
from models.dynamic_location.whole_program import lower_bound
from optimizer.certificate import Certificate, Status, Violation, relative_gap
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits

MONEY = "discounted money"
_SHARE_FOR_SITES = 0.4
_SHARE_FOR_PLAN = 0.7


def solve(
    instance: DynamicLocationInstance, limits: Limits | None = None
) -> DynamicLocationSolution:
    """Choose sites with places at their least price, then buildings of the menu for them.

    The optimum of the first step bounds every plan of buildings; what time is left goes into a
    better bound. There is always a plan, as demand may stay unserved.

    Raises
    ------
    NoPlanInTimeError
        stopped before any plan was found
    """
    clock = (limits or Limits()).clock()
    sites = choose_sites(instance, clock.until(_SHARE_FOR_SITES * clock.limits.time_s))
    plan = with_buildings(instance, sites, clock.until(_SHARE_FOR_PLAN * clock.limits.time_s))
    return with_bound(instance, plan, clock)


def choose_sites(instance: DynamicLocationInstance, clock: Clock) -> SitesPlan:
    """Choose where and when to open.

    Raises
    ------
    NoPlanInTimeError
    """
    plan = SitesProgram(instance).solve(clock, stage="sites")
    if plan is None:
        raise NoPlanInTimeError("stopped before any choice of sites was found")
    return plan


def with_buildings(
    instance: DynamicLocationInstance,
    sites: SitesPlan,
    clock: Clock,
    given: IntArray | None = None,
) -> DynamicLocationSolution:
    """Give the sites their buildings; `clock` says how long to search.

    Parameters
    ----------
    given : (M, K, T) modules that sites must have, -1 where they are chosen

    Raises
    ------
    NoPlanInTimeError
        no buildings were found
    """
    started = clock.seconds
    plan = choose_buildings(instance, sites.open, sites.places, clock, given=given)
    first = np.full(len(instance.module_cost), -1)
    for t in range(instance.demand.shape[1] - 1, -1, -1):
        first[plan.modules[:, :, t].sum(axis=1) > 0] = t
    violations = tuple(check_plan(instance, plan.modules, plan.flow, plan.unserved))
    certificates = (
        Certificate(
            stage="sites, places at their least price",
            sense="minimise",
            unit=MONEY,
            status=sites.status,
            objective=sites.objective,
            bound=sites.bound,
            gap=relative_gap(sites.objective, sites.bound),
            seconds=started,
            engine=sites.engine,
            checked=not violations,
            violations=violations,
        ),
        _whole(plan, sites, clock, started, violations),
    )
    return DynamicLocationSolution(
        opened=first,
        modules=plan.modules,
        flow=plan.flow,
        unserved=plan.unserved,
        objective=plan.objective,
        bound=sites.bound,
        certificates=certificates,
    )


def with_bound(
    instance: DynamicLocationInstance, plan: DynamicLocationSolution, clock: Clock
) -> DynamicLocationSolution:
    """The same plan with a bound that knows whole buildings at every site, chosen or not."""
    if clock.expired or plan.status is Status.OPTIMAL:
        return plan
    started = clock.seconds
    *first, whole = plan.certificates
    known = -np.inf if plan.bound is None else plan.bound
    bound = max(known, lower_bound(instance, plan, clock))
    gap = relative_gap(plan.objective, bound)
    better = replace(
        whole,
        bound=bound,
        gap=gap,
        status=_proven(gap, clock),
        seconds=whole.seconds + clock.seconds - started,
    )
    return replace(plan, bound=bound, certificates=(*first, better))


def _proven(gap: float | None, clock: Clock) -> Status:
    proven = gap is not None and gap <= clock.limits.gap
    return Status.OPTIMAL if proven else Status.FEASIBLE


def _whole(
    plan: BuildingsPlan,
    sites: SitesPlan,
    clock: Clock,
    started: float,
    violations: tuple[Violation, ...],
) -> Certificate:
    gap = relative_gap(plan.objective, sites.bound)
    return Certificate(
        stage="buildings of the menu",
        sense="minimise",
        unit=MONEY,
        status=_proven(gap, clock),
        objective=plan.objective,
        bound=sites.bound,
        gap=gap,
        seconds=clock.seconds - started,
        engine=plan.engine,
        checked=not violations,
        violations=violations,
    )
