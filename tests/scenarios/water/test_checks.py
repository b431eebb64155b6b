"""Every question that cannot be, told before any solver starts."""

from __future__ import annotations

from typing import Any

import pytest
from water_questions import SMALL, changed

from inputs.territory import Territory
from scenarios.studies.water import WaterStudy

DAMS = "turkistan_oblast"


def _paths(territory: Territory, **parts: Any) -> list[str]:
    return [p.path for p in WaterStudy(territory, changed(**parts)).problems()]


def test_the_usual_question_can_be_answered(territory: Territory) -> None:
    assert WaterStudy(territory, SMALL).problems() == []


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"region": ["karasai"]}, "region[0]"),
        ({"region": ["almaty_city"]}, "region"),
        ({"objectives": [{"measure": "shortage"}]}, "objectives"),
        ({"construction": {"max_starts_per_unit_year": 3}}, "construction"),
        ({"shifts": {"second_shift_until": 2030}}, "shifts"),
        ({"transfers": {"enabled": True}}, "transfers"),
        ({"demand": {"unit_growth": {"karasai": 1.1}}}, "demand.unit_growth"),
        (
            {"minimum_programme": [{"place": DAMS, "places": 10, "by": 2030}]},
            "minimum_programme",
        ),
        ({"water": {"technologies": ["local_source"]}}, "water.technologies"),
        ({"water": {"technologies": ["block_module"]}}, "water.technologies"),
        ({"water": {"technologies": ["group_main", "group_main"]}}, "water.technologies"),
        ({"water": {"target_year": 2027}}, "water.target_year"),
        ({"years": {"first": 2026, "last": 2035}}, "water.target_year"),
        ({"money": {"budget_bn_per_year": 0.01}}, "money.budget_bn_per_year"),
        (
            {"years": {"first": 2030}, "money": {"budget_bn_by_year": {2028: 5}}},
            "money.budget_bn_by_year.2028",
        ),
        (
            {"money": {"oblast_budget_bn_per_year": {"almaty_city": 5}}},
            "money.oblast_budget_bn_per_year.almaty_city",
        ),
        ({"money": {"oblast_min_share": {DAMS: 0.9}}}, f"money.oblast_min_share.{DAMS}"),
        ({"fixed": [{"place": "karasai", "size": 500, "start_year": 2027}]}, "fixed[0].place"),
        (
            {"fixed": [{"place": DAMS, "size": 500, "start_year": 2027, "count": 99}]},
            "fixed[0].count",
        ),
        (
            {
                "years": {"first": 2028},
                "fixed": [{"place": DAMS, "size": 500, "start_year": 2027}],
            },
            "fixed[0].start_year",
        ),
        (
            {
                "fixed": [{"place": DAMS, "size": 500, "start_year": 2027}],
                "forbidden": [{"place": DAMS, "last": 2030}],
            },
            "fixed[0]",
        ),
        ({"forbidden": [{"place": "karasai"}]}, "forbidden[0].place"),
        ({"forbidden": [{"place": DAMS, "sizes": [500]}]}, "forbidden[0].sizes"),
        ({"forbidden": [{"place": DAMS, "last": 2025, "at_most": 1}]}, "forbidden[0].at_most"),
        (
            {"forbidden": [{"place": "S-W09-far-2", "first": 2027, "at_most": 1}]},
            "forbidden[0].at_most",
        ),
        (
            {
                "fixed": [{"place": "S-W09", "size": 151, "start_year": 2027, "count": 3}],
                "forbidden": [
                    {"place": "S-W09-far-2", "first": 2027, "last": 2027, "at_most": 2},
                ],
            },
            "fixed[0]",
        ),
        (
            {"assumptions": {"water_unconnected_size_factor": 0}},
            "assumptions.water_unconnected_size_factor",
        ),
        ({"assumptions": {"water_lead_time_years": 1.5}}, "assumptions.water_lead_time_years"),
        (
            {"assumptions": {"water_settlements_budget_share": 2}},
            "assumptions.water_settlements_budget_share",
        ),
        ({"water": {"drop_transfers": ["T-999"]}}, "water.drop_transfers[0]"),
    ],
)
def test_what_cannot_be_is_named_with_its_key(
    territory: Territory, parts: dict[str, Any], path: str
) -> None:
    assert path in _paths(territory, **parts)


def test_a_ban_that_leaves_room_for_what_is_decided_is_none(territory: Territory) -> None:
    fixed = [{"place": "S-W09-far-2", "size": 151, "start_year": 2027, "count": 2}]
    ban = {"place": "S-W09-far-2", "first": 2027, "last": 2027, "at_most": 2}
    assert _paths(territory, fixed=fixed, forbidden=[ban]) == []
