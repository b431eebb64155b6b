"""A sweep as its file states it: a base scenario and what is varied over it.

    title: Money and growth
    base: default                     # a library name, or a .yaml file beside this one
    set: {solve.front_points: 0}      # changes that every variant has
    run_limit_s: 900                  # a run that takes longer is ended and recorded
    grid:                             # every combination
      money.budget_bn_per_year: [400, 600, 800]
      assumptions.school_place_cost_*: [low, central, high]   # all that match move together
      fairness:                       # a name of one's own: labels with their changes
        as documented: {}
        nobody above 40 %: {objectives: [...]}
    list:                             # each entry is one set of changes
      - {demand.growth: low, years.last: 2040}
    latin_hypercube:
      samples: 20
      seed: 1
      over:
        assumptions.discount_rate: low-high
        money.carry_over_share: {from: 0.1, to: 0.4}

Where more than one of `grid`, `list` and `latin_hypercube` is given, they are crossed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path as FilePath
from typing import Any

from inputs.assumptions import Assumptions, unknown_name
from scenarios.errors import InvalidScenario
from scenarios.loading import located_scenario, path_of, with_value
from scenarios.positions import Located, Mark, Path, in_words, read_yaml
from scenarios.sweeps.reading import Reader
from scenarios.validation import schema_at

RUN_LIMIT_S = 900.0
ASSUMPTIONS = "assumptions"

_NAME_LENGTH = 60
_LOW_HIGH = "low-high"
_KEYS = ("title", "base", "set", "run_limit_s", "grid", "list", "latin_hypercube")
_RESERVED = ("variant", "label", "hash", "status", "error", "run", "seconds", "gap")


@dataclass(frozen=True)
class Change:
    """One key of a scenario with a new value, and where that is written."""

    path: Path
    value: Any
    mark: Mark


@dataclass(frozen=True)
class Choice:
    """One value of an axis: what the table shows, and the changes it makes."""

    shown: Any
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Axis:
    """Something that takes one of several values; `name` is its column in the table."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Range:
    """Something that takes any value between `low` and `high`, half of them below `central`."""

    name: str
    paths: tuple[Path, ...]
    low: tuple[float, ...]
    central: tuple[float, ...]
    high: tuple[float, ...]
    whole: bool
    mark: Mark


@dataclass(frozen=True)
class Sweep:
    """A list of scenarios in few words.

    Attributes
    ----------
    name : of every run folder and of the table
    base : the scenario that is varied, with the changes common to all
    grid : axes of which every combination is asked
    listed : sets of changes, one a variant, each as a row of choices of the same axes' names
    samples, seed, ranges : the Latin hypercube; no samples: none
    run_limit_s : seconds after which a run is ended and recorded as failed
    """

    name: str
    title: str
    source: str
    base: Located
    grid: tuple[Axis, ...] = ()
    listed: tuple[dict[str, Choice], ...] = ()
    samples: int = 0
    seed: int = 0
    ranges: tuple[Range, ...] = ()
    run_limit_s: float = RUN_LIMIT_S


def load_sweep(file: FilePath, assumptions: Assumptions) -> Sweep:
    """Read a sweep file.

    Parameters
    ----------
    assumptions : of the territory; their names and ranges give `*` and `low-high` a meaning

    Raises
    ------
    InputError
        the file or the base cannot be read
    InvalidScenario
        every mistake of the file at once, each with its line
    """
    return sweep_of(read_yaml(file, str(file)), file, assumptions)


def sweep_of(located: Located, file: FilePath, assumptions: Assumptions) -> Sweep:
    """The sweep that stands in `located`, read from `file`; see `load_sweep`."""
    read = Reader(located)
    read.known_keys((), _KEYS)
    base = located_scenario(
        read.text(("base",), "default"),
        file.parent,
        located.mark(("base",)) or Mark(str(file)),
    )
    parser = _Parser(read, assumptions)
    for change in parser.changes(("set",)):
        base = with_value(base, change.path, change.value, change.mark)
    name = _slug(file.stem)
    base.data["name"], base.data["title"] = name, read.text(("title",), "")
    samples, seed, ranges = parser.hypercube()
    sweep = Sweep(
        name=name,
        title=read.text(("title",), ""),
        source=str(file),
        base=base,
        grid=parser.grid(),
        listed=parser.listed(),
        samples=samples,
        seed=seed,
        ranges=ranges,
        run_limit_s=read.number(("run_limit_s",), RUN_LIMIT_S, above=0.0),
    )
    if not read.errors and not (sweep.grid or sweep.listed or sweep.samples):
        read.wrong((), "varies nothing", expected="grid, list or latin_hypercube")
    _require_distinct(read, sweep)
    if read.errors:
        raise InvalidScenario(read.errors)
    return sweep


