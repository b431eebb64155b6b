"""The same on a Dask cluster: portions of a sweep go to its workers, run folders come back.

A portion is answered on its machine by a process of its own, as on this one, so that a run that
hangs or dies there harms neither the cluster nor the others. Run folders travel as archives: the
machines need the same version of the program and the same data, but no common disk.
"""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from inputs.errors import InputError
from optimizer.limits import Stop
from scenarios.folders import draft
from scenarios.runs import load_run
from scenarios.sweeps.groups import chunks_of
from scenarios.sweeps.processes import OnEnded, run_in_processes
from scenarios.sweeps.table import State
from scenarios.sweeps.tasks import Ended, Setup, Task

_POLL_S = 0.2
_ANSWERS_WITHIN_S = 10


@dataclass(frozen=True)
class Packed:
    """How a task of a portion ended, and its run folder as an archive; empty: there is none."""

    position: int
    ended: Ended
    archive: bytes


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at `address` (tcp://host:port) that has workers.

    Raises
    ------
    InputError
        dask.distributed is missing, nobody answers, or there are no workers
    """
    try:
        from distributed import Client
    except ImportError as error:
        expected = "pip install 'aumaq[cluster]'"
        raise InputError("a cluster needs dask.distributed", expected=expected) from error
    try:
        client = Client(address, timeout=_ANSWERS_WITHIN_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            "the scheduler does not answer",
            value=address,
            expected="the address that `dask scheduler` printed, tcp://host:port",
        ) from error
    with client:
        if not client.ncores():
            expected = f"`dask worker {address}` on at least one machine"
            raise InputError("the cluster has no workers", value=address, expected=expected)
        yield client


def run_on_cluster(
    tasks: Sequence[Task],
    hashes: Sequence[str],
    setup: Setup,
    client: Any,
    limit_s: float,
    stop: Stop,
    on_ended: OnEnded,
) -> None:
    """Answer every task on a cluster; as `run_in_processes`, but a stop leaves what is running.

    Parameters
    ----------
    hashes : what the tasks' questions must be; a worker with other data or code gives others
    client : of dask.distributed
    """
    workers = sum(client.ncores().values())
    with client.get_executor(pure=False) as executor:
        _collect(executor, tasks, hashes, chunks_of(tasks, workers), setup, limit_s, stop, on_ended)


def _collect(
    executor: Executor,
    tasks: Sequence[Task],
    hashes: Sequence[str],
    chunks: Sequence[Sequence[int]],
    setup: Setup,
    limit_s: float,
    stop: Stop,
    on_ended: OnEnded,
) -> None:
    waiting = {
        executor.submit(answer_portion, [tasks[i] for i in chunk], setup, limit_s): chunk
        for chunk in chunks
    }
    while waiting and not stop:
        for future in wait(waiting, timeout=_POLL_S, return_when=FIRST_COMPLETED).done:
            chunk = waiting.pop(future)
            error = future.exception()
            if error is not None:
                lost = Ended(State.FAILED, error=f"the cluster lost it: {error}")
                for index in chunk:
                    on_ended(index, lost)
                continue
            for packed in future.result():
                index = chunk[packed.position]
                on_ended(index, _unpacked(packed, hashes[index], setup.out))
    for future in waiting:
        future.cancel()


def answer_portion(tasks: Sequence[Task], setup: Setup, limit_s: float) -> list[Packed]:
    """Answer tasks on this machine, one after the other, and pack what came of them."""
    ends: list[Packed] = []
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)

        def ended(position: int, end: Ended) -> None:
            archive = _archive(out / end.run) if end.run else b""
            ends.append(Packed(position, end, archive))

        here = replace(setup, out=out)
        run_in_processes(tasks, [range(len(tasks))], here, 1, limit_s, Stop(), ended)
    return ends


def _archive(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        archive.add(folder, arcname=".")
    return buffer.getvalue()


def _unpacked(packed: Packed, question: str, out: Path) -> Ended:
    """Publish the run folder below `out`, if it answers the question that was asked."""
    if not packed.archive:
        return packed.ended
    with draft(out) as hidden:
        with tarfile.open(fileobj=io.BytesIO(packed.archive)) as archive:
            archive.extractall(hidden.path, filter="data")
        if load_run(hidden.path).manifest.question != question:
            other = "the worker has other data or another version of the program"
            return Ended(State.FAILED, error=other)
        hidden.publish(out / packed.ended.run)
    return packed.ended
