"""Coordinates of settlements from a gazetteer that the user brings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from inputs.distances.great_circle import great_circle_km
from inputs.places.areas import areas_of
from inputs.places.gazetteer import read_gazetteer
from inputs.places.matching import Match, Rules, match_settlements
from inputs.territory import Territory

_LICENCES = {"geonameid": "GeoNames, CC BY 4.0", "osm_id": "OpenStreetMap, ODbL 1.0"}
_REPORTED = ["settlement_id", "unit_id", "okrug", "name_kk", "population_2018"]


@dataclass(frozen=True, eq=False)
class PlacesImport:
    """What an import found.

    Attributes
    ----------
    settlements
        The territory's settlements, in their declared columns, with the points found.
    accepted
        One row per settlement that received a point: who it is, name and record of the place,
        lat, lon, coord_quality, how it was matched, names used.
    ambiguous
        Settlements for which several places stand, with the reason and the candidates.
    unmatched
        Settlements without a place of their name, with similar ones to look at.
    checked
        Settlements whose point the package holds already (it is kept): km to the place found.
    """

    settlements: pd.DataFrame
    accepted: pd.DataFrame
    ambiguous: pd.DataFrame
    unmatched: pd.DataFrame
    checked: pd.DataFrame

    @property
    def located_count(self) -> int:
        """Settlements of a unit with a point of their own, found now or before."""
        return int(self._located().sum())

    @property
    def located_population_share(self) -> float:
        """Their share of the population of 2018, the core city left out."""
        rural = self._counted()
        population = self.settlements["population_2018"]
        return float(population[self._located()].sum() / population[rural].sum())

    @property
    def settlement_count(self) -> int:
        return int(self._counted().sum())

    def _counted(self) -> pd.Series:
        return self.settlements["okrug"].notna()

    def _located(self) -> pd.Series:
        return self._counted() & (self.settlements["coord_quality"] != "schematic")


def import_places(
    territory: Territory,
    path: Path,
    *,
    boundaries: Path | None = None,
    radius_km: float = 45.0,
    rules: Rules | None = None,
) -> PlacesImport:
    """Look for the settlements of the territory in a gazetteer.

    A point is taken only when one place of that very name (folded, or a documented other name)
    lies in the settlement's district, and it is not claimed by another settlement. Similar names
    are listed and never taken. Exact points of the package are kept.

    Parameters
    ----------
    path
        GeoNames `KZ.txt`, GeoJSON, GeoPackage, shapefile or CSV of populated places.
    boundaries
        Outlines of districts; None: `radius_km` around the district's centre.

    Raises
    ------
    InputError
        A file cannot be read, or an outline is missing.
    """
    settlements = territory.table("settlements")
    places = read_gazetteer(path)
    units = list(settlements["unit_id"].dropna().unique())
    areas = areas_of(territory, units, boundaries=boundaries, radius_km=radius_km)
    matches = match_settlements(settlements, places, areas, rules)
    exact = set(settlements.loc[settlements["coord_quality"] == "exact", "settlement_id"])
    exact_km = (rules or Rules()).exact_km
    new = [m for m in matches if m.settlement_id not in exact]
    accepted = _accepted(settlements, [m for m in new if m.chosen is not None], exact_km)
    left = [m for m in new if m.chosen is None]
    return PlacesImport(
        settlements=_filled(settlements, accepted, path.name),
        accepted=accepted,
        ambiguous=_reported(settlements, [m for m in left if m.candidates]),
        unmatched=_reported(settlements, [m for m in left if not m.candidates]),
        checked=_checked(settlements, [m for m in matches if m.settlement_id in exact]),
    )


def _about(settlements: pd.DataFrame, matches: list[Match]) -> pd.DataFrame:
    table = settlements.set_index("settlement_id", drop=False)[_REPORTED]
    return table.loc[[m.settlement_id for m in matches]].reset_index(drop=True)


def _accepted(settlements: pd.DataFrame, matches: list[Match], exact_km: float) -> pd.DataFrame:
    table = _about(settlements, matches)
    chosen = [m.chosen for m in matches if m.chosen is not None]
    table["matched_name"] = pd.Series([place.names[0] for place in chosen], dtype="str")
    table["record"] = pd.Series([place.record for place in chosen], dtype="str")
    table["lat"] = pd.Series([place.lat for place in chosen], dtype=float)
    table["lon"] = pd.Series([place.lon for place in chosen], dtype=float)
    table["coord_quality"] = pd.Series(
        ["exact" if m.spread_km <= exact_km else "approximate" for m in matches], dtype="str"
    )
    table["how"] = pd.Series([m.how for m in matches], dtype="str")
    return table


def _reported(settlements: pd.DataFrame, matches: list[Match]) -> pd.DataFrame:
    table = _about(settlements, matches)
    table["reason"] = pd.Series([m.reason for m in matches], dtype="str")
    table["candidates"] = pd.Series(
        ["; ".join((*(place.told() for place in m.candidates), *m.similar)) for m in matches],
        dtype="str",
    )
    return table


def _checked(settlements: pd.DataFrame, matches: list[Match]) -> pd.DataFrame:
    found = [m for m in matches if m.chosen is not None]
    points = settlements.set_index("settlement_id").loc[[m.settlement_id for m in found]]
    table = _about(settlements, found)
    chosen = [m.chosen for m in found if m.chosen is not None]
    table["record"] = pd.Series([place.record for place in chosen], dtype="str")
    table["km"] = great_circle_km(
        points["lat"].to_numpy(dtype=float),
        points["lon"].to_numpy(dtype=float),
        [place.lat for place in chosen],
        [place.lon for place in chosen],
    )
    return table


def _filled(settlements: pd.DataFrame, accepted: pd.DataFrame, file: str) -> pd.DataFrame:
    table = settlements.set_index("settlement_id", drop=False)
    ids = accepted["settlement_id"]
    for column in ("lat", "lon", "coord_quality"):
        table.loc[ids, column] = accepted[column].to_numpy()
    table.loc[ids, "fallback_place_id"] = None
    table.loc[ids, "source"] = [
        f"{file}, {record}, {_LICENCES.get(record.split()[0], 'licence of the file')}"
        for record in accepted["record"]
    ]
    return table.reset_index(drop=True)
