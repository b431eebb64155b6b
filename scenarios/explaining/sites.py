"""Explains a site of a plan whose sites are chosen once, by solving again with each wish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from optimizer.certificate import relative_gap
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.explaining.explanation import (
    Explanation,
    Found,
    course_frame,
    price_frame,
    told_frame,
)
from scenarios.explaining.pricing import BASE_SHARE, LEAST_SECONDS
from scenarios.explaining.site_ground import (
    UNIT,
    Asked,
    SiteGround,
    SitePrice,
    Solved,
)
from scenarios.explaining.site_wording import (
    delay_said,
    exchange_said,
    help_said,
    numbers_said,
    price_said,
    proof_said,
    run_said,
    stops_said,
)
from scenarios.explaining.speech import (
    NO_TIME,
    NOT_IN_TIME,
    reasons_said,
    wish_label,
)
from scenarios.language import marked, said


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
        stops=(*ground.stops, *(stops_said(wishes) if ground.unit == UNIT else ())),
        wishes=tuple(price_said(ground, p) for p in wishes)
        or tuple(run_said(ground, row) for row in _rows(known)),
        worth=(
            *(help_said(ground, p) for p in helps),
            *delay_said(ground, prices),
            *ground.without,
        ),
        proof=tuple(proof_said(base, prices)),
        numbers=tuple(numbers_said(ground, wishes)),
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
    sites = exchange_said(solved.comes, solved.goes)
    if sites and solved.changes:
        return said("{sites}; {changes}", sites=sites, changes=solved.changes)
    return sites or solved.changes
