"""YAML text as plain data that still knows where every value stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import yaml

from inputs.errors import InputError
from scenarios.errors import InvalidScenario, ScenarioError

Path = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12

_MAPPING_TAG = "tag:yaml.org,2002:map"
_SEQUENCE_TAG = "tag:yaml.org,2002:seq"


@dataclass(frozen=True)
class Mark:
    """A place a value comes from: a file's name with a line counted from 1, or an override."""

    source: str
    line: int | None = None


@dataclass(frozen=True)
class Located:
    """Plain nested data and, for every path in it, the mark of its last writer."""

    data: dict[str, Any]
    marks: dict[Path, Mark]

    def mark(self, path: Path) -> Mark | None:
        """Where `path` was written, or the nearest part that encloses it."""
        for length in range(len(path), -1, -1):
            found = self.marks.get(path[:length])
            if found is not None:
                return found
        return None

    def stacked_under(self, top: Located) -> Located:
        """Deep merge: mappings join, anything else of `top` replaces."""
        marks = dict(self.marks)
        data = _merge(self.data, top.data, (), marks)
        marks.update(top.marks)
        return Located(data, marks)


def in_words(path: Path) -> str:
    """`("fixed", 0, "place")` as `fixed[0].place`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_yaml(file: FilePath, shown_as: str) -> Located:
    """Read one YAML mapping.

    Keys become text, so that a year is the same key quoted or not. Anchors and tags beyond the
    plain ones are refused: a scenario is data, and aliases can grow without bound.

    Raises
    ------
    InputError
        the file cannot be read, is larger than `MAX_BYTES`, is not text
    InvalidScenario
        syntax, duplicate keys, values without a meaning in a scenario; each with its line
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=shown_as) from error
    if len(raw) > MAX_BYTES:
        raise InputError(
            "is too large for a scenario",
            file=shown_as,
            expected=f"at most {MAX_BYTES // 1024} KiB",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", file=shown_as) from error
    return parse_yaml(text, shown_as)


def parse_yaml(text: str, shown_as: str) -> Located:
    """Parse a YAML mapping; errors as in `read_yaml`."""
    reader = _Reader(shown_as)
    node = reader.compose(text)
    if node is None:
        return Located({}, {(): Mark(shown_as, 1)})
    if not isinstance(node, yaml.MappingNode):
        raise InvalidScenario(
            [ScenarioError("is not a mapping", file=shown_as, row=1, expected="key: value lines")]
        )
    data = reader.plain(node, ())
    if reader.errors:
        raise InvalidScenario(reader.errors)
    return Located(data, reader.marks)


def parse_value(text: str, shown_as: str) -> Any:
    """Parse the value of an override, written as in YAML; empty text is null."""
    reader = _Reader(shown_as, lines=False)
    node = reader.compose(text)
    value = None if node is None else reader.plain(node, ())
    if reader.errors:
        raise InvalidScenario(reader.errors)
    return value


class _Reader:
    """Turns nodes into plain data, noting lines and every mistake on the way."""

    def __init__(self, source: str, *, lines: bool = True) -> None:
        self.source = source
        self.lines = lines
        self.marks: dict[Path, Mark] = {}
        self.errors: list[InputError] = []

    def compose(self, text: str) -> yaml.Node | None:
        try:
            self._refuse_events(text)
            self._loader = yaml.SafeLoader(text)
            return self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark and self.lines else None
            message = f"is not YAML: {error.problem or error.context}"
            raise InvalidScenario([ScenarioError(message, file=self.source, row=line)]) from error
        except yaml.YAMLError as error:
            message = f"is not YAML: {' '.join(str(error).split())}"
            raise InvalidScenario([ScenarioError(message, file=self.source)]) from error

    def _refuse_events(self, text: str) -> None:
        """Stop before anything is built from aliases or from nesting that no scenario has."""
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise InvalidScenario([self._error("aliases (*name) are not used", event)])
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise InvalidScenario([self._error("is nested too deeply", event)])

    def plain(self, node: yaml.Node, path: Path) -> Any:
        self.marks[path] = Mark(self.source, self._line(node))
        if isinstance(node, yaml.MappingNode):
            self._require_tag(node, _MAPPING_TAG, path)
            return dict(self._items(node, path))
        if isinstance(node, yaml.SequenceNode):
            self._require_tag(node, _SEQUENCE_TAG, path)
            return [self.plain(child, (*path, i)) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, path)

    def _items(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.errors.append(self._error("a key must be plain text", key_node, path))
                continue
            key = str(key_node.value)
            if key in seen:
                message = f"key stands twice, first in line {seen[key]}"
                self.errors.append(self._error(message, key_node, (*path, key)))
                continue
            seen[key] = key_node.start_mark.line + 1
            value = self.plain(value_node, (*path, key))
            self.marks[(*path, key)] = Mark(self.source, self._line(key_node))
            yield key, value

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        try:
            value = self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            problem = getattr(error, "problem", None) or str(error)
            self.errors.append(self._error(f"cannot be read: {problem}", node, path))
            return None
        if isinstance(value, float) and not (abs(value) < float("inf")):
            self.errors.append(self._error("is not a finite number", node, path))
            return None
        # YAML reads `1e3` as text and 2026-01-01 as a date; only the former is a number.
        if isinstance(value, str) and node.style is None:
            return _number_or_text(value)
        return value

    def _require_tag(self, node: yaml.Node, tag: str, path: Path) -> None:
        if node.tag != tag:
            self.errors.append(self._error(f"the tag {node.tag} has no meaning here", node, path))

    def _line(self, node: yaml.Node) -> int | None:
        return node.start_mark.line + 1 if self.lines else None

    def _error(self, message: str, node: Any, path: Path = ()) -> ScenarioError:
        line = node.start_mark.line + 1 if self.lines else None
        return ScenarioError(
            message, file=self.source, row=line, column=in_words(path) if path else None
        )


def _number_or_text(text: str) -> str | float:
    if "e" not in text.lower():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return number if abs(number) < float("inf") else text


def _merge(
    base: dict[str, Any], top: dict[str, Any], path: Path, marks: dict[Path, Mark]
) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        here = (*path, key)
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merge(below, value, here, marks)
            continue
        for known in [m for m in marks if m[: len(here)] == here]:
            del marks[known]
        merged[key] = value
    return merged
