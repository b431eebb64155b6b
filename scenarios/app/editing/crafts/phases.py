"""Phases of the roadmap's projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from models.project_scheduling import NOT_DONE
from scenarios.app.editing.decisions import (
    KeptDecisions,
    made_by_hand,
    name_by_hand,
    removed_by_hand,
)
from scenarios.app.editing.edits import Group, History
from scenarios.language import _, n_
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.roadmap.schedule import starts_of
from scenarios.studies.roadmap.terms import RoadmapTerms, mln
from scenarios.study import PlanRules


@dataclass(frozen=True)
class Phases:
    """Every phase once, within the free years."""

    terms: RoadmapTerms
    rules: PlanRules

    @property
    def _first(self) -> int:
        """Earlier phases keep their years."""
        return self.terms.scenario.roadmap.first_free_year

    @cached_property
    def _number(self) -> dict[str, int]:
        return {str(name): i for i, name in enumerate(self.terms.phases["phase_id"])}

    def years(self, place: str, asset: str) -> tuple[int, ...]:
        i = self._number[asset]
        if self.terms.held[i]:
            return ()
        last = self.terms.scenario.roadmap.last_year - int(self.terms.duration[i]) + 1
        return tuple(range(self._first, last + 1))

    def assets(self, place: str) -> tuple[str, ...]:
        phases = self.terms.phases
        return tuple(map(str, phases.loc[phases["item"] == place, "phase_id"]))

    def sizes(self, place: str, asset: str) -> tuple[float, ...]:
        return (float(self.terms.phases["quantity"].iloc[self._number[asset]]),)

    def opened(self, group: Group) -> dict[str, Any]:
        i = self._number[group.asset]
        phase = self.terms.phases.iloc[i]
        return {
            "place_id": group.place,
            "to_place_id": "",
            "asset": group.asset,
            "action": Action.OPEN.value,
            "size": float(phase["quantity"]),
            "unit": phase["unit"] or "phase",
            "start_year": group.start_year,
            "in_service_year": group.start_year + int(phase["duration"]),
            "capex_mln_kzt": float(mln(self.terms.cost[i].sum())),
            "opex_mln_kzt": 0.0,
            "origin": Origin.MANUAL.value,
        }

    def restarted(self, row: Mapping[str, Any], year: int) -> dict[str, Any]:
        lasts = int(row["in_service_year"]) - int(row["start_year"])
        return {**row, "start_year": year, "in_service_year": year + lasts}

    def refusal(self, plan: Plan) -> str:
        if plan.actions["asset"].duplicated().any():
            return _("This phase is in the plan already.")
        return ""

    def remarks(self, plan: Plan) -> tuple[str, ...]:
        start, k = starts_of(self.terms, plan), self.terms.instance
        done = start != NOT_DONE
        both = done[k.before] & done[k.after]
        ready = start[k.before] + k.lag + np.where(k.from_end, k.duration[k.before], 0)
        early = int((both & (start[k.after] < ready)).sum())
        headless = int((done[k.after] & ~done[k.before]).sum())
        said = []
        if early:
            said.append(
                n_(
                    "{n} phase begins before the one it builds on is done.",
                    "{n} phases begin before the ones they build on are done.",
                    early,
                )
            )
        if headless:
            said.append(
                n_(
                    "{n} phase is done without the one it builds on.",
                    "{n} phases are done without the ones they build on.",
                    headless,
                )
            )
        return tuple(said)

    def kept(self, scenario: Scenario, history: History) -> KeptDecisions:
        """The year in which a project begins stays where its phases were moved by hand."""
        touched = {group.place for group in made_by_hand(history)}
        begun = history.plan.openings.groupby("place_id")["start_year"].min()
        starts = {
            str(item): int(year)
            for item, year in begun.items()
            if item in touched and int(year) >= self._first and self._free(str(item))
        }
        lost = []
        if touched:
            lost.append(
                _(
                    "The year in which a project begins is kept; its later phases are scheduled "
                    "anew."
                )
            )
        if removed_by_hand(history):
            lost.append(_("That phases were taken out is not kept."))
        asked = scenario.roadmap.model_copy(update={"start": {**scenario.roadmap.start, **starts}})
        update = {"name": name_by_hand(scenario.name), "roadmap": asked}
        return KeptDecisions(scenario.model_copy(update=update), tuple(lost))

    def _free(self, item: str) -> bool:
        return not self.terms.held[(self.terms.phases["item"] == item).to_numpy()].any()
