"""Solve a covering programme: reduce, find, bound, settle, and finish exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from models.facility_location.cover_bound import lagrangian_bound, settled
from models.facility_location.cover_program import CoverProgram, reduce_program, restrict
from models.facility_location.cover_search import greedy, interchange, prune
from models.facility_location.selection import BoolArray, FloatArray, IntArray
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel, ModelBuilder

ENGINE = "covering (reductions, interchange, Lagrangian bound, HiGHS)"

MOST_EXCHANGES = 20_000  # of the row-weighting search after its last improvement
FEWEST_EXCHANGES = 500
EXCHANGE_WORK = 3e7  # entries touched by all exchanges together
SMALL = 5_000  # entries up to which an exact finish costs no more than other proofs


@dataclass(frozen=True)
class CoverAnswer:
    """The best selection and what is proven.

    Attributes
    ----------
    status : INFEASIBLE if no allowed selection covers the rows that must be covered
    chosen : (M,) open sites, None if none was found
    value, bound : of the minimisation; None if unknown
    """

    status: Status
    chosen: BoolArray | None
    value: float | None
    bound: float | None


@dataclass
class _Search:
    """The incumbent and the bound of one reduced programme."""

    program: CoverProgram
    clock: Clock
    target: float | None
    stage: str
    chosen: BoolArray | None = None
    value: float = math.inf
    bound: float = -math.inf

    def offer(self, chosen: BoolArray | None) -> None:
        """Keep a selection if it is allowed and better."""
        if chosen is None or not self.program.selection.admits(chosen):
            return
        value = self.program.value(chosen)
        if value < self.value:
            self.chosen, self.value = chosen, value
            self.tell()

    def raise_bound(self, bound: float) -> None:
        self.bound = max(self.bound, self.rounded(bound))
        self.tell()

    def rounded(self, bound: float) -> float:
        """The next value a plan can have: whole numbers above the constant, if all data are."""
        if not self.program.is_integer or not math.isfinite(bound):
            return bound
        constant = self.program.constant
        return math.ceil(bound - constant - 1e-6) + constant

    def settles(self, bound: float) -> bool:
        """Whether a bound answers the question."""
        bound = self.rounded(bound)
        if self.target is not None and (bound > self.target + 1e-9 or self.value <= self.target):
            return True
        gap = relative_gap(self.value, bound) if math.isfinite(self.value) else None
        return bound >= self.value or (gap is not None and gap <= self.clock.limits.gap)

    @property
    def done(self) -> bool:
        return self.settles(self.bound) or self.clock.expired

    def tell(self) -> None:
        if self.stage:
            known = self.value if math.isfinite(self.value) else None
            self.clock.report(self.stage, known, self.bound if math.isfinite(self.bound) else None)


def solve_cover(
    program: CoverProgram,
    clock: Clock,
    *,
    target: float | None = None,
    stage: str = "",
    start: BoolArray | None = None,
    exact: bool = True,
) -> CoverAnswer:
    """Minimise a covering programme.

    Parameters
    ----------
    target : stop as soon as a value of at most `target` is found or proven impossible
    stage : name in progress reports; empty for none
    start : (M,) known selection
    exact : finish with HiGHS; otherwise what heuristic and Lagrangian bound give is enough
    """
    count = program.covers.shape[1]
    reduced = reduce_program(program)
    if reduced is None:
        return CoverAnswer(Status.INFEASIBLE, None, None, None)
    search = _Search(reduced.program, clock, target, stage)
    infeasible = _search(search, None if start is None else start[reduced.kept], exact)
    if infeasible:
        return CoverAnswer(Status.INFEASIBLE, None, None, None)
    chosen = None if search.chosen is None else reduced.expand(search.chosen, count)
    if chosen is not None:
        chosen = program.selection.completed(chosen)
    bound = search.bound if math.isfinite(search.bound) else None
    if chosen is None:
        return CoverAnswer(Status.NO_SOLUTION, None, None, bound)
    value = program.value(chosen)
    closed = bound is not None and relative_gap(value, min(bound, value)) == 0.0
    return CoverAnswer(
        Status.OPTIMAL if closed else Status.FEASIBLE,
        chosen,
        value,
        None if bound is None else min(bound, value),
    )


def _search(search: _Search, start: BoolArray | None, exact: bool) -> bool:
    """Improve incumbent and bound until they meet; True if no selection is allowed."""
    program, clock = search.program, search.clock
    if start is not None:
        search.offer(start)
    _find(search, None)
    if search.target is not None and search.value <= search.target:
        return False

    def guided(multipliers: FloatArray) -> float:
        _find(search, multipliers)
        return search.value

    best_known = search.value
    if search.target is not None:
        best_known = min(best_known, search.target + 1.0)
    bound = lagrangian_bound(program, best_known, clock, search.settles, guided)
    search.raise_bound(bound.value)
    if search.done or not (exact or program.covers.nnz <= SMALL):
        return False
    cutoff = search.value if search.target is None else min(search.value, search.target + 1.0)
    if program.is_integer and math.isfinite(cutoff):
        cutoff -= 1.0
    closed, opened = settled(program, bound, cutoff)
    return _finish(search, closed, opened)


def _find(search: _Search, guide: FloatArray | None) -> None:
    """Greedy, interchange and pruning; with fewer sites again while every row stays covered."""
    program, clock = search.program, search.clock
    chosen = greedy(program, guide)
    if program.price.any():
        chosen = prune(program, chosen)
        search.offer(program.selection.completed(chosen))
        if guide is None:
            _improve(search)
        return
    if guide is None or search.value == math.inf:
        chosen = interchange(program, chosen, clock)
    search.offer(program.selection.completed(chosen))


def _improve(search: _Search) -> None:
    """Fewer sites by local search."""
    program, chosen = search.program, search.chosen
    unicost = program.price.min() == program.price.max() and np.isinf(program.penalty).all()
    if chosen is None or not (unicost and program.selection.only_counts):
        _drop_and_repair(search)
        return
    from models.facility_location.row_weighting import fewer_sites

    floor = int(program.selection.forced.sum()) + 1 if len(program.penalty) else 0
    price = float(program.price[0])
    if search.target is not None:
        floor = max(floor, int((search.target - program.constant) // price))
    rows, sites = program.covers.shape
    touched = program.covers.nnz**2 / max(1, rows * sites)
    steps = max(int(min(MOST_EXCHANGES, EXCHANGE_WORK / max(touched, 1.0))), FEWEST_EXCHANGES)
    better = fewer_sites(
        program.covers, chosen, program.selection.forced, floor, steps, search.clock
    )
    if better is not None:
        search.offer(program.selection.completed(better))


def _drop_and_repair(search: _Search) -> None:
    """Close a site of the incumbent and mend the cover by swaps, as long as that succeeds."""
    program, clock = search.program, search.clock
    columns = sparse.csc_array(program.covers)
    while search.chosen is not None and not search.done:
        chosen = search.chosen.copy()
        times = program.covers @ chosen.astype(float)
        removable = np.flatnonzero(chosen & ~program.selection.forced)
        if len(removable) == 0:
            return
        alone = columns.T @ (times < 1.5).astype(float)
        chosen[removable[int(np.argmin(alone[removable]))]] = False
        mended = interchange(program, chosen, clock)
        before = search.value
        search.offer(program.selection.completed(prune(program, mended)))
        if search.value >= before:
            return


def _finish(search: _Search, closed: BoolArray, opened: BoolArray) -> bool:
    """What is left goes to HiGHS; True if no selection is allowed."""
    program, clock = search.program, search.clock
    kept = np.flatnonzero(~closed | opened)
    rest = restrict(program, kept)
    model, y = _as_linear_model(rest, opened[kept], search.target)
    if model is None:
        if not math.isfinite(search.value) and search.target is None:
            return True
        search.raise_bound(search.value if search.target is None else search.target + 1.0)
        return False
    start = None
    if search.chosen is not None and search.target is None and not (search.chosen & closed).any():
        start = _start(rest, model, search.chosen[kept], y)
    gap = clock.limits.gap if search.target is None else 1e9
    if program.is_integer and math.isfinite(search.value) and search.target is None:
        gap = max(gap, (1.0 - 1e-4) / max(1.0, abs(search.value)))
    inner = Clock(replace(clock.limits, gap=gap), clock.started)
    result = solve_linear(model, inner, start=start, stage=search.stage)
    if result.status is Status.INFEASIBLE:
        if not math.isfinite(search.value) and search.target is None:
            return True
        search.raise_bound(search.value if search.target is None else search.target + 1.0)
        return False
    if result.values is not None:
        chosen = np.zeros(len(closed), dtype=bool)
        chosen[kept[result.values[y] > 0.5]] = True
        search.offer(program.selection.completed(chosen))
    if result.bound is not None:
        # Selections that were ruled out are worth at least the incumbent.
        search.raise_bound(min(result.bound, search.value))
    return False


def _as_linear_model(
    program: CoverProgram, opened: BoolArray, target: float | None
) -> tuple[LinearModel | None, IntArray]:
    """The programme as arrays, and where its sites are; None if a row cannot be covered."""
    covers = program.covers
    rows, sites = covers.shape
    hard = np.isinf(program.penalty)
    if (hard & (np.diff(covers.indptr) == 0)).any():
        return None, np.empty(0, dtype=np.int64)
    builder = ModelBuilder()
    y = builder.variables(
        (sites,), cost=program.price, lower=opened.astype(float), upper=1.0, integer=True
    )
    soft = np.flatnonzero(~hard)
    u = builder.variables((len(soft),), cost=program.penalty[soft], upper=1.0)
    row = builder.rows((rows,), lower=1.0)
    entries = sparse.coo_array(covers)
    builder.add(row[entries.row], y[entries.col], 1.0)
    builder.add(row[soft], u, 1.0)
    program.selection.add_rows(builder, y, np.arange(sites))
    if target is not None:
        builder.add(builder.rows((1,), upper=target - program.constant), y, program.price)
        builder.add(builder.n_rows - 1, u, program.penalty[soft])
    return replace(builder.build(), offset=program.constant), y


def _start(program: CoverProgram, model: LinearModel, chosen: BoolArray, y: IntArray) -> FloatArray:
    """The incumbent in the variables of the linear model."""
    values = np.zeros(len(model.cost))
    values[y] = chosen
    soft = np.isfinite(program.penalty)
    values[len(y) :] = (program.covers @ chosen.astype(float) < 0.5)[soft]
    return values
