"""One worker process and the job it has; a lost one is replaced."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import scenarios
from optimizer.limits import Progress
from scenarios.app.jobs.job import Failure, Job
from scenarios.language import said

_LINE_LIMIT = 64 * 1024 * 1024  # bytes of one message
# Read by the numerical libraries when they are first imported: one thread a process.
_ONE_THREAD = dict.fromkeys(
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


class Post:
    """A place for one worker.

    Attributes
    ----------
    job : what it works on
    """

    def __init__(self, lane: str, out: Path, log: Path) -> None:
        self.lane = lane
        self.job: Job | None = None
        self._out, self._log = out, log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The process's id; None while there is none."""
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        """Start the process if there is none.

        Raises
        ------
        OSError
            it cannot be started
        """
        if self._process is not None and self._process.returncode is None:
            return
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "scenarios.app.jobs",
                self.lane,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=_environment(),
                limit=_LINE_LIMIT,
                # Ctrl-C belongs to the server, which ends its workers by closing their input.
                start_new_session=True,
            )

    async def answer(self, job: Job) -> None:
        """Have the job done: fills in its progress, and then its result or failure."""
        self.job = job
        try:
            await self.start()
            assert self._process is not None
            assert self._process.stdout is not None
            await self._send(
                {
                    "id": job.id,
                    "kind": job.kind,
                    "payload": job.payload,
                    "data": job.data,
                    "out": str(self._out),
                }
            )
            if job.stopping:
                await self.stop()
            while line := await self._process.stdout.readline():
                if _took(job, json.loads(line)):
                    return
            job.failure = Failure("lost", await self._how())
        except OSError as error:
            why = str(error.strerror or error)
            job.failure = Failure("lost", said("the worker process is gone: {why}", why=why))
        finally:
            self.job = None

    async def stop(self) -> None:
        """Ask for the best result so far."""
        if self.job is not None and self._process is not None:
            with suppress(OSError):
                await self._send({"stop": self.job.id})

    async def close(self) -> None:
        """Leave no process behind."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message, allow_nan=False).encode() + b"\n")
        await self._process.stdin.drain()

    async def _how(self) -> str:
        assert self._process is not None
        code = await self._process.wait()
        if code < 0:
            name = signal.Signals(-code).name
            return said("the worker process ended by signal {name}", name=name)
        return said("the worker process ended with code {code}", code=code)


def _took(job: Job, message: Mapping[str, Any]) -> bool:
    """Note a message of the worker; True when it is the last one."""
    if message["id"] != job.id:
        return False
    if "progress" in message:
        job.note(Progress(**message["progress"]))
        return False
    if "told" in message:
        job.told = message["told"]
        job.changed()
        return False
    if "done" in message:
        job.result = message["done"]
    else:
        job.failure = Failure.from_plain(message["failed"])
    return True


def _environment() -> dict[str, str]:
    """One thread a worker, and this very code whatever the current folder."""
    root = str(Path(next(iter(scenarios.__path__))).parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)}
