"""Explains a place of a yearly programme by solving its model again with each wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from inputs.errors import InputError
from models.capacity_expansion import Resolver
from models.capacity_expansion.marginal import MARGINAL, worth
from optimizer.certificate import Certificate
from optimizer.limits import Limits
from scenarios.explaining import wording
from scenarios.explaining.explanation import (
    Explanation,
    Found,
    course_frame,
    price_frame,
    told_frame,
)
from scenarios.explaining.ground import Ground
from scenarios.explaining.pricing import Base, Price, price_all, solve_base, stated_base
from scenarios.explaining.speech import plan_head, wish_label
from scenarios.explaining.stopping import stops
from scenarios.explaining.wishes import OneMore, Standing, wishes
from scenarios.explaining.wording import Subject
from scenarios.explaining.years import YearAt, delay, years_at
from scenarios.language import Said, marked, said
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
    run: Run,
    ground: Ground,
    place: str,
    name: Said,
    year: int | None,
    plan: str,
    limits: Limits,
    on_found: Found | None = None,
) -> Explanation:
    """Price the wishes about a place, and say what stops one more there.

    Parameters
    ----------
    place, name : an id of `ground.places`, and how it is called
    year : in which something is or would be started; None: the horizons and the whole place
    plan : the documented plan whose capacity is forced in
    limits : for all solves together
    on_found : hears first the answer as the run has it, then the answer after every price

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
    stated = stated_base(ground)
    if stated is not None and on_found is not None:
        on_found(_About(run, ground, place, name, year, plan, stated).answer([], done=False))
    base = solve_base(ground, resolver, clock)
    about = _About(run, ground, place, name, year, plan, base)
    asked = list(wishes(ground, base.standing, ground.places[place], year, plan, about.more))
    found = about.answer([], done=not asked)
    for prices in price_all(ground, base, asked, resolver, clock):
        found = about.answer(prices, done=len(prices) == len(asked) and not limits.stop)
        if on_found is not None:
            on_found(found)
    return found


@dataclass(frozen=True)
class _About:
    """Everything that an answer is told from, but the prices."""

    run: Run
    ground: Ground
    place: str
    name: Said
    year: int | None
    plan: str
    base: Base

    @cached_property
    def years(self) -> list[int]:
        return list(self.ground.decided_years) if self.year is None else [self.year]

    @cached_property
    def rows(self) -> list[YearAt]:
        ground, standing = self.ground, self.base.standing
        of = worth(ground.instance, standing.starts, standing.flows, ground.measure)
        return years_at(ground, standing, of, ground.places[self.place], self.years, self.plan)

    @property
    def more(self) -> OneMore | None:
        return _nearest(self.ground, self.rows)

    def answer(self, prices: Sequence[Price], *, done: bool) -> Explanation:
        ground, base, year = self.ground, self.base, self.year
        standing, units = base.standing, ground.places[self.place]
        subject = Subject(self.name, units, self.plan)
        later = delay(ground, standing, units, self.years)
        proofs: dict[str, Certificate | None] = {said("without a wish"): base.certificate}
        proofs |= {_label(p): p.certificate for p in prices}
        return Explanation(
            run=self.run.path.name,
            study=self.run.scenario.study.value,
            place=self.place,
            name=self.name,
            year=year,
            question=wording.question(subject, year),
            does=wording.does(ground, subject, standing),
            stops=tuple(stops(ground, self.rows, year)),
            wishes=tuple(wording.priced(ground, subject, price) for price in prices),
            worth=tuple(wording.worth_said(ground, self.rows, year, later)),
            proof=tuple(wording.proof_said(base, prices)),
            numbers=tuple(wording.numbers(ground, subject, standing, prices)),
            tables={
                "prices": price_table(ground, standing, prices),
                "course": course(ground, subject, standing, prices),
                "years": year_table(ground, self.rows),
            },
            certificates={
                solved: replace(proof, unit=ground.speech.amount)
                for solved, proof in proofs.items()
                if proof is not None
            },
            complete=done,
        )


def _nearest(ground: Ground, rows: Sequence[YearAt]) -> OneMore | None:
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


def _label(price: Price) -> Said:
    return wish_label(price.wish.kind, price.wish.year)


def price_table(ground: Ground, standing: Standing, prices: Sequence[Price]) -> pd.DataFrame:
    """One row a wish; the columns are those of `Explanation`."""
    return price_frame(
        [
            {
                "wish": price.wish.kind.value,
                "said": wording.wish_said(ground, price),
                "year": price.wish.year,
                "capacity": price.wish.capacity,
                "plan": price.wish.plan,
                "low": price.low,
                "high": price.high,
                "about": price.about,
                "unit": ground.speech.amount,
                "objective": price.certificate.objective if price.certificate else None,
                "bound": price.certificate.bound if price.certificate else None,
                "gap": price.certificate.gap if price.certificate else None,
                "status": _status(price),
                "why": wording.why_said(ground, price) if price.reasons else "",
                "changes": wording.changes(ground, standing, price),
            }
            for price in prices
        ]
    )


def course(
    ground: Ground, subject: Subject, standing: Standing, prices: Sequence[Price]
) -> pd.DataFrame:
    """What is in service at the place and what is short there, by year and plan."""
    units, instance = subject.units, ground.instance
    plans = []
    if subject.plan:
        new = ground.documented[subject.plan]
        there = instance.existing + new
        short = np.maximum(instance.demand - instance.capacity_factor * there, 0.0)
        plans.append(("documented", plan_head(subject.plan), new, short))
    plans += [
        ("wish", wording.wish_said(ground, price), price.plan.new, price.plan.short)
        for price in prices
        if price.plan is not None
    ]
    plans.append(("optimised", plan_head("optimised"), standing.new, standing.short))
    rows = [
        (counted, role, name, int(year), float(value))
        for role, name, new, short in plans
        for counted, values in ((ground.speech.added, new), (ground.speech.missing, short))
        for year, value in zip(ground.years, values[units].sum(axis=0), strict=True)
        if year <= ground.last
    ]
    return course_frame(rows)


def _status(price: Price) -> str:
    if price.certificate is not None:
        return price.certificate.status.value
    if price.had:
        return marked("in the plan")
    return marked("impossible") if price.low > 0 else marked("not found")


def year_table(ground: Ground, rows: Sequence[YearAt]) -> pd.DataFrame:
    """One row a year of starts.

    Columns: year, started (capacity), facilities, documented (capacity in service from such
    starts), size (of one more), unit, takes_bn, gain, gain_per_bn, money_worth (of the measure),
    stopped_by, rival, rival_year, rival_per_bn, loss_per_bn, needed_by, delay, delay_money,
    budget_value (of one more bn KZT in the year).
    """
    return told_frame(
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
                "stopped_by": Said(row.reason.value, {}),
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
