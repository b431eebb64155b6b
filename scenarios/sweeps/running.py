"""All variants of a sweep, those that are answered already left out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inputs.errors import InputError
from optimizer.limits import Stop
from scenarios.consistency import unknown_names
from scenarios.errors import InconsistentScenario
from scenarios.fingerprint import Fingerprint
from scenarios.runner import CreateStudy
from scenarios.sweeps import cluster
from scenarios.sweeps.expand import Variant
from scenarios.sweeps.groups import chunks_of, tasks_of
from scenarios.sweeps.processes import run_in_processes
from scenarios.sweeps.question import RUN_LIMIT_S
from scenarios.sweeps.table import Result, State, SweepTable, is_rendered, known_runs, result_of
from scenarios.sweeps.tasks import Desk, Ended, Setup


@dataclass(frozen=True)
class SweepProgress:
    """How far a sweep is.

    Attributes
    ----------
    done, failed, total : variants; those known before count as done
    seconds : since the sweep began
    left_s : expected seconds to the end; None until the first variant of this call has ended
    """

    done: int
    failed: int
    total: int
    seconds: float
    left_s: float | None


def run_all(
    variants: Sequence[Variant],
    out: Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    data: Path | None = None,
    limit_s: float = RUN_LIMIT_S,
    stop: Stop | None = None,
    on_progress: Callable[[SweepProgress], None] | None = None,
    render: bool = False,
    create: CreateStudy | None = None,
) -> SweepTable:
    """Answer every variant into its run folder below `out`; questions answered before are read.

    A variant that fails is recorded and asked again by the next call. Killed at any moment, this
    leaves whole run folders, and the next call answers the rest.

    Parameters
    ----------
    workers : processes; None: one for each processor
    scheduler : address of a Dask cluster that answers instead of this machine, tcp://host:port
    data : folder of tables to use instead of the embedded data
    limit_s : seconds after which a run is ended and recorded as failed
    stop : raised from outside to end with the best plans found so far
    render : write report, workbook and map layer of each run; `aumaq report` does so later
    create : builds the study of a scenario; picklable; None: the program's own

    Raises
    ------
    InputError
        nothing to do, names the data do not know, or a scheduler that does not answer
    OSError
        `out` cannot hold runs; like the above before any solve
    """
    if not variants:
        raise InputError("a sweep needs at least one scenario")
    if workers is not None and workers < 1:
        raise InputError("a sweep needs a worker", value=workers, expected="at least 1")
    stop = Stop() if stop is None else stop
    folder = None if data is None else data.absolute()
    desk = Desk(Setup(out.absolute(), folder, render, create))
    _require_known_names(variants, desk)
    out.mkdir(parents=True, exist_ok=True)
    hashes = [Fingerprint.of(v.scenario, desk.territory(v.scenario)).question for v in variants]
    results = _answered(hashes, out, render)
    still = [i for i, result in enumerate(results) if result is None]
    tally = _Tally(len(variants), len(still), on_progress)
    tally.report()

    def ended(task: int, end: Ended) -> None:
        result = _result(end, out)
        results[still[task]] = result
        tally.count(result)

    everything = tasks_of([v.scenario for v in variants])
    tasks = [everything[i] for i in still]
    if scheduler is not None:
        with cluster.connected(scheduler) as client:
            asked = [hashes[i] for i in still]
            cluster.run_on_cluster(tasks, asked, desk.setup, client, limit_s, stop, ended)
    else:
        workers = workers or os.cpu_count() or 1
        chunks = chunks_of(tasks, workers)
        run_in_processes(tasks, chunks, desk.setup, workers, limit_s, stop, ended)
    left_out = Result(State.INTERRUPTED, error="the sweep was stopped before it began")
    return SweepTable.of(variants, hashes, [left_out if r is None else r for r in results])


def _require_known_names(variants: Sequence[Variant], desk: Desk) -> None:
    """Names that the data do not know, each once.

    Raises
    ------
    InconsistentScenario
    """
    problems = [p for v in variants for p in unknown_names(v.scenario, desk.territory(v.scenario))]
    if problems:
        raise InconsistentScenario({str(p): p for p in problems}.values())


def _answered(hashes: Sequence[str], out: Path, render: bool) -> list[Result | None]:
    """What is known already; None where a run is missing, or its report where that is asked."""
    known = known_runs(out)
    folders = [known.get(question) for question in hashes]
    return [
        None if folder is None or (render and not is_rendered(folder)) else result_of(folder)
        for folder in folders
    ]


def _result(end: Ended, out: Path) -> Result:
    if not end.run:
        return Result(end.state, error=end.error)
    return result_of(out / end.run, end.state)


class _Tally:
    """Counts ends and tells how long the rest will take."""

    def __init__(
        self, total: int, left: int, on_progress: Callable[[SweepProgress], None] | None
    ) -> None:
        self._total, self._left = total, left
        self._done, self._failed, self._here = total - left, 0, 0
        self._began = time.monotonic()
        self._on_progress = on_progress

    def count(self, result: Result) -> None:
        self._here += 1
        if result.state is State.DONE:
            self._done += 1
        else:
            self._failed += 1
        self.report()

    def report(self) -> None:
        if self._on_progress is None:
            return
        seconds = time.monotonic() - self._began
        each = seconds / self._here if self._here else None
        left = None if each is None else each * (self._left - self._here)
        self._on_progress(SweepProgress(self._done, self._failed, self._total, seconds, left))
