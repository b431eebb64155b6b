"""One sentence above each table of the siting report, written from its numbers."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, marked, n_
from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN, grouped, in_words, listed, percent
from scenarios.views.siting.headline import agreement, periods

_NO_GAP = 5e-6  # what three digits of a percentage do not show
_NAMED = 3  # sites that a sentence can list
STAGES = (  # as the certificates call them
    marked("sites, places at their least price"),
    marked("buildings of the menu"),
)


def money(mln: float) -> str:
    """A price in bn KZT with the digits that small prices need: 131.7, 2.8, 0.34, 0.011."""
    value = mln / MLN_PER_BN
    digits = 1 if value >= 1 else 2 if value >= 0.1 else 3
    return _("{amount} bn KZT", amount=grouped(value, digits))


def agreement_words(answer: Answer) -> str:
    """Precision, recall and Jaccard in words."""
    found = agreement(answer)
    return _(
        "{precision} of the chosen sites are service centres (precision) and {recall} of the "
        "service centres are chosen (recall); {jaccard} of all names on either list stand on both "
        "(Jaccard).",
        precision=percent(found["precision"]),
        recall=percent(found["recall"]),
        jaccard=percent(found["jaccard"]),
    )


def price_words(answer: Answer) -> list[str]:
    """What the left-out centres would cost, and which chosen sites matter most and least."""
    table = answer.tables["prices"]
    said = []
    left = _by_price(table, "open")
    if len(left) > 1:
        low, high = left.iloc[0], left.iloc[-1]
        said.append(
            n_(
                "Opening one of the {n} centre that the plan leaves out costs between {low} "
                "({cheap}) and {high} ({dear}).",
                "Opening one of the {n} centres that the plan leaves out costs between {low} "
                "({cheap}) and {high} ({dear}).",
                len(left),
                low=money(low["high"]),
                cheap=low["name"],
                high=money(high["high"]),
                dear=high["name"],
            )
        )
    given = _by_price(table, "close")
    if len(given) > 2 * _NAMED:
        said.append(
            n_(
                "Of the {n} chosen site the easiest to give up are {cheap}; the plan depends most "
                "on {dear}.",
                "Of the {n} chosen sites the easiest to give up are {cheap}; the plan depends most "
                "on {dear}.",
                len(given),
                cheap=_named(given.head(_NAMED)),
                dear=_named(given.tail(_NAMED)[::-1]),
            )
        )
    return said


def proof_words(answer: Answer) -> str:
    """How far from the best the prices are, in words."""
    table = answer.tables["prices"]
    loose = table[~table["proven"].astype(bool)]
    if loose.empty:
        return _("Every price is proven: the lower end and the plan found agree.")
    return n_(
        "{proven} of {n} price are proven; for the others, such as {names}, the true price lies "
        "between the two columns.",
        "{proven} of {n} prices are proven; for the others, such as {names}, the true price lies "
        "between the two columns.",
        len(table),
        proven=len(table) - len(loose),
        names=list(loose["name"].head(_NAMED)),
    )


def priced_words(answer: Answer) -> str:
    """Whether every documented and every chosen site has a price, and why not."""
    table = answer.tables["settlements"]
    wanted = int((table["documented"] | table["opened"].notna()).sum())
    done = len(answer.tables["prices"])
    if done >= wanted:
        return n_(
            "All {n} documented and chosen site are priced.",
            "All {n} documented and chosen sites are priced.",
            wanted,
        )
    return n_(
        "{done} of {n} documented and chosen site are priced; for the others the time "
        "(solve.time_s) did not suffice or the limits of the question forbid the wish.",
        "{done} of {n} documented and chosen sites are priced; for the others the time "
        "(solve.time_s) did not suffice or the limits of the question forbid the wish.",
        wanted,
        done=done,
    )


def alternative_words(answer: Answer) -> str:
    """What the alternatives cost and how many sites all plans share."""
    table, sites = answer.tables["alternatives"], answer.tables["alternative_sites"]
    shared = int((sites["plans"] == sites["of"]).sum())
    first, last = table.iloc[0], table.iloc[-1]
    least = {"least": money(first["extra"]), "least_share": percent(first["share"], 2)}
    cost = (
        _(
            "They cost {least} ({least_share}) to {most} ({most_share}) more than the plan.",
            most=money(last["extra"]),
            most_share=percent(last["share"], 2),
            **least,
        )
        if len(table) > 1
        else _("They cost {least} ({least_share}) more than the plan.", **least)
    )
    common = n_(
        "{n} site stands in every one of the plans.",
        "{n} sites stand in every one of the plans.",
        shared,
    )
    return f"{cost} {common}"


def nested_words(answer: Answer) -> str:
    """What nesting costs at the step where it costs most."""
    table = answer.tables["nested"]
    worst = table.sort_values("cost_of_nesting").iloc[-1]
    if float(worst["cost_of_nesting"]) < 1.0:
        return _(
            "Keeping earlier sites costs nothing here: every step may begin with the one before."
        )
    amounts = {"money": money(worst["cost_of_nesting"]), "share": percent(worst["share"], 2)}
    if worst["by"] == "sites":
        return n_(
            "It costs most at {n} site: {money}, {share} of the cost of that step.",
            "It costs most at {n} sites: {money}, {share} of the cost of that step.",
            round(worst["level"]),
            **amounts,
        )
    return _(
        "It costs most at {part} of the money: {money}, {share} of the cost of that step.",
        part=percent(worst["level"]),
        **amounts,
    )


def way_words(answer: Answer) -> str:
    """How many pupils travel in the last period, how far, and how much of it is schematic."""
    last = periods(answer)[-1]
    table = answer.tables["service"]
    table = table[table["year"] == last]
    if table.empty:
        return _("In {year} nobody goes to school in another settlement.", year=last)
    total = float(table["pupils"].sum())
    near = float(table.loc[table["km"] <= table["km"].max() / 2, "pupils"].sum())
    drawn = float(table.loc[table["schematic"].astype(bool), "pupils"].sum())
    return _(
        "In {year} {pupils} pupils go to school in another settlement, {share} of them up to "
        "{near} km and none further than {far} km. For {drawn} of them an end of the way is "
        "schematic.",
        year=last,
        pupils=in_words(total),
        share=percent(near / total),
        near=grouped(table["km"].max() / 2, 1),
        far=grouped(table["km"].max(), 1),
        drawn=percent(drawn / total, 1),
    )


def gap_words(answer: Answer) -> str:
    """The two gaps of the certificates in plain words."""
    sites, whole = answer.certificates[0], answer.certificates[-1]
    said = []
    if sites.gap is not None:
        said.append(
            _(
                "The choice of sites, with places at the least price that a settlement's menu "
                "offers, is proven to be the best."
            )
            if sites.gap < _NO_GAP
            else _(
                "The choice of sites, with places at the least price that a settlement's menu "
                "offers, costs at most {share} more than the best.",
                share=percent(sites.gap, 3),
            )
        )
    if whole.gap is not None and whole.bound is not None and whole.objective is not None:
        said.append(
            _(
                "Whole buildings for these sites cost {cost} with buses and pupils left out. No "
                "plan of whole buildings, with these or any other sites, can cost less than "
                "{bound}: at most {share} could still be saved.",
                cost=money(whole.objective),
                bound=money(whole.bound),
                share=percent(whole.gap, 2),
            )
        )
    return " ".join(said)


def _by_price(table: pd.DataFrame, wish: str) -> pd.DataFrame:
    part = table[table["wish"] == wish]
    return part.sort_values("high", ignore_index=True)


def _named(part: pd.DataFrame) -> str:
    return listed(
        [f"{name} ({money(high)})" for name, high in zip(part["name"], part["high"], strict=True)]
    )
