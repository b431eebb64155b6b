"""The explanation of a yearly programme in sentences with numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.instance import IntArray
from optimizer.certificate import Violation
from scenarios.explaining.ground import Ground
from scenarios.explaining.pricing import Base, Price
from scenarios.explaining.wishes import Kind, Standing
from scenarios.explaining.years import Reason, YearAt
from scenarios.views.numbers import THIN, grouped, in_words, listed, percent

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


def sentences(
    ground: Ground,
    subject: Subject,
    base: Base,
    rows: Sequence[YearAt],
    prices: Sequence[Price],
    year: int | None,
) -> tuple[str, ...]:
    """What the plan does there, why, why not more, what wishes cost, how sure this is."""
    told = [_does(ground, subject, base.standing)]
    if year is not None:
        told += _year(ground, subject, rows[0])
    else:
        told += _overall(ground, rows)
    told += [_price(ground, subject, base, price) for price in prices]
    return (*told, _budget(ground, year), _proof(ground, base, prices))


def _does(ground: Ground, subject: Subject, standing: Standing) -> str:
    speech, here = ground.speech, standing.starts[subject.units]
    count = int(here.sum())
    begun = ground.years[np.flatnonzero(here.any(axis=(0, 1)))]
    horizons = [h for h in ground.horizons if h <= ground.last]
    new = [float(standing.new[subject.units, ground.period(h)].sum()) for h in horizons]
    if not count:
        text = f"The plan starts nothing in {subject.name}"
    else:
        when = f"{begun[0]}–{begun[-1]}" if len(begun) > 1 else str(begun[0])
        text = f"The plan starts {_many(count, speech.facility, speech.facilities)} in "
        text += f"{subject.name} ({when})"
        if speech.capacity != speech.facilities:
            text += f": {_by(new, horizons)} new {speech.capacity} in service"
        else:
            text += f": {_by(new, horizons)} in service"
    if subject.plan:
        wanted = ground.documented[subject.plan][subject.units]
        stated = [float(wanted[:, ground.period(h)].sum()) for h in horizons]
        text += f"; the plan “{subject.plan}” has {_by(stated, horizons)}"
    return text + "."


def _by(values: Sequence[float], years: Sequence[int]) -> str:
    return listed([f"{grouped(v)} by {y}" for v, y in zip(values, years, strict=True)])


def _overall(ground: Ground, rows: Sequence[YearAt]) -> Iterator[str]:
    """Where one more would serve most for its money."""
    able = [row for row in rows if row.takes > 0 and row.gain >= _NOTICED]
    stopped = [row for row in able if row.reason is not Reason.OPEN]
    if not able:
        yield f"One more {ground.speech.facility} there would serve nobody in any year."
        return
    yield from _more(ground, max(stopped or able, key=lambda row: row.gain_per_bn))


def _year(ground: Ground, subject: Subject, row: YearAt) -> Iterator[str]:
    speech = ground.speech
    if row.facilities:
        text = (
            f"In {row.year} it starts {_many(row.facilities, speech.facility, speech.facilities)}"
        )
        if speech.capacity != speech.facilities:
            text += f" with {grouped(row.started)} {speech.capacity}"
        text += f" there; a bn KZT of the least useful one serves {_amount(row.loss_per_bn)} "
        text += f"{speech.amount}"
        needs = sorted({_need(v) for v in row.needed})
        yield text + (f", and {listed(needs)} needs it." if needs else ".")
        if math.isfinite(row.delay):
            yield _delay(ground, row)
    else:
        yield f"In {row.year} it starts nothing there."
    yield from _more(ground, row)


def _delay(ground: Ground, row: YearAt) -> str:
    net = row.delay - row.delay_money
    worse = "a loss" if net > 0 else "a gain"
    return (
        f"A year's delay of what starts there in {row.year} costs {_amount(row.delay)} "
        f"{ground.speech.amount}; the money that waits is worth {_amount(row.delay_money)} "
        f"meanwhile: {worse} of {_amount(abs(net))}."
    )


def _more(ground: Ground, row: YearAt) -> Iterator[str]:
    speech = ground.speech
    if row.unit < 0:
        yield f"No {speech.facility} may be started there in {row.year}: the scenario forbids it."
        return
    what = speech.facility
    if speech.capacity != speech.facilities:
        what += f" of {grouped(row.size)} {speech.capacity}"
    begin = f"One more {what} started there in {row.year} takes {_bn(row.takes)} and would save "
    begin += f"{_amount(row.gain)} {speech.amount}, {_amount(row.gain_per_bn)} a bn KZT"
    yield f"{begin}. {_why_not(ground, row)}"


def _why_not(ground: Ground, row: YearAt) -> str:
    short = [v for v in row.broken if v.constraint == "budget"]
    if row.reason is Reason.NO_NEED:
        return "Nothing is short there any more when it would come into service."
    if row.reason is Reason.STARTS:
        return "No more may be started there in one year."
    if row.reason is Reason.OBLAST:
        worst = max((v for v in row.broken if v.constraint == "group envelope"), key=_by_amount)
        return f"The oblast's own limit stops it ({worst.where}: {_bn(worst.amount / 1000)} over)."
    if row.reason is Reason.CONDITION:
        return "A condition of the scenario stops it: " + _where(row.broken, "cap") + "."
    if short:
        return _money(ground, row, short)
    return (
        "Nothing forbids it and the money is there: the plan leaves it to what the scenario "
        "minimises next, within its tolerance, or within the gap."
    )


def _money(ground: Ground, row: YearAt, short: Sequence[Violation]) -> str:
    where = listed([f"{v.where} ({_bn(v.amount / 1000)})" for v in short[:_SHOWN]])
    text = f"The budget lacks it in {where}; by the proof's prices the money it takes is worth "
    text += _amount(row.money_worth)
    if row.rival is None:
        return text + ", and what else these years pay for may not wait: conditions need it."
    rival = row.rival
    text += f". It competes with a {ground.speech.facility} in {ground.unit_names[rival.unit]} "
    text += f"started in {rival.year}, which could wait at least loss: {_amount(rival.per_bn)} "
    text += f"a bn KZT against {_amount(row.gain_per_bn)} here"
    if row.reason is Reason.ELSEWHERE:
        return text + ", so the money serves more elsewhere."
    return text + ": the difference is within the gap."


def _price(ground: Ground, subject: Subject, base: Base, price: Price) -> str:
    wish = _wish(ground, subject, price)
    if price.had:
        return f"{wish} costs nothing: the plan does so already."
    if price.reasons:
        if math.isinf(price.low):
            return f"{wish} is impossible: {'; '.join(price.reasons)}."
        return f"{wish} could not be priced: {'; '.join(price.reasons)}."
    amount = ground.speech.amount
    text = f"{wish} costs about {_amount(price.about)} {amount} by the bounds, and certainly "
    text += f"between {_amount(price.low)} and {_amount(price.high)}"
    worth = _worth_of_money(ground, price)
    if worth:
        text += f", at most what {_bn(price.high / worth)} more would buy in the best year"
    moved = _moves(ground, base.standing, price)
    return text + (f"; {moved}." if moved else ".")


def _wish(ground: Ground, subject: Subject, price: Price) -> str:
    wish, speech = price.wish, ground.speech
    one = speech.capacity == speech.facilities and wish.capacity == 1
    amount = f"{grouped(wish.capacity)} {speech.facility if one else speech.capacity}"
    return {
        Kind.IN: f"Having the {amount} of the plan “{wish.plan}” in service there by {wish.year}",
        Kind.MORE: f"Having {amount} more in service there by {wish.year}",
        Kind.NOT_THEN: f"Starting nothing there in {wish.year} (instead of {amount})",
        Kind.OUT: f"Building nothing there at all (instead of {amount})",
    }[wish.kind]


def _worth_of_money(ground: Ground, price: Price) -> float:
    """Of the measure, the most that a bn KZT is worth in any year by the proof's prices."""
    return float(ground.budget_value.max(initial=0.0)) * 1000.0


