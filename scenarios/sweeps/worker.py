"""A worker process: takes tasks from its standard input, answers them one by one.

When the input ends, its parent is gone, however that came about: the worker leaves at once, and
what it had half written is swept by the next run.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
from typing import BinaryIO

from optimizer.limits import Stop
from scenarios.sweeps.tasks import Desk, Setup, Task

STOP = "stop"
# Read by the numerical libraries when they are first imported.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NUMBA_NUM_THREADS",
    ),
    "1",
)


def serve() -> None:
    """Work until the parent ends; the first message is the `Setup`, then tasks or `STOP`."""
    source, sink = sys.stdin.buffer, _own_output()
    stop = Stop()
    desk = Desk(_received(source))
    inbox: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, inbox, stop), daemon=True).start()
    while True:
        ended = desk.answer(inbox.get(), stop)
        pickle.dump(ended, sink)
        sink.flush()


def _own_output() -> BinaryIO:
    """The pipe to the parent; what libraries print goes to standard error instead."""
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sink


def _received(source: BinaryIO) -> Setup:
    setup: Setup = pickle.load(source)
    return setup


def _listen(source: BinaryIO, inbox: queue.SimpleQueue[Task], stop: Stop) -> None:
    while True:
        try:
            message = pickle.load(source)
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(1)
        if message == STOP:
            stop.request()
        else:
            inbox.put(message)
