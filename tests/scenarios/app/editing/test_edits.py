"""Plans made by hand: what an edit does, what is refused, and the way back."""

from __future__ import annotations

from collections import Counter

import desk_answers
import pytest

from scenarios.app.editing.crafts import Craft
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
from scenarios.app.editing.evaluating import Benches, assess
from scenarios.plan import Origin, Plan
from scenarios.study import Answer

BENCHES = Benches()


def craft_for(answer: Answer) -> Craft:
    return BENCHES.of(answer.territory, answer.scenario).craft


@pytest.fixture(scope="module")
def answer() -> Answer:
    return desk_answers.schools()


@pytest.fixture(scope="module")
def craft(answer: Answer) -> Craft:
    return craft_for(answer)


def counts(plan: Plan) -> Counter[Group]:
    found: Counter[Group] = Counter()
    for each in started(plan):
        found[each.group] += each.count
    return found


def several(plan: Plan) -> Group:
    """A group of more than one opening."""
    return next(s.group for s in started(plan) if s.count > 1)


def test_a_moved_group_keeps_its_size_and_gets_the_year_the_service_and_the_price(
    answer: Answer, craft: Craft
) -> None:
    group = several(answer.plan)
    before = counts(answer.plan)
    year = group.start_year + 3
    plan = edited(answer.plan, Move(group, year), craft)
    target = Group(group.place, group.asset, group.size, year)
    after = counts(plan)
    assert after[group] == 0
    assert after[target] == before[target] + before[group]
    assert len(plan.actions) == len(answer.plan.actions)
    moved = plan.actions[plan.actions["origin"] == Origin.MANUAL]
    assert len(moved) == before[group]
    assert set(moved["in_service_year"] - moved["start_year"]) == {2}
    assert moved["capex_mln_kzt"].gt(0).all()


def test_one_of_several_is_moved_when_asked(answer: Answer, craft: Craft) -> None:
    group = several(answer.plan)
    plan = edited(answer.plan, Move(group, group.start_year + 1, count=1), craft)
    assert counts(plan)[group] == counts(answer.plan)[group] - 1


def test_a_move_there_and_back_leaves_the_same_plan(answer: Answer, craft: Craft) -> None:
    group = several(answer.plan)
    year = 2049
    there = edited(answer.plan, Move(group, year), craft)
    moved = counts(answer.plan)[group]
    back = edited(there, Move(Group(group.place, group.asset, group.size, year),
                              group.start_year, moved), craft)  # fmt: skip
    columns = ["place_id", "size", "start_year", "in_service_year", "capex_mln_kzt"]
    assert counts(back) == counts(answer.plan)
    assert back.actions[columns].sum(numeric_only=True).to_dict() == pytest.approx(
        answer.plan.actions[columns].sum(numeric_only=True).to_dict()
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Move(Group("aktau_city", "school", 1.0, 2030), 2031), "no such opening"),
        (Add(Group("almaty_city", "school", 300.0, 2030)), "no place"),
        (Add(Group("aktau_city", "centre", 300.0, 2030)), "cannot be started"),
        (Add(Group("aktau_city", "school", 301.0, 2030)), "no such size"),
        (Add(Group("aktau_city", "school", 300.0, 2051)), "2026 to 2050"),
        (Add(Group("aktau_city", "school", 300.0, 2030), count=0), "At least one"),
    ],
)
def test_what_the_study_does_not_know_is_refused_in_words(
    answer: Answer, craft: Craft, edit: Move | Add, said: str
) -> None:
    with pytest.raises(EditRefused, match=said):
        edited(answer.plan, edit, craft)


def test_a_move_out_of_the_years_is_refused(answer: Answer, craft: Craft) -> None:
    with pytest.raises(EditRefused, match="2026 to 2050"):
        edited(answer.plan, Move(several(answer.plan), 2051), craft)


def test_what_the_question_fixes_is_not_moved(answer: Answer, craft: Craft) -> None:
    actions = answer.plan.actions.assign(origin=Origin.FIXED.value)
    with pytest.raises(EditRefused, match="decided in the question"):
        edited(Plan("fixed", actions), Remove(several(answer.plan)), craft)


def test_undo_and_redo_go_through_the_same_plans(answer: Answer, craft: Craft) -> None:
    group = several(answer.plan)
    history = History(answer.plan)
    assert history.undo() is history
    assert history.redo() is history
    one = history.did(Move(group, 2049), craft)
    two = one.did(Remove(Group(group.place, group.asset, group.size, 2049)), craft)
    assert two.undo().plan is one.plan
    assert two.undo().undo().plan is answer.plan
    assert two.undo().redo().plan is two.plan
    # a new edit ends what could be done again
    other = next(s.group for s in started(one.plan) if s.group != group)
    assert two.undo().did(Remove(other), craft).undone == ()
    assert two.edits[0] == Move(group, 2049)


def test_later_schools_leave_more_short_and_earlier_ones_overspend(
    answer: Answer, craft: Craft
) -> None:
    group = max(started(answer.plan), key=lambda s: s.count * s.group.size).group
    short = answer.evaluations["optimised"].kpis["shortage_place_years"]
    late = assess(answer, edited(answer.plan, Move(group, 2050), craft), BENCHES)
    assert late.evaluation.kpis["shortage_place_years"] > short
    assert late.changes[0].startswith("+")
    assert not late.over
    soon = edited(answer.plan, Add(Group(group.place, "school", 2500.0, 2026), count=5), craft)
    said = assess(answer, soon, BENCHES)
    # 30 bn a year do not pay five schools of 2 500 places beside the rest
    assert 2026 in said.over
    assert said.over[2026] > 0
    assert said.evaluation.kpis["shortage_place_years"] <= short


def test_an_untouched_plan_is_assessed_as_the_answer_says(answer: Answer) -> None:
    said = assess(answer, answer.plan, BENCHES)
    assert said.evaluation.kpis == answer.evaluations["optimised"].kpis
    assert set(said.changes) == {"as optimised"}


def test_a_settlement_grows_with_the_years_and_there_are_no_more_than_there_are() -> None:
    answer = desk_answers.water()
    craft = craft_for(answer)
    group = max(started(answer.plan), key=lambda s: s.group.size).group
    plan = edited(answer.plan, Move(group, group.start_year + 8), craft)
    moved = plan.actions[plan.actions["origin"] == Origin.MANUAL]
    assert (moved["start_year"] == group.start_year + 8).all()
    assert (moved["size"] > group.size).all()
    asset = craft.assets(group.place)[0]
    size = craft.sizes(group.place, asset)[0]
    with pytest.raises(EditRefused, match="in the plan already"):
        edited(answer.plan, Add(Group(group.place, asset, size, 2030)), craft)
    gone = edited(answer.plan, Remove(group, 1), craft)
    again = edited(gone, Add(Group(group.place, asset, size, 2030)), craft)
    assert len(again.actions) == len(answer.plan.actions)
    waiting = assess(answer, gone, BENCHES)
    assert any("1 settlement is not connected" in remark for remark in waiting.remarks)
    assert waiting.evaluation.kpis["full_access_year"] is None
    assert waiting.changes[1] == "never reached now"
