"""Run `aumaq locate` with a solver that never ends by itself: it waits to be stopped."""

from __future__ import annotations

import sys
import time

import numpy as np

from models.facility_location import LocationSolution
from optimizer.certificate import Status
from optimizer.limits import Limits
from scenarios.cli import app
from scenarios.locate import solving
from scenarios.locate.kinds import ModelName
from scenarios.locate.question import Question


def _wait(question: Question, limits: Limits) -> LocationSolution:
    clock = limits.clock()
    found = np.zeros(len(question.points_of_demand.points), dtype=np.int64)
    km = float(question.distances.dense()[:, 0].max())
    while not limits.stop:
        clock.report("waiting", km, 0.5 * km)
        time.sleep(0.05)
    return LocationSolution(
        open=np.array([0]),
        assignment=found,
        objective=km,
        bound=0.5 * km,
        gap=0.5,
        status=Status.FEASIBLE,
        seconds=clock.seconds,
        engine="patience",
    )


if __name__ == "__main__":
    solving._SOLVERS[ModelName.P_CENTER] = _wait
    app(sys.argv[1:])
