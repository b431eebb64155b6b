"""One sentence for each section of the roadmap report, written from its numbers."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views.frames import rows
from scenarios.views.numbers import MLN_PER_BN, grouped, listed, percent
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
    said = (
        f"Of {len(table)} projects {earlier} come earlier than in {baseline_label(answer)}, "
        f"{later} later and {len(table) - earlier - later} keep their turn within a quarter of a "
        "year of mean spending."
    )
    if part:
        said += f" {part} of them {'is' if part == 1 else 'are'} done in part only."
    if out:
        said += f" {out} of them {'is' if out == 1 else 'are'} left out whole."
    return said


def reached_words(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    last = answer.scenario.roadmap.last_year
    total = float(answer.tables["projects"]["weight"].sum())
    return (
        f"By the end of 2025 {amount(ours['targets_reached_2025'])} of {total:g} targets are "
        f"reached, in {baseline_label(answer)} {amount(theirs['targets_reached_2025'])}; by "
        f"{last} {amount(total - ours['targets_missed'])} and "
        f"{amount(total - theirs['targets_missed'])}."
    )


def money_words(answer: Answer) -> str:
    ours, theirs = kpis(answer)
    dearest = f"{ours['peak_spending_year']:.0f}"
    said = (
        f"The plan spends {money(ours['spending_mln_kzt'])} in all, at most "
        f"{money(ours['peak_spending_mln_kzt'])} in a year ({dearest}) and at "
        f"least {money(ours['lowest_spending_mln_kzt'])}; {baseline_label(answer)} "
        f"{money(theirs['spending_mln_kzt'])}, between {money(theirs['lowest_spending_mln_kzt'])} "
        f"and {money(theirs['peak_spending_mln_kzt'])}."
    )
    if limited(answer):
        lost = ours["lapsed_mln_kzt"]
        said += (
            f" {money(lost)} of the envelopes lapse unused."
            if lost > 0
            else " Nothing of the envelopes lapses."
        )
    return said


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
    said = []
    for word, part in (("ahead of", ahead), ("behind", behind)):
        if len(part):
            named = listed(
                [
                    f"{r.indicator[:1].lower()}{r.indicator[1:]} ({grouped(r.optimised)} "
                    f"against {grouped(r.documented)})"
                    for r in rows(part.head(_NAMED))
                ]
            )
            said.append(
                f"{len(part)} of {len(at)} indicators stand {word} {baseline_label(answer)} at "
                f"the end of {year}, most of all {named}."
            )
    return " ".join(said) or "No indicator differs in any year."


def emission_words(answer: Answer) -> str:
    table = answer.tables["emissions"]
    city = table[table["costed"].astype(bool)].iloc[0]
    aims = [str(city[f"kpi_{year}"]).replace("->", "to") for year in (2025, 2030)]
    others = table.loc[~table["costed"].astype(bool), "item"].astype(str)
    return (
        f"Aims for the city: “{aims[0]}” by 2025 and “{aims[1]}” by 2030. No costed project "
        f"states a part of them: the document ties them to items {listed(list(others))}, "
        "whose money stands in other programmes, so no schedule of these projects moves them here."
    )


def move_words(answer: Answer) -> str:
    """What a bn of the projects that come earlier buys against one of those that come later."""
    table = projects(answer)
    per_bn = table["weight"] / (table["cost"] / MLN_PER_BN)
    early = per_bn[table["shift"] < -SMALLEST_SHIFT]
    late = per_bn[table["shift"] > SMALLEST_SHIFT]
    if early.empty or late.empty:
        return "Nothing changes turn against anything else."
    return (
        f"Of the projects that come earlier the median reaches {early.median():.2g} of a target "
        f"for a bn KZT, of those that come later {late.median():.2g}."
    )


def price_words(answer: Answer) -> str:
    table = priced(answer)
    unit = goal_unit(answer)
    if table.empty:
        return "No price was found in the time given (solve.time_s)."
    sure = table[table["price_low"] > NOTHING]
    free = int((table["price_high"] <= NOTHING).sum())
    said = [
        f"{len(table)} projects that move were held at their documented years, one at a time, "
        "and all else decided anew."
    ]
    if len(sure):
        named = listed(
            [
                f"{r.item} {short_name(r.name)} (at least {amount(r.price_low)})"
                for r in rows(sure.head(_NAMED))
            ]
        )
        said.append(f"A loss is proven for {len(sure)}, largest for {named} {unit}.")
    else:
        said.append("For none of them a loss is proven.")
    if free:
        said.append(f"{free} cost nothing.")
    open_ = len(table) - len(sure) - free
    if open_:
        said.append(
            f"For {open_} the price lies between nothing and the thin line: no more than "
            f"{amount(float(table['price_high'].max()))} {unit}."
        )
    return " ".join(said)


def printed_words(answer: Answer) -> str:
    table = answer.tables["printed_sums"]
    total = table[(table["level"] == "total") & (table["bucket"] == "total")].iloc[0]
    return (
        f"The document prints {grouped(total['printed'])} mln KZT in all; its projects sum to "
        f"{grouped(total['leaves'])}. Every sum here is that of the projects."
    )


def proof_words(answer: Answer) -> str:
    said = []
    for c in answer.certificates:
        if c.gap is None:
            said.append(f"Of the stage “{c.stage}” nothing is proven.")
        elif c.gap < 5e-6:
            said.append(f"The stage “{c.stage}” is proven to be the best.")
        elif c.objective is not None and c.bound is not None:
            said.append(
                f"In the stage “{c.stage}” at most {amount(c.objective - c.bound)} {c.unit} "
                f"({percent(c.gap, 2)}) could still be gained."
            )
    return " ".join(said)
