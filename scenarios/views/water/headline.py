"""The water answer in ten seconds."""

from __future__ import annotations

from typing import Any

from scenarios.comparison import verdict
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.headline import printed_sentence
from scenarios.views.judged import budget_phrase
from scenarios.views.numbers import bn, bn_in_words, grouped, in_words, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.water.balance_wording import balance_lead
from scenarios.views.water.network_wording import network_lead
from scenarios.views.water.programme import (
    CLOSE,
    DOCUMENTED_ORDER,
    OPTIMISED_ORDER,
    date_prices,
    kpis,
    price_of,
)
from scenarios.views.words import WITHOUT_WAITING, plan_phrase

PERSON_YEARS_TOLERANCE = 0.5
SHARE_TOLERANCE = 5e-4  # what a percentage with one digit can show


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    leads = (
        cost_sentence(answer),
        haste_sentence(answer),
        access_sentence(answer),
        date_sentence(answer),
        balance_lead(answer),
        network_lead(answer),
        printed_sentence(answer),
    )
    return Headline(
        title=title(answer),
        sentence=_sentence(answer),
        leads=tuple(lead for lead in leads if lead),
        numbers=numbers(answer),
    )


def numbers(answer: Answer) -> tuple[HeadlineNumber, ...]:
    """The numbers alone, which the desk asks for often."""
    return _unserved(answer), _full_access(answer), _worst(answer)


def title(answer: Answer) -> str:
    """The scenario's title, or subject and years where it has none."""
    years = frames.years(answer)
    return answer.scenario.title or f"Settlements to connect to water, {years[0]}–{years[-1]}"


def _sentence(answer: Answer) -> str:
    ours, theirs = (k["unserved_person_years"] for k in kpis(answer))
    last = answer.scenario.years.last
    against = plan_phrase(frames.baseline_name(answer))
    how = "in the optimised order"
    if WITHOUT_WAITING in answer.evaluations:
        at_once = answer.evaluations[WITHOUT_WAITING].kpis["unserved_person_years"]
        if ours < at_once < theirs:
            how = "without waiting and in the optimised order"
    start = f"With {budget_phrase(answer)}, connecting settlements {how} leaves"
    if verdict(theirs, ours, PERSON_YEARS_TOLERANCE) == "same":
        return (
            f"{start} as many person-years without water to {last} ({in_words(ours)}) as {against}."
        )
    relation = "fewer" if ours < theirs else "more"
    relative = f" ({percent(abs(ours - theirs) / theirs, 1)})" if theirs >= 1 else ""
    return (
        f"{start} {in_words(abs(ours - theirs))} {relation} person-years without water to "
        f"{last}{relative} than {against}."
    )


def cost_sentence(answer: Answer) -> str:
    """What least cost saves, where that was the question."""
    if answer.scenario.water.objective != "cost_to_target":
        return ""
    ours, theirs = (k["discounted_spending_mln_kzt"] for k in kpis(answer))
    relation = "less" if ours <= theirs else "more"
    return (
        f"Least cost was asked for: discounted it is {bn_in_words(ours)}, "
        f"{bn_in_words(abs(theirs - ours))} {relation} than documented."
    )


def haste_sentence(answer: Answer) -> str:
    """How much of the gain is haste and how much is order; empty where there is none to divide."""
    if WITHOUT_WAITING not in answer.evaluations:
        return ""
    ours, theirs = (k["unserved_person_years"] for k in kpis(answer))
    at_once = answer.evaluations[WITHOUT_WAITING].kpis
    between_them = at_once["unserved_person_years"]
    haste, order = theirs - between_them, between_them - ours
    if theirs - ours <= PERSON_YEARS_TOLERANCE:
        return ""
    if min(haste, order) < 0:
        return (
            "The documented programme started as soon as there is money leaves "
            f"{in_words(between_them)} person-years without water."
        )
    if order <= PERSON_YEARS_TOLERANCE:
        return (
            "All of this comes from starting as soon as there is money, which the documented "
            "programme could do as well."
        )
    return (
        f"Of these, {in_words(haste)} come from starting as soon as there is money, which the "
        f"documented programme could do as well ({in_words(between_them)} person-years without "
        f"water then), and {in_words(order)} from the order."
    )


