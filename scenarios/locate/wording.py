"""The answer in a sentence and a few numbers, written from its figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.certificate import Status
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.kinds import ModelName
from scenarios.views.numbers import grouped, in_words, listed, percent
from scenarios.views.page import Headline, HeadlineNumber

FloatArray = NDArray[np.float64]

_FINE_BELOW = 10.0
_IN_WORDS_FROM = 99_999.5


TODAY = "today"


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
        return "out of reach"
    return f"{grouped(value, 1 if value < _FINE_BELOW else 0)}\u202fkm"


def km_at_most(value: float) -> str:
    """A distance that nothing exceeds: rounded up, finely enough to read as in the tables."""
    return f"{grouped(np.ceil(value * 100 - 1e-6) / 100, 2)}\u202fkm"


def km_at_least(value: float) -> str:
    """A distance that nothing falls below: rounded down, finely enough to read as in the tables."""
    return f"{grouped(np.floor(value * 100 + 1e-6) / 100, 2)}\u202fkm"


def quantity(value: float) -> str:
    """Whole below 100 000, so that parts add up to what is said of all; in words from there."""
    if abs(value) >= _IN_WORDS_FROM:
        return in_words(value)
    return grouped(value) if abs(value) >= 1000 else f"{value:.4g}"


def _title(answer: LocationAnswer) -> str:
    question = answer.question
    return question.kind.asks.format(
        p=grouped(question.request.p or 0),
        sites=grouped(len(question.sites.points)),
        demand="" if question.demand is None else grouped(len(question.demand.points)),
        standard=f"{question.standard:g}",
    )


def _sites(count: int) -> str:
    if count == 0:
        return "No open site"
    return "1 open site" if count == 1 else f"{grouped(count)} open sites"


def _sentence(answer: LocationAnswer) -> str:
    model, count = answer.question.request.model, len(answer.solution.open)
    objective = float(answer.solution.objective or 0.0)
    standard = answer.question.standard
    some = _sites(count)
    if model is ModelName.P_DISPERSION:
        if not np.isfinite(objective):
            return f"{some}, and no way from one to another."
        return f"{some}, no two closer to each other than {km_at_least(objective)}."
    if answer.weight_going.sum() == 0:
        return f"{some}, and no demand is served: its price is lower than that of any site."
    whole = answer.unserved == 0
    who = "all demand" if whole else f"{_served_share(answer)} of the demand"
    if model is ModelName.P_CENTER and whole:
        farthest = km_at_most(float(answer.km.max()))
        return f"With {some} nobody is farther than {farthest} from the nearest."
    if model is ModelName.MCLP:
        share = percent(answer.share_within(standard), 1)
        return f"{some} {_s('reach', count)} {share} of the demand within {km(standard)}."
    if model is ModelName.LSCP:
        are = "is" if count == 1 else "are"
        return f"{some} {are} enough to reach {who} within {km(standard)}."
    mean = f"{km(_mean(answer.km, answer.weight_going))} on average"
    if model in (ModelName.UFLP, ModelName.CFLP):
        return f"{some} {_s('serve', count)} {who} for {quantity(objective)} in all, at {mean}."
    return f"{some} {_s('bring', count)} {who} to {mean}."


def _s(verb: str, count: int) -> str:
    if count != 1:
        return verb
    return f"{verb}es" if verb.endswith("ch") else f"{verb}s"


def _served_share(answer: LocationAnswer) -> str:
    return percent(1 - answer.unserved / float(answer.question.weight.sum()), 1)


def _proof(answer: LocationAnswer) -> str:
    gap = answer.solution.gap
    if gap == 0:
        return "Proven optimal: no choice of sites is better."
    if gap is None or not np.isfinite(gap):
        return "No bound is proven: a better choice may exist."
    stopped = ""
    if answer.interrupted:
        stopped = "Stopped at your word; "
    elif answer.solution.status is Status.FEASIBLE:
        stopped = "Time was up; "
    if answer.solution.status is Status.OPTIMAL:
        stopped = "Proven within the gap asked for: "
    text = f"{stopped}no choice of sites can be better by more than {percent(gap, 2)}."
    return text[:1].upper() + text[1:]


def _numbers(answer: LocationAnswer) -> tuple[HeadlineNumber, ...]:
    counts = Counter(answer.decisions)
    detail = listed(
        [f"{counts[d]} {d}" for d in ("opened", "committed", "kept", "closed") if counts[d]]
    )
    enlarged = len(answer.solution.enlarged)
    if enlarged:
        detail += f"; {enlarged} enlarged"
    existing = sum(status == "existing" for status in answer.question.sites.status)
    first = _number(
        "Open sites",
        str(len(answer.solution.open)),
        str(existing) if existing else "",
        detail,
    )
    if answer.question.demand is None:
        closest = float(answer.solution.objective or 0.0)
        return (first, _number("Closest pair of open sites", km_at_least(closest)))
    cards = [first]
    if answer.weight_going.sum() > 0:
        cards += [_mean_number(answer), _farthest_number(answer)]
    if np.isfinite(answer.question.standard):
        cards.append(_standard_number(answer))
    if answer.unserved > 0:
        points = int((answer.served < 1 - 1e-9).sum())
        share = percent(answer.unserved / float(answer.question.weight.sum()), 1)
        said = f"{share} of the demand, {grouped(points)} demand point{'' if points == 1 else 's'}"
        beyond = "beyond the standard" if answer.question.request.model is ModelName.MCLP else ""
        label = "Not reached" if beyond else "Unserved demand"
        cards.append(_number(label, quantity(answer.unserved), detail=said))
    return (*cards, *_money_number(answer))


def _money_number(answer: LocationAnswer) -> list[HeadlineNumber]:
    """The cost that the objective counts and its parts; else that of the sites, if there is one."""
    asked, sites = answer.question.request, float(answer.spending.sum())
    budget = "" if asked.budget is None else f"of a budget of {quantity(asked.budget)}"
    if answer.question.kind.fixed_costs:
        total = float(answer.solution.objective or 0.0)
        transport = asked.cost_per_km * float((answer.links["weight"] * answer.links["km"]).sum())
        parts = [f"sites {quantity(sites)}", f"transport {quantity(transport)}"]
        if answer.unserved > 0 and asked.unserved_penalty is not None:
            lost = asked.unserved_penalty * answer.unserved
            parts.append(f"unserved demand {quantity(lost)}")
        detail = f"{listed(parts)}; sites {budget}" if budget else listed(parts)
        return [_number("Cost in all", quantity(total), detail=detail)]
    if sites <= 0:
        return []
    return [
        _number("Cost of the sites", quantity(sites), detail=budget or "no part of the objective")
    ]


def _number(label: str, value: str, today: str = "", detail: str = "") -> HeadlineNumber:
    return HeadlineNumber(label, value, today, detail=detail, against=TODAY)


def _mean_number(answer: LocationAnswer) -> HeadlineNumber:
    whose = "of all demand, by weight" if answer.counts_everyone else "of demand that is served"
    today = ""
    if answer.has_today and answer.counts_everyone and answer.km_today is not None:
        today = km(_mean(answer.km_today, answer.question.weight))
    mean = _mean(answer.km, answer.weight_going)
    return _number("Mean distance", km(mean), today, whose)


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
    who = "demand point" if answer.counts_everyone else "that is served"
    # the objective of a p-centre is told as in the sentence
    told = km_at_most if answer.question.request.model is ModelName.P_CENTER else km
    return _number(f"Farthest {who}", told(float(going[at])), today, name)


def _standard_number(answer: LocationAnswer) -> HeadlineNumber:
    standard = answer.question.standard
    share = answer.share_within_today(standard)
    today = "" if share is None else percent(share, 1)
    return _number(
        f"Demand within {km(standard)}", percent(answer.share_within(standard), 1), today
    )


def _notes(answer: LocationAnswer) -> tuple[str, ...]:
    question = answer.question
    notes = [f"Distances: {question.distances.summary()}."]
    notes += [f"{note}." for note in question.distances.notes]
    schematic = int(question.sites.points.schematic.sum())
    if question.demand is not None:
        schematic += int(question.demand.points.schematic.sum())
        unused = _unused(answer)
        if unused:
            notes.append(f"{question.kind.title.capitalize()} makes no use of {listed(unused)}.")
        ignored = question.demand.ignored
        if ignored and question.request.demand is not None:
            notes.append(
                f"Columns of {question.request.demand.name} not read: {listed([*ignored])}."
            )
    if question.sites.ignored:
        columns = listed([*question.sites.ignored])
        notes.append(f"Columns of {question.request.sites.name} not read: {columns}.")
    if schematic:
        notes.append(
            f"{schematic} points are schematic: they only stand in for places whose coordinates "
            "are unknown."
        )
    if answer.has_today:
        notes.append(
            "Today means the nearest existing site of each demand point, whatever its capacity."
        )
    if answer.spending.sum() > 0:
        notes.append(
            "The cost of the sites is the fixed cost of those opened, and what enlarging and "
            "closing costs, in the money of the tables; existing and committed sites have been "
            "paid."
        )
    if question.kind.fixed_costs:
        notes.append(
            "Transport cost is demand x km x "
            f"{question.request.cost_per_km:g}, in the money of the fixed costs."
        )
    return tuple(notes)


def _unused(answer: LocationAnswer) -> list[str]:
    """Columns of the sites that hold something and change nothing under this model."""
    sites, kind, asked = answer.question.sites, answer.question.kind, answer.question.request
    unused = []
    if np.isfinite(sites.capacity).any() and not kind.capacities:
        unused.append("capacities")
    money = (sites.fixed_cost > 0).any() or (sites.closing_cost > 0).any()
    if money and not kind.fixed_costs and asked.budget is None:
        unused.append("fixed and closing costs without a budget")
    return unused
