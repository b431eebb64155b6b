"""Sentences that belong under every answer of the logistics study."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from scenarios.language import Names, Said, marked, n_said, said
from scenarios.studies.logistics.documented import Spread
from scenarios.studies.logistics.terms import LogisticsTerms

_SIZES = {"small": marked("small"), "medium": marked("medium"), "large": marked("large")}


def write_notes(
    terms: LogisticsTerms, spread: Spread | None, oblasts: Sequence[Names]
) -> tuple[Said, ...]:
    """Conventions and weaknesses a reader must know to judge the result.

    Parameters
    ----------
    oblasts : their names
    """
    network = terms.networks[-1]
    ways = np.isin(network.modes, ["road", "rail"])
    basis = network.basis[ways]
    first, last = terms.periods[0], terms.periods[-1]
    units = (terms.places["kind"] == "unit").to_numpy()
    free = [name for name, f in zip(oblasts, terms.free_oblast, strict=True) if f]
    notes = [
        said(
            "Freight is general cargo that a logistics centre can handle, not coal, ore or oil: "
            "{head:g} t a head and year, spread over the units by {weights}, and of the throughput "
            "of the gateways {rail:percent} at rail borders, {road:percent} at road borders and "
            "{port:percent} in ports. In {year} that is {inside:number1} and {outside:number1} mln "
            "t sent.",
            head=terms.value("freight_general_t_per_head"),
            weights=_weights(terms),
            rail=terms.value("freight_handled_share_rail_border"),
            road=terms.value("freight_handled_share_road_border"),
            port=terms.value("freight_handled_share_port"),
            year=first,
            inside=terms.tonnes[units, 0].sum() / 1e6,
            outside=terms.tonnes[~units, 0].sum() / 1e6,
        ),
        said(
            "What goes from where to where follows a doubly constrained gravity model with a mean "
            "haul of {haul:trimmed} km in {first}; its deterrence holds for later years "
            "({later:trimmed} km in {last}). No document prints a matrix of freight.",
            haul=terms.flows.mean_haul[0],
            first=first,
            later=terms.flows.mean_haul[-1],
            last=last,
        ),
        said(
            "A tonne goes by road at {road:trimmed1} KZT a km, or to a centre by road, by rail to "
            "another at {rail:trimmed2} KZT a km and on by road, at {handling:trimmed} KZT for "
            "each centre it passes, whichever is cheaper. A gateway's own terminal always stands "
            "and costs nothing to pass.",
            road=terms.road_rate,
            rail=terms.rail_rate,
            handling=terms.value("transshipment_cost"),
        ),
        said(
            "Lengths of {sourced} of {all} links come from a source; the others are reckoned, "
            "{drawn} of them from a drawn position.",
            sourced=int((basis == "sourced").sum()),
            all=len(basis),
            drawn=int((basis == "schematic").sum()),
        ),
        said(
            "{first} The centres of these sites then get sizes for the same money, with capacities "
            "that bind. The documented programme goes through the same two steps. Prices of sites "
            "and links, and the spread of the documented orders, compare first steps.",
            first=_first_step(terms),
        ),
        n_said(
            "Centres open in the period's year and count until the next; the last period counts "
            "{tail:g} years more. A centre opened by a year is started {n} year before. Money is "
            "at constant prices.",
            "Centres open in the period's year and count until the next; the last period counts "
            "{tail:g} years more. A centre opened by a year is started {n} years before. Money is "
            "at constant prices.",
            terms.lead,
            tail=terms.value("tail_years"),
        ),
        said(
            "What stands is known by name only: an existing centre is taken to handle {amount:g} "
            "mln t a year.",
            amount=terms.value("logistics_existing_capacity_mln_t"),
        ),
        said(
            "Outside Shymkent and the West no scheme ties a place to a horizon. The documented "
            "programme as printed stands in its best order; its worst is beside it "
            "({count:trimmed} orders costed).",
            count=spread.count,
        )
        if spread is not None
        else said(
            "Outside Shymkent and the West no scheme ties a place to a horizon. The documented "
            "programme as printed stands in its best order; its worst is beside it (too many "
            "orders to cost them all)."
        ),
    ]
    if free:
        names = reduce(_and_then, free[1:], said("{name}", name=free[0]))
        notes.append(
            said(
                "Centres declared without a place ({oblasts}) are free choices within their "
                "oblast, also for the documented programme.",
                oblasts=names,
            )
        )
    return tuple(notes)


def _and_then(before: Said, name: Names) -> Said:
    return said("{before}, {name}", before=before, name=name)


def _weights(terms: LogisticsTerms) -> Said:
    how = terms.scenario.logistics.freight
    if how == "equal":
        return said("equal parts")
    if how == "population":
        return said("population")
    share = terms.value("freight_population_share")
    return said(
        "population ({people:percent}) and gross regional product ({product:percent}) of the "
        "oblasts",
        people=share,
        product=1 - share,
    )


def _first_step(terms: LogisticsTerms) -> Said:
    asked = terms.scenario.logistics
    size = said(_SIZES[asked.standard_size])
    if asked.objective == "reach":
        return said(
            "Sites and years are chosen with every centre at the cost of a {size} one for most "
            "freight of the units within {km:trimmed} km of a centre; the documented programme as "
            "printed stands in the order of least cost.",
            size=size,
            km=terms.reach_km,
        )
    return said(
        "Sites and years are chosen with every centre at the cost of a {size} one and as large as "
        "it must be.",
        size=size,
    )
