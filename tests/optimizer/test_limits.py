"""Clocks, stop flags, gaps, and the growing linear programme."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from optimizer.certificate import relative_gap
from optimizer.growing_program import GrowingProgram
from optimizer.limits import Limits, Stop


def test_stop_expires_every_clock_of_the_limits() -> None:
    stop = Stop()
    clock = Limits(time_s=100.0, stop=stop).clock()
    part = clock.until(50.0)
    assert not clock.expired
    assert part.remaining <= 50.0
    stop.request()
    assert clock.expired
    assert part.expired


def test_a_part_never_outlives_the_whole() -> None:
    clock = Limits(time_s=1.0).clock()
    assert clock.until(99.0).limits.time_s == 1.0


@pytest.mark.parametrize(
    ("objective", "bound", "expected"),
    [(100.0, 99.0, 0.01), (0.0, 0.0, 0.0), (0.0, -1.0, np.inf), (None, 1.0, None)],
)
def test_relative_gap(objective: float | None, bound: float | None, expected: float | None) -> None:
    assert relative_gap(objective, bound) == expected


def test_growing_program_improves_with_a_cheaper_column() -> None:
    program = GrowingProgram(np.array([4.0]), np.array([np.inf]))
    one = sparse.csc_array(np.array([[1.0]]))
    program.add_columns(np.array([3.0]), np.zeros(1), np.array([np.inf]), one)
    first = program.solve(10.0)
    assert first is not None
    assert first.objective == pytest.approx(12.0)
    assert first.duals[0] == pytest.approx(3.0)
    program.add_columns(np.array([1.0]), np.zeros(1), np.array([3.0]), one)
    second = program.solve(10.0)
    assert second is not None
    assert second.objective == pytest.approx(6.0)
    program.set_upper(np.array([1]), np.array([0.0]))
    third = program.solve(10.0)
    assert third is not None
    assert third.objective == pytest.approx(12.0)
