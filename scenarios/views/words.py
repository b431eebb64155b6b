"""The vocabulary of a study and of its plans, so that one set of views serves them all."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.scenario import StudyName

PRINTED = "documented as printed"
UNDER_BUDGET = "documented under budget"
LARGEST_BACKLOG = "largest backlog first"


@dataclass(frozen=True)
class Words:
    """What a study counts, builds and serves, in the plural except `facility`.

    `cost_prefix` begins the names of its assumptions on the cost of a place.
    """

    subject: str
    facility: str
    facilities: str
    places: str
    people: str
    cost_prefix: str


_BY_STUDY = {
    StudyName.SCHOOLS: Words(
        "schools", "school", "schools", "school places", "pupils", "school_place_cost"
    ),
    StudyName.PRESCHOOL: Words(
        "preschool",
        "kindergarten",
        "kindergartens",
        "preschool places",
        "children",
        "preschool_place_cost",
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


# The optimiser knows no schools: its units in the field's words.
_UNITS = {
    "weighted demand not served": "discounted place-years",
    "weighted demand beyond the overflow factor": "pupil-years in a third shift",
    "discounted money": "discounted mln KZT",
}


def plain_unit(unit: str) -> str:
    """A certificate's unit as a planner says it."""
    return _UNITS.get(unit, unit)


def words(study: StudyName) -> Words:
    return _BY_STUDY[study]


def plan_phrase(name: str) -> str:
    """How a plan is called inside a sentence."""
    return _PHRASES.get(name, f"the plan “{name}”")


def plan_label(name: str) -> str:
    """How a plan is called at the end of a line or in the head of a column."""
    return _LABELS.get(name, name[:1].upper() + name[1:])
