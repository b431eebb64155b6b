"""p-median: open exactly p sites so that weighted distance to the nearest open site is least.

ReVelle, C., Swain, R. (1970), Central facilities location, Geographical Analysis 2, 30-42. The
formulation stands in `reference.p_median`, the algorithm in `uncapacitated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from models.facility_location.sites import Sites, Terms
from models.facility_location.solution import LocationSolution
from models.facility_location.validation import (
    demand_names,
    sites_for,
    terms_for,
    uncapacitated,
    weights_for,
    whole_number,
)
from optimizer.limits import Limits

if TYPE_CHECKING:
    from scipy import sparse

    from models.facility_location.costs import Costs


def p_median(
    cost: ArrayLike | sparse.sparray,
    weights: ArrayLike | None = None,
    *,
    p: int,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """Open exactly `p` sites, existing and committed ones included, at least weighted distance.

    Parameters
    ----------
    cost : (N, M) distance of demand point and site, inf for a forbidden pair; or a sparse matrix,
        whose missing entries are forbidden pairs
    weights : (N,) demand, 1 each if not given
    p : number of open sites
    sites : status, group and, for the budget, costs of the sites
    terms : standard, penalty, budget, group limits; min_open and max_open must admit p
    limits : seconds, gap, stop flag, progress. What is small is always solved to a gap of zero;
        above some million pairs the search ends once the gap is within `limits.gap`
    demand_labels : (N,) names of the demand points, used in messages

    Returns
    -------
    LocationSolution; the objective is sum of weight x distance, plus weight x penalty of what is
    left unserved. Fixed and closing costs count towards the budget only.

    Raises
    ------
    ValueError naming the field, the place in it and what was expected
    """
    from models.facility_location.costs import costs_of

    labels = sites.labels if sites is not None else None
    costs = costs_of(cost, labels, demand_labels)
    return _solve(costs, weights, p, sites, terms, limits, demand_labels)


def p_median_on_points(
    xy: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    p: int,
    site_xy: ArrayLike | None = None,
    metric: Literal["euclidean", "great_circle"] = "euclidean",
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """p-median on coordinates; the matrix is never built where it would be large.

    Parameters
    ----------
    xy : (N, 2) demand points; for great circles longitude and latitude in degrees
    site_xy : (M, 2) sites, the demand points themselves if not given
    metric : Euclidean distance in the units of `xy`, or great-circle distance in kilometres

    Other parameters, result and errors are those of `p_median`.
    """
    from models.facility_location.costs import SMALL_MATRIX, DenseCosts, PointCosts, points_of

    if metric not in ("euclidean", "great_circle"):
        raise ValueError(f"metric: {metric!r}, expected 'euclidean' or 'great_circle'")
    sphere = metric == "great_circle"
    demand = points_of(xy, "xy", sphere)
    site = demand if site_xy is None else points_of(site_xy, "site_xy", sphere)
    points = PointCosts(demand, site, sphere)
    if len(demand) * len(site) > SMALL_MATRIX:
        return _solve(points, weights, p, sites, terms, limits, demand_labels)
    return _solve(DenseCosts(points.matrix()), weights, p, sites, terms, limits, demand_labels)


def p_median_on_graph(
    edges: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    p: int,
    node_count: int | None = None,
    directed: bool = False,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
    demand_labels: Sequence[str] | None = None,
) -> LocationSolution:
    """p-median whose demand points and sites are the nodes of a network.

    Parameters
    ----------
    edges : (E, 3) node, node, length >= 0; nodes are numbered from 0; where an edge is given twice
        the last one counts
    weights : (N,) demand of the nodes
    node_count : N if there are nodes without edges, otherwise the largest node number plus one
    directed : whether an edge may be used from its first to its second node only

    Other parameters, result and errors are those of `p_median`; distances are shortest paths,
    nodes that no path connects are forbidden pairs.
    """
    from models.facility_location.costs import DenseCosts

    return _solve(
        DenseCosts(shortest_paths(edges, node_count, directed=directed)),
        weights, p, sites, terms, limits, demand_labels,
    )  # fmt: skip


def shortest_paths(
    edges: ArrayLike, node_count: int | None = None, *, directed: bool = False
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(N, N) shortest-path lengths of a network given as for `p_median_on_graph`.

    Raises
    ------
    ValueError naming the edge and what was expected
    """
    from scipy import sparse
    from scipy.sparse.csgraph import dijkstra

    try:
        table = np.asarray(edges, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"edges: expected numbers ({error})") from None
    if table.ndim != 2 or table.shape[1] != 3 or len(table) == 0:
        raise ValueError(f"edges: shape {table.shape}, expected (edges, 3), at least one edge")
    bad = ~(np.isfinite(table).all(axis=1) & (table >= 0).all(axis=1))
    bad |= table[:, 0] != np.floor(table[:, 0])
    bad |= table[:, 1] != np.floor(table[:, 1])
    count = int(table[~bad, :2].max(initial=0)) + 1 if node_count is None else node_count
    bad |= (table[:, :2] >= count).any(axis=1)
    if bad.any():
        e = int(np.argmax(bad))
        raise ValueError(
            f"edges[{e}]: {table[e].tolist()}, expected two nodes from 0 to {count - 1} and a "
            "length >= 0"
        )
    start, end, length = table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2]
    if not directed:
        start, end = np.minimum(start, end), np.maximum(start, end)
    reverse = slice(None, None, -1)
    _, last = np.unique((start * count + end)[reverse], return_index=True)
    kept = len(table) - 1 - last
    # csgraph reads a stored zero as no edge in a dense matrix but as an edge in a sparse one
    graph = sparse.csr_array((length[kept], (start[kept], end[kept])), shape=(count, count))
    return np.asarray(dijkstra(graph, directed=directed), dtype=float)


def _solve(
    costs: Costs,
    weights: ArrayLike | None,
    p: int,
    sites: Sites | None,
    terms: Terms | None,
    limits: Limits | None,
    demand_labels: Sequence[str] | None,
) -> LocationSolution:
    from models.facility_location.assignment import solve_assignment

    n, m = costs.shape
    names = demand_names(demand_labels, n)
    known = sites_for(sites, m)
    uncapacitated(known, "p_median")
    number = whole_number(p, "p", 1, m, "sites")
    return solve_assignment(
        costs,
        weights_for(weights, n, names),
        known,
        terms_for(terms, known),
        limits if limits is not None else Limits(),
        p=number,
        charge_sites=False,
        stage="p-median",
        demand_labels=names,
    )
