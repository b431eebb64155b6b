"""The vocabulary of a study and of its plans, so that one set of views serves them all."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.scenario import StudyName

PRINTED = "documented as printed"
UNDER_BUDGET = "documented under budget"
LARGEST_BACKLOG = "largest backlog first"


@dataclass(frozen=True)
class Words:
    """What a study counts, builds and serves, in the plural except `facility`."""

    subject: str
    facility: str
    facilities: str
    places: str
    people: str


_BY_STUDY = {
    StudyName.SCHOOLS: Words("schools", "school", "schools", "school places", "pupils"),
    StudyName.PRESCHOOL: Words(
        "preschool", "kindergarten", "kindergartens", "preschool places", "children"
    ),
}

_PHRASES = {
    PRINTED: "the documented programme as printed",
    UNDER_BUDGET: "the documented programme under the same money",
    LARGEST_BACKLOG: "the documented programme built largest backlog first",
}

_LABELS = {
    PRINTED: "Documented, as printed",
    UNDER_BUDGET: "Documented, same money",
    LARGEST_BACKLOG: "Documented, largest backlog first",
}


def words(study: StudyName) -> Words:
    return _BY_STUDY[study]


def plan_phrase(name: str) -> str:
    """How a plan is called inside a sentence."""
    return _PHRASES.get(name, f"the plan “{name}”")


def plan_label(name: str) -> str:
    """How a plan is called at the end of a line or in the head of a column."""
    return _LABELS.get(name, name[:1].upper() + name[1:])
