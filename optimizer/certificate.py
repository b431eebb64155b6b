"""What is proven about an answer, and by whom it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    OPTIMAL = "optimal"  # gap closed to the requested tolerance
    FEASIBLE = "feasible"  # a checked answer with a bound and a larger gap
    NO_SOLUTION = "no_solution"  # stopped before any answer was found
    INFEASIBLE = "infeasible"  # proven that there is none


@dataclass(frozen=True)
class Violation:
    """One broken constraint: which, where, and by how much."""

    constraint: str
    where: str
    amount: float

    def __str__(self) -> str:
        return f"{self.constraint} at {self.where}: violated by {self.amount:g}"


@dataclass(frozen=True)
class Certificate:
    """Status, objective, proven bound and gap of one optimisation stage.

    `checked` says that a feasibility check in plain NumPy, which shares no code with the solver,
    found no violation; `violations` lists what it found otherwise.
    """

    stage: str
    sense: str  # "minimise" | "maximise"
    unit: str
    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    engine: str
    checked: bool
    violations: tuple[Violation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Certificate:
        """What `to_dict` gave, also after it was JSON; what else stands there is left out."""
        known = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        known["status"] = Status(known["status"])
        known["violations"] = tuple(Violation(**v) for v in known["violations"])
        return cls(**known)


def relative_gap(objective: float | None, bound: float | None) -> float | None:
    """|objective - bound| / |objective|, 0 where both are (numerically) equal, None if unknown."""
    if objective is None or bound is None:
        return None
    difference = abs(objective - bound)
    if difference <= 1e-9 * max(1.0, abs(objective)):
        return 0.0
    return difference / abs(objective) if objective else float("inf")
