"""The explanation of a yearly programme in sentences with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.instance import IntArray
from optimizer.certificate import Violation
from scenarios.explaining.explanation import Number
from scenarios.explaining.ground import Ground
from scenarios.explaining.pricing import Base, Price
from scenarios.explaining.wishes import Kind, Standing
from scenarios.explaining.years import Reason, YearAt
from scenarios.views.numbers import THIN, bn_in_words, grouped, in_words, listed, percent
from scenarios.views.words import plan_phrase

_SHOWN = 3  # places named in a sentence
_NOTICED = 0.5
# What a requirement of the model is called by a planner.
_NEEDS = {
    "minimum programme": "the least that must be in service there",
    "overflow forbidden": "the end of the third shift",
    "least group spending": "the least share of its oblast",
    "cap": "a condition of the scenario",
}


@dataclass(frozen=True)
class Subject:
    """What is spoken of: the place's name, its units, the documented plan beside."""

    name: str
    units: IntArray
    plan: str


def question(subject: Subject, year: int | None) -> str:
    """What is asked, as the title."""
    if year is None:
        return f"Why {subject.name} stands in the plan as it does, and what if not"
    return f"Why {subject.name} stands in the plan of {year} as it does, and what if not"


def does(ground: Ground, subject: Subject, standing: Standing) -> str:
    """What the plan does there and what the documented plan has there."""
    speech, here = ground.speech, standing.starts[subject.units]
    count, place = int(here.sum()), subject.name
    begun = ground.years[np.flatnonzero(here.any(axis=(0, 1)))]
    new = [float(standing.new[subject.units, ground.period(h)].sum()) for h in ground.horizons]
    ours = _by(new, ground.horizons)
    built = _many(count, speech.facility, speech.facilities)
    when = f"{begun[0]}–{begun[-1]}" if len(begun) > 1 else "".join(map(str, begun))
    if not subject.plan:
        if not count:
            return f"The plan starts nothing in {place}."
        return f"The plan starts {built} in {place} in {when}; new {speech.capacity}: {ours}."
    wanted = ground.documented[subject.plan][subject.units]
    stated = [float(wanted[:, ground.period(h)].sum()) for h in ground.horizons]
    theirs, document = _by(stated, ground.horizons), plan_phrase(subject.plan)
    if not count:
        return f"The plan starts nothing in {place}; {document} has {theirs} {speech.capacity}."
    return (
        f"The plan starts {built} in {place} in {when}; new {speech.capacity}: {ours}, where "
        f"{document} has {theirs}."
    )


def _by(values: Sequence[float], years: Sequence[int]) -> str:
    return listed([f"{grouped(v)} by {y}" for v, y in zip(values, years, strict=True)])


def stops(ground: Ground, rows: Sequence[YearAt], year: int | None) -> Iterator[str]:
    """Why there is no more of it there, and what needs what is there."""
    if year is not None:
        yield from _started(ground, rows[0])
        yield from _more(ground, rows[0])
        return
    able = [row for row in rows if row.takes > 0 and row.gain >= _NOTICED]
    stopped = [row for row in able if row.reason is not Reason.OPEN]
    if not able:
        yield f"One more {ground.speech.facility} there would serve nobody in any year."
        return
    yield from _more(ground, max(stopped or able, key=lambda row: row.gain_per_bn))


def _started(ground: Ground, row: YearAt) -> Iterator[str]:
    speech = ground.speech
    if not row.facilities:
        yield f"In {row.year} the plan starts nothing there."
        return
    built = _many(row.facilities, speech.facility, speech.facilities)
    yield f"In {row.year} the plan starts {built} there; {speech.capacity}: {_n(row.started)}."
    yield f"A bn KZT of the least useful of them serves {_n(row.loss_per_bn)} {speech.amount}."
    needs = sorted({_NEEDS.get(v.constraint, v.constraint) for v in row.needed})
    if needs:
        yield f"Without it, this would not be kept: {listed(needs)}."


