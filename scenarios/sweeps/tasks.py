"""One variant answered where it is worked on: in this process, whatever started it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path

from inputs.errors import InputError
from inputs.territory import Territory
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Stop
from scenarios import rendering, studies
from scenarios.errors import UncheckedPlan
from scenarios.runner import CreateStudy, Render, run
from scenarios.scenario import Scenario
from scenarios.study import Answer
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
    create : builds the study of a scenario; goes to other processes by its name
    """

    out: Path
    data: Path | None = None
    render: bool = False
    create: CreateStudy = studies.create


@dataclass(frozen=True)
class Ended:
    """How a task ended: with a run folder, or with the reason why there is none."""

    state: State
    run: str = ""
    error: str = ""


@dataclass
class Desk:
    """What a worker keeps between tasks: the territories it has read."""

    setup: Setup
    _territories: dict[str, Territory] = field(default_factory=dict)

    def territory(self, scenario: Scenario) -> Territory:
        if scenario.level not in self._territories:
            self._territories[scenario.level] = territory_for(scenario, self.setup.data)
        return self._territories[scenario.level]

    def answer(self, scenario: Scenario, stop: Stop) -> Ended:
        """Answer a scenario into its run folder; never raises for what a scenario can cause."""
        render: Render = rendering.render if self.setup.render else _no_views
        try:
            outcome = run(
                scenario,
                self.territory(scenario),
                self.setup.out,
                stop=stop,
                create=self.setup.create,
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


def told(error: Exception) -> str:
    """An expected failure in the words the command line would use."""
    if isinstance(error, InfeasibleError):
        return "no plan meets every requirement: " + "; ".join(map(str, error.reasons))
    if isinstance(error, NoPlanInTimeError):
        return f"no plan was found in time: {error}"
    return str(error)


def _no_views(answer: Answer, folder: Path) -> None:
    """`aumaq report` renders the run later."""