def _moves(ground: Ground, standing: Standing, price: Price) -> str:
    """Which places have most less when the wish is granted."""
    if price.new is None:
        return ""
    change = (price.new - standing.new).mean(axis=1)
    losing = np.argsort(change)[:_SHOWN]
    named = [ground.unit_names[n] for n in losing if change[n] < -_NOTICED]
    return f"{listed(named)} would wait longest for it" if named else ""


def _budget(ground: Ground, year: int | None) -> str:
    value = ground.budget_value * 1000.0
    best = int(value.argmax())
    if value[best] <= 0:
        return "More money is worth nothing in any year by the proof's prices."
    text = f"One more bn KZT is worth {_amount(value[best])} {ground.speech.amount} in "
    text += f"{ground.years[best]}, the year that gains most"
    if year is not None and ground.years[best] != year:
        text += f", and {_amount(value[ground.period(year)])} in {year}"
    return text + "."


def _proof(ground: Ground, base: Base, prices: Sequence[Price]) -> str:
    gap = abs(base.value - base.bound) / max(abs(base.value), 1e-9)
    gaps = [p.certificate.gap for p in prices if p.certificate and p.certificate.gap is not None]
    text = f"The best plan known is proven within {percent(gap, 3)}"
    if gaps:
        text += f", those with a wish within {percent(max(gaps), 3)}"
        text += ", each checked outside the solver"
    return text + "."


def _amount(value: float) -> str:
    if abs(value) < 10 and value != round(value):
        return f"{value:.2g}"
    return in_words(value)


def _bn(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    text = grouped(value, digits)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + f"{THIN}bn KZT"


def _many(count: int, one: str, many: str) -> str:
    return f"{grouped(count)} {one if count == 1 else many}"


def _need(violation: Violation) -> str:
    return _NEEDS.get(violation.constraint, violation.constraint)


def _where(broken: Sequence[Violation], constraint: str) -> str:
    return ", ".join(v.where for v in broken if v.constraint == constraint)


def _by_amount(violation: Violation) -> float:
    return violation.amount
