"""What a study offers to questions whose first years are decided before the future is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.capacity_expansion import CapacityExpansionInstance
from scenarios.plan import Plan
from scenarios.scenario import Scenario

IntArray = NDArray[np.int64]
Start = tuple[str, int, int]  # what is started, its size, start year


class Kind(StrEnum):
    """How values of a measure are written."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"  # mln KZT


@dataclass(frozen=True)
class Judged:
    """What plans are judged by; it is minimised and never negative.

    Attributes
    ----------
    name : as a question's key `measure` names it
    unit : of its values, as it follows a number
    """

    name: str
    unit: str
    kind: Kind = Kind.COUNT


@runtime_checkable
class Expansion(Protocol):
    """First years of a study whose model is a capacity expansion."""

    def model(self) -> CapacityExpansionInstance:
        """The optimiser's instance; its periods are labelled by year."""
        ...

    def plan_of(self, starts: IntArray) -> Plan:
        """The plan of (N, K, T) starts in the model, with what the scenario holds."""
        ...


@runtime_checkable
class Tabled(Protocol):
    """First years whose starts an answer tells in a table rather than in its plan.

    Attributes
    ----------
    table : its name
    """

    table: ClassVar[str]

    def starts_in(self, table: pd.DataFrame, until: int) -> dict[Start, int]:
        """What the answer starts up to the end of `until`."""
        ...


class FirstYears(Protocol):
    """A question of one study whose first starts can be read off a plan, held, and paid.

    Attributes
    ----------
    counted : what the sizes of starts count, in the plural
    uncertain : keys that a future may change, or beginnings of them
    remark : what a reader must know of the measure beyond its unit; may be empty
    """

    counted: ClassVar[str]
    remark: ClassVar[str]
    uncertain: ClassVar[tuple[str, ...]]

    def __init__(self, territory: Territory, scenario: Scenario) -> None: ...

    @staticmethod
    def judged(scenario: Scenario) -> tuple[Judged, ...]:
        """The measures a question may be judged by, the usual one first."""
        ...

    @staticmethod
    def minimising(scenario: Scenario, measure: Judged) -> Scenario:
        """The scenario that minimises `measure` before anything else."""
        ...

    @staticmethod
    def decidable(scenario: Scenario, assumptions: Assumptions) -> tuple[int, int]:
        """First and last year up to which starts can be decided, others being left open."""
        ...

    @staticmethod
    def held(scenario: Scenario, starts: Mapping[Start, int], until: int) -> Scenario:
        """The question that is left when `starts` are decided and nothing else starts until then.

        What the scenario fixes later stays; what it fixes up to `until` is part of every plan.
        """
        ...

    def starts(self, plan: Plan, until: int) -> dict[Start, int]:
        """What a plan of this question starts up to the end of `until`, and how often."""
        ...

    def documented(self) -> Plan:
        """The documented plan under the scenario's money."""
        ...

    def pays(self) -> bool:
        """Whether the question has no problem, and its money pays what it holds."""
        ...

    def cost_of_held(self, measure: Judged) -> float:
        """What the measure counts for starts that the scenario holds and the model does not."""
        ...

    def model(self) -> object:
        """The optimiser's instance, a dataclass; equal ones have equal answers."""
        ...

    def named(self, what: str) -> str:
        """Something that is started, in words."""
        ...
