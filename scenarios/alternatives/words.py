"""Alternatives in words."""

from __future__ import annotations

from scenarios.alternatives.answer import Alternatives
from scenarios.alternatives.subject import AlternativesWords, Subject
from scenarios.language import _, n_, told
from scenarios.language.numbers import trimmed
from scenarios.views.numbers import THIN, bn_in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber


def method_notes() -> list[str]:
    """What distances are and how they were sought, in every study."""
    return [
        _(
            "The distance of two plans is the money moved: half the sum of the absolute "
            "differences of what they spend by unit and year, undiscounted."
        ),
        _(
            "Each alternative was sought for the largest least distance to the plans before it. "
            "The distance found (Moved, from the nearest plan before) is a lower bound on the "
            "largest one. The column beside it is proven: no plan within the limit moves more, "
            "among those in which nobody adds what is never needed."
        ),
    ]


def _held(answer: Alternatives, words: AlternativesWords) -> str:
    return listed([words.in_which(m) for m in answer.held])


def headline(answer: Alternatives, subject: Subject) -> Headline:
    """What stands at the top of the report, and is printed."""
    scenario = subject.study.scenario
    title = _(
        "Which other plans are nearly as good: {scenario}",
        scenario=told(scenario.title) if scenario.title else scenario.name,
    )
    leads = [_common(answer)] if answer.others else []
    if not answer.complete:
        leads.append(
            _(
                "Stopped with {found} of {asked} alternatives found.",
                found=len(answer.others),
                asked=answer.request.count,
            )
        )
    return Headline(
        title, _result(answer, subject.words), tuple(leads), tuple(_numbers(answer, subject.words))
    )


def _result(answer: Alternatives, words: AlternativesWords) -> str:
    held = _held(answer, words)
    share = f"{trimmed(100 * answer.request.within, 1)}{THIN}%"
    if not answer.others or answer.others[0].distance <= 0:
        return _(
            "No other plan was found within {share} of the optimum in {measures}.",
            share=share,
            measures=held,
        )
    furthest = max(other.distance for other in answer.others)
    spent = float(answer.spending[0].sum())
    return n_(
        "One other plan lies within {share} of the optimum in {measures}; the most different moves "
        "{money} to other places or years, {part} of what the optimum spends.",
        "{n} other plans lie within {share} of the optimum in {measures}; the most different moves "
        "{money} to other places or years, {part} of what the optimum spends.",
        len(answer.others),
        share=share,
        measures=held,
        money=bn_in_words(furthest),
        part=percent(furthest / spent),
    )


def _common(answer: Alternatives) -> str:
    starts = int(answer.optimum.starts.sum())
    same, any_year = int(answer.common.sum()), int(answer.common_any_year.sum())
    return _(
        "Of the optimum's {starts:number} starts {same:number} are in every plan in the same year, "
        "and {any:number} in every plan in some year.",
        starts=starts,
        same=same,
        any=any_year,
    )


def _numbers(answer: Alternatives, words: AlternativesWords) -> list[HeadlineNumber]:
    if not answer.others:
        return []
    starts = max(int(answer.optimum.starts.sum()), 1)
    nearest = min(other.distance for other in answer.others)
    worst = max(answer.loss(i, m) for i in range(1, len(answer.measures)) for m in answer.held)
    return [
        HeadlineNumber(
            _("Money moved between any two plans, at least"),
            bn_in_words(nearest),
            detail=_("to another place or another year, undiscounted"),
        ),
        HeadlineNumber(
            _("Worse than the optimum, at most"),
            percent(worst, 2),
            detail=_("in {measures}, each by its own measure", measures=_held(answer, words)),
        ),
        HeadlineNumber(
            _("Starts that every plan has"),
            percent(int(answer.common_any_year.sum()) / starts),
            detail=_("{share} in the same year", share=percent(int(answer.common.sum()) / starts)),
        ),
    ]
