"""What can be asked for by name, and which processes do it.

A kind's function takes the payload (plain data) and a `Work`, runs in a worker process and hands
back plain data. It is named as text, so that the page does not import what only workers need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from scenarios.app.jobs.work import Work

Lane = Literal["long", "quick", "print"]
Task = Callable[[Mapping[str, Any], Work], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """What is done, and by which processes.

    Attributes
    ----------
    function : `module:function`
    lane : long for solves, quick for answers within a second, print for files to take away
    kept : whether a restart takes it up again; only what somebody would still wait for
    """

    function: str
    lane: Lane
    kept: bool = False

    def task(self) -> Task:
        module, _, name = self.function.partition(":")
        task: Task = getattr(import_module(module), name)
        return task


KINDS: dict[str, Kind] = {
    "solve": Kind("scenarios.app.jobs.solving:solve", "long", kept=True),
    "explain": Kind("scenarios.app.why.asking:explain", "long"),
    "front": Kind("scenarios.app.charts.tracing:front", "long"),
    "print": Kind("scenarios.app.downloads.printing:printed", "print"),
    "tables": Kind("scenarios.app.question.uploads.tables:check", "quick"),
}
