"""What all tabs share: the run folders, the queue, and the answers that are at hand."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inputs.territory import Territory, load_territory
from scenarios.app.jobs import Job, Jobs
from scenarios.app.question.asking import Question
from scenarios.fingerprint import Fingerprint
from scenarios.loading import library
from scenarios.runner import find_run
from scenarios.runs import load_run
from scenarios.scenario import Scenario
from scenarios.study import Answer
from scenarios.territories import territory_for

OWN = ".desk"  # below the run folders: what the desk itself keeps
ANSWERS_AT_HAND = 24

_TAB = re.compile(r"[0-9a-fA-F-]{8,40}")


class Office:
    """One server's desks, used from the event loop's thread.

    Attributes
    ----------
    out : folder that holds the run folders
    data : folder of the tables; None for those that the program came with
    territory : the data
    jobs : where work is asked for
    """

    def __init__(self, out: Path, data: Path | None = None, workers: int | None = None) -> None:
        self.out, self.data = out, data
        self.territory: Territory = load_territory(data)
        self.own = out / OWN
        self.own.mkdir(parents=True, exist_ok=True)
        self.jobs = Jobs(out, self.own / "workers.log", workers)
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def folder_of(self, tab: str) -> Path:
        """Where a tab's uploads are unpacked.

        Raises
        ------
        ValueError
            no tab is called so
        """
        if not _TAB.fullmatch(tab):
            raise ValueError(f"{tab!r} is no tab")
        return self.own / "uploads" / tab

    def first_question(self) -> Question:
        """What a new desk asks."""
        return Question.of_library(library()[0])

    async def answer(self, run: str, data: Path | None) -> Answer:
        """The answer that a run folder keeps.

        Raises
        ------
        InputError
            it cannot be read, or not with these data
        """
        if run in self._answers:
            self._answers.move_to_end(run)
            return self._answers[run]
        answer = await asyncio.to_thread(_read, self.out / run, data)
        self._answers[run] = answer
        while len(self._answers) > ANSWERS_AT_HAND:
            self._answers.popitem(last=False)
        return answer

    async def known(self, scenario: Scenario, data: Path | None) -> str | None:
        """Name of the run that has answered the question already."""
        return await asyncio.to_thread(_known, scenario, data, self.out)

    def submit(self, kind: str, payload: Mapping[str, Any], owner: str, data: Path | None) -> Job:
        """Ask for work; see `Jobs.submit`."""
        return self.jobs.submit(kind, payload, owner, None if data is None else str(data))


def _read(folder: Path, data: Path | None) -> Answer:
    run = load_run(folder)
    return run.answer(territory_for(run.scenario, data))


def _known(scenario: Scenario, data: Path | None, out: Path) -> str | None:
    found = find_run(scenario, Fingerprint.of(scenario, territory_for(scenario, data)), out)
    return None if found is None else found.path.name
