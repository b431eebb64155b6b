"""The vocabulary of a study and of its plans, so that one set of views serves them all."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.scenario import StudyName

PRINTED = "documented as printed"
UNDER_BUDGET = "documented under budget"
LARGEST_BACKLOG = "largest backlog first"
WITHOUT_WAITING = "documented order without waiting"


@dataclass(frozen=True)
class Words:
    """What a study counts, builds and serves, in the plural except `facility` and `unit`.

    Attributes
    ----------
    cost_prefix : begins the names of its assumptions on the cost of a place
    unit, unit_head : whom it is decided for, in a sentence and over a column
    added : what a plan adds, as counted
    amount_years : what is short in a year, summed over years
    additions : the same, over a legend
    missing : title of the curve of what is short
    share_missing : the same as a share, title of a map's shades
    grows : what was added serves more as people become more; its capacity counts, not its size at
        the start
    served : what happens when it comes into service, in a title
    """

    subject: str
    facility: str
    facilities: str
    places: str
    people: str
    cost_prefix: str
    unit: str = "district"
    unit_head: str = "District or city"
    added: str = "places added"
    additions: str = "Places added"
    amount_years: str = "place-years"
    missing: str = "Shortage, places"
    share_missing: str = "Shortage, % of need"
    served: str = "the places come into service"
    grows: bool = False


_BY_STUDY = {
    "schools": Words(
        "schools",
        "school",
        "schools",
        "school places",
        "pupils",
        "school_place_cost",
        additions="School places added",
        missing="Shortage, school places",
    ),
    "preschool": Words(
        "preschool",
        "kindergarten",
        "kindergartens",
        "preschool places",
        "children",
        "preschool_place_cost",
        additions="Preschool places added",
        missing="Shortage, preschool places",
    ),
    "water": Words(
        "water",
        "connection",
        "connections",
        "people connected",
        "people",
        "water_",
        unit="oblast",
        unit_head="Oblast",
        added="people connected",
        additions="People connected",
        amount_years="person-years without water",
        missing="People without water",
        share_missing="Without water, % of those to connect",
        served="people are connected",
        grows=True,
    ),
}

_PHRASES = {
    PRINTED: "the documented programme as printed",
    UNDER_BUDGET: "the documented programme under the same money",
    LARGEST_BACKLOG: "the documented programme built largest backlog first",
    WITHOUT_WAITING: "the documented programme without waiting for its printed years",
}

_LABELS = {
    PRINTED: "Documented, as printed",
    UNDER_BUDGET: "Documented, same money",
    LARGEST_BACKLOG: "Documented, largest backlog first",
    WITHOUT_WAITING: "Documented, without waiting",
}


# The optimiser knows no schools: its units in the field's words.
_UNITS = {
    "weighted demand beyond the overflow factor": "pupil-years in a third shift",
    "discounted money": "discounted mln KZT",
}
NOT_SERVED = "weighted demand not served"


def plain_unit(unit: str, study: StudyName) -> str:
    """A certificate's unit as a planner says it."""
    if unit == NOT_SERVED:
        return f"discounted {words(study).amount_years}"
    return _UNITS.get(unit, unit)


def words(study: StudyName) -> Words:
    return _BY_STUDY[study.value]


def short_years(study: StudyName) -> str:
    """What is short in a year, summed over years, where nothing else says that it is short."""
    amount = words(study).amount_years
    return f"{amount} short" if amount == Words.amount_years else amount


def plan_phrase(name: str) -> str:
    """How a plan is called inside a sentence."""
    return _PHRASES.get(name, f"the plan “{name}”")


def plan_label(name: str) -> str:
    """How a plan is called at the end of a line or in the head of a column."""
    return _LABELS.get(name, name[:1].upper() + name[1:])
