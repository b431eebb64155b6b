"""A small question from file to report, beside a two-stage optimum that is enumerated."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result
from untranslated import untranslated

from inputs.territory import Territory
from optimizer.limits import Limits, Stop
from scenarios.cli import app
from scenarios.first_years import Start
from scenarios.language import speaking, told
from scenarios.plan import Plan
from scenarios.scenario import Scenario, StudyName
from scenarios.studies import create
from scenarios.studies.education.first_years import EducationFirstYears
from scenarios.uncertainty import Runner, solve
from scenarios.uncertainty.answer import Moved
from scenarios.uncertainty.question import load_question
from scenarios.uncertainty.report import render_report

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

UNTIL = 2026
SMALL = f"""\
title: Kindergartens of two districts
base: preschool
set:
  region: [raiymbek, kegen]
  years: {{first: 2026, last: 2032}}
  money.budget_bn_per_year: 1.5
  construction: {{sizes: [280], max_starts_per_unit_year: 1}}
  objectives: [{{measure: shortage}}]
  solve: {{front_points: 0, gap: 0.000001, time_s: 30, threads: 1}}
decide_until: {UNTIL}
tornado: false
futures:
  grid:
    demand.unit_growth:
      Raiymbek grows: {{demand.unit_growth: {{raiymbek: 5}}}}
      Kegen grows: {{demand.unit_growth: {{kegen: 5}}}}
