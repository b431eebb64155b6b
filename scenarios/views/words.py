"""The vocabulary of a study and of its plans, so that one set of views serves them all.

All of it is in the spoken language.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.language import _, p_, told
from scenarios.scenario import StudyName

PRINTED = "documented as printed"
UNDER_BUDGET = "documented under budget"
LARGEST_BACKLOG = "largest backlog first"
WITHOUT_WAITING = "documented order without waiting"
NOT_SERVED = "weighted demand not served"


@dataclass(frozen=True)
class Words:
    """What a study counts, builds and serves, in the plural except `facility` and `unit`.

    Attributes
    ----------
    unit, unit_head, by_unit : whom it is decided for: in a sentence, over a column, after `by`
    added : what a plan adds, as counted
    additions : the same, over a legend or in a title
    amount_years : what is short in a year, summed over years
    discounted_years : the same, discounted
    short_years : the same, where nothing else says that it is short
    missing : title of the curve of what is short
    share_missing : the same as a share, title of a map's shades
    cost_prefix : begins the names of its assumptions on the cost of a place
    grows : what was added serves more as people become more; its capacity counts, not its size at
        the start
    served : title of the axis of mean years in which what was added comes into service
    """

    facility: str
    facilities: str
    places: str
    people: str
    unit: str
    unit_head: str
    by_unit: str
    added: str
    additions: str
    amount_years: str
    discounted_years: str
    short_years: str
    missing: str
    share_missing: str
    served: str
    cost_prefix: str
    grows: bool = False


def words(study: StudyName) -> Words:
    """The vocabulary of a study."""
    if study is StudyName.SCHOOLS:
        return _schools()
    return _preschool() if study is StudyName.PRESCHOOL else _water()


def _schools() -> Words:
    return Words(
        facility=_("school"),
        facilities=_("schools"),
        places=_("school places"),
        people=_("pupils"),
        unit=_("district"),
        unit_head=_("District or city"),
        by_unit=p_("by", "district"),
        added=_("places added"),
        additions=_("School places added"),
        amount_years=_("place-years"),
        discounted_years=_("discounted place-years"),
        short_years=_("place-years short"),
        missing=_("Shortage, school places"),
        share_missing=_("Shortage, % of need"),
        served=_("Mean year in which the places come into service"),
        cost_prefix="school_place_cost",
    )


def _preschool() -> Words:
    return Words(
        facility=_("kindergarten"),
        facilities=_("kindergartens"),
        places=_("preschool places"),
        people=_("children"),
        unit=_("district"),
        unit_head=_("District or city"),
        by_unit=p_("by", "district"),
        added=_("places added"),
        additions=_("Preschool places added"),
        amount_years=_("place-years"),
        discounted_years=_("discounted place-years"),
        short_years=_("place-years short"),
        missing=_("Shortage, preschool places"),
        share_missing=_("Shortage, % of need"),
        served=_("Mean year in which the places come into service"),
        cost_prefix="preschool_place_cost",
    )


def _water() -> Words:
    return Words(
        facility=_("connection"),
        facilities=_("connections"),
        places=_("people connected"),
        people=_("people"),
        unit=_("oblast"),
        unit_head=_("Oblast"),
        by_unit=p_("by", "oblast"),
        added=_("people connected"),
        additions=_("People connected"),
        amount_years=_("person-years without water"),
        discounted_years=_("discounted person-years without water"),
        short_years=_("person-years without water"),
        missing=_("People without water"),
        share_missing=_("Without water, % of those to connect"),
        served=_("Mean year in which people are connected"),
        cost_prefix="water_",
        grows=True,
    )


def plain_unit(unit: str, study: StudyName) -> str:
    """A certificate's unit as a planner says it; the optimiser knows no schools."""
    if unit == NOT_SERVED:
        return words(study).discounted_years
    return {
        "weighted demand beyond the overflow factor": _("pupil-years in a third shift"),
        "discounted money": _("discounted mln KZT"),
    }.get(unit) or told(unit)


def short_years(study: StudyName) -> str:
    """What is short in a year, summed over years, where nothing else says that it is short."""
    return words(study).short_years


def plan_phrase(name: str) -> str:
    """How a plan is called inside a sentence, as its subject."""
    return {
        PRINTED: _("the documented programme as printed"),
        UNDER_BUDGET: _("the documented programme under the same money"),
        LARGEST_BACKLOG: _("the documented programme built largest backlog first"),
        WITHOUT_WAITING: _("the documented programme without waiting for its printed years"),
    }.get(name) or _("the plan “{name}”", name=name)


def plan_than(name: str) -> str:
    """The same after `than` or `as`: what another plan is held against."""
    return {
        PRINTED: p_("than", "the documented programme as printed"),
        UNDER_BUDGET: p_("than", "the documented programme under the same money"),
        LARGEST_BACKLOG: p_("than", "the documented programme built largest backlog first"),
        WITHOUT_WAITING: p_(
            "than", "the documented programme without waiting for its printed years"
        ),
    }.get(name) or p_("than", "the plan “{name}”", name=name)


def plan_label(name: str) -> str:
    """How a plan is called at the end of a line or in the head of a column."""
    return {
        "optimised": _("Optimised"),
        PRINTED: _("Documented, as printed"),
        UNDER_BUDGET: _("Documented, same money"),
        LARGEST_BACKLOG: _("Documented, largest backlog first"),
        WITHOUT_WAITING: _("Documented, without waiting"),
    }.get(name) or name[:1].upper() + name[1:]


def plan_aside(name: str) -> str:
    """The same in the middle of a caption."""
    return {
        PRINTED: _("documented, as printed"),
        UNDER_BUDGET: _("documented, same money"),
        LARGEST_BACKLOG: _("documented, largest backlog first"),
        WITHOUT_WAITING: _("documented, without waiting"),
    }.get(name, name)
