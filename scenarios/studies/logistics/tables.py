"""What the logistics answer tells beyond plans and evaluations, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from inputs.distances.matrix import Mode
from inputs.network import MultimodalNetwork
from optimizer.certificate import Certificate
from scenarios.plan import Plan
from scenarios.studies.logistics.documented import Spread
from scenarios.studies.logistics.prices import LinkPrice, SitePrice
from scenarios.studies.logistics.routing import NO_SITE, Routed
from scenarios.studies.logistics.simulate import Simulation
from scenarios.studies.logistics.terms import FloatArray, LogisticsTerms
from scenarios.studies.logistics.ways import joined

PROVEN_SHARE = 0.05  # of a price that may lie between its proven end and the plan found
NEAR_ZERO = 1.0  # mln KZT


def sites(
    terms: LogisticsTerms,
    plans: Mapping[str, Plan],
    simulations: Mapping[str, Simulation],
    roles: Mapping[str, str],
) -> pd.DataFrame:
    """One row a site: where it lies, what stands, what each plan opens there by when.

    Parameters
    ----------
    roles : short name of a role (optimised, budget, printed) to the plan's name

    Columns: site_id, name, oblast_id, lat, lon, coord_quality, kind, documented, standing,
    rail_access_km; by role and period <role>_<y> (centres so far); <role>_opened (first year,
    empty where none); capacity_<y>, load_<y> (optimised, tonnes a year); buildings (optimised,
    `large 2040, small 2030`); match (both | only optimised | only documented | neither),
    comparing the optimised with the documented sites under the same money.
    """
    table = terms.sites.drop(columns=["road_access_km"]).copy()
    for role, name in roles.items():
        _open(table, terms, role, plans[name])
    return _used(table, terms, plans[roles["optimised"]], simulations[roles["optimised"]])


def retold(
    terms: LogisticsTerms, known: Mapping[str, pd.DataFrame], plan: Plan, simulation: Simulation
) -> dict[str, pd.DataFrame]:
    """The tables sites, places and links of an answer with a plan in the place of the optimised."""
    table = known["sites"].copy()
    _open(table, terms, "optimised", plan)
    role = {"optimised": plan.name}
    there = {plan.name: simulation}
    ways, freight = known["links"].copy(), known["places"].copy()
    ways["optimised"] = links(terms, there, role)["optimised"].to_numpy()
    new = places(terms, there, role).filter(like="optimised_")
    freight[new.columns] = new.to_numpy()
    return {
        **known,
        "sites": _used(table, terms, plan, simulation),
        "places": freight,
        "links": ways,
    }


def _open(table: pd.DataFrame, terms: LogisticsTerms, role: str, plan: Plan) -> None:
    count = _count(terms, plan)
    for t, year in enumerate(terms.periods):
        table[f"{role}_{year}"] = count[:, t]
    first = np.where(count.any(axis=1), (count > 0).argmax(axis=1), NO_SITE)
    table[f"{role}_opened"] = np.array([*terms.periods, np.nan])[first]


def _used(
    table: pd.DataFrame, terms: LogisticsTerms, plan: Plan, simulation: Simulation
) -> pd.DataFrame:
    """The table with what the optimised plan builds and handles, and how it matches."""
    for t, year in enumerate(terms.periods):
        table[f"capacity_{year}"] = simulation.capacity[:, t]
        table[f"load_{year}"] = _load(terms, simulation.routed[t])
    opened = plan.openings
    words = opened["asset"].str.removeprefix("logistics_centre_") + " "
    words = words + opened["in_service_year"].astype(str)
    table["buildings"] = table["site_id"].map(words.groupby(opened["place_id"]).agg(", ".join))
    ours, theirs = table["optimised_opened"].notna(), table["budget_opened"].notna()
    table["match"] = np.select(
        [ours & theirs, ours, theirs], ["both", "only optimised", "only documented"], "neither"
    )
    return table


def places(
    terms: LogisticsTerms, simulations: Mapping[str, Simulation], roles: Mapping[str, str]
) -> pd.DataFrame:
    """One row a place: freight by period, nearest centre and way to it under each role's plan."""
    columns = ["place_id", "name", "oblast_id", "kind", "lat", "lon", "coord_quality"]
    table = terms.places[columns].copy()
    for t, year in enumerate(terms.periods):
        table[f"tonnes_{year}"] = 2.0 * terms.tonnes[:, t]
        table[f"people_{year}"] = terms.people[:, t]
        for role, name in roles.items():
            rows = simulations[name].evaluation.by_unit
            rows = rows[rows["year"] == year].set_index("unit_id").loc[table["place_id"]]
            table[f"{role}_km_{year}"] = rows["km_to_centre"].to_numpy()
            table[f"{role}_site_{year}"] = rows["nearest_site"].to_numpy()
    return table


