"""What about a balance cannot be, in the planner's words, before anything is solved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.water.balance.documents import USES
from scenarios.studies.water.balance.terms import RANKS, BalanceTerms, assumptions_of, read_terms
from scenarios.study import Problem

TABLES = ("indicators", "units", "water_abstraction", "water_balance", "water_transfers")


def find_problems(territory: Territory, scenario: Scenario) -> list[Problem]:
    """Missing tables, unknown names, values out of order; empty when the balance can be drawn."""
    missing = [name for name in TABLES if not territory.has(name)]
    if missing:
        return [Problem("study", f"the data hold no table {missing[0]}", ", ".join(TABLES))]
    try:
        terms = read_terms(assumptions_of(territory, scenario))
    except InputError as error:
        return [Problem(f"assumptions.{error.value}", error.message, error.expected or "")]
    return [*_unknown(territory, scenario), *_out_of_order(terms)]


def _unknown(territory: Territory, scenario: Scenario) -> Iterator[Problem]:
    asked, levels = scenario.water, territory.units["level"]
    balanced = list(dict.fromkeys(territory.table("water_balance")["unit_id"]))
    oblasts = [unit for unit in balanced if levels[unit] != "region"]
    for unit in asked.surface_factor:
        if unit not in oblasts:
            yield Problem(
                f"water.surface_factor.{unit}",
                f"{unit!r} is no oblast or city with a water balance",
                ", ".join(oblasts),
            )
    ways = list(territory.table("water_transfers")["transfer_id"])
    for i, way in enumerate(asked.drop_transfers):
        if way not in ways:
            yield Problem(f"water.drop_transfers[{i}]", f"{way!r} is no transfer", ", ".join(ways))


def _out_of_order(terms: BalanceTerms) -> Iterator[Problem]:
    """Every part of a higher rank must be worth more than every part of a lower one."""
    ranks = np.array([RANKS[use] for use in USES])
    for higher, lower in pairwise(sorted(set(ranks))):
        above, below = np.flatnonzero(ranks == higher), np.flatnonzero(ranks == lower)
        a = above[np.argmin(terms.value[above].min(axis=1))]
        b = below[np.argmax(terms.value[below].max(axis=1))]
        if terms.value[a].min() <= terms.value[b].max():
            yield Problem(
                f"assumptions.water_value_{USES[b]}",
                f"the dearest part of {USES[b]} is worth {terms.value[b].max():g} KZT a m3, the "
                f"cheapest part of {USES[a]}, which comes first, {terms.value[a].min():g}",
                "values in the order household, industry, obligation, irrigation and other",
            )
