"""The live line of a running sweep."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from scenarios.sweeps import SweepProgress

_WIDTH = 30
_SILENCE_S = 5.0


class SweepLine:
    """A bar with the time left on a terminal; elsewhere a line every few seconds."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._latest = SweepProgress(0, 0, 1, 0.0, None)
        self._printed_s: float | None = None
        self._note = ""

    def report(self, progress: SweepProgress) -> None:
        self._latest = progress
        if self.console.is_terminal:
            return
        last = progress.done + progress.failed == progress.total
        silent = self._printed_s is None or progress.seconds - self._printed_s > _SILENCE_S
        if last or silent:
            self._printed_s = progress.seconds
            self.console.print(in_words(progress), soft_wrap=True, highlight=False)

    def note(self, text: str) -> None:
        self._note = text
        if not self.console.is_terminal:
            self.console.print(text, soft_wrap=True, highlight=False)

    def __rich__(self) -> RenderableType:
        ended = self._latest.done + self._latest.failed
        line = Table.grid(padding=(0, 1))
        note = f"  {self._note}" if self._note else ""
        line.add_row(
            ProgressBar(self._latest.total, ended, width=_WIDTH),
            Text(in_words(self._latest) + note, overflow="ellipsis", no_wrap=True),
        )
        return line


def in_words(progress: SweepProgress) -> str:
    """`12 of 81 answered, 1 failed, 0:01:10 gone, about 0:06:40 left`."""
    parts = [f"{progress.done} of {progress.total} answered"]
    if progress.failed:
        parts.append(f"{progress.failed} not")
    parts.append(f"{_clock(progress.seconds)} gone")
    if progress.left_s is not None:
        parts.append(f"about {_clock(progress.left_s)} left")
    return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
