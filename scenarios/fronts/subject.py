"""What a front is drawn of: a study's question as its model solves it, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from optimizer.limits import Limits
from scenarios.fronts.answer import Against, Front, Point, Request
from scenarios.plan import Plan
from scenarios.study import Study
from scenarios.unfinished import Unfinished
from scenarios.views.table import Column, Kind


class FrontWords(Protocol):
    """How the fronts of a study are told, in the spoken language."""

    @property
    def scale(self) -> float:
        """What the objective is divided by in tables and charts."""
        ...

    @property
    def kind(self) -> Kind:
        """How a table writes the objective, divided so."""
        ...

    def title(self, front: Front, scenario: str) -> str:
        """The question; `scenario` is the title of the scenario."""
        ...

    def result(self, front: Front) -> str:
        """The knee, or that there is none."""
        ...

    def nesting(self, front: Front, share: str, level: str, direction: str) -> str:
        """By how much nested plans are worse, where they are."""
        ...

    def at(self, front: Front, point: Point) -> str:
        """A level."""
        ...

    def value(self, objective: float) -> str:
        """An amount of the objective with its unit, as far as the label does not say it."""
        ...

    def measure(self) -> str:
        """What is least at every level, as a label."""
        ...

    def axes(self, against: Against, *, millions: bool) -> tuple[str, str]:
        """Titles of the axes of the chart: what is given, and the objective divided by `scale`."""
        ...

    @property
    def by_simulator(self) -> bool:
        """Whether plans of more money have less of the measure by the simulator as well.

        Then a plan that was found elsewhere can lie beside them.
        """
        ...

    def desk_axes(self, *, millions: bool) -> tuple[str, str]:
        """Titles of the axes where plans lie as the simulator finds them, if they do."""
        ...

    def columns(self) -> Sequence[Column]:
        """Of the table of points, between the point and the knee."""
        ...

    def nested_heads(self) -> tuple[str, str]:
        """Heads of the cost and the objective of nested plans."""
        ...

    def proof(self) -> str:
        """What the bound says."""
        ...

    def proof_head(self) -> str:
        """Over the objective of the plans in the table of proofs."""
        ...

    def caption(self) -> str:
        """Of the chart."""
        ...

    def notes(self, front: Front, *, freed: bool) -> list[str]:
        """How cost and objective are counted; `freed` where goals of the scenario are not kept."""
        ...

    def nested_note(self) -> str:
        """What nested plans are."""
        ...


class Subject(Protocol):
    """A question of which a front can be drawn.

    Attributes
    ----------
    study : evaluates any plan; its scenario may lack goals that a front gives up
    """

    @property
    def study(self) -> Study: ...

    @property
    def words(self) -> FrontWords: ...

    def trace(self, request: Request, limits: Limits, parts: Unfinished) -> Front:
        """The front; raises what `tracing.trace` raises."""
        ...

    def plan(self, point: Point) -> Plan:
        """A point's plan."""
        ...

    def simulated(self, kpis: Mapping[str, Any]) -> tuple[float, float]:
        """The objective as the simulator knows it, and mln KZT of the plan."""
        ...
