"""The flag that compiled loops look at."""

from __future__ import annotations

import threading
import time

import numpy as np
from numba import njit

from optimizer.alarm import alarm
from optimizer.limits import Limits, Stop

PATIENCE = 20.0  # seconds that a loaded machine may be late


@njit(nogil=True)
def _counts(halt: np.ndarray, count: np.ndarray, most: int) -> None:
    """Count in an array until halted; `most` takes minutes."""
    while count[0] < most and not halt[0]:
        count[0] += 1


def rings(flag: np.ndarray) -> bool:
    late = time.perf_counter() + PATIENCE
    while not flag[0] and time.perf_counter() < late:
        time.sleep(0.01)
    return bool(flag[0])


def test_it_rings_when_time_is_up_and_not_before() -> None:
    with alarm(Limits(time_s=600.0).clock()) as far, alarm(Limits(time_s=0.02).clock()) as near:
        assert rings(near)
        assert not far[0]
    assert not far[0]


def test_it_hears_a_stop() -> None:
    stop = Stop()
    with alarm(Limits(time_s=600.0, stop=stop).clock()) as flag:
        stop.request()
        assert rings(flag)


def test_a_compiled_loop_ends_and_the_thread_with_it() -> None:
    count, most = np.zeros(1, dtype=np.int64), 2**38
    _counts(np.ones(1, dtype=np.bool_), count, most)
    before = threading.active_count()
    with alarm(Limits(time_s=0.1).clock()) as flag:
        _counts(flag, count, most)
    assert 0 < count[0] < most
    assert threading.active_count() == before
