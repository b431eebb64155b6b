"""Fronts over levels of money: points that no plan beats, proven against every plan there is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from logistics_questions import SMALL

from inputs.territory import load_territory
from optimizer.limits import Limits
from scenarios.fronts import Against, Front, Request
from scenarios.fronts.centres import CentresSubject
from scenarios.studies.logistics import LogisticsStudy
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
