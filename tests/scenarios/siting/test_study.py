"""The answer as a whole: proven, checked, and saying the same everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from siting_questions import SMALL

from inputs.territory import Territory
from optimizer.limits import Limits
from scenarios.plan import Plan
from scenarios.rendering import headline_of
from scenarios.runner import run
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.simulate import simulate
from scenarios.studies.siting.study import CENTRES
from scenarios.study import Answer


def test_the_level_chooses_the_study(territory: Territory, scenario: Scenario) -> None:
    assert isinstance(create(territory, scenario), SitingStudy)


def test_every_stage_is_checked_and_bounded(answer: Answer) -> None:
    for stage in answer.certificates:
        assert stage.checked
        assert stage.objective is not None
        assert stage.bound is not None
        assert stage.bound <= stage.objective + 1e-6
    assert answer.certificates[0].gap == pytest.approx(0.0, abs=1e-4)
    first, last = (stage.bound for stage in answer.certificates)
    assert first is not None
    assert last is not None
    assert last >= first - 1e-6


def test_the_simulator_finds_the_optimisers_cost(study: SitingStudy, answer: Answer) -> None:
    """Places at home, ways and unserved pupils are re-decided without the model."""
    said = answer.evaluations["optimised"].kpis["total_cost_mln_kzt"]
    assert said == pytest.approx(answer.certificates[-1].objective, rel=1e-3)


def test_pupils_add_up(study: SitingStudy, answer: Answer) -> None:
    table = answer.evaluations["optimised"].by_unit
    taught = table["served_here"] + table["served_elsewhere"] + table["shortage"]
    assert taught.to_numpy() == pytest.approx(table["need"].to_numpy())
    assert (table["new_capacity"] >= 0).all()


def test_what_opens_stays_within_the_number_of_sites(answer: Answer) -> None:
    table = answer.evaluations["optimised"].by_unit
    by_year = table.pivot_table(index="unit_id", columns="year", values="new_capacity")
    assert (np.diff(by_year.to_numpy(), axis=1) >= 0).all()
    assert (by_year.to_numpy()[:, -1] > 0).sum() <= 6


def test_centres_only_builds_in_centres_and_is_no_better(answer: Answer) -> None:
    table = answer.tables["settlements"].set_index("settlement_id")
    places = answer.plans[CENTRES].openings["place_id"].unique()
    assert table.loc[places, "documented"].all()
    said = answer.tables["agreement"].set_index("measure")["value"]
    assert said["centres_only"] >= said["optimum"] - 1e-6


def test_agreement_is_counted_from_the_two_lists(answer: Answer) -> None:
    said = answer.tables["agreement"].set_index("measure")["value"]
    assert said["precision"] == pytest.approx(said["both"] / said["chosen"])
    assert said["recall"] == pytest.approx(said["both"] / said["documented"])
    union = said["chosen"] + said["documented"] - said["both"]
    assert said["jaccard"] == pytest.approx(said["both"] / union)


def test_every_centre_and_every_chosen_site_has_a_price(answer: Answer) -> None:
    prices, table = answer.tables["prices"], answer.tables["settlements"]
    planned = set(table[table["documented"]]["settlement_id"])
    chosen = set(table[table["opened"].notna()]["settlement_id"])
    assert set(prices["settlement_id"]) == planned | chosen
    assert set(prices[prices["wish"] == "close"]["settlement_id"]) == chosen
    assert (prices["low"] <= prices["high"] + 1e-6).all()


def test_every_distance_says_that_it_is_schematic(answer: Answer) -> None:
    ways, table = answer.tables["service"], answer.tables["settlements"]
    quality = table.set_index("settlement_id")["coord_quality"]
    drawn = (quality[ways["from_id"]] == "schematic").to_numpy() | (
        quality[ways["to_id"]] == "schematic"
    ).to_numpy()
    assert (ways["schematic"].to_numpy() == drawn).all()
    assert ways["estimated"].all()
    assert any("schematic" in note for note in answer.notes)


def test_an_empty_plan_leaves_all_that_standing_places_cannot_take(study: SitingStudy) -> None:
    done = simulate(study.terms, Plan.from_rows("nothing", []))
    short = np.maximum(study.terms.need - study.terms.existing[:, None], 0.0).sum(axis=0)
    assert done.evaluation.by_year["shortage"].to_numpy() == pytest.approx(short)
    assert done.evaluation.kpis["capex_mln_kzt"] == 0


def test_money_binds(territory: Territory) -> None:
    budget = {"2025": 20.0, "2035": 5.0, "2050": 5.0}
    siting = {"budget_bn_by_period": budget, "sites": None, "prices": False, "alternatives": 0}
    asked = Scenario.model_validate({**SMALL, "siting": siting})
    answer = SitingStudy(territory, asked).answer(Limits(time_s=20.0, threads=1))
    spent = answer.evaluations["optimised"].by_year["spending"].cumsum()
    assert (spent.to_numpy() <= 1000 * np.cumsum([20.0, 5.0, 5.0]) + 1e-6).all()
    assert answer.evaluations["optimised"].kpis["unserved_2050"] > 0


def test_a_run_is_read_back_and_rendered(
    answer: Answer, territory: Territory, scenario: Scenario, tmp_path: Path
) -> None:
    class Given:
        def problems(self) -> list[object]:
            return []

        def answer(self, limits: Limits) -> Answer:
            return answer

    outcome = run(scenario, territory, tmp_path, create=lambda *_: Given())  # type: ignore[arg-type]
    assert outcome.answer.kind == "siting"
    for name, table in answer.tables.items():
        if len(table):
            pd.testing.assert_frame_equal(outcome.answer.tables[name], table, check_dtype=False)
    page = outcome.run.report.read_text(encoding="utf-8")
    wanted = ("Optimal and planned sites", "Plans that grow", "What each site is worth")
    for text in (*wanted, "Almaty oblast (outline before 2022)", "could still be saved"):
        assert text in page
    assert "http-equiv" in page
    assert "nan" not in headline_of(outcome.answer).text
    layer = json.loads((outcome.run.path / "plan.geojson").read_text(encoding="utf-8"))
    assert len(layer["features"]) == len(answer.tables["settlements"])
    assert run(scenario, territory, tmp_path).cached


def test_a_run_without_prices_alternatives_and_nesting_is_rendered(
    territory: Territory, tmp_path: Path
) -> None:
    siting = {"sites": 4, "prices": False, "alternatives": 0}
    solve = {"time_s": 10, "threads": 1}
    asked = Scenario.model_validate({**SMALL, "siting": siting, "solve": solve})
    page = run(asked, territory, tmp_path).run.report.read_text(encoding="utf-8")
    assert "Optimal and planned sites" in page
    assert "Plans that grow" not in page
    assert "What each site is worth" not in page


def test_a_better_list_of_places_moves_the_schools(
    territory: Territory, scenario: Scenario, answer: Answer
) -> None:
    """Places that a list puts into one town are not built there again."""
    siting = {"existing_places": {"A-055": 40_000}, "prices": False, "alternatives": 0}
    asked = Scenario.model_validate({**SMALL, "siting": siting})
    listed = SitingStudy(territory, asked).answer(Limits(time_s=20.0, threads=1))
    opened = listed.tables["settlements"].set_index("settlement_id")["opened"]
    before = answer.tables["settlements"].set_index("settlement_id")["opened"]
    assert pd.notna(before["A-055"])
    assert pd.isna(opened["A-055"])
