"""The water answer in ten seconds."""

from __future__ import annotations

from typing import Any

from scenarios.comparison import verdict
from scenarios.evaluation import Evaluation
from scenarios.language import _, spoken
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
from scenarios.views.words import WITHOUT_WAITING, plan_than

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
    if answer.scenario.title:
        return _(answer.scenario.title)
    return _("Settlements to connect to water, {first}–{last}", first=years[0], last=years[-1])


def _sentence(answer: Answer) -> str:
    ours, theirs = (k["unserved_person_years"] for k in kpis(answer))
    how = _("in the optimised order")
    if WITHOUT_WAITING in answer.evaluations:
        at_once = answer.evaluations[WITHOUT_WAITING].kpis["unserved_person_years"]
        if ours < at_once < theirs:
            how = _("without waiting and in the optimised order")
    said = {
        "budget": budget_phrase(answer),
        "how": how,
        "year": answer.scenario.years.last,
        "plan": plan_than(frames.baseline_name(answer)),
    }
    if verdict(theirs, ours, PERSON_YEARS_TOLERANCE) == "same":
        return _(
            "With {budget}, connecting settlements {how} leaves as many person-years without "
            "water to {year} ({all}) as {plan}.",
            all=in_words(ours),
            **said,
        )
    said["size"] = in_words(abs(ours - theirs))
    if theirs < 1:
        return _(
            "With {budget}, connecting settlements {how} leaves {size} more person-years without "
            "water to {year} than {plan}.",
            **said,
        )
    said["share"] = percent(abs(ours - theirs) / theirs, 1)
    if ours < theirs:
        return _(
            "With {budget}, connecting settlements {how} leaves {size} fewer person-years without "
            "water to {year} ({share}) than {plan}.",
            **said,
        )
    return _(
        "With {budget}, connecting settlements {how} leaves {size} more person-years without "
        "water to {year} ({share}) than {plan}.",
        **said,
    )


