"""The answer as a whole: proven, within its limits, and saying the same everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from logistics_questions import SMALL, changed

from inputs.territory import Territory
from optimizer.limits import Limits
from scenarios.plan import Plan
from scenarios.rendering import headline_of
from scenarios.runner import run
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.instance import documented_places_only, site_question
from scenarios.studies.logistics.study import OPTIMISED, PRINTED, PRINTED_WORST, UNDER_BUDGET
from scenarios.study import Answer


def test_the_name_chooses_the_study(territory: Territory) -> None:
    assert isinstance(create(territory, SMALL), LogisticsStudy)


def test_every_stage_is_checked_and_bounded(answer: Answer) -> None:
    for stage in answer.certificates:
        assert stage.checked
        assert not stage.violations
        assert stage.bound is not None
        assert stage.objective is not None
        assert stage.bound <= stage.objective * (1 + 1e-9)


def test_the_simulator_finds_about_the_optimisers_cost(answer: Answer) -> None:
    said = answer.evaluations[OPTIMISED].kpis["total_cost_mln_kzt"]
    assert said == pytest.approx(answer.certificates[-1].objective, rel=0.01)


def test_numbers_and_money_are_kept(study: LogisticsStudy, answer: Answer) -> None:
    terms = study.terms
    oblast = dict(zip(terms.sites["site_id"], terms.sites["oblast_id"], strict=True))
    for name in (OPTIMISED, UNDER_BUDGET):
        opened = answer.plans[name].openings
        spent = 0.0
        for t, year in enumerate(terms.periods):
            so_far = opened[opened["in_service_year"] <= year]
            count = so_far["place_id"].map(oblast).value_counts()
            for g, declared in enumerate(terms.oblasts):
                assert count.get(declared, 0) <= terms.most[g, t]
            spent = so_far["capex_mln_kzt"].sum()
            assert spent <= terms.budget[: t + 1].sum() * (1 + 1e-9)
        assert (opened["start_year"] == opened["in_service_year"] - terms.lead).all()
    assert answer.evaluations[OPTIMISED].kpis["overspending_mln_kzt"] == 0.0


def test_documented_places_are_no_better_than_the_optimum(answer: Answer) -> None:
    kpis = {name: e.kpis["total_cost_mln_kzt"] for name, e in answer.evaluations.items()}
    assert kpis[OPTIMISED] <= kpis[UNDER_BUDGET] * 1.01
    sites = answer.tables["sites"]
    there = sites[sites["budget_opened"].notna()]
    assert (there["documented"] > 0).all()


def test_as_printed_opens_what_is_declared(study: LogisticsStudy, answer: Answer) -> None:
    for name in (PRINTED, PRINTED_WORST):
        opened = answer.plans[name].openings
        by_year = [int((opened["in_service_year"] <= y).sum()) for y in study.terms.periods]
        assert by_year == study.terms.declared.sum(axis=0).tolist()
    spread = answer.tables["spread"].set_index("measure")["value"]
    assert spread["best"] <= spread["worst"]


def test_flows_on_links_carry_the_tonne_kilometres(answer: Answer) -> None:
    links = answer.tables["links"]
    for year, kpis in ((y, answer.evaluations[OPTIMISED].kpis) for y in (2030, 2050)):
        part = links[(links["year"] == year) & (links["mode"] == "rail")]
        on_links = float((part["optimised"] * part["km"]).sum()) / 1e9
        assert on_links == pytest.approx(kpis[f"rail_tkm_bn_{year}"], rel=1e-6)


def test_a_plan_by_hand_is_evaluated(study: LogisticsStudy, answer: Answer, tmp_path: Path) -> None:
    answer.plan.to_csv(tmp_path / "mine.csv")
    mine = Plan.from_csv(tmp_path / "mine.csv")
    again = study.evaluate(mine)
    assert again.kpis == answer.evaluations[OPTIMISED].kpis


def test_what_is_decided_stays_decided(territory: Territory) -> None:
    data = SMALL.canonical()
    data["fixed"] = [{"place": "zhosaly", "size": 1, "start_year": 2027}]
    data["forbidden"] = [{"place": "taraz"}]
    study = LogisticsStudy(territory, Scenario.model_validate(data))
    assert study.problems() == []
    found = study.answer(Limits(time_s=40, gap=0.02)).plan.openings
    assert ((found["place_id"] == "zhosaly") & (found["in_service_year"] == 2030)).any()
    assert "taraz" not in set(found["place_id"])


def test_what_is_decided_stands_among_the_named_places(territory: Territory) -> None:
    data = changed(centres=None).canonical()
    data["fixed"] = [{"place": "otar", "size": 1, "start_year": 2027, "count": 2}]
    terms = LogisticsStudy(territory, Scenario.model_validate(data)).terms
    site = int(np.flatnonzero(terms.sites["site_id"] == "otar")[0])
    assert terms.sites["documented"][site] == 0
    named = documented_places_only(site_question(terms), terms)
    assert named.max_at_site[site] == 2
    assert named.group_max[terms.group[site], 0] >= 2


def test_a_ban_speaks_of_starts(territory: Territory) -> None:
    data = SMALL.canonical()
    data["forbidden"] = [{"place": "taraz", "last": 2030}, {"place": "zhosaly"}]
    terms = LogisticsStudy(territory, Scenario.model_validate(data)).terms
    earliest = dict(zip(terms.sites["site_id"], site_question(terms).earliest, strict=True))
    assert earliest["taraz"] == 1  # what serves in 2040 is started in 2037
    assert earliest["zhosaly"] >= len(terms.periods)


def test_reach_opens_for_freight_within_reach(territory: Territory) -> None:
    study = LogisticsStudy(territory, changed(objective="reach", reach_km=120))
    cost = LogisticsStudy(territory, changed(reach_km=120))
    reach = study.answer(Limits(time_s=40, gap=0.01))
    other = cost.answer(Limits(time_s=40, gap=0.02))
    share = [
        np.average(
            rows.loc[rows["kind"] == "unit", "km_to_centre"] <= 120,
            weights=rows.loc[rows["kind"] == "unit", "freight_t"],
        )
        for rows in (a.evaluations[OPTIMISED].by_unit for a in (reach, other))
    ]
    assert share[0] >= share[1] - 1e-9
    sites = reach.certificates[0]
    assert (sites.stage, sites.sense) == ("sites and years", "maximise")
    assert sites.gap == pytest.approx(0.0, abs=1e-6)


def test_prices_are_not_negative_and_proven_from_below(territory: Territory) -> None:
    study = LogisticsStudy(territory, changed(prices=True, link_prices=True))
    found = study.answer(Limits(time_s=40, gap=0.02))
    prices = found.tables["prices"]
    assert set(prices["wish"]) == {"open", "close"}
    assert (prices["low"] <= prices["high"] + 1e-6).all()
    assert (prices["low"] >= 0).all()
    links = found.tables["link_prices"]
    assert len(links)
    assert (links["low"] <= links["high"] + 1e-6).all()
    # keeping the plan cannot be better than deciding anew, but for what is not proven
    slack = found.certificates[-1].objective - found.certificates[-1].bound
    assert (links["kept_cost"] >= links["low"] - slack).all()


@pytest.mark.parametrize(
    ("keys", "path", "words"),
    [
        ({"gateway_factor": {"narnia": 2}}, "logistics.gateway_factor.narnia", "unknown gateway"),
        ({"drop_links": ["RL-999"]}, "logistics.drop_links[0]", "unknown planned link"),
        ({"drop_links": ["RL-001"]}, "logistics.drop_links[0]", "only planned links"),
        ({"delay_links": {"RL-113": 2030}}, "logistics.delay_links.RL-113", "before its horizon"),
    ],
)
def test_impossible_questions_are_named(
    territory: Territory, keys: dict[str, object], path: str, words: str
) -> None:
    problems = LogisticsStudy(territory, changed(**keys)).problems()
    assert [p.path for p in problems] == [path]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"fixed": [{"place": "atlantis", "size": 1, "start_year": 2027}]}, "fixed[0].place"),
        ({"fixed": [{"place": "taraz", "size": 1, "start_year": 2049}]}, "fixed[0].start_year"),
        ({"forbidden": [{"place": "atlantis"}]}, "forbidden[0].place"),
        ({"forbidden": [{"place": "taraz", "first": 2040}]}, "forbidden[0].first"),
        ({"forbidden": [{"place": "taraz", "sizes": [5000000]}]}, "forbidden[0].sizes"),
    ],
)
def test_impossible_sites_are_named(
    territory: Territory, data: dict[str, object], path: str
) -> None:
    scenario = Scenario.model_validate(SMALL.canonical() | data)
    problems = LogisticsStudy(territory, scenario).problems()
    assert [p.path for p in problems] == [path]


def test_a_run_writes_report_workbook_and_layer(territory: Territory, tmp_path: Path) -> None:
    outcome = run(SMALL, territory, tmp_path)
    folder = outcome.run.path
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert headline_of(outcome.answer).sentence in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    layer = json.loads((folder / "plan.geojson").read_text(encoding="utf-8"))
    kinds = {f["properties"]["feature"] for f in layer["features"]}
    assert kinds == {"site", "link"}
    assert (folder / "plan.xlsx").stat().st_size > 10_000
    again = run(SMALL, territory, tmp_path)
    assert again.cached
