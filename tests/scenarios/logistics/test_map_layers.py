"""Centres and links on the map are those of the plans."""

from __future__ import annotations

import pandas as pd
import pytest
from map_checks import faults, radius, said

from scenarios.app.editing.evaluating import in_place
from scenarios.app.map import MapLayers, map_layers
from scenarios.plan import Plan
from scenarios.studies.logistics import LogisticsStudy
from scenarios.study import Answer
from scenarios.views.logistics.maps import LEAST_SHOWN

CAPACITY = "Capacity built, thousand t a year"


@pytest.fixture(scope="module")
def layers(answer: Answer) -> MapLayers:
    return map_layers(answer, "en")


def test_the_layers_are_sound(layers: MapLayers) -> None:
    assert not list(faults(layers))
    assert layers.steps == (2030, 2040, 2050)


def test_capacity_is_what_the_plans_have_built_by_then(layers: MapLayers, answer: Answer) -> None:
    plans = {"documented": answer.plans[answer.comparison.baseline], "optimised": answer.plan}
    for plan, found in plans.items():
        opened = found.openings
        for year in layers.steps:
            by_then = opened[opened["in_service_year"] <= year].groupby("place_id")["size"].sum()
            assert by_then.any()
            for site in answer.tables["sites"]["site_id"]:
                thousands = by_then.get(site, 0.0) / 1000
                assert said(layers, site, CAPACITY, plan, year) == round(thousands)
                assert (radius(layers, site, plan, year) > 0) == (thousands > 0)


def test_links_are_as_wide_as_their_freight_under_each_plan(
    layers: MapLayers, answer: Answer
) -> None:
    links = answer.tables["links"]
    links = links[links["mode"] != "transfer"]
    for plan, role in (("documented", "budget"), ("optimised", "optimised")):
        for year in layers.steps:
            busy = (links.loc[links["year"] == year, role] >= LEAST_SHOWN).sum()
            own = [line for line in layers.lines if line.plan == plan]
            assert sum(line.width[layers.step(year)] > 0 for line in own) == busy > 0


def test_planned_links_are_dashed_and_can_be_asked_about(layers: MapLayers, answer: Answer) -> None:
    links = answer.tables["links"]
    planned = set(links.loc[links["status"] == "planned", "edge_id"])
    asked = {line.place for line in layers.lines if line.place}
    assert asked == planned
    assert all(line.look.dashed == (line.place != "") for line in layers.lines)
    assert all(not p.wishes for p in layers.places if p.id in planned)


def test_nothing_can_be_wished_at_a_gateway(layers: MapLayers, answer: Answer) -> None:
    kinds = answer.tables["sites"].set_index("site_id")["kind"]
    wishes = {p.id: p.wishes for p in layers.places if p.id in kinds.index}
    assert wishes == (kinds != "gateway").to_dict()


def test_a_plan_made_by_hand_is_drawn_in_the_place_of_the_optimised(
    answer: Answer, study: LogisticsStudy
) -> None:
    rows, last = answer.plan.actions, answer.scenario.logistics.periods[-1]
    place = str(answer.plan.openings["place_id"].iloc[0])
    fewer = Plan("by hand", rows[rows["place_id"] != place].reset_index(drop=True))
    edited = in_place(answer, fewer, study)
    before, after = map_layers(answer, "en"), map_layers(edited, "en", edited=True)
    assert not list(faults(after))
    assert radius(before, place, "optimised", last) > 0
    assert radius(after, place, "optimised", last) == 0
    same = in_place(answer, answer.plan, study)
    for name in ("sites", "places", "links"):
        known = answer.tables[name]
        pd.testing.assert_frame_equal(same.tables[name], known, check_dtype=False)
        assert not edited.tables[name].equals(known)
