"""What the orders of a study are about, in the words of its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenarios.language import _, p_
from scenarios.scenario import StudyName
from scenarios.sequencing.orders import Orders
from scenarios.views import frames
from scenarios.views.headline import title
from scenarios.views.judged import budget_phrase
from scenarios.views.numbers import bn_in_words, grouped, in_words
from scenarios.views.table import Column, Kind
from scenarios.views.words import words

_MANY = 1000  # from here on a total is told in whole numbers


@dataclass(frozen=True)
class Curve:
    """Something that every order has by year: `column` of `yearly`, drawn `factor` times.

    Attributes
    ----------
    title : over the axis
    caption : below the chart
    kind : how a table writes it, undrawn
    """

    name: str
    column: str
    title: str
    caption: str
    kind: Kind
    factor: float = 1.0


@dataclass(frozen=True)
class Subject:
    """The words of a comparison, all in the spoken language.

    Attributes
    ----------
    title : of the question
    budget : the money, inside a sentence; empty where it has no limit
    money_unit : of money in tables
    total : what is summed up, after a number; total_head : over a column, after a plan
    less : head of a column of how much of it a move saves
    whole : whether it is counted in whole things
    is_money : whether it is money, mln KZT
    start : what the targets are shares of, after `half of`
    curves : the first is the one that the targets tell
    unit_head, by_unit : the place whose turn it is: over a column, after `by`
    singles : what is built there, in the plural, over a column
    size_head : head of the amount of a single one; assets : whether they are of several kinds
    served : title of what has a mean year
    names : of places and of whoever is worst off, by id
    greedy : how the greedy orders are made, a sentence each
    kpis : columns of further KPIs
    """

    title: str
    budget: str
    money_unit: str
    total: str
    total_head: str
    less: str
    start: str
    curves: tuple[Curve, ...]
    unit_head: str
    by_unit: str
    singles: str
    size_head: str
    served: str
    names: Mapping[str, str]
    greedy: tuple[str, ...]
    kpis: tuple[Column, ...] = ()
    assets: bool = False
    whole: bool = True
    is_money: bool = False

    def amount(self, total: float) -> str:
        """A total, or a difference of totals, in a sentence."""
        if self.is_money:
            return bn_in_words(total)
        return in_words(total) if self.whole or abs(total) >= _MANY else grouped(total, 1)

    @property
    def total_kind(self) -> Kind:
        return "money" if self.is_money else "count" if self.whole else "decimal"


def subject_of(orders: Orders) -> Subject:
    """The words of a comparison."""
    return _SUBJECTS.get(orders.answer.kind, _programme)(orders)


def _programme(orders: Orders) -> Subject:
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


# By kind of answer; yearly programmes have words in common.
_SUBJECTS: dict[str, Callable[[Orders], Subject]] = {}
