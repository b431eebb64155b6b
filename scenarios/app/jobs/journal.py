"""What was asked for and has not ended, on disk: a restart takes it up again."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scenarios.app.jobs.job import Job
from scenarios.app.jobs.kinds import KINDS
from scenarios.folders import replace_file

_LOG = logging.getLogger(__name__)


class Journal:
    """One small file a job; written in the order of the calls, in a thread of its own.

    Parameters
    ----------
    folder : made if it is not there
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # the disk may take its time, and pages must not wait for it
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="journal")

    def note(self, job: Job) -> None:
        """Write a job down, or anew."""
        entry = {
            "id": job.id,
            "kind": job.kind,
            "payload": job.payload,
            "owner": job.owner,
            "data": job.data,
            "asked": job.asked,
            "attempts": job.attempts,
        }
        content = json.dumps(entry, ensure_ascii=False, allow_nan=False).encode()
        self._writer.submit(_logged, replace_file, self._file(job), content)

    def strike(self, job: Job) -> None:
        """Take a job out that has ended."""
        self._writer.submit(_logged, self._file(job).unlink, True)

    def unfinished(self) -> list[Job]:
        """The jobs that had not ended, in the order in which they were asked for."""
        jobs = []
        for file in self._folder.glob("*.json"):
            try:
                jobs.append(_job(json.loads(file.read_text(encoding="utf-8"))))
            except (OSError, ValueError, KeyError, TypeError):
                _LOG.warning("%s is no job and is left out", file)
        return sorted(jobs, key=lambda job: job.asked)

    def close(self) -> None:
        """Wait until everything is written."""
        self._writer.shutdown(wait=True)

    def _file(self, job: Job) -> Path:
        return self._folder / f"{job.id}.json"


def _job(entry: dict[str, Any]) -> Job:
    job = Job(
        id=entry["id"],
        kind=entry["kind"],
        payload=entry["payload"],
        owner=entry["owner"],
        data=entry["data"],
        asked=float(entry["asked"]),
        attempts=int(entry["attempts"]),
    )
    KINDS[job.kind]
    return job


def _logged(write: Any, *args: Any) -> None:
    try:
        write(*args)
    except OSError:
        _LOG.exception("the journal of jobs could not be written")
