"""From a sweep to its scenarios, all checked before any is solved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from inputs.errors import InputError
from scenarios.errors import InvalidScenario
from scenarios.loading import with_value
from scenarios.positions import Located
from scenarios.scenario import Scenario
from scenarios.sweeps.question import Change, Choice, Range, Sweep
from scenarios.validation import validated

MOST_VARIANTS = 20_000
_TITLE_LENGTH = 200
_DIGITS = 6


@dataclass(frozen=True)
class Variant:
    """One scenario of a sweep.

    Attributes
    ----------
    label : what sets it apart, in words
    scenario : the question
    keys : column of the table -> value
    """

    label: str
    scenario: Scenario
    keys: dict[str, Any] = field(default_factory=dict)


Row = dict[str, Choice]


def expand(sweep: Sweep) -> list[Variant]:
    """Every scenario of a sweep, in the file's order; repeated questions are asked once.

    Raises
    ------
    InvalidScenario
        unknown keys or values that do not fit, each mistake once, with its line
    InputError
        there are more than `MOST_VARIANTS`
    """
    parts = _parts(sweep)
    count = prod(len(part) for part in parts)
    if count > MOST_VARIANTS:
        raise InputError(
            f"spans {count} scenarios", file=sweep.source, expected=f"at most {MOST_VARIANTS}"
        )
    columns = dict.fromkeys(name for part in parts for row in part for name in row)
    short = _short_names(list(columns))
    variants: dict[str, Variant] = {}
    mistakes: dict[str, InputError] = {}
    for combination in product(*parts):
        row: Row = {name: choice for each in combination for name, choice in each.items()}
        label = ", ".join(f"{short[name]} {in_short(c.shown)}" for name, c in row.items())
        try:
            scenario = _changed(sweep.base, row, label)
        except InvalidScenario as error:
            mistakes |= {str(single): single for single in error.errors}
            continue
        except InputError as error:
            mistakes[str(error)] = error
            continue
        keys = {name: row[name].shown if name in row else None for name in columns}
        variants.setdefault(scenario.content_hash, Variant(label, scenario, keys))
    if mistakes:
        raise InvalidScenario(mistakes.values())
    return list(variants.values())


def in_short(value: Any) -> str:
    """A value in a few characters."""
    if value is None:
        return "null"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parts(sweep: Sweep) -> list[list[Row]]:
    parts: list[list[Row]] = [
        [{axis.name: choice} for choice in axis.choices] for axis in sweep.grid
    ]
    if sweep.listed:
        parts.append(list(sweep.listed))
    if sweep.samples:
        parts.append(_hypercube(sweep.ranges, sweep.samples, sweep.seed))
    return parts


def _changed(base: Located, row: Row, label: str) -> Scenario:
    located = base
    for choice in row.values():
        for change in choice.changes:
            located = with_value(located, change.path, change.value, change.mark)
    title = f"{base.data['title']}: {label}" if base.data["title"] else label
    data = {**located.data, "title": title[:_TITLE_LENGTH]}
    return validated(Located(data, located.marks))


def _hypercube(ranges: Sequence[Range], samples: int, seed: int) -> list[Row]:
    """A Latin hypercube (McKay, Beckman and Conover 1979): each range in as many equal strata."""
    drawn = qmc.LatinHypercube(len(ranges), seed=seed).random(samples)
    return [
        {one.name: _choice(one, float(u)) for one, u in zip(ranges, point, strict=True)}
        for point in drawn
    ]


def _choice(one: Range, u: float) -> Choice:
    values = _at(one, u)
    changes = tuple(
        Change(path, value, one.mark) for path, value in zip(one.paths, values, strict=True)
    )
    # A range over several assumptions moves them together: what they share is the quantile.
    return Choice(values[0] if len(values) == 1 else _rounded(u), changes)


def _at(one: Range, u: float) -> list[float]:
    """Values at the quantile `u`: even from low to central, and even from there to high."""
    low, central, high = (np.array(level) for level in (one.low, one.central, one.high))
    if one.whole:
        return [int(v) for v in np.floor(low + u * (high - low + 1))]
    below, above = min(2 * u, 1.0), max(2 * u - 1, 0.0)
    values: NDArray[np.float64] = low + below * (central - low) + above * (high - central)
    return [_rounded(v) for v in values]


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """The last part of each key, where that tells them apart."""
    last = [name.rsplit(".", 1)[-1] for name in names]
    return {
        name: short if last.count(short) == 1 else name
        for name, short in zip(names, last, strict=True)
    }
