"""The logistics question as arrays: places, freight, ways, costs and limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions, unknown_name
from inputs.network import Gateways, MultimodalNetwork, gateways, multimodal_network
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.calendar import period_factors
from scenarios.studies.logistics.freight import (
    Flows,
    flows_between,
    gateway_freight,
    population,
    unit_freight,
)
from scenarios.studies.logistics.sites import (
    NAMED,
    candidate_sites,
    named_places,
    nearest_site,
)
from scenarios.studies.logistics.ways import Ways, ways_between
from scenarios.studies.money import yearly_budget

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

TERMINALS = ("rail_border", "port")  # kinds of gateways where trains change over
CLASSES = ("small", "medium", "large")
ASSUMPTIONS = (
    "circuity_rail",
    "circuity_road",
    "discount_rate",
    "freight_mean_haul_km",
    "freight_population_share",
    "freight_general_t_per_head",
    "freight_handled_share_port",
    "freight_handled_share_rail_border",
    "freight_handled_share_road_border",
    "freight_rail_linehaul_factor",
    "gateway_maktaaral_rail_mln_t",
    "gateway_oasis_rail_mln_t",
    "gateway_port_small_mln_t",
    "gateway_rail_border_mln_t",
    "gateway_road_main_mln_t",
    "gateway_road_minor_mln_t",
    "network_transfer_km",
    "network_unknown_link_km",
    "gateway_growth",
    "growth_variant",
    "logistics_budget_bn",
    "logistics_existing_capacity_mln_t",
    "logistics_lead_time_years",
    "logistics_rail_access_km",
    "logistics_reach_km",
    "rail_freight_cost",
    "road_freight_cost",
    "tail_years",
    "transshipment_cost",
    *(f"logistics_centre_cost_{name}" for name in CLASSES),
    *(f"logistics_capacity_{name}" for name in CLASSES),
)


@dataclass(frozen=True)
class LogisticsTerms:
    """N places with freight (U units, then W gateways), M sites, Q pairs of places, T periods.

    The first W sites are the gateways with a terminal of their own, which always stand; S classes
    of centres. Money is mln KZT, freight tonnes a year, distance km.

    Attributes
    ----------
    places : place_id, name, oblast_id, kind (unit | gateway), lat, lon, coord_quality, node_id,
        neighbour
    sites : site_id, node_id, name, oblast_id, lat, lon, coord_quality, kind (gateway | existing |
        candidate), documented (centres named for the place), standing, road_access_km,
        rail_access_km
    people : (N, T) population, 0 at gateways
    tonnes : (N, T) sent, and received, by each place
    flows : freight between places
    ways : distances
    existing : (M,) capacity that stands, inf at gateways
    size, cost : (S,) capacity and money of a class
    discount, years : (T,) factor on money; discounted years that a period stands for
    budget : (T,) money for new centres that becomes available
    most : (G, T) centres declared for an oblast up to a period, inf where there is no limit
    oblasts : the G oblasts
    free_oblast : (G,) oblasts that are declared centres without a place
    named : places that the schemes name for new centres: row_id, name, kind, oblast_id, centres,
        horizons (years joined by ;), document, lines, site (its site)
    declared : (G, T) centres that the schemes declare up to a period
    """

    scenario: Scenario
    assumptions: Assumptions
    networks: tuple[MultimodalNetwork, ...]
    periods: tuple[int, ...]
    places: pd.DataFrame
    sites: pd.DataFrame
    people: FloatArray
    tonnes: FloatArray
    flows: Flows
    ways: Ways
    existing: FloatArray
    size: FloatArray
    cost: FloatArray
    discount: FloatArray
    years: FloatArray
    budget: FloatArray
    most: FloatArray
    oblasts: tuple[str, ...]
    free_oblast: BoolArray
    named: pd.DataFrame
    declared: FloatArray

    def value(self, name: str) -> float:
        return self.assumptions.value(name)

    @cached_property
    def road_rate(self) -> float:
        """KZT for a tonne-kilometre by road."""
        return self.value("road_freight_cost")

    @cached_property
    def rail_rate(self) -> float:
        """KZT for a tonne-kilometre by rail between centres."""
        discount = self.scenario.logistics.rail_discount
        if discount is not None:
            return discount * self.road_rate
        return self.value("rail_freight_cost") * self.value("freight_rail_linehaul_factor")

    @cached_property
    def reach_km(self) -> float:
        asked = self.scenario.logistics.reach_km
        return self.value("logistics_reach_km") if asked is None else asked

    @cached_property
    def group(self) -> IntArray:
        """(M,) oblast of a site, -1 for gateways."""
        number = {name: g for g, name in enumerate(self.oblasts)}
        found = [
            -1 if kind == "gateway" else number[oblast]
            for kind, oblast in zip(self.sites["kind"], self.sites["oblast_id"], strict=True)
        ]
        return np.array(found, dtype=np.int64)

    @cached_property
    def lead(self) -> int:
        return round(self.value("logistics_lead_time_years"))


def build_terms(territory: Territory, scenario: Scenario) -> LogisticsTerms:
    """Read the question's arrays.

    Raises
    ------
    InputError
        a table is missing, a link or gateway is unknown, or a place cannot be reached
    """
    assumptions = territory.assumptions.with_overrides(scenario.assumptions)
    asked = scenario.logistics
    periods = asked.periods
    networks = _networks(territory, scenario)
    units = territory.leaf_units(list(scenario.region))
    known = gateways(territory, assumptions)
    oblasts = tuple(dict.fromkeys(territory.oblast_of(unit) for unit in units))
    _require_known(scenario, known)
    outside = _outside(known, networks[-1], oblasts)
    places = _places(territory, units, outside)
    sites = candidate_sites(territory, networks[-1], outside, units, assumptions)
    ways = ways_between(networks, places, sites, assumptions)
    inside = population(territory, units, periods)
    tonnes = np.vstack(
        [
            unit_freight(territory, units, inside, scenario, assumptions, periods),
            gateway_freight(known, scenario, periods)[outside.index],
        ]
    )
    discount, years = period_factors(
        periods,
        scenario.years.first,
        rate=assumptions.value("discount_rate"),
        tail=round(assumptions.value("tail_years")),
    )
    declared, named = _declared(territory, oblasts, periods), _named(territory, sites)
    names = [f"logistics_capacity_{name}" for name in CLASSES]
    costs = [f"logistics_centre_cost_{name}" for name in CLASSES]
    capacity = np.where(
        sites["kind"] == "gateway",
        np.inf,
        1e6 * assumptions.value("logistics_existing_capacity_mln_t") * sites["standing"],
    )
    return LogisticsTerms(
        scenario=scenario,
        assumptions=assumptions,
        networks=networks,
        periods=periods,
        places=places,
        sites=sites,
        people=np.vstack([inside, np.zeros((len(outside), len(periods)))]),
        tonnes=tonnes,
        flows=flows_between(
            ways.direct,
            tonnes,
            _same_side(places),
            mean_haul=assumptions.value("freight_mean_haul_km"),
        ),
        ways=ways,
        existing=np.asarray(capacity, dtype=float),
        size=np.array([1e6 * assumptions.value(name) for name in names]),
        cost=np.array([1e3 * assumptions.value(name) for name in costs]),
        discount=discount,
        years=years,
        budget=_budget(periods, scenario, assumptions),
        most=declared if asked.centres == "documented" else np.full_like(declared, np.inf),
        oblasts=oblasts,
        free_oblast=_free(territory, oblasts, named, declared),
        named=named,
        declared=declared,
    )


def without_link(territory: Territory, terms: LogisticsTerms, edge_id: str) -> LogisticsTerms:
    """The same places, sites and freight, where a link is never built."""
    asked = terms.scenario.logistics
    changed = asked.model_copy(update={"drop_links": (*asked.drop_links, edge_id)})
    scenario = terms.scenario.model_copy(update={"logistics": changed})
    networks = _networks(territory, scenario)
    ways = ways_between(networks, terms.places, terms.sites, terms.assumptions)
    return replace(terms, scenario=scenario, networks=networks, ways=ways)


def used_assumptions(terms: LogisticsTerms) -> pd.DataFrame:
    """Rows of the assumption table that the answer rests on."""
    table = terms.assumptions.to_table()
    return table[table["name"].isin(ASSUMPTIONS)].reset_index(drop=True)


def _networks(territory: Territory, scenario: Scenario) -> tuple[MultimodalNetwork, ...]:
    """The network of each period."""
    asked = scenario.logistics
    dropped = _dropped(territory, asked.drop_links)
    delays = {link: year for link, year in asked.delay_links.items() if link not in dropped}
    return tuple(
        multimodal_network(territory, year, delays=delays, dropped=dropped)
        for year in asked.periods
    )


def _dropped(territory: Territory, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of links; the name of a mode stands for all its planned links."""
    links = territory.table("corridors")
    planned = links[(links["status"] == "planned") & ~links["is_loop"]]
    ids: list[str] = []
    for name in asked:
        of_mode = planned.loc[planned["mode"] == name, "edge_id"]
        ids += [name] if of_mode.empty else list(of_mode)
    return tuple(dict.fromkeys(ids))


