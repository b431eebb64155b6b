"""A question under uncertainty as its file states it: futures over a base scenario.

title: Schools of the South, whatever the growth
base: south                       # a library name, or a .yaml file beside this one
set: {solve.front_points: 0}      # changes that every future has
decide_until: 2030                # starts up to this year are decided now, later ones on seeing
measure: shortage                 # what is minimised first; the base's own if left out
cvar_level: 0.8                   # CVaR is the mean over the worst 20 % of the weight
tornado: true                     # every assumption of the study at low and at high alone
futures:                          # grid, list and latin_hypercube as in a sweep
  grid:
    demand.growth: [low, central, high]
    assumptions.school_place_cost_*: [low, high]
weights:                          # of the values of each axis of the grid, or one list for all
  demand.growth: [0.25, 0.5, 0.25]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite, prod
from pathlib import Path as FilePath
from typing import Any

from inputs.assumptions import Assumptions
from scenarios.errors import InvalidScenario
from scenarios.first_years import FirstYears, Judged
from scenarios.positions import Located, Path, read_yaml
from scenarios.scenario import Scenario
from scenarios.sweeps.expand import Variant, expand
from scenarios.sweeps.question import Sweep, sweep_of
from scenarios.sweeps.reading import Reader
from scenarios.uncertainty.studies import KNOWN, first_years_of
from scenarios.validation import validated

CVAR_LEVEL = 0.8

_KEYS = (
    "title", "base", "set", "run_limit_s", "decide_until", "measure", "cvar_level", "tornado",
    "futures", "weights",
)  # fmt: skip
_OF_SWEEP = ("title", "base", "set", "run_limit_s")
_SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Future:
    """One way the world may turn out; `weight` is its share of belief."""

    label: str
    scenario: Scenario
    weight: float


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    name, title : of the answer's folder and report
    base : the scenario without any future's changes
    futures : two or more; their weights sum to 1
    decide_until : last year whose starts are decided before the future is known
    study : how its first years are held
    measure : minimised first, on which everything is judged
    cvar_level : share of the weight that CVaR leaves out as the better cases, in (0, 1)
    tornado : whether every assumption is also moved alone
    run_limit_s : seconds after which a run is ended and recorded as failed
    """

    name: str
    title: str
    study: type[FirstYears]
    base: Scenario
    futures: tuple[Future, ...]
    decide_until: int
    measure: Judged
    cvar_level: float
    tornado: bool
    run_limit_s: float


def load_question(file: FilePath, assumptions: Assumptions) -> Question:
    """Read a question file.

    Raises
    ------
    InputError
        the file or the base cannot be read
    InvalidScenario
        every mistake at once, each with its line
    """
    located = read_yaml(file, str(file))
    read = Reader(located)
    read.known_keys((), _KEYS)
    sweep = sweep_of(_as_sweep(located), file, assumptions)
    base = validated(sweep.base)
    study = first_years_of(base)
    if study is None:
        read.wrong(
            ("base",),
            "asks a question whose first years cannot be held",
            value=f"{base.study.value} by {base.level}",
            expected=KNOWN,
        )
        raise InvalidScenario(read.errors)
    _require_uncertain(read, sweep, study)
    variants = expand(sweep)
    last = int(read.number(("decide_until",), None, whole=True))
    low, high = study.decidable(base, assumptions)
    if not low <= last <= high and not read.errors:
        one = "a base with a second period, or a second year in which something may start"
        read.wrong(
            ("decide_until",),
            "leaves nothing to decide now or nothing to decide later",
            value=last,
            expected=f"{low} to {high}" if low <= high else one,
        )
    if len(variants) < 2:
        read.wrong(("futures",), "has one future only", expected="two or more that differ")
    weights = _weights(read, sweep, len(variants))
    measure = _measure(read, study.judged(base))
    level = read.number(("cvar_level",), CVAR_LEVEL)
    if not 0 < level < 1:
        expected = "a share above 0 and below 1"
        read.wrong(("cvar_level",), "does not fit", value=level, expected=expected)
    tornado = read.get(("tornado",)) if read.has(("tornado",)) else True
    if not isinstance(tornado, bool):
        read.wrong(("tornado",), "does not fit", value=tornado, expected="true or false")
    if read.errors:
        raise InvalidScenario(read.errors)
    return Question(
        name=sweep.name,
        title=sweep.title or base.title,
        study=study,
        base=study.minimising(base, measure),
        futures=tuple(
            Future(v.label, study.minimising(v.scenario, measure), weight)
            for v, weight in zip(variants, weights, strict=True)
        ),
        decide_until=last,
        measure=measure,
        cvar_level=level,
        tornado=bool(tornado),
        run_limit_s=sweep.run_limit_s,
    )


