"""The three numbers of an answer, each beside its documented counterpart."""

from __future__ import annotations

from scenarios.language import _, marked
from scenarios.rendering import headline_of
from scenarios.study import Answer
from scenarios.views import headline
from scenarios.views.page import HeadlineNumber
from scenarios.views.water import headline as water_headline

_AGAINST = {
    "documented": marked("documented"),
    "service centres only": marked("service centres only"),
}
SIGNS = {"better": "▲", "same": "=", "worse": "▼"}


def verdict_words(verdict: str) -> str:
    """Better, same or worse in words; empty where nothing is judged."""
    return {
        "better": _("better"),
        "same": _("same"),
        "worse": _("worse"),
    }.get(verdict, "")


def three_numbers(answer: Answer) -> tuple[HeadlineNumber, ...]:
    """In the spoken language; without the sentences where those take long."""
    if answer.kind == "programme":
        return headline.numbers(answer)
    if answer.kind == "water":
        return water_headline.numbers(answer)
    return headline_of(answer).numbers


def against(number: HeadlineNumber) -> str:
    """The counterpart and whose it is."""
    if not number.counterpart:
        return ""
    return _(
        "{against}: {value}",
        against=_(_AGAINST.get(number.against, number.against)),
        value=number.counterpart,
    )
