"""Sentences that belong under every balance."""

from __future__ import annotations

import pandas as pd

from inputs.territory import Territory
from scenarios.language import Said, names_of, said
from scenarios.studies.water.balance.documents import HORIZONS
from scenarios.studies.water.balance.terms import BalanceTerms
from scenarios.studies.water.balance.transfers import Transfers

LEAST = 0.05  # mln m3, what is worth a word


def write_notes(
    territory: Territory,
    terms: BalanceTerms,
    tables: dict[str, pd.DataFrame],
    transfers: Transfers,
) -> tuple[Said, ...]:
    """Conventions and weaknesses a reader must know to judge the balance."""
    dry, very_dry = (100 * float(f) for f in terms.surface_factor[1:])
    notes = [
        said(
            "What is there is what the schemes plan to take (table 1, by source). No document "
            "says what a river gives in a given year: a dry year has {dry:.0f} % of the planned "
            "surface water, a very dry one {very_dry:.0f} %; groundwater, waste water and the "
            "sea do not change.",
            dry=dry,
            very_dry=very_dry,
        ),
        said(
            "What is wanted is what the annexes print by district, less what is lost on the way: "
            "households and industry lose as much as groundwater of their oblast does, the "
            "others the rest of the difference between abstraction and use in table 1."
        ),
        said(
            "Nothing counts twice: household demand is rows 1 and 3a, irrigation row 3 without "
            "3a. Mine water, transit, transfers to neighbours and sanitary releases (rows 11 to "
            "17) leave at the intake, before losses, and come after industry and before fields. "
            "Water that fills reservoirs off the stream (row 8) may be taken again downstream: "
            "the schemes count both."
        ),
        said(
            "Within a use the districts of an oblast share a shortage in proportion, because the "
            "schemes print sources only for oblasts."
        ),
        said(
            "Capacities of transfers and values of water are assumptions. Rivers may carry on "
            "what is not taken upstream; what runs to the sea or to Balkhash is in no table."
        ),
    ]
    notes += _too_dear(territory, tables["balance_uses"])
    idle = _idle(tables["balance_transfers"])
    if idle:
        notes.append(
            said(
                "In no year and climate do these carry water: {ways}. The balance weighs volumes "
                "of a year; what they are for, quality and safety of supply, it does not see.",
                ways=[said(name) for name in idle],
            )
        )
    if transfers.are("kind", "sea").any():
        notes.append(
            said(
                "Sea water serves only the industry that cools with it. What table 1 calls surface "
                "water beyond that can only be piped or desalinated and stands among the "
                "transfers."
            )
        )
    return tuple(notes)


def _too_dear(territory: Territory, uses: pd.DataFrame) -> list[Said]:
    """Who is short in a year as planned, and what a m3 would be worth there."""
    planned = uses[(uses["variant"] == "normal") & uses["year"].isin(HORIZONS)]
    short = planned[planned["shortage_mln_m3"] > 0]
    keys = ["oblast_id", "year"]
    found = short.groupby(keys, sort=False, as_index=False)["shortage_mln_m3"].sum()
    told = [
        said(
            "{oblast} {volume:.1f} mln m³ in {year}",
            oblast=names_of(lambda language, o=str(oblast): territory.name(o, language)),
            volume=float(volume),
            year=int(year),
        )
        for oblast, year, volume in zip(*(found[c] for c in found.columns), strict=True)
        if volume > LEAST
    ]
    if not told:
        return []
    return [
        said(
            "Short in a year as planned: {oblasts}. Either the annexes want more than table 1 has "
            "(the treatment of figures says where), or the water there costs more than the fields "
            "and greenery it would reach are worth.",
            oblasts=told,
        )
    ]


def _idle(ways: pd.DataFrame) -> list[str]:
    most = ways.groupby("name", sort=False)["flow_mln_m3"].max()
    return [str(name) for name in most.index[most < LEAST]]
