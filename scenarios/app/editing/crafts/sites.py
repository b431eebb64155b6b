"""Schools in settlements of the agglomeration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from scenarios.app.editing.decisions import (
    KeptDecisions,
    bans,
    fixed_list,
    made_by_hand,
    removed_by_hand,
    with_decisions,
)
from scenarios.app.editing.edits import Group, History, Move
from scenarios.language import _
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Forbidden, Scenario
from scenarios.studies.siting.terms import SitingTerms
from scenarios.study import PlanRules


@dataclass(frozen=True)
class Sites:
    """Buildings that stand from the periods of the question on."""

    terms: SitingTerms
    rules: PlanRules

    @cached_property
    def _number(self) -> dict[str, int]:
        return {place: j for j, place in enumerate(self.rules.places)}

    def years(self, place: str, asset: str) -> tuple[int, ...]:
        return tuple(self.terms.periods)

    def assets(self, place: str) -> tuple[str, ...]:
        return self.rules.assets

    def sizes(self, place: str, asset: str) -> tuple[float, ...]:
        allowed = self.terms.allowed[self._number[place]]
        return tuple(float(size) for size in self.terms.size[allowed])

    def opened(self, group: Group) -> dict[str, Any]:
        j = self._number[group.place]
        k = int(np.abs(self.terms.size - group.size).argmin())
        return {
            "place_id": group.place,
            "to_place_id": "",
            "asset": group.asset,
            "action": Action.OPEN.value,
            "size": float(self.terms.size[k]),
            "unit": "places",
            "start_year": group.start_year,
            "in_service_year": group.start_year,
            "capex_mln_kzt": float(self.terms.cost[j, k]),
            "opex_mln_kzt": 0.0,
            "origin": Origin.MANUAL.value,
        }

    def restarted(self, row: Mapping[str, Any], year: int) -> dict[str, Any]:
        return {**row, "start_year": year, "in_service_year": year}

    def refusal(self, plan: Plan) -> str:
        return ""

    def remarks(self, plan: Plan) -> tuple[str, ...]:
        opened = plan.openings
        said = []
        for t, year in enumerate(self.terms.periods):
            count = int(opened.loc[opened["in_service_year"] <= year, "place_id"].nunique())
            if count > self.terms.max_sites[t]:
                said.append(
                    _(
                        "By {year} schools are built in {n} settlements; the question allows "
                        "{most}.",
                        year=str(year),
                        n=count,
                        most=int(self.terms.max_sites[t]),
                    )
                )
        return tuple(said)

    def kept(self, scenario: Scenario, history: History) -> KeptDecisions:
        """Settlements, periods and at least the places stay; a settlement left stays closed."""
        decided = made_by_hand(history)
        standing = history.plan.openings.groupby("place_id")["start_year"]
        left = {str(place): set(years) for place, years in standing}
        barred: dict[Forbidden, None] = {}
        for group in removed_by_hand(history):
            if group.place not in left:
                barred[Forbidden(place=group.place)] = None
            elif group not in decided:
                barred |= dict.fromkeys(bans([group]))
        for edit in history.edits:
            year = edit.group.start_year
            if isinstance(edit, Move) and edit.year > year and year not in left[edit.group.place]:
                barred[Forbidden(place=edit.group.place, first=year, last=year)] = None
        lost: tuple[str, ...] = ()
        if decided:
            lost = (
                _(
                    "Settlements, periods and at least so many places are kept; in which buildings "
                    "is decided anew."
                ),
            )
        return KeptDecisions(with_decisions(scenario, fixed_list(decided), tuple(barred)), lost)
