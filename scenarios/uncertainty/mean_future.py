"""The mean future: every number that the futures differ in at its weighted mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inputs.assumptions import Assumptions
from scenarios.loading import differences, path_of, with_value
from scenarios.positions import Located, Mark, Path
from scenarios.scenario import Scenario
from scenarios.uncertainty.question import Future
from scenarios.validation import validated

# Scenario keys whose levels are read from an assumption.
_LEVELS = {"demand.growth": "growth_variant", "money.inflation": "inflation"}
_ASSUMPTION = "assumptions."


@dataclass(frozen=True)
class MeanFuture:
    """The scenario, and the keys that have no mean and stand at the base's value."""

    scenario: Scenario
    left: tuple[str, ...]


def mean_future(base: Scenario, futures: Sequence[Future], assumptions: Assumptions) -> MeanFuture:
    """Average what the futures differ in.

    Levels (low, central, high) count as the numbers they stand for; a key that is no number in
    every future stays at the base's value and is named.
    """
    weights = np.array([f.weight for f in futures])
    changed = dict.fromkeys(k for f in futures for k in differences(f.scenario, base))
    located, left = Located(base.canonical(), {}), []
    for key in changed:
        values = [_number(key, _value(f.scenario, base, key), assumptions) for f in futures]
        known = [v for v in values if v is not None]
        if len(known) < len(values):
            left.append(key)
            continue
        path: Path = (
            ("assumptions", key.removeprefix(_ASSUMPTION))
            if key.startswith(_ASSUMPTION)
            else path_of(key)
        )
        mean = float(np.array(known) @ weights)
        located = with_value(located, path, mean, Mark("the mean future"))
    return MeanFuture(validated(located), tuple(left))


def _value(scenario: Scenario, base: Scenario, key: str) -> Any:
    changed = differences(scenario, base)
    if key in changed:
        return changed[key][0]
    node: Any = base.canonical()
    for part in path_of(key):
        node = node.get(str(part)) if isinstance(node, dict) else None
    return node


def _number(key: str, value: Any, assumptions: Assumptions) -> float | None:
    name = key.removeprefix(_ASSUMPTION) if key.startswith(_ASSUMPTION) else _LEVELS.get(key)
    if name is not None and value is None and key.startswith(_ASSUMPTION):
        value = "central"
    if isinstance(value, str) and name is not None and value in ("low", "central", "high"):
        return assumptions.with_overrides({name: value}).value(name)
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if fits else None
