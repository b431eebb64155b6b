"""One variant answered where it is worked on: in this process, whatever started it."""

from __future__ import annotations

import traceback
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inputs.errors import InputError
from inputs.territory import Territory
from models.capacity_expansion import Resolver
from models.capacity_expansion import solve as solve_alone
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Limits, Stop
from scenarios import rendering, studies
from scenarios.errors import UncheckedPlan
from scenarios.runner import CreateStudy, Render, run
from scenarios.scenario import Scenario
from scenarios.study import Answer
from scenarios.sweeps.failing import told
from scenarios.sweeps.table import State
from scenarios.territories import territory_for

_EXPECTED = (InputError, InfeasibleError, NoPlanInTimeError, UncheckedPlan, OSError)


@dataclass(frozen=True)
class Setup:
    """What all tasks of a sweep share.

    Attributes
    ----------
    out : parent of the run folders
    data : folder of tables to use instead of the embedded data
    render : whether reports are written with the runs
    create : builds the study of a scenario, goes to other processes by its name; None: the
        program's own, with what a worker keeps between tasks
    """

    out: Path
    data: Path | None = None
    render: bool = False
    create: CreateStudy | None = None


@dataclass(frozen=True)
class Ended:
    """How a task ended: with a run folder, or with the reason why there is none."""

    state: State
    run: str = ""
    error: str = ""


@dataclass(frozen=True)
class Task:
    """A scenario to answer.

    Attributes
    ----------
    first : the scenario that it shares its data with and whose solve it starts from, which may be
        itself; None where it stands alone
    """

    scenario: Scenario
    first: Scenario | None = None


class Desk:
    """What a worker keeps between tasks: the territories it has read, the last group's solve."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._territories: dict[str, Territory] = {}
        self._first = ""
        self._resolver = Resolver(follow=False)

    def territory(self, scenario: Scenario) -> Territory:
        if scenario.level not in self._territories:
            self._territories[scenario.level] = territory_for(scenario, self.setup.data)
        return self._territories[scenario.level]

    def answer(self, task: Task, stop: Stop) -> Ended:
        """Answer a scenario into its run folder; never raises for what a scenario can cause."""
        render: Render = rendering.render if self.setup.render else _no_views
        try:
            outcome = run(
                task.scenario,
                self.territory(task.scenario),
                self.setup.out,
                stop=stop,
                create=self.setup.create or self._created(task, stop),
                render=render,
            )
        except _EXPECTED as error:
            state = State.INTERRUPTED if stop else State.FAILED
            return Ended(state, error=told(error))
        except Exception:
            return Ended(State.FAILED, error=traceback.format_exc())
        complete = outcome.run.manifest.complete
        state = State.DONE if complete else State.INTERRUPTED
        return Ended(state, run=outcome.run.path.name)

    def _created(self, task: Task, stop: Stop) -> CreateStudy:
        """How to build the task's study, with the solver that knows the first of its group."""
        if task.first is None:
            return studies.create
        begins = task.first == task.scenario
        if begins:
            self._resolver, self._first = Resolver(follow=False), task.first.content_hash
        elif self._first != task.first.content_hash:
            self._rehearse(task.first, stop)
        learns = begins or self._resolver.knows
        return partial(studies.create, expansion=self._resolver.solve if learns else solve_alone)

    def _rehearse(self, first: Scenario, stop: Stop) -> None:
        """Solve the first of a group for what others can learn from it, without keeping a run.

        It was answered by another worker or an earlier call. Solving it again gives the same
        answers after an interruption as without one.
        """
        resolver = Resolver(follow=False)
        alone = first.model_copy(
            update={"solve": first.solve.model_copy(update={"front_points": 0})}
        )
        study = studies.create(self.territory(first), alone, resolver.solve)
        terms = first.solve
        self._resolver, self._first = resolver, first.content_hash
        with suppress(InfeasibleError, NoPlanInTimeError):
            study.answer(Limits(terms.time_s, terms.gap, terms.threads, terms.seed, stop))


def _no_views(answer: Answer, folder: Path) -> None:
    """`aumaq report` renders the run later."""
