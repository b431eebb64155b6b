"""What a front is asked for and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.capacity_expansion.instance import FloatArray, IntArray, Measure
from scenarios.scenario import MeasureName


class Against(StrEnum):
    """What is given up for less shortage."""

    COST = "cost"
    EQUITY = "equity"

    @property
    def measure(self) -> Measure:
        """The measure that is capped from point to point."""
        return Measure.COST if self is Against.COST else Measure.WORST_SHARE


@dataclass(frozen=True)
class Request:
    """How a front is drawn.

    Attributes
    ----------
    against : the measure whose cap moves
    points : levels of the cap, the two ends included
    nested : also build plans of which the smaller are parts of the larger
    hold : keep the goals that are held at the documented plan's level
    time_s, gap : seconds for everything, and relative gap at each point
    """

    against: Against
    points: int = 20
    nested: bool = False
    hold: bool = False
    time_s: float = 180.0
    gap: float = 0.002

    @property
    def freed(self) -> frozenset[MeasureName]:
        """Measures whose goals at the documented level are dropped.

        The documented plan reaches its levels with all of the money, so no smaller budget could.
        """
        if self.hold:
            return frozenset()
        if self.against is Against.EQUITY:
            return frozenset({MeasureName.WORST_SHARE})
        return frozenset(MeasureName)


@dataclass(frozen=True)
class Point:
    """A checked plan at one level of the cap.

    Attributes
    ----------
    level : of the cap that was asked for
    cost : mln KZT of the money that a level of cost limits, as the plan needs it
    objective : what is least at the level, in the model's own measure; of a yearly programme the
        shortage, the years after the horizon included
    bound : no plan within the level has less; None where nothing was proven
    gap : relative, between objective and bound
    starts, flows : the plan in the arrays of its model; (N, K, T) and (A, T) or None in a yearly
        programme
    worst_share : of a yearly programme, largest weighted share of need that is not served in the
        equity periods
    built : the plan as it is shown where the model decides on less than that; None: `starts`
    """

    level: float
    cost: float
    objective: float
    bound: float | None
    gap: float | None
    starts: IntArray
    flows: FloatArray | None = None
    worst_share: float = float("nan")
    built: IntArray | None = None

    def measured(self, against: Against) -> float:
        """The coordinate beside the objective."""
        return self.cost if against is Against.COST else self.worst_share


@dataclass(frozen=True)
class Front:
    """Points that no other point beats, in rising order of what is given up.

    Attributes
    ----------
    asked : levels that were solved
    points : non-dominated ones
    nested : one per point of `points`, or empty; each plan is a part of the next
    direction : how the nested plans were built: upwards or downwards
    knee : index of the point furthest from the line between the ends; None with fewer than three
    complete : every level was solved before time or Ctrl-C
    """

    request: Request
    asked: int
    points: tuple[Point, ...]
    nested: tuple[Point, ...]
    direction: str
    knee: int | None
    complete: bool

    @property
    def prices(self) -> list[float]:
        """Objective of each nested plan above the front's, relative."""
        return [
            n.objective / p.objective - 1.0 if p.objective > 0 else float(n.objective > 0)
            for p, n in zip(self.points, self.nested, strict=bool(self.nested))
        ]
