"""Settlements that get water, by oblast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from scenarios.app.editing.decisions import KeptDecisions, removed_by_hand, with_decisions
from scenarios.app.editing.edits import Group, History
from scenarios.language import _, n_
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Fixed, Forbidden, Scenario
from scenarios.studies.water.instance import starts_by_lot
from scenarios.studies.water.lots import TECHNOLOGIES, UNTIED
from scenarios.studies.water.terms import IntArray, WaterTerms
from scenarios.study import PlanRules

_SAME = 1e-6  # relative; plans are written with ten digits


class LeftOut(StrEnum):
    """How long settlements that were taken out stay out."""

    FOR_GOOD = "for good"
    SO_FAR = "so far"  # up to the year in which they were to start
    THAT_YEAR = "that year"


@dataclass(frozen=True)
class Connections:
    """Settlements of the lots that the schemes promise water; their people grow with the years."""

    terms: WaterTerms
    rules: PlanRules

    def years(self, place: str, asset: str) -> tuple[int, ...]:
        return tuple(range(self.rules.first_year, self.rules.last_year + 1))

    def assets(self, place: str) -> tuple[str, ...]:
        here = self._lots(place)
        return tuple(TECHNOLOGIES[k] for k in np.unique(self.terms.cheapest[here]))

    def sizes(self, place: str, asset: str) -> tuple[float, ...]:
        here = self._lots(place)
        own = here[self.terms.cheapest[here] == TECHNOLOGIES.index(asset)]
        return tuple(float(people) for people in np.unique(np.round(self.terms.people[own])))

    def opened(self, group: Group) -> dict[str, Any]:
        here = self._lots(group.place)
        own = here[self.terms.cheapest[here] == TECHNOLOGIES.index(group.asset)]
        lot = int(own[np.abs(self.terms.people[own] - group.size).argmin()])
        since = group.start_year + self.terms.lead
        return {
            "place_id": group.place,
            "to_place_id": "",
            "asset": group.asset,
            "action": Action.CONNECT.value,
            "size": self.terms.people_in(lot, since),
            "unit": "people",
            "start_year": group.start_year,
            "in_service_year": since,
            "capex_mln_kzt": float(self.terms.price[lot] * self._index(group.start_year)),
            "opex_mln_kzt": 0.0,
            "origin": Origin.MANUAL.value,
        }

    def restarted(self, row: Mapping[str, Any], year: int) -> dict[str, Any]:
        since = year + self.terms.lead
        grown = self._growth(row["place_id"], since) / self._growth(
            row["place_id"], int(row["in_service_year"])
        )
        dearer = self._index(year) / self._index(int(row["start_year"]))
        return {
            **row,
            "size": float(row["size"]) * grown,
            "start_year": year,
            "in_service_year": since,
            "capex_mln_kzt": float(row["capex_mln_kzt"]) * dearer,
        }

    def refusal(self, plan: Plan) -> str:
        """More settlements than there are to connect cannot be."""
        known = np.bincount(
            self.terms.oblast, weights=self.terms.settlements, minlength=len(self.terms.oblasts)
        )
        for place, count in plan.openings.groupby("place_id").size().items():
            if count > known[self.terms.oblast_index[str(place)]]:
                return _("Every settlement of this oblast is in the plan already.")
        return ""

    def remarks(self, plan: Plan) -> tuple[str, ...]:
        missing = int(self.terms.settlements.sum()) - len(plan.openings)
        if missing <= 0:
            return ()
        return (
            n_(
                "{n} settlement is not connected under this plan.",
                "{n} settlements are not connected under this plan.",
                missing,
            ),
        )

    def kept(
        self, scenario: Scenario, history: History, out: LeftOut = LeftOut.FOR_GOOD
    ) -> KeptDecisions:
        """What was moved or added starts in its year, and what was taken out stays out.

        Settlements of a lot cannot be told apart: no more of them start than the plan made by hand
        starts, in the year of those taken out, up to it, or both in it and in all years.
        """
        manual = history.plan.openings
        manual = manual[manual["origin"] == Origin.MANUAL]
        decided = self._by_lot(Plan(history.plan.name, manual))
        fixed = tuple(
            Fixed(
                place=self._lot(lot),
                size=max(1, round(self.terms.people[lot])),
                start_year=int(self.terms.years[y]),
                count=int(decided[lot, y]),
            )
            for lot, y in np.argwhere(decided)
        )
        starts, part = self._by_lot(history.plan), self.terms.lots["part_of"].to_numpy()
        barred: dict[Forbidden, None] = {}
        for group in removed_by_hand(history):
            for lot in self._lots_of(group):
                left = starts[part == part[lot]].sum(axis=0)
                barred |= dict.fromkeys(self._bans(self._lot(lot), left, group.start_year, out))
        return KeptDecisions(with_decisions(scenario, fixed, tuple(barred)))

    def _bans(self, lot: str, left: IntArray, year: int, out: LeftOut) -> Iterator[Forbidden]:
        """Limits of a lot of which `left` (Y,) are started."""
        up_to = int(left[: year + 1 - self.terms.first].sum())
        if out is LeftOut.SO_FAR:
            yield Forbidden(place=lot, last=year, at_most=up_to)
            return
        then = int(left[year - self.terms.first])
        yield Forbidden(place=lot, first=year, last=year, at_most=then)
        if out is LeftOut.FOR_GOOD:
            yield Forbidden(place=lot, at_most=int(left.sum()))

    def _by_lot(self, plan: Plan) -> IntArray:
        """(N, Y) settlements that a plan starts."""
        return starts_by_lot(self.terms, plan, self.terms.years, "start_year")[:, 0]

    def _lot(self, lot: int) -> str:
        return str(self.terms.lots["part_of"].iloc[lot])

    def _lots_of(self, group: Group) -> list[int]:
        """Free lots whose settlements are in a group, those of its size."""
        here = self._lots(group.place)
        here = here[
            (self.terms.cheapest[here] == TECHNOLOGIES.index(group.asset))
            & (self.terms.lots["fixed_start"].to_numpy()[here] == UNTIED)
        ]
        since = group.start_year + self.terms.lead
        people = group.size / self._growth(group.place, since)
        away = np.abs(np.log(self.terms.people[here] / people))
        return [int(lot) for lot in here[away <= away.min() + _SAME]]

    def _lots(self, place: str) -> np.ndarray:
        return np.flatnonzero(self.terms.oblast == self.terms.oblast_index[place])

    def _growth(self, place: str, year: int) -> float:
        column = self.terms.column(min(year, self.terms.last))
        return float(self.terms.growth[self.terms.oblast_index[place], column])

    def _index(self, year: int) -> float:
        return float(self.terms.price_index[self.terms.column(year)])
