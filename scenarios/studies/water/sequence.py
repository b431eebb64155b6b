"""Settlements in a given order of precedence, started as soon as there is money."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scenarios.studies.money import Purse
from scenarios.studies.water.instance import period_years
from scenarios.studies.water.terms import FloatArray, IntArray, WaterTerms
from scenarios.studies.water.wishes import StartLimits

Rule = Literal["own_proportions", "largest_backlog_first", "given_order"]


@dataclass(frozen=True)
class Settlement:
    """One settlement in a queue; `printed` is the year before which it gets no water."""

    lot: int
    commitment: int
    printed: int


def sequence(
    terms: WaterTerms,
    settlements: Sequence[Settlement],
    rule: Rule,
    budget: FloatArray,
    carry_over_limit: FloatArray,
    pace: FloatArray | None = None,
    limits: StartLimits | None = None,
) -> list[int | None]:
    """Start year of each settlement, None where the money never suffices.

    A start is affordable when every year of its construction can pay it after what is committed,
    in the whole and in its oblast; what is too dear today lets a cheaper one pass.

    Parameters
    ----------
    settlements : in the order of each commitment's queue
    rule : own_proportions, largest_backlog_first, or given_order (as `settlements` are listed)
    budget, carry_over_limit : (Y,) mln KZT
    pace : (Y,) mln KZT of starts up to a year at which its starts end; None: as the money allows
    limits : of the settlements of a lot that may start; None: as many as there are
    """
    starts: list[int | None] = [None] * len(settlements)
    queues: dict[int, list[int]] = {}
    for i, settlement in enumerate(settlements):
        queues.setdefault(settlement.commitment, []).append(i)
    total = {number: len(queue) for number, queue in queues.items()}
    oblast = {number: int(terms.oblast[settlements[q[0]].lot]) for number, q in queues.items()}
    people = np.zeros(len(terms.oblasts))
    purse = Purse(budget, carry_over_limit, terms.profile, terms.oblast_limit)
    begun, started = 0.0, np.zeros(len(terms.lots), dtype=np.int64)
    for y, year in enumerate(map(int, terms.years)):
        purse.open(y)
        price = (terms.price * terms.price_index[y]).tolist()
        backlog = terms.need[:, terms.column(year + terms.lead)]
        too_dear = [math.inf] * len(terms.oblasts)
        if limits is None:
            free = [math.inf] * len(terms.lots)
        else:
            free = np.minimum(limits.in_year[:, y], limits.up_to[:, y] - started).tolist()
        waiting = {
            number: [i for i in queue if settlements[i].printed <= year + terms.lead]
            for number, queue in queues.items()
        }
        at = dict.fromkeys((number for number, queue in waiting.items() if queue), 0)
        while at and (pace is None or begun < pace[y]):
            if rule == "own_proportions":
                # Sainte-Laguë: the next one half counted
                number = min(at, key=lambda c: (total[c] - len(queues[c]) + 0.5) / total[c])
            elif rule == "largest_backlog_first":
                number = max(at, key=lambda c: backlog[oblast[c]] - people[oblast[c]])
            else:
                number = min(at, key=lambda c: waiting[c][at[c]])
            i, g = waiting[number][at[number]], oblast[number]
            lot = settlements[i].lot
            if free[lot] <= 0:
                pass  # its turn comes in another year
            elif price[lot] < too_dear[g] and purse.affords(price[lot], g):
                purse.pay(price[lot], g)
                free[lot] -= 1
                started[lot] += 1
                begun += float(terms.price[lot])
                queues[number].remove(i)
                starts[i] = year
                people[g] += terms.people_in(lot, year + terms.lead)
            else:
                too_dear[g] = min(too_dear[g], price[lot])
            at[number] += 1
            if at[number] == len(waiting[number]):
                del at[number]
    return starts


def most_people_first(terms: WaterTerms) -> list[Settlement]:
    """Settlements by (weighted) people for their money."""
    worth = terms.people * terms.weight[terms.oblast] / terms.price
    soon = terms.first + terms.lead
    return [
        Settlement(lot, lot, soon)
        for lot in np.argsort(-worth, kind="stable").tolist()
        for _ in range(terms.settlements[lot])
    ]


def as_starts(
    terms: WaterTerms, settlements: Sequence[Settlement], years: Sequence[int | None]
) -> IntArray:
    """(N, 1, T) number of settlements of a lot started in the model's periods."""
    periods = period_years(terms)
    starts = np.zeros((len(terms.lots), 1, len(periods)), dtype=np.int64)
    for settlement, year in zip(settlements, years, strict=True):
        if year is not None:
            starts[settlement.lot, 0, year - int(periods[0])] += 1
    return starts
