"""Scenarios by name or file: library, `extends`, `--set`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from inputs.errors import InputError
from scenarios.errors import InconsistentScenario, InvalidScenario, ScenarioError
from scenarios.positions import Located, Mark, Path, in_words, parse_value, read_yaml
from scenarios.scenario import Scenario
from scenarios.validation import validated

if TYPE_CHECKING:
    from scenarios.study import Problem

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Loaded:
    """A scenario and where each of its values was written."""

    scenario: Scenario
    source: str
    located: Located

    def inconsistent(self, problems: Iterable[Problem]) -> InconsistentScenario:
        """The consistency problems of this scenario, each with the file and line it stands in."""
        error = InconsistentScenario(problems, self.source)
        errors = []
        for problem in error.problems:
            mark = self.located.mark(path_of(problem.path)) or Mark(self.source)
            errors.append(
                ScenarioError(
                    problem.message,
                    file=mark.source,
                    row=mark.line,
                    column=problem.path,
                    expected=problem.allowed or None,
                )
            )
        error.errors = tuple(errors)
        error.args = ("\n".join(str(e) for e in errors),)
        return error


def library() -> list[str]:
    """Names of the scenarios that come with the program, `default` first."""
    names = sorted(p.stem for p in _library_folder().iterdir() if p.suffix in SUFFIXES)
    return sorted(names, key=lambda name: name != "default")


def load_scenario(name_or_file: str | FilePath, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario; see `load` for the rules and the errors."""
    return load(name_or_file, overrides).scenario


