"""The documents' programme as plans: totals to the digit, money never overspent."""

from __future__ import annotations

import pytest

from inputs.territory import Territory
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.education.documented import (
    documented_as_printed,
    documented_buildings,
    documented_under_budget,
)
from scenarios.studies.education.programme import SCHOOLS
from scenarios.studies.education.simulate import simulate
from scenarios.studies.education.terms import Terms, build_terms

HORIZONS = (2030, 2040, 2050)
RULES = ("own_proportions", "largest_backlog_first")


def terms_with(territory: Territory, **question: object) -> Terms:
    return build_terms(territory, Scenario.model_validate(question), SCHOOLS)


@pytest.mark.parametrize("spread", ["pro_rata", "early", "late"])
def test_printed_totals_by_unit_and_horizon_to_the_place(territory: Territory, spread: str) -> None:
    terms = terms_with(territory, documented={"spread": spread})
    rows = documented_as_printed(terms, documented_buildings(terms)).actions
    period = rows["in_service_year"].map(
        lambda y: 2030 if y <= 2030 else 2040 if y <= 2040 else 2050
    )
    built = rows.groupby([rows["place_id"], period])["size"].sum()
    printed = terms.documented_places.stack()
    printed = printed[printed > 0]
    assert built.to_dict() == pytest.approx(printed.to_dict())


def test_spread_moves_openings_within_the_period(territory: Territory) -> None:
    mean = {}
    for spread in ("early", "pro_rata", "late"):
        terms = terms_with(territory, documented={"spread": spread})
        plan = documented_as_printed(terms, documented_buildings(terms))
        mean[spread] = plan.actions["in_service_year"].mean()
    assert mean["early"] < mean["pro_rata"] < mean["late"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("budget", [150, 600])
def test_under_budget_never_overspends(territory: Territory, rule: str, budget: float) -> None:
    terms = terms_with(territory, money={"budget_bn_per_year": budget})
    result = simulate(terms, documented_under_budget(terms, documented_buildings(terms), rule))
    assert result.kpis["overspending_mln_kzt"] <= 1e-3


@pytest.mark.parametrize("rule", RULES)
def test_enough_money_gives_the_printed_programme(territory: Territory, rule: str) -> None:
    terms = terms_with(
        territory,
        money={"budget_bn_per_year": 5000},
        construction={"max_starts_per_unit_year": 1000},
    )
    printed = documented_as_printed(terms, documented_buildings(terms)).actions.drop(
        columns="origin"
    )
    funded = documented_under_budget(terms, documented_buildings(terms), rule).actions.drop(
        columns="origin"
    )
    key = ["start_year", "place_id", "size"]
    assert (
        printed.sort_values(key, ignore_index=True)[key]
        .eq(funded.sort_values(key, ignore_index=True)[key])
        .all(axis=None)
    )


def test_own_proportions_keep_units_in_step(territory: Territory) -> None:
    terms = terms_with(territory, money={"budget_bn_per_year": 300})
    plan = documented_under_budget(terms, documented_buildings(terms), "own_proportions")
    first = plan.actions[plan.actions["start_year"] <= 2029]
    done = first.groupby("place_id")["size"].sum()
    target = terms.documented_places[2030]
    large = target[target > 20000].index
    share = done.reindex(large).fillna(0) / target[large]
    assert share.max() - share.min() < 0.12


def test_largest_backlog_first_serves_the_largest_first(territory: Territory) -> None:
    terms = terms_with(territory, money={"budget_bn_per_year": 40})
    plan: Plan = documented_under_budget(
        terms, documented_buildings(terms), "largest_backlog_first"
    )
    y = 2028 - 2024
    backlog = terms.need[:, y] - terms.stock[:, y]
    assert plan.actions["place_id"].iloc[0] == terms.units[int(backlog.argmax())]


@pytest.mark.parametrize("rule", RULES)
def test_no_unit_starts_more_in_a_year_than_the_optimiser_may(
    territory: Territory, rule: str
) -> None:
    terms = terms_with(territory, construction={"max_starts_per_unit_year": 4})
    plan = documented_under_budget(terms, documented_buildings(terms), rule)
    assert plan.actions.groupby(["place_id", "start_year"]).size().max() == 4
