"""Worker processes on this machine, each of which may die or hang without harm to the others."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

import scenarios
from optimizer.limits import Stop
from scenarios.sweeps.table import State
from scenarios.sweeps.tasks import Ended, Setup, Task
from scenarios.sweeps.worker import ONE_THREAD, STOP

OnEnded = Callable[[int, Ended], None]

_POLL_S = 0.1
_SHOWN = 2000  # last characters of what a lost worker printed


def run_in_processes(
    tasks: Sequence[Task],
    chunks: Sequence[Sequence[int]],
    setup: Setup,
    workers: int,
    limit_s: float,
    stop: Stop,
    on_ended: OnEnded,
) -> None:
    """Answer every task in one of `workers` processes.

    Parameters
    ----------
    chunks : indices of tasks that one worker does one after the other
    limit_s : a run that takes longer has its process killed and counts as failed
    stop : asks every worker for the best plan it has; what has not begun is left out
    on_ended : called with the task's index in this thread, as tasks end
    """
    with ExitStack() as logs:
        posts = [
            _Post(setup, limit_s, logs.enter_context(tempfile.TemporaryFile()))
            for _ in range(min(workers, len(chunks)))
        ]
        _supervise(posts, tasks, chunks, stop, on_ended)


def _supervise(
    posts: Sequence[_Post],
    tasks: Sequence[Task],
    chunks: Sequence[Sequence[int]],
    stop: Stop,
    on_ended: OnEnded,
) -> None:
    waiting: queue.SimpleQueue[Sequence[int]] = queue.SimpleQueue()
    for chunk in chunks:
        waiting.put(chunk)
    ended: queue.SimpleQueue[tuple[int, Ended]] = queue.SimpleQueue()
    threads = [
        threading.Thread(target=_work, args=(post, tasks, waiting, ended, stop), daemon=True)
        for post in posts
    ]
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) or not ended.empty():
            with suppress(queue.Empty):
                on_ended(*ended.get(timeout=_POLL_S))
            for post in posts:
                post.watch(stop)
    finally:
        for post in posts:
            post.end()


def _work(
    post: _Post,
    tasks: Sequence[Task],
    waiting: queue.SimpleQueue[Sequence[int]],
    ended: queue.SimpleQueue[tuple[int, Ended]],
    stop: Stop,
) -> None:
    """Feed one post until nothing waits."""
    while not stop:
        try:
            chunk = waiting.get_nowait()
        except queue.Empty:
            return
        for index in chunk:
            if not stop:
                ended.put((index, post.answer(tasks[index])))


class _Post:
    """One worker process and what is needed to end it; a lost one is replaced."""

    def __init__(self, setup: Setup, limit_s: float, log: IO[bytes]) -> None:
        self.setup = setup
        self.limit_s = limit_s
        self._process: subprocess.Popen[bytes] | None = None
        self._log = log
        self._sending, self._timing = threading.Lock(), threading.Lock()
        self._deadline: float | None = None
        self._late = self._asked = self._closed = False

    def answer(self, task: Task) -> Ended:
        """The worker's answer, or why it was lost."""
        ended: Ended | None = None
        self._late = False
        try:
            process = self._started()
            self._deadline = time.monotonic() + self.limit_s
            self._send(process, task)
            assert process.stdout is not None
            ended = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            ended = None
        with self._timing:
            self._deadline = None
        if ended is not None and not self._late:
            return ended
        lost = self._lost()
        return lost if ended is None else ended

    def watch(self, stop: Stop) -> None:
        """End a worker that is late; ask it once for its best plan when the sweep is stopped."""
        process = self._process
        if process is None:
            return
        with self._timing:
            if self._deadline is not None and time.monotonic() > self._deadline:
                self._late = True
                process.kill()
                return
        if stop and not self._asked:
            self._asked = True
            with suppress(OSError):
                self._send(process, STOP)

    def end(self) -> None:
        """Leave no process behind."""
        self._closed = True
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        """The running worker, a new one if there is none.

        Raises
        ------
        OSError
            it cannot be started, or the sweep is over
        """
        if self._closed:
            raise OSError("the sweep is over")
        if self._process is None:
            self._log.seek(0)
            self._log.truncate()
            process = subprocess.Popen(
                [sys.executable, "-m", "scenarios.sweeps"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                env=_environment(),
                # Ctrl-C belongs to the parent, which asks its workers for their best plans.
                process_group=0 if os.name == "posix" else None,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            self._process, self._asked = process, False
            self._send(process, self.setup)
        return self._process

    def _send(self, process: subprocess.Popen[bytes], message: object) -> None:
        assert process.stdin is not None
        with self._sending:
            pickle.dump(message, process.stdin)
            process.stdin.flush()

    def _lost(self) -> Ended:
        process, self._process = self._process, None
        if process is None:
            return Ended(State.FAILED, error="the worker process could not be started")
        process.kill()
        code = process.wait()
        if self._late:
            limit = f"{self.limit_s:g} s, the limit of a run"
            return Ended(State.FAILED, error=f"was ended after {limit}")
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        self._log.seek(0)
        said = self._log.read().decode(errors="replace")[-_SHOWN:].strip()
        return Ended(State.FAILED, error=f"the worker process ended {how}. {said}".strip())


def _environment() -> dict[str, str]:
    """One thread a worker, and this very code whatever the current folder."""
    root = str(Path(next(iter(scenarios.__path__))).parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)}
