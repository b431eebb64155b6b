"""Orders of school sites: the scheme's centres, greedy rules and the optimum under a budget."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from orders_held import english_left, orders_of, require_moves_priced, require_sound
from siting_questions import SMALL

from inputs.territory import Territory
from optimizer.limits import Limits
from scenarios.scenario import Scenario
from scenarios.sequencing.orders import Orders, totals
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.greedy import greedy_modules
from scenarios.studies.siting.simulate import simulate, unserved

BUDGET = {2025: 8.0, 2035: 8.0, 2050: 8.0}


@pytest.fixture(scope="module")
def poor(territory: Territory) -> SitingStudy:
    """The small question on money that is not enough, without what is asked beside it."""
    asked = {"budget_bn_by_period": BUDGET, "nested": (), "prices": False, "alternatives": 0}
    data = {**SMALL, "siting": {**SMALL["siting"], **asked}}
    return SitingStudy(territory, Scenario.model_validate(data))


@pytest.fixture(scope="module")
def orders(poor: SitingStudy) -> Orders:
    return orders_of(poor, poor.answer(Limits(time_s=15.0, gap=5e-3, threads=1)))


def test_orders_are_the_simulators_and_keep_to_the_money(poor: SitingStudy, orders: Orders) -> None:
    require_sound(poor, orders)
    require_moves_priced(poor, orders)


def test_the_optimum_costs_least(orders: Orders) -> None:
    sums = totals(orders).set_index("order")["total"]
    assert sums["optimised"] <= 1.01 * sums.min()


@pytest.mark.parametrize("by_need", [True, False])
def test_greedy_orders_keep_sites_sizes_and_money(poor: SitingStudy, *, by_need: bool) -> None:
    terms = poor.terms
    modules = greedy_modules(terms, by_need=by_need)
    assert modules.any()
    assert not modules[~terms.startable].any()
    sites = modules.any(axis=1).cumsum(axis=1) > 0
    assert (sites.sum(axis=0) <= terms.max_sites).all()
    spent = np.einsum("mkt,mk->t", modules, terms.cost).cumsum()
    assert (spent <= terms.budget.cumsum() + 1e-6).all()


def test_the_first_building_by_need_stands_where_most_have_no_place(poor: SitingStudy) -> None:
    terms = poor.terms
    left = unserved(terms, np.zeros(len(terms.need)), 0)
    nothing = simulate(terms, poor.greedy()["greedy by need"].from_rows("nothing", []))
    first = nothing.evaluation.by_unit
    short = first.loc[first["year"] == terms.periods[0], "shortage"].to_numpy()
    assert left == pytest.approx(short)
    assert greedy_modules(terms, by_need=True)[int(left.argmax()), :, 0].any()


def test_greedy_orders_build_what_is_decided_and_nothing_forbidden(territory: Territory) -> None:
    usual = SitingStudy(territory, Scenario.model_validate(SMALL))
    chosen = set(usual.greedy()["greedy by need"].openings["place_id"])
    aside = next(i for i in usual.terms.ids if i not in chosen)
    banned = sorted(chosen)[0]
    wished = {
        **SMALL,
        "fixed": [{"place": aside, "size": 300, "start_year": 2025}],
        "forbidden": [{"place": banned}],
    }
    study = SitingStudy(territory, Scenario.model_validate(wished))
    assert not study.problems()
    for plan in study.greedy().values():
        places = set(plan.openings["place_id"])
        assert aside in places
        assert banned not in places


def test_without_a_budget_nothing_is_overspent(territory: Territory, poor: SitingStudy) -> None:
    rich = SitingStudy(territory, Scenario.model_validate(SMALL))
    table = rich.evaluate(rich.greedy()["greedy by benefit per tenge"]).by_year
    assert (table["overspending"] == 0).all()
    assert table["available"].isna().all()
    assert table["spending"].sum() > 1000 * sum(BUDGET.values())


def test_page_and_workbook_are_wholly_translated(orders: Orders, tmp_path: Path) -> None:
    left = english_left(orders, "ru", tmp_path / "orders.xlsx", frozenset({"places", "import"}))
    assert not left, left