def access_sentence(answer: Answer) -> str:
    """When everybody is connected under both plans, and whether the promised year is held."""
    ours, theirs = (k["full_access_year"] for k in kpis(answer))
    figures = frames.optimised(answer).kpis
    target, last = answer.scenario.water.target_year, answer.scenario.years.last
    who = (
        f"All {grouped(figures['settlements_to_connect'])} settlements "
        f"({in_words(figures['people_to_connect'])} people in {last})"
    )
    if ours is None and theirs is None:
        connected = grouped(figures["settlements_by_target"])
        return (
            f"{who} are not connected by {last} under either plan; by {target}, the year that the "
            f"schemes promise, the optimised order has connected {connected}."
        )
    if ours is None or theirs is None:
        plans = ["optimised order", "documented programme"]
        soon, late = plans if theirs is None else reversed(plans)
        evaluation = frames.optimised(answer) if ours is None else frames.baseline(answer)
        left = in_words(float(evaluation.by_year["shortage"].iloc[-1]))
        who = f"{who[:1].lower()}{who[1:]}"
        said = (
            f"Under the {soon} {who} are connected in {int(ours or theirs or 0)}, under the {late} "
            f"not by {last} ({left} people still wait then)"
        )
    elif int(ours) == int(theirs):
        said = f"{who} are connected in {int(ours)} under both plans"
    else:
        said = f"{who} are connected in {int(ours)} instead of {int(theirs)}"
    return f"{said}: {_held(ours, theirs, target)}."


def _held(ours: float | None, theirs: float | None, target: int) -> str:
    held = [year is not None and year <= target for year in (ours, theirs)]
    promised = f"{target}, the year that the schemes promise,"
    if all(held):
        return f"{promised} is held by both"
    if held[0]:
        return f"{promised} is held by the optimised order only"
    if held[1]:
        return f"{promised} is held by the documented programme only"
    return f"{promised} is held by neither"


def date_sentence(answer: Answer) -> str:
    """The least yearly budget that holds the promised year; empty where it was not asked for."""
    target = answer.scenario.water.target_year
    prices = price_of(answer, target)
    ours, theirs = prices.get(OPTIMISED_ORDER), prices.get(DOCUMENTED_ORDER)
    if ours is None:
        return out_of_reach(answer, target)
    said = f"To hold {target} takes at least {between(ours)} a year in the optimised order"
    if theirs is None:
        return f"{said}."
    if abs(theirs[1] - ours[1]) <= CLOSE * ours[1]:
        return f"{said} and as much in the documented one: everybody is to be connected either way."
    return f"{said}, {between(theirs)} in the documented one."


def out_of_reach(answer: Answer, year: int) -> str:
    """Why no budget connects everybody by a year; empty where that is not so."""
    table = date_prices(answer)
    own = table[(table["year"] == year) & table["budget_high_bn"].isna() & (table["why"] != "")]
    if own.empty:
        return ""
    return f"No budget connects everybody by {year}: {own['why'].iloc[0]}."


def between(price: tuple[float, float]) -> str:
    """`41.2 bn KZT`, or both ends of what is proven."""
    low, high = price
    if high - low <= CLOSE * max(high, 1.0):
        return bn_in_words(1000 * high)
    return f"{bn(1000 * low)} to {bn_in_words(1000 * high)}"


def _unserved(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["unserved_person_years"] for k in (ours, theirs))
    discounted = [in_words(k["discounted_unserved_person_years"]) for k in (ours, theirs)]
    return HeadlineNumber(
        label=f"Person-years without water to {answer.scenario.years.last}",
        value=in_words(mine),
        counterpart=in_words(other),
        verdict=verdict(other, mine, PERSON_YEARS_TOLERANCE),
        detail=f"discounted {discounted[0]}, documented {discounted[1]}",
    )


def _full_access(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["full_access_year"] for k in (ours, theirs))
    target = answer.scenario.water.target_year
    by = [grouped(k["settlements_by_target"]) for k in (ours, theirs)]
    return HeadlineNumber(
        label="First year in which everybody has water",
        value=_year(mine, answer),
        counterpart=_year(other, answer),
        verdict=verdict(other, mine, 0.0),
        detail=f"settlements connected by {target}: {by[0]} of "
        f"{grouped(ours['settlements_to_connect'])}, documented {by[1]}",
    )


def _worst(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["worst_share"] for k in (ours, theirs))
    return HeadlineNumber(
        label=f"Worst oblast from {int(ours['worst_share_from_year'])} on, share without water",
        value=percent(mine, 1),
        counterpart=percent(other, 1),
        verdict=verdict(other, mine, SHARE_TOLERANCE),
        detail=f"{_where(answer, ours)}, documented {_where(answer, theirs)}",
    )


def _where(answer: Answer, found: dict[str, Any]) -> str:
    name = answer.territory.name(str(found["worst_share_unit_id"]), "en")
    return f"{name} {int(found['worst_share_year'])}"


def _year(value: float | None, answer: Answer) -> str:
    return f"after {answer.scenario.years.last}" if value is None else str(int(value))
