"""What an optimisation raises when it cannot hand back a plan."""

from __future__ import annotations


class OptimizerError(RuntimeError):
    """Something went wrong inside an engine; never the planner's fault."""


class InfeasibleError(ValueError):
    """The question has no answer: proven, with the reasons in the words of the instance.

    Attributes
    ----------
    reasons : one sentence each: which requirement fails, where, by how much
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("no plan meets every requirement: " + "; ".join(reasons))


class NoPlanInTimeError(RuntimeError):
    """Stopped before any plan was found and before it was proven that there is none."""
