"""What a tonne costs on its way: mln KZT, from distances and rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.studies.logistics.terms import FloatArray, LogisticsTerms

KZT_TO_MLN = 1e-6


@dataclass(frozen=True)
class TonneCosts:
    """Money for a tonne, mln KZT; inf where there is no way.

    Attributes
    ----------
    direct : (Q, T) by road from door to door
    access : (N, M, T) by road between place and site, and through the site; a gateway's own
        terminal costs nothing to itself, because the train goes on
    linehaul : (M, M, T) by rail between stations, and by road between site and station
    """

    direct: FloatArray
    access: FloatArray
    linehaul: FloatArray


def tonne_costs(terms: LogisticsTerms) -> TonneCosts:
    """Costs of all ways in all periods."""
    road, rail = terms.road_rate * KZT_TO_MLN, terms.rail_rate * KZT_TO_MLN
    handling = terms.value("transshipment_cost") * KZT_TO_MLN
    ways, flows = terms.ways, terms.flows
    access = road * ways.access + handling
    number = {place: i for i, place in enumerate(terms.places["place_id"])}
    for site, (site_id, kind) in enumerate(
        zip(terms.sites["site_id"], terms.sites["kind"], strict=True)
    ):
        if kind == "gateway":
            access[number[site_id], site] = 0.0
    siding = road * ways.siding
    linehaul = rail * ways.rail + siding[:, None] + siding[None, :]
    same = np.arange(len(siding))
    linehaul[same, same] = 0.0
    return TonneCosts(road * ways.direct[flows.origin, flows.destination], access, linehaul)