def _more(ground: Ground, row: YearAt) -> Iterator[str]:
    speech, year, facility = ground.speech, row.year, ground.speech.facility
    if row.unit < 0:
        yield f"No {facility} may be started there in {year}: the scenario forbids it."
        return
    takes, gain, per_bn = _bn(row.takes), _n(row.gain), _n(row.gain_per_bn)
    if speech.capacity == speech.facilities:
        yield (
            f"One more {facility} started there in {year} takes {takes} and would save {gain} "
            f"{speech.amount}, {per_bn} a bn KZT."
        )
    else:
        yield (
            f"One more {facility} of {grouped(row.size)} {speech.capacity} started there in {year} "
            f"takes {takes} and would save {gain} {speech.amount}, {per_bn} a bn KZT."
        )
    yield from _why_not(ground, row)


def _why_not(ground: Ground, row: YearAt) -> Iterator[str]:
    short = [v for v in row.broken if v.constraint == "budget"]
    if row.reason is Reason.NO_NEED:
        yield "Nothing is short there any more when it would come into service."
    elif row.reason is Reason.STARTS:
        yield "No more may be started there in one year."
    elif row.reason is Reason.OBLAST:
        worst = max((v for v in row.broken if v.constraint == "group envelope"), key=_by_amount)
        over = bn_in_words(worst.amount)
        yield f"The oblast's own limit stops it: {over} too little in {worst.where}."
    elif row.reason is Reason.CONDITION:
        kept = ", ".join(v.where.replace("_", " ") for v in row.broken if v.constraint == "cap")
        yield f"A condition of the scenario stops it: {kept}."
    elif short:
        yield from _money(ground, row, short)
    else:
        yield (
            "Nothing forbids it and the money is there: the plan leaves it to what the scenario "
            "minimises next, within its tolerance, or within the gap."
        )


def _money(ground: Ground, row: YearAt, short: Sequence[Violation]) -> Iterator[str]:
    where = listed([f"{bn_in_words(v.amount)} in {v.where}" for v in short[:_SHOWN]])
    yield f"The budget stops it; it lacks {where}."
    yield (
        f"Its money is worth {_n(row.money_worth)} {ground.speech.amount} elsewhere by the prices "
        f"of the proof, against {_n(row.gain)} here."
    )
    rival = row.rival
    if rival is None:
        yield "What else these years pay for may not wait: conditions need it."
        return
    yield (
        "Of what is paid in the same years, this could wait at least loss: a "
        f"{ground.speech.facility} in {ground.unit_names[rival.unit]} started in {rival.year}, "
        f"{_n(rival.per_bn)} {ground.speech.amount} a bn KZT against {_n(row.gain_per_bn)} here."
    )
    if row.reason is Reason.ELSEWHERE:
        yield "So the money serves more elsewhere."
    else:
        yield "The difference is within the gap."


def priced(ground: Ground, subject: Subject, price: Price) -> str:
    """A wish and its price."""
    said, amount = wish_said(ground, subject, price), ground.speech.amount
    if price.had:
        return f"{said}: nothing, the plan does so already."
    if price.reasons:
        why = "; ".join(price.reasons)
        if math.isinf(price.low):
            return f"{said}: impossible. {why[:1].upper()}{why[1:]}."
        return f"{said}: not known. {why[:1].upper()}{why[1:]}."
    about, low, high = _n(price.about), _n(price.low), _n(price.high)
    worth = float(ground.budget_value.max(initial=0.0)) * 1000.0
    if not worth:
        return f"{said}: about {about} {amount} more, for certain between {low} and {high}."
    return (
        f"{said}: about {about} {amount} more, for certain between {low} and {high}, at most what "
        f"{_bn(price.high / worth)} would buy in the best year."
    )


def wish_said(ground: Ground, subject: Subject, price: Price) -> str:
    """The wish in words."""
    wish, speech = price.wish, ground.speech
    one = speech.capacity == speech.facilities and wish.capacity == 1
    amount = f"{grouped(wish.capacity)} {speech.facility if one else speech.capacity}"
    if wish.kind is Kind.IN:
        return f"With the {amount} of {plan_phrase(wish.plan)} in service there by {wish.year}"
    if wish.kind is Kind.MORE:
        return f"With {amount} more in service there by {wish.year}"
    if wish.kind is Kind.NOT_THEN:
        return f"With nothing started there in {wish.year} instead of {amount}"
    return f"With nothing built there at all instead of {amount}"


