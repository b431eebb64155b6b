"""When to start which phase of which project: scheduling under yearly money."""

from models.project_scheduling.instance import (
    NO_PREFERENCE,
    NOT_DONE,
    ProjectSchedulingInstance,
)
from models.project_scheduling.solution import (
    Goal,
    ProjectSchedulingSolution,
    carried,
    check,
    measure,
    spending,
)
from models.project_scheduling.solve import solve

__all__ = [
    "NOT_DONE",
    "NO_PREFERENCE",
    "Goal",
    "ProjectSchedulingInstance",
    "ProjectSchedulingSolution",
    "carried",
    "check",
    "measure",
    "solve",
    "spending",
]
