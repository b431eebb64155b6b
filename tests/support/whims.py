"""A study for tests of sweeps that does what a scenario's seed says, in any process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from fake_study import FakeStudy, make_answer

from inputs.territory import Territory
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits
from scenarios.scenario import Scenario, Solve
from scenarios.study import Answer
from scenarios.sweeps import Variant

RAISES, HANGS, DIES, IMPOSSIBLE, WAITS, THREADS = 901, 902, 903, 904, 905, 906


class WhimsicalStudy(FakeStudy):
    """An answer at once, unless the seed is one of the above."""

    def answer(self, limits: Limits) -> Answer:
        seed = self.scenario.solve.seed
        if seed == RAISES:
            raise RuntimeError("a bug of ours")
        if seed == HANGS:
            _hang()
        if seed == DIES:
            os.kill(os.getpid(), signal.SIGKILL)
        if seed == IMPOSSIBLE:
            raise InfeasibleError(("too little money",))
        if seed == WAITS:
            while not limits.stop:
                time.sleep(0.01)
        answer = make_answer(self.scenario, self.territory, limits)
        kpis = answer.evaluations["optimised"].kpis
        kpis["shortage_place_years"] = float(seed)
        if seed == THREADS:
            kpis["places_opened"] = int(os.environ.get("OMP_NUM_THREADS", "0"))
        return answer


def _hang() -> NoReturn:
    """Native code that hears no stop."""
    while True:
        time.sleep(60)


def create_slowly(territory: Territory, scenario: Scenario) -> WhimsicalStudy:
    """As `create`, with time enough to be killed in."""
    time.sleep(0.3)
    return create(territory, scenario)


def create(territory: Territory, scenario: Scenario) -> WhimsicalStudy:
    """Stands for `studies.create`."""
    trace = os.environ.get("WHIMS_TRACE")
    if trace:
        with Path(trace).open("a", encoding="utf-8") as stream:
            stream.write(f"{scenario.solve.seed} {os.getpid()}\n")
    return WhimsicalStudy(territory, scenario)


def solved(trace: Path) -> list[int]:
    return [int(line.split()[0]) for line in trace.read_text().splitlines()]


def seeds(values: Sequence[int]) -> list[Variant]:
    """One variant a seed."""
    return [
        Variant(f"seed {n}", Scenario(name="trial", solve=Solve(seed=n)), {"seed": n})
        for n in values
    ]
