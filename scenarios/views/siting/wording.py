"""One sentence above each table of the siting report, written from its numbers."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN, grouped, in_words, listed, percent
from scenarios.views.siting.headline import agreement, periods

_NO_GAP = 5e-6  # what three digits of a percentage do not show
_NAMED = 3  # sites that a sentence can list


def money(mln: float) -> str:
    """A price in bn KZT with the digits that small prices need: 131.7, 2.8, 0.34, 0.011."""
    value = mln / MLN_PER_BN
    digits = 1 if value >= 1 else 2 if value >= 0.1 else 3
    return f"{grouped(value, digits)} bn KZT"


def agreement_words(answer: Answer) -> str:
    """Precision, recall and Jaccard in words."""
    said = agreement(answer)
    return (
        f"{percent(said['precision'])} of the chosen sites are service centres (precision) and "
        f"{percent(said['recall'])} of the service centres are chosen (recall); "
        f"{percent(said['jaccard'])} of all names on either list stand on both (Jaccard)."
    )


def price_words(answer: Answer) -> list[str]:
    """What the left-out centres would cost, and which chosen sites matter most and least."""
    table = answer.tables["prices"]
    said = []
    left = _by_price(table, "open")
    if len(left) > 1:
        low, high = left.iloc[0], left.iloc[-1]
        said.append(
            f"Opening one of the {len(left)} centres that the plan leaves out costs between "
            f"{money(low['high'])} ({low['name']}) and {money(high['high'])} ({high['name']})."
        )
    given = _by_price(table, "close")
    if len(given) > 2 * _NAMED:
        cheap = _named(given.head(_NAMED))
        dear = _named(given.tail(_NAMED)[::-1])
        said.append(
            f"Of the {len(given)} chosen sites the easiest to give up are {cheap}; "
            f"the plan depends most on {dear}."
        )
    return said


def proof_words(answer: Answer) -> str:
    """How far from the best the prices are, in words."""
    table = answer.tables["prices"]
    loose = table[~table["proven"].astype(bool)]
    if loose.empty:
        return "Every price is proven: the lower end and the plan found agree."
    names = listed(list(loose["name"].head(_NAMED)))
    return (
        f"{len(table) - len(loose)} of {len(table)} prices are proven; for the others, such as "
        f"{names}, the true price lies between the two columns."
    )


def priced_words(answer: Answer) -> str:
    """Whether every documented and every chosen site has a price, and why not."""
    table = answer.tables["settlements"]
    wanted = int((table["documented"] | table["opened"].notna()).sum())
    done = len(answer.tables["prices"])
    if done >= wanted:
        return f"All {wanted} documented and chosen sites are priced."
    return (
        f"{done} of {wanted} documented and chosen sites are priced; for the others the time "
        "(solve.time_s) did not suffice or the limits of the question forbid the wish."
    )


def alternative_words(answer: Answer) -> str:
    """What the alternatives cost and how many sites all plans share."""
    table, sites = answer.tables["alternatives"], answer.tables["alternative_sites"]
    shared = int((sites["plans"] == sites["of"]).sum())
    first, last = table.iloc[0], table.iloc[-1]
    cost = f"{money(first['extra'])} ({percent(first['share'], 2)})"
    if len(table) > 1:
        cost += f" to {money(last['extra'])} ({percent(last['share'], 2)})"
    return f"They cost {cost} more than the plan. {shared} sites stand in every one of the plans."


def nested_words(answer: Answer) -> str:
    """What nesting costs at the step where it costs most."""
    table = answer.tables["nested"]
    worst = table.sort_values("cost_of_nesting").iloc[-1]
    if float(worst["cost_of_nesting"]) < 1.0:
        return "Keeping earlier sites costs nothing here: every step may begin with the one before."
    step = (
        f"{grouped(worst['level'])} sites"
        if worst["by"] == "sites"
        else f"{percent(worst['level'])} of the money"
    )
    return (
        f"It costs most at {step}: {money(worst['cost_of_nesting'])}, "
        f"{percent(worst['share'], 2)} of the cost of that step."
    )


def way_words(answer: Answer) -> str:
    """How many pupils travel in the last period, how far, and how much of it is schematic."""
    last = periods(answer)[-1]
    table = answer.tables["service"]
    table = table[table["year"] == last]
    if table.empty:
        return f"In {last} nobody goes to school in another settlement."
    total = float(table["pupils"].sum())
    near = float(table.loc[table["km"] <= table["km"].max() / 2, "pupils"].sum())
    drawn = float(table.loc[table["schematic"].astype(bool), "pupils"].sum())
    return (
        f"In {last} {in_words(total)} pupils go to school in another settlement, "
        f"{percent(near / total)} of them up to {grouped(table['km'].max() / 2, 1)} km and none "
        f"further than {grouped(table['km'].max(), 1)} km. For {percent(drawn / total, 1)} of them "
        "an end of the way is schematic."
    )


def gap_words(answer: Answer) -> str:
    """The two gaps of the certificates in plain words."""
    sites, whole = answer.certificates[0], answer.certificates[-1]
    said = []
    if sites.gap is not None:
        how = (
            "is proven to be the best."
            if sites.gap < _NO_GAP
            else f"costs at most {percent(sites.gap, 3)} more than the best."
        )
        said.append(
            "The choice of sites, with places at the least price that a settlement's menu offers, "
            + how
        )
    if whole.gap is not None and whole.bound is not None and whole.objective is not None:
        said.append(
            f"Whole buildings for these sites cost {money(whole.objective)} with buses and pupils "
            f"left out. No plan of whole buildings, with these or any other sites, can cost less "
            f"than {money(whole.bound)}: at most {percent(whole.gap, 2)} could still be saved."
        )
    return " ".join(said)


def _by_price(table: pd.DataFrame, wish: str) -> pd.DataFrame:
    part = table[table["wish"] == wish]
    return part.sort_values("high", ignore_index=True)


def _named(part: pd.DataFrame) -> str:
    return listed(
        [f"{name} ({money(high)})" for name, high in zip(part["name"], part["high"], strict=True)]
    )
