"""Columns come, the optimum follows; a solver that loses its way gets a second chance."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import pytest
from scipy import sparse

from optimizer.errors import OptimizerError
from optimizer.growing_program import GrowingProgram


class Lost:
    """HiGHS that reports no status until it is cleared, or never one."""

    def __init__(self, solver: highspy.Highs, *, for_good: bool) -> None:
        self._solver, self._for_good, self._lost = solver, for_good, True
        self.cleared = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solver, name)

    def clearSolver(self) -> None:
        self.cleared += 1
        self._lost = self._for_good
        self._solver.clearSolver()

    def getModelStatus(self) -> highspy.HighsModelStatus:
        return highspy.HighsModelStatus.kNotset if self._lost else self._solver.getModelStatus()


def program() -> GrowingProgram:
    """Ten units of need at 3 each."""
    found = GrowingProgram(np.array([10.0]), np.array([10.0]))
    found.add_columns(
        np.array([3.0]), np.zeros(1), np.array([np.inf]), sparse.csc_array(np.ones((1, 1)))
    )
    return found


def test_a_cheaper_column_is_taken_up() -> None:
    found = program()
    first = found.solve(5.0)
    assert first is not None
    assert first.objective == pytest.approx(30.0)
    assert first.duals == pytest.approx([3.0])
    found.add_columns(np.ones(1), np.zeros(1), np.full(1, 4.0), sparse.csc_array(np.ones((1, 1))))
    second = found.solve(5.0)
    assert second is not None
    assert second.objective == pytest.approx(6 * 3.0 + 4 * 1.0)


def test_a_lost_solver_begins_once_more_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = program()
    lost = Lost(found._highs, for_good=False)
    monkeypatch.setattr(found, "_highs", lost)
    answer = found.solve(5.0)
    assert answer is not None
    assert answer.objective == pytest.approx(30.0)
    assert lost.cleared == 1


def test_a_solver_lost_for_good_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    found = program()
    lost = Lost(found._highs, for_good=True)
    monkeypatch.setattr(found, "_highs", lost)
    with pytest.raises(OptimizerError, match="HiGHS ends with 'Not Set'"):
        found.solve(5.0)
    assert lost.cleared == 1
