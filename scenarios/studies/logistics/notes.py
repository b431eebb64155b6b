"""Sentences that belong under every answer of the logistics study."""

from __future__ import annotations

import numpy as np

from scenarios.studies.logistics.documented import Spread
from scenarios.studies.logistics.terms import LogisticsTerms


def write_notes(terms: LogisticsTerms, spread: Spread | None) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the result."""
    network = terms.networks[-1]
    ways = np.isin(network.modes, ["road", "rail"])
    basis = network.basis[ways]
    sourced = int((basis == "sourced").sum())
    drawn = int((basis == "schematic").sum())
    first, last = terms.periods[0], terms.periods[-1]
    units = (terms.places["kind"] == "unit").to_numpy()
    free = [name for name, f in zip(terms.oblasts, terms.free_oblast, strict=True) if f]
    notes = [
        "Freight is general cargo that a logistics centre can handle, not coal, ore or oil: "
        f"{terms.value('freight_general_t_per_head'):g} t a head and year, spread over the units "
        f"by {_weights(terms)}, and of the throughput of the gateways "
        f"{terms.value('freight_handled_share_rail_border'):.0%} at rail borders, "
        f"{terms.value('freight_handled_share_road_border'):.0%} at road borders and "
        f"{terms.value('freight_handled_share_port'):.0%} in ports. In {first} that is "
        f"{terms.tonnes[units, 0].sum() / 1e6:.1f} and "
        f"{terms.tonnes[~units, 0].sum() / 1e6:.1f} mln t sent.",
        "What goes from where to where follows a doubly constrained gravity model with a mean haul "
        f"of {terms.flows.mean_haul[0]:.0f} km in {first}; its deterrence holds for later years "
        f"({terms.flows.mean_haul[-1]:.0f} km in {last}). No document prints a matrix of freight.",
        f"A tonne goes by road at {terms.road_rate:g} KZT a km, or to a centre by road, by rail to "
        f"another at {terms.rail_rate:.3g} KZT a km and on by road, at "
        f"{terms.value('transshipment_cost'):g} KZT for each centre it passes, whichever is "
        "cheaper. A gateway's own terminal always stands and costs nothing to pass.",
        f"Lengths of {sourced} of {len(basis)} links come from a source; the others are reckoned, "
        f"{drawn} of them from a drawn position.",
        "Sites and years are chosen with every centre at the cost of a "
        f"{terms.scenario.logistics.standard_size} one and as large as it must be; this question "
        "is solved to proof. The centres of these sites then get sizes for the same money, with "
        "capacities that bind. The documented programme goes through the same two steps. Prices "
        "of sites and links, and the spread of the documented orders, compare first steps.",
        "Centres open in the period's year and count until the next; the last period counts "
        f"{terms.value('tail_years'):g} years more. A centre opened by a year is started "
        f"{terms.lead} years before. Money is at constant prices.",
        "What stands is known by name only: an existing centre is taken to handle "
        f"{terms.value('logistics_existing_capacity_mln_t'):g} mln t a year.",
        "Outside Shymkent and the West no scheme ties a place to a horizon. The documented "
        "programme as printed stands in its best order; its worst is beside it"
        + (
            f" ({spread.count:,} orders costed)".replace(",", " ")
            if spread is not None
            else " (too many orders to cost them all)"
        )
        + ".",
    ]
    if free:
        notes.append(
            f"Centres declared without a place ({', '.join(free)}) are free choices within their "
            "oblast, also for the documented programme."
        )
    return tuple(notes)


def _weights(terms: LogisticsTerms) -> str:
    how = terms.scenario.logistics.freight
    share = terms.value("freight_population_share")
    return {
        "population_and_product": f"population ({share:.0%}) and gross regional product "
        f"({1 - share:.0%}) of the oblasts",
        "population": "population",
        "equal": "equal parts",
    }[how]
