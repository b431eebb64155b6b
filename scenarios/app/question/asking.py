"""A question being put together: what a scenario file would hold, valid or not yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from scenarios.loading import load
from scenarios.positions import Path
from scenarios.scenario import Scenario

MISSING: Any = object()


@dataclass(frozen=True)
class Question:
    """Values as a scenario file holds them, and the values they started from.

    Attributes
    ----------
    base : the library scenario it started from, or the name of the file
    start : what a reset goes back to; plain nested data, text keys
    data : what is asked now, of the same form; a value may be one that does not fit
    """

    base: str
    start: Mapping[str, Any]
    data: Mapping[str, Any]

    @classmethod
    def of_library(cls, name: str = "default") -> Question:
        """The question as the library asks it.

        Raises
        ------
        InputError
            there is no such scenario
        """
        return cls.of_data(name, load(name).located.data)

    @classmethod
    def of_data(cls, base: str, data: Mapping[str, Any]) -> Question:
        """A question that starts with the values given."""
        return cls(base, data, data)

    @property
    def changed(self) -> bool:
        """Whether anything is asked otherwise than at the start."""
        return any(True for _ in changed_paths(self))


def value_at(question: Question, path: Path) -> Any:
    """What is asked at `path`: as written, or else the model's default.

    Raises
    ------
    KeyError
        a scenario has nothing there
    """
    return _value(question.data, path)


def start_at(question: Question, path: Path) -> Any:
    """What a reset of `path` goes back to; errors as `value_at`."""
    return _value(question.start, path)


def is_changed(question: Question, path: Path) -> bool:
    """Whether something else is asked at `path` than at the start."""
    return bool(_value(question.data, path) != _value(question.start, path))


def changed_paths(question: Question) -> Iterator[Path]:
    """The fields that differ from the start; a list or a table counts as one."""
    for path in _field_paths():
        if path[0] not in ("name", "title") and is_changed(question, path):
            yield path


def change(question: Question, path: Path, value: Any) -> Question:
    """The question with `value` at `path`; a default is not written twice.

    Parameters
    ----------
    value : plain data; what does not fit is kept and found by `scenario_of`

    Raises
    ------
    KeyError
        a scenario has nothing there
    """
    start = _value(question.start, path)
    if value == start:
        return reset(question, path)
    return replace(question, data=_with(question.data, path, value))


def reset(question: Question, path: Path) -> Question:
    """The question with what it started with at `path`."""
    written = _at(question.start, path)
    data = _without(question.data, path)
    return replace(question, data=data if written is MISSING else _with(data, path, written))


def reset_all(question: Question) -> Question:
    """The question as it started."""
    return replace(question, data=question.start)


def _value(data: Mapping[str, Any], path: Path) -> Any:
    default = _at(_defaults(), path)
    written = _at(data, path)
    if written is MISSING and default is MISSING:
        raise KeyError(".".join(map(str, path)))
    return default if written is MISSING else written


@cache
def _defaults() -> dict[str, Any]:
    return Scenario().canonical()


@cache
def _field_paths() -> tuple[Path, ...]:
    """Paths of the fields: those of the parts one by one, anything else as a whole."""
    parts = {n for n, f in Scenario.model_fields.items() if hasattr(f.annotation, "model_fields")}
    return tuple(
        path
        for key, value in _defaults().items()
        for path in ([(key, name) for name in value] if key in parts else [(key,)])
    )


def _at(data: Any, path: Path) -> Any:
    for part in path:
        if isinstance(data, Mapping) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return MISSING
    return data


def _with(data: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    key, rest = str(path[0]), path[1:]
    below = data.get(key)
    inner = below if isinstance(below, Mapping) else {}
    return {**data, key: _with(inner, rest, value) if rest else value}


def _without(data: Mapping[str, Any], path: Path) -> dict[str, Any]:
    key, rest = str(path[0]), path[1:]
    if not rest:
        return {k: v for k, v in data.items() if k != key}
    below = data.get(key)
    if not isinstance(below, Mapping):
        return dict(data)
    inner = _without(below, rest)
    return {**data, key: inner} if inner else _without(data, (key,))
