"""Whether a radius is reachable when sites cost money or groups have limits.

A local search that keeps the rules looks for a cover; the linear relaxation with all rules in it
shows that there is none; a MIP decides what lies between.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from models.facility_location.cover_program import CoverProgram, reduce_program
from models.facility_location.selection import BoolArray, FloatArray, Selection
from optimizer.certificate import Status
from optimizer.engines import LinearResult, solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import ModelBuilder

UNCOVERED = 1e-5  # of rows, in a linear programme, that is not rounding


def relaxed_cover(
    covers: sparse.csr_array, selection: Selection, clock: Clock
) -> FloatArray | bool | None:
    """(M,) how far sites are open in a fractional cover, False if there is none, None if unknown.

    Parameters
    ----------
    covers : (R, M) sparse: rows that must be covered
    """
    answer = _answer(covers, selection, clock, integer=False)
    if isinstance(answer, bool):
        return answer
    result, opened = answer
    if result.status is not Status.OPTIMAL or result.objective is None:
        return None
    return False if result.objective > UNCOVERED else opened


def covered(
    covers: sparse.csr_array, selection: Selection, clock: Clock
) -> BoolArray | bool | None:
    """(M,) an allowed selection that covers every row, False if there is none, None if unknown."""
    answer = _answer(covers, selection, clock, integer=True)
    if isinstance(answer, bool):
        return answer
    result, opened = answer
    if result.status is Status.INFEASIBLE:
        return False
    if result.values is None:
        return None
    chosen = opened > 0.5
    return chosen if selection.admits(chosen) else None


def _answer(
    covers: sparse.csr_array, selection: Selection, clock: Clock, integer: bool
) -> tuple[LinearResult, FloatArray] | bool:
    """The programme solved, and (M,) the sites; its relaxation pays for what is not covered."""
    rows, sites = covers.shape
    hard = CoverProgram(covers, np.full(rows, np.inf), np.zeros(sites), selection)
    reduced = reduce_program(hard)
    if reduced is None:
        return False
    program, kept = reduced.program, reduced.kept
    builder = ModelBuilder()
    y = builder.variables(
        (len(kept),),
        lower=program.selection.forced.astype(float),
        upper=1.0,
        integer=integer,
    )
    row = builder.rows((program.covers.shape[0],), lower=1.0)
    entries = sparse.coo_array(program.covers)
    builder.add(row[entries.row], y[entries.col], 1.0)
    if not integer:
        builder.add(row, builder.variables((len(row),), cost=1.0, upper=1.0), 1.0)
    program.selection.add_rows(builder, y, np.arange(len(kept)))
    inner = Clock(
        replace(clock.limits, gap=1e9 if integer else 0.0, on_progress=None), clock.started
    )
    result = solve_linear(builder.build(), inner)
    opened = np.zeros(sites)
    if result.values is not None:
        opened[kept] = result.values[y]
    return result, opened
