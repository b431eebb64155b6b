"""The sites of the first periods, held while later ones are decided anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.hub_location import HubInstance
from scenarios.first_years import Judged, Kind, Start
from scenarios.language import p_said
from scenarios.plan import Plan
from scenarios.scenario import Fixed, Scenario
from scenarios.studies.logistics.instance import start_years
from scenarios.studies.logistics.study import UNDER_BUDGET, LogisticsStudy

_LEAD = "logistics_lead_time_years"


class LogisticsFirstYears:
    """Sites by the year in which their first centre starts; sizes are no part of what is held."""

    counted: ClassVar[str] = p_said("what is started", "sites")
    remark: ClassVar[str] = ""
    uncertain: ClassVar[tuple[str, ...]] = (
        "demand", "money", "assumptions",
        "logistics.freight", "logistics.gateway_factor", "logistics.rail_discount",
        "logistics.delay_links", "logistics.drop_links",
    )  # fmt: skip

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self._territory, self._scenario = territory, scenario

    @cached_property
    def _study(self) -> LogisticsStudy:
        return LogisticsStudy(self._territory, self._scenario)

    @staticmethod
    def judged(scenario: Scenario) -> tuple[Judged, ...]:
        unit = p_said("after a number", "of discounted transport, handling and capital")
        return (Judged("cost", unit, Kind.MONEY),)

    @staticmethod
    def minimising(scenario: Scenario, measure: Judged) -> Scenario:
        asked = scenario.logistics.model_copy(update={"objective": measure.name})
        return scenario.model_copy(update={"logistics": asked})

    @staticmethod
    def decidable(scenario: Scenario, assumptions: Assumptions) -> tuple[int, int]:
        known = assumptions.with_overrides(dict(scenario.assumptions))
        starts = start_years(scenario.logistics.periods, round(known.value(_LEAD)))
        return starts[0], starts[-1] - 1

    @staticmethod
    def held(scenario: Scenario, starts: Mapping[Start, int], until: int) -> Scenario:
        later = tuple(f for f in scenario.fixed if f.start_year > until)
        decided = tuple(
            Fixed(place=site, size=size, start_year=year, count=count)
            for (site, size, year), count in starts.items()
        )
        years = scenario.years.model_copy(update={"decided_until": until})
        return scenario.model_copy(update={"years": years, "fixed": (*decided, *later)})

    def starts(self, plan: Plan, until: int) -> dict[Start, int]:
        """One start a site: however large it is, it opens once."""
        first = plan.openings.groupby("place_id")["start_year"].min()
        return {(str(site), 1, int(year)): 1 for site, year in first.items() if year <= until}

    def documented(self) -> Plan:
        return self._study.documented()[UNDER_BUDGET]

    def pays(self) -> bool:
        """By money and by the numbers declared."""
        if self._study.problems():
            return False
        asked = self._study.instance()
        new = np.diff(asked.forced, axis=1, prepend=0)
        spent = (asked.class_cost[:, 0] @ new).cumsum()
        here = asked.group >= 0
        by_group = np.zeros_like(asked.group_max)
        np.add.at(by_group, asked.group[here], asked.forced[here])
        return bool(
            (spent <= asked.budget.cumsum() * (1 + 1e-9)).all()
            and (by_group <= asked.group_max).all()
            and (asked.forced.sum(axis=0) <= asked.max_new).all()
        )

    def cost_of_held(self, measure: Judged) -> float:
        """Nothing: what is decided is part of the model."""
        return 0.0

    def model(self) -> HubInstance:
        return self._study.instance()

    def named(self, what: str) -> str:
        sites = self._study.terms.sites
        return str(sites.loc[sites["site_id"] == what, "name"].iloc[0])
