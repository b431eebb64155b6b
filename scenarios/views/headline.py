"""The answer in ten seconds: sentences and three numbers, written from the figures of the run."""

from __future__ import annotations

from typing import Any

from scenarios.language import _, n_, spoken, told
from scenarios.scenario import MeasureName, StudyName
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.judged import (
    baseline_kpis,
    budget_phrase,
    end_years,
    equity_from,
    judge,
    optimised_kpis,
    pair,
    printed_by_period,
)
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.sentence import sentence


def headline(answer: Answer) -> Headline:
    """The headline of a run; every word that judges follows from the figures."""
    return Headline(
        title=title(answer),
        sentence=sentence(answer),
        leads=tuple(
            lead for lead in (third_shift_sentence(answer), printed_sentence(answer)) if lead
        ),
        numbers=numbers(answer),
    )


def numbers(answer: Answer) -> tuple[HeadlineNumber, ...]:
    """The numbers alone, which the desk asks for often."""
    found = [_shortage_number(answer)]
    if frames.has_third_shift(answer):
        found.append(_third_shift_number(answer))
    return (*found, _worst_number(answer))


def title(answer: Answer) -> str:
    """The scenario's title, or study, region and years where it has none."""
    scenario = answer.scenario
    if scenario.title:
        return told(scenario.title)
    region = listed([answer.territory.name(r, spoken()) for r in scenario.region])
    span = f"{scenario.years.first}–{scenario.years.last}"
    if scenario.study is StudyName.SCHOOLS:
        return _("School places, {region}, {span}", region=region, span=span)
    if scenario.study is StudyName.PRESCHOOL:
        return _("Preschool places, {region}, {span}", region=region, span=span)
    return _("People connected, {region}, {span}", region=region, span=span)


def third_shift_sentence(answer: Answer) -> str:
    """When the third shift ends; empty where there is none."""
    if not frames.has_third_shift(answer):
        return ""
    ours, theirs = end_years(answer)
    last = answer.scenario.years.last
    amount = _amount(answer)
    if ours is None and theirs is None:
        return _(
            "A third shift remains in {last}, as there, with {amount}.", last=last, amount=amount
        )
    if ours is None:
        return _(
            "A third shift remains in {last}, where it would end in {theirs}, with {amount}.",
            last=last,
            theirs=theirs,
            amount=amount,
        )
    if theirs is None:
        return _(
            "The third shift ends in {ours}; documented, it is still there in {last}.",
            ours=ours,
            last=last,
        )
    if ours == theirs:
        return _(
            "The third shift ends in {ours} under both plans, with {amount}.",
            ours=ours,
            amount=amount,
        )
    if ours < theirs:
        return n_(
            "The third shift ends in {ours}, {n} year earlier, with {amount}.",
            "The third shift ends in {ours}, {n} years earlier, with {amount}.",
            theirs - ours,
            ours=ours,
            amount=amount,
        )
    return n_(
        "The third shift ends in {ours}, {n} year later, with {amount}.",
        "The third shift ends in {ours}, {n} years later, with {amount}.",
        ours - theirs,
        ours=ours,
        amount=amount,
    )


def _amount(answer: Answer) -> str:
    """The pupil-years in the third shift against the documented ones."""
    mine, other = pair(answer, "third_shift_pupil_years")
    size = in_words(abs(mine - other))
    if abs(mine - other) <= 0.0005 * max(mine, other, 1.0):
        return _("as many pupil-years in it")
    if mine < other:
        return _("{size} fewer pupil-years in it", size=size)
    return _("{size} more pupil-years in it", size=size)


def printed_sentence(answer: Answer) -> str:
    """What the documented programme as printed would take; empty when it is not known."""
    periods = printed_by_period(answer)
    if not (periods["peak"] > 0).any():
        return ""
    parts = [
        _(
            "{average} a year in {span} (at most {peak} in {year})",
            average=bn_in_words(p.average * MLN_PER_BN),
            span=f"{p.first}–{p.last}" if p.first != p.last else str(p.first),
            peak=bn_in_words(p.peak * MLN_PER_BN),
            year=p.peak_year,
        )
        for p in frames.rows(periods[periods["peak"] > 0])
    ]
    return _(
        "The documented programme as printed would take {periods}; the budget of this scenario is "
        "{budget}.",
        periods=parts,
        budget=budget_phrase(answer),
    )


def _shortage_number(answer: Answer) -> HeadlineNumber:
    ours, theirs = pair(answer, "shortage_place_years")
    mine, other = pair(answer, "discounted_shortage_place_years")
    return HeadlineNumber(
        label=_("Shortage to {year}, place-years", year=answer.scenario.years.last),
        value=in_words(ours),
        counterpart=in_words(theirs),
        verdict=judge(answer, MeasureName.SHORTAGE),
        detail=_(
            "discounted {mine}, documented {other}", mine=in_words(mine), other=in_words(other)
        ),
    )


def _third_shift_number(answer: Answer) -> HeadlineNumber:
    """Its end; its pupil-years where it ends in the same year."""
    ours, theirs = (_end(year, answer) for year in end_years(answer))
    mine, other = (in_words(v) for v in pair(answer, "third_shift_pupil_years"))
    judged = judge(answer, MeasureName.THIRD_SHIFT)
    if ours == theirs:
        return HeadlineNumber(
            label=_("Third shift, pupil-years in it"),
            value=mine,
            counterpart=other,
            verdict=judged,
            detail=_same_end(end_years(answer)[0], answer),
        )
    return HeadlineNumber(
        label=_("End of the third shift, first year without it"),
        value=ours,
        counterpart=theirs,
        verdict=judged,
        detail=_("{mine} pupil-years in it, documented {other}", mine=mine, other=other),
    )


def _same_end(year: int | None, answer: Answer) -> str:
    if year is None:
        return _("under both plans it remains in {year}", year=answer.scenario.years.last)
    return _("first year without it: {year} under both plans", year=year)


def _end(year: int | None, answer: Answer) -> str:
    return _("after {year}", year=answer.scenario.years.last) if year is None else str(year)


def _worst_number(answer: Answer) -> HeadlineNumber:
    ours, theirs = optimised_kpis(answer), baseline_kpis(answer)
    alone = len(frames.unit_ids(answer)) == 1
    since = equity_from(answer)

    def where(kpis: dict[str, Any]) -> str:
        year = int(kpis["worst_share_year"])
        if alone:
            return _("in {year}", year=year)
        name = answer.territory.name(str(kpis["worst_share_unit_id"]), spoken())
        return f"{name} {year}"

    return HeadlineNumber(
        label=(
            _("Largest shortage from {since} on, share of need", since=since)
            if alone
            else _("Worst district from {since} on, shortage as share of need", since=since)
        ),
        value=percent(float(ours["worst_share"]), 1),
        counterpart=percent(float(theirs["worst_share"]), 1),
        verdict=judge(answer, MeasureName.WORST_SHARE),
        detail=_("{mine}, documented {other}", mine=where(ours), other=where(theirs)),
    )
