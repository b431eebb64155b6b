"""What a worker does before its first job, so that the job does not wait for it."""

from __future__ import annotations

from contextlib import suppress

from inputs.territory import load_territory
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Limits
from scenarios.loading import load_scenario
from scenarios.studies import create

SMALL = "west"
LONGEST_S = 5.0


def warm(*, solving: bool) -> None:
    """Read the data and compile what school places need, by answering a small question.

    Parameters
    ----------
    solving : False for a worker that only evaluates
    """
    study = create(load_territory(), load_scenario(SMALL, ["solve.front_points=0"]))
    if solving:
        # on a busy machine no plan may be found in time, and the kernels are compiled all the same
        with suppress(NoPlanInTimeError):
            study.answer(Limits(time_s=LONGEST_S, gap=0.05, threads=1))
    else:
        study.evaluate(next(iter(study.documented().values())))
