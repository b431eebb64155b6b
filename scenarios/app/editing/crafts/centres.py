"""Transport-logistics centres at sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from scenarios.app.editing.decisions import (
    KeptDecisions,
    fixed_list,
    made_by_hand,
    removed_by_hand,
    with_decisions,
)
from scenarios.app.editing.edits import Group, History
from scenarios.language import _
from scenarios.parts import FIRST_POSSIBLE_YEAR
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Forbidden, Scenario
from scenarios.studies.logistics.instance import ASSET
from scenarios.studies.logistics.terms import CLASSES, LogisticsTerms
from scenarios.study import PlanRules


@dataclass(frozen=True)
class Centres:
    """Centres of three classes, in service in the periods of the question."""

    terms: LogisticsTerms
    rules: PlanRules

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(year - self.terms.lead for year in self.terms.periods)

    def years(self, place: str, asset: str) -> tuple[int, ...]:
        return self._starts

    def assets(self, place: str) -> tuple[str, ...]:
        return self.rules.assets

    def sizes(self, place: str, asset: str) -> tuple[float, ...]:
        return (float(self.terms.size[self._class(asset)]),)

    def opened(self, group: Group) -> dict[str, Any]:
        k = self._class(group.asset)
        return {
            "place_id": group.place,
            "to_place_id": "",
            "asset": group.asset,
            "action": Action.OPEN.value,
            "size": float(self.terms.size[k]),
            "unit": "tonnes_per_year",
            "start_year": group.start_year,
            "in_service_year": group.start_year + self.terms.lead,
            "capex_mln_kzt": float(self.terms.cost[k]),
            "opex_mln_kzt": 0.0,
            "origin": Origin.MANUAL.value,
        }

    def restarted(self, row: Mapping[str, Any], year: int) -> dict[str, Any]:
        return {**row, "start_year": year, "in_service_year": year + self.terms.lead}

    def refusal(self, plan: Plan) -> str:
        return ""

    def remarks(self, plan: Plan) -> tuple[str, ...]:
        number = dict(zip(self.terms.sites["site_id"], self.terms.group, strict=True))
        opened = plan.openings
        group = opened["place_id"].map(number).to_numpy(dtype=np.int64)
        service = opened["in_service_year"].to_numpy()
        said = []
        for t, year in enumerate(self.terms.periods):
            counted = np.bincount(group[service <= year], minlength=len(self.terms.oblasts))
            over = int((counted > self.terms.most[:, t]).sum())
            if over:
                said.append(
                    _(
                        "By {year} more centres are opened in {n} oblasts than the schemes declare "
                        "for them.",
                        year=str(year),
                        n=over,
                    )
                )
        return tuple(said)

    def kept(self, scenario: Scenario, history: History) -> KeptDecisions:
        """Places and years stay; the study chooses sizes itself and bars a site as a whole."""
        decided = made_by_hand(history)
        lost = []
        if decided:
            lost.append(
                _("Places and years are kept; the study chooses the sizes of the centres itself.")
            )
        standing = set(history.plan.openings["place_id"])
        gone = dict.fromkeys(g.place for g in removed_by_hand(history))
        barred = tuple(
            Forbidden(place=place, first=FIRST_POSSIBLE_YEAR) for place in gone if
            place not in standing
        )  # fmt: skip
        if len(barred) < len(gone):
            lost.append(
                _("That a site gets fewer centres is not kept: it can be barred only as a whole.")
            )
        return KeptDecisions(with_decisions(scenario, fixed_list(decided), barred), tuple(lost))

    def _class(self, asset: str) -> int:
        return CLASSES.index(asset.removeprefix(ASSET))
