"""What the answer says, in sentences."""

from __future__ import annotations

import math

from scenarios.first_years import Judged, Kind
from scenarios.language import _, n_, told
from scenarios.language.numbers import localised
from scenarios.uncertainty.actions import EVERY, FEW, MOST
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.naming import future_name
from scenarios.uncertainty.payoff import Bracket
from scenarios.uncertainty.tables import EXPECTED_VALUE, MINIMAX_REGRET, picked
from scenarios.views.numbers import bn_in_words, in_words, percent
from scenarios.views.page import Headline, HeadlineNumber

_FEW = 100  # counts below it keep three digits


def amount(value: float, measure: Judged) -> str:
    """A value of the measure without its unit."""
    if math.isinf(value):
        return _("not bounded")
    if measure.kind is Kind.SHARE:
        return percent(value, 1)
    if measure.kind is Kind.COUNT and 0 < abs(value) < _FEW:
        return localised(f"{value:.3g}")
    return bn_in_words(value) if measure.kind is Kind.MONEY else in_words(value)


def between(bracket: Bracket, measure: Judged) -> str:
    """`between 120 and 430`; one number where both ends read the same."""
    low, high = amount(bracket.low, measure), amount(bracket.high, measure)
    return low if low == high else _("between {low} and {high}", low=low, high=high)


def headline(answer: UncertaintyAnswer) -> Headline:
    """The pick of each rule, what is proven, and what is right whatever comes."""
    question, payoff = answer.question, answer.payoff
    measure, unit = question.measure, told(question.measure.unit)
    picks = picked(answer)
    best = picks[EXPECTED_VALUE]
    numbers = [
        HeadlineNumber(
            _("Value of knowing the future first, at most"),
            amount(payoff.perfect_information.high, measure),
            detail=_(
                "{unit}; at least {low}",
                unit=unit,
                low=amount(payoff.perfect_information.low, measure),
            ),
        )
    ]
    if best is None:
        sentence = _(
            "No plan for the first years can be carried out in every future: each breaks the money "
            "or a requirement in at least one, as the table says."
        )
    else:
        sentence = n_(
            "Of {plans} plans for the starts up to {until}, {best} does best on average over {n} "
            "future: {value} {unit}.",
            "Of {plans} plans for the starts up to {until}, {best} does best on average over {n} "
            "futures: {value} {unit}.",
            len(answer.futures),
            plans=len(answer.plans),
            until=question.decide_until,
            best=answer.plans[best].told,
            value=amount(float(payoff.expected[best]), measure),
            unit=unit,
        )
        worst = picks[MINIMAX_REGRET]
        assert worst is not None
        numbers.insert(
            0,
            HeadlineNumber(
                _("Smallest largest regret"),
                amount(float(payoff.largest_regret[worst]), measure),
                detail=f"{unit}; {answer.plans[worst].told}",
            ),
        )
    numbers.append(
        HeadlineNumber(
            _("Right in every future, starts up to {year}", year=question.decide_until),
            str(_count(answer, EVERY)),
            detail=_("of {n} that some future's optimum has", n=len(answer.actions)),
        )
    )
    return Headline(
        question.title or question.name,
        sentence,
        (_rules(answer), bracket_sentence(answer)),
        tuple(numbers),
    )


def _rules(answer: UncertaintyAnswer) -> str:
    picks = picked(answer)
    if None in picks.values():
        return _("So no rule can pick one.")
    rows = {row for row in picks.values() if row is not None}
    worse = percent(1 - answer.question.cvar_level)
    if len(rows) == 1:
        return _(
            "The smallest largest regret and the mean of the worst {worse} of the weight (CVaR) "
            "pick the same plan.",
            worse=worse,
        )
    picking = [
        n_(
            "{rules} picks {plan}",
            "{rules} pick {plan}",
            list(picks.values()).count(row),
            rules=[told(rule) for rule, its in picks.items() if its == row],
            plan=answer.plans[row].told,
        )
        for row in sorted(rows)
    ]
    return _(
        "The rules differ: {picks}. CVaR is the mean of the worst {worse} of the weight.",
        picks="; ".join(picking),
        worse=worse,
    )


def bracket_sentence(answer: UncertaintyAnswer) -> str:
    """Both ends of what is proven of the best possible first stage."""
    payoff, measure = answer.payoff, answer.question.measure
    both = payoff.two_stage
    if math.isinf(both.high):
        low = amount(both.low, measure)
        return _("No first stage whatever could do better than {low} on average.", low=low)
    text = _(
        "The best first stage possible reaches {between} on average: nothing below that can be "
        "reached, and the best plan here does this well.",
        between=between(both, measure),
    )
    closed = both.high - both.low <= 1e-6 * max(1.0, abs(both.high))
    return " ".join([text, _("The two ends meet.")] if closed else [text])


