"""Sentences that belong under every answer of the logistics study."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios.language.numbers import percent
from scenarios.language.numbers import trimmed as number
from scenarios.studies.logistics.documented import Spread
from scenarios.studies.logistics.terms import LogisticsTerms


def write_notes(
    terms: LogisticsTerms, spread: Spread | None, oblasts: Sequence[str]
) -> tuple[str, ...]:
    """Conventions and weaknesses a reader must know to judge the result.

    Parameters
    ----------
    oblasts : their names
    """
    network = terms.networks[-1]
    ways = np.isin(network.modes, ["road", "rail"])
    basis = network.basis[ways]
    sourced = int((basis == "sourced").sum())
    drawn = int((basis == "schematic").sum())
    first, last = terms.periods[0], terms.periods[-1]
    units = (terms.places["kind"] == "unit").to_numpy()
    free = [name for name, f in zip(oblasts, terms.free_oblast, strict=True) if f]
    notes = [
        "Freight is general cargo that a logistics centre can handle, not coal, ore or oil: "
        f"{terms.value('freight_general_t_per_head'):g} t a head and year, spread over the units "
        f"by {_weights(terms)}, and of the throughput of the gateways "
        f"{percent(terms.value('freight_handled_share_rail_border'))} at rail borders, "
        f"{percent(terms.value('freight_handled_share_road_border'))} at road borders and "
        f"{percent(terms.value('freight_handled_share_port'))} in ports. In {first} that is "
        f"{terms.tonnes[units, 0].sum() / 1e6:.1f} and "
        f"{terms.tonnes[~units, 0].sum() / 1e6:.1f} mln t sent.",
        "What goes from where to where follows a doubly constrained gravity model with a mean haul "
        f"of {number(terms.flows.mean_haul[0])} km in {first}; its deterrence holds for later "
        f"years ({number(terms.flows.mean_haul[-1])} km in {last}). No document prints a matrix "
        "of freight.",
        f"A tonne goes by road at {number(terms.road_rate, 1)} KZT a km, or to a centre by road, "
        f"by rail to another at {number(terms.rail_rate, 2)} KZT a km and on by road, at "
        f"{number(terms.value('transshipment_cost'))} KZT for each centre it passes, whichever is "
        "cheaper. A gateway's own terminal always stands and costs nothing to pass.",
        f"Lengths of {sourced} of {len(basis)} links come from a source; the others are reckoned, "
        f"{drawn} of them from a drawn position.",
        f"{_first_step(terms)} The centres of these sites then get sizes for the same money, with "
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
            f" ({number(spread.count)} orders costed)"
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
        "population_and_product": f"population ({percent(share)}) and gross regional product "
        f"({percent(1 - share)}) of the oblasts",
        "population": "population",
        "equal": "equal parts",
    }[how]


def _first_step(terms: LogisticsTerms) -> str:
    asked = terms.scenario.logistics
    cost = f"with every centre at the cost of a {asked.standard_size} one"
    if asked.objective == "reach":
        return (
            f"Sites and years are chosen {cost} for most freight of the units within "
            f"{number(terms.reach_km)} km of a centre; the documented programme as printed stands "
            "in the order of least cost."
        )
    return f"Sites and years are chosen {cost} and as large as it must be."
