"""Where a logistics centre may stand: gateways, existing centres, named places, rail towns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from inputs.assumptions import Assumptions
from inputs.distances.great_circle import great_circle_km
from inputs.network import MultimodalNetwork
from inputs.territory import Territory
from scenarios.studies.logistics.ways import joined

TOWNS = (
    "district_centre", "oblast_centre", "city", "town", "rail_station", "port", "village",
)  # fmt: skip
SAME_PLACE_KM = 3.0  # two points nearer than this are one site
NAMED = ("proposed", "inferred")


def candidate_sites(
    territory: Territory,
    network: MultimodalNetwork,
    outside: pd.DataFrame,
    units: list[str],
    assumptions: Assumptions,
) -> pd.DataFrame:
    """All sites, the terminals of gateways first; see `LogisticsTerms.sites` for the columns.

    A town or station of the network is a candidate where rail is within
    `logistics_rail_access_km`; a place that a scheme names, or where a centre stands, always is.
    """
    oblasts = {territory.oblast_of(unit) for unit in units}
    nodes = pd.DataFrame(
        {
            "site_id": network.node_ids,
            "node_id": network.node_ids,
            "name": network.names,
            "oblast_id": network.unit_ids,
            "kind": network.kinds,
            "lat": network.lat,
            "lon": network.lon,
            "coord_quality": np.where(network.positions == "sourced", "exact", "schematic"),
        }
    )
    towns = nodes[nodes["kind"].isin(TOWNS) & nodes["oblast_id"].isin(oblasts)]
    columns = ["site_id", "node_id", "name", "oblast_id", "lat", "lon", "coord_quality"]
    table = pd.concat([_terminals(outside)[columns], towns[columns]], ignore_index=True)
    table = table.drop_duplicates("site_id", ignore_index=True)
    table["kind"] = np.where(table["site_id"].isin(_terminals(outside)["site_id"]), "gateway", "")
    named = named_places(territory)
    named = named[named["oblast_id"].isin(oblasts)].reset_index(drop=True)
    table = _with_points(table, named)
    at = nearest_site(table, named)
    table["documented"] = _count(table, at, named, NAMED)
    table["standing"] = _count(table, at, named, ("existing",))
    at_network = joined(network, table, "site_id", assumptions.value("circuity_road"))
    table["road_access_km"], table["rail_access_km"] = at_network.road_km, at_network.rail_km
    near = table["rail_access_km"] <= assumptions.value("logistics_rail_access_km")
    kept = near | (table["documented"] + table["standing"] > 0) | (table["kind"] == "gateway")
    table["kind"] = table["kind"].where(
        table["kind"] == "gateway", np.where(table["standing"] > 0, "existing", "candidate")
    )
    return table[kept].reset_index(drop=True)


def named_places(territory: Territory) -> pd.DataFrame:
    """Existing centres and places named for new ones, with coordinates.

    Columns: row_id, name, kind (existing | proposed | inferred), oblast_id, lat, lon,
    coord_quality, centres, horizons (text), document, lines. Rows of the agglomeration's scheme
    are left out: the regional schemes name the same places. A district named without a place is
    its administrative centre.
    """
    table = territory.table("logistics_sites")
    table = table[table["kind"].isin(["existing", *NAMED]) & table["document"].isin(["S", "W"])]
    places = territory.table("places").set_index("place_id")
    units = territory.units
    rows = []
    for row in table.to_dict("records"):
        place = row["place_id"]
        if not isinstance(place, str):
            place = units.loc[row["unit_id"], "centre_place_id"]
            if units.loc[row["unit_id"], "level"] in ("region", "oblast"):
                continue
        point = places.loc[place]
        if np.isnan(point["lat"]) or not row["centres"] > 0:
            continue
        rows.append(
            {
                "row_id": row["site_id"],
                "name": row["name"],
                "kind": row["kind"],
                "oblast_id": territory.oblast_of(row["unit_id"]),
                "lat": point["lat"],
                "lon": point["lon"],
                "coord_quality": point["coord_quality"],
                "centres": int(row["centres"]),
                "horizons": row["horizon_of_names"],
                "document": row["document"],
                "lines": row["lines"],
            }
        )
    columns = [
        "row_id", "name", "kind", "oblast_id", "lat", "lon", "coord_quality", "centres",
        "horizons", "document", "lines",
    ]  # fmt: skip
    numbers = {"lat": float, "lon": float, "centres": int}
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def nearest_site(sites: pd.DataFrame, named: pd.DataFrame) -> np.ndarray:
    """(R,) index of the site that each named place lies at; gateways only for lack of another."""
    km = great_circle_km(
        named["lat"].to_numpy()[:, None],
        named["lon"].to_numpy()[:, None],
        sites["lat"].to_numpy(),
        sites["lon"].to_numpy(),
    )
    km = km + np.where(sites["kind"].to_numpy() == "gateway", 1e3, 0.0)
    nearest: np.ndarray = km.argmin(axis=1)
    return nearest


def _terminals(outside: pd.DataFrame) -> pd.DataFrame:
    return outside[outside["terminal"]].rename(columns={"place_id": "site_id"})


def _with_points(table: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The sites, and a new one for every named place that lies at none of them."""
    for row in named.to_dict("records"):
        others = table[table["kind"] != "gateway"]
        km = great_circle_km(row["lat"], row["lon"], others["lat"], others["lon"])
        if float(np.min(km)) <= SAME_PLACE_KM:
            continue
        new = {
            "site_id": row["row_id"].lower().replace("-", "_"),
            "node_id": None,
            "name": row["name"],
            "oblast_id": row["oblast_id"],
            "lat": row["lat"],
            "lon": row["lon"],
            "coord_quality": row["coord_quality"],
            "kind": "",
        }
        table = pd.concat([table, pd.DataFrame([new])], ignore_index=True)
    return table


def _count(
    table: pd.DataFrame, at: np.ndarray, named: pd.DataFrame, kinds: tuple[str, ...]
) -> np.ndarray:
    own = named["kind"].isin(kinds).to_numpy()
    return np.bincount(at[own], weights=named["centres"][own], minlength=len(table)).astype(int)
