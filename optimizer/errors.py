"""What an optimisation raises when it cannot hand back a plan."""

from __future__ import annotations

from typing import Any


class OptimizerError(RuntimeError):
    """Something went wrong inside an engine; never the planner's fault."""


class Reason(str):
    """A sentence with its values, so that it can be told again with other names and words.

    Attributes
    ----------
    message : with named placeholders, as `str.format` fills them
    values : of the placeholders; reasons may stand in each other
    """

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, /, **values: Any) -> Reason:
        sentence = super().__new__(cls, message.format(**values))
        sentence.message = message
        sentence.values = values
        return sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return _reason, (self.message, self.values)


def _reason(message: str, values: dict[str, Any]) -> Reason:
    return Reason(message, **values)


class InfeasibleError(ValueError):
    """The question has no answer: proven, with the reasons in the words of the instance.

    Attributes
    ----------
    reasons : one sentence each: which requirement fails, where, by how much; a `Reason` where it
        has values
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("no plan meets every requirement: " + "; ".join(reasons))


class NoPlanInTimeError(RuntimeError):
    """Stopped before any plan was found and before it was proven that there is none."""