def links(
    terms: LogisticsTerms, simulations: Mapping[str, Simulation], roles: Mapping[str, str]
) -> pd.DataFrame:
    """One row a link and period: tonnes a year on it under each role's plan.

    Columns: edge_id, year, mode, from_name, to_name, from_lat, from_lon, to_lat, to_lon, km, basis,
    status, horizon, <role> (tonnes).
    """
    frames = []
    for t, network in enumerate(terms.networks):
        frame = _link_frame(network)
        for role, name in roles.items():
            frame[role] = link_tonnes(terms, network, simulations[name].routed[t])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def prices(terms: LogisticsTerms, found: Sequence[SitePrice]) -> pd.DataFrame:
    """One row a wish: site_id, name, oblast_id, documented, wish, year, low, high, proven, ...

    Columns: site_id, name, oblast_id, documented, wish (open | close), year, low, high (discounted
    mln KZT, inf: the rules leave no such plan), proven, comes, goes.
    """
    names = terms.sites["name"]
    rows = [
        {
            "site_id": terms.sites["site_id"][price.site],
            "name": names[price.site],
            "oblast_id": terms.sites["oblast_id"][price.site],
            "documented": terms.sites["documented"][price.site] > 0,
            "wish": "open" if price.forced else "close",
            "year": terms.periods[price.period],
            "low": max(price.low, 0.0),
            "high": max(price.high, 0.0),
            "proven": _proven(price.low, price.high),
            "comes": ", ".join(names[m] for m in price.comes),
            "goes": ", ".join(names[m] for m in price.goes),
        }
        for price in found
    ]
    columns = ["site_id", "name", "oblast_id", "documented", "wish", "year", "low", "high"]
    frame = pd.DataFrame(rows, columns=[*columns, "proven", "comes", "goes"])
    return frame.sort_values(["wish", "high"], ascending=[True, False], ignore_index=True)


def link_prices(terms: LogisticsTerms, found: Sequence[LinkPrice]) -> pd.DataFrame:
    """One row a planned link: what the answer is without it.

    Columns: edge_id, mode, from_name, to_name, horizon, km, kept_cost, low, high (discounted mln
    KZT more than with it), proven, comes, goes.
    """
    frame = _link_frame(terms.networks[-1]).drop_duplicates("edge_id").set_index("edge_id")
    names = terms.sites["name"]
    rows = [
        {
            "edge_id": price.edge_id,
            **frame.loc[price.edge_id, ["mode", "from_name", "to_name", "horizon", "km"]].to_dict(),
            "kept_cost": price.kept_cost,
            "low": price.low,
            "high": price.high,
            "proven": _proven(price.low, price.high),
            "comes": ", ".join(names[m] for m in price.comes),
            "goes": ", ".join(names[m] for m in price.goes),
        }
        for price in found
    ]
    columns = ["edge_id", "mode", "from_name", "to_name", "horizon", "km", "kept_cost", "low"]
    table = pd.DataFrame(rows, columns=[*columns, "high", "proven", "comes", "goes"])
    return table.sort_values("high", ascending=False, ignore_index=True)


