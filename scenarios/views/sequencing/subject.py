"""What the orders of a study are about, in the words of its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.language.numbers import in_few
from scenarios.views.numbers import bn_in_words, grouped, in_words
from scenarios.views.table import Column, Kind

_MANY = 1000  # from here on a total is told in whole numbers
_FEW = 10  # below it with two digits


@dataclass(frozen=True)
class Curve:
    """Something that every order has by year: `column` of `yearly`, drawn `factor` times.

    Attributes
    ----------
    title : over the axis
    caption : below the chart
    kind : how a table writes it
    from_zero : whether its axis begins at zero
    """

    name: str
    column: str
    title: str
    caption: str
    kind: Kind
    factor: float = 1.0
    from_zero: bool = True

    @property
    def tabled(self) -> float:
        """Factor in a table, which writes shares as percent by itself."""
        return 1.0 if self.kind == "share" else self.factor


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
    shown : years of which a sentence tells it
    unit_head, by_unit : the place whose turn it is: over a column, after `by`
    singles : what is built there, in the plural, over a column
    size_head : head of the amount of a single one, empty where amounts are of several units
    assets : whether single ones are of several kinds
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
    shown: tuple[int, ...]
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
        if self.whole or abs(total) >= _MANY:
            return in_words(total)
        return in_few(total) if abs(total) < _FEW else grouped(total, 1)

    @property
    def total_kind(self) -> Kind:
        return "money" if self.is_money else "count" if self.whole else "decimal"