def _named(territory: Territory, sites: pd.DataFrame) -> pd.DataFrame:
    named = named_places(territory)
    named["site"] = nearest_site(sites, named)
    new = named["kind"].isin(NAMED) & named["oblast_id"].isin(sites["oblast_id"])
    return named[new].reset_index(drop=True)


def _free(
    territory: Territory, oblasts: tuple[str, ...], named: pd.DataFrame, declared: FloatArray
) -> BoolArray:
    """(G,) oblasts with centres without a place: said so, or more declared than named."""
    table = territory.table("logistics_sites")
    unnamed = table.loc[table["kind"] == "unnamed", "unit_id"]
    places = named.groupby("oblast_id")["centres"].sum().reindex(list(oblasts), fill_value=0)
    said: BoolArray = np.isin(np.array(oblasts), unnamed.to_numpy(dtype=str))
    return said | (places.to_numpy() < declared[:, -1])


def _require_known(scenario: Scenario, known: Gateways) -> None:
    for gateway in scenario.logistics.gateway_factor:
        if gateway not in set(known.ids):
            raise unknown_name(gateway, [str(i) for i in known.ids], "gateway")


def _outside(known: Gateways, network: MultimodalNetwork, oblasts: tuple[str, ...]) -> pd.DataFrame:
    """Gateways in the oblasts as places, and whether a terminal of their own stands there.

    The index counts through all gateways.
    """
    at = network.index([str(node) for node in known.node_ids])
    sourced = network.positions[at] == "sourced"
    table = pd.DataFrame(
        {
            "place_id": known.ids,
            "node_id": known.node_ids,
            "name": known.names,
            "oblast_id": network.unit_ids[at],
            "kind": "gateway",
            "terminal": np.isin(known.kinds, TERMINALS),
            "lat": network.lat[at],
            "lon": network.lon[at],
            "coord_quality": np.where(sourced, "exact", "schematic"),
            "neighbour": known.neighbours,
        }
    )
    return table[table["oblast_id"].isin(oblasts)]