class _Parser:
    """The varied parts of a file; mistakes are collected by the reader."""

    def __init__(self, read: Reader, assumptions: Assumptions) -> None:
        self.read = read
        self.assumptions = assumptions

    def changes(self, at: Path) -> list[Change]:
        """The mapping at `at` as changes of a scenario."""
        found: list[Change] = []
        for key, value in self.read.mapping(at).items():
            mark = self.read.mark((*at, key))
            found += [Change(path, value, mark) for path in self.paths(key, (*at, key))]
        return found

    def paths(self, key: str, at: Path) -> list[Path]:
        """The scenario keys that `key` means; names of assumptions may hold `*`."""
        path = path_of(key)
        if not path:
            self.read.wrong(at, "is no key", expected="a dotted key of a scenario")
            return []
        if path[0] != ASSUMPTIONS or len(path) != 2:
            return [path]
        pattern = str(path[1])
        names = [name for name in self.assumptions if fnmatchcase(name, pattern)]
        if not names:
            near = unknown_name(pattern, self.assumptions, "assumption")
            self.read.wrong(at, f"there is no assumption {pattern!r}", expected=near.expected)
        return [(ASSUMPTIONS, name) for name in names]

    def grid(self) -> tuple[Axis, ...]:
        at: Path = ("grid",)
        if not self.read.has(at):
            return ()
        axes = self.read.mapping(at)
        if not axes:
            self.read.wrong(at, "is empty", expected="keys with their values")
        return tuple(self._axis(str(name), values, (*at, name)) for name, values in axes.items())

    def _axis(self, name: str, values: Any, at: Path) -> Axis:
        if isinstance(values, dict) and values:
            return Axis(name, self._labelled(at))
        if not isinstance(values, list) or not values:
            expected = "a list of values, or labels with their changes"
            self.read.wrong(at, "has no values", expected=expected)
            return Axis(name, ())
        paths = self.paths(name, at)
        return Axis(
            name,
            tuple(
                Choice(
                    value,
                    tuple(Change(p, value, self.read.mark((*at, i))) for p in paths),
                )
                for i, value in enumerate(values)
            ),
        )

    def _labelled(self, at: Path) -> tuple[Choice, ...]:
        labels = self.read.mapping(at)
        return tuple(Choice(label, tuple(self.changes((*at, label)))) for label in labels)

    def listed(self) -> tuple[dict[str, Choice], ...]:
        at: Path = ("list",)
        if not self.read.has(at):
            return ()
        entries = self.read.sequence(at)
        if not entries:
            self.read.wrong(at, "is empty", expected="one mapping of changes a variant")
        return tuple(self._entry((*at, i)) for i in range(len(entries)))

    def _entry(self, at: Path) -> dict[str, Choice]:
        row: dict[str, Choice] = {}
        for key, value in self.read.mapping(at).items():
            mark = self.read.mark((*at, key))
            paths = self.paths(key, (*at, key))
            row[key] = Choice(value, tuple(Change(path, value, mark) for path in paths))
        return row

    def hypercube(self) -> tuple[int, int, tuple[Range, ...]]:
        at: Path = ("latin_hypercube",)
        if not self.read.has(at):
            return 0, 0, ()
        self.read.known_keys(at, ("samples", "seed", "over"))
        samples = int(self.read.number((*at, "samples"), None, above=0, whole=True))
        seed = int(self.read.number((*at, "seed"), 0, whole=True))
        over = self.read.mapping((*at, "over"))
        if not over:
            self.read.wrong((*at, "over"), "is empty", expected="keys with their ranges")
        found = [self._range(key, value, (*at, "over", key)) for key, value in over.items()]
        return samples, seed, tuple(r for r in found if r is not None)

    def _range(self, key: str, value: Any, at: Path) -> Range | None:
        paths = tuple(self.paths(key, at))
        rows = [self.assumptions[str(p[1])] for p in paths if p[0] == ASSUMPTIONS]
        mark = self.read.mark(at)
        if value == _LOW_HIGH and rows:
            return Range(
                key,
                paths,
                tuple(r.low for r in rows),
                tuple(r.central for r in rows),
                tuple(r.high for r in rows),
                False,
                mark,
            )
        if not isinstance(value, dict):
            expected = "{from: NUMBER, to: NUMBER}, or low-high for an assumption"
            self.read.wrong(at, "is no range", value=value, expected=expected)
            return None
        self.read.known_keys(at, ("from", "to"))
        low = self.read.number((*at, "from"), None)
        high = self.read.number((*at, "to"), None)
        if low >= high:
            self.read.wrong(at, "ends before it begins", expected="from below to")
        n = len(paths)
        middle = (low + high) / 2
        whole = all(_is_whole(schema_at(path)) for path in paths)
        return Range(key, paths, (low,) * n, (middle,) * n, (high,) * n, whole, mark)


def _is_whole(schema: Mapping[str, Any] | None) -> bool:
    """Whether a key takes whole numbers only."""
    options = [] if schema is None else schema.get("anyOf", [schema])
    kinds = {option.get("type") for option in options}
    return "integer" in kinds and "number" not in kinds


def _require_distinct(read: Reader, sweep: Sweep) -> None:
    """No key may be varied twice, and no column of the table may mean two things."""
    listed = dict.fromkeys(name for row in sweep.listed for name in row)
    names = [a.name for a in sweep.grid] + list(listed) + [r.name for r in sweep.ranges]
    for name in names:
        if name in _RESERVED:
            read.wrong((), f"{name!r} is a column of the table", expected="another name")
    varied: dict[Path, str] = {}
    parts = [(a.name, {c.path for choice in a.choices for c in choice.changes}) for a in sweep.grid]
    parts += [
        (name, {c.path for row in sweep.listed if name in row for c in row[name].changes})
        for name in listed
    ]
    parts += [(r.name, set(r.paths)) for r in sweep.ranges]
    for name, paths in parts:
        for path in sorted(paths, key=in_words):
            clash = next((p for p in varied if _overlap(p, path)), None)
            if clash is not None:
                message = f"{in_words(path)} is varied by {varied[clash]!r} and by {name!r}"
                read.wrong((), message, expected="one of them")
                break
        varied |= dict.fromkeys(paths, name)


def _overlap(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _slug(stem: str) -> str:
    """A file's name as the name of its scenarios."""
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return slug[:_NAME_LENGTH] or "sweep"
