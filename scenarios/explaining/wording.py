"""The explanation of a yearly programme in sentences with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.instance import IntArray
from scenarios.explaining.explanation import Number
from scenarios.explaining.ground import Ground
from scenarios.explaining.pricing import Base, Price
from scenarios.explaining.speech import (
    in_every,
    listed_names,
    plan_said,
    reasons_said,
)
from scenarios.explaining.stopping import NOTICED, SHOWN, bn_said
from scenarios.explaining.wishes import Kind, Standing
from scenarios.explaining.years import YearAt
from scenarios.language import Said, said
from scenarios.views.numbers import MLN_PER_BN, grouped


@dataclass(frozen=True)
class Subject:
    """What is spoken of: the place's name, its units, the documented plan beside."""

    name: Said
    units: IntArray
    plan: str


def question(subject: Subject, year: int | None) -> Said:
    """What is asked, as the title."""
    if year is None:
        return said(
            "Why {place} stands in the plan as it does, and what if not", place=subject.name
        )
    return said(
        "Why {place} stands in the plan of {year} as it does, and what if not",
        place=subject.name,
        year=year,
    )


def does(ground: Ground, subject: Subject, standing: Standing) -> Said:
    """What the plan does there and what the documented plan has there."""
    speech, here = ground.speech, standing.starts[subject.units]
    count, place = int(here.sum()), subject.name
    begun = ground.years[np.flatnonzero(here.any(axis=(0, 1)))]
    built = speech.built(count)
    when = f"{begun[0]}–{begun[-1]}" if len(begun) > 1 else "".join(map(str, begun))
    ours = _by(
        [float(standing.new[subject.units, ground.period(h)].sum()) for h in ground.horizons],
        ground.horizons,
    )
    if not subject.plan:
        if not count:
            return said("The plan starts nothing in {place}.", place=place)
        values = {"built": built, "place": place, "when": when, "ours": ours}
        if speech.connects:
            return said(
                "The plan connects {built} in {place}, begun in {when}; in service: {ours}.",
                **values,
            )
        return said("The plan starts {built} in {place} in {when}; new places: {ours}.", **values)
    wanted = ground.documented[subject.plan][subject.units]
    stated = [float(wanted[:, ground.period(h)].sum()) for h in ground.horizons]
    theirs, document = _by(stated, ground.horizons), plan_said(subject.plan)
    if not count:
        if speech.connects:
            return said(
                "The plan connects nothing in {place}; {document} has {theirs} settlements.",
                place=place,
                document=document,
                theirs=theirs,
            )
        return said(
            "The plan starts nothing in {place}; {document} has {theirs} places.",
            place=place,
            document=document,
            theirs=theirs,
        )
    values = {
        "built": built, "place": place, "when": when, "ours": ours, "document": document,
        "theirs": theirs,
    }  # fmt: skip
    if speech.connects:
        return said(
            "The plan connects {built} in {place}, begun in {when}; in service: {ours}, where "
            "{document} has {theirs}.",
            **values,
        )
    return said(
        "The plan starts {built} in {place} in {when}; new places: {ours}, where {document} has "
        "{theirs}.",
        **values,
    )


def _by(values: Sequence[float], years: Sequence[int]) -> list[Said]:
    return [
        said("{value:number} by {year}", value=v, year=y)
        for v, y in zip(values, years, strict=True)
    ]


def priced(ground: Ground, subject: Subject, price: Price) -> Said:
    """A wish and its price."""
    wish, speech = wish_said(ground, price), ground.speech
    if price.had:
        return said("{wish}: nothing, the plan does so already.", wish=wish)
    if price.reasons:
        why = why_said(ground, price)
        if math.isinf(price.low):
            return said("{wish}: impossible. {why:sentence}.", wish=wish, why=why)
        return said("{wish}: not known. {why:sentence}.", wish=wish, why=why)
    values = {
        "wish": wish, "about": speech.told(price.about), "low": price.low, "high": price.high
    }  # fmt: skip
    worth = float(ground.budget_value.max(initial=0.0)) * MLN_PER_BN
    if not worth:
        return said(
            "{wish}: about {about} more, for certain between {low:few} and {high:few}.", **values
        )
    return said(
        "{wish}: about {about} more, for certain between {low:few} and {high:few}, at most what "
        "{money} would buy in the best year.",
        money=bn_said(price.high / worth),
        **values,
    )


def why_said(ground: Ground, price: Price) -> Said:
    """What leaves no plan with the wish."""
    return reasons_said(
        price.reasons, dict(zip(ground.instance.unit_labels, ground.unit_names, strict=False))
    )


