"""Capacitated facility location: which sites to open, at which size, and who is served where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from models.facility_location.capacitated.checking import checker
from models.facility_location.capacitated.instance import Instance
from models.facility_location.capacitated.warm_up import compile_kernels
from models.facility_location.modules import Modules
from models.facility_location.sites import Sites, Terms
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Status, relative_gap
from optimizer.limits import Clock, Limits

if TYPE_CHECKING:
    from models.facility_location.capacitated.answer import Answer

ENGINE = "cflp (Lagrangian by volume algorithm, transportation, branch and bound{})"


def cflp(
    cost: ArrayLike | sparse.sparray,
    fixed_cost: ArrayLike | None,
    capacity: ArrayLike | None,
    demand: ArrayLike,
    single_source: bool = False,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    modules: Modules | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Open sites and serve all demand within their capacities at the least total cost.

    The sum of service, fixed, module, enlargement and closing costs and of penalties is minimised.

    Parameters
    ----------
    cost : (N, M) cost of serving **all** of a demand point's demand from a site (not of one unit);
        inf, or not stored in a sparse matrix, where the site may not serve it; a sparse matrix
        stays sparse, memory is in proportion to its entries
    fixed_cost : (M,) cost of opening a candidate; existing and committed sites have been paid. A
        single number is spread; None takes `sites.fixed_cost`
    capacity : (M,) demand a site can serve, inf for no limit; None takes `sites.capacity`
    demand : (N,)
    single_source : whether a demand point must be served whole by one site
    sites : statuses, closing costs, groups; a site whose `enlarged_capacity` exceeds its `capacity`
        may be enlarged for its `enlargement_cost`
    terms : `standard` is compared with the entries of `cost`; with `unserved_penalty`, the cost of
        one unit of demand, demand may stay unserved; `budget` holds for fixed, module, enlargement
        and closing costs together
    modules : sizes of which at most one is added to an open site. A candidate without capacity of
        its own must take one to be open
    limits : time, gap (0 unless given), stop flag, progress
    demand_labels : (N,) names of the demand points, used in messages

    Returns
    -------
    LocationSolution; `assignment` is a sparse (N, M) matrix of shares, or with single sources the
    (N,) site indices, -1 where unserved; `modules` (P,) the module of each open site, -1 for none

    Raises
    ------
    ValueError if an argument is not what is described above; the message says which and where

    Sources: Beasley, J. E. (1988), An algorithm for solving large capacitated warehouse location
    problems, EJOR 33(3), 314-325; Holmberg, K., Ronnqvist, M. and Yuan, D. (1999), An exact
    algorithm for the capacitated facility location problems with single sourcing, EJOR 113(3),
    544-559. The textbook formulation is `reference.cflp`.
    """
    compile_kernels()
    clock = (limits or Limits(gap=0.0)).clock()
    instance = Instance.of(
        cost, fixed_cost, capacity, demand, single_source, sites, terms, modules, demand_labels
    )
    from models.facility_location.capacitated.infeasibility import explained, simple_reasons

    reasons = simple_reasons(instance)
    if reasons:
        return _without_plan(instance, clock, Status.INFEASIBLE, "; ".join(reasons), None)
    from models.facility_location.capacitated.answer import answer

    found = answer(instance.problem(), clock)
    if found.level is not None:
        return _solution(instance, found, clock)
    if found.infeasible:
        reason = explained(instance, clock)
        return _without_plan(instance, clock, Status.INFEASIBLE, reason, None)
    bound = found.bound if np.isfinite(found.bound) else None
    return _without_plan(instance, clock, Status.NO_SOLUTION, "", bound)


def _solution(instance: Instance, found: Answer, clock: Clock) -> LocationSolution:
    assert found.level is not None
    opened, module, enlarged = instance.reading(found.level)
    bound = min(found.bound, found.value)
    gap = relative_gap(found.value, bound)
    closed = gap is not None and gap <= clock.limits.gap + 1e-9
    return LocationSolution(
        open=opened,
        assignment=found.assignment,
        objective=found.value,
        bound=bound,
        gap=gap,
        status=Status.OPTIMAL if closed else Status.FEASIBLE,
        seconds=clock.seconds,
        engine=ENGINE.format(", HiGHS" if instance.single_source else ""),
        enlarged=enlarged,
        modules=module,
        _check=checker(instance),
    )


def _without_plan(
    instance: Instance, clock: Clock, status: Status, reason: str, bound: float | None
) -> LocationSolution:
    points, count = instance.arcs.points, instance.arcs.sites
    nobody = np.full(points, -1, dtype=np.int64)
    return LocationSolution(
        open=np.empty(0, dtype=np.int64),
        assignment=nobody if instance.single_source else sparse.csr_array((points, count)),
        objective=None,
        bound=bound,
        gap=None,
        status=status,
        seconds=clock.seconds,
        engine=ENGINE.format(", HiGHS" if instance.single_source else ""),
        reason=reason,
        _check=checker(instance),
    )
