"""Orders of logistics centres: documents, greedy rules and the optimum under the same money."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from orders_held import english_left, orders_of, require_moves_priced, require_sound

from models.hub_location import cost_of
from scenarios.sequencing.orders import Orders, targets, totals, yearly
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.greedy import greedy_openings
from scenarios.studies.logistics.study import PRINTED, UNDER_BUDGET
from scenarios.study import Answer


@pytest.fixture(scope="module")
def orders(study: LogisticsStudy, answer: Answer) -> Orders:
    return orders_of(study, answer)


def test_orders_are_the_simulators_and_keep_to_the_money(
    study: LogisticsStudy, orders: Orders
) -> None:
    assert orders.names[:2] == [PRINTED, UNDER_BUDGET]
    require_sound(study, orders)
    require_moves_priced(study, orders)


def test_the_optimised_order_costs_least_of_those_under_the_money(orders: Orders) -> None:
    sums = totals(orders).set_index("order")["total"]
    proven = 1 + 2 * orders.answer.scenario.solve.gap
    for order in orders.listed:
        if order.name != PRINTED:
            assert sums["optimised"] <= proven * sums[order.name], order.name


def test_nothing_built_is_where_the_targets_start(study: LogisticsStudy, orders: Orders) -> None:
    table = targets(orders)
    start = orders.nothing.by_year["out_of_reach"].iloc[0]
    assert 0 < start <= 1
    assert table["level"].max() == pytest.approx(start / 2)
    by_year = yearly(orders).set_index(["order", "year"])
    assert (by_year["past_centres_mln_t"] > 0).all()


@pytest.mark.parametrize("by_need", [True, False])
def test_greedy_orders_open_what_is_declared_and_paid(
    study: LogisticsStudy, *, by_need: bool
) -> None:
    terms, question = study.terms, study.instance()
    openings = greedy_openings(terms, question, by_need=by_need)
    assert openings[:, -1].any()
    assert (np.diff(openings, axis=1) >= 0).all()
    for g in range(len(terms.oblasts)):
        assert (openings[terms.group == g].sum(axis=0) <= question.group_max[g]).all()
    spent = (question.class_cost[:, 0] @ np.diff(openings, axis=1, prepend=0)).cumsum()
    assert (spent <= question.budget.cumsum() + 1e-6).all()
    assert not openings[(terms.sites["kind"] == "gateway").to_numpy()].any()


def test_the_first_site_by_benefit_saves_most(study: LogisticsStudy) -> None:
    terms, question = study.terms, study.instance()
    openings = greedy_openings(terms, question, by_need=False)
    stands = question.existing > 0
    before = cost_of(question, stands, 0)
    saved = {}
    for site in np.flatnonzero(question.allowed[:, 0] & (question.earliest == 0)):
        with_it = stands.copy()
        with_it[site] = True
        saved[int(site)] = before - cost_of(question, with_it, 0)
    assert openings[max(saved, key=lambda s: saved[s]), 0] == 1


def test_page_and_workbook_are_wholly_translated(orders: Orders, tmp_path: Path) -> None:
    left = english_left(orders, "ru", tmp_path / "orders.xlsx", frozenset())
    assert not left, left
