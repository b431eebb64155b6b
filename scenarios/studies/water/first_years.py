"""The first years of connections, held while later ones are decided anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, partial
from itertools import groupby
from typing import ClassVar

import numpy as np

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.territory import Territory
from models.capacity_expansion import CapacityExpansionInstance, check_plan
from scenarios.first_years import IntArray, Judged, Kind, Start
from scenarios.language import names_of, p_said, said
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.water.instance import decided_starts, plan_of_starts
from scenarios.studies.water.lots import TECHNOLOGIES, UNTIED
from scenarios.studies.water.study import WaterStudy

_MEASURES = (
    Judged("people_years", p_said("after a number", "discounted person-years without water")),
    Judged("cost_to_target", p_said("after a number", "of discounted spending"), Kind.MONEY),
)
# What the money pays, among the requirements that a plan may break.
_MONEY = ("budget", "group envelope")
_SAME_PEOPLE = 1e-6  # relative; plans are written with ten digits


class WaterFirstYears:
    """Settlements by lot and year; a lot is the same in every future, however large or dear."""

    counted: ClassVar[str] = p_said("what is started", "settlements")
    remark: ClassVar[str] = ""
    uncertain: ClassVar[tuple[str, ...]] = ("demand", "money", "assumptions")

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self._territory, self._scenario = territory, scenario

    @cached_property
    def _study(self) -> WaterStudy:
        return WaterStudy(self._territory, self._scenario)

    @staticmethod
    def judged(scenario: Scenario) -> tuple[Judged, ...]:
        return tuple(sorted(_MEASURES, key=lambda m: m.name != scenario.water.objective))

    @staticmethod
    def minimising(scenario: Scenario, measure: Judged) -> Scenario:
        water = scenario.water.model_copy(update={"objective": measure.name})
        return scenario.model_copy(update={"water": water})

    @staticmethod
    def decidable(scenario: Scenario, assumptions: Assumptions) -> tuple[int, int]:
        return scenario.years.first, scenario.years.last - 1

    @staticmethod
    def held(scenario: Scenario, starts: Mapping[Start, int], until: int) -> Scenario:
        decided: dict[str, dict[int, int]] = {}
        for (lot, _, year), count in sorted(starts.items()):
            decided.setdefault(lot, {})[year] = count
        return scenario.model_copy(
            update={
                "years": scenario.years.model_copy(update={"decided_until": until}),
                "water": scenario.water.model_copy(update={"decided": decided}),
                "fixed": tuple(f for f in scenario.fixed if f.start_year > until),
            }
        )

    def starts(self, plan: Plan, until: int) -> dict[Start, int]:
        """The lots that a plan's settlements are of, told by oblast, technology and people.

        Raises
        ------
        InputError
            the plan connects a settlement that the question does not have
        """
        terms = self._study.terms
        left = terms.settlements.copy()
        fixed = terms.lots["fixed_start"].to_numpy()
        found: Counter[Start] = Counter()
        rows = plan.openings
        rows = rows[rows["start_year"] <= until]
        columns = ["place_id", "asset", "start_year", "in_service_year", "size"]
        for key, same in groupby(rows[columns].itertuples(index=False, name=None)):
            oblast, asset, year, since, people = key
            open_to = (
                (terms.oblast == terms.oblast_index[str(oblast)])
                & (terms.cheapest == TECHNOLOGIES.index(str(asset)))
                & np.isin(fixed, (UNTIED, year))
            )
            there = np.array(
                [terms.people_in(int(lot), int(since)) for lot in np.flatnonzero(open_to)]
            )
            lots = np.flatnonzero(open_to)[np.abs(there / people - 1.0) <= _SAME_PEOPLE]
            wanted = sum(1 for _ in same)
            for lot in sorted(lots, key=lambda n: fixed[n] == UNTIED):
                taken = min(wanted, int(left[lot]))
                if taken:
                    found[str(terms.lots["part_of"].iat[lot]), 1, int(year)] += taken
                    left[lot] -= taken
                    wanted -= taken
            if wanted:
                raise InputError(
                    "connects settlements that the question does not have",
                    file=f"plan {plan.name}",
                    column="size",
                    value=f"{wanted} of {people:.6g} people, {oblast} {year}",
                    expected="settlements of the lots",
                )
        return dict(sorted(found.items()))

    def documented(self) -> Plan:
        return self._study.documented()[self._study.baseline]

    def pays(self) -> bool:
        if self._study.problems():
            return False
        broken = check_plan(self._study.instance(), decided_starts(self._study.terms))
        return not any(v.constraint in _MONEY for v in broken)

    def cost_of_held(self, measure: Judged) -> float:
        """Nothing: what is decided is part of the model."""
        return 0.0

    def model(self) -> CapacityExpansionInstance:
        return self._study.instance()

    def plan_of(self, starts: IntArray) -> Plan:
        return plan_of_starts(self._study.terms, "starts", starts)

    def named(self, what: str) -> str:
        """Oblast and people of a lot in the base year, and its id."""
        lots = self._study.terms.lots
        lot = lots[lots["part_of"] == what].iloc[0]
        return said(
            "{oblast}, {people:.0f} people each ({lot})",
            oblast=names_of(partial(self._territory.name, str(lot["unit_id"]))),
            people=float(lot["people_each"]),
            lot=what,
        )
