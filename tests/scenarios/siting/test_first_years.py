"""Settlements of the first period, held while later ones are chosen anew, and asked for regret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from first_years_held import Held, assert_nothing_lost, held_and_answered
from siting_questions import SMALL
from typer.testing import CliRunner
from untranslated import untranslated

from inputs.territory import Territory
from models.dynamic_location import check_plan
from scenarios.cli import app
from scenarios.scenario import Scenario
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.first_years import SitingFirstYears
from scenarios.studies.siting.instance import modules_of

QUESTION = """\
title: A district before its growth and buses are known
base: almaty-siting
set:
  region: [zhambyl_d_almaty]
  siting: {sites: 2}
  solve: {time_s: 60, threads: 1}
decide_until: 2025
tornado: false
futures:
  list:
    - {demand.growth: low, assumptions.school_bus_cost_pupil_km: high}
    - {demand.growth: high, assumptions.school_site_factor_none: high}
weights: [0.4, 0.6]
"""
OWN_WORDS = frozenset(
    {"A", "district", "before", "its", "growth", "and", "buses", "are", "known", "CVaR", "sites"}
)


def asked(territory: Territory, **siting: Any) -> SitingStudy:
    part = {"sites": 6, "prices": False, "alternatives": 0, **siting}
    return SitingStudy(territory, Scenario.model_validate({**SMALL, "siting": part}))


def lean(territory: Territory) -> Scenario:
    scenario = asked(territory).scenario
    [cost] = SitingFirstYears.judged(scenario)
    return SitingFirstYears.minimising(scenario, cost)


@pytest.fixture(scope="module")
def held(territory: Territory) -> Held:
    scenario = lean(territory)
    low, high = SitingFirstYears.decidable(scenario, territory.assumptions)
    assert (low, high) == (2025, 2049)
    return held_and_answered(territory, scenario, low)


def test_the_first_settlements_of_an_optimum_held_lose_nothing(held: Held) -> None:
    assert_nothing_lost(held)


def test_the_buildings_keep_to_what_is_decided(territory: Territory, held: Held) -> None:
    decided = {site for site, _, _ in held.starts}
    for plan in held.again.plans.values():
        built = plan.openings
        assert set(built.loc[built["in_service_year"] == 2025, "place_id"]) == decided
    study = SitingStudy(territory, held.again.scenario)
    modules = modules_of(study.terms, held.again.plan)
    modules[study.terms.ids.index(min(decided)), :, 0] = 0
    rows = np.zeros((len(study.terms.origin), 3)), study.instance().demand
    broken = {v.constraint for v in check_plan(study.instance(), modules, *rows)}
    assert "decided capacity" in broken


def test_no_other_settlement_opens_in_a_decided_period(territory: Territory) -> None:
    other, place = asked(territory).terms.ids[:2]
    study = asked(territory, decided={place: 2035}, decided_until=2035)
    assert study.problems() == []
    may = study.instance().startable.any(axis=1)
    n = study.terms.ids.index(place)
    assert may[n].tolist() == [False, True, True]
    assert may[study.terms.ids.index(other)].tolist() == [False, False, True]
    assert study.instance().min_capacity[n, 0] == 0
    assert study.instance().min_capacity[n, 1] > 0


@pytest.mark.parametrize(
    ("siting", "path", "told"),
    [
        ({"decided": {"A-052": 2025}}, "siting.decided", "no year until when"),
        ({"decided_until": 2050}, "siting.decided_until", "no period decided, or none"),
        (
            {"decided_until": 2025, "periods": [2035, 2050]},
            "siting.decided_until",
            "no period decided, or none",
        ),
        (
            {"decided": {"nowhere": 2025}, "decided_until": 2025},
            "siting.decided.nowhere",
            "is no settlement of the area",
        ),
    ],
)
def test_what_cannot_be_decided_is_refused(
    territory: Territory, siting: dict[str, Any], path: str, told: str
) -> None:
    [problem] = asked(territory, **siting).problems()[:1]
    assert problem.path == path
    assert told in problem.message


def test_a_decided_settlement_has_a_decided_period_and_is_not_forbidden(
    territory: Territory,
) -> None:
    place = asked(territory).terms.ids[0]
    late = asked(territory, decided={place: 2035}, decided_until=2030)
    assert [p.path for p in late.problems()] == [f"siting.decided.{place}"]
    scenario = Scenario.model_validate(
        {
            **SMALL,
            "siting": {"sites": 6, "decided": {place: 2025}, "decided_until": 2025},
            "forbidden": [{"place": place}],
        }
    )
    [problem] = SitingStudy(territory, scenario).problems()
    assert "decided and forbidden at once" in problem.message


def test_the_documented_plan_is_of_centres_only(territory: Territory) -> None:
    study = SitingFirstYears(territory, lean(territory))
    plan = study.documented()
    table = asked(territory).terms.settlements.set_index("settlement_id")
    assert len(plan.openings)
    assert table.loc[plan.openings["place_id"], "documented"].all()
    assert set(study.starts(plan, 2025)) <= set(study.starts(plan, 2049))


def test_a_question_about_sites_is_answered_in_every_language(
    tmp_path: Path, territory: Territory
) -> None:
    (tmp_path / "sites.yaml").write_text(QUESTION, encoding="utf-8")
    words = ["regret", str(tmp_path / "sites.yaml"), "--out", str(tmp_path / "runs")]
    result = CliRunner().invoke(app, [*words, "--workers", "1"], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    folder = tmp_path / "runs" / "sites-regret"
    payoff, values, plans, starts, picks = (
        pd.read_csv(folder / f"{name}.csv")
        for name in ("payoff", "values", "plans", "starts", "picks")
    )
    assert payoff["value"].notna().all()
    assert (payoff["bound"] >= payoff["value"] * (1 - 1e-5)).all(), "the measure is proven"
    own = payoff[payoff["regret"] < 1e-3 * payoff["value"] ** 0.5]
    assert set(own["future"]) == set(payoff["future"])
    assert (values["at_least"] <= values["at_most"] + 1e-3).all()
    assert (values["at_least"] >= 0).all()
    assert (plans["futures_answered"] == 2).all()
    assert (picks["distance"] >= -1e-3).all()
    known = set(asked(territory).terms.ids)
    assert set(starts["what"]) <= known
    assert set(starts["start_year"]) == {2025}
    for language in ("kk", "ru"):
        page = (folder / f"report-{language}.html").read_text(encoding="utf-8")
        left = untranslated(page, OWN_WORDS | set(starts["name"]))
        assert not left, "\n".join(left)
