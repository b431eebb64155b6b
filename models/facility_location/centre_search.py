"""The smallest radius within which allowed open sites reach every demand point.

Bisection on the sorted distances; each trial radius is a set-covering question. Only a sample of
the demand points is looked at: sites that cover the sample but not a point farther than the radius
add that point to it, and a sample that cannot be covered proves that the radius is too small.

Literature: Minieka, E. (1970), The m-center problem, SIAM Review 12, 138-139 (bisection);
Chen, D., Chen, R. (2009), New relaxation-based algorithms for the optimal solution of the
continuous and discrete p-center problems, Computers & OR 36, 1646-1655; Contardo, C., Iori, M.,
Kramer, R. (2019), A scalable exact algorithm for the vertex p-center problem, Computers & OR 103,
211-220 (growing the sample).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from models.facility_location.centre_rules import covered, relaxed_cover
from models.facility_location.cover import solve_cover
from models.facility_location.cover_program import CoverProgram
from models.facility_location.distances import Distances
from models.facility_location.pair_exchange import swapped_cover
from models.facility_location.selection import BoolArray, FloatArray, IntArray, Selection
from optimizer.certificate import Status, relative_gap
from optimizer.limits import Clock

FIRST_SAMPLE = 40
MOST_NEW_ROWS = 60
NARROW = 1e-3  # relative width at which bounds are left to the exact trials
QUESTION_SHARE = 0.4  # of the time that is left, for one radius
LEAST_SHORT = 1e-3  # of a row's cover by a fractional plan that is worth a row


@dataclass(frozen=True)
class RadiusAnswer:
    """The best selection found and what is proven.

    Attributes
    ----------
    status : INFEASIBLE if no allowed selection reaches every demand point
    chosen : (M,) open sites, None if none was found
    radius, bound : None if unknown
    """

    status: Status
    chosen: BoolArray | None
    radius: float | None
    bound: float | None


@dataclass
class _Trials:
    """What is known so far: the incumbent and the sample of demand points."""

    distances: Distances
    selection: Selection
    clock: Clock
    sample: IntArray
    chosen: BoolArray | None = None
    radius: float = np.inf
    farthest: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def offer(self, chosen: BoolArray) -> tuple[FloatArray, float]:
        """Distances to the nearest open site, the largest of them, and a better incumbent kept."""
        nearest, _ = self.distances.nearest(chosen)
        radius = float(nearest.max())
        if radius < self.radius:
            self.chosen, self.radius = chosen, radius
        return nearest, radius

    def filled(self, chosen: BoolArray) -> BoolArray | None:
        """With more sites, as long as more are allowed, each near the point that is worst off."""
        result = chosen | self.selection.forced
        if not self.selection.only_counts:
            return self.selection.completed(result)
        nearest, _ = self.distances.nearest(result)
        while int(result.sum()) < self.selection.most:
            free = self.selection.allowed & ~result
            worst = int(np.argmax(nearest))
            to_worst = self.distances.row(worst)
            site = int(np.argmin(np.where(free, to_worst, np.inf)))
            if not to_worst[site] < nearest[worst]:
                break
            result[site] = True
            nearest = np.minimum(nearest, self.distances.column(site))
        return self.selection.completed(result)


def smallest_radius(
    distances: Distances, selection: Selection, clock: Clock, stage: str = ""
) -> RadiusAnswer:
    """Minimise the largest distance of a demand point to its nearest open site.

    Parameters
    ----------
    distances : (N, M), already scaled by weights and without pairs beyond a standard
    stage : name in progress reports; empty for none
    """
    least, _ = distances.nearest(selection.allowed)
    low = float(least.max())
    if not np.isfinite(low):
        return RadiusAnswer(Status.INFEASIBLE, None, None, None)
    trials = _Trials(distances, selection, clock, np.array([int(least.argmax())]))
    first = trials.filled(np.zeros(distances.shape[1], dtype=bool))
    if first is not None:
        trials.offer(first)
    _spread_sample(trials)
    values = distances.values_between(low, trials.radius)
    values = np.concatenate([[low], values])
    lower, upper = 0, len(values) - 1  # the answer is values[lower] or more
    lower = _narrowed(trials, values, lower, upper)
    known = np.isfinite(trials.radius)
    if known:
        upper = max(lower, int(np.searchsorted(values, trials.radius)))
    while (lower < upper or not known) and not clock.expired:
        if stage:
            clock.report(stage, trials.radius if known else None, float(values[lower]))
        if known and (relative_gap(trials.radius, values[lower]) or 0.0) <= clock.limits.gap:
            break
        middle = (lower + upper) // 2
        trials.clock = clock.until(clock.seconds + QUESTION_SHARE * clock.remaining)
        outcome = _reachable(trials, float(values[middle]))
        if outcome is None and not (known and trials.clock.expired):
            break
        if outcome is None:
            # Smaller radii may be easier to rule out; where none is left, with more time again.
            upper = middle if lower < middle else int(np.searchsorted(values, trials.radius))
        elif outcome:
            known = True
            upper = int(np.searchsorted(values, trials.radius))
        elif lower == upper:
            return RadiusAnswer(Status.INFEASIBLE, None, None, None)
        else:
            lower = middle + 1
            upper = max(lower, int(np.searchsorted(values, min(trials.radius, values[-1]))))
    bound = float(values[lower])
    if trials.chosen is None or not np.isfinite(trials.radius):
        return RadiusAnswer(Status.NO_SOLUTION, None, None, bound)
    closed = trials.radius <= bound
    if stage:
        clock.report(stage, trials.radius, min(bound, trials.radius))
    status = Status.OPTIMAL if closed else Status.FEASIBLE
    return RadiusAnswer(status, trials.chosen, trials.radius, min(bound, trials.radius))


def _narrowed(trials: _Trials, values: FloatArray, lower: int, upper: int) -> int:
    """Bisect without exact proofs: what is easy first. The first value that may be reachable.

    A trial that stays open counts once as too small, which leads to good incumbents, and once as
    reachable, which leads to good bounds.
    """
    seen: dict[int, bool | None] = {}
    for open_counts_as in (False, True):
        low, high = lower, upper
        while low < high and not trials.clock.expired:
            if open_counts_as and values[high] - values[low] <= NARROW * values[high]:
                break
            middle = (low + high) // 2
            if values[middle] >= trials.radius:
                high = middle
                continue
            if middle not in seen:
                seen[middle] = _reachable(trials, float(values[middle]), exact=False)
            outcome = seen[middle]
            if outcome is False:
                lower = max(lower, middle + 1)
            if outcome or (outcome is None and open_counts_as):
                high = middle
            else:
                low = middle + 1
    return lower


def _reachable(trials: _Trials, radius: float, exact: bool = True) -> bool | None:
    """Whether an allowed selection reaches everyone within `radius`; None if it stays open."""
    selection = trials.selection
    if not selection.only_counts:
        return _reachable_by_rules(trials, radius, exact)
    most = selection.most
    inner = selection.without_number()
    while not trials.clock.expired:
        rows = len(trials.sample)
        program = CoverProgram(
            covers=trials.distances.covers(radius, trials.sample),
            penalty=np.full(rows, np.inf),
            price=np.ones(trials.distances.shape[1]),
            selection=inner,
        )
        answer = solve_cover(program, trials.clock, target=float(most), exact=exact)
        if answer.status is Status.INFEASIBLE:
            return False
        if answer.bound is not None and answer.bound > most + 1e-6:
            return False
        if answer.chosen is None or int(answer.chosen.sum()) > most:
            return None
        full = trials.filled(answer.chosen)
        if full is None:
            return None
        nearest, worst = trials.offer(full)
        if worst <= radius:
            return True
        _extend_sample(trials, nearest - radius, radius)
    return None


def _reachable_by_rules(trials: _Trials, radius: float, exact: bool) -> bool | None:
    """The same where sites cost money or groups have limits."""
    selection, clock = trials.selection, trials.clock
    start = trials.chosen
    if start is None:
        start = selection.filled_up(selection.cheapest(selection.money)[0])
    # Where even fractions cannot cover the sample there is no need to search.
    if relaxed_cover(trials.distances.covers(radius, trials.sample), selection, clock) is False:
        return False
    tools: list[Callable[[sparse.csr_array], FloatArray | BoolArray | bool | None]] = [
        lambda covers: swapped_cover(covers, start, selection, clock),
        lambda covers: relaxed_cover(covers, selection, clock),
    ]
    if exact:
        tools.append(lambda covers: covered(covers, selection, clock))
    for tool in tools:
        while not clock.expired:
            answer = tool(trials.distances.covers(radius, trials.sample))
            if answer is False:
                return False
            if not isinstance(answer, np.ndarray):
                break
            if answer.dtype == bool:
                nearest, worst = trials.offer(answer.astype(bool))
                if worst <= radius:
                    return True
                _extend_sample(trials, nearest - radius, radius)
            else:
                short = 1.0 - LEAST_SHORT - trials.distances.covers(radius) @ answer
                if short.max() <= 0:
                    break
                _extend_sample(trials, short, radius)
    return None


def _extend_sample(trials: _Trials, short: FloatArray, radius: float) -> None:
    """Add points that lack something (N,), those most in want first, no two near one site."""
    missed = np.flatnonzero(short > 0)
    missed = missed[np.argsort(-short[missed], kind="stable")]
    taken = np.zeros(trials.distances.shape[1], dtype=bool)
    new: list[int] = []
    for begin in range(0, len(missed), 256):
        block = missed[begin : begin + 256]
        covers = trials.distances.covers(radius, block)
        for k, row in enumerate(block):
            sites = covers.indices[covers.indptr[k] : covers.indptr[k + 1]]
            if not taken[sites].any():
                new.append(int(row))
                taken[sites] = True
        if len(new) >= MOST_NEW_ROWS:
            break
    trials.sample = np.union1d(trials.sample, new[:MOST_NEW_ROWS])


def _spread_sample(trials: _Trials) -> None:
    """Start with demand points far from one another: each far from the sites near the others."""
    count = trials.distances.shape[0]
    size = min(count, FIRST_SAMPLE + 2 * min(trials.selection.most, count))
    if size >= count or count <= 400:
        trials.sample = np.arange(count)
        return
    chosen = [int(trials.sample[0])]
    apart = np.full(count, np.inf)
    free = trials.selection.allowed
    for _ in range(size - 1):
        site = int(np.argmin(np.where(free, trials.distances.row(chosen[-1]), np.inf)))
        apart = np.minimum(apart, trials.distances.column(site))
        worst = int(np.argmax(apart))
        if apart[worst] <= 0:
            break
        apart[worst] = 0.0
        chosen.append(worst)
    trials.sample = np.unique(chosen)


def with_penalty(
    distances: Distances,
    weights: FloatArray,
    penalty: float,
    selection: Selection,
    clock: Clock,
    stage: str = "",
) -> RadiusAnswer:
    """Minimise the radius plus `penalty` times the weight out of reach.

    The weight U(r) that must stay out of reach of a radius r falls as r grows. Between two radii
    a < b the value is therefore at least (the next radius after a) + penalty U(b): intervals are
    split where this bound is least. `radius` of the answer is the value.
    """
    values = np.concatenate([[0.0], distances.values_between(0.0, np.inf)])
    best, best_chosen = np.inf, None
    unreached: dict[int, float] = {}

    def evaluate(index: int) -> None:
        nonlocal best, best_chosen
        program = CoverProgram(
            distances.covers(float(values[index])),
            penalty * weights,
            np.zeros(distances.shape[1]),
            selection,
        )
        answer = solve_cover(program, replace_gap(clock))
        unreached[index] = 0.0 if answer.bound is None else answer.bound
        if answer.status is Status.INFEASIBLE:
            unreached[index] = np.inf
        if answer.chosen is None:
            return
        nearest, _ = distances.nearest(answer.chosen)
        order = np.argsort(nearest)
        beyond = penalty * (weights.sum() - np.cumsum(weights[order]))
        finite = np.isfinite(nearest[order])
        totals = np.append(nearest[order][finite] + beyond[finite], penalty * weights.sum())
        if totals.min() < best:
            best, best_chosen = float(totals.min()), answer.chosen

    evaluate(len(values) - 1)
    if not np.isfinite(unreached[len(values) - 1]):
        return RadiusAnswer(Status.INFEASIBLE, None, None, None)
    evaluate(0)
    bound_at = {0: float(values[0]) + unreached[0]}
    bound_at[len(values) - 1] = float(values[-1]) + unreached[len(values) - 1]
    intervals = [(0, len(values) - 1)]
    while True:
        bounds = [
            float(values[a + 1]) + unreached[b] if b > a + 1 else np.inf for a, b in intervals
        ]
        lowest = min([*bounds, *bound_at.values()])
        if stage:
            clock.report(stage, best, min(lowest, best))
        pick = int(np.argmin(bounds)) if bounds else 0
        if not bounds or bounds[pick] >= best - 1e-9 * max(1.0, best) or clock.expired:
            break
        a, b = intervals.pop(pick)
        middle = (a + b) // 2
        evaluate(middle)
        bound_at[middle] = float(values[middle]) + unreached[middle]
        intervals += [(a, middle), (middle, b)]
    if best_chosen is None:
        return RadiusAnswer(Status.NO_SOLUTION, None, None, lowest)
    closed = relative_gap(best, min(best, lowest)) == 0.0
    status = Status.OPTIMAL if closed else Status.FEASIBLE
    return RadiusAnswer(status, best_chosen, best, best if closed else min(best, lowest))


def replace_gap(clock: Clock) -> Clock:
    """The same clock, asking for a closed gap."""
    return Clock(replace(clock.limits, gap=0.0, on_progress=None), clock.started)
