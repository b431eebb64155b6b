"""Phases of the first years, held while later ones are scheduled anew."""

from __future__ import annotations

import pytest
from first_years_held import assert_nothing_lost, held_and_answered
from roadmap_questions import changed

from inputs.territory import Territory
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.roadmap.first_years import RoadmapFirstYears
from scenarios.studies.roadmap.terms import FIRST_YEAR

UNTIL = 2027


def test_the_first_phases_of_an_optimum_held_lose_nothing(territory: Territory) -> None:
    scenario = changed(roadmap={"objective": "fit", "public_share": 0.7})
    assert_nothing_lost(held_and_answered(territory, scenario, UNTIL))


def test_no_other_phase_begins_until_the_year(territory: Territory) -> None:
    terms = RoadmapStudy(territory, RoadmapFirstYears.held(changed(), {}, UNTIL)).terms
    assert (terms.instance.release[~terms.held] == UNTIL + 1 - FIRST_YEAR).all()


@pytest.mark.parametrize(
    ("decided", "told"), [({"no:1": 2026}, "is no phase"), ({"FREE": 2029}, "2027 or earlier")]
)
def test_impossible_decisions_are_named(
    territory: Territory, decided: dict[str, int], told: str
) -> None:
    terms = RoadmapStudy(territory, changed()).terms
    free = str(terms.phases["phase_id"][~terms.held].iloc[0])
    named = {free if key == "FREE" else key: year for key, year in decided.items()}
    asked = changed(roadmap={"decided": named, "decided_until": UNTIL})
    told_all = [str(p) for p in RoadmapStudy(territory, asked).problems()]
    assert any(told in one for one in told_all)
