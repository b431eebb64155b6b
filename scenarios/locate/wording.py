"""The answer in a sentence and a few numbers, written from its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.certificate import Status
from scenarios.language import _, marked, n_, told
from scenarios.language.numbers import THIN, localised
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.kinds import ModelName
from scenarios.locate.naming import distances_said, note_said
from scenarios.views.numbers import grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber

FloatArray = NDArray[np.float64]

_FINE_BELOW = 10.0
_IN_WORDS_FROM = 99_999.5


TODAY = marked("today")


@dataclass(frozen=True)
class Wording:
    """What stands at the top of the report and is printed at the end of a run.

    `headline.leads` is the proof in a sentence.
    """

    headline: Headline
    notes: tuple[str, ...]


def wording(answer: LocationAnswer) -> Wording:
    """The words of an answer; every judgement follows from its figures."""
    headline = Headline(_title(answer), _sentence(answer), (_proof(answer),), _numbers(answer))
    return Wording(headline, _notes(answer))


def km(value: float) -> str:
    """A distance: a digit below 10 km."""
    if not np.isfinite(value):
        return _("out of reach")
    return in_km(grouped(value, 1 if value < _FINE_BELOW else 0))


def km_at_most(value: float) -> str:
    """A distance that nothing exceeds: rounded up, finely enough to read as in the tables."""
    return in_km(grouped(np.ceil(value * 100 - 1e-6) / 100, 2))


def km_at_least(value: float) -> str:
    """A distance that nothing falls below: rounded down, finely enough to read as in the tables."""
    return in_km(grouped(np.floor(value * 100 + 1e-6) / 100, 2))


def in_km(number: str) -> str:
    """A number with its unit."""
    unit = _("km")
    return f"{number}{THIN}{unit}"


def quantity(value: float) -> str:
    """Whole below 100 000, so that parts add up to what is said of all; in words from there."""
    if abs(value) >= _IN_WORDS_FROM:
        return in_words(value)
    return grouped(value) if abs(value) >= 1000 else localised(f"{value:.4g}")


def _title(answer: LocationAnswer) -> str:
    question = answer.question
    return _(
        question.kind.asks,
        p=grouped(question.request.p or 0),
        sites=grouped(len(question.sites.points)),
        demand="" if question.demand is None else grouped(len(question.demand.points)),
        standard=localised(f"{question.standard:g}"),
    )


def _sentence(answer: LocationAnswer) -> str:
    model, n = answer.question.request.model, len(answer.solution.open)
    objective = float(answer.solution.objective or 0.0)
    if model is ModelName.P_DISPERSION:
        return _apart(n, objective)
    if answer.weight_going.sum() == 0:
        if n == 0:
            return _(
                "No open site, and no demand is served: its price is lower than that of any site."
            )
        return n_(
            "1 open site, and no demand is served: its price is lower than that of any site.",
            "{n:number} open sites, and no demand is served: its price is lower than that of any "
            "site.",
            n,
        )
    if model is ModelName.P_CENTER and answer.unserved == 0:
        return n_(
            "With 1 open site nobody is farther than {km} from the nearest.",
            "With {n:number} open sites nobody is farther than {km} from the nearest.",
            n,
            km=km_at_most(float(answer.km.max())),
        )
    standard = km(answer.question.standard)
    if model is ModelName.MCLP:
        return n_(
            "1 open site reaches {share} of the demand within {km}.",
            "{n:number} open sites reach {share} of the demand within {km}.",
            n,
            share=percent(answer.share_within(answer.question.standard), 1),
            km=standard,
        )
    who = _("all demand")
    if answer.unserved > 0:
        who = _("{share} of the demand", share=_served_share(answer))
    if model is ModelName.LSCP:
        return n_(
            "1 open site is enough to reach {who} within {km}.",
            "{n:number} open sites are enough to reach {who} within {km}.",
            n,
            who=who,
            km=standard,
        )
    mean = km(_mean(answer.km, answer.weight_going))
    if model in (ModelName.UFLP, ModelName.CFLP):
        return n_(
            "1 open site serves {who} for {cost} in all, at {km} on average.",
            "{n:number} open sites serve {who} for {cost} in all, at {km} on average.",
            n,
            who=who,
            cost=quantity(objective),
            km=mean,
        )
    return n_(
        "1 open site brings {who} to {km} on average.",
        "{n:number} open sites bring {who} to {km} on average.",
        n,
        who=who,
        km=mean,
    )


def _apart(n: int, objective: float) -> str:
    if not np.isfinite(objective):
        return n_(
            "1 open site, and no way from one to another.",
            "{n:number} open sites, and no way from one to another.",
            n,
        )
    return n_(
        "1 open site, no two closer to each other than {km}.",
        "{n:number} open sites, no two closer to each other than {km}.",
        n,
        km=km_at_least(objective),
    )


def _served_share(answer: LocationAnswer) -> str:
    return percent(1 - answer.unserved / float(answer.question.weight.sum()), 1)


def _proof(answer: LocationAnswer) -> str:
    gap = answer.solution.gap
    if gap == 0:
        return _("Proven optimal: no choice of sites is better.")
    if gap is None or not np.isfinite(gap):
        return _("No bound is proven: a better choice may exist.")
    most = percent(gap, 2)
    if answer.solution.status is Status.OPTIMAL:
        return _(
            "Proven within the gap asked for: no choice of sites can be better by more than {gap}.",
            gap=most,
        )
    if answer.interrupted:
        return _(
            "Stopped at your word; no choice of sites can be better by more than {gap}.", gap=most
        )
    if answer.solution.status is Status.FEASIBLE:
        return _("Time was up; no choice of sites can be better by more than {gap}.", gap=most)
    return _("No choice of sites can be better by more than {gap}.", gap=most)


def _numbers(answer: LocationAnswer) -> tuple[HeadlineNumber, ...]:
    existing = sum(status == "existing" for status in answer.question.sites.status)
    first = _number(
        _("Open sites"),
        str(len(answer.solution.open)),
        str(existing) if existing else "",
        _counts(answer),
    )
    if answer.question.demand is None:
        closest = float(answer.solution.objective or 0.0)
        return (first, _number(_("Closest pair of open sites"), km_at_least(closest)))
    cards = [first]
    if answer.weight_going.sum() > 0:
        cards += [_mean_number(answer), _farthest_number(answer)]
    if np.isfinite(answer.question.standard):
        cards.append(_standard_number(answer))
    if answer.unserved > 0:
        beyond = answer.question.request.model is ModelName.MCLP
        label = _("Not reached") if beyond else _("Unserved demand")
        detail = n_(
            "{share} of the demand, {n:number} demand point",
            "{share} of the demand, {n:number} demand points",
            int((answer.served < 1 - 1e-9).sum()),
            share=percent(answer.unserved / float(answer.question.weight.sum()), 1),
        )
        cards.append(_number(label, quantity(answer.unserved), detail=detail))
    return (*cards, *_money_number(answer))


def _counts(answer: LocationAnswer) -> str:
    """How many sites are opened, committed, kept and closed, and how many enlarged."""
    counts = Counter(answer.decisions)
    words = {
        "opened": _("{n} opened", n=counts["opened"]),
        "committed": _("{n} committed", n=counts["committed"]),
        "kept": _("{n} kept", n=counts["kept"]),
        "closed": _("{n} closed", n=counts["closed"]),
    }
    detail = listed([text for word, text in words.items() if counts[word]])
    enlarged = len(answer.solution.enlarged)
    if not enlarged:
        return detail
    return _("{counts}; {n} enlarged", counts=detail, n=enlarged)


def _money_number(answer: LocationAnswer) -> list[HeadlineNumber]:
    """The cost that the objective counts and its parts; else that of the sites, if there is one."""
    asked, sites = answer.question.request, float(answer.spending.sum())
    budget = None if asked.budget is None else quantity(asked.budget)
    if answer.question.kind.fixed_costs:
        total = float(answer.solution.objective or 0.0)
        transport = asked.cost_per_km * float((answer.links["weight"] * answer.links["km"]).sum())
        parts = [
            _("sites {cost}", cost=quantity(sites)),
            _("transport {cost}", cost=quantity(transport)),
        ]
        if answer.unserved > 0 and asked.unserved_penalty is not None:
            lost = asked.unserved_penalty * answer.unserved
            parts.append(_("unserved demand {cost}", cost=quantity(lost)))
        detail = listed(parts)
        if budget is not None:
            detail = _("{parts}; sites of a budget of {budget}", parts=detail, budget=budget)
        return [_number(_("Cost in all"), quantity(total), detail=detail)]
    if sites <= 0:
        return []
    detail = _("no part of the objective")
    if budget is not None:
        detail = _("of a budget of {budget}", budget=budget)
    return [_number(_("Cost of the sites"), quantity(sites), detail=detail)]


def _number(label: str, value: str, today: str = "", detail: str = "") -> HeadlineNumber:
    return HeadlineNumber(label, value, today, detail=detail, against=TODAY)


def _mean_number(answer: LocationAnswer) -> HeadlineNumber:
    whose = _("of all demand, by weight")
    if not answer.counts_everyone:
        whose = _("of demand that is served")
    today = ""
    if answer.has_today and answer.counts_everyone and answer.km_today is not None:
        today = km(_mean(answer.km_today, answer.question.weight))
    mean = _mean(answer.km, answer.weight_going)
    return _number(_("Mean distance"), km(mean), today, whose)


def _mean(distance: FloatArray, weight: FloatArray) -> float:
    there = weight > 0
    return float(np.average(distance[there], weights=weight[there]))


def _farthest_number(answer: LocationAnswer) -> HeadlineNumber:
    going = np.where(answer.weight_going > 0, answer.km, -1.0)
    at = int(going.argmax())
    name = answer.question.points_of_demand.points.names[at]
    today = ""
    if answer.has_today and answer.counts_everyone and answer.km_today is not None:
        today = km(float(answer.km_today.max()))
    label = _("Farthest demand point")
    if not answer.counts_everyone:
        label = _("Farthest that is served")
    # the objective of a p-centre is told as in the sentence
    written = km_at_most if answer.question.request.model is ModelName.P_CENTER else km
    return _number(label, written(float(going[at])), today, name)


def _standard_number(answer: LocationAnswer) -> HeadlineNumber:
    standard = answer.question.standard
    share = answer.share_within_today(standard)
    today = "" if share is None else percent(share, 1)
    return _number(
        _("Demand within {km}", km=km(standard)), percent(answer.share_within(standard), 1), today
    )


def _notes(answer: LocationAnswer) -> tuple[str, ...]:
    question = answer.question
    notes = [_("Distances: {summary}.", summary=distances_said(question.distances))]
    notes += [f"{note_said(note)}." for note in question.distances.notes]
    schematic = int(question.sites.points.schematic.sum())
    tables = []
    if question.demand is not None:
        schematic += int(question.demand.points.schematic.sum())
        unused = _unused(answer)
        if unused:
            model = told(question.kind.title)
            notes.append(
                _("{model:sentence} makes no use of {columns}.", model=model, columns=unused)
            )
        if question.request.demand is not None:
            tables.append((question.request.demand.name, question.demand.ignored))
    tables.append((question.request.sites.name, question.sites.ignored))
    notes += not_read(tables)
    if schematic:
        notes.append(schematic_points(schematic))
    if answer.has_today:
        notes.append(
            _("Today means the nearest existing site of each demand point, whatever its capacity.")
        )
    if answer.spending.sum() > 0:
        notes.append(
            _(
                "The cost of the sites is the fixed cost of those opened, and what enlarging and "
                "closing costs, in the money of the tables; existing and committed sites have been "
                "paid."
            )
        )
    if question.kind.fixed_costs:
        notes.append(
            _(
                "Transport cost is demand x km x {cost:g}, in the money of the fixed costs.",
                cost=question.request.cost_per_km,
            )
        )
    return tuple(notes)


def not_read(tables: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """A note for each table with columns that nobody has read."""
    return [
        _("Columns of {file} not read: {columns}.", file=file, columns=list(columns))
        for file, columns in tables
        if columns
    ]


def schematic_points(n: int) -> str:
    """A note on points whose place is not known."""
    return n_(
        "{n} point is schematic: it only stands in for a place whose coordinates are unknown.",
        "{n} points are schematic: they only stand in for places whose coordinates are unknown.",
        n,
    )


def _unused(answer: LocationAnswer) -> list[str]:
    """Columns of the sites that hold something and change nothing under this model."""
    sites, kind, asked = answer.question.sites, answer.question.kind, answer.question.request
    unused = []
    if np.isfinite(sites.capacity).any() and not kind.capacities:
        unused.append(_("capacities"))
    money = (sites.fixed_cost > 0).any() or (sites.closing_cost > 0).any()
    if money and not kind.fixed_costs and asked.budget is None:
        unused.append(_("fixed and closing costs without a budget"))
    return unused
