"""One sentence for each section of the roadmap report, written from its numbers."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, n_, told
from scenarios.study import Answer
from scenarios.views.frames import rows
from scenarios.views.numbers import MLN_PER_BN, grouped, listed
from scenarios.views.roadmap.charts import priced
from scenarios.views.roadmap.headline import NOTHING, SMALLEST_SHIFT
from scenarios.views.roadmap.words import (
    amount,
    baseline_label,
    goal_unit,
    kpis,
    limited,
    money,
    projects,
    short_name,
)

_NAMED = 3


def sequence_words(answer: Answer) -> str:
    """How many projects move, and which way."""
    table = projects(answer)
    earlier = int((table["shift"] < -SMALLEST_SHIFT).sum())
    later = int((table["shift"] > SMALLEST_SHIFT).sum())
    out = int(((table["done_optimised"] <= 0) & (table["done_documented"] > 0)).sum())
    part = int(((table["done_optimised"] > 0) & (table["done_optimised"] < 1 - NOTHING)).sum())
    said = [
        _(
            "Of {all} projects {earlier} come earlier than in {plan}, {later} later and {kept} "
            "keep their turn within a quarter of a year of mean spending.",
            all=len(table),
            earlier=earlier,
            later=later,
            kept=len(table) - earlier - later,
            plan=baseline_label(answer),
        )
    ]
    if part:
        said.append(
            n_("{n} of them is done in part only.", "{n} of them are done in part only.", part)
        )
    if out:
        said.append(n_("{n} of them is left out whole.", "{n} of them are left out whole.", out))
    return " ".join(said)


def reached_words(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    total = float(answer.tables["projects"]["weight"].sum())
    return _(
        "By the end of 2025 {soon} of {total:g} targets are reached, in {plan} {their_soon}; by "
        "{year} {end} and {their_end}.",
        soon=amount(ours["targets_reached_2025"]),
        total=total,
        plan=baseline_label(answer),
        their_soon=amount(theirs["targets_reached_2025"]),
        year=answer.scenario.roadmap.last_year,
        end=amount(total - ours["targets_missed"]),
        their_end=amount(total - theirs["targets_missed"]),
    )


def money_words(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    said = _(
        "The plan spends {all} in all, at most {most} in a year ({year:.0f}) and at least {least}; "
        "{plan} {their_all}, between {their_least} and {their_most}.",
        all=money(ours["spending_mln_kzt"]),
        most=money(ours["peak_spending_mln_kzt"]),
        year=ours["peak_spending_year"],
        least=money(ours["lowest_spending_mln_kzt"]),
        plan=baseline_label(answer),
        their_all=money(theirs["spending_mln_kzt"]),
        their_least=money(theirs["lowest_spending_mln_kzt"]),
        their_most=money(theirs["peak_spending_mln_kzt"]),
    )
    if not limited(answer):
        return said
    lost = ours["lapsed_mln_kzt"]
    lapsed = (
        _("{money} of the envelopes lapse unused.", money=money(lost))
        if lost > 0
        else _("Nothing of the envelopes lapses.")
    )
    return f"{said} {lapsed}"


def indicator_words(answer: Answer) -> str:
    """Which indicators gain and lose most in the year in which the plans differ most."""
    table = answer.tables["indicators"].copy()
    final = table.groupby("indicator", sort=False)[["documented", "optimised"]].max().max(axis=1)
    table["gain"] = (table["optimised"] - table["documented"]) / table["indicator"].map(final)
    apart = table["gain"].abs().groupby(table["year"]).sum()
    year = int(apart.index.to_numpy()[int(apart.to_numpy().argmax())])
    at = table[table["year"] == year]
    ahead = at[at["gain"] > NOTHING].sort_values("gain", ascending=False, kind="stable")
    behind = at[at["gain"] < -NOTHING].sort_values("gain", kind="stable")
    known = {"all": len(at), "plan": baseline_label(answer), "year": year}
    said = []
    if len(ahead):
        said.append(
            _(
                "{n} of {all} indicators stand ahead of {plan} at the end of {year}, most of all "
                "{indicators}.",
                n=len(ahead),
                indicators=_named(ahead),
                **known,
            )
        )
    if len(behind):
        said.append(
            _(
                "{n} of {all} indicators stand behind {plan} at the end of {year}, most of all "
                "{indicators}.",
                n=len(behind),
                indicators=_named(behind),
                **known,
            )
        )
    return " ".join(said) or _("No indicator differs in any year.")


def _named(table: pd.DataFrame) -> str:
    """The first indicators with both plans' quantities; their names begin with a common noun."""
    return listed(
        [
            _(
                "{indicator} ({ours} against {theirs})",
                indicator=called[:1].lower() + called[1:],
                ours=grouped(r.optimised),
                theirs=grouped(r.documented),
            )
            for r in rows(table.head(_NAMED))
            for called in [told(r.indicator)]
        ]
    )


