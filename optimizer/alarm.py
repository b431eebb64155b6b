"""A flag in an array that compiled loops look at, raised when a clock expires."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from optimizer.limits import Clock

PERIOD = 0.05  # seconds between two looks at the clock


@contextmanager
def alarm(clock: Clock) -> Iterator[NDArray[np.bool_]]:
    """Yield an array (1,) that becomes True when `clock` expires, its stop flag included.

    A thread watches the clock, so loops have to be compiled with `nogil` to be interrupted, and to
    write to arrays themselves, or the compiler looks at this one only once.
    """
    rung = np.zeros(1, dtype=np.bool_)
    done = threading.Event()

    def watch() -> None:
        while not clock.expired:
            if done.wait(min(PERIOD, clock.remaining)):
                return
        rung[0] = True

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield rung
    finally:
        done.set()
        watcher.join()
