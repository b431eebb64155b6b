"""The document's cells become phases, and nothing of its money or quantities is lost."""

from __future__ import annotations

import numpy as np
import pytest

from inputs.territory import Territory
from scenarios.studies.roadmap.phases import (
    TENTHS,
    ancestors,
    build_phases,
    costed_projects,
    documented_years,
    shares,
)
from scenarios.studies.roadmap.terms import RoadmapTerms


def test_all_costed_projects_are_there(terms: RoadmapTerms) -> None:
    assert len(terms.projects) == 33
    assert set(terms.projects["section"]) == {"A", "B", "C"}
    assert list(terms.projects["item"])[-5:] == ["12.1", "12.2", "12.3", "12.4", "12.5"]


@pytest.mark.parametrize("spread", ["pro_rata", "early", "late"])
def test_no_money_is_lost_however_the_last_column_is_spread(
    territory: Territory, spread: str
) -> None:
    phases, cost = build_phases(territory, spread)
    spending = territory.table("project_spending")
    leaves = costed_projects(territory)["item"]
    printed = spending[spending["item"].isin(leaves)].groupby("item")["cost_mln_kzt"].sum()
    ours = np.bincount(phases["item"].factorize()[0], weights=cost.sum(axis=(1, 2))) / TENTHS
    assert ours.tolist() == printed[phases["item"].unique()].tolist()


def test_no_quantity_is_lost(territory: Territory, terms: RoadmapTerms) -> None:
    activities = territory.table("project_activities")
    printed = activities["quantity"].fillna(activities["quantity_derived"])
    by_item = printed.groupby(activities["item"]).sum()
    ours = terms.phases.groupby("item")["quantity"].sum()
    assert ours.to_numpy() == pytest.approx(by_item[ours.index].to_numpy())


def test_private_money_stays_private(terms: RoadmapTerms) -> None:
    by_source = terms.cost.sum(axis=(0, 1)) / TENTHS
    # printed private money without the 100 mln that group 10 has more than its items
    assert by_source.tolist() == [451_419.0 - 106_274.0, 106_274.0]
    plant = (terms.phases["item"] == "11.2").to_numpy()
    assert terms.cost[plant][:, :, 0].sum() == 0


def test_the_last_column_is_spread_over_the_years_of_the_period(terms: RoadmapTerms) -> None:
    phases = terms.phases
    rdf = phases[phases["item"] == "11.1"].iloc[-1]
    assert (rdf["first_year"], rdf["duration"]) == (2026, 2)  # printed to 2027
    plant = phases[phases["item"] == "11.2"].iloc[-1]
    assert (plant["first_year"], plant["duration"]) == (2026, 5)
    trees = phases[(phases["item"] == "2.2") & (phases["parts"] == 5)]
    assert trees["first_year"].tolist() == [2026, 2027, 2028, 2029, 2030]
    assert trees["quantity"].tolist() == pytest.approx([260_000.0] * 5)
    again = phases[phases["item"] == "1.1"].iloc[-1]
    assert (again["first_year"], again["duration"], again["gap"]) == (2028, 2, 4)


def test_kinds_of_work(terms: RoadmapTerms) -> None:
    kinds = terms.phases.groupby("item", sort=False)["work"].agg(list)
    assert kinds["10.2"] == ["preparation", "pieces", "pieces", "pieces"]
    assert kinds["11.3"] == ["preparation", "whole", "whole"]
    assert set(kinds["5.4"]) == {"running"}
    assert set(kinds["12.3"]) == {"yearly"}
    assert kinds["5.1"] == ["whole"]


def test_years_of_a_column_that_no_period_holds() -> None:
    assert documented_years(2024, 2024, "2022-2023") == (2024, 2024)
    assert documented_years(2026, 2030, "2022-2026") == (2026, 2026)
    assert documented_years(2026, 2030, "2022-2023, 2028-2029") == (2028, 2029)


def test_shares_by_the_sum_of_the_digits() -> None:
    assert shares(5, "early") == pytest.approx(np.array([5, 4, 3, 2, 1]) / 15)
    assert shares(5, "late") == pytest.approx(np.array([1, 2, 3, 4, 5]) / 15)
    assert shares(1, "pro_rata").tolist() == [1.0]


def test_ancestors_end_at_the_section(territory: Territory) -> None:
    projects = territory.table("projects")
    assert ancestors(projects, "3.1") == ["3", "B"]
    assert ancestors(projects, "8") == ["B"]
