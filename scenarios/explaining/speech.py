"""Words of an explanation in every language: plans, places, what is built, what stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from inputs.territory import Territory
from optimizer.errors import Reason
from scenarios.language import (
    LANGUAGES,
    Names,
    Said,
    marked,
    n_said,
    names_of,
    p_said,
    said,
    speaking,
)
from scenarios.views.words import plan_label, plan_phrase

Facility = Literal["school", "kindergarten", "settlement"]

NO_TIME = said("there was no time for it")
NOT_IN_TIME = said("no plan was found in time")
_PLACE_YEARS = (
    said("discounted place-years"),
    p_said("after a number", "discounted place-years"),
)
# A measure or, where it is shortage, what a study counts: as a unit, and after a number.
AMOUNTS: Mapping[str, tuple[Said, Said]] = {
    "cost": (said("discounted mln KZT"), p_said("after a number", "discounted mln KZT")),
    "overflow": (
        said("pupil-years in a third shift"),
        p_said("after a number", "pupil-years in a third shift"),
    ),
    "schools": _PLACE_YEARS,
    "preschool": _PLACE_YEARS,
    "water": (
        said("discounted person-years without water"),
        p_said("after a number", "discounted person-years without water"),
    ),
}
# What the model counts, as the reasons of its solver name it.
_MEASURES = {
    "shortage": marked("shortage"),
    "overflow": marked("overflow"),
    "worst_share": marked("worst share"),
    "cost": marked("cost"),
}


@dataclass(frozen=True)
class Speech:
    """How this programme is spoken of.

    Attributes
    ----------
    facility : what is built; of a settlement, that it is connected
    amount : what the measure counts, as a unit
    amounts : the same, after a number
    added, missing : over a chart of what is in service, and of what is short
    """

    facility: Facility
    amount: Said
    amounts: Said
    added: Said
    missing: Said

    @property
    def connects(self) -> bool:
        """Settlements are connected, and nothing has places."""
        return self.facility == "settlement"

    def one_more(self) -> Said:
        if self.facility == "school":
            return said("one more school")
        if self.facility == "kindergarten":
            return said("one more kindergarten")
        return said("one more settlement")

    def built(self, count: int) -> Said:
        """So many of what is built."""
        if self.facility == "school":
            return n_said("{n:number} school", "{n:number} schools", count)
        if self.facility == "kindergarten":
            return n_said("{n:number} kindergarten", "{n:number} kindergartens", count)
        return n_said("{n:number} settlement", "{n:number} settlements", count)

    def capacity(self, amount: float) -> Said:
        """So much of what is added."""
        if self.connects:
            return n_said("{n:number} settlement", "{n:number} settlements", amount)
        return n_said("{n:number} place", "{n:number} places", amount)

    def told(self, value: float) -> Said:
        """So much of the measure."""
        return said("{value:few} {amounts}", value=value, amounts=self.amounts)


def as_text(names: Names) -> Said:
    """A name as a sentence, to stand in tables."""
    return Said("{name}", {"name": names})


def in_every(write: Callable[[], str]) -> Said:
    """What `write` writes in each spoken language."""

    def spoken(language: str) -> str:
        with speaking(language):
            return write()

    return as_text(names_of(spoken))


def plan_said(name: str) -> Said:
    """A plan inside a sentence."""
    return in_every(lambda: plan_phrase(name))


def plan_head(name: str) -> Said:
    """A plan at the end of a line."""
    return in_every(lambda: plan_label(name))


def unit_name(territory: Territory, unit: str) -> Said:
    """A unit by its names."""
    return as_text(names_of(lambda language: territory.name(unit, language)))


def site_names(territory: Territory) -> dict[str, Said]:
    """Names of places and sites by the English one; in Kazakh where there is no Russian one."""
    found: dict[str, Said] = {}
    for table, english in (
        ("settlements", "name_en"),
        ("logistics_sites", "name"),
        ("places", "name_en"),
        ("units", "name_en"),
    ):
        frame = territory.table(table)
        kazakh = frame["name_kk"].fillna(frame[english])
        russian = frame["name_ru"].fillna(kazakh) if "name_ru" in frame else kazakh
        for en, kk, ru in zip(frame[english], kazakh, russian, strict=True):
            found[str(en)] = as_text(Names({"en": str(en), "kk": str(kk), "ru": str(ru)}))
    return found


def named(name: str, names: Mapping[str, Said]) -> Said:
    """The name as it is called in every language, where that is known."""
    return names.get(name) or as_text(Names(dict.fromkeys(LANGUAGES, name)))


def listed_names(names: Sequence[Said]) -> Said:
    """a, b and c."""
    return Said("{names}", {"names": list(names)})


def measure_said(measure: str) -> Said:
    """What the model counts."""
    return Said(_MEASURES.get(measure, measure.replace("_", " ")), {})


def wish_label(kind: str, year: int) -> Said:
    """A wish as short as can be, for the proof of its price."""
    return {
        "in": p_said("wish", "in {year}", year=year),
        "out": p_said("wish", "out {year}", year=year),
        "more": p_said("wish", "more {year}", year=year),
        "not then": p_said("wish", "not then {year}", year=year),
        "earlier": p_said("wish", "earlier {year}", year=year),
        "later": p_said("wish", "later {year}", year=year),
        "budget": p_said("wish", "budget {year}", year=year),
        "one more": p_said("wish", "one more {year}", year=year),
    }[kind]


def joined(parts: Sequence[Said]) -> Said:
    """a, b, c."""
    return reduce(lambda some, next_: said("{some}, {next}", some=some, next=next_), parts)


def reasons_said(reasons: Iterable[str], names: Mapping[str, Any]) -> Said:
    """Why there is no plan, with units by their names.

    Parameters
    ----------
    names : of units, by the label that the model knows them by
    """
    told = [reason_said(reason, names) for reason in reasons]
    return reduce(lambda one, other: said("{one}; {other}", one=one, other=other), told)


def reason_said(reason: str, names: Mapping[str, Any]) -> Said:
    """One reason of a solver."""
    if isinstance(reason, Said):
        return reason
    if not isinstance(reason, Reason):
        return Said(reason, {})
    values = dict(reason.values)
    for key, value in values.items():
        if isinstance(value, Reason):
            values[key] = reason_said(value, names)
        elif key == "unit" and value in names:
            values[key] = names[value]
        elif key == "measure":
            values[key] = measure_said(value)
    return Said(reason.message, values)
