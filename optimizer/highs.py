"""HiGHS: arrays in, progress and stopping through its callbacks."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from scipy import sparse

from optimizer.limits import Clock
from optimizer.linear_model import LinearModel


def to_highs(model: LinearModel) -> highspy.HighsLp:
    """The same model as HiGHS holds it."""
    columns = sparse.csc_array(model.matrix)
    lp = highspy.HighsLp()
    lp.num_col_ = len(model.cost)
    lp.num_row_ = len(model.row_lower)
    lp.col_cost_ = np.asarray(model.cost, dtype=float)
    lp.col_lower_ = np.asarray(model.lower, dtype=float)
    lp.col_upper_ = np.asarray(model.upper, dtype=float)
    lp.row_lower_ = np.asarray(model.row_lower, dtype=float)
    lp.row_upper_ = np.asarray(model.row_upper, dtype=float)
    lp.offset_ = model.offset
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = columns.indptr.astype(np.int32)
    lp.a_matrix_.index_ = columns.indices.astype(np.int32)
    lp.a_matrix_.value_ = np.asarray(columns.data, dtype=float)
    if model.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(flag)] for flag in model.integer]
    return lp


def watch(solver: highspy.Highs, clock: Clock, stage: str, is_mip: bool) -> None:
    """Let the solver look at the stop flag and tell its incumbent and bound."""

    def interrupt(event: Any) -> None:
        if clock.limits.stop:
            event.interrupt()

    def tell(event: Any) -> None:
        incumbent = float(event.data_out.objective_function_value)
        bound = float(event.data_out.mip_dual_bound)
        clock.report(
            stage,
            incumbent if abs(incumbent) < 1e30 else None,
            bound if abs(bound) < 1e30 else None,
        )

    if is_mip:
        solver.cbMipInterrupt += interrupt
        if stage:
            solver.cbMipLogging += tell
    else:
        solver.cbSimplexInterrupt += interrupt
        solver.cbIpmInterrupt += interrupt
