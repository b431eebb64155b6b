"""The three numbers of an answer, each beside its documented counterpart."""

from __future__ import annotations

from scenarios.language import _, told
from scenarios.rendering import headline_of
from scenarios.study import Answer
from scenarios.views.page import HeadlineNumber

SIGNS = {"better": "▲", "same": "=", "worse": "▼"}


def verdict_words(verdict: str) -> str:
    """Better, same or worse in words; empty where nothing is judged."""
    return {
        "better": _("better"),
        "same": _("same"),
        "worse": _("worse"),
    }.get(verdict, "")


def three_numbers(answer: Answer) -> tuple[HeadlineNumber, ...]:
    """In the spoken language."""
    return headline_of(answer).numbers


def against(number: HeadlineNumber) -> str:
    """The counterpart and whose it is."""
    if not number.counterpart:
        return ""
    return _("{against}: {value}", against=told(number.against), value=number.counterpart)
