"""The answer as a whole: counted, paid for, proven, and no worse than the documents' order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from water_questions import SMALL, changed

from inputs.territory import Territory
from optimizer.limits import Limits
from scenarios.plan import Plan
from scenarios.runner import run
from scenarios.studies import create
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.documented import AS_PRINTED, LARGEST_BACKLOG_FIRST, OWN_PROPORTIONS
from scenarios.studies.water.instance import OPTIMISED
from scenarios.studies.water.terms import WaterTerms
from scenarios.study import Answer

PROMISED = 730  # 417 in the South, 313 in the West


def test_the_name_chooses_the_study(territory: Territory) -> None:
    assert isinstance(create(territory, SMALL), WaterStudy)


def test_every_promised_settlement_is_planned_once(answer: Answer) -> None:
    lots = answer.tables["lots"]
    assert lots["settlements"].sum() == PROMISED
    south = lots["project_id"].str.startswith("S-")
    assert lots.loc[south, "settlements"].sum() == 417
    for name in (OPTIMISED, AS_PRINTED):
        assert len(answer.plans[name].openings) == PROMISED
    promised = lots.groupby("unit_id")["settlements"].sum()
    for plan in answer.plans.values():
        opened = plan.openings["place_id"].value_counts()
        assert (opened <= promised.reindex(opened.index)).all()


def test_the_documents_as_printed_reach_everybody_in_their_year(answer: Answer) -> None:
    evaluation = answer.evaluations[AS_PRINTED]
    assert evaluation.kpis["full_access_year"] == 2040
    by_year = evaluation.by_year.set_index("year")
    assert by_year.loc[2040, "shortage"] == pytest.approx(0.0, abs=0.5)
    assert by_year.loc[2039, "shortage"] > 1.0


def test_money_spent_is_the_cost_of_what_is_connected(answer: Answer, terms: WaterTerms) -> None:
    lots = answer.tables["lots"]
    chosen = [row[f"cost_{row['technology_chosen']}"] for row in lots.to_dict("records")]
    whole = float(lots["settlements"] @ np.array(chosen))
    for name in (OPTIMISED, AS_PRINTED):
        evaluation = answer.evaluations[name]
        assert evaluation.kpis["capex_mln_kzt"] == pytest.approx(whole)
        assert evaluation.spending["spending"].sum() == pytest.approx(whole)
    made = answer.tables["connections"].groupby("plan")
    for name, plan in answer.plans.items():
        assert made["settlements"].sum()[name] == len(plan.openings)
        assert made["spending_mln_kzt"].sum()[name] == pytest.approx(
            answer.evaluations[name].kpis["capex_mln_kzt"]
        )


def test_no_plan_under_the_budget_overspends(answer: Answer, terms: WaterTerms) -> None:
    for name in (OPTIMISED, OWN_PROPORTIONS, LARGEST_BACKLOG_FIRST):
        evaluation = answer.evaluations[name]
        assert evaluation.kpis["overspending_mln_kzt"] <= 1e-3
        spent = evaluation.spending.pivot(index="oblast_id", columns="year", values="spending")
        limit = terms.oblast_limit.max(axis=1)
        assert (spent.loc[list(terms.oblasts)].to_numpy() <= limit[:, None] + 1e-3).all()


def test_the_optimum_is_no_worse_than_the_documented_order(answer: Answer) -> None:
    kpis = {name: e.kpis for name, e in answer.evaluations.items()}
    for name in (OWN_PROPORTIONS, LARGEST_BACKLOG_FIRST):
        for measure in ("unserved_person_years", "discounted_unserved_person_years"):
            assert kpis[OPTIMISED][measure] <= kpis[name][measure]
        assert kpis[OPTIMISED]["full_access_year"] <= kpis[name]["full_access_year"]


def test_the_plan_is_proven_and_checked(answer: Answer) -> None:
    stage = answer.certificates[0]
    assert all(certificate.checked for certificate in answer.certificates)
    assert stage.bound is not None
    assert stage.objective is not None
    assert stage.bound <= stage.objective * (1 + 1e-9)
    assert stage.gap is not None
    assert stage.gap <= SMALL.solve.gap


def test_the_simulator_agrees_with_the_model(answer: Answer, study: WaterStudy) -> None:
    """Everybody is connected by the last year, so that the tail counts nobody."""
    said = answer.evaluations[OPTIMISED].kpis["discounted_unserved_person_years"]
    assert said == pytest.approx(answer.certificates[0].objective, rel=1e-9)


def test_a_plan_written_by_hand_is_judged_like_any_other(
    answer: Answer, study: WaterStudy, tmp_path: Path
) -> None:
    answer.plan.to_csv(tmp_path / "mine.csv")
    again = study.evaluate(Plan.from_csv(tmp_path / "mine.csv"))
    ours = answer.evaluations[OPTIMISED].kpis
    assert again.kpis["unserved_person_years"] == pytest.approx(ours["unserved_person_years"])


def test_fair_weights_move_people_of_the_poorer_oblasts_forward(
    answer: Answer, territory: Territory
) -> None:
    fair = WaterStudy(territory, changed(equity={"weights": "standards_gap"}))
    found = fair.answer(Limits(time_s=90, gap=0.001))
    key = "weighted_unserved_person_years"
    theirs = simulated(fair, answer.plan)[key]
    assert found.evaluations[OPTIMISED].kpis[key] <= theirs * 1.001
    assert found.evaluations[OPTIMISED].kpis[key] <= found.certificates[0].objective * (1 + 1e-9)


def simulated(study: WaterStudy, plan: Plan) -> dict[str, float]:
    return study.evaluate(plan).kpis


def test_a_run_folder_is_written_and_read_back(territory: Territory, tmp_path: Path) -> None:
    scenario = changed(region=["west"])
    done = run(scenario, territory, tmp_path).run
    assert done.report.is_file()
    answer = done.answer(territory)
    assert answer.kind == "water"
    assert answer.tables["lots"]["settlements"].sum() == 313
