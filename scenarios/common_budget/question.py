"""The question of a common budget as its file states it.

    title: Schools, water and logistics out of one envelope
    envelope_bn_per_year: 720
    run_limit_s: 900                  # a run that takes longer is ended and recorded
    studies:
      - scenario: default             # a library name, or a .yaml file beside this one
        weight: 1                     # worth of one unit of the study's main measure
        levels_bn: [400, 600, 800]    # yearly budgets at which the study answers
        set: {solve.front_points: 0}  # changes of the scenario
      - scenario: water
        weight: 0.2
        levels: 5                     # or as many even steps over the range of <study>_budget_bn

The budget that the scenario itself or the assumption grants is always one of the levels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from pathlib import Path as FilePath

import numpy as np

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from scenarios.errors import InvalidScenario
from scenarios.loading import located_scenario, path_of, with_value
from scenarios.positions import Located, Mark, Path, read_yaml
from scenarios.scenario import Scenario, StudyName
from scenarios.sweeps import Variant
from scenarios.sweeps.question import RUN_LIMIT_S
from scenarios.sweeps.reading import Reader
from scenarios.validation import validated

MOST_SPLITS = 1_000_000  # combinations of levels that are compared one by one
BUDGET = ("money", "budget_bn_per_year")

_KEYS = ("title", "envelope_bn_per_year", "run_limit_s", "studies")
_STUDY_KEYS = ("scenario", "weight", "levels_bn", "levels", "set")
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Share:
    """A study that takes part.

    Attributes
    ----------
    variants : its scenario at every level, from the smallest
    levels_bn : the levels, bn KZT a year, ascending
    assumed_bn : what the scenario, or else the assumption <study>_budget_bn, grants; a level
    weight : worth of one unit of its main measure
    more_never_hurts : no goal of the scenario moves with the money, so that its optimum falls
    """

    study: StudyName
    scenario: str
    weight: float
    levels_bn: tuple[float, ...]
    assumed_bn: float
    variants: tuple[Variant, ...]
    more_never_hurts: bool


@dataclass(frozen=True)
class Split:
    """An envelope, bn KZT a year, and the studies that share it."""

    name: str
    title: str
    envelope_bn: float
    shares: tuple[Share, ...]
    run_limit_s: float


def load_split(file: FilePath, assumptions: Assumptions) -> Split:
    """Read a file; nothing is solved.

    Raises
    ------
    InputError
        the file or a scenario cannot be read
    InvalidScenario
        every mistake of the file at once, each with its line
    """
    read = Reader(read_yaml(file, str(file)))
    read.known_keys((), _KEYS)
    envelope = read.number(("envelope_bn_per_year",), None, above=0.0)
    limit = read.number(("run_limit_s",), RUN_LIMIT_S, above=0.0)
    title = read.text(("title",), "")
    name = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:_NAME_LENGTH] or "split"
    count = len(read.sequence(("studies",)))
    if count < 2:
        read.wrong(("studies",), "fewer than two studies", expected="a list of two or more")
    found = [_share(read, i, file.parent, assumptions) for i in range(count)]
    shares = tuple(share for share in found if share is not None)
    if read.errors:
        raise InvalidScenario(read.errors)
    _require_answerable(read, shares, envelope)
    if read.errors:
        raise InvalidScenario(read.errors)
    return Split(name, title, envelope, shares, limit)


def _share(read: Reader, i: int, folder: FilePath, assumptions: Assumptions) -> Share | None:
    at: Path = ("studies", i)
    if not read.mapping(at):
        return None
    read.known_keys(at, _STUDY_KEYS)
    weight = read.number((*at, "weight"), None, above=0.0)
    name = read.text((*at, "scenario"), "")
    if not name:
        read.wrong((*at, "scenario"), "is missing", expected="a library name or a .yaml file")
        return None
    try:
        located = _changed(read, at, located_scenario(name, folder, read.mark((*at, "scenario"))))
        scenario = validated(located)
    except InvalidScenario as error:
        read.errors += error.errors
        return None
    except InputError as error:
        read.errors.append(error)
        return None
    if scenario.money.budget_bn_by_year or scenario.level != "district":
        message = "is no study whose yearly budget can be varied alone"
        expected = "level: district, and no money.budget_bn_by_year"
        read.wrong((*at, "scenario"), message, value=name, expected=expected)
        return None
    row = assumptions.with_overrides(dict(scenario.assumptions))[f"{scenario.study}_budget_bn"]
    stated = scenario.money.budget_bn_per_year
    assumed = row.value if stated is None else stated
    levels = _levels(read, at, row.low, row.high)
    if not levels:
        return None
    levels = tuple(sorted({*levels, assumed}))
    return Share(
        study=scenario.study,
        scenario=name,
        weight=weight,
        levels_bn=levels,
        assumed_bn=assumed,
        variants=tuple(_variant(located, scenario, level) for level in levels),
        more_never_hurts=_more_never_hurts(scenario),
    )


def _changed(read: Reader, at: Path, located: Located) -> Located:
    """The scenario with the entry's changes; a name of the scenario's own in every run folder."""
    for key, value in read.mapping((*at, "set")).items():
        located = with_value(located, path_of(key), value, read.mark((*at, "set", key)))
    return located


def _levels(read: Reader, at: Path, low: float, high: float) -> tuple[float, ...]:
    given = [key for key in ("levels", "levels_bn") if read.has((*at, key))]
    if len(given) != 1:
        read.wrong(at, "needs its budgets once", expected="levels_bn: [...] or levels: NUMBER")
        return ()
    if given == ["levels"]:
        count = int(read.number((*at, "levels"), None, above=1, whole=True))
        return tuple(round(float(v), 3) for v in np.linspace(low, high, count))
    spot: Path = (*at, "levels_bn")
    count = len(read.sequence(spot))
    levels = tuple(read.number((*spot, i), None, above=0.0) for i in range(count))
    if not levels:
        read.wrong(spot, "is empty", expected="yearly budgets, bn KZT")
    elif len(set(levels)) < count:
        read.wrong(spot, "holds a level twice", expected="different yearly budgets")
    return levels


def _variant(located: Located, scenario: Scenario, level: float) -> Variant:
    asked = with_value(located, BUDGET, level, Mark(f"level {level:g}"))
    title = f"{scenario.title or scenario.study}: {level:g} bn KZT a year"
    data = {**asked.data, "title": title}
    label = f"{scenario.study} {level:g} bn"
    return Variant(label, validated(Located(data, asked.marks)), {"study": str(scenario.study)})


def _more_never_hurts(scenario: Scenario) -> bool:
    """Whether every plan of a smaller budget stands under a larger one."""
    moving = scenario.study in (StudyName.SCHOOLS, StudyName.PRESCHOOL) and any(
        goal.at_most == "documented" for goal in scenario.objectives
    )
    return not moving and not scenario.money.oblast_min_share


def _require_answerable(read: Reader, shares: tuple[Share, ...], envelope: float) -> None:
    for i, share in enumerate(shares):
        if share.study in [other.study for other in shares[:i]]:
            read.wrong(
                ("studies", i),
                "asks a study twice",
                value=str(share.study),
                expected="every study once",
            )
    smallest = sum(share.levels_bn[0] for share in shares)
    if envelope < smallest:
        read.wrong(
            ("envelope_bn_per_year",),
            "is below what the smallest levels take together",
            value=envelope,
            expected=f"at least {smallest:g} bn KZT",
        )
    count = prod(len(share.levels_bn) for share in shares)
    if count > MOST_SPLITS:
        read.wrong(("studies",), f"spans {count} splits", expected=f"at most {MOST_SPLITS}")
