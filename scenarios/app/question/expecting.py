"""A problem in a sentence that stands beside its field."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.app.question.entering import text_of
from scenarios.app.question.fields import Field, Kind, Span, span_at
from scenarios.language import Said, _, told
from scenarios.loading import path_of
from scenarios.study import Problem

DOES_NOT_FIT = "does not fit"  # of `scenarios.validation`: the value is none that the key may hold


def sentence(problem: Problem, field: Field | None = None) -> str:
    """What is wrong and what would be right, in the language of the page."""
    if field is not None and problem.message.startswith(DOES_NOT_FIT):
        return expectation(field, span_at(path_of(problem.path)) or field.span)
    if problem.allowed:
        return _(
            "{problem}; expected: {allowed}",
            problem=_spoken(problem.message),
            allowed=_spoken(problem.allowed),
        )
    return _spoken(problem.message)


def sentences(problems: Sequence[Problem], field: Field | None = None) -> str:
    """All of them, each once."""
    return " ".join(dict.fromkeys(sentence(problem, field) for problem in problems))


def expectation(field: Field, span: Span | None) -> str:
    """What may be entered."""
    if span is None:
        return _("Choose one of the values offered.")
    if field.kind is Kind.NUMBERS:
        return _("Enter numbers parted by semicolons.")
    return _of_span(span)


def _of_span(span: Span) -> str:
    low, high, above = (text_of(limit) for limit in (span.low, span.high, span.above))
    if span.low is not None and span.below is not None:
        return _("Enter a number from {low} to below {high}.", low=low, high=text_of(span.below))
    if span.low is not None and span.high is not None:
        if span.whole:
            return _("Enter a whole number from {low} to {high}.", low=low, high=high)
        return _("Enter a number from {low} to {high}.", low=low, high=high)
    if span.above is not None and span.high is not None:
        return _("Enter a number above {low}, at most {high}.", low=above, high=high)
    if span.above is not None:
        return _("Enter a number above {low}.", low=above)
    if span.low is not None:
        if span.whole:
            return _("Enter a whole number of {low} or more.", low=low)
        return _("Enter a number of {low} or more.", low=low)
    return _("Enter a whole number.") if span.whole else _("Enter a number.")


def _spoken(text: str) -> str:
    # plain text may hold what somebody typed, braces and all
    return told(text) if isinstance(text, Said) else text
