"""An answer, checked by somebody who knows only the plan's rows and the data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from inputs.territory import Territory, embedded_folder
from optimizer.certificate import Status
from optimizer.limits import Limits
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.study import Answer

LIMITS = Limits(time_s=60, gap=0.02)
BUDGET_BN = 60.0


def answer(territory: Territory, **question: object) -> Answer:
    merged = {
        "region": ["almaty_oblast", "zhetisu_oblast"],
        "money": {"budget_bn_per_year": BUDGET_BN, "carry_over_share": 0.2},
        "solve": {"front_points": 0},
        **question,
    }
    study = create(territory, Scenario.model_validate(merged))
    assert study.problems() == []
    return study.answer(LIMITS)


@pytest.fixture(scope="module")
def default_answer(territory: Territory) -> Answer:
    return answer(territory)


def test_plan_is_feasible_by_its_csv_and_the_tables_alone(
    default_answer: Answer, tmp_path: Path
) -> None:
    """No code of the package takes part: pandas, the CSV of the plan, the CSVs of the data."""
    default_answer.plan.to_csv(tmp_path / "plan.csv")
    plan = pd.read_csv(tmp_path / "plan.csv")
    data = embedded_folder()
    known = pd.read_csv(data / "assumptions.csv").set_index("name")["value"].astype(float)
    units = pd.read_csv(data / "units.csv").set_index("unit_id")["oblast_id"]

    assert (plan["in_service_year"] - plan["start_year"] == known["school_lead_time_years"]).all()
    assert plan["start_year"].between(2026, 2050).all()
    per_year = plan.groupby(["place_id", "start_year"]).size()
    assert per_year.max() <= known["max_starts_per_unit_year"]
    for row in plan.itertuples():
        coefficient = known.get(f"cost_coefficient_{units[row.place_id]}", 1.0)
        price = row.size * known[f"school_place_cost_{int(row.size)}"] * coefficient
        assert row.capex_mln_kzt == pytest.approx(price)

    carried = 0.0
    for year in range(2026, 2052):
        paid = 0.5 * plan.loc[plan["start_year"].isin([year, year - 1]), "capex_mln_kzt"].sum()
        left = BUDGET_BN * 1000 + carried - paid
        assert left >= -1e-3, year
        carried = min(left, 0.2 * BUDGET_BN * 1000)


def test_shortage_recomputed_from_the_decrees_figures(default_answer: Answer) -> None:
    data = embedded_folder()
    schools = pd.read_csv(data / "schools.csv").set_index(["unit_id", "year"])
    plan = default_answer.plan.actions
    claimed = default_answer.evaluations["optimised"].by_unit.set_index(["unit_id", "year"])
    for unit in plan["place_id"].unique():
        for year in (2030, 2040, 2050):
            stock = schools.loc[(unit, 2024), "seats_end"] + sum(
                schools.loc[(unit, h), "stock_adjustment"] for h in (2030, 2040, 2050) if h <= year
            )
            mine = plan[(plan["place_id"] == unit) & (plan["in_service_year"] <= year)]
            short = schools.loc[(unit, year), "need_seats"] - stock - mine["size"].sum()
            assert claimed.loc[(unit, year), "shortage"] == pytest.approx(max(0.0, short))


def test_a_planner_would_sign_the_default(default_answer: Answer) -> None:
    verdicts = default_answer.comparison.measures.set_index("measure")["verdict"]
    assert "worse" not in set(verdicts)
    assert "better" in set(verdicts)


def test_no_year_is_less_fair_than_under_the_documents(default_answer: Answer) -> None:
    mine = default_answer.evaluations["optimised"].by_year.set_index("year")["worst_share"]
    theirs = default_answer.evaluations["documented under budget"].by_year
    theirs_by_year = theirs.set_index("year")["worst_share"]
    later = mine.index >= 2028
    assert (mine[later] <= theirs_by_year[later] + 1e-6).all()


def test_certificates_are_checked_and_within_the_asked_gap(default_answer: Answer) -> None:
    assert len(default_answer.certificates) == 2
    for certificate in default_answer.certificates:
        assert certificate.checked
        assert certificate.violations == ()
        assert certificate.status is Status.OPTIMAL
        assert certificate.gap is not None
        assert certificate.gap <= LIMITS.gap
        assert certificate.bound is not None
        assert certificate.objective is not None
        assert certificate.bound <= certificate.objective


def test_fixed_and_forbidden_elements_are_kept(territory: Territory) -> None:
    result = answer(
        territory,
        fixed=[{"place": "kegen", "size": 300, "start_year": 2040}],
        forbidden=[{"place": "talgar", "last": 2035}],
        objectives=[{"measure": "shortage"}, {"measure": "cost"}],
    )
    rows = result.plan.actions
    fixed = rows[rows["origin"] == "fixed"]
    assert fixed[["place_id", "size", "start_year"]].to_numpy().tolist() == [["kegen", 300.0, 2040]]
    talgar = rows[(rows["place_id"] == "talgar") & (rows["start_year"] <= 2035)]
    assert talgar.empty
    assert result.evaluations["optimised"].kpis["overspending_mln_kzt"] <= 1e-3


def test_more_money_never_leaves_more_shortage(territory: Territory) -> None:
    objective = [{"measure": "shortage"}]
    shortage = [
        answer(territory, money={"budget_bn_per_year": b}, objectives=objective)
        .certificates[0]
        .bound
        for b in (30.0, 60.0, 120.0)
    ]
    assert shortage == sorted(shortage, reverse=True)


def test_cheapest_way_to_a_target_reaches_it_for_less(
    territory: Territory, default_answer: Answer
) -> None:
    target = 1.1 * default_answer.certificates[0].objective
    result = answer(
        territory, objectives=[{"measure": "shortage", "at_most": target}, {"measure": "cost"}]
    )
    assert [c.stage.split()[-1] for c in result.certificates] == ["cost"]
    cheap, dear = result.evaluations["optimised"].kpis, default_answer.evaluations["optimised"].kpis
    assert cheap["discounted_shortage_place_years"] <= target + 1.0
    assert result.certificates[0].objective < default_answer.certificates[1].objective
    assert cheap["capex_mln_kzt"] < dear["capex_mln_kzt"]


def test_front_gets_fairer_and_no_cheaper_with_every_point(territory: Territory) -> None:
    front = answer(territory, solve={"front_points": 3}).front
    points = front[front["bound"].notna()].sort_values("worst_share", ascending=False)
    assert len(points) >= 2
    assert (points["bound"] <= points["objective"]).all()
    # fairness only takes away choices: no fairer plan beats the bound of a less fair point
    loosest = points["bound"].iloc[0]
    assert (points["objective"] >= loosest * (1 - 1e-9)).all()
    assert set(front["label"]) >= {"chosen", "documented under budget"}


def test_pupils_may_be_taught_next_door(territory: Territory) -> None:
    question = {
        "region": ["almaty_city", "karasai", "talgar", "ile"],
        "objectives": [{"measure": "shortage"}],
        "money": {"budget_bn_per_year": 80},
        "transfers": {"enabled": True, "max_distance_km": 60, "max_share": 0.05},
    }
    result = answer(territory, **question)
    plan: Plan = result.plan
    evaluation = result.evaluations["optimised"]
    need = evaluation.by_unit.set_index(["unit_id", "year"])["need"]
    moved = plan.transfers.groupby(["place_id", "start_year"])["size"].sum()
    for (unit, year), pupils in moved.items():
        assert pupils <= 0.05 * need[(unit, year)] + 1.0
    assert evaluation.kpis["overspending_mln_kzt"] <= 1e-3


def test_kindergartens_answer_with_the_same_study(territory: Territory) -> None:
    study = create(
        territory,
        Scenario.model_validate(
            {
                "study": "preschool",
                "region": ["kyzylorda_oblast"],
                "money": {"budget_bn_per_year": 5},
                "solve": {"front_points": 0},
            }
        ),
    )
    result = study.answer(LIMITS)
    assert set(result.plan.actions["asset"]) == {"preschool"}
    assert set(result.plan.actions["size"]) <= {100, 140, 200, 240, 280, 320}
    assert "worse" not in set(result.comparison.measures["verdict"])
