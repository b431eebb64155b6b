"""One sentence for each section of the roadmap report, written from its numbers."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views.frames import rows
from scenarios.views.numbers import grouped, listed, percent
from scenarios.views.roadmap.charts import priced
from scenarios.views.roadmap.headline import SMALLEST_SHIFT
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
_NOTHING = 1e-9


def sequence_words(answer: Answer) -> str:
    """How many projects move, and which way."""
    table = projects(answer)
    earlier = int((table["shift"] < -SMALLEST_SHIFT).sum())
    later = int((table["shift"] > SMALLEST_SHIFT).sum())
    out = int(((table["done_optimised"] <= 0) & (table["done_documented"] > 0)).sum())
    part = int(((table["done_optimised"] > 0) & (table["done_optimised"] < 1 - _NOTHING)).sum())
    said = (
        f"Of {len(table)} projects {earlier} come earlier than in {baseline_label(answer)}, "
        f"{later} later and {len(table) - earlier - later} keep their turn within a quarter of a "
        "year of mean spending."
    )
    if out or part:
        said += f" {out} are left out whole and {part} are done in part."
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
    """Which indicators gain most by the roadmap's year of account, each in its own unit."""
    table = answer.tables["indicators"]
    at = table[table["year"] == min(2025, int(table["year"].max()))].copy()
    final = table.groupby("indicator", sort=False)["documented"].max()
    at["gain"] = (at["optimised"] - at["documented"]) / at["indicator"].map(final)
    ahead = at[at["gain"] > _NOTHING].sort_values("gain", ascending=False, kind="stable")
    behind = at[at["gain"] < -_NOTHING].sort_values("gain", kind="stable")
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
                f"the end of 2025, most of all {named}."
            )
    return " ".join(said) or "At the end of 2025 no indicator differs."


def price_words(answer: Answer) -> str:
    table = priced(answer)
    unit = goal_unit(answer)
    if table.empty:
        return "No price was found in the time given (solve.time_s)."
    sure = table[table["price_low"] > _NOTHING]
    free = int((table["price_high"] <= _NOTHING).sum())
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
