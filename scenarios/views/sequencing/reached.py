"""When the orders reach their targets, in words."""

from __future__ import annotations

import math

import pandas as pd

from scenarios.comparison import verdict
from scenarios.language import _
from scenarios.sequencing.orders import Orders, targets
from scenarios.views.numbers import listed
from scenarios.views.page import HeadlineNumber
from scenarios.views.sequencing.look import phrase
from scenarios.views.sequencing.subject import Subject

HALF = 0.5
_TENTH = 0.1


def half_number(orders: Orders, subject: Subject) -> HeadlineNumber:
    """The year by which half is gone, of the optimised and the documented order."""
    reached = _reached(orders)
    ours, theirs = reached[orders.optimised, HALF], reached[orders.baseline, HALF]
    return HeadlineNumber(
        _("Half of {what} is gone by", what=subject.start),
        _year(ours),
        _year(theirs),
        "same" if ours == theirs else verdict(_late(theirs), _late(ours), 0.0),
    )


def targets_sentence(orders: Orders, subject: Subject) -> str:
    """When half and nine tenths of what was there at the start are gone."""
    half = _("Half of {what} is gone {when}.", what=subject.start, when=_when(orders, HALF))
    most = _(
        "Nine tenths of {what} are gone {when}.", what=subject.start, when=_when(orders, _TENTH)
    )
    return f"{half} {most}"


def _when(orders: Orders, remaining: float) -> str:
    """Years with the orders that reach it then; never comes last."""
    reached = _reached(orders)
    by_year: dict[int | None, list[str]] = {}
    for order in orders.listed:
        by_year.setdefault(reached[order.name, remaining], []).append(phrase(order))
    return "; ".join(
        _("never under {orders}", orders=listed(by_year[year]))
        if year is None
        else _("from {year} on under {orders}", year=year, orders=listed(by_year[year]))
        for year in sorted(by_year, key=_late)
    )


def _reached(orders: Orders) -> dict[tuple[str, float], int | None]:
    """Year of each target by order and share that remains."""
    return {
        (str(row["order"]), row["remaining"]): None if pd.isna(row["year"]) else int(row["year"])
        for row in targets(orders).to_dict("records")
    }


def _year(year: int | None) -> str:
    return _("never") if year is None else str(year)


def _late(year: int | None) -> float:
    return math.inf if year is None else float(year)
