"""The roadmap's answer in ten seconds."""

from __future__ import annotations

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
        numbers=(_waiting(answer), _finished(answer), _peak(answer)),
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
    return (
        f"{money_words}, another order of the phases {turn}: by the end of 2025 "
        f"{amount(ours['targets_reached_2025'])} targets are reached instead of "
        f"{amount(theirs['targets_reached_2025'])}."
    )


def _smooth(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    peak = money(ours["peak_spending_mln_kzt"])
    return (
        f"With every phase done, the dearest year needs {peak} instead of "
        f"{money(theirs['peak_spending_mln_kzt'])} and the cheapest "
        f"{money(ours['lowest_spending_mln_kzt'])} instead of "
        f"{money(theirs['lowest_spending_mln_kzt'])}: the documented phasing rises and falls "
        f"{_times(theirs)} as far between its years."
        if theirs["peak_spending_mln_kzt"] > ours["peak_spending_mln_kzt"]
        else f"The dearest year cannot be cheaper than {peak} with every phase done."
    )


def _times(theirs: dict[str, float]) -> str:
    ratio = theirs["peak_spending_mln_kzt"] / max(theirs["lowest_spending_mln_kzt"], 1.0)
    return f"by a factor of {ratio:.1f}"


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
        f"{_targets(answer)} targets need be missed by {asked.last_year}; {against}. "
        f"{ours['projects_finished']:.0f} projects are finished, in the documented order "
        f"{theirs['projects_finished']:.0f}."
    )


def _targets(answer: Answer) -> str:
    total = float(answer.tables["projects"]["weight"].sum())
    return f"{total:g}"


def _moves(answer: Answer) -> str:
    table = projects(answer)
    table = table[table["cost"] > 0]
    said = []
    for word, part in (
        ("earlier", table[table["shift"] < -SMALLEST_SHIFT]),
        ("later", table[table["shift"] > SMALLEST_SHIFT]),
    ):
        if len(part):
            largest = part.assign(size=part["shift"].abs() * part["cost"])
            largest = largest.sort_values("size", ascending=False, kind="stable").head(_NAMED)
            names = listed(
                [
                    f"“{short_name(str(name))}” ({item})"
                    for item, name in zip(largest["item"], largest["name"], strict=True)
                ]
            )
            said.append(f"{len(part)} projects move {word}, most money in {names}")
    return ("; ".join(said) + ".") if said else "No project moves by more than a quarter of a year."


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


def _finished(answer: Answer) -> HeadlineNumber:
    mine, other = kpis(answer)
    last = answer.scenario.roadmap.last_year
    ours, theirs = mine["projects_finished"], other["projects_finished"]
    return HeadlineNumber(
        label=f"Projects finished by {last}",
        value=f"{ours:.0f}",
        counterpart=f"{theirs:.0f}",
        verdict=verdict(-theirs, -ours, 0),
        detail=f"by 2025 {mine['projects_finished_2025']:.0f}, documented "
        f"{other['projects_finished_2025']:.0f}",
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
