"""The desk: what one browser tab asks, sees and keeps. Plain Python, knows no browser.

Panels read it and change it; whoever changes something tells the others by an event.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from inputs.errors import InputError
from inputs.territory import Territory, load_territory
from optimizer.limits import Progress
from scenarios.app.jobs.job import Failure, Job
from scenarios.app.memory import Kept, Remembered, as_json
from scenarios.app.office import Office
from scenarios.app.question.asking import Question
from scenarios.app.question.checking import scenario_of
from scenarios.language import LANGUAGES, speaking
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.study import Answer, Problem

Event = Literal[
    "question", "answer", "year", "which", "place", "why", "edited", "assessed", "shelf",
    "progress", "language",
]  # fmt: skip
Which = Literal["documented", "optimised", "both"]
Callback = Callable[[], Coroutine[Any, Any, None] | None]
SHELF = 4  # answers that are compared side by side
FIRST_SHOWN = 2030  # the documents' first horizon

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelved:
    """An answer that is kept for comparison.

    Attributes
    ----------
    run : name of its run folder
    name : what it is called on the shelf
    """

    run: str
    name: str
    answer: Answer


class Desk:
    """One browser tab.

    Attributes
    ----------
    owner : the tab's id
    office : what all tabs share
    territory : the data
    data : folder of the tables; None for those that the program came with
    question : what is asked, valid or not yet
    job : the solve that was asked for last
    failure : why it has no answer
    shown, run : the answer on the page and the name of its run folder
    complete : False when the shown answer is the best plan of a solve that was stopped
    shelf : at most `SHELF` answers
    year : the year on the map
    which : the plans on the map
    place : the place that was chosen; None when none is
    edited : the plan as changed by hand; None when nothing was changed
    assessed : what the evaluator said of it
    language : en, kk or ru
    """

    def __init__(self, owner: str, office: Office, language: str = "en") -> None:
        self.owner, self.office, self.language = owner, office, language
        self.territory: Territory = office.territory
        self.data: Path | None = office.data
        self.question: Question = office.first_question()
        self.job: Job | None = None
        self.failure: Failure | None = None
        self.shown: Answer | None = None
        self.run: str | None = None
        self.complete = True
        self.shelf: list[Shelved] = []
        self.year = FIRST_SHOWN
        self.which: Which = "optimised"
        self.place: str | None = None
        self.edited: Plan | None = None
        self.assessed: Any = None
        self._observers: dict[Event, list[Callback]] = {}
        self._running: set[asyncio.Task[None]] = set()

    @property
    def own_folder(self) -> Path:
        """Where this tab's uploads are unpacked; made when first used."""
        return self.office.folder_of(self.owner)

    @property
    def runs(self) -> Path:
        """The folder that holds the run folders."""
        return self.office.out

    @property
    def progress(self) -> Progress | None:
        """Latest report of the running solve; None when none runs."""
        return self.job.latest if self.job is not None and self.solving else None

    @property
    def baseline(self) -> str | None:
        """Name of the documented plan that the shown answer is held against."""
        return None if self.shown is None else self.shown.comparison.baseline

    def on(self, event: Event, callback: Callback) -> None:
        """Call back whenever the event is told, in the order of subscription."""
        self._observers.setdefault(event, []).append(callback)

    def tell(self, event: Event) -> None:
        """Tell everybody who asked for it that something has changed.

        A panel that fails is logged and keeps none of the others from hearing it.
        """
        with speaking(self.language):
            for callback in tuple(self._observers.get(event, ())):
                try:
                    awaited = callback()
                except Exception:
                    _LOG.exception("a panel failed at %r", event)
                    continue
                if awaited is not None:
                    self._later(awaited)

    def remembered(self) -> Remembered:
        """What is put back when the tab comes again."""
        return Remembered(
            base=self.question.base,
            start=as_json(self.question.start),
            asked=as_json(self.question.data),
            language=self.language,
            data=None if self.data is None else str(self.data),
            run=self.run,
            complete=self.complete,
            shelf=[Kept(run=kept.run, name=kept.name) for kept in self.shelf],
            year=self.year,
            which=self.which,
        )

    async def put_back(self, had: Remembered) -> None:
        """Have on the desk what the tab had; what is not there any more is left out."""
        self.question = Question(had.base, had.start, had.asked)
        if had.language in LANGUAGES:
            self.language = had.language
        if had.data is not None and Path(had.data) != self.office.data:
            with _left_out():
                await self.use_data(Path(had.data))
        for kept in had.shelf[:SHELF]:
            with _left_out():
                answer = await self.office.answer(kept.run, self.data)
                self.shelf.append(Shelved(kept.run, kept.name, answer))
        self.year = had.year
        if had.which in get_args(Which):
            self.which = cast(Which, had.which)
        if had.run is not None:
            with _left_out():
                await self.show_run(had.run, complete=had.complete)
        for job in self.office.jobs.of(self.owner):
            if job.kind == "solve":
                self._follow(job)

    def forget_observers(self) -> None:
        """Before the page is built anew."""
        self._observers.clear()

    def scenario(self) -> Scenario | list[Problem]:
        """The question as a scenario, or what does not fit in it."""
        return scenario_of(self.question)

    def ask(self, question: Question) -> None:
        """Put another question."""
        self.question = question
        self.tell("question")

    async def use_data(self, folder: Path | None) -> None:
        """Ask of other tables from now on.

        Parameters
        ----------
        folder : a folder of tables; None for those that the program was started with

        Raises
        ------
        InputError
            the tables are not as declared, or not this desk's
        """
        folder = self.office.data if folder is None else folder
        if folder is not None and not self.office.is_own_data(folder):
            raise InputError("is not a folder of this desk", file=str(folder))
        self.territory = await asyncio.to_thread(load_territory, folder)
        self.data, self.shown, self.run = folder, None, None
        self.place = self.edited = self.assessed = None
        self.tell("question")
        self.tell("answer")

    async def solve(self, scenario: Scenario | None = None) -> Job | None:
        """Answer a question: at once when it was answered before, else when it is done.

        Parameters
        ----------
        scenario : None: the question as it is

        Returns
        -------
        the solve; None when the answer was known, or while the question does not fit or another
        solve of this desk goes on
        """
        asked = self.scenario() if scenario is None else scenario
        if isinstance(asked, list) or self.solving:
            return None
        self.failure = None
        known = await self.office.known(asked, self.data)
        if known is not None:
            self.job = None
            await self.show_run(known)
            return None
        job = self.submit("solve", {"scenario": asked.canonical()})
        self._follow(job)
        self.tell("progress")
        return job

    @property
    def solving(self) -> bool:
        """Whether a solve is waiting or being worked on."""
        return self.job is not None and not self.job.ended

    def stop(self) -> None:
        """End the solve with the best plan found so far."""
        if self.job is not None:
            self.office.jobs.stop(self.job)

    async def show_run(self, run: str, *, complete: bool = True) -> None:
        """Put the answer of a run folder on the page; errors as `Office.answer`."""
        answer = await self.office.answer(run, self.data)
        self.complete = complete
        self.show(answer, run)
        self.tell("progress")

    def show(self, answer: Answer, run: str) -> None:
        """Put an answer on the page; what was edited by hand belonged to the one before."""
        self.shown, self.run = answer, run
        self.place = self.edited = self.assessed = None
        years = answer.scenario.years
        self.year = min(max(self.year, years.first), years.last)
        self.tell("answer")

    def speak(self, language: str) -> None:
        """Have the page in another language."""
        self.language = language
        self.tell("language")

    def show_year(self, year: int) -> None:
        self.year = year
        self.tell("year")

    def show_which(self, which: Which) -> None:
        self.which = which
        self.tell("which")

    def choose(self, place: str | None) -> None:
        """Choose a place, or none."""
        self.place = place
        self.tell("place")

    def edit(self, plan: Plan | None) -> None:
        """Put a plan changed by hand on the page, or take it off."""
        self.edited, self.assessed = plan, None
        self.tell("edited")

    def assess(self, assessed: Any) -> None:
        """Put what the evaluator says of the edited plan beside it."""
        self.assessed = assessed
        self.tell("assessed")

    def keep(self, name: str) -> bool:
        """Put the shown answer on the shelf; False when it is full or nothing is shown."""
        if self.shown is None or self.run is None:
            return False
        if any(kept.run == self.run for kept in self.shelf):
            return True
        if len(self.shelf) >= SHELF:
            return False
        self.shelf.append(Shelved(self.run, name, self.shown))
        self.tell("shelf")
        return True

    def rename(self, shelved: Shelved, name: str) -> None:
        """Call an answer on the shelf otherwise."""
        self.shelf = [replace(s, name=name) if s is shelved else s for s in self.shelf]
        self.tell("shelf")

    def drop(self, shelved: Shelved) -> None:
        """Take an answer off the shelf."""
        self.shelf = [kept for kept in self.shelf if kept is not shelved]
        self.tell("shelf")

    def submit(self, kind: str, payload: Mapping[str, Any]) -> Job:
        """Ask for work of a kind (`jobs.kinds`) on this desk's data."""
        return self.office.submit(kind, payload, self.owner, self.data)

    def _follow(self, job: Job) -> None:
        self.job = job
        job.on_change(lambda: self._heard_of(job))

    def _heard_of(self, job: Job) -> None:
        if job is not self.job:
            return
        self.failure = job.failure
        self.tell("progress")
        if job.result is not None:
            result = job.result
            self._later(self.show_run(result["run"], complete=result["complete"]))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("a panel failed later", exc_info=error)


@contextmanager
def _left_out() -> Iterator[None]:
    """What cannot be put back is left out, and said so in the log."""
    try:
        yield
    except InputError as error:
        _LOG.warning("left out: %s", error)
