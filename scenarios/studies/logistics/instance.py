"""The questions as instances of hub location: which sites and when, then how large.

Sites are chosen with centres of a standard cost that are as large as they must be: this question
is solved to proof, and so are all that differ from it in a wish. The sites chosen then get their
sizes, within the same money and with capacities that bind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.hub_location import HubInstance
from scenarios.parts import FIRST_POSSIBLE_YEAR
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Forbidden
from scenarios.studies.logistics.costs import tonne_costs
from scenarios.studies.logistics.terms import CLASSES, FloatArray, IntArray, LogisticsTerms

ASSET = "logistics_centre_"  # before the size, in a plan
NEVER = 10_000  # a period that does not come


def site_question(terms: LogisticsTerms) -> HubInstance:
    """Which sites and when: every centre at the standard cost, as large as it must be."""
    sites, periods = len(terms.sites), len(terms.periods)
    gateway = (terms.sites["kind"] == "gateway").to_numpy()
    asked = terms.scenario.logistics.centres
    most = float(asked) if isinstance(asked, int) else np.inf
    earliest = _earliest(terms)
    earliest[gateway] = NEVER
    costs = tonne_costs(terms)
    standard = terms.cost[CLASSES.index(terms.scenario.logistics.standard_size)]
    return HubInstance(
        origin=terms.flows.origin,
        destination=terms.flows.destination,
        flow=terms.flows.tonnes,
        direct=costs.direct,
        access=costs.access,
        linehaul=costs.linehaul,
        years=terms.years,
        discount=terms.discount,
        # a tonne passes two centres at most
        size=np.array([2.0 * float(terms.flows.tonnes.sum(axis=0).max())]),
        class_cost=np.full((sites, 1), standard),
        allowed=~gateway[:, None],
        # what stands is small: taken to be unlimited here, it would leave no need for new centres
        existing=np.where(gateway, np.inf, 0.0),
        max_new=np.full(periods, most),
        group=terms.group,
        group_min=np.zeros_like(terms.most),
        group_max=terms.most,
        budget=terms.budget,
        forced=_forced(terms),
        max_at_site=np.full(sites, np.inf),
        earliest=earliest,
        node_labels=tuple(terms.places["name"]),
        hub_labels=tuple(terms.sites["name"]),
        period_labels=tuple(map(str, terms.periods)),
        group_labels=terms.oblasts,
    )


@dataclass(frozen=True)
class SizeQuestion:
    """How large the centres of given sites are; `kept` are the sites of the instance.

    `by_need` (K, S, T) is a plan of it to begin with.
    """

    instance: HubInstance
    kept: IntArray
    by_need: IntArray

    def on_all_sites(self, centres: IntArray, sites: int) -> IntArray:
        """(M, S, T) centres of the kept sites among all of them."""
        whole = np.zeros((sites, *centres.shape[1:]), dtype=np.int64)
        whole[self.kept] = centres
        return whole


def size_question(
    terms: LogisticsTerms, question: HubInstance, openings: IntArray, wanted: FloatArray
) -> SizeQuestion:
    """Sizes for openings (M, T) up to a period, under the money of the question they answer.

    A site may get more centres than one, from its opening on, where the numbers declared allow it.

    Parameters
    ----------
    wanted : (M, T) tonnes a year that would pass the sites if they were as large as they must be
    """
    kept = np.flatnonzero((terms.existing > 0) | (openings[:, -1] > 0))
    count = openings[kept]
    instance = replace(
        question,
        access=question.access[:, kept],
        linehaul=question.linehaul[np.ix_(kept, kept)],
        size=terms.size,
        class_cost=np.tile(terms.cost, (len(kept), 1)),
        allowed=np.tile((count[:, -1] > 0)[:, None], (1, len(terms.size))),
        existing=terms.existing[kept],
        group=question.group[kept],
        forced=count,
        max_at_site=np.where(count[:, -1] > 0, question.max_at_site[kept], 0.0),
        earliest=np.argmax(count > 0, axis=1),
        hub_labels=tuple(terms.sites["name"].iloc[kept]),
    )
    return SizeQuestion(instance, kept, _by_need(instance, count, wanted[kept]))


def _by_need(instance: HubInstance, count: IntArray, wanted: FloatArray) -> IntArray:
    """(K, S, T) centres large enough for what wants to pass, as far as the money goes.

    Where it does not, the centre is made smaller that loses least for the money saved.
    """
    size, cost = instance.size, instance.class_cost[0]
    centres = np.zeros((*instance.allowed.shape, count.shape[1]), dtype=np.int64)
    purse = 0.0
    for t in range(count.shape[1]):
        purse += float(instance.budget[t])
        sites = np.repeat(np.arange(len(count)), np.diff(count, axis=1, prepend=0)[:, t])
        share = wanted[sites, t] / np.bincount(sites, minlength=len(count))[sites]
        chosen = np.minimum(np.searchsorted(size, share), len(size) - 1)
        while cost[chosen].sum() > purse and chosen.any():
            smaller = np.maximum(chosen - 1, 0)
            lost = np.minimum(share, size[chosen]) - np.minimum(share, size[smaller])
            saved = cost[chosen] - cost[smaller]
            rate = np.divide(lost, saved, out=np.full(len(sites), np.inf), where=saved > 0)
            chosen[int(rate.argmin())] -= 1
        purse -= float(cost[chosen].sum())
        np.add.at(centres[:, :, t], (sites, chosen), 1)
    return centres


def documented_places_only(instance: HubInstance, terms: LogisticsTerms) -> HubInstance:
    """The same money for the places that the schemes name, not before they are declared.

    What the scenario has decided stands there too.
    """
    decided = instance.forced
    here = terms.group >= 0
    in_oblast = np.zeros_like(terms.declared)
    np.add.at(in_oblast, terms.group[here], decided[here])
    return replace(
        instance,
        max_at_site=np.minimum(
            instance.max_at_site, np.maximum(named_at_site(terms), decided[:, -1])
        ),
        group_max=np.minimum(instance.group_max, np.maximum(terms.declared, in_oblast)),
    )


def as_printed(instance: HubInstance, terms: LogisticsTerms, tied: IntArray) -> HubInstance:
    """All that is declared, when it is declared, whatever it costs; places in the best order.

    Parameters
    ----------
    tied : (M, T) centres whose place the schemes tie to a horizon
    """
    unlimited = np.full(len(terms.periods), np.inf)
    return replace(
        instance,
        max_at_site=named_at_site(terms),
        group_min=terms.declared,
        group_max=terms.declared,
        budget=unlimited,
        max_new=unlimited,
        forced=tied,
        earliest=np.where((terms.sites["kind"] == "gateway").to_numpy(), NEVER, 0),
    )


def named_at_site(terms: LogisticsTerms) -> FloatArray:
    """(M,) centres named for a site; any number in oblasts whose centres have no place."""
    return np.where(terms.free_oblast[terms.group], np.inf, terms.sites["documented"].to_numpy())


def plan_from(terms: LogisticsTerms, centres: IntArray, name: str, origin: Origin) -> Plan:
    """One row a centre of `centres` (M, S, T)."""
    rows = []
    standing = terms.existing > 0
    for m, s, t in np.argwhere(centres > 0):
        year = terms.periods[t]
        for _ in range(int(centres[m, s, t])):
            rows.append(
                {
                    "place_id": terms.sites["site_id"][m],
                    "to_place_id": "",
                    "asset": f"{ASSET}{CLASSES[s]}",
                    "action": Action.EXPAND if standing[m] else Action.OPEN,
                    "size": terms.size[s],
                    "unit": "tonnes_per_year",
                    "start_year": year - terms.lead,
                    "in_service_year": year,
                    "capex_mln_kzt": terms.cost[s],
                    "opex_mln_kzt": 0.0,
                    "origin": origin,
                }
            )
        standing[m] = True
    return Plan.from_rows(name, rows)


def _earliest(terms: LogisticsTerms) -> IntArray:
    """(M,) first period in which a site may open, by `forbidden` and what is decided."""
    decided = decided_periods(terms)
    forced = _forced(terms) > 0
    opens = np.where(forced.any(axis=1), forced.argmax(axis=1), NEVER)
    free = decided if decided < len(terms.periods) else NEVER
    # a site whose opening is decided keeps its period
    earliest = np.where(opens < decided, opens, free).astype(np.int64)
    number = {site: m for m, site in enumerate(terms.sites["site_id"])}
    for ban in terms.scenario.forbidden:
        barred = barred_periods(terms.periods, terms.lead, ban)
        if barred:
            later = barred[-1] + 1
            site = number[ban.place]
            earliest[site] = max(earliest[site], later if later < len(terms.periods) else NEVER)
    return earliest


def decided_periods(terms: LogisticsTerms) -> int:
    """Periods, from the first on, whose centres start in years that are decided."""
    until = terms.scenario.years.decided_until
    if until is None:
        return 0
    return sum(start <= until for start in start_years(terms.periods, terms.lead))


def start_years(periods: Sequence[int], lead: int) -> list[int]:
    """Year in which centres of each period are started."""
    return [max(year - lead, FIRST_POSSIBLE_YEAR) for year in periods]


def barred_periods(periods: Sequence[int], lead: int, ban: Forbidden) -> list[int]:
    """Periods for whose service a centre would be started in a year of the ban."""
    starts = start_years(periods, lead)
    return [t for t, start in enumerate(starts) if ban.first <= start <= ban.last]


def _forced(terms: LogisticsTerms) -> IntArray:
    """(M, T) centres that the scenario's `fixed` has decided."""
    forced = np.zeros((len(terms.sites), len(terms.periods)), dtype=np.int64)
    number = {site: m for m, site in enumerate(terms.sites["site_id"])}
    for item in terms.scenario.fixed:
        since = int(np.searchsorted(terms.periods, item.start_year + terms.lead))
        forced[number[item.place], since:] += item.count
    return forced
