"""Settlements that a planner fixes or rules out: kept by the answer, or refused in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from siting_questions import SMALL

from inputs.territory import Territory
from models.dynamic_location import check_plan
from optimizer.limits import Limits
from scenarios.scenario import Scenario
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.instance import modules_of
from scenarios.study import Answer

QUICK = {"sites": 6, "prices": False, "alternatives": 0}
BARE = {**SMALL, "siting": QUICK}


def asked(territory: Territory, **wishes: Any) -> SitingStudy:
    return SitingStudy(territory, Scenario.model_validate({**BARE, **wishes}))


def unchosen(answer: Answer) -> str:
    """A settlement, no centre, in which the optimum builds nothing."""
    table = answer.tables["settlements"]
    left = table[table["opened"].isna() & ~table["documented"] & (table["need_2050"] > 0)]
    return str(left["settlement_id"].iloc[0])


@pytest.fixture(scope="module")
def wished(territory: Territory, answer: Answer) -> tuple[SitingStudy, Answer, str, str]:
    """One settlement more by 2035, and the largest of the optimum forbidden."""
    table = answer.tables["settlements"]
    largest = str(table.loc[table["optimised_2050"].idxmax(), "settlement_id"])
    place = unchosen(answer)
    study = asked(
        territory,
        fixed=[{"place": place, "size": 300, "count": 2, "start_year": 2035}],
        forbidden=[{"place": largest}],
    )
    assert study.problems() == []
    return study, study.answer(Limits(time_s=6.0, threads=1)), place, largest


def test_wishes_hold_in_both_plans(wished: tuple[SitingStudy, Answer, str, str]) -> None:
    _study, found, place, largest = wished
    for plan in found.plans.values():
        built = plan.openings
        there = built[(built["place_id"] == place) & (built["start_year"] <= 2035)]
        assert there["size"].sum() >= 600
        assert largest not in set(built["place_id"])


def test_the_check_of_the_plan_knows_the_wishes(
    wished: tuple[SitingStudy, Answer, str, str], answer: Answer, study: SitingStudy
) -> None:
    """The plan without wishes passes its own check and fails that of the question with them."""
    ours = wished[0].instance()
    modules = modules_of(study.terms, answer.plan)
    nobody = np.zeros((len(ours.origin), len(ours.years)))
    free = {v.constraint for v in check_plan(study.instance(), modules, nobody, ours.demand)}
    held = {v.constraint for v in check_plan(ours, modules, nobody, ours.demand)}
    assert free == set()
    assert held == {"decided capacity", "module not allowed"}


def test_wishes_cost_and_never_save(
    wished: tuple[SitingStudy, Answer, str, str], answer: Answer
) -> None:
    held, free = wished[1].certificates[0], answer.certificates[0]
    assert held.bound is not None
    assert free.objective is not None
    assert held.checked
    assert held.bound > free.objective


def row(place: str = "A-055", size: int = 300, year: int = 2025) -> dict[str, Any]:
    return {"place": place, "size": size, "start_year": year}


def limited(**siting: Any) -> dict[str, Any]:
    return {"fixed": [row(), row("A-052")], "siting": {**QUICK, **siting}}


LITTLE = {"2025": 0.5, "2035": 9, "2050": 9}


@pytest.mark.parametrize(
    ("wishes", "path", "said"),
    [
        ({"fixed": [row("nowhere")]}, "fixed[0].place", "no settlement"),
        ({"fixed": [row("A-001")]}, "fixed[0].place", "no settlement"),
        ({"fixed": [row(year=2030)]}, "fixed[0].start_year", "no period"),
        ({"fixed": [row(size=301)]}, "fixed[0].size", "301 places"),
        ({"forbidden": [{"place": "nowhere"}]}, "forbidden[0].place", "no settlement"),
        (
            {"forbidden": [{"place": "A-055", "first": 2036, "last": 2049}]},
            "forbidden[0].first",
            "no period",
        ),
        ({"forbidden": [{"place": "A-055", "sizes": [7]}]}, "forbidden[0].sizes", "7 places"),
        (
            {"fixed": [row()], "forbidden": [{"place": "A-055", "last": 2030}]},
            "fixed[0].place",
            "at once",
        ),
        (limited(sites=1), "fixed", "more than may get"),
        (limited(nested=[1, 3]), "siting.nested[0]", "more than 1"),
        (limited(budget_bn_by_period=LITTLE), "fixed", "cost at least"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    territory: Territory, wishes: dict[str, Any], path: str, said: str
) -> None:
    (problem,) = asked(territory, **wishes).problems()
    assert problem.path == path
    assert said in problem.message


def test_every_wrong_wish_is_named_at_once(territory: Territory) -> None:
    wrong = [{"place": f"B-{n}", "size": 300, "start_year": 2035} for n in range(3)]
    found = asked(territory, fixed=wrong, forbidden=[{"place": "C-1"}]).problems()
    assert [p.path for p in found] == [
        "fixed[0].place", "fixed[1].place", "fixed[2].place", "forbidden[0].place",
    ]  # fmt: skip
