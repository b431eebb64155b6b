"""Alternatives of the roadmap: other years for its phases."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.project_scheduling import NOT_DONE, Goal, check, measure, solve
from models.project_scheduling.alternatives import farthest
from models.project_scheduling.program import shifted
from optimizer.limits import Clock, Limits
from scenarios.alternatives.answer import Found
from scenarios.alternatives.measured_words import MeasuredWords, Told
from scenarios.alternatives.subject import Sought
from scenarios.errors import UncheckedPlan
from scenarios.language import _, marked, told
from scenarios.plan import Origin, Plan
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.roadmap.phases import TENTHS
from scenarios.studies.roadmap.schedule import OPTIMISED, documented_under_budget, plan_from
from scenarios.studies.roadmap.study import TARGET_UNITS
from scenarios.views.roadmap.words import project_label


@dataclass(frozen=True)
class PhasesSubject:
    """Phases begun, (N, 1, Y)."""

    study: RoadmapStudy

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(self.study.terms.phases["item"])

    @property
    def years(self) -> IntArray:
        return self.study.terms.years

    @property
    def words(self) -> MeasuredWords:
        return MeasuredWords({goal.value: TOLD[goal] for goal in self._goals}, SURE)

    @property
    def _goals(self) -> tuple[Goal, ...]:
        # moves away from the document only decide between plans that are equally good
        return tuple(goal for goal in self.study.goals if goal is not Goal.MOVES)

    @property
    def held(self) -> tuple[str, ...]:
        return tuple(goal.value for goal in self._goals)

    def optimum(self, limits: Limits) -> Sought:
        start = documented_under_budget(self.study.terms)
        solved = solve(self.study.instance(), self._goals, limits, start=start)
        proofs = self.study.certificates_of(self._goals, solved)
        return Sought((self.found(self._begun(solved.start), None),), proofs)

    def farther(self, sought: Sought, within: float, clock: Clock) -> Sought | None:
        instance = self.study.instance()
        known = [_schedule(starts) for starts in sought.starts]
        levels = {
            goal: int(measure(instance, known[0], goal) * (1 + within) + 1e-9)
            for goal in self._goals
        }
        apart = farthest(instance, levels, known, clock)
        if apart is None:
            return None
        found = self.found(self._begun(apart.start), None)
        found = replace(found, largest=apart.largest / TENTHS)
        return replace(sought, plans=(*sought.plans, found))

    def found(self, starts: IntArray, flows: FloatArray | None) -> Found:
        instance, start = self.study.instance(), _schedule(starts)
        if broken := check(instance, start):
            raise UncheckedPlan("a plan did not pass its check: " + str(broken[0]))
        reached = {
            goal.value: measure(instance, start, goal) * TARGET_UNITS[goal][1]
            for goal in self._goals
        }
        return Found(starts, None, reached)

    def spending(self, plan: Found) -> FloatArray:
        """Of a project's phases the first stands for all of them."""
        instance = self.study.instance()
        profile = instance.cost.sum(axis=2)
        start = _schedule(plan.starts)
        spent = np.zeros((len(start), instance.periods))
        first = np.unique(instance.group, return_index=True)[1]
        for i, period in enumerate(start):
            row = first[instance.group[i]]
            spent[row] += shifted(profile[i], int(period), instance.periods) / TENTHS
        return spent

    def named(self, place: str) -> str:
        projects = self.study.terms.projects.set_index("item")["name"]
        return project_label(place, told(str(projects.loc[place])))

    def thing(self, asset: str) -> str:
        return _("phase {number}", number=asset.rpartition(":")[2])

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        return plan_from(self.study.terms, _schedule(starts), OPTIMISED, Origin.OPTIMISED)

    def _begun(self, start: IntArray) -> IntArray:
        """(N, 1, Y) phases begun, from the period (N,) in which each begins."""
        there = np.flatnonzero(start != NOT_DONE)
        starts = np.zeros((len(start), 1, self.study.instance().periods), dtype=np.int64)
        starts[there, 0, start[there]] = 1
        return starts


def _schedule(starts: IntArray) -> IntArray:
    """(N,) period in which each phase begins, `NOT_DONE` for those left out."""
    begun = starts[:, 0]
    return np.where(begun.any(axis=1), begun.argmax(axis=1), NOT_DONE).astype(np.int64)


TOLD = {
    Goal.WAITING: Told(
        held=marked("the years that targets wait"),
        worse=marked("Worse in waiting by"),
        head=marked("Years that targets wait, target-years"),
        kind="decimal",
    ),
    Goal.LOSS: Told(
        held=marked("the targets left out"),
        worse=marked("Worse in targets left out by"),
        head=marked("Targets left out"),
        kind="quantity",
    ),
    Goal.PEAK: Told(
        held=marked("the dearest year"),
        worse=marked("Worse in the dearest year by"),
        head=marked("Dearest year, bn KZT"),
        kind="money",
    ),
    Goal.SQUARES: Told(
        held=marked("the unevenness of years"),
        worse=marked("Worse in unevenness by"),
        head=marked("Unevenness of years, bn KZT squared"),
        kind="quantity",
    ),
}
SURE = (
    marked(
        "Each alternative was sought for the largest least distance to the plans before it. The "
        "column beside the money moved is proven: no plan within the limit moves more. Moves away "
        "from the document decide between equally good plans and are not held."
    ),
)
