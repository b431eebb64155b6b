"""Plans of sites, centres and phases made by hand: evaluated by their studies, kept as they can."""

from __future__ import annotations

import desk_answers
import numpy as np
import pytest
from siting_questions import SMALL

from scenarios import studies
from scenarios.app.editing.crafts import craft_of
from scenarios.app.editing.edits import (
    Add,
    EditRefused,
    Group,
    History,
    Move,
    Remove,
    edited,
    started,
)
from scenarios.loading import load_scenario
from scenarios.plan import Plan
from scenarios.scenario import Fixed, Forbidden, Scenario
from scenarios.study import Study

NOTHING = Plan.from_rows("by hand", [])


def study_of(scenario: Scenario) -> Study:
    return studies.create(desk_answers.territory(), scenario)


def test_schools_in_settlements_are_evaluated_and_keep_their_place_and_period() -> None:
    study = study_of(Scenario.model_validate(SMALL))
    craft = craft_of(study)
    place = craft.rules.places[0]
    size = craft.sizes(place, "school")[-1]
    assert craft.years(place, "school") == (2025, 2035, 2050)
    built = edited(NOTHING, Add(Group(place, "school", size, 2025)), craft)
    late = edited(built, Move(Group(place, "school", size, 2025), 2050), craft)
    nothing, soon, then = (study.evaluate(p).kpis for p in (NOTHING, built, late))
    assert soon["unserved_2025"] < nothing["unserved_2025"]
    assert then["unserved_2025"] == nothing["unserved_2025"]
    assert then["unserved_2050"] == soon["unserved_2050"]
    with pytest.raises(EditRefused, match="2025, 2035, 2050"):
        edited(built, Move(Group(place, "school", size, 2025), 2030), craft)
    other, third = craft.rules.places[1:3]
    (small, *_more) = craft.sizes(other, "school")
    made = edited(built, Add(Group(other, "school", small, 2025)), craft)
    made = edited(made, Add(Group(third, "school", small, 2025), 2), craft)
    plan = History(Plan("optimised", made.actions.assign(origin="optimised")))
    plan = plan.did(Move(Group(place, "school", size, 2025), 2035), craft)
    plan = plan.did(Remove(Group(other, "school", small, 2025)), craft)
    plan = plan.did(Remove(Group(third, "school", small, 2025), 1), craft)
    plan = plan.did(Move(Group(third, "school", small, 2025), 2050), craft)
    kept = craft.kept(study.scenario, plan)
    assert kept.scenario is not None
    assert set(kept.scenario.fixed) == {
        Fixed(place=place, size=round(size), start_year=2035),
        Fixed(place=third, size=round(small), start_year=2050),
    }
    assert kept.scenario.forbidden[0] == Forbidden(place=other)
    assert Forbidden(place=place, first=2025, last=2025) in kept.scenario.forbidden
    assert Forbidden(place=third, first=2025, last=2025) in kept.scenario.forbidden
    assert studies.create(desk_answers.territory(), kept.scenario).problems() == []


def test_centres_keep_their_place_and_year_and_a_site_is_barred_as_a_whole() -> None:
    study = study_of(load_scenario("logistics"))
    craft = craft_of(study)
    small, large = craft.rules.assets[0], craft.rules.assets[-1]
    site, other = craft.rules.places[:2]
    first, second = craft.years(site, small)[:2]
    (size,) = craft.sizes(site, small)
    base = edited(NOTHING, Add(Group(site, small, size, first)), craft)
    base = edited(base, Add(Group(other, small, size, first)), craft)
    plan = History(Plan("optimised", base.actions.assign(origin="optimised")))
    moved = plan.did(Move(Group(site, small, size, first), second), craft)
    gone = moved.did(Remove(Group(other, small, size, first)), craft)
    kept = craft.kept(study.scenario, gone)
    assert kept.scenario is not None
    assert kept.scenario.fixed == (Fixed(place=site, size=round(size), start_year=second),)
    assert kept.scenario.forbidden == (Forbidden(place=other, first=2025),)
    assert studies.create(desk_answers.territory(), kept.scenario).problems() == []
    assert len(kept.lost) == 1
    early, late = (study.evaluate(p.plan).kpis for p in (plan, moved))
    assert late["discounted_capex_mln_kzt"] < early["discounted_capex_mln_kzt"]
    assert craft.sizes(site, large)[0] > size


def test_phases_keep_their_length_and_a_project_its_beginning() -> None:
    study = study_of(load_scenario("roadmap"))
    craft = craft_of(study)
    plan = study.documented()["documented as printed"]
    history = History(plan)
    free = [s.group for s in started(plan) if craft.years(s.group.place, s.group.asset)]
    first = next(g for g in free if g.asset.endswith(":1") and g.start_year < 2029)
    year = first.start_year + 1
    if year not in craft.years(first.place, first.asset):
        year = craft.years(first.place, first.asset)[0]
    moved = history.did(Move(first, year), craft)
    row = moved.plan.actions.set_index("asset").loc[first.asset]
    before = plan.actions.set_index("asset").loc[first.asset]
    lasts = before["in_service_year"] - before["start_year"]
    assert row["in_service_year"] - row["start_year"] == lasts
    assert study.evaluate(moved.plan).kpis["phases_moved"] == 1
    kept = craft.kept(study.scenario, moved)
    assert kept.scenario is not None
    begun = moved.plan.openings.groupby("place_id")["start_year"].min()
    assert kept.scenario.roadmap.start == {first.place: int(begun[first.place])}
    with pytest.raises(EditRefused, match="in the plan already"):
        edited(plan, Add(first), craft)
    held = [s.group for s in started(plan) if not craft.years(s.group.place, s.group.asset)]
    if held:
        with pytest.raises(EditRefused, match="keeps its years"):
            edited(plan, Move(held[0], held[0].start_year + 1), craft)


def test_a_phase_before_the_one_it_builds_on_is_told_of() -> None:
    study = study_of(load_scenario("roadmap"))
    craft = craft_of(study)
    plan = study.documented()["documented as printed"]
    assert craft.remarks(plan) == ()
    broken = []
    for each in started(plan):
        years = craft.years(each.group.place, each.group.asset)
        if years and not each.group.asset.endswith(":1") and years[0] < each.group.start_year:
            broken.append(craft.remarks(edited(plan, Move(each.group, years[0]), craft)))
    assert any(any("builds on" in remark for remark in said) for said in broken)
    assert np.isfinite(study.evaluate(plan).kpis["target_years_waited"])
