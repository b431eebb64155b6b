"""The settlements of the first periods, held while later ones are chosen anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.dynamic_location import DynamicLocationInstance, SitesPlan, choose_sites
from optimizer.limits import Limits
from scenarios.first_years import Judged, Kind, Start
from scenarios.language import p_said, said
from scenarios.plan import Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.siting.instance import documented_only, plan_of_modules
from scenarios.studies.siting.study import CENTRES, SITES_GAP, SitingStudy

_BUILDINGS_GAP = 0.05  # buildings are only shown: what is judged is proven before them


class SitingFirstYears:
    """Settlements by the period of their first new school; sizes are no part of what is held.

    The measure is the money of the first step, with places at their least price: it is proven,
    and a choice of buildings would blur the differences between choices of settlements.
    """

    counted: ClassVar[str] = p_said("what is started", "settlements")
    remark: ClassVar[str] = said(
        "Settlements are decided by the period of their first new school; how many places each "
        "gets is chosen in every future. The measure has places at the least price of a "
        "settlement’s menu: that choice is proven, and the choice of buildings would blur small "
        "differences. A period stands for the years to the next one."
    )
    uncertain: ClassVar[tuple[str, ...]] = (
        "demand.growth", "demand.unit_growth", "assumptions",
        "siting.budget_bn_by_period", "siting.standard_km", "siting.existing_places",
    )  # fmt: skip
    table: ClassVar[str] = "first_step"

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self._territory, self._scenario = territory, scenario

    @cached_property
    def _study(self) -> SitingStudy:
        return SitingStudy(self._territory, self._scenario)

    @staticmethod
    def judged(scenario: Scenario) -> tuple[Judged, ...]:
        unit = p_said("after a number", "of discounted buildings, buses and pupils without a place")
        return (Judged("cost", unit, Kind.MONEY),)

    @staticmethod
    def minimising(scenario: Scenario, measure: Judged) -> Scenario:
        """The scenario without what it asks beside its plan, which no regret reads."""
        siting = scenario.siting.model_copy(
            update={"prices": False, "alternatives": 0, "nested": (), "nested_budgets": ()}
        )
        gap = max(scenario.solve.gap, _BUILDINGS_GAP)
        solve = scenario.solve.model_copy(update={"gap": gap})
        return scenario.model_copy(update={"siting": siting, "solve": solve})

    @staticmethod
    def decidable(scenario: Scenario, assumptions: Assumptions) -> tuple[int, int]:
        periods = scenario.siting.periods
        return periods[0], periods[-1] - 1

    @staticmethod
    def held(scenario: Scenario, starts: Mapping[Start, int], until: int) -> Scenario:
        decided = {site: year for site, _, year in sorted(starts)}
        siting = scenario.siting.model_copy(update={"decided": decided, "decided_until": until})
        return scenario.model_copy(update={"siting": siting})

    def starts(self, plan: Plan, until: int) -> dict[Start, int]:
        """One start a settlement, however large its schools are."""
        first = plan.openings.groupby("place_id")["start_year"].min()
        return {(str(site), 1, int(year)): 1 for site, year in first.items() if year <= until}

    def starts_in(self, table: pd.DataFrame, until: int) -> dict[Start, int]:
        """The same as the first step chose them; its buildings may come a period later."""
        rows = table[table["since"] <= until]
        pairs = zip(rows["settlement_id"], rows["since"], strict=True)
        return {(str(site), 1, int(year)): 1 for site, year in sorted(pairs)}

    def documented(self) -> Plan:
        """The first step's best choice among the scheme's centres, a smallest school in each."""
        terms, solve = self._study.terms, self._scenario.solve
        centres = documented_only(self._study.instance(), terms)
        chosen = choose_sites(centres, Limits(solve.time_s, SITES_GAP, solve.threads).clock())
        return plan_of_modules(terms, _smallest(centres, chosen), CENTRES, Origin.DOCUMENTED)

    def pays(self) -> bool:
        """By money and by numbers of settlements."""
        return not self._study.problems()

    def cost_of_held(self, measure: Judged) -> float:
        """Nothing: what is decided is part of the model."""
        return 0.0

    def model(self) -> DynamicLocationInstance:
        return self._study.instance()

    def named(self, what: str) -> str:
        terms = self._study.terms
        return str(terms.settlements["name"].iloc[terms.ids.index(what)])


def _smallest(instance: DynamicLocationInstance, chosen: SitesPlan) -> np.ndarray:
    """(M, K, T) one smallest module at each site, in the period from which it is open."""
    modules = np.zeros(instance.startable.shape, dtype=np.int64)
    for j in chosen.sites:
        since = int(chosen.open[j].argmax())
        modules[j, int(instance.startable[j, :, since].argmax()), since] = 1
    return modules
