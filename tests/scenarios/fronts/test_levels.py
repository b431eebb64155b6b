"""Fronts over levels of money: points that no plan beats, proven against every plan there is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from logistics_questions import SMALL
from logistics_questions import changed as changed_logistics
from roadmap_questions import all_years, changed
from siting_questions import SMALL as SMALL_SITING

from inputs.territory import load_territory
from optimizer.limits import Limits
from scenarios.fronts import Against, Front, Request
from scenarios.fronts.centres import CentresSubject
from scenarios.fronts.phases import PhasesSubject
from scenarios.fronts.settlements import SettlementsSubject
from scenarios.scenario import Scenario
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.siting import SitingStudy
from scenarios.unfinished import Unfinished


@pytest.fixture(scope="module")
def centres() -> CentresSubject:
    return CentresSubject(LogisticsStudy(load_territory(), SMALL))


REQUEST = Request(Against.COST, points=4, nested=True)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Unfinished:
    return Unfinished(tmp_path_factory.mktemp("front") / "parts")


@pytest.fixture(scope="module")
def front(centres: CentresSubject, parts: Unfinished) -> Front:
    return centres.trace(REQUEST, Limits(), parts)


def test_levels_of_logistics_are_proven_and_none_beats_another(
    centres: CentresSubject, front: Front
) -> None:
    assert front.complete
    assert len(front.points) >= 3
    for one, other in pairwise(front.points):
        assert one.cost < other.cost
        assert one.objective > other.objective
    for point in front.points:
        assert point.gap is not None
        assert point.gap <= 1e-4
        assert point.cost <= point.level * (1 + 1e-6)
        evaluation = centres.study.evaluate(centres.plan(point))
        spent = evaluation.kpis["capex_mln_kzt"]
        granted = centres.levels.instance(point.cost).budget.sum()
        assert spent <= granted * (1 + 1e-6)
    for one, other in pairwise(front.nested):
        assert (other.starts >= one.starts).all()
    for point, nested in zip(front.points, front.nested, strict=True):
        assert nested.objective >= point.objective * (1 - 1e-6)
        assert not centres.levels.broken(nested.starts, point.level)


def test_no_few_centres_undercut_what_is_proven(centres: CentresSubject, front: Front) -> None:
    levels = centres.levels
    m, _, periods = front.points[0].starts.shape
    sites = np.flatnonzero(levels.question.allowed[:, 0])
    rng = np.random.default_rng(0)
    for _ in range(60):
        starts = np.zeros((m, 1, periods), dtype=np.int64)
        starts[rng.choice(sites, size=rng.integers(1, 4), replace=False), 0] = np.eye(
            periods, dtype=np.int64
        )[rng.integers(periods)]
        for point in front.points:
            if not levels.broken(starts, point.level):
                assert point.bound is not None
                assert levels.objective(starts) >= point.bound * (1 - 1e-9)


def test_a_front_of_levels_goes_on_where_it_was(
    centres: CentresSubject, front: Front, parts: Unfinished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(centres.levels), "solve", lambda *_: pytest.fail("solved again"))
    again = centres.trace(REQUEST, Limits(), parts)
    for one, other in zip(front.points, again.points, strict=True):
        assert (one.objective, one.bound, one.cost) == (other.objective, other.bound, other.cost)
        assert np.array_equal(centres.plan(one).actions, centres.plan(other).actions)


def test_levels_of_siting_are_whole_buildings_of_which_none_beats_another() -> None:
    scenario = Scenario.model_validate(SMALL_SITING)
    subject = SettlementsSubject(SitingStudy(load_territory(), scenario))
    request = Request(Against.COST, points=4, nested=True, time_s=12.0)
    front = subject.trace(request, Limits(), Unfinished())
    assert len(front.points) >= 3
    for one, other in pairwise(front.points):
        assert one.cost < other.cost
        assert one.objective > other.objective
    for point in front.points:
        assert point.bound is not None
        assert point.bound <= point.objective
        assert not subject.levels.broken(point.starts, point.level)
        kpis = subject.study.evaluate(subject.plan(point)).kpis
        assert kpis["discounted_capex_mln_kzt"] == pytest.approx(point.cost)
        assert subject.simulated(kpis)[0] == pytest.approx(point.objective)
    for one, other in pairwise(front.nested):
        assert (other.starts >= one.starts).all()


@pytest.mark.parametrize("objective", ["effect", "fit", "smooth"])
def test_levels_of_the_roadmap_keep_every_rule(objective: str) -> None:
    smooth = objective == "smooth"
    roadmap = {"objective": objective, "envelope": "none" if smooth else "documented"}
    asked = all_years(roadmap=roadmap) if smooth else changed(roadmap=roadmap)
    subject = PhasesSubject(RoadmapStudy(load_territory(), asked))
    request = Request(Against.COST, points=3, nested=not smooth, time_s=4.0)
    front = subject.trace(request, Limits(threads=1), Unfinished())
    assert len(front.points) >= 2
    for one, other in pairwise(front.points):
        assert one.cost < other.cost
        assert one.objective > other.objective
    for point in front.points:
        assert not subject.levels.broken(point.starts, point.level)
        kpis = subject.study.evaluate(subject.plan(point)).kpis
        assert kpis["overspending_mln_kzt"] == 0
        assert subject.simulated(kpis)[0] == pytest.approx(point.objective, abs=0.01)
        if smooth:
            assert kpis["peak_spending_mln_kzt"] <= point.level * (1 + 1e-6) + 0.1
    for one, other in pairwise(front.nested):
        assert subject.levels.contains(other.starts, one.starts)


def test_reach_is_a_share_that_falls() -> None:
    study = LogisticsStudy(load_territory(), changed_logistics(objective="reach", reach_km=100))
    subject = CentresSubject(study)
    front = subject.trace(Request(Against.COST, points=3, time_s=20.0), Limits(), Unfinished())
    assert 0 <= front.points[-1].objective < front.points[0].objective <= 1
    kpis = study.evaluate(subject.plan(front.points[-1])).kpis
    assert subject.simulated(kpis)[0] == pytest.approx(front.points[-1].objective)
