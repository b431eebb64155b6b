"""The first value of a new row of a table, before somebody enters another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inputs.territory import Territory
from scenarios.app.question.asking import Question, value_at
from scenarios.app.question.assumed import behind, usual
from scenarios.app.question.fields import Field
from scenarios.app.question.wishes import documented_start
from scenarios.scenario import Years

_UNCHANGED = 1  # a factor or a weight that changes nothing


def first_value(field: Field, thing: str, question: Question, territory: Territory) -> Any:
    """What a table says of a thing when it is first named: what holds for it anyway."""
    if field.key == "roadmap.start":
        return documented_start(territory, thing)
    if field.key in ("money.budget_bn_by_year", "money.oblast_budget_bn_per_year"):
        return _plain(usual("money.budget_bn_per_year", question, territory))
    if field.key == "siting.budget_bn_by_period":
        return None  # nothing holds anyway: it has to be entered
    if field.key == "logistics.delay_links":
        return _last_year(question)
    row = behind(f"{field.key}.{thing}", question, territory)
    if row is not None:
        return _plain(row.value)
    return 0 if field.key == "money.oblast_min_share" else _UNCHANGED


def renamed(table: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The table with a row for another thing, in its place."""
    return {(new if thing == old else thing): value for thing, value in table.items()}


def without(table: Mapping[str, Any], thing: str) -> dict[str, Any]:
    """The table without a row."""
    return {key: value for key, value in table.items() if key != thing}


def _last_year(question: Question) -> int:
    last = value_at(question, ("years", "last"))
    return last if isinstance(last, int) else Years().last


def _plain(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
