"""What a worker does before its first job, so that the job does not wait for it."""

from __future__ import annotations

from inputs.territory import load_territory
from optimizer.limits import Limits
from scenarios.loading import load_scenario
from scenarios.studies import create

SMALL = "west"


def warm(*, solving: bool) -> None:
    """Read the data and compile what school places need, by answering a small question.

    Parameters
    ----------
    solving : False for a worker that only evaluates
    """
    study = create(load_territory(), load_scenario(SMALL, ["solve.front_points=0"]))
    if solving:
        study.answer(Limits(time_s=1.0, gap=0.05, threads=1))
    else:
        study.evaluate(next(iter(study.documented().values())))