def cost_sentence(answer: Answer) -> str:
    """What least cost saves, where that was the question."""
    if answer.scenario.water.objective != "cost_to_target":
        return ""
    ours, theirs = (k["discounted_spending_mln_kzt"] for k in kpis(answer))
    said = {"cost": bn_in_words(ours), "difference": bn_in_words(abs(theirs - ours))}
    if ours <= theirs:
        return _(
            "Least cost was asked for: discounted it is {cost}, {difference} less than documented.",
            **said,
        )
    return _(
        "Least cost was asked for: discounted it is {cost}, {difference} more than documented.",
        **said,
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
        return _(
            "The documented programme started as soon as there is money leaves {left} person-years "
            "without water.",
            left=in_words(between_them),
        )
    if order <= PERSON_YEARS_TOLERANCE:
        return _(
            "All of this comes from starting as soon as there is money, which the documented "
            "programme could do as well."
        )
    return _(
        "Of these, {haste} come from starting as soon as there is money, which the documented "
        "programme could do as well ({left} person-years without water then), and {order} from "
        "the order.",
        haste=in_words(haste),
        left=in_words(between_them),
        order=in_words(order),
    )


def access_sentence(answer: Answer) -> str:
    """When everybody is connected under both plans, and whether the promised year is held."""
    ours, theirs = (k["full_access_year"] for k in kpis(answer))
    figures = frames.optimised(answer).kpis
    target, last = answer.scenario.water.target_year, answer.scenario.years.last
    who = {
        "settlements": grouped(figures["settlements_to_connect"]),
        "people": in_words(figures["people_to_connect"]),
        "last": last,
    }
    if ours is None and theirs is None:
        return _(
            "All {settlements} settlements ({people} people in {last}) are not connected by {last} "
            "under either plan; by {target}, the year that the schemes promise, the optimised "
            "order has connected {connected}.",
            target=target,
            connected=grouped(figures["settlements_by_target"]),
            **who,
        )
    held = _held(ours, theirs, target)
    if theirs is None:
        return _(
            "Under the optimised order all {settlements} settlements ({people} people in {last}) "
            "are connected in {year}, under the documented programme not by {last} ({left} people "
            "still wait then): {held}.",
            year=int(ours),
            left=_still_waiting(frames.baseline(answer)),
            held=held,
            **who,
        )
    if ours is None:
        return _(
            "Under the documented programme all {settlements} settlements ({people} people in "
            "{last}) are connected in {year}, under the optimised order not by {last} ({left} "
            "people still wait then): {held}.",
            year=int(theirs),
            left=_still_waiting(frames.optimised(answer)),
            held=held,
            **who,
        )
    if int(ours) == int(theirs):
        return _(
            "All {settlements} settlements ({people} people in {last}) are connected in {year} "
            "under both plans: {held}.",
            year=int(ours),
            held=held,
            **who,
        )
    return _(
        "All {settlements} settlements ({people} people in {last}) are connected in {year} instead "
        "of {other}: {held}.",
        year=int(ours),
        other=int(theirs),
        held=held,
        **who,
    )


def _still_waiting(evaluation: Evaluation) -> str:
    return in_words(float(evaluation.by_year["shortage"].iloc[-1]))


def _held(ours: float | None, theirs: float | None, target: int) -> str:
    held = [year is not None and year <= target for year in (ours, theirs)]
    if all(held):
        return _("{year}, the year that the schemes promise, is held by both", year=target)
    if held[0]:
        return _(
            "{year}, the year that the schemes promise, is held by the optimised order only",
            year=target,
        )
    if held[1]:
        return _(
            "{year}, the year that the schemes promise, is held by the documented programme only",
            year=target,
        )
    return _("{year}, the year that the schemes promise, is held by neither", year=target)


def date_sentence(answer: Answer) -> str:
    """The least yearly budget that holds the promised year; empty where it was not asked for."""
    target = answer.scenario.water.target_year
    prices = price_of(answer, target)
    ours, theirs = prices.get(OPTIMISED_ORDER), prices.get(DOCUMENTED_ORDER)
    if ours is None:
        return out_of_reach(answer, target)
    said = {"year": target, "money": between(ours)}
    if theirs is None:
        return _(
            "To hold {year} takes at least {money} a year in the optimised order.",
            **said,
        )
    if abs(theirs[1] - ours[1]) <= CLOSE * ours[1]:
        return _(
            "To hold {year} takes at least {money} a year in the optimised order and as much in "
            "the documented one: everybody is to be connected either way.",
            **said,
        )
    return _(
        "To hold {year} takes at least {money} a year in the optimised order, {other} in the "
        "documented one.",
        other=between(theirs),
        **said,
    )


def out_of_reach(answer: Answer, year: int) -> str:
    """Why no budget connects everybody by a year; empty where that is not so."""
    table = date_prices(answer)
    own = table[(table["year"] == year) & table["budget_high_bn"].isna() & (table["why"] != "")]
    if own.empty:
        return ""
    return _(
        "No budget connects everybody by {year}: {why}.", year=year, why=str(own["why"].iloc[0])
    )


def between(price: tuple[float, float]) -> str:
    """`41.2 bn KZT`, or both ends of what is proven."""
    low, high = price
    if high - low <= CLOSE * max(high, 1.0):
        return bn_in_words(1000 * high)
    return _("{low} to {high}", low=bn(1000 * low), high=bn_in_words(1000 * high))


def _unserved(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["unserved_person_years"] for k in (ours, theirs))
    discounted = [in_words(k["discounted_unserved_person_years"]) for k in (ours, theirs)]
    return HeadlineNumber(
        label=_("Person-years without water to {year}", year=answer.scenario.years.last),
        value=in_words(mine),
        counterpart=in_words(other),
        verdict=verdict(other, mine, PERSON_YEARS_TOLERANCE),
        detail=_(
            "discounted {ours}, documented {theirs}", ours=discounted[0], theirs=discounted[1]
        ),
    )


def _full_access(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["full_access_year"] for k in (ours, theirs))
    target = answer.scenario.water.target_year
    by = [grouped(k["settlements_by_target"]) for k in (ours, theirs)]
    return HeadlineNumber(
        label=_("First year in which everybody has water"),
        value=_year(mine, answer),
        counterpart=_year(other, answer),
        verdict=verdict(other, mine, 0.0),
        detail=_(
            "settlements connected by {year}: {ours} of {all}, documented {theirs}",
            year=target,
            ours=by[0],
            all=grouped(ours["settlements_to_connect"]),
            theirs=by[1],
        ),
    )


def _worst(answer: Answer) -> HeadlineNumber:
    ours, theirs = kpis(answer)
    mine, other = (k["worst_share"] for k in (ours, theirs))
    return HeadlineNumber(
        label=_(
            "Worst oblast from {year} on, share without water",
            year=int(ours["worst_share_from_year"]),
        ),
        value=percent(mine, 1),
        counterpart=percent(other, 1),
        verdict=verdict(other, mine, SHARE_TOLERANCE),
        detail=_(
            "{ours}, documented {theirs}",
            ours=_where(answer, ours),
            theirs=_where(answer, theirs),
        ),
    )


def _where(answer: Answer, found: dict[str, Any]) -> str:
    name = answer.territory.name(str(found["worst_share_unit_id"]), spoken())
    return _("{place} {year}", place=name, year=int(found["worst_share_year"]))


def _year(value: float | None, answer: Answer) -> str:
    if value is None:
        return _("after {year}", year=answer.scenario.years.last)
    return str(int(value))
