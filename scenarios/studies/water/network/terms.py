"""The villages without central supply, the mains near them and the ways between, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.places import place_schematically
from inputs.point_table import Points
from inputs.routes import RouteGraph, candidate_edges
from inputs.territory import Territory
from scenarios.peak_demand import peak_l_s
from scenarios.scenario import Scenario
from scenarios.studies.money import MLN_PER_BN

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ASSUMPTIONS = (
    "circuity_road",
    "water_consumption_l_person_day",
    "water_largest_velocity",
    "water_least_pressure",
    "water_network_km",
    "water_network_m_per_person",
    "water_network_stage_bn",
    "water_peak_day_factor",
    "water_peak_hour_factor",
    "water_pipe_roughness",
    "water_source_pressure",
)
CENTRE = "district_centre"
M_PER_KM = 1000.0
DESIGN_POPULATION = "population_2050"

_SHORTEST_KM = 0.001  # between places that share a point: no pipe is shorter than a metre


@dataclass(frozen=True)
class NetworkTerms:
    """V nodes: villages to connect, mains, and other settlements that pipes may pass.

    Attributes
    ----------
    assumptions : in use
    nodes : node_id, name, kind (village | source | junction), unit_id, lat, lon, coord_quality,
        people, demand_l_s (at the peak hour), cost_mln_kzt (of the village's own network)
    graph : ways between them
    classes : pipes that may be laid, rising
    stage_mln_kzt : money for one stage
    years : (T,) years that a stage lasts
    """

    assumptions: Assumptions
    nodes: pd.DataFrame
    graph: RouteGraph
    classes: pd.DataFrame
    stage_mln_kzt: float
    years: FloatArray

    @property
    def villages(self) -> IntArray:
        return np.flatnonzero(self.nodes["kind"] == "village")

    @property
    def sources(self) -> IntArray:
        return np.flatnonzero(self.nodes["kind"] == "source")

    def value(self, name: str) -> float:
        return self.assumptions.value(name)


def network_terms(territory: Territory, scenario: Scenario) -> NetworkTerms:
    """Read the villages, their mains and the ways between them.

    Raises
    ------
    InputError
        A village without a place, a district without a centre, classes without a price: file, row,
        column, what stands there and what was expected
    """
    assumptions = territory.assumptions.with_overrides(scenario.assumptions)
    nodes = _nodes(territory, assumptions)
    points = Points(
        ids=tuple(nodes["node_id"]),
        names=tuple(nodes["name"]),
        lat=nodes["lat"].to_numpy(dtype=float),
        lon=nodes["lon"].to_numpy(dtype=float),
        quality=tuple(nodes["coord_quality"]),
    )
    graph = candidate_edges(points, assumptions.value("circuity_road"))
    stage = scenario.water.network_budget_bn
    if stage is None:
        stage = assumptions.value("water_network_stage_bn")
    first, stages = scenario.years.first, scenario.water.network_stages
    span = max(1, scenario.water.target_year - first + 1)
    return NetworkTerms(
        assumptions=assumptions,
        nodes=nodes,
        graph=replace(graph, km=np.maximum(graph.km, _SHORTEST_KM)),
        classes=_classes(territory),
        stage_mln_kzt=stage * MLN_PER_BN,
        years=np.full(stages, span / stages),
    )


def own_network_mln_kzt(people: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Cost of the pipes inside a village."""
    km = people * assumptions.value("water_network_m_per_person") / M_PER_KM
    return np.asarray(km * assumptions.value("water_network_km"), dtype=float)


def _nodes(territory: Territory, assumptions: Assumptions) -> pd.DataFrame:
    settlements = _placed(territory)
    wanted = territory.table("unserved_villages")["settlement_id"]
    village = settlements["settlement_id"].isin(wanted)
    districts = settlements.loc[village, "unit_id"]
    centres = _centres(territory, districts)
    # a centre stands as the source of its district, and pipes pass settlements of these districts
    passed = settlements["unit_id"].isin(districts) & ~village
    passed &= ~settlements["place_id"].isin(centres["place_id"])
    kept = settlements[village | passed]
    people = kept[DESIGN_POPULATION].to_numpy(dtype=float) * village[kept.index]
    frame = pd.DataFrame(
        {
            "node_id": kept["settlement_id"],
            "name": kept["name_en"],
            "kind": np.where(village[kept.index], "village", "junction"),
            "unit_id": kept["unit_id"],
            "lat": kept["lat"],
            "lon": kept["lon"],
            "coord_quality": kept["coord_quality"],
            "people": people,
        }
    )
    sources = centres.rename(columns={"place_id": "node_id", "name_en": "name"})
    sources = sources.assign(kind="source", people=0.0)[frame.columns]
    nodes = pd.concat([frame, sources], ignore_index=True)
    nodes["demand_l_s"] = peak_l_s(nodes["people"].to_numpy(), assumptions)
    nodes["cost_mln_kzt"] = own_network_mln_kzt(nodes["people"].to_numpy(), assumptions)
    return nodes


def _placed(territory: Territory) -> pd.DataFrame:
    """Settlements, schematic ones drawn around their okrug or district."""
    settlements = territory.table("settlements")
    lost = settlements["lat"].isna() | settlements["lon"].isna()
    if lost.any():
        row = int(np.argmax(lost))
        raise InputError(
            "a settlement has no coordinates",
            file="settlements",
            row=row + 2,
            column="lat, lon",
            value=settlements["settlement_id"].iloc[row],
            expected="degrees, of the district's centre where they are not known (schematic)",
        )
    return place_schematically(settlements)


def _centres(territory: Territory, districts: pd.Series) -> pd.DataFrame:
    """The places that are centres of the districts, one each."""
    places = territory.table("places")
    centres = places[(places["role"] == CENTRE) & places["unit_id"].isin(districts)]
    missing = set(districts) - set(centres["unit_id"])
    if missing:
        raise InputError(
            "a district with villages to connect has no centre to connect them to",
            file="places",
            column="role",
            value=min(missing),
            expected=f"a place of this unit_id with the role {CENTRE}",
        )
    return centres.drop_duplicates("unit_id")


def _classes(territory: Territory) -> pd.DataFrame:
    classes = territory.table("pipe_classes").sort_values("diameter_mm", ignore_index=True)
    for column in ("inner_mm", "capacity_l_s", "cost_mln_kzt_per_km"):
        falls = np.flatnonzero(~(np.diff(classes[column]) > 0))  # a missing one too
        if falls.size:
            row = int(falls[0]) + 1
            raise InputError(
                f"a larger pipe has no larger {column}",
                file="pipe_classes",
                row=row + 2,
                column=column,
                value=float(classes[column].iloc[row]),
                expected=f"more than {classes[column].iloc[row - 1]:g}",
            )
    if classes.empty:
        raise InputError("no classes of pipes", file="pipe_classes", expected="a row per diameter")
    return classes
