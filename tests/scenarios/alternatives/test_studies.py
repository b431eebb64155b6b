"""Alternatives of every kind of study: within the share, apart, checked, and found again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from logistics_questions import SMALL as SMALL_LOGISTICS
from roadmap_questions import changed
from siting_questions import SMALL as SMALL_SITING

from inputs.territory import load_territory
from optimizer.limits import Limits, Stop
from scenarios.alternatives.answer import Alternatives, Request
from scenarios.alternatives.seeking import PART, seek
from scenarios.alternatives.subject import Subject
from scenarios.alternatives.subjects import subject_of
from scenarios.alternatives.tables import actions_frame, common_plan
from scenarios.scenario import Scenario
from scenarios.unfinished import Part, Unfinished

# Questions of which every search ends by its gap: a busy machine fills time differently.
QUESTIONS = {
    "schools": Scenario.model_validate(
        {"name": "small", "region": ["shymkent_city"], "years": {"last": 2032}}
    ),
    "logistics": SMALL_LOGISTICS,
    "siting": Scenario.model_validate({**SMALL_SITING, "solve": {"time_s": 600, "gap": 0.02}}),
    "roadmap": changed(roadmap={"first_free_year": 2029}, solve={"time_s": 600, "gap": 0.001}),
}
REQUEST = Request(count=2, within=0.05, time_s=600.0)


@dataclass(frozen=True)
class Sought:
    """A question, its alternatives, and what was kept after each plan."""

    subject: Subject
    answer: Alternatives
    kept: list[Part]


def _limits(subject: Subject, stop: Stop | None = None) -> Limits:
    terms = subject.study.scenario.solve
    return Limits(terms.time_s, terms.gap, threads=1, stop=stop or Stop())


@pytest.fixture(scope="module", params=QUESTIONS)
def sought(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sought:
    subject = subject_of(QUESTIONS[request.param], load_territory())
    parts = Unfinished(tmp_path_factory.mktemp("parts"))
    kept: list[Part] = []

    def look(_progress: object) -> None:
        part = parts.find(PART)
        if part is not None and len(part.note["plans"]) > len(kept):
            kept.append(part)

    limits = replace(_limits(subject), on_progress=look)
    return Sought(subject, seek(subject, REQUEST, limits, parts), kept)


def test_plans_are_near_the_optimum_and_far_from_each_other(sought: Sought) -> None:
    answer, subject = sought.answer, sought.subject
    assert answer.complete
    for number, plan in enumerate(answer.others, start=1):
        assert all(answer.loss(number, m) <= REQUEST.within + 1e-6 for m in answer.held)
        assert plan.distance > 0
        assert plan.distance == pytest.approx(answer.distances[number, :number].min())
        assert plan.largest is None or plan.largest >= plan.distance * (1 - 1e-9)
        kpis = subject.study.evaluate(subject.plan(plan.starts, plan.flows)).kpis
        assert kpis.get("overspending_mln_kzt", 0) <= 1e-6
    assert (answer.common <= np.stack(answer.starts)).all()
    keys = ["place_id", "asset", "size", "start_year"]
    common = common_plan(answer, subject).actions.groupby(keys).size()
    for _, plan in actions_frame(answer, subject).groupby("plan"):
        there = plan.groupby(keys).size().reindex(common.index, fill_value=0)
        assert (there >= common).all()


def test_what_was_killed_goes_on_behind_the_last_plan(
    sought: Sought, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second plan alone is sought, and is the one that an uninterrupted search finds."""
    part = next(part for part in sought.kept if len(part.note["plans"]) == 2)
    parts = Unfinished(tmp_path / "parts")
    parts.keep(PART, part.arrays, part.note)
    fresh = subject_of(sought.subject.study.scenario, load_territory())
    monkeypatch.setattr(type(fresh), "optimum", lambda *_: pytest.fail("solved again"))
    told: list[str] = []
    limits = replace(_limits(fresh), on_progress=lambda progress: told.append(progress.stage))
    answer = seek(fresh, REQUEST, limits, parts)
    assert "alternative 1" not in told
    for one, other in zip(sought.answer.plans, answer.plans, strict=True):
        assert np.array_equal(one.starts, other.starts)
        assert one.measures == other.measures
        assert one.largest == other.largest
    assert answer.certificates == sought.answer.certificates


def test_what_a_stop_cut_short_is_not_kept(sought: Sought, tmp_path: Path) -> None:
    stop, parts = Stop(), Unfinished(tmp_path / "parts")
    parts.keep(PART, sought.kept[0].arrays, sought.kept[0].note)
    stop.request()
    answer = seek(sought.subject, REQUEST, _limits(sought.subject, stop), parts)
    assert not answer.complete
    after = parts.find(PART)
    assert after is not None
    assert len(after.note["plans"]) == 1


@pytest.mark.parametrize("sought", ["schools"], indirect=True)
def test_a_kept_plan_that_breaks_a_rule_is_sought_anew(
    sought: Sought, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, parts = sought.kept[0], Unfinished(tmp_path / "parts")
    starts = part.arrays["starts-0"]
    parts.keep(PART, {**part.arrays, "starts-0": starts + 50}, part.note)

    class _Anew(Exception):
        pass

    def anew(*_given: object) -> None:
        raise _Anew

    monkeypatch.setattr(type(sought.subject), "optimum", anew)
    with pytest.raises(_Anew):
        seek(sought.subject, REQUEST, _limits(sought.subject), parts)
