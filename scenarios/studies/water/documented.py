"""The documents' counts of settlements as plans: as printed, and under the scenario's money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scenarios.plan import Origin, Plan
from scenarios.studies.water.instance import connection
from scenarios.studies.water.sequence import Rule, Settlement, sequence
from scenarios.studies.water.terms import WaterTerms

AS_PRINTED = "documented as printed"
OWN_PROPORTIONS = "documented under budget"
LARGEST_BACKLOG_FIRST = "largest backlog first"
WITHOUT_WAITING = "documented order without waiting"


def documented_settlements(terms: WaterTerms) -> list[Settlement]:
    """Every settlement with the year in which its turn would come, by commitment, in order.

    The documents give a count and a last year. The years up to it share the count as
    `documented.spread` says; within a commitment the lots take turns in proportion to their
    settlements, so that no size or source is preferred.
    """
    lots = terms.lots
    result: list[Settlement] = []
    for number, (_, part) in enumerate(lots.groupby("project_id", sort=False)):
        turn = np.concatenate([(np.arange(n) + 0.5) / n for n in part["settlements"]])
        lot = np.repeat(part.index.to_numpy(), part["settlements"].to_numpy())
        order = np.argsort(turn, kind="stable")
        first = terms.first + terms.lead
        years = np.arange(first, max(first, int(part["due"].max())) + 1)
        place = {
            "pro_rata": ((np.arange(len(turn)) + 0.5) / len(turn) * len(years)).astype(int),
            "early": np.zeros(len(turn), dtype=int),
            "late": np.full(len(turn), len(years) - 1),
        }[terms.scenario.documented.spread]
        result += [
            Settlement(int(n), number, int(years[y]))
            for n, y in zip(lot[order], place, strict=True)
        ]
    return result


def documented_as_printed(terms: WaterTerms, settlements: Sequence[Settlement]) -> Plan:
    """First water in the printed years, whatever money that takes."""
    rows = [
        connection(terms, s.lot, s.printed - terms.lead, s.printed, Origin.DOCUMENTED)
        for s in settlements
    ]
    return Plan.from_rows(AS_PRINTED, rows)


def documented_under_budget(
    terms: WaterTerms, settlements: Sequence[Settlement], rule: Rule
) -> Plan:
    """The same settlements, waiting for money, none before its printed year.

    With `own_proportions` the commitment that lags its count most is next, with
    `largest_backlog_first` the oblast with most people without water.
    """
    name = OWN_PROPORTIONS if rule == "own_proportions" else LARGEST_BACKLOG_FIRST
    return _in_turn(terms, settlements, rule, name)


def documented_without_waiting(terms: WaterTerms, settlements: Sequence[Settlement]) -> Plan:
    """The same proportions as soon as there is money, whatever the printed year.

    Beside the plan that waits it tells what haste is worth, and what the order.
    """
    return _in_turn(terms, at_once(terms, settlements), "own_proportions", WITHOUT_WAITING)


def at_once(terms: WaterTerms, settlements: Sequence[Settlement]) -> list[Settlement]:
    """The same queues, none waiting for a printed year."""
    return [replace(s, printed=terms.first + terms.lead) for s in settlements]


def _in_turn(terms: WaterTerms, settlements: Sequence[Settlement], rule: Rule, name: str) -> Plan:
    starts = sequence(terms, settlements, rule, terms.budget, terms.carry_over_limit)
    rows = [
        connection(terms, s.lot, year, year + terms.lead, Origin.DOCUMENTED)
        for s, year in zip(settlements, starts, strict=True)
        if year is not None
    ]
    return Plan.from_rows(name, rows)