weights: [0.6, 0.4]
"""
# What the question calls itself and its futures.
OWN_WORDS = frozenset(
    {"Kindergartens", "of", "two", "districts", "Raiymbek", "Kegen", "grows", "CVaR", "small"}
)


def aumaq(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("regret")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    result = aumaq("regret", folder / "small.yaml", "--out", folder / "runs", "--workers", 1)
    assert result.exit_code == 0, result.output
    assert Path(result.stdout.splitlines()[-1]) == folder / "runs" / "small-regret" / "report.html"
    return folder


@pytest.fixture(scope="module")
def tables(desk: Path) -> dict[str, pd.DataFrame]:
    folder = desk / "runs" / "small-regret"
    return {p.stem: pd.read_csv(p) for p in folder.glob("*.csv")}


def shortage(territory: Territory, scenario: Scenario) -> float:
    study = create(territory, scenario)
    if study.problems():
        return float("inf")
    answer = study.answer(Limits(30.0, 1e-6, 1, 0))
    assert answer.certificates[0].objective is not None
    return answer.certificates[0].objective


def starts_until(territory: Territory, plan: Plan) -> dict[Start, int]:
    scenario = Scenario(study=StudyName.PRESCHOOL)
    return EducationFirstYears(territory, scenario).starts(plan, UNTIL)


def test_the_bracket_holds_the_enumerated_two_stage_optimum(
    desk: Path, tables: dict[str, pd.DataFrame], territory: Territory
) -> None:
    question = load_question(desk / "small.yaml", territory.assumptions)
    starts = [(place, 280, UNTIL) for place in ("raiymbek", "kegen")]
    expected = []
    for taken in product((0, 1), repeat=len(starts)):
        chosen = {s: 1 for s, used in zip(starts, taken, strict=True) if used}
        expected.append(
            sum(
                f.weight * shortage(territory, EducationFirstYears.held(f.scenario, chosen, UNTIL))
                for f in question.futures
            )
        )
    best = min(expected)
    values = tables["values"].set_index("quantity")
    low, high = values.loc["optimum of the two-stage problem", ["at_least", "at_most"]]
    assert low <= best * (1 + 1e-6)
    assert high >= best * (1 - 1e-6)
    assert max(e for e in expected if e < float("inf")) > best, "the choice must matter"


def test_regrets_are_not_negative_and_hold_what_is_proven(
    tables: dict[str, pd.DataFrame],
) -> None:
    payoff = tables["payoff"].dropna(subset=["value"])
    assert (payoff["regret"] >= 0).all()
    assert (payoff["regret_at_most"] >= payoff["regret"] - 1e-6).all()
    assert (payoff["bound"] <= payoff["value"] + 1e-6).all()
    waits = payoff[payoff["plan"] == "wait and see"].set_index("future")
    others = payoff[payoff["plan"] != "wait and see"]
    bound = others["future"].map(waits["bound"])
    assert (others["value"] >= bound - 1e-6).all(), "no plan beats waiting"


def test_knowing_more_and_planning_for_all_futures_never_cost(
    tables: dict[str, pd.DataFrame],
) -> None:
    values, plans = tables["values"].set_index("quantity"), tables["plans"]
    assert (values["at_least"] <= values["at_most"] + 1e-6).all()
    gains = values.loc[["value of perfect information", "value of the stochastic solution"]]
    assert (gains["at_least"] >= 0).all()
    best = plans["expected_value"].min()
    payoff = tables["payoff"]
    known = payoff.groupby("future")["value"].min() * payoff.groupby("future")["weight"].first()
    assert best >= known.sum() - 1e-6, "value of perfect information"
    mean = plans[plans["plan"].str.contains("the mean future's plan")]
    assert mean["expected_value"].item() >= best - 1e-6, "value of the stochastic solution"


def test_each_rule_picks_the_best_of_all_candidates_and_tells_its_distance_from_the_bound(
    tables: dict[str, pd.DataFrame],
) -> None:
    plans, picks = tables["plans"].set_index("plan"), tables["picks"].set_index("rule")
    for who in ("plan for unit", "mean future", "documented", "consensus", "all futures"):
        assert plans.index.str.contains(who).any(), who
    for rule, score in (
        ("expected value", "expected_value"),
        ("minimax regret", "largest_regret"),
        ("CVaR", "cvar"),
    ):
        assert picks.loc[rule, "value"] == pytest.approx(plans[score].min())
        assert plans.loc[picks.loc[rule, "plan"], score] == pytest.approx(plans[score].min())
    assert (picks["distance"] >= -1e-6).all()
    assert (picks["bound"] >= 0).all()
    proven = tables["values"].set_index("quantity")["at_least"]
    assert picks.loc["expected value", "bound"] == pytest.approx(
        proven["optimum of the two-stage problem"]
    )


def test_what_is_fixed_is_all_that_starts_until_the_year(
    desk: Path, tables: dict[str, pd.DataFrame], territory: Territory
) -> None:
    starts = tables["starts"]
    payoff = tables["payoff"].query("plan != 'wait and see'").dropna(subset=["value"])
    assert len(payoff) >= 4
    for row in payoff.to_dict("records"):
        plan = Plan.from_csv(desk / "runs" / row["run"] / "plan.csv")
        wanted = Counter(
            {
                (r["what"], r["size"], r["start_year"]): r["count"]
                for r in starts[starts["plan"] == row["plan"]].to_dict("records")
            }
        )
        assert Counter(starts_until(territory, plan)) == wanted


def test_actions_agree_with_the_runs_of_the_futures(
    desk: Path, tables: dict[str, pd.DataFrame], territory: Territory
) -> None:
    waits = tables["payoff"].query("plan == 'wait and see'")
    found: Counter[tuple[str, int]] = Counter()
    for run in waits["run"]:
        plan = Plan.from_csv(desk / "runs" / run / "plan.csv")
        found.update({(u, y) for u, _, y in starts_until(territory, plan)})
    actions = tables["actions"].set_index(["what", "start_year"])["found_in"]
    assert set(actions.index) == set(found)
    for key, count in found.items():
        assert (actions[key] == "every") == (count == 2)


def test_the_report_says_each_result_and_asks_nothing_of_the_net(desk: Path) -> None:
    page = (desk / "runs" / "small-regret" / "report.html").read_text(encoding="utf-8")
    for heading in (
        "What each plan loses in each future",
        "What it is worth to know",
        "Starts that are right whatever comes",
    ):
        assert heading in page
    assert "Which assumption moves" not in page
    assert "https://" not in page.replace("https://www.w3.org", "").split("<body>")[1]


def test_the_report_is_whole_in_each_language(desk: Path, territory: Territory) -> None:
    question = load_question(desk / "small.yaml", territory.assumptions)
    answer = solve(
        question, Runner(desk / "runs", 1, None, None, 60.0, Stop(), None, lambda step: None)
    )
    moved = [
        Moved("preschool_lead_time_years", level, setting, "years", value, value, 0.25, "")
        for level, setting, value in (("low", 1.0, 900.0), ("high", 3.0, 1200.5))
    ]
    central = replace(answer.alone[0], value=1000.0)
    asked = replace(question, tornado=True)
    whole = replace(answer, question=asked, central=central, tornado=tuple(moved))
    for language in ("kk", "ru"):
        with speaking(language):
            page = render_report(whole, territory)
        left = untranslated(page, OWN_WORDS)
        assert not left, "\n".join(left)
        kept = desk / "runs" / "small-regret" / f"report-{language}.html"
        left = untranslated(kept.read_text(encoding="utf-8"), OWN_WORDS)
        assert not left, "\n".join(left)


def test_the_same_command_again_solves_nothing(desk: Path) -> None:
    runs = desk / "runs"
    before = {p: p.stat().st_mtime_ns for p in runs.glob("*/manifest.json")}
    result = aumaq("regret", desk / "small.yaml", "--out", runs, "--workers", 1)
    assert result.exit_code == 0, result.output
    assert {p: p.stat().st_mtime_ns for p in runs.glob("*/manifest.json")} == before


def test_a_future_without_an_answer_is_named_and_the_others_go_on(desk: Path) -> None:
    text = SMALL.replace(
        "weights: [0.6, 0.4]",
        "      no money: {money.budget_bn_per_year: 0.001}\nweights: [0.3, 0.2, 0.5]",
    )
    (desk / "poor.yaml").write_text(text, encoding="utf-8")
    result = aumaq("regret", desk / "poor.yaml", "--out", desk / "runs", "--workers", 1)
    assert result.exit_code == 1, result.output
    assert "no money" in result.stdout
    assert "first instalment" in result.stdout
    payoff = pd.read_csv(desk / "runs" / "poor-regret" / "payoff.csv")
    assert set(payoff["future"]) == {"unit_growth Raiymbek grows", "unit_growth Kegen grows"}
    assert payoff.groupby("future")["weight"].first().sum() == pytest.approx(1.0)


def test_why_a_future_has_no_answer_is_told_in_each_language(
    desk: Path, territory: Territory
) -> None:
    text = SMALL.replace(
        "weights: [0.6, 0.4]",
        "      no money: {money.budget_bn_per_year: 0.001}\nweights: [0.3, 0.2, 0.5]",
    )
    (desk / "poor.yaml").write_text(text, encoding="utf-8")
    runner = Runner(desk / "runs", 1, None, None, 60.0, Stop(), None, lambda step: None)
    answer = solve(load_question(desk / "poor.yaml", territory.assumptions), runner)
    [(_, why)] = answer.lost
    assert "first instalment" in why
    for language in ("kk", "ru"):
        with speaking(language):
            assert "first instalment" not in told(why)
            assert "expected" not in told(why)


def test_futures_that_the_study_cannot_tell_apart_are_refused(
    desk: Path, territory: Territory
) -> None:
    text = SMALL[: SMALL.index("futures:")] + (
        "futures:\n  grid:\n    assumptions.school_bus_cost_pupil_km: [low, high]\n"
    )
    (desk / "same.yaml").write_text(text, encoding="utf-8")
    result = aumaq("regret", desk / "same.yaml", "--out", desk / "untouched")
    assert result.exit_code == 2, result.output
    assert "all the same to this study" in result.stderr
    assert not (desk / "untouched").exists()


def test_nothing_left_is_no_plan(desk: Path) -> None:
    text = SMALL.replace("money.budget_bn_per_year: 1.5", "money.budget_bn_per_year: 0.001")
    (desk / "none.yaml").write_text(text, encoding="utf-8")
    result = aumaq("regret", desk / "none.yaml", "--out", desk / "runs", "--workers", 1)
    assert result.exit_code == 3, result.output


def test_a_mistake_leaves_no_folder(desk: Path) -> None:
    (desk / "wrong.yaml").write_text(SMALL.replace("[0.6, 0.4]", "[0.6, 0.6]"), encoding="utf-8")
    result = aumaq("regret", desk / "wrong.yaml", "--out", desk / "elsewhere")
    assert result.exit_code == 2
    assert "do not sum to 1" in result.stderr
    assert not (desk / "elsewhere").exists()
