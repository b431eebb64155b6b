"""What all tabs share: the run folders, the queue, and the answers that are at hand."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from inputs.territory import Territory, load_territory
from scenarios.app.jobs import Job, Jobs
from scenarios.app.memory import Memory, tidy
from scenarios.app.question.asking import Question
from scenarios.app.security.folders import run_folder, tab_folder
from scenarios.app.tiles import Tiles
from scenarios.app.uploaded import asked_of, sweep
from scenarios.fingerprint import Fingerprint
from scenarios.loading import library
from scenarios.runs import Manifest, load_run, read_manifest
from scenarios.scenario import Scenario
from scenarios.study import Answer

OWN = ".desk"  # below the run folders: what the desk itself keeps
UPLOADS = "uploads"
PRINTED = "printed"
ANSWERS_AT_HAND = 24
OLD_S = 24 * 3600.0  # of tables that were sent and are not used, at the start
WARM_AFTER_S = 1.5


class Office:
    """One server's desks, used from the event loop's thread.

    Attributes
    ----------
    out : folder that holds the run folders
    own : what the desk itself keeps, below `out`
    data : folder of the tables; None for those that the program came with
    tiles : background of maps; None for none
    territory : the data
    jobs : where work is asked for
    """

    def __init__(
        self,
        out: Path,
        data: Path | None = None,
        *,
        tiles: Tiles | None = None,
        workers: int | None = None,
    ) -> None:
        self.out, self.data, self.tiles = out, data, tiles
        self.territory: Territory = load_territory(data)
        self.own = out / OWN
        for part in (UPLOADS, PRINTED):
            (self.own / part).mkdir(parents=True, exist_ok=True)
        tidy(self.own / PRINTED)
        self.memory = Memory(self.own / "tabs")
        self.jobs = Jobs(out, self.own, workers)
        self.jobs.on_end(self._ended)
        self._sweep([folder.name for folder in (self.own / UPLOADS).iterdir()], OLD_S)
        self._present: Counter[str] = Counter()
        self._warmed = False
        self._answers: OrderedDict[tuple[str, datetime], Answer] = OrderedDict()

    def enter(self, tab: str) -> None:
        """A page of a tab is open; the first one has the workers start."""
        self._present[tab] += 1
        if not self._warmed:
            self._warmed = True
            # the page that is being built needs the cores first
            asyncio.get_running_loop().call_later(WARM_AFTER_S, self.jobs.warm)

    async def leave(self, tab: str) -> None:
        """A page of a tab is gone, and with the last one what was sent to it and is not used."""
        self._present -= Counter([tab])
        if tab not in self._present:
            await asyncio.to_thread(self._sweep, [tab], 0.0)

    def _sweep(self, tabs: Sequence[str], age_s: float) -> None:
        """Remove what was sent to tabs longer ago than `age_s`, unless it is asked of."""
        held = [*asked_of(self.memory.all(), self.out), *self.jobs.folders()]
        for tab in tabs:
            sweep(self.own / UPLOADS / tab, held, time.time() - age_s)

    def folder_of(self, tab: str) -> Path:
        """Where a tab's uploads are unpacked; need not exist.

        Raises
        ------
        InputError
            no tab is called so
        """
        return tab_folder(self.own / UPLOADS, tab)

    def is_own_data(self, folder: Path) -> bool:
        """Whether a folder of tables is one that may be read for a browser."""
        uploads = (self.own / UPLOADS).resolve()
        given = self.data is not None and folder.resolve() == self.data.resolve()
        return given or folder.resolve().is_relative_to(uploads)

    def data_of(self, manifest: Manifest) -> Path | None:
        """The tables that a run was made of, as far as they may be read; else the server's."""
        folder = Path(manifest.data)
        return folder if folder.is_dir() and self.is_own_data(folder) else self.data

    def first_question(self) -> Question:
        """What a new desk asks."""
        return Question.of_library(library()[0])

    async def answer(self, run: str, data: Path | None) -> Answer:
        """The answer that a run folder keeps.

        Raises
        ------
        InputError
            there is no such run, or it cannot be read, or not with these data
        """
        folder = run_folder(self.out, run)
        manifest = await asyncio.to_thread(read_manifest, folder)
        key = (run, manifest.created)
        if key not in self._answers:
            self._answers[key] = await asyncio.to_thread(_read, folder, data)
        self._answers.move_to_end(key)
        while len(self._answers) > ANSWERS_AT_HAND:
            self._answers.popitem(last=False)
        return self._answers[key]

    async def known(self, scenario: Scenario, data: Path | None) -> str | None:
        """Name of the run that has answered the question already."""
        return await asyncio.to_thread(_known, scenario, data, self.out)

    def submit(self, kind: str, payload: Mapping[str, Any], owner: str, data: Path | None) -> Job:
        """Ask for work; see `Jobs.submit`."""
        return self.jobs.submit(kind, payload, owner, None if data is None else str(data))

    def _ended(self, job: Job) -> None:
        if job.kind == "solve" and job.result is not None and job.owner not in self._present:
            self.memory.answered(job.owner, job.result)


def _read(folder: Path, data: Path | None) -> Answer:
    from scenarios.territories import territory_for

    run = load_run(folder)
    return run.answer(territory_for(run.scenario, data))


def _known(scenario: Scenario, data: Path | None, out: Path) -> str | None:
    from scenarios.runner import find_run
    from scenarios.territories import territory_for

    found = find_run(scenario, Fingerprint.of(scenario, territory_for(scenario, data)), out)
    return None if found is None else found.path.name