def information_sentence(answer: UncertaintyAnswer) -> str:
    """The value of perfect information and of the stochastic solution, as far as proven."""
    payoff, measure = answer.payoff, answer.question.measure
    worth = _(
        "Knowing the future before deciding would be worth {between} {unit} on average.",
        between=between(payoff.perfect_information, measure),
        unit=told(measure.unit),
    )
    gained = payoff.stochastic_solution(answer.mean)
    if gained is None:
        more = _(
            "The plan for the mean future cannot be carried out in every future, so there is no "
            "number for what planning for all of them gains over it."
        )
    else:
        more = _(
            "Planning for all futures instead of for their mean gains {between} (value of the "
            "stochastic solution).",
            between=between(gained, measure),
        )
    return f"{worth} {more}"


def regret_sentence(answer: UncertaintyAnswer) -> str:
    """The plan with the largest regret beside the one with the smallest."""
    payoff, measure = answer.payoff, answer.question.measure
    eligible = [i for i in range(len(answer.plans)) if payoff.eligible[i]]
    broken = [p.told for i, p in enumerate(answer.plans) if not payoff.eligible[i]]
    parts = []
    if len(eligible) > 1:
        order = sorted(eligible, key=lambda i: float(payoff.largest_regret[i]))
        first, last = order[0], order[-1]
        parts.append(
            _(
                "With {plan} the regret is never more than {regret} against the best known of the "
                "same future; with {other} it can be {largest}.",
                plan=answer.plans[first].told,
                regret=amount(float(payoff.largest_regret[first]), measure),
                other=answer.plans[last].told,
                largest=amount(float(payoff.largest_regret[last]), measure),
            )
        )
    if broken:
        parts.append(
            _(
                "Not to be carried out in every future: {plans}; empty cells, with the reason in "
                "the table.",
                plans=broken,
            )
        )
    return " ".join(parts)


def actions_sentence(answer: UncertaintyAnswer, certain: dict[str, int]) -> str:
    """How many starts are in every, most, few optima, and what is sure whatever the year."""
    until = answer.question.decide_until
    counts = _(
        "Of {all} starts up to {until}, {every} are in the optimum of every future, {most} in more "
        "than half of the weight, {few} in less.",
        all=len(answer.actions),
        until=until,
        every=_count(answer, EVERY),
        most=_count(answer, MOST),
        few=_count(answer, FEW),
    )
    sure = _(
        "Whatever the year, {size} {counted} are started by {until} in every future's optimum.",
        size=in_words(sum(certain.values())),
        counted=told(answer.counted),
        until=until,
    )
    return f"{counts} {sure}"


def _count(answer: UncertaintyAnswer, found_in: str) -> int:
    return int((answer.actions["found_in"] == found_in).sum())


def tornado_sentence(answer: UncertaintyAnswer) -> str:
    """What moves the measure most, and what could not be moved alone."""
    central, moved = answer.central, answer.tornado
    if central is None or not central.run:
        return _("The base scenario has no answer, so nothing is held against it.")
    known = [m for m in moved if not math.isnan(m.value)]
    if not known:
        return _("No assumption could be moved by itself.")
    first = known[0].assumption
    text = _(
        "{assumption} moves the answer most: from {value} to {reach} at the ends of its range.",
        assumption=first,
        value=amount(central.value, answer.question.measure),
        reach=[amount(m.value, answer.question.measure) for m in known if m.assumption == first],
    )
    failed = sorted({m.assumption for m in moved if math.isnan(m.value)})
    if not failed:
        return text
    alone = _("Not answered alone: {assumptions}.", assumptions=", ".join(failed))
    return f"{text} {alone}"


def notes(answer: UncertaintyAnswer) -> list[str]:
    """How far the numbers go."""
    gap = max(
        (c.value - c.bound) / max(abs(c.value), 1e-9)
        for row in (answer.alone, *answer.cells)
        for c in row
        if c.run
    )
    found = [
        _(
            "Every number is a solve of its own with its proven bound; the largest gap is {gap}. A "
            "regret is the difference from the best value known of the future; the table also says "
            "how large it can be at most, given what is proven.",
            gap=percent(gap, 2),
        ),
        _("The measure is the model's own, years after the horizon included (tail_years)."),
        _(
            "The mean future's plan, the documented plan and the consensus are candidates beside "
            "each future's own; the consensus takes starts in the order of the weight of the "
            "futures that have them, as far as every future can pay. The plan for all futures, "
            "where the study has one, is the best if later starts could be divided. Other first "
            "stages were not searched."
        ),
    ]
    if answer.question.study.remark:
        found.append(told(answer.question.study.remark))
    if answer.left_at_base:
        found.append(
            _(
                "The mean future leaves at the base's value what has no mean: {keys}.",
                keys=", ".join(answer.left_at_base),
            )
        )
    found += [
        _(
            "Left out, its weight given to the others: {future}. {why}",
            future=future_name(future.label),
            why=told(why),
        )
        for future, why in answer.lost
    ]
    if answer.tornado:
        found.append(_moving(answer))
    return found


def _moving(answer: UncertaintyAnswer) -> str:
    return _(
        "How far the plan moves counts {counted} by start year; different plans can reach the same "
        "measure, so plans move a little even where the measure does not. Measure: {unit}.",
        counted=told(answer.counted),
        unit=told(answer.question.measure.unit),
    )