def _as_sweep(located: Located) -> Located:
    """The parts that a sweep reads, `futures` lifted to where a sweep has them."""
    data = {key: value for key, value in located.data.items() if key in _OF_SWEEP}
    futures = located.data.get("futures")
    if isinstance(futures, dict):
        data |= futures
    marks = {p: mark for p, mark in located.marks.items() if not p or p[0] != "futures"}
    marks |= {p[1:]: mark for p, mark in located.marks.items() if p[:1] == ("futures",) and p[1:]}
    return Located(data, marks)


def _require_uncertain(read: Reader, sweep: Sweep, study: type[FirstYears]) -> None:
    """A future may change what nobody at the table decides."""
    varied = [c for axis in sweep.grid for choice in axis.choices for c in choice.changes]
    varied += [c for row in sweep.listed for choice in row.values() for c in choice.changes]
    paths = [c.path for c in varied] + [p for one in sweep.ranges for p in one.paths]
    for path in dict.fromkeys(paths):
        key = ".".join(map(str, path))
        if not any(f"{key}.".startswith(f"{known}.") for known in study.uncertain):
            expected = "keys of " + ", ".join(study.uncertain)
            read.wrong(("futures",), f"varies {key}, which no future decides", expected=expected)


def _measure(read: Reader, known: Sequence[Judged]) -> Judged:
    by_name = {m.name: m for m in known}
    name = read.text(("measure",), known[0].name)
    if name not in by_name:
        expected = " | ".join(sorted(by_name))
        read.wrong(("measure",), "is no measure of this study", value=name, expected=expected)
    return by_name.get(name, known[0])


def _weights(read: Reader, sweep: Sweep, count: int) -> list[float]:
    at: Path = ("weights",)
    spanned = prod(len(a.choices) for a in sweep.grid) * (len(sweep.listed) or 1)
    spanned *= sweep.samples or 1
    if not read.has(at):
        return [1.0 / count] * count
    if spanned != count:
        read.wrong(at, "cannot be told apart: two futures ask the same", expected="no repetition")
        return [1.0 / count] * count
    given = read.get(at)
    if isinstance(given, list):
        return _shares(read, at, given, count)
    if not isinstance(given, dict) or sweep.listed or sweep.samples:
        read.wrong(at, "does not fit", expected="a list with one weight for each future")
        return [1.0 / count] * count
    names = [axis.name for axis in sweep.grid]
    read.known_keys(at, names)
    per_axis = [
        _shares(read, (*at, axis.name), given[axis.name], len(axis.choices))
        if axis.name in given
        else [1.0 / len(axis.choices)] * len(axis.choices)
        for axis in sweep.grid
    ]
    return [prod(combination) for combination in product(*per_axis)]


def _shares(read: Reader, at: Path, given: Any, count: int) -> list[float]:
    """Weights that sum to 1, none negative; even ones where a mistake was noted."""
    even = [1.0 / count] * count
    if not isinstance(given, list) or len(given) != count:
        found = f"{len(given)} weights" if isinstance(given, list) else given
        read.wrong(at, "does not fit", value=found, expected=f"a list of {count} weights")
        return even
    if not _numbers(given):
        read.wrong(at, "holds what is no number", expected="numbers from 0 to 1")
        return even
    if min(given) < 0:
        read.wrong(at, "is negative", value=min(given), expected="weights of 0 or more")
        return even
    if abs(sum(given) - 1.0) > _SUM_TOLERANCE:
        read.wrong(at, "do not sum to 1", value=round(sum(given), 9), expected="a sum of 1")
        return even
    return [float(w) for w in given]


def _numbers(values: Sequence[Any]) -> bool:
    return all(
        isinstance(v, int | float) and not isinstance(v, bool) and isfinite(v) for v in values
    )


def variants_of(question: Question) -> list[Variant]:
    """The futures as variants of a sweep, in order."""
    return [Variant(f.label, f.scenario, {}) for f in question.futures]