def spread(found: Spread | None) -> pd.DataFrame:
    """Best and worst order of the named places: measure, value (discounted mln KZT)."""
    if found is None:
        return pd.DataFrame(columns=["measure", "value"])
    rows = [
        ("assignments", float(found.count)),
        ("best", found.best),
        ("worst", found.worst),
        ("difference", found.worst - found.best),
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])


def proofs(found: Mapping[str, Sequence[Certificate]]) -> pd.DataFrame:
    """One row a plan and stage: plan, stage, objective, bound, gap (empty where not known)."""
    rows = [
        {"plan": plan, "stage": c.stage, "objective": c.objective, "bound": c.bound, "gap": c.gap}
        for plan, stages in found.items()
        for c in stages
    ]
    columns = ["plan", "stage", "objective", "bound", "gap"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], float))


def named(terms: LogisticsTerms) -> pd.DataFrame:
    """Places named for new centres and the site that stands for each."""
    table = terms.named.copy()
    table["site_id"] = terms.sites["site_id"].to_numpy()[table["site"]]
    return table.drop(columns=["site"])


def _proven(low: float, high: float) -> bool:
    if not np.isfinite(high):
        return bool(np.isinf(low))
    return bool(high - max(low, 0.0) <= PROVEN_SHARE * max(high, NEAR_ZERO) + NEAR_ZERO)


def _count(terms: LogisticsTerms, plan: Plan) -> np.ndarray:
    """(M, T) centres opened up to a period."""
    count = np.zeros((len(terms.sites), len(terms.periods)), dtype=np.int64)
    number = {site: m for m, site in enumerate(terms.sites["site_id"])}
    for place, year in plan.openings[["place_id", "in_service_year"]].itertuples(index=False):
        count[number[place], int(np.searchsorted(terms.periods, year)) :] += 1
    return count


def _load(terms: LogisticsTerms, routed: Routed) -> FloatArray:
    """(M,) tonnes a year that pass a site."""
    rail = routed.first != NO_SITE
    first, last, tonnes = routed.first[rail], routed.last[rail], routed.tonnes[rail]
    two = first != last
    ends, passing = np.concatenate([first, last[two]]), np.concatenate([tonnes, tonnes[two]])
    return np.bincount(ends, weights=passing, minlength=len(terms.sites)).astype(np.float64)


def _link_frame(network: MultimodalNetwork) -> pd.DataFrame:
    tail, head = network.tail, network.head
    frame = pd.DataFrame(
        {
            "edge_id": network.edge_ids,
            "year": network.year,
            "mode": network.modes,
            "from_name": network.names[tail],
            "to_name": network.names[head],
            "from_lat": network.lat[tail],
            "from_lon": network.lon[tail],
            "to_lat": network.lat[head],
            "to_lon": network.lon[head],
            "km": network.length_km,
            "basis": network.basis,
            "status": network.status,
            "horizon": network.horizon,
        }
    )
    return frame


def link_tonnes(terms: LogisticsTerms, network: MultimodalNetwork, routed: Routed) -> FloatArray:
    """(E,) tonnes a year on the links: by road, and by rail between centres."""
    circuity = terms.value("circuity_road")
    at_place = joined(network, terms.places, "place_id", circuity).road_node
    there = joined(network, terms.sites, "site_id", circuity)
    at_site, station = there.road_node, there.rail_node
    origin = at_place[terms.flows.origin[routed.pair]]
    destination = at_place[terms.flows.destination[routed.pair]]
    rail = routed.first != NO_SITE
    first, last, tonnes = routed.first[rail], routed.last[rail], routed.tonnes[rail]
    total = np.zeros(network.link_count)
    for mode, start, end, volume in (
        (Mode.ROAD, origin[~rail], destination[~rail], routed.tonnes[~rail]),
        (Mode.ROAD, origin[rail], at_site[first], tonnes),
        (Mode.ROAD, at_site[last], destination[rail], tonnes),
        (Mode.RAIL, station[first], station[last], tonnes),
    ):
        total += network.paths(mode, start, end).flows(volume, network.link_count)
    return total