def changes(ground: Ground, standing: Standing, price: Price) -> str:
    """Which places have most less when the wish is granted; empty where none has."""
    if price.plan is None:
        return ""
    change = (price.plan.new - standing.new).mean(axis=1)
    losing = np.argsort(change)[:_SHOWN]
    return listed([ground.unit_names[n] for n in losing if change[n] < -_NOTICED])


def worth_said(
    ground: Ground, rows: Sequence[YearAt], year: int | None, all_later: tuple[float, float]
) -> Iterator[str]:
    """What more money, a year's delay and one more site are worth.

    Parameters
    ----------
    all_later : of the measure, lost where everything there starts a year later, and what the money
        that waits is worth; nan where that cannot be
    """
    speech, value = ground.speech, ground.budget_value * 1000.0
    best = int(value.argmax())
    if value[best] <= 0:
        yield "More money is worth nothing in any year by the proof's prices."
    else:
        yield (
            f"One more bn KZT is worth most in {ground.years[best]}: {_n(value[best])} "
            f"{speech.amount}."
        )
        if year is not None and ground.years[best] != year:
            yield f"In {year} it is worth {_n(value[ground.period(year)])} {speech.amount}."
    lost, money = (rows[0].delay, rows[0].delay_money) if year is not None else all_later
    if not math.isfinite(lost):
        yield "A year's delay has no price here: nothing starts that could start a year later."
    elif lost >= money:
        yield (
            f"A year's delay of what starts there costs {_n(lost)} {speech.amount}; the money that "
            f"waits is worth {_n(money)} elsewhere meanwhile: a loss of {_n(lost - money)}."
        )
    else:
        yield (
            f"A year's delay of what starts there costs {_n(lost)} {speech.amount}; the money that "
            f"waits is worth {_n(money)} elsewhere meanwhile: a gain of {_n(money - lost)}."
        )
    able = [row for row in rows if row.takes > 0]
    if able:
        row = max(able, key=lambda row: row.gain - row.money_worth)
        yield (
            f"One more {speech.facility} there is worth most if started in {row.year}: it saves "
            f"{_n(row.gain)} {speech.amount}, and its money is worth {_n(row.money_worth)} by the "
            "prices of the proof."
        )


def proof_said(base: Base, prices: Sequence[Price]) -> Iterator[str]:
    """How sure the prices are."""
    gap = percent(abs(base.value - base.bound) / max(abs(base.value), 1e-9), 3)
    yield f"The best plan known is proven within {gap}."
    gaps = [p.certificate.gap for p in prices if p.certificate and p.certificate.gap is not None]
    if gaps:
        yield (
            f"The plans with a wish are proven within {percent(max(gaps), 3)}; each was checked "
            "outside the solver."
        )


def numbers(
    ground: Ground, subject: Subject, standing: Standing, prices: Sequence[Price]
) -> Iterator[Number]:
    """What is in service at the last horizon, the dearest documented wish, nothing at all."""
    speech = ground.speech
    if ground.horizons:
        last = ground.horizons[-1]
        ours = float(standing.new[subject.units, ground.period(last)].sum())
        theirs = ""
        if subject.plan:
            wanted = ground.documented[subject.plan][subject.units, ground.period(last)].sum()
            theirs = f"{plan_phrase(subject.plan)}: {grouped(float(wanted))}"
        yield Number(f"New {speech.capacity} in service by {last}", grouped(ours), theirs)
    for kind in (Kind.IN, Kind.OUT, Kind.NOT_THEN, Kind.MORE):
        told = [p for p in prices if p.wish.kind is kind and not math.isnan(p.about)]
        if told:
            price = max(told, key=lambda p: p.about)
            value = "impossible" if math.isinf(price.low) else f"{_n(price.about)} {speech.amount}"
            yield Number(wish_said(ground, subject, price), value, _range(price))


def _range(price: Price) -> str:
    if math.isinf(price.low) or price.had:
        return ""
    return f"about; for certain between {_n(price.low)} and {_n(price.high)}"


def _n(value: float) -> str:
    if abs(value) < 10 and value != round(value):
        return f"{value:.2g}"
    return in_words(value)


def _bn(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    text = grouped(value, digits)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + f"{THIN}bn KZT"


def _many(count: int, one: str, many: str) -> str:
    return f"{grouped(count)} {one if count == 1 else many}"


def _by_amount(violation: Violation) -> float:
    return violation.amount
