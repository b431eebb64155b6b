"""The queue with made-up workers: order, stopping, lost processes, restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from optimizer.limits import Progress
from scenarios.app.jobs import Job, Jobs, State
from scenarios.app.jobs.job import Failure, JobFailed
from scenarios.app.jobs.post import Post

LOST = Failure("lost", "the worker process ended by signal SIGKILL")


class MadeUp(Post):
    """A worker that does what the payload says: steps, then a result, or death."""

    begun: list[str]

    async def start(self) -> None:
        pass

    async def answer(self, job: Job) -> None:
        self.job = job
        self.begun.append(job.payload["name"])
        for step in range(job.payload.get("steps", 1)):
            job.note(Progress("work", 10.0, 9.0, 0.1, float(step)))
            await asyncio.sleep(0)
            if job.stopping:
                break
        deaths = job.payload.get("deaths", 0)
        if job.attempts <= deaths:
            job.failure = LOST
        else:
            job.result = {"name": job.payload["name"], "complete": not job.stopping}
        self.job = None

    async def stop(self) -> None:
        pass


@pytest.fixture
def begun() -> list[str]:
    return []


def run(tmp_path: Path, begun: list[str], work: Any, workers: int = 1) -> None:
    """Run `work(jobs)` in a loop of its own."""
    made = type("Counted", (MadeUp,), {"begun": begun})

    async def main() -> None:
        jobs = Jobs(tmp_path, tmp_path / ".desk", workers, made)
        await work(jobs)
        await jobs.close()

    (tmp_path / ".desk").mkdir(exist_ok=True)
    # a thread of its own: Playwright leaves a running loop behind in the thread of other tests
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(main())).result()


def ask(jobs: Jobs, name: str, owner: str = "a", **payload: Any) -> Job:
    return jobs.submit("solve", {"name": name, **payload}, owner)


def all_done(*jobs: Job) -> Coroutine[Any, Any, Any]:
    return asyncio.wait_for(asyncio.gather(*(job.done() for job in jobs)), 30)


def journal(tmp_path: Path) -> list[Path]:
    return list((tmp_path / ".desk" / "jobs").glob("*.json"))


def test_owners_take_turns_and_none_is_lost(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        asked = [ask(jobs, f"a{i}", "a") for i in range(3)]
        asked += [ask(jobs, "b0", "b"), ask(jobs, "c0", "c"), ask(jobs, "b1", "b")]
        assert jobs.ahead(asked[0]) == 0, "it is being worked on"
        assert [jobs.ahead(job) for job in asked[3:]] == [1, 2, 4]
        results = await all_done(*asked)
        assert [r["name"] for r in results] == [job.payload["name"] for job in asked]

    run(tmp_path, begun, work)
    assert begun == ["a0", "a1", "b0", "c0", "a2", "b1"]
    assert journal(tmp_path) == []


def test_a_page_that_fails_at_a_job_keeps_nobody_waiting(
    tmp_path: Path, begun: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the page is gone")

    async def work(jobs: Jobs) -> None:
        first, second = ask(jobs, "a0", "a"), ask(jobs, "b0", "b")
        first.on_change(fail)
        await all_done(first, second)

    run(tmp_path, begun, work)
    assert begun == ["a0", "b0"]
    assert "the page is gone" in caplog.text


def test_two_workers_serve_two_owners_at_once(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        asked = [ask(jobs, "a0", "a", steps=9), ask(jobs, "b0", "b", steps=3)]
        asked += [ask(jobs, "b1", "b"), ask(jobs, "c0", "c")]
        await all_done(*asked)

    run(tmp_path, begun, work, workers=2)
    assert begun == ["a0", "b0", "b1", "c0"]


def test_reports_come_in_and_the_newest_stage_is_last(tmp_path: Path, begun: list[str]) -> None:
    seen: list[float] = []

    async def work(jobs: Jobs) -> None:
        job = ask(jobs, "a0", steps=4)
        job.on_change(lambda: seen.append(job.latest.seconds if job.latest else -1.0))
        await all_done(job)
        assert job.state is State.DONE
        assert job.latest is not None
        assert job.latest.gap == 0.1

    run(tmp_path, begun, work)
    assert seen == [-1.0, 0.0, 1.0, 2.0, 3.0, 3.0]


def test_stop_asks_for_the_best_so_far(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        job = ask(jobs, "a0", steps=1_000_000)
        await asyncio.sleep(0)
        jobs.stop(job)
        assert (await job.done())["complete"] is False

    run(tmp_path, begun, work)


def test_a_job_that_has_not_begun_is_left(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        first, second = ask(jobs, "a0", steps=5), ask(jobs, "a1")
        jobs.stop(second)
        assert second.state is State.LEFT
        with pytest.raises(JobFailed):
            await second.done()
        await all_done(first)

    run(tmp_path, begun, work)
    assert begun == ["a0"]
    assert journal(tmp_path) == []


def test_a_lost_worker_is_tried_again_once(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        once, twice = ask(jobs, "once", deaths=1), ask(jobs, "twice", deaths=2)
        await all_done(once)
        with pytest.raises(JobFailed, match="SIGKILL"):
            await asyncio.wait_for(twice.done(), 30)
        assert twice.failure == LOST

    run(tmp_path, begun, work)
    assert sorted(begun) == ["once", "once", "twice", "twice"]


def test_a_restart_takes_up_what_had_not_ended(tmp_path: Path, begun: list[str]) -> None:
    async def interrupted(jobs: Jobs) -> None:
        done = ask(jobs, "done")
        await all_done(done)
        ask(jobs, "running", steps=1_000_000)
        ask(jobs, "waiting", "b")
        await asyncio.sleep(0.1)

    async def restarted(jobs: Jobs) -> None:
        jobs.resume()
        (first,), (second,) = jobs.of("a"), jobs.of("b")
        jobs.stop(first)
        results = await all_done(first, second)
        assert [r["name"] for r in results] == ["running", "waiting"]
        assert first.attempts == 2

    run(tmp_path, begun, interrupted)
    assert len(journal(tmp_path)) == 2
    run(tmp_path, begun, restarted)
    assert begun == ["done", "running", "running", "waiting"]
    assert journal(tmp_path) == []


def test_a_job_that_took_the_server_with_it_twice_is_not_begun_again(
    tmp_path: Path, begun: list[str]
) -> None:
    async def interrupted(jobs: Jobs) -> None:
        jobs.resume()
        if not jobs.of("a"):
            ask(jobs, "heavy", steps=1_000_000)
        await asyncio.sleep(0.1)

    async def restarted(jobs: Jobs) -> None:
        ended: list[Job] = []
        jobs.on_end(ended.append)
        jobs.resume()
        assert [job.failure.reason for job in ended if job.failure] == ["lost"]

    run(tmp_path, begun, interrupted)
    run(tmp_path, begun, interrupted)
    run(tmp_path, begun, restarted)
    assert begun == ["heavy", "heavy"]
    assert journal(tmp_path) == []


def test_a_broken_journal_entry_is_left_out(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        folder = tmp_path / ".desk" / "jobs"
        (folder / "half.json").write_text('{"id": "half", "kin')
        (folder / "other.json").write_text('{"id": 1, "kind": "rm", "payload": {}, "owner": "a"}')
        jobs.resume()
        await all_done(ask(jobs, "a0"))

    run(tmp_path, begun, work)
    assert begun == ["a0"]


def test_an_unknown_kind_is_refused(tmp_path: Path, begun: list[str]) -> None:
    async def work(jobs: Jobs) -> None:
        with pytest.raises(KeyError):
            jobs.submit("os.system", {}, "a")

    run(tmp_path, begun, work)
