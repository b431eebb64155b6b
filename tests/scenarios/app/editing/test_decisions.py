"""Decisions made by hand as a question that keeps them, and what they cost."""

from __future__ import annotations

from dataclasses import replace

import desk_answers
import pytest

from models.capacity_expansion import check_plan
from optimizer.certificate import Certificate, Status
from scenarios import studies
from scenarios.app.editing.crafts import craft_of
from scenarios.app.editing.crafts.connections import Connections, LeftOut
from scenarios.app.editing.edits import Add, Group, History, Move, Remove, started
from scenarios.app.editing.repair import price_of, price_sentence
from scenarios.scenario import Fixed, Forbidden
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.instance import period_years, starts_by_lot
from scenarios.studies.water.lots import TECHNOLOGIES
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
    assert (fixed.start_year, fixed.count) == (2031, 1)
    study = studies.create(answer.territory, kept.scenario)
    assert isinstance(study, WaterStudy)
    assert study.problems() == []
    own = study.terms.lots.set_index("lot_id").loc[f"{fixed.place}-fixed1"]
    assert own["unit_id"] == each.group.place
    assert round(own["people_each"]) == fixed.size


def test_of_lots_of_one_size_the_moved_one_is_told_by_its_source() -> None:
    answer = desk_answers.water()
    study = studies.create(answer.territory, answer.scenario)
    assert isinstance(study, WaterStudy)
    craft, lots = craft_of(study), study.terms.lots
    alike = lots[(lots["unit_id"] == "kyzylorda_oblast") & (lots["people_each"].round() == 1754)]
    chosen = [TECHNOLOGIES[k] for k in study.terms.cheapest[alike.index]]
    assert sorted(chosen) == ["group_main", "local_source"]
    for n, source in zip(alike.index, chosen, strict=True):
        each = next(
            s
            for s in started(answer.plan)
            if (s.group.place, s.group.asset) == ("kyzylorda_oblast", source)
            and s.group.size == pytest.approx(study.terms.people_in(n, s.in_service_year))
        )
        history = begun(answer).did(Move(each.group, 2040, count=1), craft)
        kept = craft.kept(answer.scenario, history).scenario
        assert kept is not None
        assert [f.place for f in kept.fixed] == [lots.loc[n, "lot_id"]]


@pytest.mark.parametrize("out", LeftOut)
def test_settlements_that_were_taken_out_limit_the_starts_of_their_lot(out: LeftOut) -> None:
    answer = desk_answers.water()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    assert isinstance(craft, Connections)
    each = max(started(answer.plan), key=lambda s: (s.count, s.group.size))
    assert each.count > 1
    history = begun(answer).did(Remove(each.group, 1), craft)
    asked = craft.kept(answer.scenario, history, out).scenario
    assert asked is not None
    study = studies.create(answer.territory, asked)
    assert isinstance(study, WaterStudy)
    assert study.problems() == []
    lots = study.terms.lots.set_index("lot_id")
    (lot,) = {ban.place for ban in asked.forbidden}
    assert lots.loc[lot, "unit_id"] == each.group.place
    # the plan made by hand keeps the limits, the one before does not
    base, by_hand = (
        starts_by_lot(study.terms, plan, period_years(study.terms), "start_year")
        for plan in (history.base, history.plan)
    )
    n, first = lots.index.get_loc(lot), study.terms.first
    assert (base[n] - by_hand[n]).sum() == 1
    before, after = (
        {(v.constraint, v.where) for v in check_plan(study.instance(), starts)}
        for starts in (base, by_hand)
    )
    year = each.group.start_year
    where = {
        LeftOut.THAT_YEAR: {("starts in a period", f"{lot}, {year}")},
        LeftOut.SO_FAR: {("most in service", f"{lot}, {year + study.terms.lead}")},
    }
    if out is LeftOut.FOR_GOOD:
        last = study.terms.last + study.terms.lead
        assert ("most in service", f"{lot}, {last}") in before - after
        assert where[LeftOut.THAT_YEAR] <= before - after
    else:
        assert before - after >= where[out]
    assert not any(what in ("starts in a period", "most in service") for what, _at in after)
    assert by_hand[n, 0, year - first] == each.count - 1


def test_settlements_that_are_back_limit_nothing() -> None:
    answer = desk_answers.water()
    craft = craft_of(studies.create(answer.territory, answer.scenario))
    history = begun(answer).did(Remove(started(answer.plan)[0].group), craft)
    assert craft.kept(answer.scenario, history).scenario != answer.scenario
    free = craft.kept(answer.scenario, history.undo()).scenario
    assert free is not None
    assert free.forbidden == ()


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
