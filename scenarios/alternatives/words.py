"""Alternatives in words."""

from __future__ import annotations

from models.capacity_expansion import Measure
from scenarios.alternatives.answer import Alternatives
from scenarios.views.numbers import bn_in_words, grouped, listed, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.yearly import YearlyProgramme

_NAMES = {
    Measure.OVERFLOW: "the third shift",
    Measure.SHORTAGE: "shortage",
    Measure.WORST_SHARE: "the worst share",
    Measure.COST: "cost",
}


def headline(answer: Alternatives, programme: YearlyProgramme) -> Headline:
    """What stands at the top of the report, and is printed."""
    scenario = programme.study.scenario
    title = f"Which other plans are nearly as good: {scenario.title or scenario.name}"
    leads = [_common(answer)] if answer.others else []
    if not answer.complete:
        leads.append(
            f"Stopped with {len(answer.others)} of {answer.request.count} alternatives found."
        )
    return Headline(title, _result(answer), tuple(leads), tuple(_numbers(answer)))


def _result(answer: Alternatives) -> str:
    held = listed([_NAMES[m] for m in answer.held])
    share = percent(answer.request.within, 1).replace(".0", "")
    if not answer.others or answer.others[0].distance <= 0:
        return f"No other plan was found within {share} of the optimum in {held}."
    first = answer.others[0].distance
    spent = float(answer.spending[0].sum())
    count = len(answer.others)
    plans = "One other plan lies" if count == 1 else f"{count} other plans lie"
    return (
        f"{plans} within {share} of the optimum in {held}; the most different moves "
        f"{bn_in_words(first)} to other places or years, {percent(first / spent)} of what the "
        "optimum spends."
    )


def _common(answer: Alternatives) -> str:
    starts = int(answer.optimum.starts.sum())
    same, any_year = int(answer.common.sum()), int(answer.common_any_year.sum())
    return (
        f"Of the optimum's {grouped(starts)} starts {grouped(same)} are in every plan in the same "
        f"year, and {grouped(any_year)} in every plan in some year."
    )


def _numbers(answer: Alternatives) -> list[HeadlineNumber]:
    if not answer.others:
        return []
    starts = max(int(answer.optimum.starts.sum()), 1)
    nearest = min(other.distance for other in answer.others)
    worst = max(answer.loss(i, m) for i in range(1, len(answer.measures)) for m in answer.held)
    return [
        HeadlineNumber(
            "Money moved between any two plans, at least",
            bn_in_words(nearest),
            detail="to another place or another year, undiscounted",
        ),
        HeadlineNumber(
            "Worse than the optimum, at most",
            percent(worst, 2),
            detail=f"in {listed([_NAMES[m] for m in answer.held])}, each by its own measure",
        ),
        HeadlineNumber(
            "Starts that every plan has",
            percent(int(answer.common_any_year.sum()) / starts),
            detail=f"{percent(int(answer.common.sum()) / starts)} in the same year",
        ),
    ]
