"""The live line of a running solve, and Ctrl-C that keeps the best plan."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Generic, Protocol, TypeVar

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from optimizer.limits import Progress, Stop
from scenarios.cli.app import EXIT_LEFT
from scenarios.views.numbers import grouped, percent

T = TypeVar("T")

_POLL_S = 0.1
_SILENCE_S = 5.0


class ProgressLine:
    """Shows a solve's reports: one live line on a terminal, else a line now and then.

    Where no live line fits (a file, a CI log), a stage's first and last report are printed, and
    in between one every few seconds.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self._latest = Progress("reading", None, None, None, 0.0)
        self._printed = self._latest
        self._note = ""

    def report(self, progress: Progress) -> None:
        before, self._latest = self._latest, progress
        if self.console.is_terminal:
            return
        if progress.stage != before.stage and before is not self._printed:
            self._print(before)
        if (
            progress.stage != self._printed.stage
            or progress.seconds - self._printed.seconds > _SILENCE_S
        ):
            self._print(progress)

    def _print(self, progress: Progress) -> None:
        self._printed = progress
        self.console.print(in_a_line(progress), soft_wrap=True, highlight=False)

    def note(self, text: str) -> None:
        self._note = text
        if not self.console.is_terminal:
            self.console.print(text, soft_wrap=True, highlight=False)

    def __rich__(self) -> Text:
        note = f"  {self._note}" if self._note else ""
        return Text(in_a_line(self._latest) + note, overflow="ellipsis", no_wrap=True)


def in_a_line(progress: Progress) -> str:
    """`shortage: best 7 494 353, bound 7 491 497, gap 0.04 %, 2.3 s`."""
    parts = [
        f"{name} {_figure(value)}"
        for name, value in (("best", progress.incumbent), ("bound", progress.bound))
        if value is not None
    ]
    if progress.gap is not None and progress.gap != float("inf"):
        parts.append(f"gap {percent(progress.gap, 2)}")
    parts.append(f"{progress.seconds:.1f} s")
    return f"{progress.stage}: {', '.join(parts)}"


def _figure(value: float) -> str:
    return grouped(value, 0 if abs(value) >= 1000 else 4)


class Line(Protocol):
    """Something that is shown while work goes on, and can say one thing more."""

    console: Console

    def note(self, text: str) -> None: ...

    def __rich__(self) -> RenderableType: ...


class Interruptible(Generic[T]):
    """Work in a thread of its own, so that the first Ctrl-C is heard while a solver computes.

    The first asks the solve to stop and hand over the best plan; the second leaves at once.
    """

    def __init__(self, work: Callable[[], T], stop: Stop, line: Line) -> None:
        self._work = work
        self._stop = stop
        self._line = line
        self._result: list[T] = []
        self._error: list[BaseException] = []

    def run(self) -> T:
        """Run to the end and hand back what `work` returns or raises."""
        previous = signal.signal(signal.SIGINT, self._on_interrupt)
        thread = threading.Thread(target=self._call, daemon=True)
        try:
            console = self._line.console
            with Live(
                self._line,
                console=console,
                refresh_per_second=8,
                transient=True,
                auto_refresh=console.is_terminal,
            ):
                thread.start()
                while thread.is_alive():
                    thread.join(_POLL_S)
        finally:
            signal.signal(signal.SIGINT, previous)
        if self._error:
            raise self._error[0]
        return self._result[0]

    def _call(self) -> None:
        try:
            self._result.append(self._work())
        except BaseException as error:
            self._error.append(error)

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop:
            # A solver in native code cannot be asked; what it half wrote is swept next time.
            os._exit(EXIT_LEFT)
        self._stop.request()
        self._line.note("stopping with the best plan found; Ctrl-C again to leave without it")
