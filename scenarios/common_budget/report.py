"""The page of a split."""

from __future__ import annotations

from math import isinf

from scenarios.common_budget.answer import Part, SplitAnswer
from scenarios.common_budget.choice import ROUND_OFF_BN
from scenarios.common_budget.figures import figures
from scenarios.common_budget.tables import (
    certificate_table,
    weight_table,
)
from scenarios.common_budget.words import (
    amount,
    ended,
    figure,
    marginal,
    shares_of_money,
    study_name,
    weight_in,
    weight_of,
)
from scenarios.language import _, marked, n_, told
from scenarios.sweeps.table import State
from scenarios.views.numbers import grouped, percent
from scenarios.views.page import Headline, HeadlineNumber, render_page


def render_report(answer: SplitAnswer) -> str:
    """The page as HTML text, in the spoken language; nothing is solved."""
    return render_page(
        "common_budget.html",
        _headline(answer),
        figures(answer),
        [weight_table(answer), certificate_table(answer)],
        notes(answer),
        beliefs=beliefs(answer),
        compared=grouped(answer.compared),
        source=_("Question {name}.", name=answer.question.name),
    )


def sentence(answer: SplitAnswer) -> str:
    """As in: Of 720 bn KZT a year, 620 to schools, 60 to water and 40 to logistics."""
    values = {
        "total": figure(answer.question.envelope_bn),
        "parts": shares_of_money([(p.share.study, p.money) for p in answer.parts]),
    }
    rest = answer.question.envelope_bn - sum(part.money for part in answer.parts)
    if rest <= ROUND_OFF_BN:
        return _("Of {total} bn KZT a year, {parts}.", **values)
    return _(
        "Of {total} bn KZT a year, {parts}; {rest} stay, as no combination of levels takes them.",
        rest=figure(rest),
        **values,
    )


def beliefs(answer: SplitAnswer) -> list[str]:
    """What weights the split stands on, and what would justify the assumed one."""
    texts = [_belief(part) for part in answer.parts]
    why = answer.justified
    assumed = {
        "budgets": " + ".join(figure(part.share.assumed_bn) for part in answer.parts),
        "total": figure(sum(part.share.assumed_bn for part in answer.parts)),
    }
    if why is None:
        texts.append(
            _(
                "The assumed budgets ({budgets} = {total} bn KZT a year) cannot be judged: one of "
                "them has no proven answer.",
                **assumed,
            )
        )
    elif why.better is not None:
        levels = zip(answer.parts, why.better, strict=True)
        texts.append(
            _(
                "The assumed budgets ({budgets} = {total} bn KZT a year) need no belief to be "
                "improved on: {other} takes no more money, is at least as good in every study and "
                "better in one.",
                other=shares_of_money([(p.share.study, p.front.money[k]) for p, k in levels]),
                **assumed,
            )
        )
    if why is not None and why.nearest is not None:
        pairs = zip(answer.parts, why.nearest, strict=True)
        texts.append(
            _(
                "The assumed budgets ({budgets} = {total} bn KZT a year) would be right with "
                "weights such as {weights}.",
                weights=[weight_of(part, float(weight)) for part, weight in pairs],
                **assumed,
            )
        )
    elif why is not None and why.better is None:
        texts.append(
            _(
                "The assumed budgets ({budgets} = {total} bn KZT a year) are the best split for no "
                "weights whatever.",
                **assumed,
            )
        )
    return texts


