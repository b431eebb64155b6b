"""Words of a split in the spoken language: the studies, their units, and how numbers are said."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.common_budget.answer import Part
from scenarios.language import _, marked, p_, p_said, told
from scenarios.language.numbers import grouped, in_words, localised
from scenarios.scenario import StudyName
from scenarios.sweeps.table import State

_LARGE = 100.0
_NAMES = {
    StudyName.SCHOOLS: p_said("of a budget", "schools"),
    StudyName.PRESCHOOL: p_said("of a budget", "preschool"),
    StudyName.WATER: p_said("of a budget", "water"),
    StudyName.LOGISTICS: p_said("of a budget", "logistics"),
}
_TO = {
    StudyName.SCHOOLS: marked("{bn} to schools"),
    StudyName.PRESCHOOL: marked("{bn} to preschool"),
    StudyName.WATER: marked("{bn} to water"),
    StudyName.LOGISTICS: marked("{bn} to logistics"),
}
_AFTER = {
    str(unit): unit
    for unit in (
        p_said("after a number", "discounted place-years"),
        p_said("after a number", "discounted person-years"),
        p_said("after a number", "discounted mln KZT"),
    )
}
_ENDS = {
    State.DONE: p_said("of a run", "done"),
    State.FAILED: p_said("of a run", "failed"),
    State.INTERRUPTED: p_said("of a run", "interrupted"),
}
# What a certificate calls a study's measure and its unit where no view has said it yet.
MEASURES = (
    marked("hubs"),
    marked("discounted person-years"),
    marked("discounted place-years"),
    marked("discounted mln KZT"),
    marked("weighted demand beyond the overflow factor"),
    marked("enumeration"),
)


def study_name(study: StudyName | str) -> str:
    return told(_NAMES[StudyName(study)])


def shares_of_money(studies: Sequence[tuple[StudyName, float]]) -> list[str]:
    """As in: 620 to schools."""
    return [_(_TO[study], bn=figure(money)) for study, money in studies]


def ended(status: str) -> str:
    """How a level's run ended."""
    return told(_ENDS[State(status)])


def amount(value: float, part: Part) -> str:
    """A quantity of a study's measure."""
    return f"{in_words(value)} {told(_AFTER.get(part.unit, part.unit))}"


def measure(part: Part) -> str:
    return told(part.measure)


def weight_of(part: Part, weight: float) -> str:
    return _(
        "{weight} a unit of {study}", weight=weight_in(weight), study=study_name(part.share.study)
    )


def marginal(part: Part) -> str:
    """What the last billion a year bought and the next would buy; empty where neither is known."""
    values = {"study": study_name(part.share.study)}
    last = None if part.last_bn is None else amount(part.last_bn, part)
    more = None if part.next_bn is None else amount(part.next_bn, part)
    if last is None and more is None:
        return ""
    if more is None:
        return _("In {study} the last billion a year bought {last}.", last=last, **values)
    if last is None:
        return _("In {study} the next billion a year would buy {more}.", more=more, **values)
    return _(
        "In {study} the last billion a year bought {last} and the next billion a year would buy "
        "{more}.",
        last=last,
        more=more,
        **values,
    )


def study_head() -> str:
    return p_("of a budget", "Study")


def figure(value: float) -> str:
    """A sum in bn KZT."""
    if abs(value) >= _LARGE or value == int(value):
        return grouped(value)
    return localised(f"{value:.3g}")


def weight_in(value: float) -> str:
    return localised(f"{value:.4g}")
