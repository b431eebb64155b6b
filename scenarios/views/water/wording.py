"""What each section of the programme says, in words that follow from its figures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.charts.plan_map import default_year
from scenarios.views.charts.spending_chart import money_is_scarce, value_unit
from scenarios.views.numbers import bn_in_words, grouped, in_words, listed, percent
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
    if mine < 1:
        return (
            f"In {shown} nobody is without water under the optimised order, "
            f"{in_words(float(theirs['shortage'].sum()))} people under the documented programme."
        )
    most = ours.sort_values("shortage", ascending=False).head(_NAMED)
    where = listed([f"{row.oblast} ({in_words(row.shortage)})" for row in frames.rows(most)])
    return (
        f"In {shown} {in_words(mine)} people are without water under the optimised order and "
        f"{in_words(float(theirs['shortage'].sum()))} under the documented programme with the same "
        f"money; most of the former live in {where}."
    )


def curve_sentence(answer: Answer) -> str:
    """People without water at each horizon, under both plans."""
    ours, theirs = (e.by_year.set_index("year")["shortage"] for e in _both(answer))
    parts, done = [], []
    for year in frames.horizons(answer):
        mine, other = float(ours[year]), float(theirs[year])
        if max(mine, other) < 1:
            done.append(year)
        else:
            parts.append(f"{in_words(mine)} in {year} (documented {in_words(other)})")
    end = f"in {listed([str(y) for y in done])} nobody under either plan" if done else ""
    if not parts:
        return f"Without water: {end}."
    said = f"Without water under the optimised order: {listed(parts)}"
    return f"{said}; {end}." if end else f"{said}."


def order_sentence(answer: Answer) -> str:
    """How many settlements come first, and how large they are, up to the first horizon."""
    first = default_year(answer)
    parts: list[str] = []
    for role, evaluation in reversed(frames.pair(answer).items()):
        table = answer.tables["connections"]
        own = table[(table["plan"] == evaluation.plan_name) & (table["year"] <= first)]
        count, people = float(own["settlements"].sum()), float(own["people"].sum())
        of = f" of {grouped(people / count)} people on average" if count else ""
        parts.append(
            f"the {role} order connects {grouped(count)} settlements{of} to {first}"
            if not parts
            else f"the {role} one {grouped(count)}{of}"
        )
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def moves_sentence(answer: Answer) -> str:
    """Whose turn comes earlier and whose later."""
    table = frames.turns(answer).dropna(subset=["shift_years"])
    early = table[table["shift_years"] <= -_NO_MOVE].sort_values("shift_years")
    late = table[table["shift_years"] >= _NO_MOVE].sort_values("shift_years", ascending=False)
    parts = [
        f"{word}: {listed([_moved(row) for row in frames.rows(part.head(_NAMED))])}"
        for word, part in (("earlier", early), ("later", late))
        if len(part)
    ]
    if not parts:
        return "No oblast's turn changes on average."
    said = "; ".join(parts)
    return f"On average over its people, {said}."


def _moved(row: Any) -> str:
    return f"{row.unit} by {grouped(abs(row.shift_years), 1)} years"


def money_sentences(answer: Answer) -> list[str]:
    """What is spent under both plans, and what one more billion is worth in which year."""
    ours, theirs = kpis(answer)
    against = plan_phrase(frames.baseline_name(answer))
    said = [
        f"The optimised programme costs {bn_in_words(ours['capex_mln_kzt'])}, {against} "
        f"{bn_in_words(theirs['capex_mln_kzt'])}; a person connected costs "
        f"{_per_person(ours)} mln KZT against {_per_person(theirs)}."
    ]
    if money_is_scarce(answer):
        value = answer.budget_value
        best = value.iloc[int(value["value"].abs().argmax())]
        said.append(
            f"One more billion tenge is worth most in {int(best['year'])}: "
            f"{in_words(abs(float(best['value'])))} {value_unit(answer)}."
        )
    else:
        said.append("One more billion tenge would gain nothing in any year.")
    return said


def _per_person(found: dict[str, Any]) -> str:
    cost = found["cost_per_person_mln_kzt"]
    return "–" if cost is None or pd.isna(cost) else grouped(float(cost), 2)


def source_sentence(answer: Answer) -> str:
    """How many settlements each technology connects under both plans."""
    table = technologies(answer).groupby(["role", "technology"])["settlements"].sum()
    parts = []
    for role in (frames.OPTIMISED_ROLE, frames.DOCUMENTED_ROLE):
        counts = [
            f"{grouped(float(table[role, technology]))} by {said_technology(technology)}"
            for technology in TECHNOLOGIES
            if (role, technology) in table.index and table[role, technology] > 0
        ]
        parts.append(f"{role} {listed(counts) if counts else 'none'}")
    said = "; ".join(parts)
    return f"Settlements connected, {said}."


def date_words(answer: Answer) -> str:
    """The promised date's price, and what ten years more or less change."""
    table = reached(answer)
    own = table[table["plan"] == OPTIMISED_ORDER]
    said = date_sentence(answer)
    if len(own) > 1:
        ends = [
            f"{between((float(r.budget_low_bn), float(r.budget_high_bn)))} a year by {r.year}"
            for r in frames.rows(own.iloc[[0, -1]])
        ]
        said = f"{said} In the optimised order it takes {listed(ends)}."
    out = date_prices(answer)
    out = out[out["budget_high_bn"].isna() & (out["year"] != answer.scenario.water.target_year)]
    missed = [out_of_reach(answer, int(year)) for year in out["year"].unique()]
    return " ".join([said, *missed]).strip()


def worst_sentence(answer: Answer) -> str:
    """The worst oblast of each plan under this money."""
    ours, theirs = kpis(answer)
    said = (
        f"From {int(ours['worst_share_from_year'])} on no oblast has more than "
        f"{_worst(answer, ours)} of its people to connect without water under the optimised order; "
        f"documented {_worst(answer, theirs)}"
    )
    if WITHOUT_WAITING in answer.evaluations:
        at_once = answer.evaluations[WITHOUT_WAITING].kpis
        said += f", and without waiting for its printed years {_worst(answer, at_once)}"
    return f"{said}."


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
    return f"These curves fall together: {'; '.join(alike)}."


def _worst(answer: Answer, found: dict[str, Any]) -> str:
    name = answer.territory.name(str(found["worst_share_unit_id"]), "en")
    return f"{percent(found['worst_share'], 1)} ({name}, {int(found['worst_share_year'])})"


def _both(answer: Answer) -> tuple[Any, Any]:
    return frames.optimised(answer), frames.baseline(answer)