def load(name_or_file: str | FilePath, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario from the library or a YAML file.

    `extends: NAME|relative file`, or a list of them, is read first; mappings are merged key by
    key, lists and values are replaced, later ones win. A scenario's name (its file's unless it
    states one) and its title are its own and never inherited.

    Parameters
    ----------
    name_or_file : a library name, or a path that ends in .yaml or .yml
    overrides : `key.sub=value`, values as in YAML, list items as `objectives.0.at_most` or
        `objectives[0].at_most`; an index one past the end appends

    Raises
    ------
    InputError
        unknown name, unreadable file, circular `extends`
    InvalidScenario
        every mistake of the file at once
    """
    file = _resolve(str(name_or_file), FilePath(), None)
    located = _stacked(file, ())
    for override in overrides:
        located = _overridden(located, override)
    return Loaded(validated(located), _shown(file), located)


def located_scenario(name_or_file: str, folder: FilePath, mark: Mark) -> Located:
    """A scenario's values before they are checked, for files that build on it.

    Parameters
    ----------
    name_or_file : a library name, or a path relative to `folder`
    mark : where it is named, for the error

    Raises
    ------
    InputError, InvalidScenario
        as `load`
    """
    return _stacked(_resolve(name_or_file, folder, mark), ())


def with_value(located: Located, path: Path, value: Any, mark: Mark) -> Located:
    """A copy of a scenario's values with `value` at `path`, written at `mark`.

    Raises
    ------
    ScenarioError
        the path leads through something that has no keys, or past the end of a list
    """
    if path[0] == "extends":
        raise ScenarioError(
            "stands in files only", file=mark.source, row=mark.line, column="extends"
        )
    data = _with_value(located.data, _defaults(), path, value, mark, ())
    marks = {p: m for p, m in located.marks.items() if p[: len(path)] != path}
    for length in range(1, len(path) + 1):
        marks.setdefault(path[:length], mark)
    return Located(data, marks | {path: mark})


def differences(scenario: Scenario, base: Scenario) -> dict[str, tuple[Any, Any]]:
    """Keys in which two questions differ: dotted key -> (value in `scenario`, in `base`).

    Names and titles are left out; a list counts as one value.
    """
    ours, theirs = _flat(scenario.canonical()), _flat(base.canonical())
    return {
        key: (ours.get(key), theirs.get(key))
        for key in theirs | ours
        if key not in ("name", "title") and ours.get(key) != theirs.get(key)
    }


def path_of(text: str) -> Path:
    """`fixed[0].place` or `fixed.0.place` as a path."""
    parts = [p for p in re.split(r"[.\[\]]+", text.strip()) if p]
    return tuple(int(p) if p.isdigit() and i else p for i, p in enumerate(parts))


def _library_folder() -> FilePath:
    return FilePath(str(resources.files("scenarios") / "library"))


def _shown(file: FilePath) -> str:
    if file.parent == _library_folder():
        return f"scenario {file.stem}"
    return str(file)


def _resolve(text: str, folder: FilePath, mark: Mark | None) -> FilePath:
    if text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        file = folder / text
        if not file.is_file():
            raise _unresolved(f"there is no file {file}", "a library name or a .yaml file", mark)
        return file
    if text in library():
        return _library_folder() / f"{text}.yaml"
    close = difflib.get_close_matches(text, library(), n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    expected = f"{', '.join(library())}, or a .yaml file"
    raise _unresolved(f"there is no scenario {text!r}{hint}", expected, mark)


def _unresolved(message: str, expected: str, mark: Mark | None) -> ScenarioError:
    if mark is None:
        return ScenarioError(message, expected=expected)
    return ScenarioError(
        message, file=mark.source, row=mark.line, column="extends", expected=expected
    )


def _stacked(file: FilePath, chain: tuple[FilePath, ...]) -> Located:
    """The file over everything it extends."""
    identity = file.resolve()
    if identity in chain:
        ring = " -> ".join(_shown(f) for f in (*chain[chain.index(identity) :], identity))
        raise ScenarioError(f"extends itself: {ring}", file=_shown(file), column="extends")
    own = read_yaml(file, _shown(file))
    data = dict(own.data)
    bases = _extended(data.pop("extends", None), own)
    data.setdefault("name", file.stem.lower())
    marks = {path: mark for path, mark in own.marks.items() if path[:1] != ("extends",)}
    result = Located({}, {})
    for base, mark in bases:
        below = _stacked(_resolve(base, file.parent, mark), (*chain, identity))
        result = result.stacked_under(below)
    for key in ("name", "title"):
        result.data.pop(key, None)
    return result.stacked_under(Located(data, marks))


def _extended(value: Any, own: Located) -> list[tuple[str, Mark]]:
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    marks = [
        own.mark(("extends", i) if isinstance(value, list) else ("extends",)) or Mark("scenario")
        for i in range(len(items))
    ]
    errors: list[InputError] = [
        ScenarioError(
            "does not fit",
            file=mark.source,
            row=mark.line,
            column="extends",
            value=item,
            expected="a library name, a relative .yaml file, or a list of them",
        )
        for item, mark in zip(items, marks, strict=True)
        if not isinstance(item, str)
    ]
    if errors:
        raise InvalidScenario(errors)
    return list(zip(items, marks, strict=True))


def _overridden(located: Located, override: str) -> Located:
    key, equals, text = override.partition("=")
    path = path_of(key)
    if not equals or not path:
        raise ScenarioError(f"--set {override!r} is no override", expected="key.sub=value")
    source = f"--set {override}"
    return with_value(located, path, parse_value(text, source), Mark(source))


@cache
def _defaults() -> dict[str, Any]:
    return Scenario().canonical()


def _with_value(node: Any, default: Any, path: Path, value: Any, mark: Mark, done: Path) -> Any:
    """A copy of `node` with `value` at `path`; a list not yet written starts as its default."""
    if not path:
        return value
    part, rest = path[0], path[1:]
    here = (*done, part)
    if isinstance(node, list):
        if not isinstance(part, int) or part > len(node):
            raise ScenarioError(
                f"{in_words(done)} is a list of {len(node)}, {part} is none of its items",
                file=mark.source,
                row=mark.line,
                expected=f"an index from 0 to {len(node)}",
            )
        items = list(node)
        below = items[part] if part < len(items) else {}
        items[part : part + 1] = [_with_value(below, {}, rest, value, mark, here)]
        return items
    if not isinstance(node, dict):
        raise ScenarioError(
            f"{in_words(done)} has no keys below it", file=mark.source, row=mark.line
        )
    key = str(part)
    known = default.get(key) if isinstance(default, dict) else None
    below = node.get(key)
    if below is None:
        below = known if isinstance(known, list) else {}
    return {**node, key: _with_value(below, known, rest, value, mark, here)}


def _flat(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
