"""What the water balance says, in words that follow from its figures."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import grouped, listed, percent
from scenarios.views.water.balance import (
    SMALLEST,
    by_oblast,
    climate,
    has_balance,
    said_use,
    said_variant,
    shown_years,
    transfers,
    variants,
)

_NAMED = 3  # oblasts that a sentence can list


def balance_lead(answer: Answer) -> str:
    """Whether the water is there in the last year of the scenario's climate."""
    if not has_balance(answer):
        return ""
    year, variant = shown_years(answer)[-1], climate(answer)
    return f"Is the water there? {short_sentence(answer, variant, year)}"


def short_sentence(answer: Answer, variant: str, year: int) -> str:
    """Who is short of how much in a variant and year."""
    table = _in(answer, variant, year)
    short, demand = float(table["shortage"].sum()), float(table["demand"].sum())
    when = f"In a {said_variant(variant)} of {year}"
    if short < SMALLEST:
        return f"{when} nobody is short of the {grouped(demand)} mln m³ that the schemes forecast."
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
        f"{when} {amount(short)} of {grouped(demand)} mln m³ ({percent(short / demand, 1)}) are "
        f"short: {uses}; in {where}.{spared}"
    )


def climate_sentence(answer: Answer) -> str:
    """How the shortage grows from one variant to the next."""
    year = shown_years(answer)[-1]
    parts = []
    for variant in variants(answer):
        table = _in(answer, variant, year)
        households = float(table.loc[table["use"] == "household", "shortage"].sum())
        said = f"{amount(float(table['shortage'].sum()))} mln m³ in a {said_variant(variant)}"
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
    running = table[table["flow"] >= SMALLEST]
    paying = table[table["pays"].astype(bool)]
    names = [
        f"{row.name} (worth {grouped(row.value_kzt_m3)} KZT more a m³)"
        for row in frames.rows(
            paying.sort_values("value_kzt_m3", ascending=False).head(_NAMED)[
                ["name", "value_kzt_m3"]
            ]
        )
    ]
    said = (
        f"In a {said_variant(climate(answer))} of {year} {len(running)} of {len(table)} transfers "
        "and plants carry water"
    )
    if not names:
        return f"{said}; making any of them larger is worth nothing."
    return f"{said}. Enlarging pays for {len(paying)} of them, most for {listed(names)}."


def _in(answer: Answer, variant: str, year: int) -> pd.DataFrame:
    table = by_oblast(answer)
    return table[(table["variant"] == variant) & (table["year"] == year)]


def amount(value: float) -> str:
    """A volume in mln m3, with a digit where it is small."""
    return grouped(value, 0 if abs(value) >= 10 else 1)
