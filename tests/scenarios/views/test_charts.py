"""Charts validate against the Vega-Lite schema and hold the figures they should."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import geometry

from inputs.errors import InputError
from scenarios.study import Answer
from scenarios.views import charts, export, frames
from scenarios.views.charts._labels import Point, place_labels
from scenarios.views.charts._lines import spread
from scenarios.views.charts.plan_map import default_year, shade_step, size_steps

AnswerFactory = Callable[..., Answer]


def data_of(specification: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in specification["datasets"].values() for row in rows]


@pytest.mark.parametrize("name", charts.__all__)
def test_every_chart_is_valid_and_draws_as_svg(answer: Answer, name: str) -> None:
    chart = getattr(charts, name)(answer)
    svg = export.to_svg(chart.to_dict(validate=True))
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    drawn = [e for e in root.iter() if e.tag.endswith("path") and e.get("d")]
    assert len(drawn) > 5
    assert "NaN" not in svg


def test_curve_has_every_plan_in_every_year(answer: Answer) -> None:
    rows = data_of(export.to_spec(charts.shortage_curve(answer)))
    seen = {(r["plan"], r["year"]): r["shortage"] for r in rows if "shortage" in r}
    expected = {
        (name, year)
        for name in answer.evaluations
        for year in range(answer.scenario.years.first, answer.scenario.years.last + 1)
    }
    assert set(seen) == expected
    by_year = answer.evaluations["optimised"].by_year.set_index("year")
    assert seen["optimised", 2040] == by_year.loc[2040, "shortage"]


def test_curve_marks_the_horizons(answer: Answer) -> None:
    rows = data_of(export.to_spec(charts.shortage_curve(answer)))
    assert {r["name"] for r in rows if str(r.get("name", "")).startswith("horizon")} == {
        "horizon 2030",
        "horizon 2040",
        "horizon 2050",
    }


def test_third_shift_curve_draws_pupils(answer: Answer) -> None:
    rows = data_of(export.to_spec(charts.third_shift_curve(answer)))
    first = [r["third_shift"] for r in rows if r.get("year") == 2026 and "third_shift" in r]
    assert first == [6 * 200.0] * 3 * (len(first) // 3)


def test_map_carries_both_plans_of_every_unit(answer: Answer) -> None:
    specification = export.to_spec(charts.plan_map(answer, interactive=True))
    units = {u["unit_id"]: u for u in specification["datasets"]["units"]}
    assert set(units) == set(frames.unit_ids(answer))
    at = 2034 - answer.scenario.years.first
    aktau = units["aktau_city"]
    assert (aktau["documented_added"][at], aktau["optimised_added"][at]) == (300, 300)
    assert (aktau["documented_added"][at - 4], aktau["optimised_added"][at - 4]) == (0, 300)
    assert aktau["documented_share"][at - 4] == pytest.approx(60.0)
    assert specification["params"][0]["bind"]["min"] == answer.scenario.years.first
    assert specification["params"][0]["value"] == default_year(answer) == 2030


def test_one_district_is_not_drawn_as_its_oblast(make_answer: AnswerFactory) -> None:
    alone = make_answer([("karasai", 2030, 300.0)], [], units=("karasai",))
    datasets = export.to_spec(charts.plan_map(alone))["datasets"]
    (cell,) = datasets["cells"]
    cut = geometry.shape(cell["geometry"])
    assert cut.area < 0.5
    assert cut.distance(geometry.Point(76.63, 43.2)) < 0.05
    east = max(geometry.shape(f["geometry"]).bounds[2] for f in datasets["outlines"])
    assert east < 79


def test_map_panels_share_their_scales(answer: Answer) -> None:
    specification = export.to_spec(charts.plan_map(answer))
    found: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            encoding = node.get("encoding", {})
            found.extend(
                json.dumps(encoding[k]["scale"], sort_keys=True)
                for k in ("size", "color")
                if "scale" in encoding.get(k, {})
            )
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(specification["hconcat"])
    assert len(found) == 4
    assert len(set(found)) == 2


def test_map_still_names_no_bind_when_it_stands_still(answer: Answer) -> None:
    assert "bind" not in export.to_spec(charts.plan_map(answer, 2040))["params"][0]


def test_strip_holds_the_openings_of_both_plans(answer: Answer) -> None:
    rows = data_of(export.to_spec(charts.sequence_strip(answer)))
    opened = dict.fromkeys(("documented", "optimised"), 0.0)
    for row in rows:
        opened[row["role"]] += row["opened"]
    places = {"documented": "documented under budget", "optimised": "optimised"}
    for role, plan in places.items():
        assert opened[role] == answer.plans[plan].openings["size"].sum()


def test_spending_panels_agree_with_the_evaluation(answer: Answer) -> None:
    rows = data_of(export.to_spec(charts.spending_chart(answer)))
    total = sum(r["spending"] for r in rows if "oblast" in r)
    spent = answer.evaluations["optimised"].spending
    inside = spent[spent["year"] >= answer.scenario.years.first]["spending"].sum()
    assert total == pytest.approx(inside / 1000)
    values = [r["value"] for r in rows if set(r) == {"year", "value", "said"}]
    assert values == pytest.approx(list(answer.budget_value["value"]))


def test_money_that_does_not_bind_has_no_value_panel(answer: Answer) -> None:
    value = answer.budget_value.assign(value=0.0)
    panels = export.to_spec(charts.spending_chart(replace(answer, budget_value=value)))["vconcat"]
    assert len(panels) == len(export.to_spec(charts.spending_chart(answer))["vconcat"]) - 1


def test_front_leaves_out_the_plan_with_other_money(answer: Answer) -> None:
    rows = data_of(export.to_spec(charts.front_chart(answer)))
    names = {r["name"] for r in rows if "place_years" in r}
    assert "Chosen plan" in names
    assert "Documented, same money" in names
    assert "Documented, as printed" not in names


def test_dumbbells_are_the_largest_moves(answer: Answer, make_answer: AnswerFactory) -> None:
    rows = data_of(export.to_spec(charts.turn_changes(answer, most=3)))
    labels = [r["label"] for r in rows if "edge" in r]
    assert labels == ["2.0 years earlier"] * 3
    little = make_answer(
        [("aktau_city", 2030, 300.0), ("aktau_city", 2031, 100.0)],
        [("aktau_city", 2030, 300.0), ("aktau_city", 2032, 100.0)],
    )
    assert frames.turns(little)["shift_years"].min() == pytest.approx(-0.25)
    assert frames.turns(little, 10).empty
    still = make_answer([("aktau_city", 2030, 300.0)], [("aktau_city", 2030, 300.0)])
    assert frames.turns(still, 10).empty


def test_figures_are_saved_by_their_ending(answer: Answer, tmp_path: Path) -> None:
    chart = charts.turn_changes(answer)
    for ending in (".svg", ".png", ".json"):
        export.save_figure(chart, tmp_path / f"figure{ending}")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((tmp_path / "figure.json").read_text())["$schema"].endswith(".json")
    with pytest.raises(InputError, match=r"\.svg \| \.png \| \.json"):
        export.save_figure(chart, tmp_path / "figure.bmp")


@given(
    values=st.lists(st.floats(0, 100), min_size=1, max_size=8).map(sorted),
    gap=st.floats(0.1, 20),
)
def test_spread_labels_keep_order_distance_and_floor(values: list[float], gap: float) -> None:
    moved = spread(values, gap, low=0.0)
    assert len(moved) == len(values)
    assert min(moved) >= -1e-9
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(moved))
    far = all(b - a >= gap for a, b in pairwise(values))
    if far:
        assert moved == pytest.approx(values)


def test_labels_that_would_meet_go_to_another_side() -> None:
    near = [Point("Almaty", 100, 100), Point("Konaev", 104, 104)]
    sides = place_labels(near, width=400, font_size=11)
    assert sides["Almaty"] == "right"
    assert sides["Konaev"] != "right"
    assert place_labels([Point("Almaty", 395, 50)], 400, 11) == {"Almaty": "left"}
    crowd = [Point(f"Town {n}", 100, 100) for n in range(9)]
    assert len(place_labels(crowd, 400, 11)) < 9


def test_legend_steps() -> None:
    assert size_steps(300_000) == [10_000, 50_000, 200_000]
    assert all(step <= 700 for step in size_steps(700))
    assert [shade_step(p) for p in (4, 30, 42, 75)] == [1, 5, 10, 15]
