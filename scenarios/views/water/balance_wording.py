"""What the water balance says, in words that follow from its figures."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import grouped, listed, percent
from scenarios.views.water.balance import (
    SMALLEST,
    USES,
    by_oblast,
    climate,
    has_balance,
    said_use,
    said_variant,
    shown_years,
    transfers,
    variants,
    worth,
)

NOTHING = 0.5  # KZT a m3: what a whole number does not show
_NAMED = 3  # oblasts that a sentence can list


def balance_lead(answer: Answer) -> str:
    """Whether the water is there in the last year, the scenario's climate first."""
    if not has_balance(answer):
        return ""
    year, first = shown_years(answer)[-1], climate(answer)
    parts, uses, all_of = [], set(), 0.0
    for variant in sorted(variants(answer), key=lambda v: v != first):
        table = _in(answer, variant, year)
        short, demand = float(table["shortage"].sum()), float(table["demand"].sum())
        by_use = table.groupby("use")["shortage"].sum()
        uses |= {str(use) for use in by_use[by_use >= SMALLEST].index}
        all_of = all_of or demand
        much = f"{amount(short)} ({percent(short / demand, 1)})" if short >= SMALLEST else "nothing"
        parts.append(f"{much} in a {said_variant(variant)}")
    if not uses:
        return f"The water is there: in {year} nobody is short, whatever the climate."
    households = "also households" if "household" in uses else "households never"
    who = listed([said_use(use) for use in USES if use in uses])
    return (
        f"Is the water there? Of {grouped(all_of)} mln m³ wanted in {year} are short: "
        f"{listed(parts)}. Short are {who}; {households}."
    )


def short_sentence(answer: Answer, variant: str, year: int) -> str:
    """Who is short of how much in a variant and year."""
    table = _in(answer, variant, year)
    short, demand = float(table["shortage"].sum()), float(table["demand"].sum())
    when = f"{said_variant(variant)}, {year}".capitalize()
    if short < SMALLEST:
        return f"{when}: nobody is short of the {grouped(demand)} mln m³ that is wanted."
    by_use = table.groupby("use")["shortage"].sum()
    by_use = by_use[by_use >= SMALLEST].sort_values(ascending=False)
    uses = listed([f"{said_use(str(u))} {amount(v)}" for u, v in by_use.items()])
    places = table.groupby("oblast")["shortage"].sum()
    places = places[places >= SMALLEST].sort_values(ascending=False)
    named = [f"{o} ({amount(v)})" for o, v in places.head(_NAMED).items()]
    more = len(places) - len(named)
    where = listed([*named, f"{more} more"] if more else named)
    households = float(table.loc[table["use"] == "household", "shortage"].sum())
    spared = "" if households >= SMALLEST else " Households are short of nothing."
    return (
        f"{when}: {amount(short)} of {grouped(demand)} mln m³ ({percent(short / demand, 1)}) are "
        f"short: {uses}; in {where}.{spared}"
    )


def climate_sentence(answer: Answer) -> str:
    """How the shortage grows from one variant to the next."""
    year = shown_years(answer)[-1]
    parts = []
    for variant in variants(answer):
        table = _in(answer, variant, year)
        households = float(table.loc[table["use"] == "household", "shortage"].sum())
        short = float(table["shortage"].sum())
        much = f"{amount(short)} mln m³" if short >= SMALLEST else "nothing"
        said = f"{much} in a {said_variant(variant)}"
        if households >= SMALLEST:
            said += f" (households {amount(households)})"
        parts.append(said)
    return f"Short in {year}: {listed(parts)}."


def spared_sentence(answer: Answer) -> str:
    """Oblasts that are short in no year and no variant."""
    table = by_oblast(answer).groupby("oblast")["shortage"].max()
    spared = sorted(str(o) for o in table[table < SMALLEST].index)
    if not spared:
        return ""
    return f"Never short, and so not drawn: {listed(spared)}."


def worth_sentence(answer: Answer) -> str:
    """Which transfers and plants run and pay in the scenario's climate, and which do not."""
    table = transfers(answer)
    year = shown_years(answer)[-1]
    table = table[(table["variant"] == climate(answer)) & (table["year"] == year)]
    if table.empty:
        return "The balance knows no transfer and no desalination plant."
    running = table[table["flow_mln_m3"] >= SMALLEST].sort_values("flow_mln_m3", ascending=False)
    names = [
        f"{row.name} ({amount(row.flow_mln_m3)} of {amount(row.capacity_mln_m3)} mln m³)"
        for row in frames.rows(running)
    ]
    said = (
        f"In a {said_variant(climate(answer))} of {year} {len(running)} of {len(table)} transfers "
        "and plants carry water"
    )
    said += f": {listed(names)}" if names else ""
    larger = table[table["value_kzt_m3"] > 0].sort_values("value_kzt_m3", ascending=False)
    if larger.empty:
        return f"{said}. None would be worth enlarging."
    said_worth = listed(
        [f"{row.name} (by {money(row.value_kzt_m3)} a m³)" for row in frames.rows(larger)]
    )
    return f"{said}. Worth enlarging: {said_worth}."


def value_sentence(answer: Answer) -> str:
    """Where a cubic metre more is worth most, and where least, in the scenario's climate."""
    table = worth(answer)
    table = table[table["variant"] == climate(answer)].sort_values("value", ascending=False)
    if table.empty or not table["value"].iloc[0] > 0:
        return ""
    named = [f"{row.oblast} {money(row.value)}" for row in frames.rows(table.head(_NAMED))]
    nothing = int((table["value"] < NOTHING).sum())
    rest = f", and nothing in {nothing} of {len(table)} oblasts and cities" if nothing else ""
    return (
        f"In a {said_variant(climate(answer))} of {shown_years(answer)[-1]} a cubic metre more is "
        f"worth most in {listed(named)}{rest}. These values follow from the assumptions on "
        "what a cubic metre that is missing costs each use."
    )


def money(kzt: float) -> str:
    return f"{grouped(kzt, 0 if kzt >= 10 else 1)} KZT"


def served_sentence(answer: Answer) -> str:
    """Uses that are short in no variant and neither year."""
    table = by_oblast(answer).groupby("use")["shortage"].max()
    served = [said_use(u) for u in USES if u in table.index and table[u] < SMALLEST]
    if not served:
        return ""
    said = listed(served)
    return f"{said[:1].upper()}{said[1:]} are short in no variant and neither year."


def _in(answer: Answer, variant: str, year: int) -> pd.DataFrame:
    table = by_oblast(answer)
    return table[(table["variant"] == variant) & (table["year"] == year)]


def amount(value: float) -> str:
    """A volume in mln m3, with a digit where it is small."""
    return grouped(value, 0 if abs(value) >= 10 else 1)