def wish_said(ground: Ground, price: Price) -> Said:
    """The wish in words."""
    wish = price.wish
    amount = ground.speech.capacity(wish.capacity)
    if wish.kind is Kind.IN:
        return said(
            "With the {amount} of {document} in service there by {year}",
            amount=amount,
            document=plan_said(wish.plan),
            year=wish.year,
        )
    if wish.kind is Kind.MORE:
        return said("With {amount} more in service there by {year}", amount=amount, year=wish.year)
    if wish.kind is Kind.NOT_THEN:
        return said(
            "With nothing started there in {year} instead of {amount}",
            amount=amount,
            year=wish.year,
        )
    return said("With nothing built there at all instead of {amount}", amount=amount)


def changes(ground: Ground, standing: Standing, price: Price) -> str:
    """Which places have most less when the wish is granted; empty where none has."""
    if price.plan is None:
        return ""
    change = (price.plan.new - standing.new).mean(axis=1)
    losing = [int(n) for n in np.argsort(change)[:SHOWN] if change[n] < -NOTICED]
    return listed_names([ground.unit_names[n] for n in losing]) if losing else ""


def worth_said(
    ground: Ground, rows: Sequence[YearAt], year: int | None, all_later: tuple[float, float]
) -> Iterator[Said]:
    """What more money, a year's delay and one more site are worth.

    Parameters
    ----------
    all_later : of the measure, lost where everything there starts a year later, and what the money
        that waits is worth; nan where that cannot be
    """
    speech, value = ground.speech, ground.budget_value * MLN_PER_BN
    best = int(value.argmax())
    if value[best] <= 0:
        yield said("More money is worth nothing in any year by the proof's prices.")
    else:
        yield said(
            "One more bn KZT is worth most in {year}: {worth}.",
            year=int(ground.years[best]),
            worth=speech.told(float(value[best])),
        )
        if year is not None and ground.years[best] != year:
            yield said(
                "In {year} it is worth {worth}.",
                year=year,
                worth=speech.told(float(value[ground.period(year)])),
            )
    lost, money = (rows[0].delay, rows[0].delay_money) if year is not None else all_later
    values = {"lost": speech.told(lost), "money": money, "net": abs(lost - money)}
    if not math.isfinite(lost):
        yield said(
            "A year's delay has no price here: nothing starts that could start a year later."
        )
    elif lost >= money:
        yield said(
            "A year's delay of what starts there costs {lost}; the money that waits is worth "
            "{money:few} elsewhere meanwhile: a loss of {net:few}.",
            **values,
        )
    else:
        yield said(
            "A year's delay of what starts there costs {lost}; the money that waits is worth "
            "{money:few} elsewhere meanwhile: a gain of {net:few}.",
            **values,
        )
    able = [row for row in rows if row.takes > 0]
    if able:
        row = max(able, key=lambda row: row.gain - row.money_worth)
        yield said(
            "{one_more:sentence} there is worth most if started in {year}: it saves {gain}, and "
            "its money is worth {money:few} by the prices of the proof.",
            one_more=speech.one_more(),
            year=row.year,
            gain=speech.told(row.gain),
            money=row.money_worth,
        )


def proof_said(base: Base, prices: Sequence[Price]) -> Iterator[Said]:
    """How sure the prices are."""
    yield said(
        "The best plan known is proven within {gap:percent3}.",
        gap=abs(base.value - base.bound) / max(abs(base.value), 1e-9),
    )
    gaps = [p.certificate.gap for p in prices if p.certificate and p.certificate.gap is not None]
    if gaps:
        yield said(
            "The plans with a wish are proven within {gap:percent3}; each was checked outside the "
            "solver.",
            gap=max(gaps),
        )


def numbers(
    ground: Ground, subject: Subject, standing: Standing, prices: Sequence[Price]
) -> Iterator[Number]:
    """What is in service at the last horizon, the dearest documented wish, nothing at all."""
    speech = ground.speech
    if ground.horizons:
        last = ground.horizons[-1]
        ours = float(standing.new[subject.units, ground.period(last)].sum())
        theirs: str = ""
        if subject.plan:
            wanted = ground.documented[subject.plan][subject.units, ground.period(last)].sum()
            theirs = said(
                "{document}: {value:number}", document=plan_said(subject.plan), value=float(wanted)
            )
        head = (
            said("New settlements in service by {year}", year=last)
            if speech.connects
            else said("New places in service by {year}", year=last)
        )
        yield Number(head, in_every(lambda: grouped(ours)), theirs)
    for kind in (Kind.IN, Kind.OUT, Kind.NOT_THEN, Kind.MORE):
        told = [p for p in prices if p.wish.kind is kind and not math.isnan(p.about)]
        if told:
            price = max(told, key=lambda p: p.about)
            value = said("impossible") if math.isinf(price.low) else speech.told(price.about)
            yield Number(wish_said(ground, price), value, _range(price))


def _range(price: Price) -> str:
    if math.isinf(price.low) or price.had:
        return ""
    return said(
        "about; for certain between {low:few} and {high:few}", low=price.low, high=price.high
    )
