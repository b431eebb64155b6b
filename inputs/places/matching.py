"""Settlements matched with a gazetteer: by folded name, inside the right area, never by guess."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from inputs.distances.great_circle import great_circle_km
from inputs.places.areas import Area
from inputs.places.gazetteer import GazetteerPlace
from inputs.places.names import fold_all
from inputs.places.other_names import other_names

_SIMILAR = 0.75  # least likeness of a name that is listed, never taken
_LISTED = 3
_SEVERAL = 2


@dataclass(frozen=True)
class Rules:
    """What counts as one place and as the right one, km.

    Attributes
    ----------
    same_place_km
        Records of one name this near each other are one place; beyond `exact_km` apart, its
        point is only approximate.
    exact_km
        What `exact` means in the tables.
    okrug_reach_km
        A settlement lies at most this far from the middle of its okrug.
    """

    same_place_km: float = 5.0
    exact_km: float = 2.0
    okrug_reach_km: float = 20.0


@dataclass
class Match:
    """What was found for one settlement.

    Attributes
    ----------
    candidates
        Records of its name in its area, the most important first; several when ambiguous.
    chosen
        The record taken; None where none is.
    spread_km
        How far apart the records of the chosen place stand.
    how
        `name`, `other name`, or either with ` and okrug`.
    decided
        True once its okrug has been asked.
    reason
        Why nothing was taken.
    similar
        Places that a person may want to look at, in words.
    """

    settlement_id: str
    candidates: list[GazetteerPlace] = field(default_factory=list)
    chosen: GazetteerPlace | None = None
    spread_km: float = 0.0
    how: str = ""
    decided: bool = False
    reason: str = ""
    similar: tuple[str, ...] = ()


def match_settlements(
    settlements: pd.DataFrame,
    places: list[GazetteerPlace],
    areas: Mapping[str, Area],
    rules: Rules | None = None,
) -> list[Match]:
    """Match each settlement that has a unit with at most one record.

    Parameters
    ----------
    settlements
        settlement_id, unit_id, okrug, name_kk, name_en, lat, lon, coord_quality.
    areas
        Where the settlements of each unit are looked for.

    Returns
    -------
    list of Match
        In the order of the table; those without a record have a reason.
    """
    return _Matching(settlements, places, areas, rules or Rules()).run()


class _Matching:
    def __init__(
        self,
        settlements: pd.DataFrame,
        places: list[GazetteerPlace],
        areas: Mapping[str, Area],
        rules: Rules,
    ) -> None:
        table = settlements[settlements["unit_id"].notna()]
        self.rows = {row["settlement_id"]: row for row in table.to_dict("records")}
        self.places = places
        self.rules = rules
        lat = np.array([place.lat for place in places])
        lon = np.array([place.lon for place in places])
        self.inside = {unit: area.holds(lat, lon) for unit, area in areas.items()}
        self.by_key: dict[str, list[int]] = {}
        for number, place in enumerate(places):
            for key in place.keys:
                self.by_key.setdefault(key, []).append(number)

    def run(self) -> list[Match]:
        matches = {name: self._by_name(name) for name in self.rows}
        self._settle_shared(matches)
        self._require_near_okrug(matches)
        while self._by_okrug(matches):
            self._settle_shared(matches)
        for match in matches.values():
            if match.chosen is None and not match.candidates:
                match.similar = self._similar(match.settlement_id, matches)
        return list(matches.values())

    def _keys(self, name: str) -> tuple[tuple[str, frozenset[str]], ...]:
        row = self.rows[name]
        return (
            ("name", fold_all((row["name_kk"], row["name_en"]))),
            ("other name", fold_all(other_names(name))),
        )

    def _by_name(self, name: str) -> Match:
        inside = self.inside[self.rows[name]["unit_id"]]
        match = Match(name, reason="no place of this name in the district")
        for how, keys in self._keys(name):
            numbers = {n for key in keys for n in self.by_key.get(key, ()) if inside[n]}
            if numbers:
                match.candidates = sorted((self.places[n] for n in sorted(numbers)), key=_order)
                match.how = how
                self._choose(match, match.candidates[0])
                break
        if match.candidates and match.chosen is None:
            match.reason = "several places of this name in the district"
        return match

    def _choose(self, match: Match, best: GazetteerPlace) -> None:
        """Take `best` where every candidate is the same place."""
        away = [_km(best, other) for other in match.candidates]
        if max(away) <= self.rules.same_place_km:
            match.chosen, match.spread_km = best, max(away)

    def _settle_shared(self, matches: Mapping[str, Match]) -> None:
        """A record belongs to one settlement; where two claim it, neither has it."""
        claims: dict[str, list[str]] = {}
        for name, match in matches.items():
            if match.chosen is not None:
                claims.setdefault(match.chosen.record, []).append(name)
        for names in claims.values():
            for name in names if len(names) > 1 else ():
                others = ", ".join(other for other in names if other != name)
                matches[name].chosen = None
                matches[name].reason = f"the same place matches {others}"

    def _okrug_middle(
        self, name: str, matches: Mapping[str, Match]
    ) -> tuple[float, float, int] | None:
        """Median point of the other settlements of the okrug whose place is known."""
        row = self.rows[name]
        points = []
        for other, match in matches.items():
            mate = self.rows[other]
            if other == name or (mate["unit_id"], mate["okrug"]) != (row["unit_id"], row["okrug"]):
                continue
            if match.chosen is not None:
                points.append((match.chosen.lat, match.chosen.lon))
            elif mate["coord_quality"] == "exact":
                points.append((mate["lat"], mate["lon"]))
        if not points:
            return None
        lat, lon = np.median(np.array(points), axis=0)
        return float(lat), float(lon), len(points)

    def _require_near_okrug(self, matches: Mapping[str, Match]) -> None:
        far = []
        for name, match in matches.items():
            middle = self._okrug_middle(name, matches)
            if match.chosen is None or middle is None or middle[2] < _SEVERAL:
                continue
            away = _km_to(match.chosen, middle)
            if away > self.rules.okrug_reach_km:
                far.append((name, f"{away:.0f} km from the other settlements of its okrug"))
        for name, reason in far:
            matches[name].chosen = None
            matches[name].reason = reason

    def _by_okrug(self, matches: Mapping[str, Match]) -> bool:
        """Of several places of one name take the one beside the okrug, if the others are far.

        Places that have been taken are out of question. A settlement is decided at most once, so
        that rounds come to an end.
        """
        taken = {match.chosen.record for match in matches.values() if match.chosen is not None}
        decided = []
        for name, match in matches.items():
            middle = self._okrug_middle(name, matches)
            free = [place for place in match.candidates if place.record not in taken]
            if match.chosen or match.decided or len(match.candidates) < _SEVERAL or not free:
                continue
            if middle is None:
                continue
            near = min(free, key=lambda place: _km_to(place, middle))
            same = [place for place in free if _km(near, place) <= self.rules.same_place_km]
            others = [_km_to(place, middle) for place in free if place not in same]
            away = _km_to(near, middle)
            clear = min(others, default=np.inf) >= max(2 * away, away + self.rules.same_place_km)
            if away <= self.rules.okrug_reach_km and clear:
                decided.append((match, same))
        for match, same in decided:
            best = min(same, key=_order)
            match.chosen, match.decided = best, True
            match.spread_km = max(_km(best, other) for other in same)
            match.how += " and okrug"
        return bool(decided)

    def _similar(self, name: str, matches: Mapping[str, Match]) -> tuple[str, ...]:
        """Name free places of the district with a like name, and such of the name elsewhere."""
        inside = self.inside[self.rows[name]["unit_id"]]
        taken = {match.chosen.record for match in matches.values() if match.chosen is not None}
        keys = frozenset().union(*(keys for _, keys in self._keys(name)))
        scored = []
        for number in np.flatnonzero(inside):
            place = self.places[number]
            if place.record not in taken:
                score = max(_likeness(a, b) for a in keys for b in place.keys)
                if score >= _SIMILAR:
                    scored.append((-score, place.names[0], place))
        like = [
            f"{place.told()}, likeness {-score:.2f}"
            for score, _, place in sorted(scored, key=lambda item: item[:2])[:_LISTED]
        ]
        elsewhere = sorted({n for key in keys for n in self.by_key.get(key, ()) if not inside[n]})
        return (*like, *((f"{len(elsewhere)} of this name elsewhere",) if elsewhere else ()))


def _likeness(a: str, b: str) -> float:
    matcher = difflib.SequenceMatcher(None, a, b)
    if matcher.quick_ratio() < _SIMILAR:
        return 0.0
    return matcher.ratio()


def _order(place: GazetteerPlace) -> tuple[int, float, str]:
    return (*place.rank, place.record)


def _km(a: GazetteerPlace, b: GazetteerPlace) -> float:
    return float(great_circle_km(a.lat, a.lon, b.lat, b.lon))


def _km_to(place: GazetteerPlace, middle: tuple[float, float, int]) -> float:
    return float(great_circle_km(place.lat, place.lon, middle[0], middle[1]))
