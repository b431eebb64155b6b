"""What stops another start somewhere in a year, or why one stands there, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.certificate import Violation
from scenarios.explaining.ground import Ground
from scenarios.explaining.speech import (
    in_every,
    joined,
    measure_said,
)
from scenarios.explaining.years import Reason, YearAt
from scenarios.language import Said, marked, said
from scenarios.views.numbers import MLN_PER_BN, bn_in_words

SHOWN = 3  # places named in a sentence
NOTICED = 0.5
_LITTLE_BN = 0.05  # less is told in millions
# What a requirement of the model is called by a planner.
_NEEDS = {
    "minimum programme": marked("the least that must be in service there"),
    "overflow forbidden": marked("the end of the third shift"),
    "least group spending": marked("the least share of its oblast"),
    "cap": marked("a condition of the scenario"),
}


def stops(ground: Ground, rows: Sequence[YearAt], year: int | None) -> Iterator[Said]:
    """Why there is no more of it there, and what needs what is there."""
    if year is not None:
        yield from _started(ground, rows[0])
        yield from _more(ground, rows[0])
        return
    able = [row for row in rows if row.takes > 0 and row.gain >= NOTICED]
    stopped = [row for row in able if row.reason is not Reason.OPEN]
    if not able:
        yield said(
            "{one_more:sentence} there would serve nobody in any year.",
            one_more=ground.speech.one_more(),
        )
        return
    yield from _more(ground, max(stopped or able, key=lambda row: row.gain_per_bn))


def _started(ground: Ground, row: YearAt) -> Iterator[Said]:
    speech = ground.speech
    if not row.facilities:
        yield said("In {year} the plan starts nothing there.", year=row.year)
        return
    built = speech.built(row.facilities)
    if speech.connects:
        yield said(
            "In {year} the plan begins to connect {built} there.", year=row.year, built=built
        )
    else:
        yield said(
            "In {year} the plan starts {built} there; places: {places:few}.",
            year=row.year,
            built=built,
            places=row.started,
        )
    yield said(
        "A bn KZT of the least useful of them serves {loss}.", loss=speech.told(row.loss_per_bn)
    )
    needs = sorted({_NEEDS.get(v.constraint, v.constraint) for v in row.needed})
    if needs:
        yield said(
            "Without it, this would not be kept: {needs}.", needs=[Said(need, {}) for need in needs]
        )


def _more(ground: Ground, row: YearAt) -> Iterator[Said]:
    speech, year = ground.speech, row.year
    if row.unit < 0:
        yield {
            "school": said(
                "No school may be started there in {year}: the scenario forbids it.", year=year
            ),
            "kindergarten": said(
                "No kindergarten may be started there in {year}: the scenario forbids it.",
                year=year,
            ),
            "settlement": said(
                "No settlement may be connected there from {year} on: the scenario forbids it.",
                year=year,
            ),
        }[speech.facility]
        return
    values = {
        "one_more": speech.one_more(),
        "year": year,
        "takes": bn_said(row.takes),
        "gain": speech.told(row.gain),
        "per_bn": row.gain_per_bn,
    }
    if speech.connects:
        yield said(
            "{one_more:sentence} begun there in {year} takes {takes} and would save {gain}, "
            "{per_bn:few} a bn KZT.",
            **values,
        )
    else:
        yield said(
            "{one_more:sentence} of {size} started there in {year} takes {takes} and would save "
            "{gain}, {per_bn:few} a bn KZT.",
            size=speech.capacity(row.size),
            **values,
        )
    yield from _why_not(ground, row)


def _why_not(ground: Ground, row: YearAt) -> Iterator[Said]:
    short = [v for v in row.broken if v.constraint == "budget"]
    if row.reason is Reason.NO_NEED:
        yield said("Nothing is short there any more when it would come into service.")
    elif row.reason is Reason.FORBIDDEN:
        yield said("The scenario forbids that more of them are in service then.")
    elif row.reason is Reason.STARTS:
        yield said("No more may be started there in one year.")
    elif row.reason is Reason.OBLAST:
        worst = max((v for v in row.broken if v.constraint == "group envelope"), key=_by_amount)
        yield said(
            "The oblast's own limit stops it: {money:bn_words} too little in {year}.",
            money=worst.amount,
            year=_year(worst),
        )
    elif row.reason is Reason.CONDITION:
        kept = [measure_said(v.where) for v in row.broken if v.constraint == "cap"]
        yield said("A condition of the scenario stops it: {kept}.", kept=joined(kept))
    elif short:
        yield from _money(ground, row, short)
    else:
        yield said(
            "Nothing forbids it and the money is there: the plan leaves it to what the scenario "
            "minimises next, within its tolerance, or within the gap."
        )


def _money(ground: Ground, row: YearAt, short: Sequence[Violation]) -> Iterator[Said]:
    speech = ground.speech
    where = [
        said("{money:bn_words} in {year}", money=v.amount, year=_year(v)) for v in short[:SHOWN]
    ]
    yield said("The budget stops it; it lacks {where}.", where=where)
    yield said(
        "Its money is worth {worth} elsewhere by the prices of the proof, against {gain:few} here.",
        worth=speech.told(row.money_worth),
        gain=row.gain,
    )
    rival = row.rival
    if rival is None:
        yield said("What else these years pay for may not wait: conditions need it.")
        return
    values = {
        "place": ground.unit_names[rival.unit],
        "year": rival.year,
        "loss": speech.told(rival.per_bn),
        "gain": row.gain_per_bn,
    }
    yield {
        "school": said(
            "Of what is paid in the same years, this could wait at least loss: a school in {place} "
            "started in {year}, {loss} a bn KZT against {gain:few} here.",
            **values,
        ),
        "kindergarten": said(
            "Of what is paid in the same years, this could wait at least loss: a kindergarten in "
            "{place} started in {year}, {loss} a bn KZT against {gain:few} here.",
            **values,
        ),
        "settlement": said(
            "Of what is paid in the same years, this could wait at least loss: a settlement of "
            "{place}, begun in {year}, {loss} a bn KZT against {gain:few} here.",
            **values,
        ),
    }[speech.facility]
    if row.reason is Reason.ELSEWHERE:
        yield said("So the money serves more elsewhere.")
    else:
        yield said("The difference is within the gap.")


def bn_said(value: float) -> Said:
    if abs(value) < _LITTLE_BN:
        return in_every(lambda: bn_in_words(value * MLN_PER_BN))
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    return said("{value:trimmed3}\u202fbn KZT", value=round(value, digits))


def _year(violation: Violation) -> str:
    """The last of where it is."""
    return violation.where.rpartition(", ")[2]


def _by_amount(violation: Violation) -> float:
    return violation.amount
