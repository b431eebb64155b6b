"""The words of programmes year by year: schools, kindergartens, connections to water."""

from __future__ import annotations

from scenarios.language import _, p_
from scenarios.scenario import StudyName
from scenarios.sequencing.orders import Orders
from scenarios.views import frames
from scenarios.views.headline import title
from scenarios.views.judged import budget_phrase
from scenarios.views.sequencing.subject import Curve, Subject
from scenarios.views.words import words


def programme(orders: Orders) -> Subject:
    """Of places or connections by district or oblast."""
    answer = orders.answer
    said = words(answer.scenario.study)
    water = answer.scenario.study is StudyName.WATER
    return Subject(
        title=_("Orders side by side: {question}", question=title(answer)),
        budget=budget_phrase(answer),
        money_unit=frames.money_unit(answer),
        total=p_("after a number", "person-years without water")
        if water
        else p_("after a number", "place-years short"),
        total_head=_("Person-years without water") if water else _("Place-years short"),
        less=_("Fewer {years}", years=said.amount_years),
        start=p_("of", "those without water in the first year")
        if water
        else p_("of", "the first year's shortage"),
        curves=(
            Curve(
                "shortage",
                "shortage",
                said.missing,
                _("{what} by year.", what=said.missing),
                "count",
            ),
        ),
        shown=tuple(frames.horizons(answer)),
        unit_head=said.unit_head,
        by_unit=said.by_unit,
        singles=_("Connections") if water else p_("buildings", "Buildings"),
        size_head=_("People") if water else _("Places"),
        served=said.served,
        names=frames.names(answer),
        greedy=(
            _(
                "Greedy by need: in every year, as long as there is money, the oblast with most "
                "people without water in the year of opening is next, with what removes most of "
                "it, the cheapest of equals."
            )
            if water
            else _(
                "Greedy by need: in every year, as long as there is money, the district with the "
                "largest shortage in the year of opening is next, with what removes most of it, "
                "the cheapest of equals."
            ),
            _(
                "Greedy by benefit per tenge: what removes most of the shortage of its year of "
                "opening for its money is next. Both greedy orders keep budget, carry-over, lead "
                "time and the most starts in a year; they know neither the other years nor the "
                "conditions of the scenario."
            ),
        ),
        assets=water,
    )
