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

Lane = Literal["long", "quick"]
Task = Callable[[Mapping[str, Any], Work], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """Where the function stands, and whether it solves (long) or answers within a second."""

    function: str
    lane: Lane

    def task(self) -> Task:
        module, _, name = self.function.partition(":")
        task: Task = getattr(import_module(module), name)
        return task


KINDS: dict[str, Kind] = {
    "solve": Kind("scenarios.app.jobs.solving:solve", "long"),
    "explain": Kind("scenarios.app.why.asking:explain", "long"),
    "front": Kind("scenarios.app.charts.tracing:front", "long"),
}
