"""How much freight a unit and a gateway send, and what goes from where to where.

    F_y   = general freight per head x population of all units
    F_oy  = F_y (s P_oy / P_y + (1 - s) G_oy / G_y)       oblast, by population P and product G
    F_uy  = F_oy P_uy / P_oy                              unit, by its population

A gateway's freight is its published throughput times the share that centres can handle, growing
by an assumption. What goes from where to where follows a doubly constrained gravity model over
road distances, with the deterrence that meets the mean haul assumed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.network import Gateways
from inputs.territory import Territory
from models.spatial_interaction import calibrated, interaction
from scenarios.scenario import Scenario
from scenarios.studies.money import at_level

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

BASE_YEAR = 2024
MLN = 1e6


@dataclass(frozen=True)
class Flows:
    """Freight between pairs of places, both directions together.

    Attributes
    ----------
    origin, destination : (Q,) places, origin < destination
    tonnes : (Q, T) tonnes a year
    beta : (T,) deterrence per km
    mean_haul : (T,) km
    """

    origin: IntArray
    destination: IntArray
    tonnes: FloatArray
    beta: FloatArray
    mean_haul: FloatArray


def population(territory: Territory, units: list[str], years: tuple[int, ...]) -> FloatArray:
    """(U, T) people.

    Raises
    ------
    InputError
        a unit has none in the table
    """
    return np.array([_series(territory, "population", "population", u, years) for u in units])


def unit_freight(
    territory: Territory,
    units: list[str],
    people: FloatArray,
    scenario: Scenario,
    assumptions: Assumptions,
    years: tuple[int, ...],
) -> FloatArray:
    """(U, T) tonnes a year that each unit sends, and receives.

    Raises
    ------
    InputError
        an oblast has no product in the table
    """
    total = assumptions.value("freight_general_t_per_head") * people.sum(axis=0)
    if scenario.logistics.freight == "equal":
        share = np.full_like(people, 1.0 / len(units))
    elif scenario.logistics.freight == "population":
        share = people / people.sum(axis=0)
    else:
        share = _by_population_and_product(territory, units, people, assumptions, years)
    tonnes: FloatArray = total * share * _growth(scenario, assumptions, units, years)
    return tonnes


def gateway_freight(gateways: Gateways, scenario: Scenario, years: tuple[int, ...]) -> FloatArray:
    """(W, T) tonnes a year that centres could handle and each gateway sends, and receives."""
    factor = np.array([scenario.logistics.gateway_factor.get(str(g), 1.0) for g in gateways.ids])
    both_ways = np.stack([gateways.handled_in_year(year) for year in years], axis=1)
    tonnes: FloatArray = MLN * both_ways * factor[:, None] / 2.0
    return tonnes


def flows_between(
    km: FloatArray, tonnes: FloatArray, apart: BoolArray, *, mean_haul: float
) -> Flows:
    """Gravity flows of every period.

    Parameters
    ----------
    km : (N, N, T) road distances, symmetric
    tonnes : (N, T) sent, and received, by each place
    apart : (N, N) pairs between which nothing goes
    mean_haul : km, met in the first period; later ones keep its deterrence

    Raises
    ------
    InputError
        the places lie too far apart for the mean haul
    """
    n, periods = tonnes.shape
    origin, destination = np.triu_indices(n, 1)
    possible = ~apart & ~np.eye(n, dtype=bool)
    sent = tonnes[:, 0]
    try:
        first = calibrated(km[:, :, 0], sent, sent, mean_cost=mean_haul, possible=possible)
    except ValueError as error:
        raise InputError(
            f"freight cannot go as far as assumed on average: {error}",
            file="assumptions.csv",
            column="freight_mean_haul_km",
            value=mean_haul,
        ) from None
    found = [first]
    for t in range(1, periods):
        sent = tonnes[:, t]
        found.append(interaction(km[:, :, t], sent, sent, beta=first.beta, possible=possible))
    both = np.stack([(f.flow + f.flow.T)[origin, destination] for f in found], axis=1)
    kept = both.max(axis=1) > 0
    return Flows(
        origin[kept],
        destination[kept],
        both[kept],
        np.array([f.beta for f in found]),
        np.array([f.mean_cost for f in found]),
    )


def _series(
    territory: Territory, name: str, column: str, unit: str, years: tuple[int, ...]
) -> FloatArray:
    table = territory.table(name)
    if name == "macro":
        table = table[table["indicator"] == "grp"]
    rows = table[table["unit_id"] == unit].set_index("year")[column].dropna().sort_index()
    if rows.empty:
        raise InputError(
            f"no {'gross regional product' if name == 'macro' else column} of this unit",
            file=f"{name}.csv",
            value=unit,
            expected="a row a horizon",
        )
    known = rows.index.to_numpy(dtype=float)
    return np.asarray(np.interp(years, known, rows.to_numpy(dtype=float)), dtype=float)


def _by_population_and_product(
    territory: Territory,
    units: list[str],
    people: FloatArray,
    assumptions: Assumptions,
    years: tuple[int, ...],
) -> FloatArray:
    """(U, T) shares of all units' freight."""
    owner = _product_owner(territory)
    oblast = np.array([owner.get(o, o) for o in (territory.oblast_of(unit) for unit in units)])
    oblasts = list(dict.fromkeys(oblast))
    inside = np.array([oblast == name for name in oblasts])
    product = np.array([_series(territory, "macro", "value", name, years) for name in oblasts])
    in_oblast = inside @ people
    weight = assumptions.value("freight_population_share")
    by_oblast = weight * in_oblast / in_oblast.sum(axis=0)
    by_oblast += (1.0 - weight) * product / product.sum(axis=0)
    share: FloatArray = (inside.T @ (by_oblast / in_oblast)) * people
    return share


def _product_owner(territory: Territory) -> dict[str, str]:
    """Oblasts whose product is printed within that of another, by id."""
    table = territory.table("macro")
    within = table.loc[table["includes"].notna(), ["unit_id", "includes"]].drop_duplicates()
    return {
        inner: outer
        for outer, inners in within.itertuples(index=False)
        for inner in str(inners).split(";")
    }


def _growth(
    scenario: Scenario, assumptions: Assumptions, units: list[str], years: tuple[int, ...]
) -> FloatArray:
    """(U, T) the scenario's factors, reached at the last of the documents' horizons."""
    level = at_level(scenario.demand.growth, assumptions, "growth_variant")
    elapsed = (np.asarray(years, dtype=float) - BASE_YEAR) / (2050 - BASE_YEAR)
    own = np.array([scenario.demand.unit_growth.get(unit, 1.0) for unit in units])
    factor: FloatArray = (1 + (level - 1) * elapsed) * (1 + np.outer(own - 1, elapsed))
    return factor
