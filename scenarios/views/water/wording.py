"""What each section of the programme says, in words that follow from its figures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.language import _, p_, spoken
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.charts.plan_map import default_year
from scenarios.views.charts.spending_chart import money_is_scarce, value_unit
from scenarios.views.numbers import bn_in_words, grouped, in_words, listed
from scenarios.views.water.headline import between, date_sentence, out_of_reach
from scenarios.views.water.programme import (
    OPTIMISED_ORDER,
    TECHNOLOGIES,
    date_prices,
    kpis,
    reached,
    said_technology,
    technologies,
)
from scenarios.views.words import WITHOUT_WAITING, plan_label, plan_phrase

_NAMED = 3  # names that a sentence can list
_NO_MOVE = 0.05  # years


def without_sentence(answer: Answer, year: int | None = None) -> str:
    """People without water in a year under both plans, and where most of them live."""
    shown = default_year(answer) if year is None else year
    table = frames.by_unit(answer)
    table = table[table["year"] == shown]
    ours, theirs = (
        table[table["role"] == role] for role in (frames.OPTIMISED_ROLE, frames.DOCUMENTED_ROLE)
    )
    mine = float(ours["shortage"].sum())
    other = in_words(float(theirs["shortage"].sum()))
    if mine < 1:
        return _(
            "In {year} nobody is without water under the optimised order, {other} people under "
            "the documented programme.",
            year=shown,
            other=other,
        )
    most = ours.sort_values("shortage", ascending=False).head(_NAMED)
    where = listed(
        [
            _("{oblast} ({people})", oblast=row.oblast, people=in_words(row.shortage))
            for row in frames.rows(most)
        ]
    )
    return _(
        "In {year} {people} people are without water under the optimised order and {other} under "
        "the documented programme with the same money; most of the former live in {where}.",
        year=shown,
        people=in_words(mine),
        other=other,
        where=where,
    )


def curve_sentence(answer: Answer) -> str:
    """People without water at each horizon, under both plans."""
    ours, theirs = (e.by_year.set_index("year")["shortage"] for e in _both(answer))
    parts, done = [], []
    for year in frames.horizons(answer):
        mine, other = float(ours[year]), float(theirs[year])
        if max(mine, other) < 1:
            done.append(str(year))
        else:
            parts.append(
                _(
                    "{people} in {year} (documented {other})",
                    people=in_words(mine),
                    year=year,
                    other=in_words(other),
                )
            )
    if not parts and not done:
        return ""
    if not parts:
        return _("Without water: in {years} nobody under either plan.", years=listed(done))
    if not done:
        return _("Without water under the optimised order: {people}.", people=listed(parts))
    return _(
        "Without water under the optimised order: {people}; in {years} nobody under either plan.",
        people=listed(parts),
        years=listed(done),
    )


def order_sentence(answer: Answer) -> str:
    """How many settlements come first, and how large they are, up to the first horizon."""
    first = default_year(answer)
    pair = frames.pair(answer)
    ours, theirs = (
        _first_settlements(answer, pair[role].plan_name, first)
        for role in (frames.OPTIMISED_ROLE, frames.DOCUMENTED_ROLE)
    )
    counts = {"year": first, "ours": grouped(ours[0]), "theirs": grouped(theirs[0])}
    if not (ours[0] and theirs[0]):
        return _(
            "The optimised order connects {ours} settlements to {year}, the documented one "
            "{theirs}.",
            **counts,
        )
    return _(
        "The optimised order connects {ours} settlements of {people} people on average to {year}, "
        "the documented one {theirs} of {other_people} people on average.",
        people=grouped(ours[1]),
        other_people=grouped(theirs[1]),
        **counts,
    )


def _first_settlements(answer: Answer, plan: str, year: int) -> tuple[float, float]:
    """Settlements that a plan connects up to a year, and people of one on average."""
    table = answer.tables["connections"]
    own = table[(table["plan"] == plan) & (table["year"] <= year)]
    count = float(own["settlements"].sum())
    return count, float(own["people"].sum()) / max(count, 1.0)


def moves_sentence(answer: Answer) -> str:
    """Whose turn comes earlier and whose later."""
    table = frames.turns(answer).dropna(subset=["shift_years"])
    early = table[table["shift_years"] <= -_NO_MOVE].sort_values("shift_years")
    late = table[table["shift_years"] >= _NO_MOVE].sort_values("shift_years", ascending=False)
    sooner, later = (
        listed([_moved(row) for row in frames.rows(part.head(_NAMED))]) for part in (early, late)
    )
    if sooner and later:
        return _(
            "On average over its people, earlier: {earlier}; later: {later}.",
            earlier=sooner,
            later=later,
        )
    if sooner:
        return _("On average over its people, earlier: {earlier}.", earlier=sooner)
    if later:
        return _("On average over its people, later: {later}.", later=later)
    return _("No oblast's turn changes on average.")


def _moved(row: Any) -> str:
    return _("{oblast} by {years:number1} years", oblast=row.unit, years=abs(row.shift_years))


def money_sentences(answer: Answer) -> list[str]:
    """What is spent under both plans, and what one more billion is worth in which year."""
    ours, theirs = kpis(answer)
    against = plan_phrase(frames.baseline_name(answer))
    said = [
        _(
            "The optimised programme costs {money}, {plan} {other}; a person connected costs "
            "{each} mln KZT against {other_each}.",
            money=bn_in_words(ours["capex_mln_kzt"]),
            plan=against,
            other=bn_in_words(theirs["capex_mln_kzt"]),
            each=_per_person(ours),
            other_each=_per_person(theirs),
        )
    ]
    if money_is_scarce(answer):
        value = answer.budget_value
        best = value.iloc[int(value["value"].abs().argmax())]
        said.append(
            _(
                "One more billion tenge is worth most in {year}: {value} {unit}.",
                year=int(best["year"]),
                value=in_words(abs(float(best["value"]))),
                unit=value_unit(answer),
            )
        )
    else:
        said.append(_("One more billion tenge would gain nothing in any year."))
    return said


def _per_person(found: dict[str, Any]) -> str:
    cost = found["cost_per_person_mln_kzt"]
    return "–" if cost is None or pd.isna(cost) else grouped(float(cost), 2)


def source_sentence(answer: Answer) -> str:
    """How many settlements each technology connects under both plans."""
    table = technologies(answer).groupby(["role", "technology"])["settlements"].sum()
    ours, theirs = (
        listed(
            [
                _(
                    "{count} by {technology}",
                    count=grouped(float(table[role, technology])),
                    technology=said_technology(technology),
                )
                for technology in TECHNOLOGIES
                if (role, technology) in table.index and table[role, technology] > 0
            ]
        )
        or p_("settlements", "none")
        for role in (frames.OPTIMISED_ROLE, frames.DOCUMENTED_ROLE)
    )
    return _(
        "Settlements connected, optimised {ours}; documented {theirs}.", ours=ours, theirs=theirs
    )


def date_words(answer: Answer) -> str:
    """The promised date's price, and what ten years more or less change."""
    table = reached(answer)
    own = table[table["plan"] == OPTIMISED_ORDER]
    said = date_sentence(answer)
    if len(own) > 1:
        ends = [
            _(
                "{money} a year by {year}",
                money=between((float(r.budget_low_bn), float(r.budget_high_bn))),
                year=r.year,
            )
            for r in frames.rows(own.iloc[[0, -1]])
        ]
        takes = _("In the optimised order it takes {prices}.", prices=listed(ends))
        said = f"{said} {takes}"
    out = date_prices(answer)
    out = out[out["budget_high_bn"].isna() & (out["year"] != answer.scenario.water.target_year)]
    missed = [out_of_reach(answer, int(year)) for year in out["year"].unique()]
    return " ".join([said, *missed]).strip()


