"""A worker process: takes jobs from its standard input, one line of JSON each.

What stands in them comes from users, so nothing is ever unpickled. When the input ends, the parent
is gone, however that came about: the worker leaves at once, and what it had half written is swept
by the next run.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from optimizer.limits import Progress, Stop
from scenarios.app.jobs.failures import failure_of
from scenarios.app.jobs.kinds import KINDS
from scenarios.app.jobs.warming import warm
from scenarios.app.jobs.wire import finite
from scenarios.app.jobs.work import Work

# Reports that come faster than this (seconds) are worth nothing to an eye.
_PACE_S = 0.1
_BEHIND = 10


def serve(lane: str) -> None:
    """Work until the parent ends."""
    if lane != "quick" and os.name == "posix":
        # answers that somebody waits for within a second come first
        os.nice(_BEHIND)
    worker = _Worker(sys.stdin.buffer, _own_output())
    threading.Thread(target=worker.listen, daemon=True).start()
    if lane != "print":
        warm(solving=lane == "long")
    worker.work()


class _Worker:
    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink
        self._inbox: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        self._stops: dict[str, Stop] = {}
        self._sending = threading.Lock()

    def listen(self) -> None:
        """Hear jobs and wishes to stop; ends the process with its input."""
        for line in self._source:
            message = json.loads(line)
            if "stop" in message:
                # a `Stop` is false until it is asked for
                if (stop := self._stops.get(message["stop"])) is not None:
                    stop.request()
                continue
            self._stops[message["id"]] = Stop()
            self._inbox.put(message)
        os._exit(0)

    def work(self) -> None:
        while True:
            message = self._inbox.get()
            self._send(self._answer(message))
            del self._stops[message["id"]]

    def _answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        job = message["id"]
        data = message["data"]
        work = Work(
            out=Path(message["out"]),
            data=None if data is None else Path(data),
            report=_Reports(job, self._send).report,
            tell=lambda told: self._send({"id": job, "told": told}),
            stop=self._stops[job],
        )
        try:
            result = KINDS[message["kind"]].task()(message["payload"], work)
            return {"id": job, "done": result}
        except Exception as error:
            failure = failure_of(error)
            if failure.reason == "program":
                traceback.print_exc()
            return {"id": job, "failed": failure.to_plain()}

    def _send(self, message: Mapping[str, Any]) -> None:
        line = json.dumps(finite(message), ensure_ascii=False, allow_nan=False).encode()
        with self._sending:
            try:
                self._sink.write(line + b"\n")
                self._sink.flush()
            except BrokenPipeError:
                # the server is gone: its journal has the job, and nobody hears of a failure
                os._exit(0)


class _Reports:
    """Passes reports on: each stage's first, then one now and then."""

    def __init__(self, job: str, send: Any) -> None:
        self._job, self._send = job, send
        self._stage, self._told = "", 0.0

    def report(self, progress: Progress) -> None:
        if progress.stage == self._stage and progress.seconds - self._told < _PACE_S:
            return
        self._stage, self._told = progress.stage, progress.seconds
        self._send({"id": self._job, "progress": asdict(progress)})


def _own_output() -> BinaryIO:
    """The pipe to the parent; what libraries print goes to standard error instead."""
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sink