def _places(territory: Territory, units: list[str], outside: pd.DataFrame) -> pd.DataFrame:
    centres = territory.coordinates(units)
    centres["place_id"] = units
    centres["name"] = [territory.name(unit) for unit in units]
    centres["oblast_id"] = [territory.oblast_of(unit) for unit in units]
    centres["kind"] = "unit"
    columns = ["place_id", "name", "oblast_id", "kind", "lat", "lon", "coord_quality"]
    return pd.concat(
        [centres[columns], outside[[*columns, "node_id", "neighbour"]]], ignore_index=True
    )


def _same_side(places: pd.DataFrame) -> BoolArray:
    """(N, N) pairs of gateways to the same neighbour, between which nothing goes."""
    neighbour = places["neighbour"].fillna("").to_numpy(dtype=str)
    same: BoolArray = (neighbour[:, None] == neighbour) & (neighbour != "")
    return same


def _budget(periods: tuple[int, ...], scenario: Scenario, assumptions: Assumptions) -> FloatArray:
    """(T,) mln KZT of the years up to each period that the period before has not had."""
    first = scenario.years.first
    years = np.arange(first, periods[-1] + 1)
    usual = assumptions.value("logistics_budget_bn")
    yearly = yearly_budget(years, first, scenario.money, usual)
    period = np.searchsorted(periods, years)
    return np.bincount(period, weights=yearly, minlength=len(periods)).astype(np.float64)


def _declared(
    territory: Territory, oblasts: tuple[str, ...], periods: tuple[int, ...]
) -> FloatArray:
    """(G, T) centres that the schemes declare for an oblast by the horizon a period leads to."""
    most = np.zeros((len(oblasts), len(periods)))
    table = territory.table("logistics_counts")
    units = territory.units
    table = table[table["unit_id"].map(units["level"]) != "region"]
    table = table.assign(oblast=[territory.oblast_of(unit) for unit in table["unit_id"]])
    horizons = np.array(sorted(table["horizon"].unique()))
    for g, oblast in enumerate(oblasts):
        own = table[table["oblast"] == oblast]
        for t, year in enumerate(periods):
            later = horizons[horizons >= year]
            limit = later[0] if later.size else horizons[-1]
            most[g, t] = own.loc[own["horizon"] <= limit, "centres"].sum()
    return most
