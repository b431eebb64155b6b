"""The ground of a project of the roadmap: its years in the plan, and wishes for the schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from models.project_scheduling import NOT_DONE, ProjectSchedulingInstance, check, measure, solve
from optimizer.certificate import Violation
from optimizer.limits import Limits
from scenarios.explaining.places import Names
from scenarios.explaining.site_ground import Asked, SiteGround, Solved
from scenarios.explaining.sites import require_period
from scenarios.explaining.speech import joined, plan_head
from scenarios.language import Said, said
from scenarios.runs import Run
from scenarios.studies.roadmap.schedule import AS_PRINTED, OPTIMISED, starts_of
from scenarios.studies.roadmap.study import TARGET_UNITS, RoadmapStudy
from scenarios.studies.roadmap.terms import (
    FIRST_YEAR,
    TENTHS_PER_BN,
    IntArray,
    RoadmapTerms,
    mln,
    spend,
)
from scenarios.views.numbers import MLN_PER_BN

_SHOWN = 3
_ENVELOPE = re.compile(r"period (\d+), source (\d+)")  # as the check numbers it
LITTLE = 5e-4  # of the goal's unit; less is arithmetic


def project_names(study: RoadmapStudy) -> Names:
    """Items of the costed projects and what they are called."""
    table = study.terms.projects
    return {
        str(row.item): (str(row.name),)
        for row in table[["item", "name"]].itertuples(index=False, name="Row")
    }


@dataclass(frozen=True)
class _Schedule:
    """The question, the run's starts (N,), the tasks of the project asked about."""

    study: RoadmapStudy
    start: IntArray
    tasks: IntArray

    @property
    def terms(self) -> RoadmapTerms:
        return self.study.terms

    def base(self, limits: Limits) -> Solved:
        return self.wish(self.study.instance(), limits)

    def wish(self, instance: ProjectSchedulingInstance, limits: Limits) -> Solved:
        goal = self.study.goals[0]
        scale = TARGET_UNITS[goal][1]
        hint = np.where(
            self.start == NOT_DONE, NOT_DONE, np.clip(self.start, instance.release, None)
        )
        found = solve(instance, (goal,), limits, start=hint)
        proof = found.certificates[0]
        value, bound = float(measure(instance, found.start, goal)), float(proof.bound or 0.0)
        if not check(instance, self.start):
            value = min(value, float(measure(instance, self.start, goal)))
        return Solved(
            objective=value * scale,
            bound=min(bound, value) * scale,
            there=self.spent(found.start),
            changes=self._moved(found.start),
            certificate=replace(
                proof,
                objective=None if proof.objective is None else proof.objective * scale,
                bound=bound * scale,
            ),
        )

    def spent(self, start: IntArray) -> tuple[float, ...]:
        """Bn KZT of the project by year."""
        money = spend(self.terms.cost, start, len(self.terms.years), self.tasks).sum(axis=1)
        return tuple((mln(money) / MLN_PER_BN).tolist())

    def _moved(self, start: IntArray) -> str:
        """Other projects that start later than in the plan."""
        later = (start > self.start) | ((start == NOT_DONE) & (self.start != NOT_DONE))
        later[self.tasks] = False
        projects = np.unique(self.terms.project[later])
        named = [Said(str(self.terms.projects["item"].iloc[p]), {}) for p in projects[:_SHOWN]]
        return said("later: {projects}", projects=joined(named)) if named else ""


def project_ground(study: RoadmapStudy, run: Run, item: str, year: int | None) -> SiteGround:
    """What can be asked of a project.

    Raises
    ------
    InputError
        `year` is no year of the roadmap
    """
    terms = study.terms
    years = tuple(map(int, terms.years))
    require_period(year, years)
    number = terms.items.index(item)
    start = starts_of(terms, run.plans[OPTIMISED])
    schedule = _Schedule(study, start, np.flatnonzero(terms.project == number))
    name = Said(str(terms.projects["name"].iloc[number]), {})
    return SiteGround(
        run=run,
        place=item,
        name=name,
        year=year,
        question=said(
            "Why {project} stands in its years, and what others would cost", project=name
        ),
        does=_does(schedule, name),
        periods=years,
        courses=(
            ("documented", plan_head(AS_PRINTED), schedule.spent(terms.documented_start)),
            ("optimised", plan_head(OPTIMISED), schedule.spent(start)),
        ),
        counted=said("Money of the project by year, bn KZT"),
        base=schedule.base,
        asked=tuple(_asked(schedule, year)),
        without=(
            said(
                "One more site has no meaning for the roadmap: its projects are what the document "
                "lists, each once."
            ),
        ),
        stops=tuple(_stops(schedule)),
        unit=TARGET_UNITS[study.goals[0]][0],
        little=LITTLE,
        gap=run.scenario.solve.gap,
    )


