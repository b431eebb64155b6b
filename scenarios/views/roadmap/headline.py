"""The roadmap's answer in ten seconds."""

from __future__ import annotations

import pandas as pd

from scenarios.comparison import verdict
from scenarios.language import _, n_
from scenarios.language.numbers import localised
from scenarios.study import Answer
from scenarios.views.numbers import listed, percent
from scenarios.views.page import Headline, HeadlineNumber
from scenarios.views.roadmap.words import (
    amount,
    as_printed,
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
    if answer.scenario.title:
        return _(answer.scenario.title)
    return _(
        "Green Almaty: projects in years, {first}–{last}",
        first=asked.first_free_year,
        last=asked.last_year,
    )


def _effect(answer: Answer) -> str:
    ours, theirs = (k["target_years_waited"] for k in kpis(answer))
    year, reached, other = _most_ahead(answer)
    ahead = {"year": year, "reached": amount(reached), "other": amount(other)}
    if theirs <= ours:
        still = amount(theirs)
        if limited(answer):
            return _(
                "For the same money in every year, another order of the phases cannot shorten the "
                "waiting of {waiting} target-years; by the end of {year} {reached} are reached "
                "instead of {other}.",
                waiting=still,
                **ahead,
            )
        return _(
            "With no limit on yearly money, another order of the phases cannot shorten the "
            "waiting of {waiting} target-years; by the end of {year} {reached} are reached "
            "instead of {other}.",
            waiting=still,
            **ahead,
        )
    saved = {
        "targets": _targets(answer),
        "share": percent((theirs - ours) / theirs, 1),
        "before": amount(theirs),
        "after": amount(ours),
    }
    if limited(answer):
        return _(
            "For the same money in every year, another order of the phases shortens the waiting "
            "for the {targets} documented targets by {share}, from {before} to {after} "
            "target-years; by the end of {year} {reached} are reached instead of {other}.",
            **saved,
            **ahead,
        )
    return _(
        "With no limit on yearly money, another order of the phases shortens the waiting "
        "for the {targets} documented targets by {share}, from {before} to {after} "
        "target-years; by the end of {year} {reached} are reached instead of {other}.",
        **saved,
        **ahead,
    )


def _most_ahead(answer: Answer) -> tuple[int, float, float]:
    """The year in which the plan is furthest ahead, and what both plans reach by its end."""
    ours = answer.evaluations[answer.plan.name].by_year
    theirs = answer.evaluations[answer.comparison.baseline].by_year
    at = int((ours["reached"] - theirs["reached"]).to_numpy().argmax())
    reached, other = (float(table["reached"].iloc[at]) for table in (ours, theirs))
    return int(ours["year"].iloc[at]), reached, other


def _smooth(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    peak = money(ours["peak_spending_mln_kzt"])
    if theirs["peak_spending_mln_kzt"] <= ours["peak_spending_mln_kzt"]:
        return _("The dearest year cannot be cheaper than {peak} with every phase done.", peak=peak)
    return _(
        "With every phase done, the dearest year needs {peak} instead of {their_peak} and the "
        "cheapest {lowest} instead of {their_lowest}; as documented the dearest year costs "
        "{times:.1f} times the cheapest.",
        peak=peak,
        their_peak=money(theirs["peak_spending_mln_kzt"]),
        lowest=money(ours["lowest_spending_mln_kzt"]),
        their_lowest=money(theirs["lowest_spending_mln_kzt"]),
        times=_times(theirs),
    )


def _times(theirs: dict[str, float]) -> float:
    return theirs["peak_spending_mln_kzt"] / max(theirs["lowest_spending_mln_kzt"], 1.0)


def _fit(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    asked = answer.scenario.roadmap
    said = {
        "cut": percent(asked.public_share),
        "lost": amount(ours["targets_missed"]),
        "targets": _targets(answer),
        "year": asked.last_year,
        "finished": ours["projects_finished"],
        "other": theirs["projects_finished"],
    }
    if as_printed(answer):
        return _(
            "With {cut} of the documented public money every year, {lost} of the {targets} "
            "targets are missed by {year}; the documented phasing fits it too. {finished:.0f} "
            "projects are finished, in the documented order {other:.0f}.",
            **said,
        )
    return _(
        "With {cut} of the documented public money every year, {lost} of the {targets} targets "
        "are missed by {year}; in the documented order {missed} would be missed. {finished:.0f} "
        "projects are finished, in the documented order {other:.0f}.",
        missed=amount(theirs["targets_missed"]),
        **said,
    )


def _targets(answer: Answer) -> str:
    total = float(answer.tables["projects"]["weight"].sum())
    return localised(f"{total:g}")


def _moves(answer: Answer) -> str:
    """Which projects move, and which are not done whole."""
    table = projects(answer)
    whole = table["done_optimised"] >= table["done_documented"] - NOTHING
    earlier, later = table["shift"] < -SMALLEST_SHIFT, table["shift"] > SMALLEST_SHIFT
    size = table["shift"].abs() * table["cost"]
    kinds = (
        ("earlier", whole & earlier, size),
        ("later", whole & later, size),
        ("in part", ~whole, table["cost"]),
    )
    said: list[str] = []
    for kind, rows, weight in kinds:
        if rows.any():
            names = _largest(table[rows], weight[rows])
            say = _inside if said else _at_the_start
            said.append(say(kind, int(rows.sum()), names))
    if not said:
        return _("No project moves by more than a quarter of a year.")
    return f"{'; '.join(said)}."


def _at_the_start(kind: str, n: int, names: str) -> str:
    """Clause that begins the sentence of `_moves`."""
    return {
        "earlier": n_(
            "One project moves earlier: {names}",
            "{n} projects move earlier, most money in {names}",
            n,
            names=names,
        ),
        "later": n_(
            "One project moves later: {names}",
            "{n} projects move later, most money in {names}",
            n,
            names=names,
        ),
        "in part": n_(
            "One project loses part of its work: {names}",
            "{n} projects lose part of their work, most money in {names}",
            n,
            names=names,
        ),
    }[kind]


def _inside(kind: str, n: int, names: str) -> str:
    """Clause that goes on in it."""
    return {
        "later": n_(
            "one project moves later: {names}",
            "{n} projects move later, most money in {names}",
            n,
            names=names,
        ),
        "in part": n_(
            "one project loses part of its work: {names}",
            "{n} projects lose part of their work, most money in {names}",
            n,
            names=names,
        ),
    }[kind]


def _largest(table: pd.DataFrame, size: pd.Series) -> str:
    order = size.sort_values(ascending=False, kind="stable").index[:_NAMED]
    first = table.loc[order]
    return listed(
        [
            _("“{name}” ({item})", name=short_name(str(name)), item=item)
            for item, name in zip(first["item"], first["name"], strict=True)
        ]
    )


def _unpaid(answer: Answer) -> str:
    printed = answer.evaluations["documented as printed"].kpis["overspending_mln_kzt"]
    if printed <= 0:
        return ""
    return _(
        "As printed, the document would need {money} more than these envelopes hold.",
        money=money(printed),
    )


def _waiting(answer: Answer) -> HeadlineNumber:
    ours, theirs = (k["target_years_waited"] for k in kpis(answer))
    return HeadlineNumber(
        label=_("Years that targets wait, target-years"),
        value=amount(ours),
        counterpart=amount(theirs),
        verdict=verdict(theirs, ours, 0.05),
        detail=_(
            "a target is what the document promises of one project, in parts as they are done"
        ),
    )


def _unfinished(answer: Answer) -> HeadlineNumber:
    """By the roadmap's year of account where all is done in the end, else by the last year."""
    mine, other = kpis(answer)
    total, last = len(answer.tables["projects"]), answer.scenario.roadmap.last_year
    early = answer.scenario.roadmap.objective == "effect"
    name = "projects_finished_2025" if early else "projects_finished"
    ours, theirs = total - mine[name], total - other[name]
    return HeadlineNumber(
        label=_(
            "Projects of {total} not finished by {year}",
            total=total,
            year=min(2025, last) if early else last,
        ),
        value=f"{ours:.0f}",
        counterpart=f"{theirs:.0f}",
        verdict=verdict(theirs, ours, 0),
        detail=_(
            "by {year} {ours:.0f}, documented {theirs:.0f}",
            year=last,
            ours=total - mine["projects_finished"],
            theirs=total - other["projects_finished"],
        )
        if early
        else _("a project is finished when its last phase is"),
    )


def _peak(answer: Answer) -> HeadlineNumber:
    mine, other = kpis(answer)
    ours, theirs = mine["peak_spending_mln_kzt"], other["peak_spending_mln_kzt"]
    return HeadlineNumber(
        label=_("Spending in the dearest year"),
        value=money(ours),
        counterpart=money(theirs),
        verdict=verdict(theirs, ours, 0.5),
        detail=_(
            "in {ours:.0f}, documented in {theirs:.0f}",
            ours=mine["peak_spending_year"],
            theirs=other["peak_spending_year"],
        ),
    )
