"""What each section of a comparison says, in words that follow from its figures."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import pandas as pd

from scenarios.sequencing.orders import (
    SPENDS_OVER,
    Kind,
    Order,
    Orders,
    conditions,
    targets,
    totals,
    yearly,
)
from scenarios.sequencing.turns import agreement, mean_years, rank_correlation
from scenarios.views import frames
from scenarios.views.headline import title
from scenarios.views.judged import budget_phrase
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.sequencing.look import label_of, phrase
from scenarios.views.sequencing.tables import site_moves
from scenarios.views.words import words

Sums = dict[str, dict[str, Any]]

_NAMED = 3
_HALF = 0.5
_NEARLY = 5e-4  # what a percentage with one digit cannot show
_MEASURES = {
    "third_shift": "the third shift",
    "shortage": "the shortage",
    "worst_share": "the worst district",
    "cost": "the cost",
}


def headline(orders: Orders) -> Headline:
    """The optimised order against every other under the same money."""
    sums = _sums(orders)
    amount = short_years(orders)
    ours = float(sums[orders.optimised]["shortage_years"])
    others = [
        f"{phrase(o)} {_against(float(sums[o.name]['shortage_years']), ours)}"
        for o in orders.listed
        if o.kind is not Kind.OPTIMISED and _same_money(o.name, sums)
    ]
    sentence = (
        f"With {budget_phrase(orders.answer)}, the optimised order leaves {in_words(ours)} "
        f"{amount} to {orders.answer.scenario.years.last}"
    )
    sentence += f"; {listed(others)}." if others else "."
    leads = [each for each in (broken_sentence(orders), overspending_sentence(orders)) if each]
    return Headline(
        title=f"Orders side by side: {title(orders.answer)}",
        sentence=sentence,
        leads=tuple(leads),
        numbers=_numbers(orders, sums),
    )


def _same_money(name: str, sums: Sums) -> bool:
    return bool(sums[name]["overspending_peak"] * MLN_PER_BN <= SPENDS_OVER)


def _against(other: float, ours: float) -> str:
    difference = other - ours
    if abs(difference) < _HALF:
        return "as many"
    if abs(difference) < _NEARLY * ours:
        return "practically as many"
    relative = f" ({percent(abs(difference) / ours, 1)})" if ours >= 1 else ""
    return f"{in_words(abs(difference))} {'more' if difference > 0 else 'fewer'}{relative}"


def _numbers(orders: Orders, sums: Sums) -> tuple[HeadlineNumber, ...]:
    said = words(orders.answer.scenario.study)
    ours, theirs = sums[orders.optimised], sums[orders.baseline]
    half = _reached(orders)
    return (
        HeadlineNumber(
            _capital(short_years(orders)),
            in_words(ours["shortage_years"]),
            in_words(theirs["shortage_years"]),
            _verdict(ours["shortage_years"], theirs["shortage_years"], _HALF),
            _best_greedy(orders, sums),
        ),
        HeadlineNumber(
            "Half of the first year's shortage is gone by",
            _year(half[orders.optimised, _HALF]),
            _year(half[orders.baseline, _HALF]),
            _verdict(
                _late(half[orders.optimised, _HALF]), _late(half[orders.baseline, _HALF]), 0.0
            ),
        ),
        HeadlineNumber(
            f"Worst {said.unit}, share short",
            percent(ours["worst_share"], 1),
            percent(theirs["worst_share"], 1),
            _verdict(ours["worst_share"], theirs["worst_share"], 5e-4),
            f"{_worst(orders, ours)}",
        ),
    )


def _best_greedy(orders: Orders, sums: Sums) -> str:
    greedy = [row["shortage_years"] for row in sums.values() if row["kind"] == Kind.GREEDY.value]
    return f"best greedy order {in_words(min(greedy))}" if greedy else ""


def shortage_sentence(orders: Orders) -> str:
    """What is short at the horizons, lowest and highest order under the money."""
    table = yearly(orders)
    sums = _sums(orders)
    kept = [o for o in orders.listed if _same_money(o.name, sums)]
    parts, done = [], []
    for year in frames.horizons(orders.answer):
        now = table[table["year"] == year].set_index("order")["shortage"].to_dict()
        best = min(kept, key=lambda o: now[o.name])
        worst = max(kept, key=lambda o: now[o.name])
        if now[worst.name] < _HALF:
            done.append(str(year))
        else:
            parts.append(
                f"in {year} {phrase(best)} leaves {in_words(now[best.name])} short, "
                f"{phrase(worst)} {in_words(now[worst.name])}"
            )
    if done:
        parts.append(f"in {listed(done)} nothing is short under any of them")
    if not parts:
        return ""
    return f"Of the orders that keep to the money: {'; '.join(parts)}."


def money_sentence(orders: Orders) -> str:
    """What the orders cost, and which spend more than there is."""
    sums = _sums(orders)
    kept = [o for o in orders.listed if _same_money(o.name, sums)]
    costs = [f"{phrase(o)} {bn_in_words(float(sums[o.name]['capex']) * MLN_PER_BN)}" for o in kept]
    said = (
        f"What is built over all years costs, within the money: {listed(costs)}." if costs else ""
    )
    return f"{said} {overspending_sentence(orders)}".strip()


def overspending_sentence(orders: Orders) -> str:
    """Orders that spend what is not there, with year and amount; empty where none does."""
    sums = _sums(orders)
    parts = []
    for order in orders.listed:
        row = sums[order.name]
        if _same_money(order.name, sums):
            continue
        parts.append(
            f"{phrase(order)} by {bn_in_words(row['overspending'] * MLN_PER_BN)}, most in "
            f"{int(row['overspending_year'])} "
            f"({bn_in_words(row['overspending_peak'] * MLN_PER_BN)})"
        )
    if not parts:
        return ""
    return f"Not under the same money, because spending exceeds it: {'; '.join(parts)}."


def targets_sentence(orders: Orders) -> str:
    """When half and nine tenths of the shortage are gone."""
    reached = _reached(orders)
    parts = []
    for remaining, what in ((_HALF, "half"), (0.1, "nine tenths")):
        by_year: dict[int | None, list[str]] = {}
        for order in orders.listed:
            by_year.setdefault(reached[order.name, remaining], []).append(phrase(order))
        years = [
            f"{_by(year)} under {listed(by_year[year])}" for year in sorted(by_year, key=_late)
        ]
        parts.append(f"{what} of the first year's shortage is gone {'; '.join(years)}.")
    return " ".join(map(_capital, parts))


def equity_sentence(orders: Orders) -> str:
    """The worst unit of every order, and whose shares are most and least equal."""
    said, sums = words(orders.answer.scenario.study), _sums(orders)
    ranked = sorted(orders.listed, key=lambda o: float(sums[o.name]["worst_share"]))
    parts = [
        f"{phrase(o)} {percent(sums[o.name]['worst_share'], 1)} ({_worst(orders, sums[o.name])})"
        for o in ranked
    ]
    least = min(orders.listed, key=lambda o: float(sums[o.name]["gini_mean"]))
    return (
        f"Worst {said.unit} at its worst, from the best order to the worst: {listed(parts)}. "
        f"Weighted by what is short, shares are most equal under {phrase(least)} (gini "
        f"{sums[least.name]['gini_of_short']:.2f})."
    )


def broken_sentence(orders: Orders) -> str:
    """Which orders break what the scenario holds down; empty where it holds nothing."""
    table = conditions(orders)
    if table.empty:
        return ""
    broken = table[~table["kept"].astype(bool)]
    parts = [
        f"{phrase(order)} ({listed([_MEASURES[m] for m in part['measure']])})"
        for order in orders.listed
        if len(part := broken[broken["order"] == order.name])
    ]
    if not parts:
        return "Every order keeps the conditions of the scenario."
    return f"The conditions that the optimised order must keep are broken by {listed(parts)}."


def likeness_sentence(orders: Orders) -> str:
    """Which two orders are most and least alike, and how the optimised one compares."""
    tau: dict[Any, dict[Any, float]] = rank_correlation(mean_years(orders)).to_dict()
    pairs = [
        (tau[a.name][b.name], a, b)
        for a, b in combinations(orders.listed, 2)
        if not math.isnan(tau[a.name][b.name])
    ]
    if not pairs:
        return "With a single unit there is no order to compare."
    most, least = max(pairs, key=lambda p: p[0]), min(pairs, key=lambda p: p[0])
    own = tau[orders.optimised][orders.baseline]
    share = agreement(mean_years(orders), orders.optimised, orders.baseline)
    said = f"Most alike are {_pair(*most)}"
    if len(pairs) > 1:
        said += f", least alike {_pair(*least)}"
    if not math.isnan(own):
        said += (
            f"; between the optimised order and {phrase(orders[orders.baseline])} tau is "
            f"{_signed(own)}: they agree on {percent(share)} of the pairs that neither ties"
        )
    return f"{said}."


def moves_sentence(orders: Orders) -> str:
    """Whose turn moves most, and what the change buys there."""
    table = frames.turns(orders.answer)
    moved = table[table["moved"] > 0]
    if moved.empty:
        return "No turn moves by half a year or more."
    amount = words(orders.answer.scenario.study).amount_years
    parts = []
    for word, part in (
        ("earlier", moved[moved["shift_years"] < 0]),
        ("later", moved[moved["shift_years"] > 0]),
    ):
        names = [
            f"{row.unit} by {grouped(abs(row.shift_years), 1)} years "
            f"({in_words(abs(row.place_years_gained))} "
            f"{'fewer' if row.place_years_gained >= 0 else 'more'} {amount})"
            for row in frames.rows(part.head(_NAMED))
        ]
        if names:
            parts.append(f"{word}: {listed(names)}")
    gained = float(moved["place_years_gained"].sum())
    return (
        f"{len(moved)} of {len(table)} move by half a year or more. {_capital('; '.join(parts))}"
        f". All of them together: {in_words(abs(gained))} {'fewer' if gained >= 0 else 'more'} "
        f"{amount}."
    )


def sites_sentence(orders: Orders) -> str:
    """The single facility that moves most each way."""
    table = site_moves(orders)
    if table.empty:
        return "No single one moves."
    said = words(orders.answer.scenario.study)
    early, late = table[table["years_earlier"] > 0], table[table["years_earlier"] < 0]
    parts = [
        f"{grouped(len(part))} {said.facilities} come {word}, most of all one for "
        f"{grouped(part.iloc[0]['size'])} in {part.iloc[0]['unit']} "
        f"({int(part.iloc[0]['in_service_year'])} instead of {_when(part.iloc[0])})"
        for word, part in (("earlier", early), ("later", late))
        if len(part)
    ]
    return f"{'; '.join(parts)}."


def short_years(orders: Orders) -> str:
    """What is summed over the years: place-years short, person-years without water."""
    said = words(orders.answer.scenario.study)
    return said.amount_years if said.grows else f"{said.amount_years} short"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _when(row: pd.Series) -> str:
    year = row["reference_year"]
    return "never" if pd.isna(year) else str(int(year))


def _pair(value: float, a: Order, b: Order) -> str:
    return f"{phrase(a)} and {phrase(b)} ({_signed(value)})"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "\u2212")


def _worst(orders: Orders, row: dict[str, Any]) -> str:
    name = orders.answer.territory.name(str(row["worst_unit_id"]), "en")
    return f"{name}, {int(row['worst_year'])}"


def _sums(orders: Orders) -> Sums:
    """`totals` by order."""
    return {
        str(row["order"]): {str(k): v for k, v in row.items()}
        for row in totals(orders).to_dict("records")
    }


def _reached(orders: Orders) -> dict[tuple[str, float], int | None]:
    """Year of each target by order and share that remains."""
    return {
        (str(row["order"]), row["remaining"]): None if pd.isna(row["year"]) else int(row["year"])
        for row in targets(orders).to_dict("records")
    }


def _by(year: int | None) -> str:
    return "never" if year is None else f"from {year} on"


def _year(year: int | None) -> str:
    return "never" if year is None else str(year)


def _late(year: int | None) -> float:
    return math.inf if year is None else float(year)


def _verdict(ours: float, theirs: float, tolerance: float) -> str:
    if ours == theirs or abs(ours - theirs) <= tolerance:
        return "same"
    return "better" if ours < theirs else "worse"


def notes(orders: Orders) -> list[str]:
    """How the orders are made and how they are compared."""
    said = words(orders.answer.scenario.study)
    listed_users = [label_of(o) for o in orders.listed if o.kind is Kind.USER]
    own = [f"{listed(listed_users)}: as in the file, money not limited."] if listed_users else []
    return [
        f"Greedy by need: in every year, as long as there is money, the {said.unit} with "
        f"{'most people without water' if said.grows else f'the largest shortage of {said.places}'}"
        " in the year of opening is next, with what removes most of it, the cheapest of equals.",
        "Greedy by benefit per tenge: what removes most of the shortage of its year of opening for "
        "its money is next. Both greedy orders keep budget, carry-over, lead time and the most "
        "starts in a year; they know neither the other years nor the conditions of the scenario.",
        *own,
        "Kendall's tau compares the mean year of service, weighted by capacity: 1 the same order, "
        "0 no relation, \u22121 reversed. Equal mean years are tied (tau-b); what an order never "
        "serves comes last, tied.",
        *orders.answer.notes,
    ]
