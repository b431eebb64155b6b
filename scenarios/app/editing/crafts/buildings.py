"""Schools and kindergartens by district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.app.editing.decisions import (
    KeptDecisions,
    bans,
    fixed_list,
    made_by_hand,
    removed_by_hand,
    with_decisions,
)
from scenarios.app.editing.edits import Group, History
from scenarios.language import _
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.education.terms import Terms
from scenarios.study import PlanRules


@dataclass(frozen=True)
class Buildings:
    """Buildings of the menu, each in service a lead time after its start."""

    terms: Terms
    rules: PlanRules

    def years(self, place: str, asset: str) -> tuple[int, ...]:
        return tuple(range(self.rules.first_year, self.rules.last_year + 1))

    def assets(self, place: str) -> tuple[str, ...]:
        return self.rules.assets

    def sizes(self, place: str, asset: str) -> tuple[float, ...]:
        return tuple(float(size) for size in self.terms.sizes)

    def opened(self, group: Group) -> dict[str, Any]:
        row = {
            "place_id": group.place,
            "to_place_id": "",
            "asset": group.asset,
            "action": Action.OPEN.value,
            "size": group.size,
            "unit": "places",
            "opex_mln_kzt": 0.0,
            "origin": Origin.MANUAL.value,
        }
        return self.restarted(row, group.start_year)

    def restarted(self, row: Mapping[str, Any], year: int) -> dict[str, Any]:
        price = self.terms.building_price(str(row["place_id"]), float(row["size"]), year)
        return {
            **row,
            "start_year": year,
            "in_service_year": year + self.terms.lead,
            "capex_mln_kzt": price,
        }

    def refusal(self, plan: Plan) -> str:
        return ""

    def remarks(self, plan: Plan) -> tuple[str, ...]:
        most = self.terms.max_starts
        starts = plan.openings.groupby(["place_id", "start_year"]).size()
        crowded = int((starts > most).sum())
        if not crowded:
            return ()
        return (
            _(
                "In {n} places and years more buildings are started than the optimiser would "
                "start there in a year ({most}).",
                n=crowded,
                most=most,
            ),
        )

    def kept(self, scenario: Scenario, history: History) -> KeptDecisions:
        decided = made_by_hand(history)
        gone = [g for g in removed_by_hand(history) if g not in decided]
        sizes = {int(size) for size in self.terms.sizes}
        barred = [g for g in gone if round(g.size) in sizes]
        return KeptDecisions(with_decisions(scenario, fixed_list(decided), bans(barred)))
