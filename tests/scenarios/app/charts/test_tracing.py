"""The front that is drawn on request: what the worker hands back, and what is drawn of it."""

from __future__ import annotations

from pathlib import Path

import desk_answers
import pytest

from optimizer.limits import Progress
from scenarios.app.charts import tracing
from scenarios.app.charts.front import money_front
from scenarios.app.jobs.kinds import KINDS
from scenarios.app.jobs.work import Work
from scenarios.scenario import Scenario
from scenarios.views import frames


def test_the_worker_draws_a_front_once_and_the_chart_holds_its_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "POINTS", 3)
    monkeypatch.setattr(tracing, "TIME_S", 300.0)
    answer = desk_answers.schools()
    parts = {"name": "soon", "years": {"last": 2031}, "region": ["aktau_city", "zhanaozen_city"]}
    solve = {"gap": 0.02, "front_points": 0}
    soon = Scenario.model_validate({**answer.scenario.canonical(), **parts, "solve": solve})
    reports: list[Progress] = []
    work = Work(tmp_path, None, reports.append, lambda _told: None)
    task = KINDS[tracing.KIND].task()
    asked = {"scenario": soon.canonical(), "kpis": tracing.kpis_of(answer)}
    found = task(asked, work)
    points = tracing.points_of(tmp_path / str(found["folder"]))
    assert len(points) >= 2
    short = points.sort_values("simulated_spending_mln_kzt")["simulated_objective"]
    assert short.is_monotonic_decreasing
    kpis = frames.optimised(answer).kpis
    assert found["plans"]["optimised"] == [
        kpis["discounted_shortage_place_years"],
        kpis["discounted_spending_mln_kzt"],
    ]
    chart = money_front(answer, points, found["plans"])
    assert {s["name"] for s in chart.options["series"]} >= {"Front", "Chosen plan"}
    drawn = next(s for s in chart.options["series"] if s["name"] == "Front")["data"]
    assert len(drawn) == len(points)
    assert reports
    told = len(reports)
    assert task(asked, work) == found
    assert len(reports) == told
