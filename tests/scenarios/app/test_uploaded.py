"""What was sent stays as long as a tab, an answer on its desk or a job asks of it."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scenarios.app.jobs.job import Job
from scenarios.app.jobs.journal import Journal
from scenarios.app.memory import Memory, Remembered
from scenarios.app.office import OLD_S, Office

UNTIL_OLD_S = OLD_S + 60.0


def in_a_loop(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: Playwright leaves a running loop behind in that of other tests."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work)).result()


def remembered(data: Path | None = None) -> Remembered:
    return Remembered(
        base="default",
        start={},
        asked={},
        language="en",
        data=None if data is None else str(data),
        year=2030,
        which="both",
    )


def sent(out: Path, tab: str, name: str, age_s: float = 0.0) -> Path:
    folder = out / ".desk" / "uploads" / tab / name
    folder.mkdir(parents=True)
    (folder / "places.csv").write_text("a\n", encoding="utf-8")
    at = time.time() - age_s
    os.utime(folder, (at, at))
    return folder


def memory_of(out: Path) -> Memory:
    return Memory(out / ".desk" / "tabs")


def test_what_a_tab_has_replaced_goes_with_its_last_page(tmp_path: Path) -> None:
    tab = str(uuid.uuid4())
    office = Office(tmp_path)
    before, now = sent(tmp_path, tab, "tables-1"), sent(tmp_path, tab, "tables-2")
    other = sent(tmp_path, str(uuid.uuid4()), "tables-3")
    office.memory.keep(tab, remembered(now))

    async def come_and_go() -> None:
        office.enter(tab)
        office.enter(tab)
        await office.leave(tab)
        assert before.exists()
        await office.leave(tab)

    in_a_loop(come_and_go())
    assert not before.exists()
    assert now.exists()
    assert other.exists()


def test_nothing_is_left_of_a_tab_that_asks_of_the_usual_tables(tmp_path: Path) -> None:
    tab = str(uuid.uuid4())
    office = Office(tmp_path)
    folder = sent(tmp_path, tab, "tables-1")
    office.memory.keep(tab, remembered())
    in_a_loop(office.leave(tab))
    assert not folder.parent.exists()


def test_a_start_removes_what_is_old_and_held_by_nobody(tmp_path: Path) -> None:
    tabs = [str(uuid.uuid4()) for _tab in range(4)]
    old, held, young, worked_on = (
        sent(tmp_path, tab, "tables-1", age)
        for tab, age in zip(tabs, (UNTIL_OLD_S, UNTIL_OLD_S, 60.0, UNTIL_OLD_S), strict=True)
    )
    memory_of(tmp_path).keep(tabs[1], remembered(held))
    journal = Journal(tmp_path / ".desk" / "jobs")
    journal.note(Job("1", "solve", {}, tabs[3], str(worked_on)))
    journal.close()
    Office(tmp_path)
    assert not old.parent.exists()
    assert held.exists()
    assert young.exists()
    assert worked_on.exists()


def test_a_solve_that_outlives_its_page_is_on_the_desk_when_the_tab_comes_back(
    tmp_path: Path,
) -> None:
    tab, away = str(uuid.uuid4()), str(uuid.uuid4())
    office = Office(tmp_path, workers=1)

    class Done:
        """A worker that answers at once."""

        pid = None
        job: Job | None = None

        async def answer(self, job: Job) -> None:
            job.result = {"run": f"run-of-{job.owner[:8]}", "complete": True}
            self.job = None

        async def close(self) -> None:
            """Nothing to end."""

    office.jobs._posts["long"] = [Done()]  # type: ignore[list-item]

    async def leave_and_wait() -> None:
        office.enter(tab)
        for owner in (tab, away):
            office.memory.keep(owner, remembered())
            job = office.submit("solve", {"scenario": {}}, owner, None)
            await office.leave(away)
            await job.done()
        await office.jobs.close()

    in_a_loop(leave_and_wait())
    back = memory_of(tmp_path).of(away)
    assert back is not None
    assert back.run == f"run-of-{away[:8]}"
    # the open page of the other tab writes down itself what it shows
    here = memory_of(tmp_path).of(tab)
    assert here is not None
    assert here.run is None
