"""What the controls of a form share: the question they change and the problems they show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from scenarios.app.question.asking import Question, change, reset, value_at
from scenarios.app.question.checking import beside, every_problem, quick_problems
from scenarios.app.question.expecting import sentences
from scenarios.app.question.fields import Field
from scenarios.app.state import Desk
from scenarios.language import speaking
from scenarios.positions import Path
from scenarios.study import Problem

_PAUSE_S = 0.6  # without a change before the study is asked, which takes up to some seconds
_CHECKS = asyncio.Semaphore(1)


class Board:
    """The controls in sight.

    Attributes
    ----------
    problems : of the question as it is
    shown : paths beside which problems are shown; others are for the summary
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.problems: list[Problem] = []
        self.shown: set[Path] = set()
        self._refreshers: list[tuple[Callable[[], None], ui.element]] = []

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self.desk.question

    def value(self, field: Field) -> Any:
        """What is asked at a field."""
        return value_at(self.question, field.path)

    def ask(self, path: Path, value: Any) -> None:
        """Ask something else; nothing happens where it is asked already."""
        if value != value_at(self.question, path):
            self.desk.ask(change(self.question, path, value))

    def reset(self, path: Path) -> None:
        """Ask again what the question started with."""
        self.desk.ask(reset(self.question, path))

    def show(
        self, refresher: Callable[[], None], owner: ui.element, path: Path | None = None
    ) -> None:
        """Call back now and whenever the question or its problems have changed.

        Parameters
        ----------
        owner : an element that the refresher writes to; when it is gone, so is the refresher
        path : beside which the refresher shows problems
        """
        self._refreshers.append((refresher, owner))
        if path is not None:
            self.shown.add(path)
        refresher()

    def told(self, path: Path, field: Field | None = None) -> str:
        """What is wrong at a path, in a sentence; empty where nothing is."""
        return sentences(beside(self.problems, path), field)

    def wrong(self, path: Path) -> bool:
        """Whether anything is wrong at a path or below it."""
        return bool(beside(self.problems, path))

    def wrong_at(self, dotted: str) -> bool:
        """Whether anything is wrong at a dotted path itself."""
        return any(problem.path == dotted for problem in self.problems)

    def elsewhere(self) -> Sequence[Problem]:
        """Problems that no control in sight shows."""
        seen = {id(p) for path in self.shown for p in beside(self.problems, path)}
        return [p for p in self.problems if id(p) not in seen]

    def clear(self) -> None:
        """Before the form is built anew; refreshers go with the elements they write to."""
        self.shown.clear()

    def refresh(self) -> None:
        """Show the question as it is, with what is found at once."""
        self.problems = quick_problems(self.question, self.desk.territory)
        self.redraw()

    async def check(self) -> None:
        """Show what the study finds, when the question has rested for a moment."""
        question, territory = self.question, self.desk.territory
        await asyncio.sleep(_PAUSE_S)
        if self.question is not question:
            return
        async with _CHECKS:
            if self.question is not question:
                return
            found = await asyncio.to_thread(every_problem, question, territory)
        if self.question is question and found != self.problems:
            self.problems = found
            with speaking(self.desk.language):
                self.redraw()

    def heard(self, handler: Callable[[Any], None]) -> Callable[[Any], None]:
        """A handler of an event of the browser, in the desk's language."""

        def spoken_by(event: Any) -> None:
            with speaking(self.desk.language):
                handler(event)

        return spoken_by

    def pressed(self, action: Callable[[], None]) -> Callable[[], None]:
        """An action of a button or a key, in the desk's language."""

        def spoken_by() -> None:
            with speaking(self.desk.language):
                action()

        return spoken_by

    def redraw(self) -> None:
        """Show the question and its problems as they are known."""
        self._refreshers = [item for item in self._refreshers if not item[1].is_deleted]
        for refresher, owner in tuple(self._refreshers):
            if not owner.is_deleted:
                refresher()
