"""What alternatives are sought of: a study's question as its model solves it, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from numpy.typing import NDArray

from models.capacity_expansion.instance import FloatArray, IntArray
from optimizer.certificate import Certificate
from optimizer.limits import Clock, Limits
from scenarios.alternatives.answer import Alternatives, Found
from scenarios.plan import Plan
from scenarios.study import Study
from scenarios.views.table import Column


@dataclass(frozen=True)
class Sought:
    """What is known on the way.

    Attributes
    ----------
    plans : the optimum first
    certificates : of the optimum
    learned : what the model has learned and the next plan begins from, as arrays by name
    """

    plans: tuple[Found, ...]
    certificates: tuple[Certificate, ...]
    learned: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def starts(self) -> list[IntArray]:
        """(N, K, T) of every plan."""
        return [plan.starts for plan in self.plans]


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

    @property
    def held(self) -> tuple[str, ...]:
        """Names of the measures that are held near the optimum."""
        ...

    def optimum(self, limits: Limits) -> Sought:
        """The optimum, checked.

        Raises
        ------
        optimizer.errors.InfeasibleError, optimizer.errors.NoPlanInTimeError
        scenarios.errors.UncheckedPlan
        """
        ...

    def farther(self, sought: Sought, within: float, clock: Clock) -> Sought | None:
        """One plan more, as far from the others as can be; None: none was found in time.

        The answer depends on the arguments alone. Raises `scenarios.errors.UncheckedPlan`.

        Parameters
        ----------
        within : relative, what each measure that is held may lose on the optimum's
        """
        ...

    def found(self, starts: IntArray, flows: FloatArray | None) -> Found:
        """A plan, measured; raises `scenarios.errors.UncheckedPlan`."""
        ...

    def spending(self, plan: Found) -> FloatArray:
        """(N, T) mln KZT, undiscounted."""
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
