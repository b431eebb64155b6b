"""The question a planner asks: a model, points, distances and what a plan must keep to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inputs.distances import DistanceMatrix, PointDistances
from inputs.points import DemandPoints, Points, SitePoints
from models.facility_location import Sites, SiteStatus, Terms
from scenarios.locate.kinds import KINDS, Kind, ModelName

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Request:
    """What was asked for, as typed.

    Attributes
    ----------
    demand, sites : tables of points; `demand` None only where the model knows no demand points
    demand_layer, sites_layer : sheet or layer, where a file has several
    p : number of open sites
    standard : km
    distance : road, rail, straight, or the path of a CSV matrix
    network : GraphML file, OpenStreetMap extract, or the word corridors
    cutoff : km beyond which a pair is left out
    keep_existing : existing sites stay open
    cost_per_km : money per unit of weight and km
    budget : on fixed, enlargement and closing costs
    unserved_penalty : per unit of weight: km (p-median), sites (lscp) or money (uflp, cflp)
    group_limits : most open sites by label of the group
    """

    model: ModelName
    sites: Path
    demand: Path | None = None
    demand_layer: str | None = None
    sites_layer: str | None = None
    p: int | None = None
    standard: float | None = None
    distance: str = "road"
    network: str | None = None
    cutoff: float | None = None
    single_source: bool = False
    keep_existing: bool = False
    cost_per_km: float = 1.0
    budget: float | None = None
    unserved_penalty: float | None = None
    min_open: int = 0
    max_open: int | None = None
    group_limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Question:
    """A request with everything it names read and found sound.

    Attributes
    ----------
    demand : None where the model knows no demand points
    distances : (N, M) from demand points to sites, or (M, M) among sites; computed from points
        where a matrix would be large and the model needs none
    """

    request: Request
    demand: DemandPoints | None
    sites: SitePoints
    distances: DistanceMatrix | PointDistances

    @property
    def kind(self) -> Kind:
        return KINDS[self.request.model]

    @property
    def standard(self) -> float:
        """km; inf for none."""
        return np.inf if self.request.standard is None else self.request.standard

    @property
    def weight(self) -> FloatArray:
        """(N,) demand."""
        return self.points_of_demand.weight

    @property
    def points_of_demand(self) -> DemandPoints:
        if self.demand is None:
            raise TypeError(f"{self.request.model} knows no demand points")
        return self.demand

    @property
    def matrix(self) -> DistanceMatrix:
        """The distances, for a model that needs all pairs."""
        if isinstance(self.distances, PointDistances):
            raise TypeError(f"{self.request.model} needs a matrix of distances")
        return self.distances

    @property
    def groups(self) -> tuple[str, ...]:
        """Labels of the sites' groups, in the order of their numbers."""
        return tuple(sorted({g for g in self.sites.group if g is not None}))

    def model_sites(self) -> Sites:
        """The sites as the models know them; without capacities where the model has none."""
        number = {label: k for k, label in enumerate(self.groups)}
        capacities = self.kind.capacities
        return Sites.of(
            len(self.sites.points),
            status=[self._status(status) for status in self.sites.status],
            capacity=self.sites.capacity if capacities else None,
            enlarged_capacity=self.sites.enlarged_capacity if capacities else None,
            fixed_cost=self.sites.fixed_cost,
            enlargement_cost=self.sites.enlargement_cost if capacities else 0.0,
            closing_cost=self.sites.closing_cost,
            group=np.array([-1 if g is None else number[g] for g in self.sites.group]),
            labels=told_apart(self.sites.points),
            group_labels=self.groups,
        )

    def _status(self, status: str) -> SiteStatus:
        kept = self.request.keep_existing and status == SiteStatus.EXISTING
        return SiteStatus.COMMITTED if kept else SiteStatus(status)

    def terms(self) -> Terms:
        """What every plan must keep to; the standard is left to the caller."""
        asked = self.request
        number = {label: k for k, label in enumerate(self.groups)}
        return Terms(
            unserved_penalty=asked.unserved_penalty,
            budget=np.inf if asked.budget is None else asked.budget,
            min_open=asked.min_open,
            max_open=asked.max_open,
            group_limit={number[label]: most for label, most in asked.group_limits.items()},
        )


def told_apart(points: Points) -> tuple[str, ...]:
    """Names for messages, with the id where a name is not alone; ids where even that is not."""
    names, ids = points.names, points.ids
    count = Counter(names)
    labels = tuple(
        name if count[name] == 1 else f"{name} ({i})" for name, i in zip(names, ids, strict=True)
    )
    return labels if len(set(labels)) == len(labels) else ids
