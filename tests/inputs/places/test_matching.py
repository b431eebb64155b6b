"""What is taken, what is only listed, and why."""

from __future__ import annotations

import pandas as pd
import pytest

from inputs.places.areas import Area
from inputs.places.gazetteer import GazetteerPlace
from inputs.places.matching import Match, match_settlements
from inputs.places.names import fold_all

EAST, WEST = Area(None, 43.0, 77.0, 45.0), Area(None, 43.0, 76.0, 45.0)
DEGREE_KM = 111.195


def settlement(
    number: int, name: str, *, unit: str = "east", okrug: str = "O", **row: object
) -> dict[str, object]:
    return {
        "settlement_id": f"S-{number}",
        "unit_id": unit,
        "okrug": okrug,
        "name_kk": name,
        "name_en": name,
        "lat": 43.0,
        "lon": 77.0,
        "coord_quality": "schematic",
        **row,
    }


def place(
    record: str, name: str, north_km: float = 0.0, *, lon: float = 77.0, kind: str = "village"
) -> GazetteerPlace:
    names = (name,)
    return GazetteerPlace(
        record, names, fold_all(names), 43.0 + north_km / DEGREE_KM, lon, kind, 0.0
    )


def matched(rows: list[dict[str, object]], places: list[GazetteerPlace]) -> dict[str, Match]:
    found = match_settlements(pd.DataFrame(rows), places, {"east": EAST, "west": WEST})
    return {match.settlement_id: match for match in found}


def test_the_only_place_of_the_name_in_the_district_is_taken() -> None:
    places = [place("in", "Акши", 10), place("out", "Ақши", 80), place("west", "Ақши", lon=76.0)]
    (match,) = matched([settlement(1, "Ақши")], places).values()
    assert match.chosen is not None
    assert (match.chosen.record, match.how, match.spread_km) == ("in", "name", 0)


def test_a_name_outside_the_district_is_never_taken() -> None:
    (match,) = matched([settlement(1, "Ақши")], [place("out", "Ақши", 80)]).values()
    assert match.chosen is None
    assert not match.candidates
    assert match.similar == ("1 of this name elsewhere",)


def test_a_similar_name_is_listed_and_never_taken() -> None:
    places = [place("near", "Ақшілік", 5), place("other", "Талғар", 5)]
    (match,) = matched([settlement(1, "Ақшілі")], places).values()
    assert match.chosen is None
    assert len(match.similar) == 1
    assert match.similar[0].startswith("Ақшілік (near")


def test_records_of_one_place_are_one_place() -> None:
    places = [place("a", "Ақши", 10, kind="hamlet"), place("b", "Ақши", 13, kind="town")]
    (match,) = matched([settlement(1, "Ақши")], places).values()
    assert match.chosen is not None
    assert match.chosen.record == "b"
    assert match.spread_km == pytest.approx(3, abs=0.01)


def test_two_places_of_one_name_are_ambiguous() -> None:
    places = [place("a", "Ақши", 10), place("b", "Ақши", 20)]
    (match,) = matched([settlement(1, "Ақши")], places).values()
    assert match.chosen is None
    assert [p.record for p in match.candidates] == ["a", "b"]
    assert match.reason == "several places of this name in the district"


def test_a_place_that_two_settlements_claim_goes_to_neither() -> None:
    rows = [settlement(1, "Ақши", okrug="A"), settlement(2, "Акчи", okrug="B")]
    found = matched(rows, [place("a", "Ақши")])
    assert all(match.chosen is None for match in found.values())
    assert found["S-1"].reason == "the same place matches S-2"


def test_the_okrug_decides_between_places_of_one_name() -> None:
    rows = [
        settlement(1, "Ақши", okrug="north"),
        settlement(2, "Талғар", okrug="north"),
        settlement(3, "Ақши", okrug="south"),
        settlement(4, "Есік", okrug="south"),
    ]
    places = [
        place("n", "Ақши", 18),
        place("s", "Ақши", -18),
        place("t", "Талғар", 20),
        place("e", "Есік", -20),
    ]
    found = matched(rows, places)
    chosen = {name: match.chosen.record for name, match in found.items() if match.chosen}
    assert chosen == {"S-1": "n", "S-2": "t", "S-3": "s", "S-4": "e"}
    assert found["S-1"].how == "name and okrug"
    assert found["S-2"].how == "name"


def test_the_okrug_does_not_decide_a_close_call() -> None:
    rows = [settlement(1, "Ақши"), settlement(2, "Талғар")]
    places = [place("n", "Ақши", 8), place("s", "Ақши", -10), place("t", "Талғар", 0)]
    assert matched(rows, places)["S-1"].chosen is None


def test_what_the_okrug_gave_away_is_out_of_question_for_the_next() -> None:
    rows = [
        settlement(1, "Ақши", okrug="A"),
        settlement(2, "Талғар", okrug="A"),
        settlement(3, "Ақши", okrug="B"),
        settlement(4, "Есік", okrug="B"),
    ]
    # B lies between the two places: only because the first is taken is the second free of doubt
    places = [
        place("n", "Ақши", 20),
        place("s", "Ақши", 8),
        place("t", "Талғар", 21),
        place("e", "Есік", 14.5),
    ]
    found = matched(rows, places)
    chosen = {name: match.chosen.record for name, match in found.items() if match.chosen}
    assert chosen == {"S-1": "n", "S-2": "t", "S-3": "s", "S-4": "e"}


def test_a_place_far_from_its_okrug_is_doubted() -> None:
    rows = [settlement(1, "Ақши"), settlement(2, "Талғар"), settlement(3, "Есік")]
    places = [place("far", "Ақши", 40), place("t", "Талғар", 0), place("e", "Есік", 1)]
    match = matched(rows, places)["S-1"]
    assert match.chosen is None
    assert match.reason == "40 km from the other settlements of its okrug"


def test_a_documented_other_name_counts_when_the_name_itself_is_not_there() -> None:
    row = settlement(1, "Бәйдібек би", settlement_id="A-020")
    (match,) = matched([row], [place("old", "Маловодное")]).values()
    assert match.chosen is not None
    assert match.how == "other name"
    both = [place("old", "Маловодное", 20), place("new", "Байдибек би")]
    (match,) = matched([row], both).values()
    assert match.chosen is not None
    assert match.chosen.record == "new"


def test_a_settlement_without_unit_is_not_looked_for() -> None:
    rows = [settlement(1, "Ақши"), settlement(2, "Gate City", unit_id=None)]
    assert set(matched(rows, [place("a", "Ақши")])) == {"S-1"}
