"""Uncapacitated facility location: open any number of sites at least fixed plus service cost.

Kuehn, A. A., Hamburger, M. J. (1963), A heuristic program for locating warehouses, Management
Science 9, 643-666; Erlenkotter, D. (1978), A dual-based procedure for uncapacitated facility
location, Operations Research 26, 992-1009. The formulation stands in `reference.uflp`, the
algorithm in `uncapacitated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from models.facility_location.sites import Sites, Terms
from models.facility_location.solution import LocationSolution
from models.facility_location.validation import (
    column,
    demand_names,
    sites_for,
    terms_for,
    uncapacitated,
    weights_for,
)
from optimizer.limits import Limits

if TYPE_CHECKING:
    from scipy import sparse


def uflp(
    cost: ArrayLike | sparse.sparray,
    fixed_cost: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Open sites so that fixed, closing and weighted service costs are least together.

    Parameters
    ----------
    cost : (N, M) cost of serving one unit of weight, inf for a forbidden pair; or a sparse matrix,
        whose missing entries are forbidden pairs
    fixed_cost : (M,) cost of opening a candidate; that of `sites` if not given. Existing and
        committed sites have been paid
    weights : (N,) demand, 1 each if not given
    sites : status, group, fixed and closing costs of the sites
    terms : standard, penalty, budget on fixed and closing costs, numbers, group limits
    limits : as for `p_median`
    demand_labels : (N,) names of the demand points, used in messages

    Returns
    -------
    LocationSolution; the objective is fixed cost of opened candidates, closing cost of closed
    existing sites, weight x cost of service and weight x penalty of what is left unserved

    Raises
    ------
    ValueError naming the field, the place in it and what was expected
    """
    from models.facility_location.assignment import solve_assignment
    from models.facility_location.costs import costs_of

    costs = costs_of(cost, sites.labels if sites is not None else None, demand_labels)
    n, m = costs.shape
    names = demand_names(demand_labels, n)
    known = sites_for(sites, m)
    uncapacitated(known, "uflp")
    if fixed_cost is not None:
        known = replace(known, fixed_cost=column(fixed_cost, m, "fixed_cost", labels=known.labels))
    return solve_assignment(
        costs,
        weights_for(weights, n, names),
        known,
        terms_for(terms, known),
        limits if limits is not None else Limits(),
        p=None,
        charge_sites=True,
        stage="uflp",
        demand_labels=names,
    )
