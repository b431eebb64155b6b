"""Charts draw the figures of the answer, and the table beside them says the same."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import desk_answers
import pandas as pd
import pytest

from optimizer.limits import Progress
from scenarios.app.charts.chart import Chart, round_top
from scenarios.app.charts.closing import MOST, Closing, closing_options, closing_sentence
from scenarios.app.charts.coverage import curves
from scenarios.app.charts.front import money_front
from scenarios.app.charts.money import money
from scenarios.app.charts.moves import moves
from scenarios.language import speaking
from scenarios.study import Answer
from scenarios.views import frames


def series(chart: Chart, name: str) -> list[Any]:
    return next(s["data"] for s in chart.options["series"] if s.get("name") == name)


@pytest.fixture(scope="module", params=["schools", "water"])
def answer(request: pytest.FixtureRequest) -> Answer:
    made: Answer = getattr(desk_answers, request.param)()
    return made


def test_the_curve_is_the_shortage_of_every_plan_by_year(answer: Answer) -> None:
    chart = curves(answer)[0]
    own = frames.optimised(answer).by_year
    own = own[own["year"].isin(frames.years(answer))]
    assert chart.options["xAxis"]["data"] == [str(y) for y in own["year"]]
    assert series(chart, "Optimised") == pytest.approx(own["shortage"].round(3).tolist())
    lines = [s for s in chart.options["series"] if s["type"] == "line"]
    assert len(lines) == len(answer.evaluations)
    marked = [m["xAxis"] for m in chart.options["series"][0]["markLine"]["data"]]
    assert marked == ["2030", "2040", "2050"]
    assert max(own["shortage"]) <= chart.options["yAxis"]["max"]


def test_names_at_the_ends_of_lines_do_not_cover_each_other(answer: Answer) -> None:
    chart = curves(answer)[0]
    top = chart.options["yAxis"]["max"]
    at = sorted(s["data"][0][1] for s in chart.options["series"] if s["type"] == "scatter")
    assert len(at) == len(answer.evaluations)
    assert min(b - a for a, b in pairwise(at)) >= 14 * top / 215 - 1e-6


def test_spending_is_in_bn_against_the_budget_with_the_value_beneath(answer: Answer) -> None:
    chart = money(answer)
    assert chart is not None
    spent = frames.spending(answer)
    assert series(chart, "Optimised") == pytest.approx(spent["optimised"].round(3).tolist())
    assert series(chart, "Budget") == pytest.approx(spent["budget"].round(3).tolist())
    value = series(chart, "Value of one more bn KZT")
    assert value == answer.budget_value["value"].tolist()
    assert len(chart.options["xAxis"]) == len(chart.options["grid"]) == 2


def test_the_edited_plan_is_drawn_beside_the_others(answer: Answer) -> None:
    edited = frames.baseline(answer)
    chart = curves(answer, edited)[0]
    assert series(chart, "By hand") == series(chart, "Same money")
    assert "edited by hand" in chart.table.frame
    drawn = money(answer, edited)
    assert drawn is not None
    assert len(series(drawn, "Edited by hand")) == len(frames.years(answer))


def test_moves_say_how_far_and_what_it_buys() -> None:
    chart = moves(desk_answers.water())
    assert chart is not None
    turns = frames.turns(desk_answers.water(), 10)
    assert chart.options["yAxis"]["data"] == list(turns["unit"])
    texts = [d["label"]["formatter"] for d in chart.options["series"][-1]["data"]]
    first = turns.iloc[0]
    assert ("earlier" in texts[0]) == (first["shift_years"] < 0)
    assert ("fewer" in texts[0]) == (first["place_years_gained"] > 0)


def test_charts_are_plain_data_whose_code_is_ours_alone(answer: Answer) -> None:
    for language in ("en", "kk", "ru"):
        with speaking(language):
            made = [*curves(answer), money(answer), moves(answer)]
        for chart in made:
            assert chart is not None
            text = json.dumps(chart.options, allow_nan=False)
            code = re.findall(r'":\w+": "((?:[^"\\]|\\.)*)"', text)
            assert all(c.startswith(("(v) =>", "(i, v) =>", "() =>")) for c in code)


def test_the_money_front_holds_the_plan_where_the_simulator_puts_it() -> None:
    answer = desk_answers.schools()
    points = pd.DataFrame(
        {
            "simulated_spending_mln_kzt": [1000.0, 2000.0],
            "simulated_objective": [5000.0, 4000.0],
            "worst_share": [0.4, 0.3],
        }
    )
    chart = money_front(answer, points, {"optimised": (4500.0, 1500.0)})
    assert series(chart, "Front") == [[1.0, 5000.0], [2.0, 4000.0]]
    assert series(chart, "Chosen plan") == [[1.5, 4500.0]]


@pytest.mark.parametrize(("value", "top"), [(0.0, 1.0), (11.3, 12.0), (98.0, 100.0), (0.031, 0.04)])
def test_an_axis_ends_a_little_above_its_values(value: float, top: float) -> None:
    assert value <= round_top(value)
    assert round_top(value) <= max(1.35 * value, 1.0)
    assert round_top(value) == pytest.approx(top, rel=0.2)


def test_the_gap_closes_stage_by_stage_and_many_reports_are_thinned() -> None:
    closing = Closing()
    assert closing_sentence(closing.last) == "Waiting for a turn…"
    closing.add(Progress("1 shortage", None, None, None, 0.5))
    assert "first plan" in closing_sentence(closing.last)
    for n in range(2 * MOST):
        closing.add(Progress("1 shortage", 100.0, 100.0 - 50 / (n + 1), 0.5 / (n + 1), 1.0 + n))
    closing.add(Progress("2 cost", 10.0, 10.0, 0.0, 999.0))
    assert len(closing.reports) <= MOST
    drawn = closing_options(closing.reports)["series"]
    assert len(drawn) == 2
    gaps = [y for _x, y in drawn[0]["data"]]
    assert gaps == sorted(gaps, reverse=True)
    assert "0.00" in closing_sentence(closing.last)
