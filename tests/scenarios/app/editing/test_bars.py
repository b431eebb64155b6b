"""A plan as bars: every opening is on one, none covers another, keys lead back."""

from __future__ import annotations

import desk_answers

from scenarios import studies
from scenarios.app.editing import bars
from scenarios.app.editing.crafts import craft_of
from scenarios.app.editing.edits import Group, History, Move, started
from scenarios.app.editing.naming import called
from scenarios.language import speaking


def test_bars_hold_every_opening_and_none_covers_another() -> None:
    answer = desk_answers.schools()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    years = bars.start_years(answer.plan, craft)
    assert years == tuple(range(2026, 2051))
    rows = bars.sequence(answer.plan, craft, called(answer), years)
    drawn = [bar for row in rows for bar in row.bars]
    counted = {bars.key_of(s.group, s.origin) for s in started(answer.plan)}
    assert {bar.key for bar in drawn} == counted
    for row in rows:
        taken: set[tuple[int, int]] = set()
        for bar in row.bars:
            column = years.index(bar.start)
            cells = {(bar.lane, c) for c in range(column, column + bar.span)}
            assert not cells & taken
            taken |= cells
            assert bar.lane < row.lanes
            assert bar.span == 2
    assert [row.name for row in rows] == sorted(row.name for row in rows)


def test_a_key_leads_back_to_its_group() -> None:
    group = Group("kyzylorda_oblast", "group_main", 22.53780073, 2036)
    assert bars.group_from(bars.key_of(group, "optimised")) == (group, "optimised")


def test_a_bar_made_by_hand_is_told_from_an_equal_one_of_the_plan() -> None:
    answer = desk_answers.schools()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    group = next(s.group for s in started(answer.plan) if s.count > 1)
    there = Group(group.place, group.asset, group.size, group.start_year + 1)
    plan = History(answer.plan).did(Move(group, there.start_year, 1), craft).plan
    beside = [s for s in started(plan) if s.group == there]
    keys = [bars.key_of(s.group, s.origin) for s in beside]
    assert len(set(keys)) == len(keys)
    edit = Move(there, there.start_year + 1, 1, "manual")
    after = History(plan).did(edit, craft).plan
    left = {s.origin: s.count for s in started(after) if s.group == there}
    assert left == {s.origin: s.count for s in beside if s.origin != "manual"}
    assert bars.key_after(keys[0], edit, after) == bars.key_of(
        Group(group.place, group.asset, group.size, edit.year), "manual"
    )


def test_a_moved_bar_says_so_and_speaks_the_language() -> None:
    answer = desk_answers.schools()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    group = started(answer.plan)[0].group
    plan = History(answer.plan).did(Move(group, 2040), craft).plan
    years = bars.start_years(plan, craft)
    with speaking("ru"):
        rows = bars.sequence(plan, craft, called(answer), years)
    manual = [bar for row in rows for bar in row.bars if bar.kind == "manual"]
    assert [bar.start for bar in manual] == [2040]
    assert "школа" in manual[0].said
    here = bars.sequence(plan, craft, called(answer), years, over="nowhere")
    assert here == ()
