"""The roadmap's answer in ten seconds."""

from __future__ import annotations

import pandas as pd

from scenarios.comparison import verdict
from scenarios.study import Answer
from scenarios.views.numbers import listed, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.roadmap.words import (
    amount,
    baseline_label,
    kpis,
    limited,
    money,
    projects,
    short_name,
)

SMALLEST_SHIFT = 0.25  # years of mean spending that count as a move
NOTHING = 1e-9
_NAMED = 3


def headline(answer: Answer) -> Headline:
    """Sentence and three numbers; every word that judges follows from the figures."""
    sentence = {"effect": _effect, "smooth": _smooth, "fit": _fit}[
        answer.scenario.roadmap.objective
    ](answer)
    return Headline(
        title=title(answer),
        sentence=sentence,
        leads=tuple(s for s in (_moves(answer), _unpaid(answer)) if s),
        numbers=(_waiting(answer), _unfinished(answer), _peak(answer)),
    )


def title(answer: Answer) -> str:
    """The scenario's title, or subject and years where it has none."""
    asked = answer.scenario.roadmap
    return answer.scenario.title or (
        f"Green Almaty: projects in years, {asked.first_free_year}–{asked.last_year}"
    )


def _effect(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    saved = theirs["target_years_waited"] - ours["target_years_waited"]
    share = saved / theirs["target_years_waited"]
    money_words = (
        "For the same money in every year" if limited(answer) else "With no limit on yearly money"
    )
    turn = (
        f"shortens the waiting for the {_targets(answer)} documented targets by "
        f"{percent(share, 1)}, from {amount(theirs['target_years_waited'])} to "
        f"{amount(ours['target_years_waited'])} target-years"
        if saved > 0
        else f"cannot shorten the waiting of {amount(theirs['target_years_waited'])} target-years"
    )
    return f"{money_words}, another order of the phases {turn}; {_most_ahead(answer)}."


def _most_ahead(answer: Answer) -> str:
    """The year in which the plan is furthest ahead of the one it is compared against."""
    ours = answer.evaluations[answer.plan.name].by_year
    theirs = answer.evaluations[answer.comparison.baseline].by_year
    at = int((ours["reached"] - theirs["reached"]).to_numpy().argmax())
    return (
        f"by the end of {ours['year'].iloc[at]} {amount(float(ours['reached'].iloc[at]))} are "
        f"reached instead of {amount(float(theirs['reached'].iloc[at]))}"
    )


def _smooth(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    peak = money(ours["peak_spending_mln_kzt"])
    return (
        f"With every phase done, the dearest year needs {peak} instead of "
        f"{money(theirs['peak_spending_mln_kzt'])} and the cheapest "
        f"{money(ours['lowest_spending_mln_kzt'])} instead of "
        f"{money(theirs['lowest_spending_mln_kzt'])}; as documented the dearest year costs "
        f"{_times(theirs):.1f} times the cheapest."
        if theirs["peak_spending_mln_kzt"] > ours["peak_spending_mln_kzt"]
        else f"The dearest year cannot be cheaper than {peak} with every phase done."
    )


def _times(theirs: dict[str, float]) -> float:
    return theirs["peak_spending_mln_kzt"] / max(theirs["lowest_spending_mln_kzt"], 1.0)


def _fit(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    asked = answer.scenario.roadmap
    cut = percent(asked.public_share)
    lost, other = ours["targets_missed"], theirs["targets_missed"]
    against = (
        f"in the documented order {amount(other)} would be missed"
        if baseline_label(answer) != "the documented phasing"
        else "the documented phasing fits it too"
    )
    return (
        f"With {cut} of the documented public money every year, {amount(lost)} of the "
        f"{_targets(answer)} targets are missed by {asked.last_year}; {against}. "
        f"{ours['projects_finished']:.0f} projects are finished, in the documented order "
        f"{theirs['projects_finished']:.0f}."
    )


def _targets(answer: Answer) -> str:
    total = float(answer.tables["projects"]["weight"].sum())
    return f"{total:g}"


def _moves(answer: Answer) -> str:
    """Which projects move, and which are not done whole."""
    table = projects(answer)
    whole = table["done_optimised"] >= table["done_documented"] - NOTHING
    earlier, later = table["shift"] < -SMALLEST_SHIFT, table["shift"] > SMALLEST_SHIFT
    size = table["shift"].abs() * table["cost"]
    said = [
        f"{int(rows.sum())} projects {what}, most money in {_largest(table[rows], weight[rows])}"
        if rows.sum() > 1
        else f"one project {alone}: {_largest(table[rows], weight[rows])}"
        for what, alone, rows, weight in (
            ("move earlier", "moves earlier", whole & earlier, size),
            ("move later", "moves later", whole & later, size),
            ("lose part of their work", "loses part of its work", ~whole, table["cost"]),
        )
        if rows.any()
    ]
    text = "; ".join(said)
    return (
        f"{text[:1].upper()}{text[1:]}."
        if said
        else "No project moves by more than a quarter of a year."
    )


def _largest(table: pd.DataFrame, size: pd.Series) -> str:
    order = size.sort_values(ascending=False, kind="stable").index[:_NAMED]
    first = table.loc[order]
    return listed(
        [
            f"“{short_name(str(name))}” ({item})"
            for item, name in zip(first["item"], first["name"], strict=True)
        ]
    )


def _unpaid(answer: Answer) -> str:
    printed = answer.evaluations["documented as printed"].kpis["overspending_mln_kzt"]
    return (
        f"As printed, the document would need {money(printed)} more than these envelopes hold."
        if printed > 0
        else ""
    )


def _waiting(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["target_years_waited"] for k in kpis(answer))
    return HeadlineNumber(
        label="Years that targets wait, target-years",
        value=amount(ours),
        counterpart=amount(theirs),
        verdict=verdict(theirs, ours, 0.05),
        detail="a target is what the document promises of one project, in parts as they are done",
    )


def _unfinished(answer: Answer) -> HeadlineNumber:
    """By the roadmap's year of account where all is done in the end, else by the last year."""
    mine, other = kpis(answer)
    total, last = len(answer.tables["projects"]), answer.scenario.roadmap.last_year
    early = answer.scenario.roadmap.objective == "effect"
    name = "projects_finished_2025" if early else "projects_finished"
    ours, theirs = total - mine[name], total - other[name]
    return HeadlineNumber(
        label=f"Projects of {total} not finished by {min(2025, last) if early else last}",
        value=f"{ours:.0f}",
        counterpart=f"{theirs:.0f}",
        verdict=verdict(theirs, ours, 0),
        detail=f"by {last} {total - mine['projects_finished']:.0f}, documented "
        f"{total - other['projects_finished']:.0f}"
        if early
        else "a project is finished when its last phase is",
    )


def _peak(answer: Answer) -> HeadlineNumber:
    mine, other = kpis(answer)
    ours, theirs = mine["peak_spending_mln_kzt"], other["peak_spending_mln_kzt"]
    return HeadlineNumber(
        label="Spending in the dearest year",
        value=money(ours),
        counterpart=money(theirs),
        verdict=verdict(theirs, ours, 0.5),
        detail=f"in {mine['peak_spending_year']:.0f}, documented in "
        f"{other['peak_spending_year']:.0f}",
    )
