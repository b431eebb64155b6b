"""Settlements on the map: the scheme's centres against the chosen sites."""

from __future__ import annotations

import pandas as pd
import pytest
from map_checks import faults, radius, said

from scenarios.app.editing.evaluating import in_place
from scenarios.app.map import MapLayers, map_layers
from scenarios.plan import Plan
from scenarios.studies.siting import SitingStudy
from scenarios.study import Answer
from scenarios.views import frames


@pytest.fixture(scope="module")
def layers(answer: Answer) -> MapLayers:
    return map_layers(answer, "en")


def test_the_layers_are_sound(layers: MapLayers, answer: Answer) -> None:
    assert not list(faults(layers))
    assert layers.steps == tuple(answer.scenario.siting.periods)
    assert {p.id for p in layers.places} == set(answer.tables["settlements"]["settlement_id"])


def test_rings_are_the_documented_places_and_discs_the_chosen_ones(
    layers: MapLayers, answer: Answer
) -> None:
    table = answer.tables["settlements"]
    for plan, stem in (("documented", "centres"), ("optimised", "optimised")):
        for year in layers.steps:
            shown = {p.id for p in layers.places if radius(layers, p.id, plan, year) > 0}
            assert shown == set(table.loc[table[f"{stem}_{year}"] > 0, "settlement_id"])
    assert layers.marks


def test_what_is_said_adds_up_to_the_plan(layers: MapLayers, answer: Answer) -> None:
    last = layers.steps[-1]
    told = [said(layers, p.id, "School places added", "optimised", last) for p in layers.places]
    assert sum(told) == answer.plan.openings["size"].sum()  # type: ignore[arg-type]


def test_service_centres_are_marked_under_the_documented_plan(
    layers: MapLayers, answer: Answer
) -> None:
    table = answer.tables["settlements"]
    marked = {m.place for m in layers.marks if m.look.shape == "diamond" and m.plan == "documented"}
    assert marked == set(table.loc[table["documented"], "settlement_id"])


def test_schematic_positions_are_drawn_otherwise(layers: MapLayers) -> None:
    schematic = {p.id: p.schematic for p in layers.places}
    grown = [m for m in layers.marks if m.look.shape in ("ring", "disc")]
    assert {m.look.dashed for m in grown} == {True, False}
    assert all(m.look.dashed == schematic[m.place] for m in grown)


def test_ways_of_pupils_are_lines_of_the_periods_in_which_they_go(
    layers: MapLayers, answer: Answer
) -> None:
    flow = answer.tables["service"]
    flow = flow[flow["pupils"] >= 20]
    assert len(layers.lines) == len(flow[["from_id", "to_id"]].drop_duplicates())
    for year in layers.steps:
        gone = sum(line.width[layers.step(year)] > 0 for line in layers.lines)
        assert gone == (flow["year"] == year).sum()


def test_a_plan_made_by_hand_is_drawn_in_the_place_of_the_optimised(
    answer: Answer, study: SitingStudy
) -> None:
    place, last = str(answer.plan.openings["place_id"].iloc[0]), answer.scenario.siting.periods[-1]
    rows = answer.plan.actions
    fewer = Plan("by hand", rows[rows["place_id"] != place].reset_index(drop=True))
    edited = in_place(answer, fewer, study)
    assert edited.evaluations["optimised"].kpis == study.evaluate(fewer).kpis
    before, after = map_layers(answer, "en"), map_layers(edited, "en", edited=True)
    assert not list(faults(after))
    assert radius(before, place, "optimised", last) > 0
    assert radius(after, place, "optimised", last) == 0
    assert radius(after, place, "documented", last) == radius(before, place, "documented", last)
    told = [said(after, p.id, "School places added", "optimised", last) for p in after.places]
    assert sum(told) == fewer.openings["size"].sum()  # type: ignore[arg-type]
    (there,) = {(p.lat, p.lon) for p in after.places if p.id == place}
    assert not any(there == line.ends[1] for line in after.lines)
    same = in_place(answer, answer.plan, study)
    for name in ("settlements", "service"):
        frame, known = same.tables[name], answer.tables[name]
        pd.testing.assert_frame_equal(frame, known[frame.columns], check_dtype=False)


def test_settlements_are_called_in_the_language_of_the_reader(answer: Answer) -> None:
    own = answer.territory.table("settlements").set_index("settlement_id")["name_kk"]
    kazakh = map_layers(answer, "kk")
    assert {p.id: p.name for p in kazakh.places} == own.loc[[p.id for p in kazakh.places]].to_dict()
    english = {p.id: p.name for p in map_layers(answer, "en").places}
    for row in frames.rows(answer.tables["settlements"]):
        assert english[row.settlement_id] == row.name