def emission_words(answer: Answer) -> str:
    table = answer.tables["emissions"]
    city = table[table["costed"].astype(bool)].iloc[0]
    others = table.loc[~table["costed"].astype(bool), "item"].astype(str)
    return _(
        "Aims for the city: “{soon}” by 2025 and “{late}” by 2030. No costed project states a part "
        "of them: the document ties them to items {items}, whose money stands in other "
        "programmes, so no schedule of these projects moves them here.",
        soon=told(str(city["kpi_2025"])).replace("->", "to"),
        late=told(str(city["kpi_2030"])).replace("->", "to"),
        items=listed(list(others)),
    )


def move_words(answer: Answer) -> str:
    """What a bn of the projects that come earlier buys against one of those that come later."""
    table = projects(answer)
    per_bn = table["weight"] / (table["cost"] / MLN_PER_BN)
    early = per_bn[table["shift"] < -SMALLEST_SHIFT]
    late = per_bn[table["shift"] > SMALLEST_SHIFT]
    if early.empty or late.empty:
        return _("Nothing changes turn against anything else.")
    return _(
        "Of the projects that come earlier the median reaches {early:.2g} of a target for a bn "
        "KZT, of those that come later {late:.2g}.",
        early=float(early.median()),
        late=float(late.median()),
    )


def price_words(answer: Answer) -> str:
    table = priced(answer)
    unit = goal_unit(answer)
    if table.empty:
        return _("No price was found in the time given (solve.time_s).")
    sure = table[table["price_low"] > NOTHING]
    free = int((table["price_high"] <= NOTHING).sum())
    said = [
        _(
            "{n} projects that move were held at their documented years, one at a time, and all "
            "else decided anew.",
            n=len(table),
        )
    ]
    if len(sure):
        named = listed(
            [
                _(
                    "{item} {name} (at least {price})",
                    item=r.item,
                    name=short_name(r.name),
                    price=amount(r.price_low),
                )
                for r in rows(sure.head(_NAMED))
            ]
        )
        said.append(
            _(
                "A loss is proven for {n}, largest for {projects} {unit}.",
                n=len(sure),
                projects=named,
                unit=unit,
            )
        )
    else:
        said.append(_("For none of them a loss is proven."))
    if free:
        said.append(_("{n} cost nothing.", n=free))
    open_ = len(table) - len(sure) - free
    if open_:
        said.append(
            _(
                "For {n} the price lies between nothing and the thin line: no more than {most} "
                "{unit}.",
                n=open_,
                most=amount(float(table["price_high"].max())),
                unit=unit,
            )
        )
    return " ".join(said)


def printed_words(answer: Answer) -> str:
    table = answer.tables["printed_sums"]
    total = table[(table["level"] == "total") & (table["bucket"] == "total")].iloc[0]
    return _(
        "The document prints {printed:number} mln KZT in all; its projects sum to "
        "{projects:number}. Every sum here is that of the projects.",
        printed=float(total["printed"]),
        projects=float(total["leaves"]),
    )


def proof_words(answer: Answer) -> str:
    said = []
    for c in answer.certificates:
        stage = told(c.stage)
        if c.gap is None:
            said.append(_("Of the stage “{stage}” nothing is proven.", stage=stage))
        elif c.gap < 5e-6:
            said.append(_("The stage “{stage}” is proven to be the best.", stage=stage))
        elif c.objective is not None and c.bound is not None:
            said.append(
                _(
                    "In the stage “{stage}” at most {amount} {unit} ({gap:percent2}) could still "
                    "be gained.",
                    stage=stage,
                    amount=amount(c.objective - c.bound),
                    unit=told(c.unit),
                    gap=c.gap,
                )
            )
    return " ".join(said)
