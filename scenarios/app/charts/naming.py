"""How the desk calls the plans of every kind of study."""

from __future__ import annotations

from scenarios.language import _, marked
from scenarios.study import Answer
from scenarios.views import frames

EDITED = "edited by hand"

_NAMES = {
    "optimised": marked("Optimised"),
    EDITED: marked("Edited by hand"),
    "documented as printed": marked("Documented, as printed"),
    "documented under budget": marked("Documented, same money"),
    "largest backlog first": marked("Documented, largest backlog first"),
    "documented order without waiting": marked("Documented, without waiting"),
    "service centres only": marked("Service centres only"),
    "documented places under budget": marked("Documented places, same money"),
    "documented as printed, worst order": marked("As printed, worst order"),
}

# At the ends of lines there is little room: the caption says that all but two are documented.
_SHORT = {
    "optimised": marked("Optimised"),
    EDITED: marked("By hand"),
    "documented as printed": marked("As printed"),
    "documented under budget": marked("Same money"),
    "largest backlog first": marked("Backlog first"),
    "documented order without waiting": marked("No waiting"),
    "service centres only": marked("Centres only"),
    "documented places under budget": marked("Same money"),
    "documented as printed, worst order": marked("Worst order"),
}


def short_name(name: str) -> str:
    """A plan where there is little room."""
    return _(_SHORT[name]) if name in _SHORT else name


def plan_name(name: str) -> str:
    """A plan at the end of a line or over a column."""
    return _(_NAMES[name]) if name in _NAMES else name


def baseline_label(answer: Answer) -> str:
    """The plan that the optimised one is compared against."""
    return plan_name(frames.baseline_name(answer))
