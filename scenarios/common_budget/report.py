"""The page of a split."""

from __future__ import annotations

from math import isinf

from scenarios.common_budget.answer import Part, SplitAnswer
from scenarios.common_budget.figures import figures
from scenarios.common_budget.tables import (
    certificate_table,
    weight_table,
)
from scenarios.views.numbers import grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber, render_page

_LARGE = 100.0


def render_report(answer: SplitAnswer) -> str:
    """The page as HTML text; nothing is solved."""
    return render_page(
        "common_budget.html",
        _headline(answer),
        figures(answer),
        [weight_table(answer), certificate_table(answer)],
        notes(answer),
        beliefs=beliefs(answer),
        compared=grouped(answer.compared),
        source=f"Question {answer.question.name}.",
    )


def sentence(answer: SplitAnswer) -> str:
    """As in: Of 720 bn KZT a year, 620 to schools, 60 to water and 40 to logistics."""
    parts = [f"{_figure(p.money)} to {p.share.study}" for p in answer.parts]
    rest = answer.question.envelope_bn - sum(part.money for part in answer.parts)
    left = f"; {_figure(rest)} stay, as no combination of levels takes them" if rest > 1e-6 else ""
    return f"Of {_figure(answer.question.envelope_bn)} bn KZT a year, {listed(parts)}{left}."


def beliefs(answer: SplitAnswer) -> list[str]:
    """What weights the split stands on, and what would justify the assumed one."""
    said = [_belief(part) for part in answer.parts]
    why, budgets = answer.justified, [_figure(part.share.assumed_bn) for part in answer.parts]
    total = _figure(sum(part.share.assumed_bn for part in answer.parts))
    assumed = f"The assumed budgets ({' + '.join(budgets)} = {total} bn KZT a year)"
    if why is None:
        said.append(f"{assumed} cannot be judged: one of them has no proven answer.")
    elif why.better is not None:
        levels = zip(answer.parts, why.better, strict=True)
        other = listed([f"{_figure(p.front.money[k])} to {p.share.study}" for p, k in levels])
        said.append(
            f"{assumed} need no belief to be improved on: {other} takes no more money, is at least "
            "as good in every study and better in one."
        )
    if why is not None and why.nearest is not None:
        weights = listed(
            [
                f"{_weight(float(w))} a unit of {p.share.study}"
                for p, w in zip(answer.parts, why.nearest, strict=True)
            ]
        )
        said.append(f"{assumed} would be right with weights such as {weights}.")
    elif why is not None and why.better is None:
        said.append(f"{assumed} are the best split for no weights whatever.")
    return said


def notes(answer: SplitAnswer) -> list[str]:
    """How sure the split is, in sentences."""
    proof = answer.certificate
    gained = sum(p.share.weight * p.gained(p.chosen) for p in answer.parts)
    said = []
    if proof.objective is not None and proof.bound is not None:
        left = max(0.0, proof.objective - proof.bound)
        share = f", {percent(left / gained, 1)} of what it buys," if gained > 0 else ""
        said.append(
            f"The gaps of the studies' own answers leave open {_figure(left)} of weighted loss"
            f"{share} and {_count(answer.rivals)} that might turn out better if they were closed."
        )
        if answer.between is not None:
            more = max(0.0, proof.objective - answer.between)
            said.append(
                f"A split between these levels could lose at most {_figure(more)} less. Closer "
                "levels narrow that."
            )
        else:
            said.append(
                "Nothing is proven of splits between these levels: a study holds a goal that "
                "moves with its money."
            )
    rising = [
        str(p.share.study) for p in answer.parts if (p.front.loss[1:] > p.front.loss[:-1]).any()
    ]
    if rising:
        said.append(
            f"In {listed(rising)} a larger budget has a worse plan than a smaller one: its solve "
            "ended at its limit, or its goals move with the money."
        )
    lost = answer.table.frame[answer.table.frame["status"] != "done"]
    if len(lost):
        said.append(
            "Without a whole answer, and left out unless a plan was found: "
            + listed([f"{row.label} ({row.status})" for row in lost.itertuples()])
            + "."
        )
    said.append(
        "A study's measure is that of its first goal as its model counts it; a saving in cost "
        "counts the building that the money pays for. "
        "The last and the next billion are means over the step from one level to the other."
    )
    return said


def _headline(answer: SplitAnswer) -> Headline:
    numbers = tuple(
        HeadlineNumber(
            label=f"{part.share.study}, bn KZT a year",
            value=_figure(part.money),
            counterpart=_figure(part.share.assumed_bn),
            detail=f"buys {in_words(part.gained(part.chosen))} {part.unit} beyond "
            f"{_figure(part.front.money[0])} bn a year",
            against="assumed",
        )
        for part in answer.parts
    )
    title = answer.question.title or "A common budget"
    leads = () if answer.complete else ("Not every level has a whole answer; see below.",)
    return Headline(title, sentence(answer), leads, numbers)


def _belief(part: Part) -> str:
    low, high = part.bracket.low, part.bracket.high
    upper = "whatever more" if isinf(high) else f"{_weight(high)}"
    marginal = [
        f"{word} billion a year {verb} {in_words(value)} {part.unit}"
        for word, verb, value in (
            ("the last", "bought", part.last_bn),
            ("the next", "would buy", part.next_bn),
        )
        if value is not None
    ]
    ends = f" In {part.share.study} {listed(marginal)}." if marginal else ""
    return (
        f"One unit of {part.share.study} ({part.unit}) is taken to be worth "
        f"{_weight(part.share.weight)}; this split stays the best from {_weight(low)} to {upper}."
        f"{ends}"
    )


def _count(rivals: int) -> str:
    if rivals == 0:
        return "no other split"
    return "one other split" if rivals == 1 else f"{grouped(rivals)} other splits"


def _figure(value: float) -> str:
    if abs(value) >= _LARGE or value == int(value):
        return grouped(value)
    return f"{value:.3g}"


def _weight(value: float) -> str:
    return f"{value:.4g}"