def worst_sentence(answer: Answer) -> str:
    """The worst oblast of each plan under this money."""
    ours, theirs = kpis(answer)
    said = {
        "year": int(ours["worst_share_from_year"]),
        "worst": _worst(answer, ours),
        "other": _worst(answer, theirs),
    }
    if WITHOUT_WAITING not in answer.evaluations:
        return _(
            "From {year} on no oblast has more than {worst} of its people to connect without "
            "water under the optimised order; documented {other}.",
            **said,
        )
    return _(
        "From {year} on no oblast has more than {worst} of its people to connect without water "
        "under the optimised order; documented {other}, and without waiting for its printed "
        "years {at_once}.",
        at_once=_worst(answer, answer.evaluations[WITHOUT_WAITING].kpis),
        **said,
    )


def alike_sentence(answer: Answer) -> str:
    """Documented plans whose curves cannot be told apart; empty where all can."""
    wanted = frames.baseline(answer).by_year["shortage"]
    alike = [
        plan_label(plan)
        for plan, evaluation in answer.evaluations.items()
        if (evaluation.by_year["shortage"] - wanted).abs().max() < 1
    ]
    if len(alike) < 2:
        return ""
    return _("These curves fall together: {plans}.", plans="; ".join(alike))


def _worst(answer: Answer, found: dict[str, Any]) -> str:
    name = answer.territory.name(str(found["worst_share_unit_id"]), spoken())
    return _(
        "{share:percent1} ({oblast}, {year})",
        share=float(found["worst_share"]),
        oblast=name,
        year=int(found["worst_share_year"]),
    )


def _both(answer: Answer) -> tuple[Any, Any]:
    return frames.optimised(answer), frames.baseline(answer)
