"""Names in a scenario that the data do not know, found before a study is built."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.language import said
from scenarios.scenario import Scenario
from scenarios.study import Problem

_SHOWN = 8


def unknown_names(scenario: Scenario, territory: Territory) -> list[Problem]:
    """Regions, units and assumptions that the territory does not have, each with its path."""
    return [
        *_region(scenario, territory),
        *_growing_units(scenario, territory),
        *_assumptions(scenario, territory),
    ]


def _region(scenario: Scenario, territory: Territory) -> Iterator[Problem]:
    for i, name in enumerate(scenario.region):
        try:
            territory.leaf_units([name])
        except InputError as error:
            near = _near(name, map(str, territory.units.index))
            yield Problem(
                f"region[{i}]",
                said("{name!r}: {reason}", name=name, reason=error.message),
                error.expected or near,
            )


def _growing_units(scenario: Scenario, territory: Territory) -> Iterator[Problem]:
    known = territory.leaf_units()
    for name in scenario.demand.unit_growth:
        if name not in known:
            path = f"demand.unit_growth.{name}"
            yield Problem(path, said("{name!r} is not a unit", name=name), _near(name, known))


def _assumptions(scenario: Scenario, territory: Territory) -> Iterator[Problem]:
    known = list(territory.assumptions)
    for name in scenario.assumptions:
        if name not in known:
            yield Problem(
                f"assumptions.{name}",
                said("there is no assumption {name!r}", name=name),
                _near(name, known),
            )


def _near(name: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(name, names, n=3)
    if close:
        return ", ".join(close)
    return ", ".join(names[:_SHOWN]) + (f", ... ({len(names)})" if len(names) > _SHOWN else "")
