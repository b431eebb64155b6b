"""The queue: who is served next, by which process, and what is known after a restart."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from scenarios.app.jobs.fair import FairQueue
from scenarios.app.jobs.job import Failure, Job, State
from scenarios.app.jobs.journal import Journal
from scenarios.app.jobs.kinds import KINDS, Lane
from scenarios.app.jobs.post import Post
from scenarios.language import said

MakePost = Callable[[str, Path, Path], Post]

# A job that takes its process with it twice would do so for ever.
MOST_ATTEMPTS = 2


class Jobs:
    """Everything that is waiting or being worked on, for all tabs.

    Used from the event loop's thread only.

    Parameters
    ----------
    out : folder that holds the run folders
    own : folder for the journal and for what workers print
    workers : processes that solve; None: one a core
    post : makes the place of a worker from lane, `out` and log
    """

    def __init__(
        self, out: Path, own: Path, workers: int | None = None, post: MakePost = Post
    ) -> None:
        log = own / "workers.log"
        posts: dict[Lane, int] = {"long": workers or os.cpu_count() or 1, "quick": 1, "print": 1}
        self._posts = {lane: [post(lane, out, log) for _ in range(n)] for lane, n in posts.items()}
        self._queues: dict[Lane, FairQueue[Job]] = {lane: FairQueue() for lane in posts}
        self._journal = Journal(own / "jobs")
        self._known: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_end: list[Callable[[Job], None]] = []

    def resume(self) -> None:
        """Take up what had not ended when the server did."""
        for job in self._journal.unfinished():
            if job.attempts >= MOST_ATTEMPTS:
                job.failure = Failure("lost", said("the server ended while it was worked on"))
                self._end(job, State.FAILED)
            else:
                self._enter(job)

    def warm(self, lanes: tuple[Lane, ...] = ("quick", "long")) -> None:
        """Start a process of each lane, so that the first question does not wait for it."""
        for lane in lanes:
            self._task(self._posts[lane][0].start())

    def submit(
        self, kind: str, payload: Mapping[str, Any], owner: str, data: str | None = None
    ) -> Job:
        """Ask for work; it begins as soon as it is its owner's turn.

        Parameters
        ----------
        kind : a name of `kinds.KINDS`
        payload : plain data
        owner : the browser tab
        data : folder of tables; None for those that the program came with

        Raises
        ------
        KeyError
            there is no such kind
        """
        job = Job(uuid.uuid4().hex, kind, payload, owner, data)
        self._note(job)
        self._enter(job)
        return job

    def stop(self, job: Job) -> None:
        """Ask for the best result so far; a job that has not begun is left."""
        if job.ended:
            return
        job.stopping = True
        lane = KINDS[job.kind].lane
        if self._queues[lane].remove(job.owner, job):
            self._end(job, State.LEFT)
            return
        for post in self._posts[lane]:
            if post.job is job:
                self._task(post.stop())
        job.changed()

    def ahead(self, job: Job) -> int:
        """How many jobs of the same lane will begin before it."""
        waiting = list(self._queues[KINDS[job.kind].lane])
        return waiting.index(job) if job in waiting else 0

    def of(self, owner: str) -> list[Job]:
        """The owner's jobs that have not ended, oldest first."""
        return [job for job in self._known.values() if job.owner == owner]

    def folders(self) -> set[Path]:
        """Folders of tables that jobs work on or will, those of before a restart included."""
        jobs = [*self._known.values(), *self._journal.unfinished()]
        named = [name for job in jobs for name in (job.data, job.payload.get("staged"))]
        return {Path(name) for name in named if name is not None}

    def processes(self, lane: Lane) -> list[int]:
        """Ids of the lane's worker processes."""
        return [post.pid for post in self._posts[lane] if post.pid is not None]

    def on_end(self, callback: Callable[[Job], None]) -> None:
        """Call back with every job that ends, before those who watch it."""
        self._on_end.append(callback)

    async def close(self) -> None:
        """End the workers; what they worked on is taken up after the next start."""
        for task in self._tasks:
            task.cancel()
        for posts in self._posts.values():
            for post in posts:
                await post.close()
        await asyncio.to_thread(self._journal.close)

    def _enter(self, job: Job) -> None:
        lane = KINDS[job.kind].lane
        self._known[job.id] = job
        self._queues[lane].put(job.owner, job)
        self._serve(lane)

    def _serve(self, lane: Lane) -> None:
        """Give waiting jobs to free posts."""
        for post in self._posts[lane]:
            if post.job is not None:
                continue
            busy = Counter(p.job.owner for p in self._posts[lane] if p.job is not None)
            job = self._queues[lane].take(busy)
            if job is None:
                return
            post.job = job
            self._task(self._work(post, job))

    async def _work(self, post: Post, job: Job) -> None:
        job.state = State.RUNNING
        job.attempts += 1
        self._note(job)
        job.changed()
        try:
            await post.answer(job)
        except Exception as error:
            job.failure = Failure("program", f"{type(error).__name__}: {error}")
        if job.failure is not None and job.failure.reason == "lost" and self._again(job):
            return
        self._end(job, State.FAILED if job.result is None else State.DONE)
        self._serve(KINDS[job.kind].lane)

    def _again(self, job: Job) -> bool:
        """Put a job whose process was lost back into the queue; False when that is enough."""
        if job.attempts >= MOST_ATTEMPTS or job.stopping:
            return False
        job.failure, job.state = None, State.WAITING
        job.progress.clear()
        self._enter(job)
        job.changed()
        return True

    def _end(self, job: Job, state: State) -> None:
        job.state = state
        self._known.pop(job.id, None)
        if KINDS[job.kind].kept:
            self._journal.strike(job)
        for callback in self._on_end:
            callback(job)
        job.changed()

    def _note(self, job: Job) -> None:
        if KINDS[job.kind].kept:
            self._journal.note(job)

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