def notes(answer: SplitAnswer) -> list[str]:
    """How sure the split is, in sentences."""
    proof = answer.certificate
    texts = []
    if proof.objective is not None and proof.bound is not None:
        texts.append(_left_open(answer, max(0.0, proof.objective - proof.bound)))
        if answer.between is not None:
            more = max(0.0, proof.objective - answer.between)
            texts.append(
                _(
                    "A split between these levels could lose at most {more} less. Closer levels "
                    "narrow that.",
                    more=figure(more),
                )
            )
        else:
            texts.append(
                _(
                    "Nothing is proven of splits between these levels: a study holds a goal that "
                    "moves with its money."
                )
            )
    rising = [
        study_name(p.share.study)
        for p in answer.parts
        if (p.front.loss[1:] > p.front.loss[:-1]).any()
    ]
    if rising:
        texts.append(
            _(
                "In {studies} a larger budget has a worse plan than a smaller one: its solve "
                "ended at its limit, or its goals move with the money.",
                studies=rising,
            )
        )
    lost = _lost(answer)
    if lost:
        texts.append(
            _(
                "Without a whole answer, and left out unless a plan was found: {levels}.",
                levels=lost,
            )
        )
    measured = _(
        "A study's measure is that of its first goal as its model counts it; a saving in cost "
        "counts the building that the money pays for."
    )
    means = _("The last and the next billion are means over the step from one level to the other.")
    texts.append(f"{measured} {means}")
    return texts


def _left_open(answer: SplitAnswer, left: float) -> str:
    """What the gaps of the studies' own answers leave open."""
    gained = sum(p.share.weight * p.gained(p.chosen) for p in answer.parts)
    values = {"left": figure(left)}
    if gained <= 0:
        if answer.rivals == 0:
            return _(
                "The gaps of the studies' own answers leave open {left} of weighted loss and no "
                "other split that might turn out better if they were closed.",
                **values,
            )
        return n_(
            "The gaps of the studies' own answers leave open {left} of weighted loss and one "
            "other split that might turn out better if they were closed.",
            "The gaps of the studies' own answers leave open {left} of weighted loss and "
            "{n:number} other splits that might turn out better if they were closed.",
            answer.rivals,
            **values,
        )
    values["share"] = percent(left / gained, 1)
    if answer.rivals == 0:
        return _(
            "The gaps of the studies' own answers leave open {left} of weighted loss, {share} of "
            "what it buys, and no other split that might turn out better if they were closed.",
            **values,
        )
    return n_(
        "The gaps of the studies' own answers leave open {left} of weighted loss, {share} of what "
        "it buys, and one other split that might turn out better if they were closed.",
        "The gaps of the studies' own answers leave open {left} of weighted loss, {share} of what "
        "it buys, and {n:number} other splits that might turn out better if they were closed.",
        answer.rivals,
        **values,
    )


def _lost(answer: SplitAnswer) -> list[str]:
    """Each level without a whole answer, and how its run ended."""
    levels = [(share.study, level) for share in answer.question.shares for level in share.levels_bn]
    return [
        _(
            "{study} {level:g} bn ({status})",
            study=study_name(study),
            level=level,
            status=ended(status),
        )
        for (study, level), status in zip(levels, answer.table.frame["status"], strict=True)
        if status != State.DONE
    ]


def _headline(answer: SplitAnswer) -> Headline:
    numbers = tuple(
        HeadlineNumber(
            label=_("{study}, bn KZT a year", study=study_name(part.share.study)),
            value=figure(part.money),
            counterpart=figure(part.share.assumed_bn),
            detail=_(
                "buys {gained} beyond {bn} bn a year",
                gained=amount(part.gained(part.chosen), part),
                bn=figure(part.front.money[0]),
            ),
            against=marked("assumed"),
        )
        for part in answer.parts
    )
    title = answer.question.title or _("A common budget")
    unfinished = _("Not every level has a whole answer; see below.")
    return Headline(title, sentence(answer), () if answer.complete else (unfinished,), numbers)


def _belief(part: Part) -> str:
    low, high = part.bracket.low, part.bracket.high
    values = {
        "study": study_name(part.share.study),
        "unit": told(part.unit),
        "weight": weight_in(part.share.weight),
        "low": weight_in(low),
    }
    if isinf(high):
        belief = _(
            "One unit of {study} ({unit}) is taken to be worth {weight}; this split stays the best "
            "from {low} to whatever more.",
            **values,
        )
    else:
        belief = _(
            "One unit of {study} ({unit}) is taken to be worth {weight}; this split stays the best "
            "from {low} to {high}.",
            high=weight_in(high),
            **values,
        )
    return f"{belief} {marginal(part)}".strip()
