"""Reckoned distances that are computed when asked for: no table of all pairs is ever made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inputs.distances.great_circle import (
    FloatArray,
    IntArray,
    chord_of,
    great_circle_km,
    on_sphere,
    tree,
)
from inputs.distances.matrix import BoolArray, Mode
from inputs.points import Points


@dataclass(frozen=True, eq=False)
class PointDistances:
    """Great circle x `factor` between N origins and M destinations, in km.

    Attributes
    ----------
    mode : straight, road or rail
    factor : km of way per km of great circle
    source : what the distances come from, for reports
    notes : what a reader should know
    """

    origin_points: Points
    destination_points: Points
    mode: Mode
    factor: float
    source: str
    notes: tuple[str, ...] = ()
    unit: str = "km"

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.origin_points), len(self.destination_points)

    @property
    def entry_count(self) -> int:
        """Number of pairs with a distance: all."""
        return self.shape[0] * self.shape[1]

    @property
    def estimated_count(self) -> int:
        """Number of pairs whose distance is an estimate."""
        if self.mode is not Mode.STRAIGHT:
            return self.entry_count
        exact = [int((~p.schematic).sum()) for p in (self.origin_points, self.destination_points)]
        return self.entry_count - exact[0] * exact[1]

    def pairs(self, rows: IntArray, columns: IntArray) -> FloatArray:
        """(K,) km of single pairs."""
        start, end = self.origin_points, self.destination_points
        return self.factor * great_circle_km(
            start.lat[rows], start.lon[rows], end.lat[columns], end.lon[columns]
        )

    def estimated(self, rows: IntArray, columns: IntArray) -> BoolArray:
        """(K,) whether the distances of single pairs are estimates."""
        if self.mode is not Mode.STRAIGHT:
            return np.ones(len(rows), dtype=bool)
        marks = self.origin_points.schematic[rows] | self.destination_points.schematic[columns]
        return np.asarray(marks, dtype=bool)

    def nearest(self, columns: IntArray) -> tuple[FloatArray, IntArray]:
        """(N,) km to the nearest of some destinations, and which; `columns` is not empty."""
        start, end = self.origin_points, self.destination_points
        _, at = tree(end.lat[columns], end.lon[columns]).query(on_sphere(start.lat, start.lon))
        found = columns[np.asarray(at)]
        return self.pairs(np.arange(len(start)), found), found

    def summary(self) -> str:
        """Say in a line what the distances are."""
        return (
            f"{self.mode} distances in {self.unit}, {self.entry_count} of {self.entry_count} "
            f"pairs, {self.estimated_count} estimated; {self.source}"
        )


def count_within(origins: Points, destinations: Points, limit_km: float) -> int:
    """Number of pairs at most `limit_km` of great circle apart, without making them."""
    near = tree(origins.lat, origins.lon).count_neighbors(
        tree(destinations.lat, destinations.lon), chord_of(limit_km) * (1 + 1e-12)
    )
    return int(near)
