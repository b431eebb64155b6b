"""What map, histogram and sentences say follows from the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inputs.territory import load_territory
from optimizer.limits import Limits
from scenarios.locate import map_chart
from scenarios.locate.answer import LocationAnswer, answer
from scenarios.locate.histogram import histogram_frame
from scenarios.locate.kinds import ModelName
from scenarios.locate.map_chart import demand_frame, location_map
from scenarios.locate.question import Request
from scenarios.locate.reading import read_question
from scenarios.locate.wording import wording

Answered = Callable[..., LocationAnswer]


@pytest.fixture
def answered(desk: Any) -> Answered:
    def ask(model: ModelName = ModelName.P_CENTER, **options: Any) -> LocationAnswer:
        request = Request(
            model=model,
            sites=desk.folder / "sites.csv",
            demand=desk.folder / "demand.csv",
            distance="straight",
            **options,
        )
        return answer(read_question(request, load_territory()), Limits(gap=0.0))

    return ask


def test_the_histogram_holds_all_demand(answered: Answered) -> None:
    found = answered(ModelName.MCLP, p=1, standard=30.0)
    frame = histogram_frame(found)
    assert frame["plan"].sum() == pytest.approx(1)
    assert frame["today"].sum() == pytest.approx(1)
    lost = found.unserved / found.question.weight.sum()
    assert 0 < lost < 1
    assert frame["unserved"].sum() == pytest.approx(lost)
    assert (frame["to"].to_numpy()[:-1] == frame["from"].to_numpy()[1:]).all()


def test_few_points_are_drawn_one_by_one_and_many_keep_their_weight(
    answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answered(p=2)
    one_by_one = demand_frame(found)
    assert len(one_by_one) == 14
    assert one_by_one["said"].iloc[0].startswith("Village 0: ")
    monkeypatch.setattr(map_chart, "MOST_POINTS", 4)
    together = demand_frame(found)
    assert len(together) < 14
    assert together["weight"].sum() == pytest.approx(found.question.weight.sum())
    mean = np.average(together["km"], weights=together["weight"])
    assert mean == pytest.approx(np.average(found.km, weights=found.question.weight))


def test_sites_that_are_not_chosen_are_left_out_where_there_are_too_many(
    answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answered(p=2)
    assert str(location_map(found).to_dict()).count("'not chosen'") > 1
    monkeypatch.setattr(map_chart, "MOST_POINTS", 2)
    assert "'not chosen'" not in str(location_map(found).to_dict())
    assert "too many to be drawn" in map_chart.caption(found)


def test_lines_are_drawn_only_where_they_can_be_told_apart(
    answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answered(p=2)
    drawn = str(location_map(found).to_dict())
    assert "longitude2" in drawn.replace("'lon2:Q'", "")
    count = drawn.count("longitude2")
    monkeypatch.setattr(map_chart, "MOST_LINES", 3)
    fewer = str(location_map(found).to_dict())
    assert fewer.count("longitude2") == count - 1
    assert "Lines lead" in _caption_with(found, monkeypatch, 99)
    assert "Lines lead" not in _caption_with(found, monkeypatch, 3)


def _caption_with(found: LocationAnswer, monkeypatch: pytest.MonkeyPatch, most: int) -> str:
    monkeypatch.setattr(map_chart, "MOST_LINES", most)
    return map_chart.caption(found)


def test_today_is_told_only_where_it_can_be_compared(answered: Answered, desk: Any) -> None:
    cards = {card.label: card for card in wording(answered(p=2)).headline.numbers}
    assert cards["Open sites"].held_against == "today 1"
    assert cards["Mean distance"].held_against.startswith("today ")
    served_only = wording(answered(ModelName.LSCP, standard=20.0, unserved_penalty=0.002))
    lost = {card.label: card for card in served_only.headline.numbers}
    assert lost["Mean distance"].held_against == ""
    assert "Unserved demand" in lost
    desk.change("sites", status="candidate")
    fresh = {card.label: card for card in wording(answered(p=2)).headline.numbers}
    assert {card.held_against for card in fresh.values()} == {""}


def test_nobody_is_served_where_that_is_cheapest(answered: Answered, desk: Any) -> None:
    found = answered(ModelName.LSCP, standard=20.0, unserved_penalty=1e-6)
    words = wording(found)
    assert words.headline.sentence.startswith("No open site, and no demand is served")
    assert "Mean distance" not in [card.label for card in words.headline.numbers]
    assert desk.ask("lscp", "--standard", 20, "--unserved-penalty", 1e-6).exit_code == 0


def test_what_has_no_effect_is_said(answered: Answered) -> None:
    (note,) = [n for n in wording(answered(p=2)).notes if "makes no use" in n]
    assert "capacities" in note
    assert "fixed and closing costs without a budget" in note


def test_every_column_that_is_not_read_is_said(answered: Answered, desk: Any) -> None:
    desk.change("demand", mayor="N.", weights=3)
    (note,) = [n for n in wording(answered(p=2)).notes if "not read" in n]
    assert note == "Columns of demand.csv not read: mayor and weights."


def test_one_place_for_all_points_can_be_drawn(answered: Answered, desk: Any) -> None:
    for table in ("demand", "sites"):
        desk.change(table, lat=43.25, lon=71.5)
    found = answered(p=1)
    assert found.solution.objective == 0
    location_map(found).to_dict()
    assert histogram_frame(found)["plan"].to_list() == [1.0]


def test_the_templates_are_part_of_the_package() -> None:
    import scenarios.locate

    assert (Path(scenarios.locate.__file__).parent / "templates" / "location.html").is_file()
