"""The documents' construction programme as plans: as printed, and under the scenario's money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.plan import Action, Origin, Plan
from scenarios.studies.education.terms import FloatArray, Terms, cheapest_cover
from scenarios.studies.money import Purse

AS_PRINTED = "documented as printed"
OWN_PROPORTIONS = "documented under budget"
LARGEST_BACKLOG_FIRST = "largest backlog first"


@dataclass(frozen=True)
class Building:
    """One building of the documented programme; `price` in mln KZT at constant prices."""

    number: int
    unit: int
    period: int
    size: float
    price: float
    in_service: int


def documented_as_printed(terms: Terms, buildings: Sequence[Building]) -> Plan:
    """The printed places, in service by their horizons, whatever money that takes.

    Parameters
    ----------
    buildings : from `documented_buildings`
    """
    rows = [
        _row(terms, b, start=b.in_service - terms.lead, in_service=b.in_service) for b in buildings
    ]
    return Plan.from_rows(AS_PRINTED, rows)


def documented_under_budget(terms: Terms, buildings: Sequence[Building], rule: str) -> Plan:
    """The same buildings, waiting for money: periods in order, none before its printed start.

    With `own_proportions` the unit whose programme lags its share most is next; with
    `largest_backlog_first` the unit that would be short of most places in the year of opening.
    A start is affordable when every year of its construction can pay it after what is committed;
    what is too dear today lets a cheaper one pass. No unit starts more buildings in a year than
    the scenario allows the optimiser.
    """
    name = OWN_PROPORTIONS if rule == "own_proportions" else LARGEST_BACKLOG_FIRST
    waiting = list(buildings)
    target = np.zeros((len(terms.units), len(terms.programme.horizons)))
    for building in waiting:
        target[building.unit, building.period] += building.size
    started = np.zeros_like(target)
    added = np.zeros_like(terms.need)
    purse = Purse(terms.budget, terms.carry_over_limit, terms.spend_profile)
    rows: list[dict[str, object]] = []
    for year in range(terms.first, terms.last + 1):
        purse.open(year - int(terms.years[0]))
        starts = np.zeros(len(terms.units), dtype=int)
        opening = min(year + terms.lead, terms.last) - int(terms.years[0])
        backlog = terms.need[:, opening] - terms.stock[:, opening]
        for period in range(len(terms.programme.horizons)):
            queues = _queues(waiting, period, year + terms.lead)
            for unit in np.flatnonzero(starts >= terms.max_starts):
                queues.pop(int(unit), None)
            cheapest = min((b.price for q in queues.values() for b in q), default=0.0)
            while queues and purse.affords(cheapest * terms.index_of(year)):
                heads = [queue[0] for queue in queues.values()]
                if rule == "own_proportions":
                    # Sainte-Laguë: the next building half counted, so that a unit with a single
                    # one neither jumps the queue nor waits to the end
                    pick = int(np.argmin([_progress(b, started, target) for b in heads]))
                else:
                    pick = int(np.argmax([backlog[b.unit] - added[b.unit, opening] for b in heads]))
                building = heads[pick]
                queues[building.unit].pop(0)
                if not queues[building.unit]:
                    del queues[building.unit]
                price = building.price * terms.index_of(year)
                if not purse.affords(price):
                    continue
                purse.pay(price)
                starts[building.unit] += 1
                if starts[building.unit] == terms.max_starts:
                    queues.pop(building.unit, None)
                waiting.remove(building)
                started[building.unit, period] += building.size
                added[building.unit, terms.years >= year + terms.lead] += building.size
                rows.append(_row(terms, building, start=year, in_service=year + terms.lead))
    return Plan.from_rows(name, rows)


def _queues(waiting: list[Building], period: int, in_service: int) -> dict[int, list[Building]]:
    """By unit, the waiting buildings of a period that are due by `in_service`."""
    queues: dict[int, list[Building]] = {}
    for building in waiting:
        if building.period == period and building.in_service <= in_service:
            queues.setdefault(building.unit, []).append(building)
    return queues


def _progress(building: Building, started: FloatArray, target: FloatArray) -> float:
    at = building.unit, building.period
    return float((started[at] + 0.5 * building.size) / target[at])


def documented_buildings(terms: Terms) -> list[Building]:
    """The documents' places as buildings of the menu.

    The documents give places by unit and horizon, neither sizes nor years. Each unit's total of a
    period becomes the cheapest combination of buildings on the menu, the last one cut to the
    printed total; buildings are spread over the period's years as the scenario's
    `documented.spread` says, never in service before the first year plus the lead time.
    """
    programme = terms.programme
    result: list[Building] = []
    previous = programme.base_year
    for period, horizon in enumerate(programme.horizons):
        years = np.arange(max(previous + 1, terms.first + terms.lead), horizon + 1)
        if len(years) == 0:
            years = np.array([max(horizon, terms.first + terms.lead)])
        previous = horizon
        for n, places in enumerate(terms.documented_places[horizon].to_numpy(float)):
            result += _unit_buildings(terms, n, period, float(places), years)
    return result


def _unit_buildings(
    terms: Terms, n: int, period: int, places: float, years: np.ndarray
) -> list[Building]:
    chosen = cheapest_cover(round(places), terms.sizes, terms.cost[n])
    result: list[Building] = []
    done = 0.0
    for k in chosen:
        size = min(float(terms.sizes[k]), places - done)
        middle = (done + size / 2) / places
        position = {
            "pro_rata": min(int(middle * len(years)), len(years) - 1),
            "early": 0,
            "late": len(years) - 1,
        }[terms.scenario.documented.spread]
        result.append(
            Building(len(result), n, period, size, float(terms.cost[n, k]), int(years[position]))
        )
        done += size
    return result


def _row(terms: Terms, building: Building, *, start: int, in_service: int) -> dict[str, object]:
    return {
        "place_id": terms.units[building.unit],
        "to_place_id": "",
        "asset": terms.programme.asset,
        "action": Action.OPEN,
        "size": building.size,
        "unit": "places",
        "start_year": start,
        "in_service_year": in_service,
        "capex_mln_kzt": building.price * terms.index_of(start),
        "opex_mln_kzt": 0.0,
        "origin": Origin.DOCUMENTED,
    }
