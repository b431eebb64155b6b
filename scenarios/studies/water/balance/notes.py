"""Sentences that belong under every balance."""

from __future__ import annotations

from inputs.territory import Territory
from scenarios.studies.water.balance.documents import DocumentedWater
from scenarios.studies.water.balance.results import Results
from scenarios.studies.water.balance.terms import BalanceTerms
from scenarios.studies.water.balance.transfers import Transfers


def write_notes(
    territory: Territory,
    documented: DocumentedWater,
    transfers: Transfers,
    terms: BalanceTerms,
    results: Results,
) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the balance."""
    dry, very_dry = (f"{100 * f:.0f} %" for f in terms.surface_factor[1:])
    return (
        "What is there is what the schemes plan to take: table 1 by source. No document says what "
        f"a river can give in a given year. A dry year has {dry} of the planned surface water, a "
        f"very dry one {very_dry}; groundwater, waste water and the sea do not change.",
        "What is wanted is what the annexes print by district, less what is lost on the way: "
        "households and industry lose as much as groundwater of the oblast does, the others the "
        "rest of the difference between abstraction and use in table 1.",
        "Households come first, then industry, then what is owed to neighbours and rivers, then "
        "fields and other uses. Within a use the districts of an oblast share a shortage in "
        "proportion, because the schemes print sources only for oblasts.",
    )
