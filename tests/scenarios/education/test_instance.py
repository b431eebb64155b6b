"""The model is asked exactly what the scenario says."""

from __future__ import annotations

import numpy as np
import pytest

from inputs.territory import Territory
from models.capacity_expansion import CapacityExpansionInstance, Measure
from scenarios.scenario import Scenario
from scenarios.studies.education import SCHOOLS, EducationStudy
from scenarios.studies.education.simulate import new_places

BASELINE = "documented under budget"


def study(territory: Territory, **question: object) -> EducationStudy:
    return EducationStudy(territory, Scenario.model_validate(question), SCHOOLS)


def years_of(instance: CapacityExpansionInstance) -> np.ndarray:
    return np.array([int(label) for label in instance.period_labels])


def test_periods_reach_until_the_last_start_serves_and_then_the_tail(territory: Territory) -> None:
    instance = study(territory).instance()
    years = years_of(instance)
    assert years[0] == 2026
    assert years[-1] == 2053
    assert not instance.startable[:, :, years > 2050].any()
    assert instance.startable[:, :, years <= 2050].all()


def test_the_last_period_weighs_every_year_of_the_tail_that_is_left(territory: Territory) -> None:
    instance = study(territory, assumptions={"tail_years": 10, "discount_rate": 0.05}).instance()
    each = 1.05 ** -(np.arange(2026, 2061) - 2026.0)
    assert instance.shortage_weight.sum() == pytest.approx(each.sum())
    assert instance.shortage_weight[:-1] == pytest.approx(each[: len(instance.shortage_weight) - 1])


def test_without_a_tail_no_weight_is_left_after_the_horizon(territory: Territory) -> None:
    instance = study(territory, assumptions={"tail_years": 0}).instance()
    assert instance.shortage_weight[years_of(instance) > 2050].sum() == 0.0


def test_need_after_the_horizon_stays_or_grows_by_its_assumption(territory: Territory) -> None:
    still = study(territory).instance().demand
    growing = study(territory, assumptions={"tail_need_growth": 0.02}).instance().demand
    assert still[:, -1] == pytest.approx(still[:, 24])
    assert growing[:, 25] == pytest.approx(still[:, 24] * 1.02)
    assert (growing[:, -1] > growing[:, 25]).all()


def test_the_documented_plan_meets_the_fairness_that_it_sets(territory: Territory) -> None:
    asked = study(territory)
    instance = asked.instance()
    plan = asked.documented()[BASELINE]
    years = years_of(instance)
    within = years <= 2050
    served = new_places(asked.terms, plan)[:, years[within] - 2024]
    assert (served >= instance.min_capacity[:, within] - 1e-9).all()
    assert instance.min_capacity.max() > 0


def test_no_third_shift_after_the_year_in_which_the_documents_end_it(territory: Territory) -> None:
    asked = study(territory)
    end = asked.evaluate(asked.documented()[BASELINE]).kpis["third_shift_end_year"]
    instance = asked.instance()
    years = years_of(instance)
    assert instance.overflow_forbidden[:, (years >= end) & (years <= 2050)].all()
    assert not instance.overflow_forbidden[:, years < end].any()
    cap = {c.measure: c.level for c in instance.caps}
    documented = asked.evaluate(asked.documented()[BASELINE]).kpis["third_shift_pupil_years"]
    assert cap[Measure.OVERFLOW] == documented


def test_fixed_buildings_are_capacity_and_committed_money(territory: Territory) -> None:
    fixed = [{"place": "karasai", "size": 900, "start_year": 2030, "count": 2}]
    plain = study(territory).instance()
    asked = study(territory, fixed=fixed)
    instance = asked.instance()
    years, n = years_of(instance), asked.terms.unit_index["karasai"]
    added = instance.existing[n] - plain.existing[n]
    assert added[years < 2032].tolist() == [0.0] * 6
    assert (added[years >= 2032] == 1800.0).all()
    price = 2 * 900 * 5.3
    assert instance.committed_spending.sum() == pytest.approx(price)
    assert instance.committed_spending[years == 2030][0] == pytest.approx(price / 2)


def test_forbidden_places_sizes_and_years_cannot_be_started(territory: Territory) -> None:
    asked = study(
        territory, forbidden=[{"place": "talgar", "sizes": [2500], "first": 2030, "last": 2035}]
    )
    instance = asked.instance()
    years, n = years_of(instance), asked.terms.unit_index["talgar"]
    closed = ~instance.startable[n] & (years <= 2050)
    assert closed.sum() == 6
    assert closed[-1, (years >= 2030) & (years <= 2035)].all()


def test_minimum_programme_counts_the_fixed_buildings_of_the_place(territory: Territory) -> None:
    question = {
        "objectives": [{"measure": "shortage"}],
        "minimum_programme": [{"place": "kegen", "places": 1000, "by": 2032}],
        "fixed": [{"place": "kegen", "size": 300, "start_year": 2027}],
    }
    asked = study(territory, **question)
    instance = asked.instance()
    years, n = years_of(instance), asked.terms.unit_index["kegen"]
    assert (instance.min_capacity[n, years >= 2032] == 700.0).all()
    assert (instance.min_capacity[n, years < 2032] == 0.0).all()


def test_oblast_envelopes_and_least_shares(territory: Territory) -> None:
    question = {
        "money": {
            "budget_bn_per_year": 100,
            "oblast_budget_bn_per_year": {"turkistan_oblast": 7},
            "oblast_min_share": {"almaty_oblast": 0.2},
        }
    }
    asked = study(territory, **question)
    instance = asked.instance()
    labels = list(instance.group_labels)
    assert (instance.group_budget[labels.index("turkistan_oblast")] == 7000.0).all()
    least = instance.group_min_spending[labels.index("almaty_oblast")]
    assert least.max() == pytest.approx(0.2 * 25 * 100_000)
    assert (least[years_of(instance) < 2050] == 0).all()


def test_transfers_only_between_near_units_and_within_the_share(territory: Territory) -> None:
    asked = study(territory, transfers={"enabled": True, "max_distance_km": 60, "max_share": 0.05})
    instance = asked.instance()
    assert instance.transfers is not None
    names = asked.terms.units
    pairs = {(names[i], names[j]) for i, j in instance.transfers.arcs}
    assert ("karasai", "almaty_city") in pairs
    assert ("karasai", "aktobe_city") not in pairs
    origin = instance.transfers.arcs[:, 0]
    assert instance.transfers.limit == pytest.approx(0.05 * instance.demand[origin])


def test_standards_weights_follow_the_regional_standards(territory: Territory) -> None:
    asked = study(territory, equity={"weights": "standards_gap"})
    weight = dict(zip(asked.terms.oblasts, asked.terms.equity_weight, strict=True))
    assert weight["zhetisu_oblast"] == pytest.approx((100 - 50.3) / (100 - 55.7))
    assert weight["zhambyl_oblast"] < 1.0 < weight["zhetisu_oblast"]
