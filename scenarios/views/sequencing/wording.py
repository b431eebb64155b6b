"""What each section of a comparison says, in words that follow from its figures."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

from scenarios.comparison import verdict
from scenarios.language import _, marked, spoken, told
from scenarios.language.numbers import localised
from scenarios.sequencing.orders import SPENDS_OVER, Kind, Order, Orders, conditions, totals, yearly
from scenarios.sequencing.turns import agreement, mean_years, rank_correlation
from scenarios.views.numbers import (
    MLN_PER_BN,
    bn_in_words,
    grouped,
    in_words,
    listed,
    percent,
)
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.sequencing.look import label_of, phrase
from scenarios.views.sequencing.reached import half_number
from scenarios.views.sequencing.subject import Subject
from scenarios.views.words import words

Sums = dict[str, dict[str, Any]]

_NEARLY = 5e-4  # what a percentage with one digit cannot show
_MEASURES = {
    "third_shift": marked("the third shift"),
    "shortage": marked("the shortage"),
    "worst_share": marked("the worst district"),
    "cost": marked("the cost"),
    "required_left_out": marked("phases that must be done"),
}


def headline(orders: Orders, subject: Subject) -> Headline:
    """The optimised order against every other under the same money."""
    sums = _sums(orders)
    ours = float(sums[orders.optimised]["total"])
    said: dict[str, Any] = {
        "total": subject.amount(ours),
        "what": subject.total,
        "year": orders.measured.last,
    }
    if subject.budget:
        sentence = _(
            "With {budget}, the optimised order comes to {total} {what} by {year}",
            budget=subject.budget,
            **said,
        )
    else:
        sentence = _(
            "With no limit on money, the optimised order comes to {total} {what} by {year}", **said
        )
    others = [
        _against(order, float(sums[order.name]["total"]), ours, orders, subject)
        for order in orders.listed
        if order.kind is not Kind.OPTIMISED and _same_money(order.name, sums)
    ]
    sentence = f"{sentence}; {listed(others)}." if others else f"{sentence}."
    leads = [each for each in (broken_sentence(orders), overspending_sentence(orders)) if each]
    return Headline(subject.title, sentence, tuple(leads), _numbers(orders, subject, sums))


def _same_money(name: str, sums: Sums) -> bool:
    return bool(sums[name]["overspending_peak"] * MLN_PER_BN <= SPENDS_OVER)


def _against(order: Order, other: float, ours: float, orders: Orders, subject: Subject) -> str:
    difference = other - ours
    said: dict[str, Any] = {"order": phrase(order), "size": subject.amount(abs(difference))}
    if abs(difference) < orders.measured.tolerance:
        return _("{order} to the same", **said)
    if abs(difference) < _NEARLY * ours:
        return _("{order} to practically the same", **said)
    if ours < 1:
        return (
            _("{order} to {size} more", **said)
            if difference > 0
            else _("{order} to {size} less", **said)
        )
    said["share"] = percent(abs(difference) / ours, 1)
    if difference > 0:
        return _("{order} to {size} more ({share})", **said)
    return _("{order} to {size} less ({share})", **said)


def _numbers(orders: Orders, subject: Subject, sums: Sums) -> tuple[HeadlineNumber, ...]:
    ours, theirs = sums[orders.optimised], sums[orders.baseline]
    found = [
        HeadlineNumber(
            subject.total_head,
            subject.amount(ours["total"]),
            subject.amount(theirs["total"]),
            verdict(
                theirs["total"],
                ours["total"],
                max(orders.measured.tolerance, _NEARLY * abs(ours["total"])),
            ),
            _best_greedy(subject, sums),
        ),
        half_number(orders, subject),
    ]
    if orders.shares:
        shares = ours["worst_share"], theirs["worst_share"]
        found.append(
            HeadlineNumber(
                _("Worst oblast, share short")
                if words(orders.answer.scenario.study).grows
                else _("Worst district, share short"),
                percent(shares[0], 1),
                percent(shares[1], 1),
                verdict(shares[1], shares[0], _NEARLY),
                _worst(orders, ours),
            )
        )
    return tuple(found)


def _best_greedy(subject: Subject, sums: Sums) -> str:
    greedy = [row["total"] for row in sums.values() if row["kind"] == Kind.GREEDY.value]
    return _("best greedy order {total}", total=subject.amount(min(greedy))) if greedy else ""


def curve_sentence(orders: Orders, subject: Subject) -> str:
    """The first curve at the horizons, lowest and highest order under the money."""
    curve, table, sums = subject.curves[0], yearly(orders), _sums(orders)
    kept = [o for o in orders.listed if _same_money(o.name, sums)]
    parts = []
    for year in subject.shown or (int(table["year"].max()),):
        now = table[table["year"] == year].set_index("order")[curve.column].to_dict()
        best, worst = min(kept, key=lambda o: now[o.name]), max(kept, key=lambda o: now[o.name])
        said: dict[str, Any] = {
            "year": year,
            "low": _value(curve.factor * now[best.name]),
            "high": _value(curve.factor * now[worst.name]),
            "best": phrase(best),
            "worst": phrase(worst),
        }
        if said["low"] == said["high"]:
            parts.append(_("{low} in {year} under all of them", **said))
        else:
            parts.append(_("in {year} {low} under {best}, {high} under {worst}", **said))
    return _(
        "{what}, of the orders that keep to the money: {parts}.",
        what=curve.title,
        parts="; ".join(parts),
    )


def _value(value: float) -> str:
    return in_words(value) if value >= 100 or value == round(value) else grouped(value, 1)


def money_sentence(orders: Orders) -> str:
    """What the orders cost, and which spend more than there is."""
    sums = _sums(orders)
    costs = [
        _("{order} {money}", order=phrase(o), money=_bn(sums[o.name]["capex"]))
        for o in orders.listed
        if _same_money(o.name, sums)
    ]
    said = (
        _("What is built over all years costs, within the money: {costs}.", costs=listed(costs))
        if costs
        else ""
    )
    return f"{said} {overspending_sentence(orders)}".strip()


def overspending_sentence(orders: Orders) -> str:
    """Orders that spend what is not there, with year and amount; empty where none does."""
    sums = _sums(orders)
    parts = [
        _(
            "{order} by {money}, most in {year} ({peak})",
            order=phrase(order),
            money=_bn(row["overspending"]),
            year=int(row["overspending_year"]),
            peak=_bn(row["overspending_peak"]),
        )
        for order in orders.listed
        if not _same_money(order.name, sums) and (row := sums[order.name])
    ]
    if not parts:
        return ""
    return _(
        "Not under the same money, because spending exceeds it: {parts}.", parts="; ".join(parts)
    )


def equity_sentence(orders: Orders, subject: Subject) -> str:
    """The worst unit of every order, and whose shares are most and least equal."""
    sums = _sums(orders)
    ranked = sorted(orders.listed, key=lambda o: float(sums[o.name]["worst_share"]))
    parts = [
        _(
            "{order} {share} ({where})",
            order=phrase(o),
            share=percent(sums[o.name]["worst_share"], 1),
            where=_worst(orders, sums[o.name]),
        )
        for o in ranked
    ]
    least = min(orders.listed, key=lambda o: float(sums[o.name]["gini_of_short"]))
    said: dict[str, Any] = {
        "orders": listed(parts),
        "least": phrase(least),
        "gini": localised(f"{sums[least.name]['gini_of_short']:.2f}"),
    }
    if words(orders.answer.scenario.study).grows:
        return _(
            "Worst oblast at its worst, from the best order to the worst: {orders}. Weighted by "
            "what is short, shares are most equal under {least} (gini {gini}).",
            **said,
        )
    return _(
        "Worst district at its worst, from the best order to the worst: {orders}. Weighted by what "
        "is short, shares are most equal under {least} (gini {gini}).",
        **said,
    )


def broken_sentence(orders: Orders) -> str:
    """Which orders break what the scenario holds down; empty where it holds nothing."""
    table = conditions(orders)
    if table.empty:
        return ""
    broken = table[~table["kept"].astype(bool)]
    parts = [
        _(
            "{order} ({what})",
            order=phrase(order),
            what=listed([told(_MEASURES[measure]) for measure in part["measure"]]),
        )
        for order in orders.listed
        if len(part := broken[broken["order"] == order.name])
    ]
    if not parts:
        return _("Every order keeps the conditions of the scenario.")
    return _(
        "The conditions that the optimised order must keep are broken by {orders}.",
        orders=listed(parts),
    )


def likeness_sentence(orders: Orders) -> str:
    """Which two orders are most and least alike, and how the optimised one compares."""
    years = mean_years(orders)
    tau: dict[Any, dict[Any, float]] = rank_correlation(years).to_dict()
    pairs = [
        (tau[a.name][b.name], a, b)
        for a, b in combinations(orders.listed, 2)
        if not math.isnan(tau[a.name][b.name])
    ]
    if not pairs:
        return _("There is no turn that the orders could differ in.")
    said = [_("Most alike are {pair}.", pair=_pair(*max(pairs, key=lambda p: p[0])))]
    if len(pairs) > 1:
        said.append(_("Least alike are {pair}.", pair=_pair(*min(pairs, key=lambda p: p[0]))))
    own = tau[orders.optimised][orders.baseline]
    if not math.isnan(own):
        said.append(
            _(
                "Between the optimised order and {other} tau is {tau}: they agree on {share} of "
                "the pairs that neither ties.",
                other=phrase(orders[orders.baseline]),
                tau=_signed(own),
                share=percent(agreement(years, orders.optimised, orders.baseline)),
            )
        )
    return " ".join(said)


def _pair(value: float, a: Order, b: Order) -> str:
    return _("{one} and {other} ({tau})", one=phrase(a), other=phrase(b), tau=_signed(value))


def _signed(value: float) -> str:
    return localised(f"{value:.2f}")


def _bn(value: float) -> str:
    return bn_in_words(float(value) * MLN_PER_BN)


def _worst(orders: Orders, row: dict[str, Any]) -> str:
    name = orders.answer.territory.name(str(row["worst_unit_id"]), spoken())
    return f"{name}, {int(row['worst_year'])}"


def _sums(orders: Orders) -> Sums:
    """`totals` by order."""
    return {
        str(row["order"]): {str(k): v for k, v in row.items()}
        for row in totals(orders).to_dict("records")
    }


def notes(orders: Orders, subject: Subject) -> list[str]:
    """How the orders are made and how they are compared."""
    users = [label_of(o) for o in orders.listed if o.kind is Kind.USER]
    own = [_("{plans}: as in the file, money not limited.", plans=listed(users))] if users else []
    return [
        *subject.greedy,
        *own,
        _(
            "Kendall's tau compares the mean year of service, weighted by what is built: 1 the "
            "same order, 0 no relation, −1 reversed. Equal mean years are tied (tau-b); what an "
            "order never serves comes last, tied."
        ),
        *orders.answer.notes,
    ]
