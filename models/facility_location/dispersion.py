"""p-dispersion: p open sites as far from one another as possible.

Bisection on the sorted distances. A trial distance makes a conflict graph of the pairs that are
closer; p sites without a conflict are sought. Cliques of the graph, of which one site may be open,
cover all conflicts: they give a bound at once (their number) and a tight MIP.

Literature: Kuby, M. J. (1987), Programming models for facility dispersion: the p-dispersion and
maxisum dispersion problems, Geographical Analysis 19(4), 315-329; Sayyady, F., Fathi, Y. (2016),
An integer programming approach for solving the p-dispersion problem, EJOR 253, 216-225 (bisection
on node packing problems).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from models.facility_location.covering import infeasible
from models.facility_location.covering_check import dispersion_checker
from models.facility_location.covering_instance import Matrix
from models.facility_location.distances import Distances
from models.facility_location.infeasibility import site_reasons
from models.facility_location.selection import BoolArray, FloatArray, IntArray, Selection
from models.facility_location.sites import Sites, Terms
from models.facility_location.solution import LocationSolution
from models.facility_location.validation import sites_for, terms_for, uncapacitated, whole_number
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.limits import Clock, Limits
from optimizer.linear_model import ModelBuilder

ENGINE = "p-dispersion (bisection, interchange, clique cover, HiGHS)"
STAGE = "p-dispersion"


def p_dispersion(
    distance: Matrix,
    p: int,
    *,
    sites: Sites | None = None,
    terms: Terms | None = None,
    limits: Limits | None = None,
) -> LocationSolution:
    """Open p sites so that the smallest distance between two of them is as large as possible.

    Parameters
    ----------
    distance : (M, M) distance between every two sites, dense, or sparse with a cut-off (a pair that
        is not stored is farther apart than all that are); of two directions the shorter counts,
        the diagonal does not
    p : number of open sites >= 2, existing and committed ones included
    sites : statuses, money and groups
    terms : budget, limits of number and groups; `standard` and `unserved_penalty` speak of demand,
        which this model has none of, and must be left alone
    limits : time, gap (0 unless given), stop flag, progress

    Returns
    -------
    LocationSolution: `objective` is the smallest distance, inf if no pair of the open sites is
    stored; `bound` is not below it; `assignment` is empty

    Raises
    ------
    ValueError if an argument is not what is described above; the message says which and where
    """
    clock = (limits or Limits(gap=0.0)).clock()
    labels = None if sites is None else sites.labels
    given = Distances(distance, name="distance", site_labels=labels)
    if given.shape[0] != given.shape[1]:
        raise ValueError(f"distance: shape {given.shape}, expected as many rows as columns")
    sites = sites_for(sites, given.shape[1])
    uncapacitated(sites, "p_dispersion")
    terms = terms_for(terms, sites)
    if np.isfinite(terms.standard) or terms.unserved_penalty is not None:
        raise ValueError(
            "terms.standard, terms.unserved_penalty: expected neither, p_dispersion has no demand"
        )
    whole_number(p, "p", 2, len(sites), "sites")
    selection = Selection.of(sites, terms, p)
    check = dispersion_checker(distance, p, sites, terms)
    reasons = site_reasons(sites, terms, p)
    if reasons:
        return infeasible("; ".join(reasons), clock, check)
    first, _ = selection.cheapest(selection.money)
    search = _Search(_pairs(given), selection, clock, first)
    search.run()
    gap = 0.0 if search.objective == search.bound else relative_gap(search.objective, search.bound)
    return LocationSolution(
        open=np.flatnonzero(search.chosen),
        assignment=np.empty(0, dtype=np.int64),
        objective=search.objective,
        bound=search.bound,
        gap=gap,
        status=Status.OPTIMAL if gap == 0.0 else Status.FEASIBLE,
        seconds=clock.seconds,
        engine=ENGINE,
        _check=check,
    )


@dataclass(frozen=True)
class Pairs:
    """Pairs of sites a < b, each once, with their distance, nearest first."""

    count: int
    first: IntArray
    second: IntArray
    distance: FloatArray

    def closer_than(self, limit: float) -> sparse.csr_array:
        """(M, M) symmetric: 1.0 where two sites are closer than `limit`."""
        end = int(np.searchsorted(self.distance, limit, side="left"))
        a, b = self.first[:end], self.second[:end]
        ones = np.ones(2 * end)
        return sparse.csr_array(
            sparse.coo_array(
                (ones, (np.concatenate([a, b]), np.concatenate([b, a]))),
                shape=(self.count, self.count),
            )
        )

    def smallest(self, chosen: BoolArray) -> float:
        """Smallest distance between two sites of a set (M,), inf if no pair is known."""
        inside = chosen[self.first] & chosen[self.second]
        return float(self.distance[int(np.argmax(inside))]) if inside.any() else float("inf")


def _pairs(distances: Distances) -> Pairs:
    if distances.dense is not None:
        least = np.minimum(distances.dense, distances.dense.T)
        first, second = np.triu_indices(len(least), 1)
        value = least[first, second]
    else:
        stored: Any = sparse.coo_array(distances.stored())
        low, high = np.minimum(stored.row, stored.col), np.maximum(stored.row, stored.col)
        order = np.lexsort((stored.data, high, low))
        order = order[low[order] != high[order]]
        keys = low[order] * distances.shape[1] + high[order]
        _, once = np.unique(keys, return_index=True)
        first, second, value = low[order][once], high[order][once], stored.data[order][once]
    finite = np.isfinite(value)
    first, second, value = first[finite], second[finite], value[finite]
    order = np.argsort(value, kind="stable")
    return Pairs(
        distances.shape[1],
        first[order].astype(np.int64),
        second[order].astype(np.int64),
        value[order],
    )


class _Search:
    """Incumbent and bound; the bound is one of the distances."""

    def __init__(self, pairs: Pairs, selection: Selection, clock: Clock, first: BoolArray) -> None:
        self.pairs, self.selection, self.clock = pairs, selection, clock
        self.chosen = first
        self.objective = pairs.smallest(first)
        forced = pairs.smallest(selection.forced)
        usable = selection.allowed[pairs.first] & selection.allowed[pairs.second]
        values = np.append(np.unique(pairs.distance[usable]), np.inf)
        # Committed sites are where they are: nothing can beat their own smallest distance.
        self.values = values[values <= forced]
        self.bound = float(self.values[-1]) if len(self.values) else float("inf")

    def offer(self, chosen: BoolArray) -> None:
        value = self.pairs.smallest(chosen)
        if self.selection.admits(chosen) and value > self.objective:
            self.chosen, self.objective = chosen, value

    def run(self) -> None:
        """Bisect, first without MIPs, then with them."""
        for exact in (False, True):
            low = int(np.searchsorted(self.values, self.objective))
            high = int(np.searchsorted(self.values, self.bound))
            while low < high and not self.clock.expired:
                gap = relative_gap(self.objective, self.bound) if self.objective else None
                if gap is not None and gap <= self.clock.limits.gap:
                    return
                middle = (low + high + 1) // 2
                outcome = self._spreadable(float(self.values[middle]), exact)
                if outcome:
                    low = max(middle, int(np.searchsorted(self.values, self.objective)))
                elif outcome is False:
                    high = middle - 1
                    self.bound = float(self.values[high])
                elif exact:
                    return
                else:
                    high = middle - 1  # stays open: look for easier incumbents below
                self.clock.report(STAGE, self.objective, self.bound)

    def _spreadable(self, limit: float, exact: bool) -> bool | None:
        """Whether an allowed selection has all distances >= limit; None if it stays open."""
        from models.facility_location.node_packing import (
            clique_cover,
            clique_partition,
            spread_sites,
        )

        conflicts = self.pairs.closer_than(limit)
        found = spread_sites(conflicts, self.selection)
        if found is not None:
            self.offer(found)
        if self.objective >= limit:
            return True
        if clique_partition(conflicts, self.selection) < self.selection.fewest:
            return False
        if not exact:
            return None
        return self._packed(clique_cover(conflicts, self.selection))

    def _packed(self, cliques: sparse.csr_array) -> bool | None:
        """The trial as a MIP: as many sites as possible, at most one of every clique."""
        selection = self.selection
        allowed = np.flatnonzero(selection.allowed)
        builder = ModelBuilder()
        y = builder.variables(
            (len(allowed),),
            cost=-1.0,
            lower=selection.forced[allowed].astype(float),
            upper=1.0,
            integer=True,
        )
        entries = sparse.coo_array(cliques[:, allowed])
        row = builder.rows((cliques.shape[0],), upper=1.0)
        builder.add(row[entries.row], y[entries.col], 1.0)
        selection.add_rows(builder, y, allowed)
        inner = Clock(replace(self.clock.limits, gap=1e9, on_progress=None), self.clock.started)
        result = solve_linear(builder.build(), inner)
        if result.status is Status.INFEASIBLE:
            return False
        if result.values is None:
            return None
        chosen = np.zeros(self.pairs.count, dtype=bool)
        chosen[allowed[result.values[y] > 0.5]] = True
        self.offer(chosen)
        return True
