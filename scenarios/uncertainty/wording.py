"""What the answer says, in sentences."""

from __future__ import annotations

import math

from scenarios.first_years import Judged, Kind
from scenarios.uncertainty.actions import EVERY, FEW, MOST
from scenarios.uncertainty.answer import UncertaintyAnswer
from scenarios.uncertainty.payoff import Bracket
from scenarios.uncertainty.plans import CONSENSUS, DOCUMENTED, MEAN
from scenarios.uncertainty.shared import SHARED
from scenarios.uncertainty.tables import picked
from scenarios.views.numbers import bn_in_words, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber

_FEW = 100  # counts below it keep three digits


def amount(value: float, measure: Judged) -> str:
    """A value of the measure without its unit."""
    if math.isinf(value):
        return "not bounded"
    if measure.kind is Kind.SHARE:
        return percent(value, 1)
    if measure.kind is Kind.COUNT and 0 < abs(value) < _FEW:
        return f"{value:.3g}"
    return bn_in_words(value) if measure.kind is Kind.MONEY else in_words(value)


def between(bracket: Bracket, measure: Judged) -> str:
    """`between 120 and 430`; one number where both ends read the same."""
    low, high = amount(bracket.low, measure), amount(bracket.high, measure)
    return low if low == high else f"between {low} and {high}"


