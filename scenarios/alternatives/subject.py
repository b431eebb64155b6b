"""What alternatives are sought of: a study's question as its model solves it, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.capacity_expansion.instance import FloatArray, IntArray
from optimizer.certificate import Certificate
from optimizer.limits import ProgressCallback, Stop
from scenarios.alternatives.answer import Alternatives, Request
from scenarios.plan import Plan
from scenarios.study import Study
from scenarios.views.table import Column


class AlternativesWords(Protocol):
    """How the alternatives of a study are told, in the spoken language."""

    def in_which(self, measure: str) -> str:
        """A measure after `worse than the optimum in`."""
        ...

    def worse(self, measure: str) -> str:
        """Over the column of what a plan loses in a measure."""
        ...

    def columns(self) -> Sequence[Column]:
        """Of the plans' measures, as `plans_frame` has them."""
        ...

    def certificate(self, proof: Certificate) -> Certificate:
        """A proof of the optimum in words of the study."""
        ...

    def notes(self, answer: Alternatives) -> list[str]:
        """How plans were sought and checked, and what is not proven."""
        ...


class Subject(Protocol):
    """A question of which alternatives can be sought.

    Attributes
    ----------
    places : (N,) id under which a plan lists what is started
    years : (T,) calendar years of the periods
    """

    @property
    def study(self) -> Study: ...

    @property
    def places(self) -> Sequence[str]: ...

    @property
    def years(self) -> IntArray: ...

    @property
    def words(self) -> AlternativesWords: ...

    def seek(
        self, request: Request, stop: Stop, on_progress: ProgressCallback | None
    ) -> Alternatives:
        """The optimum and plans beside it.

        Raises
        ------
        optimizer.errors.InfeasibleError, optimizer.errors.NoPlanInTimeError
        scenarios.errors.UncheckedPlan
        """
        ...

    def named(self, place: str) -> str:
        """What a place is called in the spoken language."""
        ...

    def thing(self, asset: str) -> str:
        """What an asset of a plan is called in the spoken language."""
        ...

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        """Starts (N, K, T) as a table of actions."""
        ...
