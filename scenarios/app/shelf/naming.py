"""What answers on the shelf are called, and what was asked differently, in a planner's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scenarios.app.question.labels import LABELS
from scenarios.language import _
from scenarios.language.numbers import listed, trimmed
from scenarios.loading import differences
from scenarios.scenario import Scenario

DIGITS = 6


def field_name(key: str) -> str:
    """What the desk calls a key of a scenario; the key itself where it has no field of its own."""
    return _(LABELS[key].name) if key in LABELS else key


def said_value(value: object) -> str:
    """A value of a scenario in a sentence."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return trimmed(value, DIGITS)
    if isinstance(value, list):
        return listed([said_value(part) for part in value])
    return str(value)


def distinct(name: str, scenario: Scenario, others: Mapping[str, Scenario]) -> str:
    """A name that no other answer has: with the first number that was asked differently, if any.

    Parameters
    ----------
    others : scenarios by the names that are taken
    """
    if name not in others:
        return name
    for key, (own, _theirs) in sorted(differences(scenario, others[name]).items()):
        if isinstance(own, int | float) and not isinstance(own, bool) and key in LABELS:
            field = _(LABELS[key].name)
            said = _("{name} ({field}: {value})", name=name, field=field, value=said_value(own))
            return said if said not in others else numbered(said, others)
    return numbered(name, others)


def numbered(name: str, taken: Collection[str]) -> str:
    """A name with a number, if it is taken."""
    number, found = 2, name
    while found in taken:
        found, number = f"{name} ({number})", number + 1
    return found
