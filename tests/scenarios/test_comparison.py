"""Two plans side by side: verdicts, turns, money."""

from __future__ import annotations

import pytest

from inputs.territory import load_territory
from scenarios.comparison import compare, verdict
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.education.programme import SCHOOLS
from scenarios.studies.education.simulate import simulate
from scenarios.studies.education.study import HEADLINES
from scenarios.studies.education.terms import build_terms


@pytest.mark.parametrize(
    ("documented", "optimised", "expected"),
    [
        (10.0, 9.0, "better"),
        (10.0, 10.4, "same"),
        (10.0, 11.0, "worse"),
        (None, 2040, "better"),
        (2040, None, "worse"),
        (None, None, "same"),
    ],
)
def test_verdict(documented: float | None, optimised: float | None, expected: str) -> None:
    assert verdict(documented, optimised, 0.5) == expected


def plan(name: str, unit: str, year: int, capex: float) -> Plan:
    row: dict[str, object] = {
        "place_id": unit,
        "to_place_id": "",
        "asset": "school",
        "action": "open",
        "size": 2500.0,
        "unit": "places",
        "start_year": year,
        "in_service_year": year + 2,
        "capex_mln_kzt": capex,
        "opex_mln_kzt": 0.0,
        "origin": "manual",
    }
    return Plan.from_rows(name, [row])


def test_turns_money_and_horizons_of_two_small_plans() -> None:
    territory = load_territory()
    scenario = Scenario.model_validate({"region": ["karasai", "talgar"]})
    terms = build_terms(territory, scenario, SCHOOLS)
    plans = {
        "optimised": plan("optimised", "karasai", 2026, 9000.0),
        "documented": plan("documented", "karasai", 2030, 9500.0),
    }
    result = compare(
        plans,
        {name: simulate(terms, p) for name, p in plans.items()},
        optimised="optimised",
        baseline="documented",
        headlines=HEADLINES,
        horizons=(2030, 2040, 2050),
        first_year=2026,
    )
    karasai = result.turn.set_index("unit_id").loc["karasai"]
    assert karasai["shift_years"] == -4
    assert karasai["place_years_gained"] == pytest.approx(4 * 2500)
    assert "earlier" in karasai["reason"]
    talgar = result.turn.set_index("unit_id").loc["talgar"]
    assert talgar["reason"] == "nothing to build under either plan"
    money = result.money_by_oblast.set_index("oblast_id").loc["almaty_oblast"]
    assert (money["documented"], money["optimised"]) == (9500.0, 9000.0)
    at_2030 = result.places_by_horizon.query("horizon == 2030 and unit_id == 'karasai'")
    assert at_2030[["documented", "optimised"]].to_numpy().tolist() == [[0.0, 2500.0]]
    shortage = result.measures.set_index("measure").loc["shortage"]
    assert shortage["verdict"] == "better"
