"""The element that draws a plan as bars and tells what a planner does to them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

Told = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Sequence(Element, component="sequence.js"):
    """Bars by place and year; every wish is told, nothing is changed here."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self._props.update(rows=(), columns=(), marks=(), became={}, texts=texts)

    def show(
        self,
        rows: list[dict[str, Any]],
        columns: list[dict[str, Any]],
        marks: list[int],
        became: Mapping[str, str] | None = None,
    ) -> None:
        """Draw other bars.

        Parameters
        ----------
        rows : places with their bars (`bars.as_plain`)
        columns : year, label, and what is wrong in the year (over)
        marks : columns at whose left edge a horizon stands
        became : key of the bar that each wish has left, by the number that the page gave the wish
        """
        # tuples: NiceGUI watches every item of a list for changes
        new = {
            "rows": tuple(rows),
            "columns": tuple(columns),
            "marks": tuple(marks),
            "became": dict(became or {}),
        }
        if any(self._props[name] != value for name, value in new.items()):
            self._props.update(new)
            self.update()

    def on_wish(self, wish: str, told: Told) -> None:
        """Call with what the page says of a wish: move, remove, choose, undo or redo."""

        async def hear(event: GenericEventArguments) -> None:
            await told(event.args if isinstance(event.args, dict) else {})

        self.on(wish, hear)
