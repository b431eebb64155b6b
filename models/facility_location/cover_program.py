"""The programme behind the covering models, and what can be removed from it beforehand.

    minimise  sum_j price_j y_j + sum_r penalty_r u_r + constant
    u_r + sum_{j covers r} y_j >= 1        for every row r; no u_r where penalty_r is infinite
    y in the allowed selections

Set covering has infinite penalties, maximal covering no prices, and p-centre asks whether such a
programme has a value of at most p.

Reductions after Beasley, J. E. (1987), An algorithm for set covering problem, EJOR 31, 85-93:
equal rows are merged, a row is dropped if another row's sites are among its own (row dominance),
a site is dropped if another one covers at least as much for no higher price (column dominance).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from models.facility_location.selection import BoolArray, FloatArray, IntArray, Selection

DOMINANCE_WORK = 3e7  # multiplications beyond which looking for dominance costs more than it saves
MOST_PASSES = 8


@dataclass(frozen=True)
class CoverProgram:
    """The programme above.

    Attributes
    ----------
    covers : (R, M) sparse, 1.0 where a site covers a row
    penalty : (R,) price of leaving a row uncovered, inf if it must be covered
    price : (M,) >= 0
    selection : allowed sets of the M sites
    constant : part of the value that no decision changes
    """

    covers: sparse.csr_array
    penalty: FloatArray
    price: FloatArray
    selection: Selection
    constant: float = 0.0

    @property
    def is_integer(self) -> bool:
        """Every value differs from `constant` by a whole number."""
        soft = self.penalty[np.isfinite(self.penalty)]
        return bool((soft == np.round(soft)).all() and (self.price == np.round(self.price)).all())

    def value(self, chosen: BoolArray) -> float:
        """Value of a set of open sites (M,), inf if a row is not covered that must be."""
        missed = self.covers @ chosen.astype(float) < 0.5
        return float(self.price[chosen].sum() + self.penalty[missed].sum()) + self.constant


@dataclass(frozen=True)
class Reduced:
    """A smaller programme on sites `kept` (ascending indices), equivalent to the original one."""

    program: CoverProgram
    kept: IntArray

    def expand(self, chosen: BoolArray, count: int) -> BoolArray:
        """The set of sites among all `count`."""
        whole = np.zeros(count, dtype=bool)
        whole[self.kept[chosen]] = True
        return whole


def restrict(program: CoverProgram, kept: IntArray) -> CoverProgram:
    """The same programme on the sites `kept` only; all others stay closed."""
    selection = program.selection
    return replace(
        program,
        covers=sparse.csr_array(program.covers[:, kept]),
        price=program.price[kept],
        selection=replace(
            selection,
            forced=selection.forced[kept],
            allowed=selection.allowed[kept],
            money=selection.money[kept],
            group=selection.group[kept],
        ),
    )


def reduce_program(program: CoverProgram) -> Reduced | None:
    """Remove what cannot matter. None if a row that must be covered has no site.

    A site is dropped for another one only where nothing but the number of sites counts and no
    least number above the forced sites would have to be filled up at a price.
    """
    kept = np.flatnonzero(program.selection.allowed)
    current = restrict(program, kept)
    counts_only = program.selection.only_counts and (
        not program.price.any() or program.selection.fewest <= int(program.selection.forced.sum())
    )
    if counts_only:
        most = max(program.selection.most, int(program.selection.forced.sum()))
        current = replace(current, selection=replace(current.selection, fewest=0, most=most))
    for _ in range(MOST_PASSES):
        before = current.covers.shape
        fewer_rows = _without_rows(current)
        if fewer_rows is None:
            return None
        current = fewer_rows
        if counts_only:
            useful = _useful_columns(current)
            current, kept = restrict(current, useful), kept[useful]
        if current.covers.shape == before:
            break
    return Reduced(current, kept)


def _without_rows(program: CoverProgram) -> CoverProgram | None:
    """Without rows that forced sites cover, rows nobody covers, equal rows and dominated rows."""
    covers, penalty, constant = program.covers, program.penalty, program.constant
    open_rows = covers @ program.selection.forced.astype(float) < 0.5
    size = np.diff(covers.indptr)
    hopeless = size == 0
    if (hopeless & ~np.isfinite(penalty)).any():
        return None
    constant += float(penalty[hopeless].sum())
    rows = np.flatnonzero(open_rows & ~hopeless & (penalty > 0))
    covers, penalty = sparse.csr_array(covers[rows]), penalty[rows]
    if len(rows) == 0:
        return replace(program, covers=covers, penalty=penalty, constant=constant)
    first, which = _equal_rows(covers)
    penalty = np.bincount(which, penalty, len(first)).astype(float)
    covers = sparse.csr_array(covers[first])
    keep = ~_dominated_rows(covers, np.isinf(penalty))
    return replace(
        program,
        covers=sparse.csr_array(covers[keep]),
        penalty=penalty[keep],
        constant=constant,
    )


def _equal_rows(covers: sparse.csr_array) -> tuple[IntArray, IntArray]:
    """First row of every class of equal rows, and the class of every row, by 64-bit hashes."""
    random = np.random.default_rng(1)
    marks = random.integers(0, 2**64, covers.shape[1], dtype=np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(marks[covers.indices])])
    hashes = sums[covers.indptr[1:]] - sums[covers.indptr[:-1]]
    _, first, which = np.unique(hashes, return_index=True, return_inverse=True)
    return first, which


def _dominated_rows(covers: sparse.csr_array, hard: BoolArray) -> BoolArray:
    """Rows that are covered whenever some other row is that must be. Rows are distinct."""
    dominated = np.zeros(covers.shape[0], dtype=bool)
    must = sparse.csr_array(covers[np.flatnonzero(hard)])
    work = np.bincount(must.indices, minlength=covers.shape[1]) @ np.bincount(
        covers.indices, minlength=covers.shape[1]
    )
    if must.shape[0] == 0 or work > DOMINANCE_WORK:
        return dominated
    shared = sparse.coo_array(must @ covers.T)
    inside = shared.data > np.diff(must.indptr)[shared.row] - 0.5
    row, other = np.flatnonzero(hard)[shared.row[inside]], shared.col[inside]
    dominated[other[row != other]] = True
    return dominated


def _useful_columns(program: CoverProgram) -> IntArray:
    """Sites that are forced, or cover something that no single other site does as cheaply."""
    covers, price = program.covers, program.price
    forced = program.selection.forced
    degree = np.bincount(covers.indices, minlength=covers.shape[1])
    useful = forced | (degree > 0)
    work = float((np.diff(covers.indptr).astype(float) ** 2).sum())
    if work <= DOMINANCE_WORK and covers.shape[0]:
        shared = sparse.coo_array(covers.T @ covers)
        site, other = shared.row, shared.col
        covered = shared.data > degree[site] - 0.5
        equal = covered & (degree[site] == degree[other]) & (price[site] == price[other])
        better = covered & (site != other) & (price[other] <= price[site])
        better &= ~equal | forced[other] | (other < site)
        useful[site[better & ~forced[site]]] = False
    return np.flatnonzero(useful)
