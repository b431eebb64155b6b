"""p-dispersion: p open sites as far from one another as possible.

Bisection on the sorted distances. A trial distance makes a conflict graph of the pairs that are
closer; p sites without a conflict are sought. Cliques of the graph, of which one site may be open,
cover all sites or all conflicts: they give a bound at once (their number), prune a branch and bound
and make a tight MIP.

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
from models.facility_location.covering_warm_up import compile_kernels
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

ENGINE = "p-dispersion (bisection, interchange, branch and bound on bit sets, HiGHS)"
STAGE = "p-dispersion"

FIRST_NODES = 60_000  # of branch and bound before the first MIP
MIP_SHARE = 3.0  # time of a MIP in that of the branch and bound before it
MOST_ATTEMPTS = 8  # to beat the incumbent by the next larger distance
QUESTION_SHARE = 0.4  # of the time that is left, for one trial distance


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
    compile_kernels()
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
        """Bisect by search alone, try to beat the incumbent, bisect with proofs."""
        self._bisect(exact=False)
        self._beaten()
        self._bisect(exact=True)

    @property
    def _good_enough(self) -> bool:
        if self.objective >= self.bound or self.clock.expired:
            return True
        gap = relative_gap(self.objective, self.bound) if self.objective else None
        return gap is not None and gap <= self.clock.limits.gap

    def _place(self, value: float) -> int:
        return int(np.searchsorted(self.values, value))

    def _question(self) -> Clock:
        """The time one question may take."""
        return self.clock.until(self.clock.seconds + QUESTION_SHARE * self.clock.remaining)

    def _beaten(self) -> None:
        """Ask for the next larger distance: where the incumbent is the best, this proves it."""
        for _ in range(MOST_ATTEMPTS):
            if self._good_enough:
                return
            low = self._place(self.objective)
            outcome = self._spreadable(float(self.values[low + 1]), self._question())
            if outcome is False:
                self.bound = float(self.values[low])
            self.clock.report(STAGE, self.objective, self.bound)
            if not outcome:
                return

    def _bisect(self, exact: bool) -> None:
        """Halve what lies between incumbent and bound.

        A trial that stays open counts as too large without proofs, which leads to incumbents, and
        as reachable with them, which leads to bounds.
        """
        low, high = self._place(self.objective), self._place(self.bound)
        while low < high and not self._good_enough:
            middle = (low + high + 1) // 2
            outcome = self._spreadable(
                float(self.values[middle]), self._question() if exact else None
            )
            if outcome or (outcome is None and exact):
                low = max(middle, self._place(self.objective))
            else:
                high = middle - 1
                if outcome is False:
                    self.bound = float(self.values[high])
            self.clock.report(STAGE, self.objective, self.bound)

    def _spreadable(self, limit: float, clock: Clock | None) -> bool | None:
        """Whether an allowed selection has all distances >= limit; None if it stays open.

        Without a clock only what search and the number of cliques show at once.
        """
        from models.facility_location.node_packing import clique_partition, spread_sites

        conflicts = self.pairs.closer_than(limit)
        found = spread_sites(conflicts, self.selection)
        if found is not None:
            self.offer(found)
        if self.objective >= limit:
            return True
        if clique_partition(conflicts, self.selection) < self.selection.fewest:
            return False
        return None if clock is None else self._decided(conflicts, clock)

    def _decided(self, conflicts: sparse.csr_array, clock: Clock) -> bool | None:
        """By branch and bound and, while that stays open, by MIPs in turn, ever longer.

        Few sites among many conflicts suit the first, many sites far apart on a map the second.
        """
        from models.facility_location.node_packing import clique_cover
        from models.facility_location.packing_search import PackingSearch

        if not self.selection.only_counts:
            return self._packed(clique_cover(conflicts, self.selection), clock)
        search = PackingSearch(conflicts, self.selection)
        cliques: sparse.csr_array | None = None
        nodes = FIRST_NODES
        while not clock.expired:
            began = clock.seconds
            outcome = search.run(nodes, clock)
            if outcome:
                self.offer(search.found)
            if outcome is not None:
                return outcome
            if cliques is None:
                cliques = clique_cover(conflicts, self.selection)
            now = clock.seconds
            outcome = self._packed(cliques, clock.until(now + MIP_SHARE * (now - began)))
            if outcome is not None:
                return outcome
            nodes *= 4
        return None

    def _packed(self, cliques: sparse.csr_array, clock: Clock) -> bool | None:
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
        inner = Clock(replace(clock.limits, gap=1e9, on_progress=None), clock.started)
        result = solve_linear(builder.build(), inner)
        if result.status is Status.INFEASIBLE:
            return False
        if result.values is None:
            return None
        chosen = np.zeros(self.pairs.count, dtype=bool)
        chosen[allowed[result.values[y] > 0.5]] = True
        self.offer(chosen)
        return True
