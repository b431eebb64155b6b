"""The water answer in ten seconds."""

from __future__ import annotations

from typing import Any

from scenarios.comparison import verdict
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import bn_in_words, in_words, percent
from scenarios.views.page import Headline, HeadlineNumber


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=(),
        numbers=(_unserved(answer), _full_access(answer), _worst(answer)),
    )


def title(answer: Answer) -> str:
    years = frames.years(answer)
    return answer.scenario.title or f"Settlements to connect to water, {years[0]}–{years[-1]}"


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the documented one under the same money."""
    return frames.optimised(answer).kpis, frames.baseline(answer).kpis


def _sentence(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    target = answer.scenario.water.target_year
    gained = theirs["unserved_person_years"] - ours["unserved_person_years"]
    return (
        f"By {target} {ours['settlements_by_target']} of {ours['settlements_to_connect']} "
        f"settlements have water for {bn_in_words(ours['capex_mln_kzt'])} in all; against the "
        f"documented order under the same money {in_words(abs(gained))} person-years without "
        f"water are {'saved' if gained >= 0 else 'added'}."
    )


def _unserved(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["unserved_person_years"] for k in kpis(answer))
    return HeadlineNumber(
        "Person-years without water", in_words(ours), in_words(theirs), verdict(theirs, ours, 0.5)
    )


def _full_access(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["full_access_year"] for k in kpis(answer))
    return HeadlineNumber(
        "Everybody connected from", _year(ours), _year(theirs), verdict(theirs, ours, 0.0)
    )


def _worst(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["worst_share"] for k in kpis(answer))
    return HeadlineNumber(
        "Without water in the worst oblast",
        percent(ours),
        percent(theirs),
        verdict(theirs, ours, 5e-4),
    )


def _year(value: int | None) -> str:
    return "never" if value is None else str(value)
