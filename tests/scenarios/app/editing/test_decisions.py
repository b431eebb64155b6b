"""Decisions made by hand as a question that keeps them, and what they cost."""

from __future__ import annotations

from dataclasses import replace

import desk_answers
import pytest

from optimizer.certificate import Certificate, Status
from scenarios import studies
from scenarios.app.editing.crafts import craft_of
from scenarios.app.editing.edits import Add, Group, History, Move, Remove, started
from scenarios.app.editing.repair import price_of, price_sentence
from scenarios.scenario import Fixed, Forbidden
from scenarios.study import Answer


def begun(answer: Answer) -> History:
    return History(answer.plan)


def test_moved_and_added_schools_are_fixed_and_removed_ones_barred() -> None:
    answer = desk_answers.schools()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    menu = set(craft.sizes("aktau_city", "school"))
    free = [s for s in started(answer.plan) if s.group.size in menu and s.group.start_year < 2040]
    first, last = free[0], free[-1]
    history = (
        begun(answer)
        .did(Move(first.group, 2045), craft)
        .did(Remove(last.group), craft)
        .did(Add(Group("zhanaozen_city", "school", 600.0, 2030), count=2), craft)
    )
    kept = craft.kept(answer.scenario, history)
    assert kept.lost == ()
    assert kept.scenario is not None
    place, size = first.group.place, round(first.group.size)
    assert Fixed(place=place, size=size, start_year=2045, count=first.count) in kept.scenario.fixed
    assert Fixed(place="zhanaozen_city", size=600, start_year=2030, count=2) in kept.scenario.fixed
    year = last.group.start_year
    assert kept.scenario.forbidden == (
        Forbidden(place=last.group.place, sizes=(round(last.group.size),), first=year, last=year),
    )
    assert kept.scenario.name.endswith("-by-hand")
    # the study finds nothing wrong with it but what the money cannot pay
    problems = studies.create(answer.territory, kept.scenario).problems()
    assert all("money" in p.path or "budget" in p.message for p in problems)


def test_what_was_undone_is_no_decision() -> None:
    answer = desk_answers.schools()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    group = started(answer.plan)[0].group
    kept = craft.kept(answer.scenario, begun(answer).did(Remove(group), craft).undo())
    assert kept.scenario is not None
    assert kept.scenario.fixed == answer.scenario.fixed
    assert kept.scenario.forbidden == ()


def test_a_settlement_that_was_moved_is_fixed_in_its_own_lot() -> None:
    answer = desk_answers.water()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    each = max(started(answer.plan), key=lambda s: s.group.size)
    history = begun(answer).did(Move(each.group, 2031, count=1), craft)
    kept = craft.kept(answer.scenario, history)
    assert kept.scenario is not None
    (fixed,) = kept.scenario.fixed
    assert (fixed.place, fixed.start_year, fixed.count) == (each.group.place, 2031, 1)
    study = studies.create(answer.territory, kept.scenario)
    assert study.problems() == []
    lots = study.terms.lots  # type: ignore[attr-defined]
    own = lots[lots["lot_id"].str.endswith("-fixed1")].iloc[0]
    alike = lots[(lots["unit_id"] == fixed.place) & (lots["fixed_start"] != 2031)]
    nearest = alike["people_each"].sub(fixed.size).abs().min()
    assert abs(own["people_each"] - fixed.size) <= nearest


def test_a_settlement_that_was_taken_out_is_refused_with_the_reason() -> None:
    answer = desk_answers.water()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    each = max(started(answer.plan), key=lambda s: s.group.size)
    removed = begun(answer).did(Remove(each.group, 1), craft)
    kept = craft.kept(answer.scenario, removed)
    assert kept.scenario is None
    assert "cannot be kept out" in kept.lost[0]
    assert craft.kept(answer.scenario, removed.undo()).scenario is not None


def stage(objective: float, bound: float | None) -> Certificate:
    gap = None if bound is None else (objective - bound) / objective
    unit = "weighted demand not served"
    return Certificate(
        "1 shortage", "minimise", unit, Status.FEASIBLE, objective, bound, gap, 1.0, "highs", True
    )


@pytest.mark.parametrize(
    ("free", "held", "low", "high"),
    [
        ((1000.0, 990.0), (1100.0, 1095.0), 95.0, 110.0),
        ((1000.0, 990.0), (1005.0, 995.0), 0.0, 15.0),
        ((1000.0, 1000.0), (1000.0, 1000.0), 0.0, 0.0),
    ],
)
def test_the_price_lies_between_what_is_proven_and_what_was_found(
    free: tuple[float, float], held: tuple[float, float], low: float, high: float
) -> None:
    answer = desk_answers.schools()
    optimum = replace(answer, certificates=(stage(*free),))
    repaired = replace(answer, certificates=(stage(*held),))
    price = price_of(optimum, repaired)
    assert price is not None
    assert (price.low, price.high) == (pytest.approx(low), pytest.approx(high))
    said = price_sentence(price)
    assert ("nothing:" in said) == (high == 0.0)
    assert ("between" in said) == (low > 0.0)


def test_answers_that_were_asked_differently_have_no_price() -> None:
    answer = desk_answers.schools()
    other = replace(stage(1.0, 1.0), stage="1 cost")
    assert price_of(answer, replace(answer, certificates=(other,))) is None
