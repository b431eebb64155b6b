"""What a scenario holds fixed, forbids or caps is kept; the model agrees with its reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from water_questions import changed

from inputs.territory import Territory
from models.capacity_expansion.reference import solve_reference
from optimizer.limits import Limits, Stop
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.documented import AS_PRINTED, OWN_PROPORTIONS
from scenarios.studies.water.instance import OPTIMISED, starts_by_lot
from scenarios.study import Answer

LIMITS = Limits(time_s=90, gap=1e-3)
KEPT = Limits(time_s=15, gap=1e-2)  # where it matters what a plan keeps, not how good it is
WEST = ["atyrau_oblast", "mangystau_oblast"]


def _answer(territory: Territory, scenario: Scenario, limits: Limits = LIMITS) -> Answer:
    return WaterStudy(territory, scenario).answer(limits)


def test_the_textbook_formulation_finds_the_same_optimum(territory: Territory) -> None:
    scenario = changed(
        region=["mangystau_oblast"],
        money={"budget_bn_per_year": 1.0},
        years={"first": 2026, "last": 2034},
        water={"target_year": 2034},
    )
    study = WaterStudy(territory, scenario)
    (reference,) = solve_reference(study.instance(), Limits(time_s=20, gap=1e-4))
    assert reference.value is not None
    assert reference.bound is not None
    stage = study.answer(Limits(time_s=20, gap=1e-3)).certificates[0]
    assert stage.objective is not None
    assert stage.bound is not None
    assert stage.bound <= reference.value * (1 + 1e-6)
    assert reference.bound <= stage.objective * (1 + 1e-6)
    assert stage.objective == pytest.approx(reference.value, rel=2e-3)


def test_decided_and_forbidden_years_are_kept(territory: Territory) -> None:
    scenario = changed(
        region=WEST,
        fixed=[{"place": "atyrau_oblast", "size": 400, "start_year": 2033, "count": 3}],
        forbidden=[{"place": "mangystau_oblast", "last": 2030}],
    )
    actions = _answer(territory, scenario).plan.actions
    fixed = actions[actions["origin"] == "fixed"]
    assert fixed["start_year"].tolist() == [2033] * 3
    assert actions.loc[actions["place_id"] == "mangystau_oblast", "start_year"].min() == 2031
    assert len(actions) == 50


def test_a_forbidden_lot_waits_and_another_starts_no_more_than_is_left(
    territory: Territory,
) -> None:
    """Held in the model: what is proven of the free question stays a bound of the other."""
    free = WaterStudy(territory, changed(region=WEST))
    unbound = free.answer(LIMITS)
    ours = _starts(free, unbound.plan)
    soon = [lot for lot in ours.index if ours.loc[lot, 2026:2028].sum() > 1]
    late, some, fewer = soon[0], soon[1], soon[-1]
    year = int(ours.loc[fewer].idxmax())
    left = int(ours.loc[fewer, year]) - 1
    bans = [
        {"place": late, "last": 2030},
        {"place": some, "at_most": 1},
        {"place": fewer, "first": year, "last": year, "at_most": left},
    ]
    study = WaterStudy(territory, changed(region=WEST, forbidden=bans))
    answer = study.answer(LIMITS)
    held = _starts(study, answer.plan)
    assert held.loc[late, :2030].sum() == 0
    assert held.loc[late].sum() > 0
    assert held.loc[some].sum() == 1
    assert held.loc[fewer, year] <= left
    before, after = unbound.certificates[0], answer.certificates[0]
    assert after.checked
    assert None not in (after.objective, after.bound, before.bound)
    assert after.bound <= after.objective <= after.bound * (1 + 2e-3)
    assert after.objective >= before.bound * (1 - 1e-9)


def _starts(study: WaterStudy, plan: Plan) -> pd.DataFrame:
    """Settlements started by lot and year."""
    terms = study.terms
    found = starts_by_lot(terms, plan, terms.years, "start_year")[:, 0]
    return pd.DataFrame(found, index=terms.lots["lot_id"], columns=terms.years)


def test_an_oblast_keeps_to_its_own_budget_and_gets_its_least_share(territory: Territory) -> None:
    capped = changed(region=WEST, money={"oblast_budget_bn_per_year": {"atyrau_oblast": 1.0}})
    spent = _answer(territory, capped, KEPT).evaluations[OPTIMISED].spending
    share = 0.5  # of the money for rural water
    assert spent.loc[spent["oblast_id"] == "atyrau_oblast", "spending"].max() <= share * 1e3 + 1e-3
    least = changed(
        region=WEST,
        years={"first": 2026, "last": 2040},
        money={"budget_bn_per_year": 1.6, "oblast_min_share": {"mangystau_oblast": 0.5}},
    )
    found = _answer(territory, least, KEPT).evaluations[OPTIMISED]
    paid = found.spending[found.spending["year"] <= 2040].groupby("oblast_id")["spending"].sum()
    assert paid["mangystau_oblast"] >= 0.5 * found.by_year["budget"].sum() - 1e-3


def test_the_cheapest_way_reaches_everybody_by_the_target(territory: Territory) -> None:
    scenario = changed(region=["west"], water={"objective": "cost_to_target", "target_year": 2038})
    answer = _answer(territory, scenario)
    ours = answer.evaluations[OPTIMISED].kpis
    assert ours["full_access_year"] == 2038
    assert ours["overspending_mln_kzt"] <= 1e-3
    assert (
        ours["discounted_spending_mln_kzt"]
        <= answer.evaluations[AS_PRINTED].kpis["discounted_spending_mln_kzt"]
    )
    assert ours["discounted_spending_mln_kzt"] == pytest.approx(
        answer.certificates[0].objective, rel=1e-6
    )


def test_short_money_leaves_the_documents_behind_their_year(territory: Territory) -> None:
    scarce = changed(region=["west"], money={"budget_bn_per_year": 10})
    answer = _answer(territory, scarce, KEPT)
    kpis = {name: e.kpis for name, e in answer.evaluations.items()}
    assert kpis[OWN_PROPORTIONS]["full_access_year"] is not None
    assert kpis[OWN_PROPORTIONS]["full_access_year"] > 2040
    assert kpis[AS_PRINTED]["overspending_mln_kzt"] > 0
    assert kpis[OPTIMISED]["unserved_person_years"] < kpis[OWN_PROPORTIONS]["unserved_person_years"]


def test_money_is_worth_most_at_the_beginning(answer: Answer) -> None:
    value = answer.budget_value.set_index("year")["value"]
    assert value.loc[2026] == value.max() > 0
    assert value.loc[2050] == pytest.approx(0.0, abs=1.0)


def test_dates_cost_less_the_later_they_are_and_the_bracket_is_narrow(answer: Answer) -> None:
    prices = answer.tables["date_prices"]
    assert set(prices["year"]) == {2030, 2035, 2040, 2045, 2050}
    known = prices.dropna(subset=["budget_high_bn"])
    assert (known["budget_low_bn"] <= known["budget_high_bn"]).all()
    assert (known["budget_high_bn"] <= known["budget_low_bn"] * 1.02).all()
    for _, part in known.groupby("plan"):
        assert (np.diff(part.sort_values("year")["budget_high_bn"]) < 0).all()
    blank = prices[prices["budget_high_bn"].isna()]
    assert (blank["why"] != "").all()


def test_the_price_of_a_date_buys_that_date(answer: Answer, territory: Territory) -> None:
    prices = answer.tables["date_prices"].set_index(["plan", "year"])
    enough = float(prices.loc[("optimised order", 2040), "budget_high_bn"])
    short = float(prices.loc[("optimised order", 2040), "budget_low_bn"])
    share = 0.5  # of the money for rural water
    for money, reached in ((1.01 * enough, True), (0.97 * short, False)):
        scenario = changed(
            money={"budget_bn_per_year": money / share},
            water={"objective": "cost_to_target"},
        )
        study = WaterStudy(territory, scenario)
        if reached:
            assert study.answer(LIMITS).evaluations[OPTIMISED].kpis["full_access_year"] == 2040
        else:
            with pytest.raises(ValueError, match="budget"):
                study.answer(LIMITS)


def test_commitments_are_all_listed_and_the_counted_ones_planned(answer: Answer) -> None:
    table = answer.tables["commitments"]
    assert table["costed"].sum() == 10
    assert (table["why"] != "").all()
    assert set(table.loc[table["costed"], "unit"]) == {"settlements"}


def test_a_stop_leaves_a_plan_and_says_which_dates_are_missing(territory: Territory) -> None:
    stop = Stop()
    stop.request()
    study = WaterStudy(territory, changed(region=WEST, water={"date_prices": True}))
    answer = study.answer(Limits(time_s=90, gap=1e-3, stop=stop))
    assert len(answer.plan.openings) == 50
    assert answer.tables["date_prices"].empty
    assert any("time was over" in note for note in answer.notes)


def test_a_region_without_named_villages_has_no_pipes(territory: Territory) -> None:
    scenario = changed(region=["west"], water={"networks": True})
    answer = _answer(territory, scenario)
    assert "balance_uses" in answer.tables
    assert not any(name.startswith("network") for name in answer.tables)
