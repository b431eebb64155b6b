"""Orders of the roadmap's projects: its own phasing, greedy rules and the optimum."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from orders_held import english_left, orders_of, require_moves_priced, require_sound
from roadmap_questions import all_years

from inputs.territory import Territory
from models.project_scheduling import NOT_DONE
from scenarios.sequencing.orders import Orders, conditions, totals
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.roadmap.schedule import greedy_schedules
from scenarios.studies.roadmap.terms import RoadmapTerms, build_terms, spend
from scenarios.study import Answer


@pytest.fixture(scope="module")
def study(territory: Territory, answer: Answer) -> RoadmapStudy:
    return RoadmapStudy(territory, answer.scenario)


@pytest.fixture(scope="module")
def orders(study: RoadmapStudy, answer: Answer) -> Orders:
    return orders_of(study, answer)


def test_orders_are_the_simulators_and_keep_to_the_money(
    study: RoadmapStudy, orders: Orders
) -> None:
    require_sound(study, orders)
    require_moves_priced(study, orders)


def test_as_printed_is_not_under_the_cut_envelope_and_the_rest_is(orders: Orders) -> None:
    over = totals(orders).set_index("order")["overspending"]
    assert over["documented as printed"] > 1
    assert over["documented under budget"] == 0


def test_the_optimum_misses_least_of_those_under_the_money(orders: Orders) -> None:
    sums = totals(orders).set_index("order")
    paid = sums[sums["overspending"] == 0]["total"]
    assert paid.min() >= sums.loc["optimised", "total"] - 0.01


def test_greedy_schedules_keep_order_money_and_what_is_held(territory: Territory) -> None:
    terms = build_terms(territory, all_years(roadmap={"public_share": 0.8}))
    k = terms.instance
    for start in greedy_schedules(terms).values():
        assert (start[terms.held] == terms.documented_start[terms.held]).all()
        done = (start[k.before] != NOT_DONE) & (start[k.after] != NOT_DONE)
        due = start[k.before] + k.lag + k.from_end * k.duration[k.before]
        assert (start[k.after] >= due)[done].all()
        assert not ((start[k.before] == NOT_DONE) & (start[k.after] != NOT_DONE)).any()
        spent = spend(terms.cost, start, k.periods)
        # money of all years so far, of each source, is never spent twice
        assert (spent.cumsum(axis=0) <= terms.envelope.cumsum(axis=0)).all()


def test_by_benefit_the_cheapest_target_is_never_left_out_for_a_dearer_one(
    terms: RoadmapTerms,
) -> None:
    money = np.bincount(terms.project, weights=terms.cost.sum(axis=(1, 2)))
    start = greedy_schedules(terms)["greedy by benefit per tenge"]
    left = np.unique(terms.project[start == NOT_DONE])
    assert len(left)
    done = np.setdiff1d(np.arange(len(money)), left)
    assert np.median(money[left] / terms.weight[left]) > np.median(money[done] / terms.weight[done])


def test_an_order_that_leaves_out_what_must_be_done_is_told(territory: Territory) -> None:
    asked = RoadmapStudy(territory, all_years())
    assert asked.measured.held == {"required_left_out": 0.0}
    for plan in asked.greedy().values():
        left = asked.evaluate(plan).kpis["required_left_out"]
        assert left == len(asked.terms.phases) - len(plan.openings)


def test_conditions_name_who_breaks_them(orders: Orders) -> None:
    table = conditions(orders).set_index("order")
    assert table.loc["optimised", "kept"]
    for name in orders.names:
        value = orders[name].evaluation.kpis["required_left_out"]
        assert table.loc[name, "kept"] == (value == 0)


def test_page_and_workbook_are_wholly_translated(orders: Orders, tmp_path: Path) -> None:
    names = frozenset({"RDF", "See", "Air", "Eco", "Almaty", "Tools"})
    left = english_left(orders, "kk", tmp_path / "orders.xlsx", names)
    assert not left, left
