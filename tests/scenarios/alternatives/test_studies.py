"""Alternatives of logistics, siting and the roadmap: within the share, apart, checked."""

from __future__ import annotations

import numpy as np
import pytest
from logistics_questions import SMALL as SMALL_LOGISTICS
from roadmap_questions import changed
from siting_questions import SMALL as SMALL_SITING

from inputs.territory import load_territory
from optimizer.limits import Stop
from scenarios.alternatives.answer import Request
from scenarios.alternatives.subjects import subject_of
from scenarios.alternatives.tables import actions_frame, common_plan
from scenarios.scenario import Scenario

QUESTIONS = {
    "logistics": SMALL_LOGISTICS,
    "siting": Scenario.model_validate({**SMALL_SITING, "solve": {"time_s": 30, "gap": 0.02}}),
    "roadmap": changed(solve={"time_s": 3, "gap": 0.001, "threads": 1}),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_plans_are_near_the_optimum_and_far_from_each_other(name: str) -> None:
    subject = subject_of(QUESTIONS[name], load_territory())
    request = Request(count=2, within=0.05, time_s=60.0)
    answer = subject.seek(request, Stop(), None)
    assert answer.others
    for number, plan in enumerate(answer.others, start=1):
        assert all(answer.loss(number, m) <= request.within + 1e-6 for m in answer.held)
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
