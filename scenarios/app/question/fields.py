"""The fields of a question: what a value may be, read from the scenario's own model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from scenarios.app.question.labels import LABELS, OPTIONS, Label
from scenarios.loading import path_of
from scenarios.positions import Path
from scenarios.validation import schema_at

NULL = "null"  # the option that stands for an empty value


class Kind(StrEnum):
    """How a value is entered."""

    NUMBER = "number"
    CHOICE = "choice"  # one of some words
    WORDED = "worded"  # one of some words, or a number or a list of one's own
    SWITCH = "switch"
    SEVERAL = "several"  # of a list of known things
    NUMBERS = "numbers"
    TABLE = "table"  # a value for each of some known things
    OWN = "own"  # has a control of its own: goals, decided places, assumptions


@dataclass(frozen=True)
class Span:
    """Numbers that fit; None where there is no limit."""

    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None
    whole: bool = False


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes
    ----------
    key : dotted path
    options : values of a choice and what they are called (English messages)
    span : of its numbers
    things : what a list names or a table has values for; a name of `choices`
    nullable : whether it may be left empty
    """

    key: str
    kind: Kind
    label: Label
    options: Mapping[str, str] = field(default_factory=dict)
    span: Span | None = None
    things: str = ""
    nullable: bool = False

    @property
    def path(self) -> Path:
        """Where its value stands in a question."""
        return path_of(self.key)


THINGS = {
    "region": "areas",
    "demand.unit_growth": "units",
    "money.budget_bn_by_year": "years",
    "money.oblast_budget_bn_per_year": "oblasts",
    "money.oblast_min_share": "oblasts",
    "construction.sizes": "sizes",
    "siting.sites_by_period": "periods",
    "siting.budget_bn_by_period": "periods",
    "siting.standard_km": "classes",
    "logistics.gateway_factor": "gateways",
    "logistics.delay_links": "links",
    "logistics.drop_links": "links",
    "water.technologies": "options",
    "water.surface_factor": "oblasts",
    "water.drop_transfers": "transfers",
    "roadmap.must_finish": "projects",
    "roadmap.weights": "projects",
    "roadmap.start": "projects",
}
_OWN = ("objectives", "fixed", "forbidden", "minimum_programme", "assumptions")


@cache
def field_of(key: str) -> Field:
    """The field at a dotted path.

    Raises
    ------
    KeyError
        a scenario has no such field, or it has no label
    """
    label = LABELS[key]
    schema = schema_at(path_of(key))
    if schema is None:
        raise KeyError(key)
    options, things = OPTIONS.get(key, {}), THINGS.get(key, "")
    if key in _OWN:
        return Field(key, Kind.OWN, label)
    parts = {str(part.get("type", "text")): part for part in schema.get("anyOf", [schema])}
    nullable = "null" in parts
    if "object" in parts:
        return Field(
            key, Kind.TABLE, label, span=_span(parts["object"]["additionalProperties"]),
            things=things,
        )  # fmt: skip
    if "boolean" in parts:
        return Field(key, Kind.SWITCH, label)
    number = parts.get("integer") or parts.get("number")
    span = None if number is None else _span(number)
    if "string" in parts:
        kind = Kind.CHOICE if number is None and "array" not in parts else Kind.WORDED
        return Field(key, kind, label, options, span, things, nullable)
    if "array" in parts:
        if things:
            return Field(key, Kind.SEVERAL, label, options, things=things, nullable=nullable)
        return Field(key, Kind.NUMBERS, label, span=_span(parts["array"]["items"]))
    return Field(key, Kind.NUMBER, label, span=span, nullable=nullable)


def span_at(path: Path) -> Span | None:
    """Numbers that fit at any path of a question; None where none do or nothing is declared."""
    schema = schema_at(path) or {}
    for part in schema.get("anyOf", [schema]):
        if part.get("type") in ("integer", "number"):
            return _span(part)
    return None


def _span(schema: Mapping[str, Any]) -> Span:
    return Span(
        schema.get("minimum"),
        schema.get("maximum"),
        schema.get("exclusiveMinimum"),
        schema.get("exclusiveMaximum"),
        schema.get("type") == "integer",
    )
