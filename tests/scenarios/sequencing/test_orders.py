"""What is said of orders, on figures that can be reckoned by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from orders_held import english_left

from inputs.territory import Territory, load_territory
from optimizer.limits import Limits
from scenarios.loading import load_scenario
from scenarios.plan import Action, Origin, Plan
from scenarios.sequencing.compared import gathered
from scenarios.sequencing.orders import Orders, conditions, targets, totals, yearly
from scenarios.sequencing.turns import agreement, mean_years, moved_sites, rank_correlation
from scenarios.studies import create
from scenarios.study import OrderedStudy
from scenarios.views.sequencing import moves, wording
from scenarios.views.sequencing.reached import targets_sentence
from scenarios.views.sequencing.report import render_report
from scenarios.views.sequencing.subjects import subject_of

OVERRIDES = (
    "region=[mangystau_oblast]",
    "money.budget_bn_per_year=30",
    "solve.front_points=0",
)


@pytest.fixture(scope="module")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="module")
def study(territory: Territory) -> OrderedStudy:
    found = create(territory, load_scenario("default", OVERRIDES))
    assert isinstance(found, OrderedStudy)
    return found


@pytest.fixture(scope="module")
def orders(study: OrderedStudy) -> Orders:
    answer = study.answer(Limits(time_s=60, gap=0.02))
    return gathered(study, answer, {"mine": replace(answer.plan, name="mine")})


def schools(name: str, rows: list[tuple[str, float, int]]) -> Plan:
    """A plan of (place, size, in-service year)."""
    return Plan.from_rows(
        name,
        [
            {
                "place_id": place,
                "to_place_id": "",
                "asset": "school",
                "action": Action.OPEN,
                "size": size,
                "unit": "places",
                "start_year": year - 2,
                "in_service_year": year,
                "capex_mln_kzt": size,
                "opex_mln_kzt": 0.0,
                "origin": Origin.MANUAL,
            }
            for place, size, year in rows
        ],
    )


def test_an_order_compared_with_itself_is_the_same(orders: Orders) -> None:
    sums = totals(orders).set_index("order")
    own, same = sums.loc["optimised"], sums.loc["mine"]
    assert own["total"] == pytest.approx(same["total"])
    assert rank_correlation(mean_years(orders)).loc["optimised", "mine"] == pytest.approx(1.0)
    assert agreement(mean_years(orders), "optimised", "mine") == 1.0
    assert "the plan “mine” to the same" in wording.headline(orders, subject_of(orders)).sentence


def test_totals_are_sums_of_the_years(orders: Orders) -> None:
    table = yearly(orders)
    assert set(table["year"]) == set(range(2026, 2051))
    sums = table.groupby("order")["shortage"].sum()
    for row in totals(orders).to_dict("records"):
        assert row["total"] == pytest.approx(sums[row["order"]])
        kpi = orders[str(row["order"])].evaluation.kpis["shortage_place_years"]
        assert row["total"] == pytest.approx(kpi)


def test_greedy_orders_keep_to_the_money_and_are_evaluated_by_the_study(
    study: OrderedStudy, orders: Orders
) -> None:
    for name, plan in study.greedy().items():
        assert orders[name].evaluation.kpis["overspending_mln_kzt"] == pytest.approx(0, abs=1e-3)
        assert plan.openings["start_year"].between(2026, 2050).all()
        per_year = plan.openings.groupby(["place_id", "start_year"]).size()
        assert per_year.max() <= study.terms.max_starts  # type: ignore[attr-defined]


def test_a_target_holds_from_its_year_on_and_not_before(orders: Orders) -> None:
    short = yearly(orders).pivot(index="year", columns="order", values="shortage")
    reached = 0
    for row in targets(orders).to_dict("records"):
        level = max(row["level"], 0.5)
        series = short[row["order"]]
        if pd.isna(row["year"]):
            assert series.iloc[-1] > level
            continue
        reached += 1
        assert (series[series.index >= row["year"]] <= level).all()
        if row["year"] > 2026:
            assert series[row["year"] - 1] > level
    assert reached


def test_the_optimised_order_keeps_the_conditions(orders: Orders) -> None:
    table = conditions(orders)
    assert set(table["measure"]) == {"third_shift", "worst_share"}
    assert table.loc[table["order"] == "optimised", "kept"].all()
    broken = table[~table["kept"].astype(bool)]
    said = wording.broken_sentence(orders).partition("are broken by ")[2]
    for order in orders.listed:
        named = wording.phrase(order) in said
        assert named == (order.name in set(broken["order"]))


def test_every_section_says_its_result(orders: Orders) -> None:
    page, subject = unescape(render_report(orders)), subject_of(orders)
    for sentence in (
        wording.curve_sentence(orders, subject),
        targets_sentence(orders, subject),
        wording.money_sentence(orders),
        wording.equity_sentence(orders, subject),
        wording.likeness_sentence(orders),
        moves.moves_sentence(orders, subject),
        moves.sites_sentence(orders, subject),
    ):
        assert len(sentence) > 20
        assert sentence in page
    assert "nan" not in wording.headline(orders, subject).text.lower()


def years(**columns: Mapping[str, float]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})


def test_tau_of_orders_known_by_hand() -> None:
    same = {"a": 1.0, "b": 2.0, "c": 3.0}
    table = years(one=same, same=same, back={"a": 3.0, "b": 2.0, "c": 1.0})
    tau = rank_correlation(table)
    assert tau.loc["one", "same"] == pytest.approx(1.0)
    assert tau.loc["one", "back"] == pytest.approx(-1.0)
    assert np.allclose(tau, tau.T)
    assert agreement(table, "one", "back") == 0.0


def test_ties_leave_pairs_undecided_and_shrink_the_denominator() -> None:
    table = years(one={"a": 1.0, "b": 2.0, "c": 3.0}, tied={"a": 1.0, "b": 1.0, "c": 2.0})
    # two pairs agree, one is tied in one order: 2 / sqrt(3 x 2)
    assert rank_correlation(table).loc["one", "tied"] == pytest.approx(2 / np.sqrt(6))
    assert agreement(table, "one", "tied") == 1.0
    level = years(one={"a": 1.0, "b": 2.0}, level={"a": 1.0, "b": 1.0})
    assert np.isnan(rank_correlation(level).loc["one", "level"])
    assert np.isnan(agreement(level, "one", "level"))


def test_what_an_order_never_serves_comes_last_in_it() -> None:
    table = years(one={"a": 2030.0, "b": 2040.0}, other={"a": np.nan, "b": 2030.0})
    assert rank_correlation(table).loc["one", "other"] == pytest.approx(-1.0)
    nobody = years(
        one={"a": 2030.0, "b": 2040.0, "c": np.nan}, other={"a": 2031.0, "b": 2032.0, "c": np.nan}
    )
    # c, which neither serves, says nothing
    assert rank_correlation(nobody).loc["one", "other"] == pytest.approx(1.0)


def test_sites_are_held_against_what_the_reference_has_in_place(orders: Orders) -> None:
    ours = schools("ours", [("beineu", 1000, 2030), ("beineu", 500, 2035), ("karakiya", 300, 2030)])
    theirs = schools("theirs", [("beineu", 600, 2034), ("beineu", 700, 2036)])
    table = moved_sites(orders, ours, theirs).set_index(["place_id", "size"])
    # half of the first school (500) is there with 600, half of the second (1 250) with 1 300
    assert table.loc[("beineu", 1000.0), "reference_year"] == 2034
    assert table.loc[("beineu", 500.0), "reference_year"] == 2036
    assert np.isnan(table.loc[("karakiya", 300.0), "reference_year"])
    # what never comes counts as the year after the last
    assert table.loc[("karakiya", 300.0), "years_earlier"] == 21
    assert table["size_years"].tolist() == [300 * 21, 4000, 500]


@pytest.mark.parametrize("name", ["preschool", "water"])
def test_the_other_programmes_have_greedy_orders_within_the_money(
    territory: Territory, name: str
) -> None:
    found = create(territory, load_scenario(name, ["region=[south]"]))
    assert isinstance(found, OrderedStudy)
    rules = found.plan_rules()
    for plan in found.greedy().values():
        assert len(plan.openings)
        evaluation = found.evaluate(plan)
        assert evaluation.kpis["overspending_mln_kzt"] == pytest.approx(0, abs=1e-3)
        assert set(plan.actions["place_id"]) <= set(rules.places)
        assert set(plan.actions["asset"]) <= set(rules.assets)


def test_page_and_workbook_are_wholly_translated(orders: Orders, tmp_path: Path) -> None:
    left = english_left(orders, "kk", tmp_path / "orders.xlsx", frozenset({"default", "gini"}))
    assert not left, left
