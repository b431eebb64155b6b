"""What went wrong in a worker, as plain data for the page."""

from __future__ import annotations

from inputs.errors import InputError
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from scenarios.app.jobs.job import Failure
from scenarios.errors import InconsistentScenario, InvalidScenario, UncheckedPlan


def failure_of(error: BaseException) -> Failure:
    """Which kind of failure an exception is, in the words of the command line."""
    if isinstance(error, InconsistentScenario):
        problems = tuple((p.path, p.message, p.allowed) for p in error.problems)
        return Failure("question", str(error), problems)
    if isinstance(error, InvalidScenario):
        single = tuple((e.column or "", e.message, e.expected or "") for e in error.errors)
        return Failure("question", str(error), single)
    if isinstance(error, InputError):
        return Failure("data", str(error))
    if isinstance(error, InfeasibleError):
        reasons = "; ".join(str(reason) for reason in error.reasons)
        return Failure("impossible", reasons or str(error))
    if isinstance(error, NoPlanInTimeError):
        return Failure("time", str(error))
    if isinstance(error, UncheckedPlan):
        return Failure("unchecked", str(error))
    return Failure("program", f"{type(error).__name__}: {error}")