def _does(schedule: _Schedule, name: Said) -> Said:
    ours = _years(schedule, schedule.start)
    theirs = _years(schedule, schedule.terms.documented_start)
    if not ours:
        return said(
            "The plan leaves {project} out; the document has it in {theirs}.",
            project=name,
            theirs=theirs,
        )
    if ours == theirs:
        return said(
            "The plan has {project} in {ours}, as the document has it.", project=name, ours=ours
        )
    if not theirs:
        return said(
            "The plan has {project} in {ours}; the document ends it after the last year.",
            project=name,
            ours=ours,
        )
    return said(
        "The plan has {project} in {ours}; the document has it in {theirs}.",
        project=name,
        ours=ours,
        theirs=theirs,
    )


def _years(schedule: _Schedule, start: IntArray) -> str:
    tasks = schedule.tasks[start[schedule.tasks] != NOT_DONE]
    if not len(tasks):
        return ""
    first = FIRST_YEAR + int(start[tasks].min())
    last = FIRST_YEAR + int((start[tasks] + schedule.terms.duration[tasks]).max()) - 1
    return f"{first}–{last}" if last > first else str(first)


def _free(schedule: _Schedule) -> IntArray:
    """Tasks of the project that are done and not held."""
    tasks = schedule.tasks
    return np.asarray(tasks[(schedule.start[tasks] != NOT_DONE) & ~schedule.terms.held[tasks]])


def _shifted(schedule: _Schedule, by: int) -> ProjectSchedulingInstance | None:
    """No phase later than `by` = -1 year earlier, or none earlier than `by` = 1 year later.

    None where the first or the last year leaves no room.
    """
    k, tasks = schedule.study.instance(), _free(schedule)
    wanted = schedule.start[tasks] + by
    room = (wanted >= k.release[tasks]) & (wanted <= k.last_start[tasks])
    if not len(tasks) or not room.all():
        return None
    release, deadline, optional = k.release.copy(), k.deadline.copy(), k.optional.copy()
    optional[tasks] = False
    if by < 0:
        deadline[tasks] = wanted + k.duration[tasks] - 1
    else:
        release[tasks] = wanted
    return replace(k, release=release, deadline=deadline, optional=optional)


def _asked(schedule: _Schedule, year: int | None) -> Iterator[Asked]:
    k, terms = schedule.study.instance(), schedule.terms
    tasks = schedule.tasks[terms.documented_start[schedule.tasks] != NOT_DONE]
    wanted = terms.documented_start[tasks]
    if len(tasks) and (schedule.start[tasks] != wanted).any():
        by = FIRST_YEAR + int(wanted.min())
        wish = said(
            "In its documented years, {years}", years=_years(schedule, terms.documented_start)
        )
        yield Asked("in", by, wish, partial(schedule.wish, k.pinned(tasks, wanted)))
    free = _free(schedule)
    for kind, by in (("earlier", -1), ("later", 1)):
        moved = _shifted(schedule, by)
        if moved is not None:
            when = FIRST_YEAR + int(schedule.start[free].min()) + by
            wish = (
                said("With every phase a year earlier or more, from {year}", year=when)
                if by < 0
                else said("With every phase a year later or more, from {year}", year=when)
            )
            yield Asked(kind, when, wish, partial(schedule.wish, moved))
    if not terms.limited:
        return
    first = terms.scenario.roadmap.first_free_year
    asked = year or max(first, FIRST_YEAR + int(wanted.min(initial=first - FIRST_YEAR)))
    if asked >= first:
        envelope = k.envelope.copy()
        envelope[asked - FIRST_YEAR, 0] += TENTHS_PER_BN
        wish = said("One more bn KZT of public money in {year}", year=asked)
        yield Asked("budget", asked, wish, partial(schedule.wish, replace(k, envelope=envelope)))


def _stops(schedule: _Schedule) -> Iterator[Said]:
    """What holds phases in their years, and what an earlier start would break."""
    terms, k, tasks = schedule.terms, schedule.study.instance(), schedule.tasks
    held = int(terms.held[tasks].sum())
    if held:
        yield said(
            "Of its {phases:number} phases, {held:number} keep their documented years: begun "
            "before {year}, or running costs.",
            phases=len(tasks),
            held=held,
            year=terms.scenario.roadmap.first_free_year,
        )
    free = _free(schedule)
    early = free[schedule.start[free] > k.release[free]]
    if not len(early):
        if len(free):
            yield said("Its free phases start as early as they may.")
        return
    trial = schedule.start.copy()
    trial[early] -= 1
    broken = check(k, trial)
    if not broken:
        yield said(
            "It could start a year earlier with the plan as it is: what the scenario minimises "
            "does not ask for it."
        )
        return
    yield said(
        "A year earlier, the plan as it is would break: {limits}.",
        limits=[_broken(k, v) for v in broken[:_SHOWN]],
    )


def _broken(instance: ProjectSchedulingInstance, violation: Violation) -> Said:
    """What is broken, with years and sources by their names."""
    numbered = _ENVELOPE.fullmatch(violation.where)
    if violation.constraint == "envelope" and numbered:
        period, source = map(int, numbered.groups())
        return said(
            "the envelope of {year}, {money}",
            year=instance.period_names[period],
            money=Said(instance.source_names[source], {}),
        )
    return said("{limit} ({where})", limit=Said(violation.constraint, {}), where=violation.where)
