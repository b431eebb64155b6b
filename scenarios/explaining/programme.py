"""Explains a place of a yearly programme by solving its model again with each wish."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from inputs.errors import InputError
from models.capacity_expansion import Resolver
from models.capacity_expansion.marginal import MARGINAL, worth
from optimizer.limits import Limits
from scenarios.explaining.explanation import Explanation
from scenarios.explaining.ground import Ground
from scenarios.explaining.pricing import Price, price_all, solve_base
from scenarios.explaining.wishes import OneMore, Standing, wishes
from scenarios.explaining.wording import Subject, sentences
from scenarios.explaining.years import YearAt, years_at
from scenarios.runs import Run


def require_year(ground: Ground, year: int | None) -> None:
    """Refuse a year in which nothing can be started.

    Raises
    ------
    InputError
    """
    years = ground.decided_years
    if year is not None and year not in years:
        raise InputError(
            "nothing is started in this year",
            column="--year",
            value=year,
            expected=f"{years[0]} to {years[-1]}",
        )


def require_plan(ground: Ground, plan: str | None) -> str:
    """The documented plan that is meant; the first of the run where none is named.

    Raises
    ------
    InputError
    """
    if plan is None:
        return next(iter(ground.documented), "")
    if plan not in ground.documented:
        known = ", ".join(ground.documented) or "none"
        raise InputError("no such plan in the run", column="--plan", value=plan, expected=known)
    return plan


def explain_programme(
    run: Run, ground: Ground, place: str, name: str, year: int | None, plan: str, limits: Limits
) -> Explanation:
    """Price the wishes about a place, and say what stops one more there.

    Parameters
    ----------
    place, name : an id of `ground.places`, and how it is called
    year : in which something is or would be started; None: the horizons and the whole place
    plan : the documented plan whose capacity is forced in
    limits : for all solves together

    Raises
    ------
    InputError
        nothing of this question is a sum over units, so that single buildings have no worth in it
    optimizer.errors.NoPlanInTimeError
        there was no time for the question without any wish
    """
    if ground.measure not in MARGINAL:
        raise InputError(
            "the run minimises the worst share alone, in which single buildings have no worth",
            file=str(run.path),
            expected="a run that minimises shortage, the third shift or cost",
        )
    clock, resolver = limits.clock(), Resolver(follow=False)
    base = solve_base(ground, resolver, clock)
    standing, units = base.standing, ground.places[place]
    of = worth(ground.instance, standing.starts, standing.flows, ground.measure)
    years = list(ground.decided_years) if year is None else [year]
    rows = years_at(ground, standing, of, units, years, plan)
    more = _nearest(ground, standing, rows)
    asked = wishes(ground, standing, units, year, plan, more)
    prices = price_all(ground, base, asked, resolver, clock)
    subject = Subject(name, units, plan)
    return Explanation(
        run=run.path.name,
        study=run.scenario.study.value,
        place=place,
        name=name,
        year=year,
        sentences=sentences(ground, subject, base, rows, prices, year),
        tables={"prices": price_table(prices), "years": year_table(ground, rows)},
        certificates={
            "without a wish": base.certificate,
            **{_label(p): p.certificate for p in prices if p.certificate is not None},
        },
    )


def _nearest(ground: Ground, standing: Standing, rows: Sequence[YearAt]) -> OneMore | None:
    """Of the best further facilities by year, the one that gains most beyond its money's worth."""
    lead = ground.instance.lead
    able = [
        row
        for row in rows
        if row.unit >= 0 and row.gain > 0 and ground.period(row.year) + lead < len(ground.years)
    ]
    if not able:
        return None
    best = max(able, key=lambda row: row.gain - row.money_worth)
    module = int((ground.instance.size == best.size).argmax())
    return OneMore(best.unit, module, ground.period(best.year))


def _label(price: Price) -> str:
    return f"{price.wish.kind} {price.wish.year}"


def price_table(prices: Sequence[Price]) -> pd.DataFrame:
    """One row a wish.

    Columns: wish (in | more | not then | out), year, capacity, plan, low, high (of the measure,
    inf where impossible), about (by the bounds), objective, bound, gap, status, why.
    """
    rows = [
        {
            "wish": price.wish.kind.value,
            "year": price.wish.year,
            "capacity": price.wish.capacity,
            "plan": price.wish.plan,
            "low": price.low,
            "high": price.high,
            "about": price.about,
            "objective": price.certificate.objective if price.certificate else None,
            "bound": price.certificate.bound if price.certificate else None,
            "gap": price.certificate.gap if price.certificate else None,
            "status": _status(price),
            "why": "; ".join(price.reasons),
        }
        for price in prices
    ]
    columns = ["wish", "year", "capacity", "plan", "low", "high", "about"]
    numbers = ["objective", "bound", "gap"]
    frame = pd.DataFrame(rows, columns=[*columns, *numbers, "status", "why"])
    return frame.astype(dict.fromkeys(["low", "high", "about", *numbers], float))


def _status(price: Price) -> str:
    if price.certificate is not None:
        return price.certificate.status.value
    if price.had:
        return "in the plan"
    return "impossible" if price.low > 0 else "not found"


def year_table(ground: Ground, rows: Sequence[YearAt]) -> pd.DataFrame:
    """One row a year of starts.

    Columns: year, started (capacity), facilities, documented (capacity in service from such
    starts), size (of one more), unit, takes_bn, gain, gain_per_bn, money_worth (of the measure),
    stopped_by, rival, rival_year, rival_per_bn, loss_per_bn, needed_by, delay, delay_money,
    budget_value (of one more bn KZT in the year).
    """
    return pd.DataFrame(
        [
            {
                "year": row.year,
                "started": row.started,
                "facilities": row.facilities,
                "documented": row.documented,
                "size": row.size,
                "unit": ground.unit_names[row.unit] if row.unit >= 0 else "",
                "takes_bn": row.takes,
                "gain": row.gain,
                "gain_per_bn": row.gain_per_bn,
                "money_worth": row.money_worth,
                "stopped_by": row.reason.value,
                "rival": ground.unit_names[row.rival.unit] if row.rival else "",
                "rival_year": row.rival.year if row.rival else None,
                "rival_per_bn": row.rival.per_bn if row.rival else None,
                "loss_per_bn": row.loss_per_bn,
                "needed_by": "; ".join(dict.fromkeys(v.constraint for v in row.needed)),
                "delay": row.delay,
                "delay_money": row.delay_money,
                "budget_value": float(ground.budget_value[ground.period(row.year)]) * 1000.0,
            }
            for row in rows
        ]
    )
