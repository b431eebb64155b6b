"""Schedules, plans and what a simulation makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from roadmap_questions import all_years, changed

from inputs.errors import InputError
from inputs.territory import Territory
from models.project_scheduling import NOT_DONE, Goal, check, measure
from scenarios.plan import Origin, Plan
from scenarios.studies.roadmap.schedule import (
    documented_as_printed,
    documented_under_budget,
    fits,
    plan_from,
    starts_of,
)
from scenarios.studies.roadmap.simulate import reached, simulate
from scenarios.studies.roadmap.terms import WHOLE, RoadmapTerms, build_terms


def test_the_document_keeps_its_own_rules(terms: RoadmapTerms) -> None:
    printed = documented_as_printed(terms)
    assert check(terms.instance, printed) == ()
    assert fits(terms, printed)


def test_targets_are_whole_in_the_end(terms: RoadmapTerms) -> None:
    totals = np.bincount(terms.project, weights=terms.share)
    assert totals == pytest.approx(np.ones(33))
    assert reached(terms, documented_as_printed(terms))[:, -1] == pytest.approx(np.ones(33))


def test_the_simulation_agrees_with_the_document(terms: RoadmapTerms) -> None:
    plan = plan_from(terms, documented_as_printed(terms), "documented", Origin.DOCUMENTED)
    evaluation = simulate(terms, plan)
    years = evaluation.by_year.set_index("year")["spending"]
    # the document's columns, summed over its projects
    assert years.loc[2022:2025].tolist() == [14_045.0, 51_428.0, 93_426.0, 69_293.0]
    assert years.loc[2026:].sum() == pytest.approx(223_227.0)
    assert evaluation.kpis["projects_finished"] == 33
    assert evaluation.kpis["overspending_mln_kzt"] == 0.0
    assert evaluation.kpis["phases_moved"] == 0


def test_simulation_and_optimiser_count_the_same_waiting(terms: RoadmapTerms) -> None:
    start = documented_as_printed(terms)
    plan = plan_from(terms, start, "documented", Origin.DOCUMENTED)
    counted = measure(terms.instance, start, Goal.WAITING) / WHOLE
    waited = simulate(terms, plan).kpis["target_years_waited"]
    assert waited == pytest.approx(counted, abs=0.01)


def test_a_plan_comes_back_from_its_file(terms: RoadmapTerms, tmp_path: object) -> None:
    start = documented_under_budget(terms)
    plan = plan_from(terms, start, "documented", Origin.DOCUMENTED)
    file = tmp_path / "plan.csv"  # type: ignore[operator]
    plan.to_csv(file)
    assert starts_of(terms, Plan.from_csv(file)).tolist() == start.tolist()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [("asset", "99:1", "no phase"), ("start_year", 2021, "before the roadmap")],
)
def test_a_strange_row_of_a_plan_is_named(
    terms: RoadmapTerms, column: str, value: object, message: str
) -> None:
    plan = plan_from(terms, documented_as_printed(terms), "mine", Origin.MANUAL)
    rows = plan.actions.copy()
    rows.loc[3, column] = value
    with pytest.raises(InputError, match=message) as error:
        starts_of(terms, Plan("mine", rows))
    assert error.value.row == 5


def test_a_phase_twice_is_an_error(terms: RoadmapTerms) -> None:
    plan = plan_from(terms, documented_as_printed(terms), "mine", Origin.MANUAL)
    rows = plan.actions.copy()
    rows.loc[1, "asset"] = rows.loc[0, "asset"]
    with pytest.raises(InputError, match="twice"):
        starts_of(terms, Plan("mine", rows))


def test_under_less_money_the_documented_order_waits_and_keeps_every_rule(
    territory: Territory,
) -> None:
    terms = build_terms(territory, all_years(roadmap={"objective": "fit", "public_share": 0.7}))
    printed = documented_as_printed(terms)
    assert not fits(terms, printed)
    start = documented_under_budget(terms)
    done = start != NOT_DONE
    assert check(terms.instance, start) == ()
    assert (start[done] >= printed[done]).all()
    assert not done.all()


def test_phases_before_the_free_years_keep_theirs(territory: Territory) -> None:
    terms = build_terms(territory, changed())
    early = terms.documented < 2026
    k = terms.instance
    assert (k.release[early] == k.last_start[early]).all()
    assert (k.release[early] == terms.documented[early] - 2022).all()
    assert not k.optional[early].any()


def test_money_replaces_the_public_envelope_of_free_years(territory: Territory) -> None:
    usual = build_terms(territory, changed())
    given = build_terms(
        territory, changed(money={"budget_bn_per_year": 20, "budget_bn_by_year": {2028: 5}})
    )
    assert (given.envelope[:4] == usual.envelope[:4]).all()
    assert given.envelope[4:, 0].tolist() == [200_000, 200_000, 50_000, 200_000, 200_000]
    assert (given.envelope[:, 1] == usual.envelope[:, 1]).all()
