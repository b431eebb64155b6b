"""What went wrong in a worker, as plain data for the page."""

from __future__ import annotations

from inputs.errors import InputError
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from scenarios.app.jobs.job import Failure
from scenarios.errors import InconsistentScenario, InvalidScenario, UncheckedPlan
from scenarios.explaining.speech import reasons_said
from scenarios.language import Said, marked, said

# What models say where the time was too short; those with numbers stay as they are.
NO_PLAN = (
    marked("no schedule was found in the time given"),
    marked("stopped before any choice of sites was found"),
    marked("stopped before any choice of buildings was found"),
    marked("the smallest set of shortages was not proven in time"),
    marked("no flow was found in time"),
    marked("stopped before the cheapest routes were found"),
    marked("stopped before any plan was found that serves everybody"),
    marked("stopped before any plan was found"),
    marked("stopped before there was a point of the front"),
    marked("stopped before there were two points of the front"),
    marked("no plan with the wish was found"),
)


def failure_of(error: BaseException) -> Failure:
    """Which kind of failure an exception is, in the words of the command line."""
    if isinstance(error, InconsistentScenario):
        problems = tuple((p.path, p.message, p.allowed) for p in error.problems)
        return Failure("question", str(error), problems)
    if isinstance(error, InvalidScenario):
        single = tuple((_place_of(e), _found(e), e.expected or "") for e in error.errors)
        return Failure("question", str(error), single)
    if isinstance(error, InputError):
        return Failure(
            "data", str(error), ((_place_of(error), _found(error), error.expected or ""),)
        )
    if isinstance(error, InfeasibleError):
        return Failure(
            "impossible", reasons_said(error.reasons, {}) if error.reasons else str(error)
        )
    if isinstance(error, NoPlanInTimeError):
        return Failure("time", str(error))
    if isinstance(error, UncheckedPlan):
        return Failure("unchecked", str(error))
    return Failure("program", f"{type(error).__name__}: {error}")


def _place_of(error: InputError) -> str:
    return ", ".join(part for part in (error.file, error.column) if part)


def _found(error: InputError) -> Said:
    """What is wrong, with the line and the value at which it is."""
    message = error.message if isinstance(error.message, Said) else Said(error.message, {})
    if error.row is not None:
        message = said("line {row}: {message}", row=error.row, message=message)
    if error.value is None:
        return message
    return said("{message} (found {value})", message=message, value=str(error.value))
