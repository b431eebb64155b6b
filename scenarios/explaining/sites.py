"""Explains a site of a plan whose sites are chosen once, by solving again with each wish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from optimizer.certificate import Certificate, relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.explaining.explanation import (
    Explanation,
    Found,
    Number,
    course_frame,
    price_frame,
    told_frame,
)
from scenarios.explaining.pricing import BASE_SHARE, LEAST_SECONDS
from scenarios.explaining.speech import (
    AMOUNTS,
    NO_TIME,
    NOT_IN_TIME,
    joined,
    reasons_said,
    wish_label,
)
from scenarios.language import Said, marked, said
from scenarios.runs import Run
from scenarios.views.numbers import MLN_PER_BN

UNIT = AMOUNTS["cost"][0]
LITTLE = 0.5  # mln KZT; less is arithmetic
_NEAR = 0.02  # of a price; bounds as near as this are told as one
FINE_GAP = 1e-5  # a price is a small difference of large costs


@dataclass(frozen=True)
class Solved:
    """A plan found and what is proven.

    Attributes
    ----------
    objective, bound : discounted mln KZT, or what the ground's unit says
    there : what it has at the place in each period
    comes, goes : names of sites that it opens and leaves out against the plan
    changes : what else it does otherwise, in words
    certificate : None where the plan was not checked outside the solver
    """

    objective: float
    bound: float
    there: tuple[float, ...]
    comes: tuple[Said, ...] = ()
    goes: tuple[Said, ...] = ()
    changes: str = ""
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Asked:
    """A wish: kind (in | out | earlier | later | more | budget | one more), year, in words."""

    kind: str
    year: int
    said: Said
    solve: Callable[[Limits], Solved]

    @property
    def helps(self) -> bool:
        """What is given can only make the answer cheaper."""
        return self.kind in ("budget", "one more")


@dataclass(frozen=True)
class SiteGround:
    """A place and all that can be asked about it.

    Attributes
    ----------
    place : id; name : of it
    does : what the plan and the documents have there
    courses : role, plan and its values by period
    counted : what these are
    base : solves the question without a wish
    asked : wishes, what helps last
    without : why something has no price here
    stops : what is known of that before anything is priced
    question : in words; empty for that of a site
    unit : of prices; little : of it, arithmetic; gap : to which wishes are solved
    """

    run: Run
    place: str
    name: Said
    year: int | None
    does: Said
    periods: tuple[int, ...]
    courses: tuple[tuple[str, str, tuple[float, ...]], ...]
    counted: Said
    base: Callable[[Limits], Solved]
    asked: tuple[Asked, ...]
    without: tuple[Said, ...]
    stops: tuple[Said, ...]
    question: str = ""
    unit: str = UNIT
    little: float = LITTLE
    gap: float = FINE_GAP

    def amount(self, value: float) -> Said:
        """Of the unit, in words."""
        if self.unit != UNIT:
            return said("{value:.3g} {unit}", value=value, unit=Said(self.unit, {}))
        if abs(value) < MLN_PER_BN:
            return said("{value:number} mln KZT (discounted)", value=value)
        return said("{value:bn_words} (discounted)", value=value)


@dataclass(frozen=True)
class SitePrice:
    """Of a wish: more (of what helps: less) discounted mln KZT, for certain between both."""

    asked: Asked
    low: float
    high: float
    about: float
    solved: Solved | None = None
    why: Said | None = None


def explain_site(
    ground: SiteGround, known: pd.DataFrame, limits: Limits, on_found: Found | None
) -> Explanation:
    """Tell what the run has priced itself, then price every wish.

    Parameters
    ----------
    known : prices of the run, as `Explanation` has them
    on_found : hears first the answer as the run has it, then the answer after every price

    Raises
    ------
    NoPlanInTimeError
        there was no time for the question without a wish
    """
    clock = limits.clock()
    found = _answer(ground, None, [], known, done=not ground.asked)
    if on_found is not None:
        on_found(found)
    if not ground.asked:
        return found
    base = ground.base(_limits(clock, BASE_SHARE * clock.remaining, ground.gap))
    for prices in _price_all(ground, base, clock):
        done = len(prices) == len(ground.asked) and not limits.stop
        found = _answer(ground, base, prices, known, done=done)
        if on_found is not None:
            on_found(found)
    return found


def require_period(year: int | None, periods: Sequence[int]) -> None:
    """Refuse a year that is no period.

    Raises
    ------
    InputError
    """
    if year is not None and year not in periods:
        raise InputError(
            "this run decides by periods",
            column="--year",
            value=year,
            expected=", ".join(map(str, periods)),
        )


def _limits(clock: Clock, seconds: float, gap: float) -> Limits:
    return replace(
        clock.limits,
        time_s=max(min(seconds, clock.remaining), LEAST_SECONDS),
        gap=min(clock.limits.gap, gap),
    )


def _price_all(ground: SiteGround, base: Solved, clock: Clock) -> Iterator[list[SitePrice]]:
    found: list[SitePrice] = []
    for number, asked in enumerate(ground.asked):
        if clock.expired:
            found.append(SitePrice(asked, 0.0, np.inf, np.nan, why=NO_TIME))
        else:
            share = clock.remaining / (len(ground.asked) - number)
            found.append(_price(asked, base, _limits(clock, share, ground.gap)))
        yield list(found)


def _price(asked: Asked, base: Solved, limits: Limits) -> SitePrice:
    try:
        there = asked.solve(limits)
    except InfeasibleError as error:
        return SitePrice(asked, np.inf, np.inf, np.inf, why=reasons_said(error.reasons, {}))
    except NoPlanInTimeError:
        return SitePrice(asked, 0.0, np.inf, np.nan, why=NOT_IN_TIME)
    first, second = (there, base) if asked.helps else (base, there)
    # what is cheaper stands first: the price is what the second costs more
    low = max(second.bound - first.objective, 0.0)
    high = max(second.objective - first.bound, low)
    about = float(np.clip(second.objective - first.objective, low, high))
    return SitePrice(asked, low, high, about, there)


def _answer(
    ground: SiteGround,
    base: Solved | None,
    prices: Sequence[SitePrice],
    known: pd.DataFrame,
    *,
    done: bool,
) -> Explanation:
    wishes = [p for p in prices if not p.asked.helps]
    helps = [p for p in prices if p.asked.helps]
    rows = [
        (ground.counted, role, plan, year, value)
        for role, plan, values in ground.courses
        for year, value in zip(ground.periods, values, strict=True)
    ]
    rows += [
        (ground.counted, "wish", p.asked.said, year, value)
        for p in wishes
        if p.solved is not None
        for year, value in zip(ground.periods, p.solved.there, strict=True)
    ]
    proofs = {
        wish_label(p.asked.kind, p.asked.year): p.solved.certificate for p in prices if p.solved
    } | {said("without a wish"): base.certificate if base else None}
    run = {c.stage: c for c in ground.run.certificates}
    return Explanation(
        run=ground.run.path.name,
        study=ground.run.scenario.study.value,
        place=ground.place,
        name=ground.name,
        year=ground.year,
        question=ground.question
        or said("Why {place} is in the plan or is not, and what if not", place=ground.name),
        does=ground.does,
        stops=(*ground.stops, *(_stops(wishes) if ground.unit == UNIT else ())),
        wishes=tuple(_said(ground, p) for p in wishes)
        or tuple(_said_of_run(ground, row) for row in _rows(known)),
        worth=(*(_help(ground, p) for p in helps), *_delay(ground, prices), *ground.without),
        proof=tuple(_proof(base, prices)),
        numbers=tuple(_numbers(ground, wishes)),
        tables={
            "prices": price_frame([_row(ground, p) for p in wishes]) if wishes else known,
            "course": course_frame(rows),
            "budget": told_frame(
                [
                    {"year": p.asked.year, "low": p.low, "high": p.high, "unit": ground.unit}
                    for p in helps
                    if p.asked.kind == "budget"
                ],
                ["year", "low", "high", "unit"],
            ),
        },
        certificates={
            **run,
            **{name: replace(c, unit=ground.unit) for name, c in proofs.items() if c is not None},
        },
        complete=done,
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _row(ground: SiteGround, price: SitePrice) -> dict[str, Any]:
    asked, solved = price.asked, price.solved
    status = marked("impossible") if np.isinf(price.low) else marked("not found")
    if solved is not None:
        near = price.high - price.low <= ground.little
        status = marked("optimal") if near else marked("feasible")
    return {
        "wish": asked.kind,
        "said": asked.said,
        "year": asked.year,
        "low": price.low,
        "high": price.high,
        "about": price.about,
        "unit": ground.unit,
        "objective": solved.objective if solved else None,
        "bound": solved.bound if solved else None,
        "gap": relative_gap(solved.objective, solved.bound) if solved else None,
        "status": status,
        "why": price.why or "",
        "changes": _changes(solved) if solved else "",
    }


def _changes(solved: Solved) -> str:
    return exchange_said(solved.comes, solved.goes) or solved.changes


def exchange_said(comes: Sequence[Said], goes: Sequence[Said]) -> str:
    """Which sites a plan opens and leaves out; empty where none."""
    if comes and goes:
        return said("opens {comes}; leaves out {goes}", comes=joined(comes), goes=joined(goes))
    if comes:
        return said("opens {comes}", comes=joined(comes))
    return said("leaves out {goes}", goes=joined(goes)) if goes else ""


def _stops(wishes: Sequence[SitePrice]) -> Iterator[Said]:
    """What keeps a site out, or what would come instead of one that is in."""
    into = [p for p in wishes if p.asked.kind == "in" and not np.isnan(p.about)]
    if into:
        least = min(into, key=lambda p: p.about)
        if np.isinf(least.low):
            yield said("The rules stop it in every period that was asked.")
        elif least.solved is not None and least.solved.goes:
            yield said(
                "It stands in competition: the cheapest plan with it leaves out {goes}.",
                goes=joined(least.solved.goes),
            )
        elif least.low > LITTLE:
            yield said(
                "The rules leave room for it: it costs more than it saves, in every period asked."
            )
        else:
            yield said("It makes no difference that is proven: a plan with it may be as good.")
    for price in wishes:
        if price.asked.kind != "out" or price.solved is None:
            continue
        if price.solved.comes:
            yield said(
                "Without it the cheapest plan opens {comes} instead.",
                comes=joined(price.solved.comes),
            )
        else:
            yield said("Without it the cheapest plan opens nothing else instead.")


def _said(ground: SiteGround, price: SitePrice) -> Said:
    wish = price.asked.said
    if price.solved is None:
        if np.isinf(price.low):
            return said("{wish}: impossible. {why:sentence}.", wish=wish, why=price.why)
        return said("{wish}: not known. {why:sentence}.", wish=wish, why=price.why)
    return _between(ground, wish, price.low, price.high, price.about)


def _between(ground: SiteGround, wish: Said, low: float, high: float, about: float) -> Said:
    least = ground.amount(low)
    if np.isinf(high):
        return said(
            "{wish}: {least} more or above; nothing better is proven in time.",
            wish=wish,
            least=least,
        )
    most = ground.amount(high)
    if high <= ground.little:
        return said("{wish}: nothing more.", wish=wish)
    if low <= ground.little and about <= ground.little:
        return said("{wish}: nothing more that is proven, at most {most}.", wish=wish, most=most)
    if high - low <= max(ground.little, _NEAR * high):
        return said("{wish}: {about} more.", wish=wish, about=ground.amount(about))
    return said(
        "{wish}: about {about} more, for certain between {least} and {most}.",
        wish=wish,
        about=ground.amount(about),
        least=least,
        most=most,
    )


def _said_of_run(ground: SiteGround, row: dict[str, Any]) -> Said:
    wish = row["said"]
    if row["status"] == "impossible":
        return said(
            "{wish}: impossible; numbers, budget and decided sites leave no such plan.", wish=wish
        )
    low, high = max(row["low"], 0.0), max(row["high"], 0.0)
    if np.isinf(row["high"]):
        return said(
            "{wish}: {least} or more; no plan was found in time.",
            wish=wish,
            least=ground.amount(low),
        )
    return _between(ground, wish, low, high, high)


def _help(ground: SiteGround, price: SitePrice) -> Said:
    wish = price.asked.said
    if price.solved is None:
        return said("{wish}: not known. {why:sentence}.", wish=wish, why=price.why)
    if np.isinf(price.high):
        return said("{wish}: not known. Too little is proven in time.", wish=wish)
    if price.high <= ground.little:
        return said("{wish}: worth nothing.", wish=wish)
    most = ground.amount(price.high)
    if price.low <= ground.little:
        return said("{wish}: worth {most} at most, perhaps nothing.", wish=wish, most=most)
    return said(
        "{wish}: worth about {about}, for certain between {least} and {most}.",
        wish=wish,
        about=ground.amount(price.about),
        least=ground.amount(price.low),
        most=most,
    )


def _delay(ground: SiteGround, prices: Sequence[SitePrice]) -> Iterator[Said]:
    later = [p for p in prices if p.asked.kind == "later"]
    if prices and not later:
        yield said("A delay has no price here: the plan opens nothing there that could wait.")
    for price in later:
        if price.solved is None or np.isinf(price.about):
            continue
        before = ground.periods[ground.periods.index(price.asked.year) - 1]
        years = price.asked.year - before
        yield said(
            "A delay from {before} to {year} costs {price}, {yearly} for a year of it.",
            before=before,
            year=price.asked.year,
            price=ground.amount(price.about),
            yearly=ground.amount(price.about / years),
        )


def _proof(base: Solved | None, prices: Sequence[SitePrice]) -> Iterator[Said]:
    if base is None:
        yield said("The prices are those that were computed with the run.")
        return
    gap = relative_gap(base.objective, base.bound)
    if gap is not None:
        yield said("The best plan known is proven within {gap:percent4}.", gap=gap)
    gaps = [relative_gap(p.solved.objective, p.solved.bound) for p in prices if p.solved]
    known = [gap for gap in gaps if gap is not None]
    if known:
        yield said("The plans with a wish are proven within {gap:percent4}.", gap=max(known))


def _numbers(ground: SiteGround, wishes: Sequence[SitePrice]) -> Iterator[Number]:
    for price in wishes:
        if price.solved is None:
            value = said("impossible") if np.isinf(price.low) else said("not known")
            yield Number(price.asked.said, value)
            continue
        low = ground.amount(price.low)
        detail = (
            said("more; for certain {least} or above", least=low)
            if np.isinf(price.high)
            else said(
                "more; for certain between {least} and {most}",
                least=low,
                most=ground.amount(price.high),
            )
        )
        yield Number(price.asked.said, ground.amount(price.about), detail)
