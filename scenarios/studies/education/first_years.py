"""The first years of a school or preschool programme, held while later ones are decided anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, partial
from typing import ClassVar

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.capacity_expansion import CapacityExpansionInstance
from scenarios.first_years import IntArray, Judged, Kind, Start
from scenarios.language import names_of, p_said, said
from scenarios.plan import Plan
from scenarios.scenario import Fixed, Goal, MeasureName, Scenario, StudyName
from scenarios.studies.education.instance import plan_of_starts
from scenarios.studies.education.programme import PRESCHOOL, SCHOOLS
from scenarios.studies.education.study import EducationStudy

_MEASURES = (
    Judged(MeasureName.SHORTAGE, p_said("after a number", "discounted place-years short")),
    Judged(MeasureName.THIRD_SHIFT, p_said("after a number", "pupil-years in the third shift")),
    Judged(
        MeasureName.WORST_SHARE,
        p_said("after a number", "of need short in the worst unit"),
        Kind.SHARE,
    ),
    Judged(MeasureName.COST, p_said("after a number", "of discounted spending"), Kind.MONEY),
)
_MONEY_TOLERANCE_MLN = 1e-3


class EducationFirstYears:
    """Buildings by unit, size and year."""

    counted: ClassVar[str] = p_said("what is started", "places")
    remark: ClassVar[str] = ""
    uncertain: ClassVar[tuple[str, ...]] = ("demand", "money", "assumptions", "construction")

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self._territory, self._scenario = territory, scenario

    @cached_property
    def _study(self) -> EducationStudy:
        programme = SCHOOLS if self._scenario.study is StudyName.SCHOOLS else PRESCHOOL
        return EducationStudy(self._territory, self._scenario, programme)

    @staticmethod
    def judged(scenario: Scenario) -> tuple[Judged, ...]:
        known = [
            m
            for m in _MEASURES
            if m.name != MeasureName.THIRD_SHIFT or scenario.study is StudyName.SCHOOLS
        ]
        usual = next(g.measure for g in scenario.objectives if g.at_most is None)
        return tuple(sorted(known, key=lambda m: m.name != usual))

    @staticmethod
    def minimising(scenario: Scenario, measure: Judged) -> Scenario:
        """The scenario that minimises `measure` first; what others are held at stays, in order.

        A bound proven for a later goal holds only below the levels that earlier ones reached, so
        futures are comparable on the first goal alone.
        """
        name = MeasureName(measure.name)
        held = [g for g in scenario.objectives if g.at_most is not None and g.measure is not name]
        minimised = [g for g in scenario.objectives if g.at_most is None]
        first = [g for g in minimised if g.measure is name] or [Goal(measure=name)]
        rest = [g for g in minimised if g.measure is not name]
        return scenario.model_copy(update={"objectives": (*held, *first, *rest)})

    @staticmethod
    def decidable(scenario: Scenario, assumptions: Assumptions) -> tuple[int, int]:
        return scenario.years.first, scenario.years.last - 1

    @staticmethod
    def held(scenario: Scenario, starts: Mapping[Start, int], until: int) -> Scenario:
        later = tuple(f for f in scenario.fixed if f.start_year > until)
        decided = tuple(
            Fixed(place=place, size=size, start_year=year, count=count)
            for (place, size, year), count in starts.items()
        )
        years = scenario.years.model_copy(update={"decided_until": until})
        return scenario.model_copy(update={"years": years, "fixed": (*decided, *later)})

    def starts(self, plan: Plan, until: int) -> dict[Start, int]:
        """Sizes as whole places."""
        rows = plan.openings
        rows = rows[rows["start_year"] <= until]
        found = Counter(
            (str(place), round(size), int(year))
            for place, size, year in rows[["place_id", "size", "start_year"]].itertuples(
                index=False
            )
            if round(size) > 0
        )
        return dict(sorted(found.items()))

    def documented(self) -> Plan:
        return self._study.documented()[self._study.baseline]

    def pays(self) -> bool:
        if self._study.problems():
            return False
        over: float = self._study.evaluate(self._study.fixed).kpis["overspending_mln_kzt"]
        return over <= _MONEY_TOLERANCE_MLN

    def cost_of_held(self, measure: Judged) -> float:
        """Mln KZT, discounted; other measures count what is held already."""
        if measure.name != MeasureName.COST:
            return 0.0
        kpis = self._study.evaluate(self._study.fixed).kpis
        cost: float = kpis["discounted_spending_mln_kzt"]
        return cost

    def model(self) -> CapacityExpansionInstance:
        return self._study.instance()

    def plan_of(self, starts: IntArray) -> Plan:
        return plan_of_starts(self._study.terms, "starts", starts, self._study.fixed)

    def named(self, what: str) -> str:
        return said("{name}", name=names_of(partial(self._territory.name, what)))
