"""One piece of work as the page sees it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from optimizer.limits import Progress
from scenarios.language import _, said, spoken, told
from scenarios.language.said import from_plain, to_plain

_LOG = logging.getLogger(__name__)


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LEFT = "left"  # taken out of the queue before it began


ENDED = (State.DONE, State.FAILED, State.LEFT)


@dataclass(frozen=True)
class Failure:
    """Why there is no result.

    Attributes
    ----------
    reason : question (it cannot be), data, impossible, time, unchecked, lost (the process ended),
        program (a bug)
    message : for a person, in English as the command line says it
    problems : the mistakes one by one: path, message, allowed
    """

    reason: str
    message: str
    problems: tuple[tuple[str, str, str], ...] = ()

    def told(self) -> str:
        """Why, in the spoken language."""
        if spoken() == "en" or not self.problems:
            return told(self.message)
        return "; ".join(_in_words(*problem) for problem in self.problems)

    def to_plain(self) -> dict[str, Any]:
        """As JSON has it, sentences with their values."""
        problems = [[to_plain(text) for text in problem] for problem in self.problems]
        return {
            "reason": self.reason,
            "message": to_plain(self.message),
            "problems": problems,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Failure:
        """Back from `to_plain`."""
        problems = [tuple(from_plain(text) for text in problem) for problem in plain["problems"]]
        return cls(plain["reason"], from_plain(plain["message"]), tuple(problems))


class JobFailed(RuntimeError):
    """The work ended without a result; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.message)


@dataclass(eq=False)
class Job:
    """Work that was asked for.

    Attributes
    ----------
    id : its name on disk
    kind, payload : what is done, plain data (`jobs.kinds`)
    owner : the browser tab that asked
    data : folder of the tables to use; None for those that the program came with
    asked : when, seconds since 1970
    attempts : how often a process has begun it
    progress : latest report of each stage, in the order of the stages
    told : what the work has handed over before its end, newest; plain data
    result : plain data, when done
    stopping : the best result so far was asked for
    """

    id: str
    kind: str
    payload: Mapping[str, Any]
    owner: str
    data: str | None = None
    asked: float = field(default_factory=time.time)
    attempts: int = 0
    state: State = State.WAITING
    progress: dict[str, Progress] = field(default_factory=dict)
    told: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None
    failure: Failure | None = None
    stopping: bool = False
    _watchers: list[Callable[[], None]] = field(default_factory=list, repr=False)
    _ended: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def latest(self) -> Progress | None:
        """The newest report of the stage that is being worked on."""
        return next(reversed(self.progress.values()), None)

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call back after every report and change of state, in the event loop's thread."""
        self._watchers.append(callback)

    async def done(self) -> Mapping[str, Any]:
        """Wait for the result.

        Raises
        ------
        JobFailed
            there is none
        """
        await self._ended.wait()
        if self.result is None:
            raise JobFailed(self.failure or Failure("left", said("was taken out of the queue")))
        return self.result

    def changed(self) -> None:
        """Tell those who watch; for the queue."""
        if self.ended:
            self._ended.set()
        for callback in tuple(self._watchers):
            try:
                callback()
            except Exception:
                # the queue goes on to the next job, whatever a page makes of this one
                _LOG.exception("who watches job %s failed", self.id)

    def note(self, progress: Progress) -> None:
        """Keep a report; for the queue."""
        self.progress.pop(progress.stage, None)
        self.progress[progress.stage] = progress
        self.changed()


def _in_words(path: str, message: str, allowed: str) -> str:
    text = told(message)
    if allowed:
        text = _("{problem}; expected: {allowed}", problem=text, allowed=told(allowed))
    return f"{path}: {text}" if path else text
