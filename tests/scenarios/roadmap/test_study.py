"""The answer as a whole, and what a question must not ask."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from roadmap_questions import all_years, changed

from inputs.territory import Territory
from models.project_scheduling import check
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits
from scenarios.rendering import headline_of
from scenarios.runner import run
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.roadmap.schedule import AS_PRINTED, OPTIMISED, UNDER_BUDGET, starts_of
from scenarios.study import Answer
from scenarios.views.roadmap.workbook import write_workbook

QUICK = Limits(time_s=40.0, gap=1e-2)  # a busy machine must not fail a test
ROUGH = Limits(time_s=40.0, gap=0.1)
ANY = Limits(time_s=40.0, gap=0.5)


def test_the_name_chooses_the_study(territory: Territory) -> None:
    assert isinstance(create(territory, changed()), RoadmapStudy)


def test_every_stage_is_checked_and_bounded(answer: Answer) -> None:
    assert [c.stage for c in answer.certificates] == [
        "targets left out", "years that targets wait", "moves away from the document",
    ]  # fmt: skip
    for stage in answer.certificates:
        assert stage.checked
        assert stage.violations == ()
        assert stage.objective is not None
        assert stage.bound is not None
        assert stage.bound <= stage.objective + 1e-9


def test_the_plan_that_is_shown_keeps_every_rule(territory: Territory, answer: Answer) -> None:
    terms = RoadmapStudy(territory, answer.scenario).terms
    assert check(terms.instance, starts_of(terms, answer.plan)) == ()


def test_loses_no_more_than_the_documented_order_under_the_same_money(answer: Answer) -> None:
    assert answer.comparison.baseline == UNDER_BUDGET
    ours, theirs = (answer.evaluations[n].kpis for n in (OPTIMISED, UNDER_BUDGET))
    assert 0 < ours["targets_missed"] <= theirs["targets_missed"]
    assert ours["overspending_mln_kzt"] == 0.0
    assert answer.evaluations[AS_PRINTED].kpis["overspending_mln_kzt"] > 0.0


def test_simulated_loss_is_the_proven_one(answer: Answer) -> None:
    missed = answer.evaluations[OPTIMISED].kpis["targets_missed"]
    assert missed == pytest.approx(answer.certificates[0].objective, abs=0.01)


def test_prices_enclose_what_they_cost(answer: Answer) -> None:
    table = answer.tables["projects"]
    priced = table[table["priced"] == "yes"]
    assert len(priced)
    assert (priced["price_low"] <= priced["price_high"] + 1e-9).all()
    assert (priced["price_low"] >= 0).all()


def test_the_arithmetic_faults_stay_visible(answer: Answer) -> None:
    sums = answer.tables["printed_sums"].set_index(["item", "bucket"])
    assert sums.loc[("10", "total"), "difference"] == 100.0
    assert sums.loc[("10", "2022"), "difference"] == 10.0
    assert sums.loc[("T", "total"), "printed"] == 451_519.0
    assert sums.loc[("T", "total"), "leaves"] == 451_419.0
    assert answer.anomalies["anomaly_id"].str.startswith("G-").all()
    assert len(answer.anomalies) == 14


def test_unlike_units_are_never_added(answer: Answer) -> None:
    table = answer.tables["indicators"]
    assert (table.groupby("indicator")["unit"].nunique() == 1).all()
    assert (table.groupby("indicator")["item"].nunique() == 1).all()
    last = table[table["year"] == 2030].set_index("indicator")["documented"]
    assert last["River beds rebuilt, km"] <= 80.0 + 1e-9


def test_documented_indicators_are_the_documents(territory: Territory) -> None:
    study = RoadmapStudy(territory, changed())
    answer = study.answer(QUICK)
    last = answer.tables["indicators"].query("year == 2030").set_index("indicator")["documented"]
    # 20 + 50 + 178 + 178 - 20 km; 15 + 10 + 5 + 50 km; 52 + 50.8 + 110 + 55 + 480 ha
    assert last["Aryks, canals and collectors, km"] == pytest.approx(426.0)
    assert last["River beds rebuilt, km"] == pytest.approx(80.0)
    assert last["New parks, ha"] == pytest.approx(747.8)
    assert last["Trees and shrubs planted"] == pytest.approx(2_500_000.0)


def test_even_years_are_as_even_as_money_over_years(territory: Territory, tmp_path: Path) -> None:
    scenario = all_years(roadmap={"objective": "smooth", "envelope": "none"})
    answer = RoadmapStudy(territory, scenario).answer(ROUGH)
    peak = answer.evaluations[OPTIMISED].kpis["peak_spending_mln_kzt"]
    assert 451_419.0 / 9 <= peak < 60_000.0
    assert answer.certificates[0].stage == "dearest year"
    write_workbook(answer, tmp_path / "plan.xlsx")  # no envelope, so no line of it in the chart
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames[0] == "Answer"


def test_a_held_project_begins_when_it_must(territory: Territory) -> None:
    scenario = all_years(roadmap={"start": {"5.3": 2026}})
    study = RoadmapStudy(territory, scenario)
    answer = study.answer(ANY)
    rows = answer.plan.actions
    assert rows.loc[rows["asset"] == "5.3:1", "start_year"].tolist() == [2026]


def test_too_little_money_names_the_year(territory: Territory) -> None:
    scenario = changed(roadmap={"first_free_year": 2026}, money={"budget_bn_by_year": {2030: 1}})
    with pytest.raises(InfeasibleError, match=r"envelope of 20\d\d, public money, is too small"):
        RoadmapStudy(territory, scenario).answer(QUICK)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        (changed(roadmap={"weights": {"99": 2}}), "roadmap.weights.99"),
        (changed(roadmap={"start": {"1.5": 2027}}), "roadmap.start.1.5"),
        (changed(roadmap={"start": {"8": 2024}}), "roadmap.start.8"),
        (changed(roadmap={"start": {"5.4": 2027}}), "roadmap.start.5.4"),
        (changed(roadmap={"must_finish": ["7", "70"]}), "roadmap.must_finish.70"),
        (changed(roadmap={"last_year": 2028}), "roadmap.last_year"),
        (changed(roadmap={"objective": "fit", "envelope": "none"}), "roadmap.objective"),
        (changed(money={"budget_bn_by_year": {2035: 3}}), "money.budget_bn_by_year.2035"),
        (
            changed(roadmap={"envelope": "none"}, money={"budget_bn_per_year": 3}),
            "roadmap.envelope",
        ),
        (
            changed(forbidden=[{"place": "8"}]),
            "forbidden",
        ),
        (changed(years={"last": 2028}), "years"),
    ],
)
def test_what_cannot_be_asked_is_named(territory: Territory, asked: Scenario, path: str) -> None:
    assert path in {p.path for p in RoadmapStudy(territory, asked).problems()}


def test_a_good_question_has_no_problems(territory: Territory) -> None:
    said_twice = changed(years={"first": 2026, "last": 2030})
    for scenario in (changed(), all_years(), said_twice, changed(roadmap={"objective": "fit"})):
        assert RoadmapStudy(territory, scenario).problems() == []


def test_a_run_reads_back_and_says_the_same(territory: Territory, tmp_path: Path) -> None:
    outcome = run(changed(), territory, tmp_path)
    again = run(changed(), territory, tmp_path)
    assert again.cached
    assert headline_of(again.answer) == headline_of(outcome.answer)
    assert outcome.answer.certificates[0].status in (Status.OPTIMAL, Status.FEASIBLE)
    html = outcome.run.report.read_text(encoding="utf-8")
    assert headline_of(outcome.answer).sentence.split(":")[0] in html