def headline(answer: UncertaintyAnswer) -> Headline:
    """The pick of each rule, what is proven, and what is right whatever comes."""
    question, payoff = answer.question, answer.payoff
    measure, unit = question.measure, question.measure.unit
    picks = picked(answer)
    best = picks["expected value"]
    numbers = [
        HeadlineNumber(
            "Value of knowing the future first, at most",
            amount(payoff.perfect_information.high, measure),
            detail=f"{unit}; at least {amount(payoff.perfect_information.low, measure)}",
        )
    ]
    if best is None:
        sentence = (
            "No plan for the first years can be carried out in every future: each breaks the money "
            "or a requirement in at least one, as the table says."
        )
    else:
        sentence = (
            f"Of {len(answer.plans)} plans for the starts up to {question.decide_until}, "
            f"{answer.plans[best].label} does best on average over {len(answer.futures)} futures: "
            f"{amount(float(payoff.expected[best]), measure)} {unit}."
        )
        worst = picks["minimax regret"]
        assert worst is not None
        numbers.insert(
            0,
            HeadlineNumber(
                "Smallest largest regret",
                amount(float(payoff.largest_regret[worst]), measure),
                detail=f"{unit}; {answer.plans[worst].label}",
            ),
        )
    numbers.append(
        HeadlineNumber(
            f"Right in every future, starts up to {question.decide_until}",
            str(_count(answer, EVERY)),
            detail=f"of {len(answer.actions)} that some future's optimum has",
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
        return "So no rule can pick one."
    rows = {row for row in picks.values() if row is not None}
    worse = percent(1 - answer.question.cvar_level)
    if len(rows) == 1:
        return (
            f"The smallest largest regret and the mean of the worst {worse} of the weight (CVaR) "
            "pick the same plan."
        )
    parts = [
        f"{listed([rule for rule, its in picks.items() if its == row])} "
        f"{'picks' if list(picks.values()).count(row) == 1 else 'pick'} {answer.plans[row].label}"
        for row in sorted(rows)
    ]
    told = "; ".join(parts)
    return f"The rules differ: {told}. CVaR is the mean of the worst {worse} of the weight."


def bracket_sentence(answer: UncertaintyAnswer) -> str:
    """Both ends of what is proven of the best possible first stage."""
    payoff, measure = answer.payoff, answer.question.measure
    both = payoff.two_stage
    if math.isinf(both.high):
        low = amount(both.low, measure)
        return f"No first stage whatever could do better than {low} on average."
    closed = both.high - both.low <= 1e-6 * max(1.0, abs(both.high))
    text = (
        f"The best first stage possible reaches {between(both, measure)} on average: nothing "
        "below that can be reached, and the best plan here does this well."
    )
    return text + (" The two ends meet." if closed else "")


def information_sentence(answer: UncertaintyAnswer) -> str:
    """The value of perfect information and of the stochastic solution, as far as proven."""
    payoff, measure = answer.payoff, answer.question.measure
    text = (
        "Knowing the future before deciding would be worth "
        f"{between(payoff.perfect_information, measure)} {measure.unit} on average."
    )
    gained = payoff.stochastic_solution(answer.mean)
    if gained is not None:
        return text + (
            " Planning for all futures instead of for their mean gains "
            f"{between(gained, measure)} (value of the stochastic solution)."
        )
    return text + (
        " The plan for the mean future cannot be carried out in every future, so there is no "
        "number for what planning for all of them gains over it."
    )


def regret_sentence(answer: UncertaintyAnswer) -> str:
    """The plan with the largest regret beside the one with the smallest."""
    payoff, measure = answer.payoff, answer.question.measure
    eligible = [i for i in range(len(answer.plans)) if payoff.eligible[i]]
    broken = [p.label for i, p in enumerate(answer.plans) if not payoff.eligible[i]]
    parts = []
    if len(eligible) > 1:
        order = sorted(eligible, key=lambda i: float(payoff.largest_regret[i]))
        first, last = order[0], order[-1]
        parts.append(
            f"With {answer.plans[first].label} the regret is never more than "
            f"{amount(float(payoff.largest_regret[first]), measure)} against the best known of "
            f"the same future; with {answer.plans[last].label} it can be "
            f"{amount(float(payoff.largest_regret[last]), measure)}."
        )
    if broken:
        parts.append(
            f"Not to be carried out in every future: {listed(broken)}; empty cells, with the "
            "reason in the table."
        )
    return " ".join(parts)


def actions_sentence(answer: UncertaintyAnswer, certain: dict[str, int]) -> str:
    """How many starts are in every, most, few optima, and what is sure whatever the year."""
    until = answer.question.decide_until
    return (
        f"Of {len(answer.actions)} starts up to {until}, {_count(answer, EVERY)} "
        f"are in the optimum of every future, {_count(answer, MOST)} in more than half of the "
        f"weight, {_count(answer, FEW)} in less. Whatever the year, "
        f"{in_words(sum(certain.values()))} {answer.counted} are started by {until} in "
        "every future's optimum."
    )


def _count(answer: UncertaintyAnswer, found_in: str) -> int:
    return int((answer.actions["found_in"] == found_in).sum())


def tornado_sentence(answer: UncertaintyAnswer) -> str:
    """What moves the measure most, and what could not be moved alone."""
    central, moved = answer.central, answer.tornado
    if central is None or not central.run:
        return "The base scenario has no answer, so nothing is held against it."
    known = [m for m in moved if not math.isnan(m.value)]
    if not known:
        return "No assumption could be moved by itself."
    first = known[0].assumption
    reach = [amount(m.value, answer.question.measure) for m in known if m.assumption == first]
    text = (
        f"{first} moves the answer most: from {amount(central.value, answer.question.measure)} to "
        f"{listed(reach)} at the ends of its range."
    )
    failed = sorted({m.assumption for m in moved if math.isnan(m.value)})
    if failed:
        text += f" Not answered alone: {', '.join(failed)}."
    return text


def notes(answer: UncertaintyAnswer) -> list[str]:
    """How far the numbers go."""
    question = answer.question
    gap = max(
        (c.value - c.bound) / max(abs(c.value), 1e-9)
        for row in (answer.alone, *answer.cells)
        for c in row
        if c.run
    )
    found = [
        f"Every number is a solve of its own with its proven bound; the largest gap is "
        f"{percent(gap, 2)}. A regret is the difference from the best value known of the future; "
        "the table also says how large it can be at most, given what is proven.",
        "The measure is the model's own, years after the horizon included (tail_years).",
        f"{MEAN[0].upper()}{MEAN[1:]}, {DOCUMENTED} and {CONSENSUS} are candidates beside each "
        f"future's own; {CONSENSUS} takes starts in the order of the weight of the futures that "
        f"have them, as far as every future can pay. {SHARED[0].upper()}{SHARED[1:]}, where the "
        "study has one, is the best if later starts could be divided. Other first stages were not "
        "searched.",
    ]
    if answer.left_at_base:
        keys = ", ".join(answer.left_at_base)
        found.append(f"The mean future leaves at the base's value what has no mean: {keys}.")
    found += [
        f"Left out, its weight given to the others: {f.label}. {why}" for f, why in answer.lost
    ]
    if answer.tornado:
        found.append(
            f"How far the plan moves counts {answer.counted} by start year; different plans can "
            "reach the same measure, so plans move a little even where the measure does not. "
            f"Measure: {question.measure.unit}."
        )
    return found
