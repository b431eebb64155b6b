"""What the water balance says, in words that follow from its figures."""

from __future__ import annotations

import pandas as pd

from scenarios.language import _, told
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
    variant_title,
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
        parts.append(_much_in(short, demand, variant))
    if not uses:
        return _("The water is there: in {year} nobody is short, whatever the climate.", year=year)
    said = {
        "demand": grouped(all_of),
        "year": year,
        "amounts": listed(parts),
        "uses": listed([said_use(use) for use in USES if use in uses]),
    }
    if "household" in uses:
        return _(
            "Is the water there? Of {demand} mln m³ wanted in {year} are short: {amounts}. Short "
            "are {uses}; also households.",
            **said,
        )
    return _(
        "Is the water there? Of {demand} mln m³ wanted in {year} are short: {amounts}. Short are "
        "{uses}; households never.",
        **said,
    )


def _much_in(short: float, demand: float, variant: str) -> str:
    if short < SMALLEST:
        return _("nothing in a {climate}", climate=said_variant(variant))
    return _(
        "{amount} ({share}) in a {climate}",
        amount=amount(short),
        share=percent(short / demand, 1),
        climate=said_variant(variant),
    )


def short_sentence(answer: Answer, variant: str, year: int) -> str:
    """Who is short of how much in a variant and year."""
    table = _in(answer, variant, year)
    short, demand = float(table["shortage"].sum()), float(table["demand"].sum())
    known = {"climate": variant_title(variant), "year": year, "demand": grouped(demand)}
    if short < SMALLEST:
        return _(
            "{climate}, {year}: nobody is short of the {demand} mln m³ that is wanted.", **known
        )
    by_use = table.groupby("use")["shortage"].sum()
    by_use = by_use[by_use >= SMALLEST].sort_values(ascending=False)
    uses = [_("{use} {amount}", use=said_use(str(u)), amount=amount(v)) for u, v in by_use.items()]
    places = table.groupby("oblast")["shortage"].sum()
    places = places[places >= SMALLEST].sort_values(ascending=False)
    named = [
        _("{oblast} ({amount})", oblast=o, amount=amount(v)) for o, v in places.head(_NAMED).items()
    ]
    more = len(places) - len(named)
    if more:
        named.append(_("{n} more", n=more))
    said = _(
        "{climate}, {year}: {amount} of {demand} mln m³ ({share}) are short: {uses}; in {where}.",
        amount=amount(short),
        share=percent(short / demand, 1),
        uses=listed(uses),
        where=listed(named),
        **known,
    )
    households = float(table.loc[table["use"] == "household", "shortage"].sum())
    if households >= SMALLEST:
        return said
    spared = _("Households are short of nothing.")
    return f"{said} {spared}"


def climate_sentence(answer: Answer) -> str:
    """How the shortage grows from one variant to the next."""
    year = shown_years(answer)[-1]
    parts = []
    for variant in variants(answer):
        table = _in(answer, variant, year)
        households = float(table.loc[table["use"] == "household", "shortage"].sum())
        short = float(table["shortage"].sum())
        said = {"amount": amount(short), "climate": said_variant(variant)}
        if short < SMALLEST:
            parts.append(_("nothing in a {climate}", climate=said_variant(variant)))
        elif households < SMALLEST:
            parts.append(_("{amount} mln m³ in a {climate}", **said))
        else:
            parts.append(
                _(
                    "{amount} mln m³ in a {climate} (households {households})",
                    households=amount(households),
                    **said,
                )
            )
    return _("Short in {year}: {amounts}.", year=year, amounts=listed(parts))


def spared_sentence(answer: Answer) -> str:
    """Oblasts that are short in no year and no variant."""
    table = by_oblast(answer).groupby("oblast")["shortage"].max()
    spared = sorted(str(o) for o in table[table < SMALLEST].index)
    if not spared:
        return ""
    return _("Never short, and so not drawn: {oblasts}.", oblasts=listed(spared))


def worth_sentence(answer: Answer) -> str:
    """Which transfers and plants run and pay in the scenario's climate, and which do not."""
    table = transfers(answer)
    year = shown_years(answer)[-1]
    table = table[(table["variant"] == climate(answer)) & (table["year"] == year)]
    if table.empty:
        return _("The balance knows no transfer and no desalination plant.")
    running = table[table["flow_mln_m3"] >= SMALLEST].sort_values("flow_mln_m3", ascending=False)
    names = [
        _(
            "{way} ({flow} of {capacity} mln m³)",
            way=told(row.name),
            flow=amount(row.flow_mln_m3),
            capacity=amount(row.capacity_mln_m3),
        )
        for row in frames.rows(running)
    ]
    known = {
        "climate": said_variant(climate(answer)),
        "year": year,
        "n": len(running),
        "all": len(table),
    }
    said = (
        _(
            "In a {climate} of {year} {n} of {all} transfers and plants carry water: {ways}.",
            ways=listed(names),
            **known,
        )
        if names
        else _("In a {climate} of {year} {n} of {all} transfers and plants carry water.", **known)
    )
    larger = table[table["value_kzt_m3"] > 0].sort_values("value_kzt_m3", ascending=False)
    if larger.empty:
        none = _("None would be worth enlarging.")
        return f"{said} {none}"
    ways = [
        _("{way} (by {money} a m³)", way=told(row.name), money=money(row.value_kzt_m3))
        for row in frames.rows(larger)
    ]
    enlarge = _("Worth enlarging: {ways}.", ways=listed(ways))
    return f"{said} {enlarge}"


def value_sentence(answer: Answer) -> str:
    """Where a cubic metre more is worth most, and where least, in the scenario's climate."""
    table = worth(answer)
    table = table[table["variant"] == climate(answer)].sort_values("value", ascending=False)
    if table.empty or not table["value"].iloc[0] > 0:
        return ""
    named = [
        _("{oblast} {money}", oblast=row.oblast, money=money(row.value))
        for row in frames.rows(table.head(_NAMED))
    ]
    nothing = int((table["value"] < NOTHING).sum())
    known = {
        "climate": said_variant(climate(answer)),
        "year": shown_years(answer)[-1],
        "where": listed(named),
    }
    if nothing:
        return _(
            "In a {climate} of {year} a cubic metre more is worth most in {where}, and nothing in "
            "{n} of {all} oblasts and cities. These values follow from the assumptions on what a "
            "cubic metre that is missing costs each use.",
            n=nothing,
            all=len(table),
            **known,
        )
    return _(
        "In a {climate} of {year} a cubic metre more is worth most in {where}. These values follow "
        "from the assumptions on what a cubic metre that is missing costs each use.",
        **known,
    )


def money(kzt: float) -> str:
    return _("{amount} KZT", amount=grouped(kzt, 0 if kzt >= 10 else 1))


def served_sentence(answer: Answer) -> str:
    """Uses that are short in no variant and neither year."""
    table = by_oblast(answer).groupby("use")["shortage"].max()
    served = [said_use(u) for u in USES if u in table.index and table[u] < SMALLEST]
    if not served:
        return ""
    said = listed(served)
    return _("{uses} are short in no variant and neither year.", uses=said[:1].upper() + said[1:])


def _in(answer: Answer, variant: str, year: int) -> pd.DataFrame:
    table = by_oblast(answer)
    return table[(table["variant"] == variant) & (table["year"] == year)]


def amount(value: float) -> str:
    """A volume in mln m3, with a digit where it is small."""
    return grouped(value, 0 if abs(value) >= 10 else 1)
