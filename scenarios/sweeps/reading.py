"""Reads parts of a YAML file whose shape is known, collecting every mistake with its line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from inputs.errors import InputError
from scenarios.errors import ScenarioError
from scenarios.positions import Located, Mark, Path, in_words

_SIMPLE = (str, int, float, bool)
_NOTHING = object()


class Reader:
    """Typed access by path.

    Attributes
    ----------
    errors : the mistakes so far; a value that does not fit is replaced by an empty one
    """

    def __init__(self, located: Located) -> None:
        self.located = located
        self.errors: list[InputError] = []

    def mark(self, at: Path) -> Mark:
        return self.located.mark(at) or Mark("sweep")

    def wrong(
        self, at: Path, message: str, *, value: Any = None, expected: str | None = None
    ) -> None:
        """Note a mistake."""
        mark = self.mark(at)
        self.errors.append(
            ScenarioError(
                message,
                file=mark.source,
                row=mark.line,
                column=in_words(at),
                value=value if isinstance(value, _SIMPLE) else None,
                expected=expected,
            )
        )

    def has(self, at: Path) -> bool:
        """Whether something stands at `at`, be it null."""
        return self._find(at) is not _NOTHING

    def get(self, at: Path) -> Any:
        """The value at `at`, null where nothing stands."""
        value = self._find(at)
        return None if value is _NOTHING else value

    def _find(self, at: Path) -> Any:
        node: Any = self.located.data
        for part in at:
            items = dict(enumerate(node)) if isinstance(node, list) else node
            if not isinstance(items, dict) or part not in items:
                return _NOTHING
            node = items[part]
        return node

    def known_keys(self, at: Path, keys: Sequence[str]) -> None:
        """Note keys below `at` that have no meaning."""
        for key in self.mapping(at):
            if key not in keys:
                close = difflib.get_close_matches(str(key), keys, n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                self.wrong((*at, key), f"unknown key{hint}", expected=f"one of {', '.join(keys)}")

    def mapping(self, at: Path) -> dict[str, Any]:
        value = self.get(at)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong(at, "is not a mapping", value=value, expected="key: value lines")
            return {}
        return value

    def sequence(self, at: Path) -> list[Any]:
        value = self.get(at)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(at, "is not a list", value=value, expected="items that begin with -")
            return []
        return value

    def text(self, at: Path, default: str) -> str:
        value = self.get(at) if self.has(at) else default
        if not isinstance(value, str):
            self.wrong(at, "does not fit", value=value, expected="text")
            return default
        return value

    def number(
        self, at: Path, default: float | None, *, above: float | None = None, whole: bool = False
    ) -> float:
        """A number; without a default it must be there."""
        if not self.has(at) and default is not None:
            return default
        value = self.get(at)
        kinds = (int,) if whole else (int, float)
        fits = isinstance(value, kinds) and not isinstance(value, bool)
        if not fits or (above is not None and value <= above):
            words = "a whole number" if whole else "a number"
            expected = words + (f" above {above:g}" if above is not None else "")
            message = "does not fit" if self.has(at) else "is missing"
            self.wrong(at, message, value=value, expected=expected)
            return 0.0
        return float(value)
